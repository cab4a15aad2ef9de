"""The films a text may be on its way to, nearest first: what is offered while somebody types."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.films.rules.finder.exact_match import title_positions
from bot.films.rules.finder.extra_words import without_extra
from bot.films.rules.finder.title_index import TitleIndex
from bot.films.rules.normalization import hangul, romanization
from bot.films.rules.normalization.normalize import NormalizedText, join_words, normalize_text, other_layout_keys

FEWEST_KEYS_ON_OTHER_LAYOUT = 3
FEWEST_LETTERS_OF_A_WORD = 2  # a single letter begins half of all words
FEWEST_LETTERS_LOOSE = 4
FEWEST_LETTERS_TO_SLIP = 5
FEWEST_LETTERS_TO_SLIP_TWICE = 8
FEWEST_LETTERS_INSIDE = 3
FEWEST_LETTERS_TO_RESEMBLE = 4
FEWEST_LETTERS_TO_STAND_WHOLE = 3  # "jsa film"; "si" is a word of half of all languages
MOST_WORDS_TO_STAND_WHOLE = 12
FEWEST_LETTERS_TO_SHARE = 4
MOST_WORDS_OF_A_NAME = 3  # "Ryu Seung-ryong"
FEWEST_LETTERS_OF_A_NAME, FEWEST_SYLLABLES_OF_A_NAME = 5, 2
LEAST_RESEMBLANCE = 70.0  # of 100, as rapidfuzz's ratio counts; nonsense stays below it


def ranked_suggestions(shelf: TitleIndex, text: str) -> Iterator[int]:
    """Give films one by one, best first; each way of looking is tried only when the better ones are used up."""
    typed = normalize_text(text)
    if not typed.key:
        return
    seen: set[int] = set()
    for places in _strategies(shelf, text, typed):
        for film in shelf.films_at(places):
            if film not in seen:
                seen.add(film)
                yield film


def _strategies(shelf: TitleIndex, text: str, typed: NormalizedText) -> Iterator[Iterable[int]]:
    yield from _close_matches(shelf, typed)
    yield from (
        shelf.keys.positions_with_prefix(key)
        for key in other_layout_keys(text)
        if len(key) >= FEWEST_KEYS_ON_OTHER_LAYOUT
    )
    title = normalize_text(without_extra(text))
    if title.key and title != typed:
        yield from _close_matches(shelf, title)
    yield _title_with_person(shelf, title)
    yield _phonetic_prefix_matches(shelf, typed.key)
    yield _fuzzy_prefix_matches(shelf, typed.key)
    yield _titles_in_query(shelf, typed.words)
    yield _substring_matches(shelf, typed.key)
    yield _similar_matches(shelf, typed.key)
    yield _shared_word_matches(shelf, typed.words)


def _close_matches(shelf: TitleIndex, typed: NormalizedText) -> Iterator[Sequence[int]]:
    """Give the places that begin as typed, in the ways that cost little."""
    yield title_positions(shelf, typed)
    yield shelf.keys.positions_with_prefix(typed.key)
    yield from _initials_matches(shelf, typed.key)
    yield _word_prefix_matches(shelf, typed.words)
    yield shelf.variants.positions_with_prefix(typed.key)
    if typed.key_without_article != typed.key:
        yield shelf.keys.positions_with_prefix(typed.key_without_article)


def _title_with_person(shelf: TitleIndex, typed: NormalizedText) -> list[int]:
    """Give the places that begin as all the words but a name of their cast at the start or the end: "7번방 류승룡"."""
    places: list[int] = []
    for title, name in _split_off_name(typed.words):
        if films := {*shelf.people.positions_with_prefix(name)} if _is_distinctive(name) else set():
            places += [
                place
                for matches in _close_matches(shelf, join_words(title))
                for place in matches
                if shelf.film_at(place) in films
            ]
    return places


def _split_off_name(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Cut a name of up to three words off the end or the start of a text; give the rest and the name."""
    for length in range(1, min(len(words), MOST_WORDS_OF_A_NAME + 1)):
        yield words[:-length], "".join(words[-length:])
        yield words[length:], "".join(words[:length])


def _is_distinctive(name: str) -> bool:
    return len(name) >= FEWEST_LETTERS_OF_A_NAME or hangul.count_syllables(name) >= FEWEST_SYLLABLES_OF_A_NAME


