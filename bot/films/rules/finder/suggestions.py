"""Ranks suggestions for a title that is still being typed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bot.films.rules.finder.exact_match import title_positions
from bot.films.rules.finder.extra_words import strip_extra_words
from bot.films.rules.finder.title_index import TitleIndex
from bot.films.rules.normalization import hangul, romanization
from bot.films.rules.normalization.normalize import NormalizedText, join_words, normalize_text, other_layout_keys
from bot.films.rules.similarity import find_near, find_similar
from bot.ids import FilmId

MIN_KEYS_OTHER_LAYOUT = 3
MIN_LETTERS_OF_WORD = 2  # a single letter starts too many words
MIN_LETTERS_PREFIX = 3  # a shorter prefix starts too many titles
MIN_LETTERS_PHONETIC = 4
MIN_LETTERS_ONE_TYPO = 5
MIN_LETTERS_TWO_TYPOS = 8
MIN_LETTERS_SUBSTRING = 3
MIN_LETTERS_SIMILAR = 4
MIN_LETTERS_OF_TITLE_IN_QUERY = 3  # "jsa film"; shorter ones such as "si" are common words
MAX_WORDS_OF_TITLE_IN_QUERY = 12
MIN_LETTERS_OF_SHARED_WORD = 4
MAX_WORDS_OF_NAME = 3  # "Ryu Seung-ryong"
MIN_LETTERS_OF_NAME, MIN_SYLLABLES_OF_NAME = 5, 2
MIN_SIMILARITY = 70.0  # rapidfuzz's ratio, at most 100; nonsense stays below this


def ranked_suggestions(title_index: TitleIndex, text: str) -> Iterator[FilmId]:
    """Yield films best first, trying each weaker strategy only when the better ones are exhausted."""
    query = normalize_text(text)
    if not query.key:
        return
    seen: set[FilmId] = set()
    for positions in _strategies(title_index, text, query):
        for film in map(title_index.film_at, positions):
            if film not in seen:
                seen.add(film)
                yield film


def films_with_prefix(title_index: TitleIndex, text: str) -> tuple[FilmId, ...]:
    """Return the films with a title that starts with `text`, or whose initials or words start with those typed.

    A text shorter than `MIN_LETTERS_PREFIX` finds none.
    """
    query = normalize_text(text)
    if len(query.key) < MIN_LETTERS_PREFIX:
        return ()
    words = _word_prefix_matches(title_index, query.words) if len(query.words) > 1 else []
    prefixes = title_index.keys.positions_with_prefix(query.key)
    initials = [position for positions in _initials_matches(title_index, query.key) for position in positions]
    return title_index.films_at([*prefixes, *initials, *words])


def _strategies(title_index: TitleIndex, text: str, query: NormalizedText) -> Iterator[Iterable[int]]:
    yield from _close_matches(title_index, query)
    yield from (
        title_index.keys.positions_with_prefix(key)
        for key in other_layout_keys(text)
        if len(key) >= MIN_KEYS_OTHER_LAYOUT
    )
    title = normalize_text(strip_extra_words(text))
    if title.key and title != query:
        yield from _close_matches(title_index, title)
    yield _title_with_person(title_index, title)
    yield _phonetic_prefix_matches(title_index, query.key)
    yield _fuzzy_prefix_matches(title_index, query.key)
    yield _titles_in_query(title_index, query.words)
    yield _substring_matches(title_index, query.key)
    yield _similar_matches(title_index, query.key)
    yield _shared_word_matches(title_index, query.words)


def _close_matches(title_index: TitleIndex, query: NormalizedText) -> Iterator[Sequence[int]]:
    """Yield the positions of titles that start with the query, or whose initials or words start with it."""
    yield title_positions(title_index, query)
    yield title_index.keys.positions_with_prefix(query.key)
    yield from _initials_matches(title_index, query.key)
    yield _word_prefix_matches(title_index, query.words)
    yield title_index.variants.positions_with_prefix(query.key)
    if query.key_without_article != query.key:
        yield title_index.keys.positions_with_prefix(query.key_without_article)


def _title_with_person(title_index: TitleIndex, query: NormalizedText) -> list[int]:
    """Return the positions that match the query without the name of a person at either end ("7번방 류승룡")."""
    positions: list[int] = []
    for title, name in _split_off_name(query.words):
        if films := {*title_index.people.positions_with_prefix(name)} if _is_distinctive(name) else set():
            positions += [
                position
                for matches in _close_matches(title_index, join_words(title))
                for position in matches
                if title_index.film_at(position) in films
            ]
    return positions


def _split_off_name(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the query without one to three words at its start or end, together with those words as a name."""
    for length in range(1, min(len(words), MAX_WORDS_OF_NAME + 1)):
        yield words[:-length], "".join(words[-length:])
        yield words[length:], "".join(words[:length])


def _is_distinctive(name: str) -> bool:
    return len(name) >= MIN_LETTERS_OF_NAME or hangul.count_syllables(name) >= MIN_SYLLABLES_OF_NAME