def _initials_matches(shelf: TitleIndex, key: str) -> Iterator[Sequence[int]]:
    if hangul.count_initials(key):
        yield shelf.initials.positions(key)
        yield shelf.initials.positions_with_prefix(key)


def _word_prefix_matches(shelf: TitleIndex, prefixes: tuple[str, ...]) -> list[int]:
    """Give the places whose words begin so in this order, others between them or not: "moment rem"."""
    if max(map(len, prefixes)) < FEWEST_LETTERS_OF_A_WORD:
        return []
    if len(prefixes) == 1:
        return shelf.words.positions_with_prefix(prefixes[0])
    rarest = min(prefixes, key=shelf.words.count_with_prefix)
    return [
        place
        for place in shelf.words.positions_with_prefix(rarest)
        if _have_prefixes(shelf.normalized(place).words, prefixes)
    ]


def _have_prefixes(words: tuple[str, ...], prefixes: tuple[str, ...]) -> bool:
    remaining = iter(words)
    return all(any(word.startswith(start) for word in remaining) for start in prefixes)


def _phonetic_prefix_matches(shelf: TitleIndex, key: str) -> Sequence[int]:
    phonetic = romanization.phonetic_key(key)
    return (
        shelf.phonetic.positions_with_prefix(phonetic)
        if len(phonetic) >= FEWEST_LETTERS_LOOSE
        else shelf.phonetic.positions(phonetic)
    )


def _fuzzy_prefix_matches(shelf: TitleIndex, key: str) -> list[int]:
    """Give the places whose name has the same first letter and begins a slip or two away, nearest first."""
    if len(key) < FEWEST_LETTERS_TO_SLIP:
        return []
    allowed = 2 if len(key) >= FEWEST_LETTERS_TO_SLIP_TWICE else 1
    candidates = shelf.keys.keys_with_prefix(key[0])
    heads = [name[:length] for length in range(len(key) - 1, len(key) + 2) for name in candidates]
    near = process.extract(key, heads, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    return _nearest_first(
        shelf, ((distance, candidates[candidate % len(candidates)]) for _, distance, candidate in near)
    )


def _substring_matches(shelf: TitleIndex, key: str) -> list[int]:
    if len(key) < FEWEST_LETTERS_INSIDE:
        return []
    return sorted(place for name in shelf.keys_containing(key) for place in shelf.keys.positions(name))


def _titles_in_query(shelf: TitleIndex, words: tuple[str, ...]) -> list[int]:
    """Give the places whose whole name stands among the words, the longest first: "아저씨 원빈"."""
    lengths = range(1, min(len(words), MOST_WORDS_TO_STAND_WHOLE) + 1)
    runs = {"".join(words[at : at + length]) for length in lengths for at in range(len(words))}
    distinctive = (run for run in runs if len(run) >= FEWEST_LETTERS_TO_STAND_WHOLE or hangul.count_syllables(run))
    places = {place for run in distinctive for place in shelf.keys.positions(run)}
    return sorted(places, key=lambda place: (-len(shelf.normalized(place).key), place))


def _shared_word_matches(shelf: TitleIndex, words: tuple[str, ...]) -> list[int]:
    """Give the places that have a word of the text, those with most of it first; short words say too little."""
    distinctive = {word for word in words if len(word) >= FEWEST_LETTERS_TO_SHARE}
    shared = Counter(place for word in distinctive for place in shelf.words.positions(word) for _ in word)
    return sorted(shared, key=lambda place: (-shared[place], place))


def _similar_matches(shelf: TitleIndex, key: str) -> list[int]:
    if len(key) < FEWEST_LETTERS_TO_RESEMBLE:
        return []
    share = LEAST_RESEMBLANCE / (200 - LEAST_RESEMBLANCE)  # a name shorter or longer than this cannot resemble enough
    names = shelf.comparable_keys(key, int(len(key) * share), int(len(key) / share) + 1)
    near = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=LEAST_RESEMBLANCE, limit=None)
    return _nearest_first(shelf, ((-resemblance, name) for name, resemblance, _ in near))


def _nearest_first(shelf: TitleIndex, keys: Iterable[tuple[float, str]]) -> list[int]:
    return [place for _, place in sorted((far, place) for far, key in keys for place in shelf.keys.positions(key))]