def _initials_matches(title_index: TitleIndex, key: str) -> Iterator[Sequence[int]]:
    if hangul.count_initials(key):
        yield title_index.initials.positions(key)
        yield title_index.initials.positions_with_prefix(key)


def _word_prefix_matches(title_index: TitleIndex, prefixes: tuple[str, ...]) -> list[int]:
    """Return the positions with words that start with `prefixes` in this order, gaps allowed ("moment rem")."""
    if max(map(len, prefixes)) < MIN_LETTERS_OF_WORD:
        return []
    if len(prefixes) == 1:
        return title_index.words.positions_with_prefix(prefixes[0])
    rarest = min(prefixes, key=title_index.words.count_with_prefix)
    starts = [f" {prefix}" for prefix in prefixes]
    return [
        position
        for position in title_index.words.positions_with_prefix(rarest)
        if _contains_in_order(f" {title_index.words_at(position)}", starts)
    ]


def _contains_in_order(words: str, starts: Iterable[str]) -> bool:
    """Return whether `words` contains the starts of words in this order."""
    found = 0
    for start in starts:
        found = words.find(start, found) + 1
        if not found:
            return False
    return True


def _phonetic_prefix_matches(title_index: TitleIndex, key: str) -> Sequence[int]:
    phonetic = romanization.phonetic_key(key)
    return (
        title_index.phonetic.positions_with_prefix(phonetic)
        if len(phonetic) >= MIN_LETTERS_PHONETIC
        else title_index.phonetic.positions(phonetic)
    )


def _fuzzy_prefix_matches(title_index: TitleIndex, key: str) -> list[int]:
    """Return the positions of titles that start with `key` apart from one or two typos, nearest first.

    The first letter must be right.
    """
    if len(key) < MIN_LETTERS_ONE_TYPO:
        return []
    allowed = 2 if len(key) >= MIN_LETTERS_TWO_TYPOS else 1
    names = title_index.keys.keys_with_prefix(key[0])
    # One letter more or less changes the number of typos by at most one. So this first comparison, with starts as long
    # as the key and one more typo allowed, rules out most names without losing a match.
    near = [names[number] for _, number in _starts_near(key, names, len(key), allowed + 1)]
    lengths = range(len(key) - 1, len(key) + 2)
    matches = (match for length in lengths for match in _starts_near(key, near, length, allowed))
    return _nearest_first(title_index, ((distance, near[number]) for distance, number in matches))


def _starts_near(key: str, names: Sequence[str], length: int, allowed: int) -> Iterator[tuple[float, int]]:
    """Yield the number of typos in the first `length` letters of a name, if at most `allowed`, and the name's index."""
    starts = [name[:length] for name in names]
    for _, distance, number in find_near(key, starts, allowed):
        yield distance, number


def _substring_matches(title_index: TitleIndex, key: str) -> list[int]:
    if len(key) < MIN_LETTERS_SUBSTRING:
        return []
    return sorted(
        position for name in title_index.keys_containing(key) for position in title_index.keys.positions(name)
    )


def _titles_in_query(title_index: TitleIndex, words: tuple[str, ...]) -> list[int]:
    """Return the positions whose whole title is a run of the words ("아저씨 원빈"), longest title first."""
    lengths = range(1, min(len(words), MAX_WORDS_OF_TITLE_IN_QUERY) + 1)
    runs = {"".join(words[start : start + length]) for length in lengths for start in range(len(words))}
    distinctive = (run for run in runs if len(run) >= MIN_LETTERS_OF_TITLE_IN_QUERY or hangul.count_syllables(run))
    positions = {position for run in distinctive for position in title_index.keys.positions(run)}
    return sorted(positions, key=lambda position: (-len(title_index.normalized(position).key), position))


def _shared_word_matches(title_index: TitleIndex, words: tuple[str, ...]) -> list[int]:
    """Return the positions that share a long word with the query, those with the most shared letters first."""
    distinctive = {word for word in words if len(word) >= MIN_LETTERS_OF_SHARED_WORD}
    shared = Counter(position for word in distinctive for position in title_index.words.positions(word) for _ in word)
    return sorted(shared, key=lambda position: (-shared[position], position))


def _similar_matches(title_index: TitleIndex, key: str) -> list[int]:
    if len(key) < MIN_LETTERS_SIMILAR:
        return []
    # If one key is shorter than this share of the other, they cannot be similar enough.
    share = MIN_SIMILARITY / (200 - MIN_SIMILARITY)
    names = title_index.comparable_keys(key, int(len(key) * share), int(len(key) / share) + 1)
    matches = find_similar(key, names, MIN_SIMILARITY)
    return _nearest_first(title_index, ((-similarity, name) for name, similarity, _ in matches))


def _nearest_first(title_index: TitleIndex, keys: Iterable[tuple[float, str]]) -> list[int]:
    return [
        position
        for _, position in sorted(
            (distance, position) for distance, key in keys for position in title_index.keys.positions(key)
        )
    ]
