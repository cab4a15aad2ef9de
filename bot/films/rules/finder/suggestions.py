"""The films a text may be on its way to, nearest first: what is offered while somebody types."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.films.rules.finder.exact_match import named
from bot.films.rules.finder.extra_words import without_extra
from bot.films.rules.finder.title_index import Shelf
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


def likely_films(shelf: Shelf, text: str) -> Iterator[int]:
    """Give films one by one, best first; each way of looking is tried only when the better ones are used up."""
    typed = normalize_text(text)
    if not typed.key:
        return
    given: set[int] = set()
    for places in _ways(shelf, text, typed):
        for film in shelf.films(places):
            if film not in given:
                given.add(film)
                yield film


def _ways(shelf: Shelf, text: str, typed: NormalizedText) -> Iterator[Iterable[int]]:
    yield from _close_ways(shelf, typed)
    yield from (shelf.keys.starting(key) for key in other_layout_keys(text) if len(key) >= FEWEST_KEYS_ON_OTHER_LAYOUT)
    title = normalize_text(without_extra(text))
    if title.key and title != typed:
        yield from _close_ways(shelf, title)
    yield _with_person(shelf, title)
    yield _starting_loosely(shelf, typed.key)
    yield _starting_nearly(shelf, typed.key)
    yield _standing_whole(shelf, typed.words)
    yield _containing(shelf, typed.key)
    yield _resembling(shelf, typed.key)
    yield _sharing_words(shelf, typed.words)


def _close_ways(shelf: Shelf, typed: NormalizedText) -> Iterator[Sequence[int]]:
    """Give the places that begin as typed, in the ways that cost little."""
    yield named(shelf, typed)
    yield shelf.keys.starting(typed.key)
    yield from _ways_of_initials(shelf, typed.key)
    yield _words_starting(shelf, typed.words)
    yield shelf.spelled.starting(typed.key)
    if typed.key_without_article != typed.key:
        yield shelf.keys.starting(typed.key_without_article)


def _with_person(shelf: Shelf, typed: NormalizedText) -> list[int]:
    """Give the places that begin as all the words but a name of their cast at the start or the end: "7번방 류승룡"."""
    places: list[int] = []
    for title, name in _splits(typed.words):
        if films := {*shelf.people.starting(name)} if _is_telling(name) else set():
            places += [
                place for way in _close_ways(shelf, join_words(title)) for place in way if shelf.film(place) in films
            ]
    return places


def _splits(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Cut a name of up to three words off the end or the start of a text; give the rest and the name."""
    for length in range(1, min(len(words), MOST_WORDS_OF_A_NAME + 1)):
        yield words[:-length], "".join(words[-length:])
        yield words[length:], "".join(words[:length])


def _is_telling(name: str) -> bool:
    return len(name) >= FEWEST_LETTERS_OF_A_NAME or hangul.count_syllables(name) >= FEWEST_SYLLABLES_OF_A_NAME


def _ways_of_initials(shelf: Shelf, key: str) -> Iterator[Sequence[int]]:
    if hangul.count_initials(key):
        yield shelf.initials.at(key)
        yield shelf.initials.starting(key)


def _words_starting(shelf: Shelf, starts: tuple[str, ...]) -> list[int]:
    """Give the places whose words begin so in this order, others between them or not: "moment rem"."""
    if max(map(len, starts)) < FEWEST_LETTERS_OF_A_WORD:
        return []
    if len(starts) == 1:
        return shelf.words.starting(starts[0])
    rarest = min(starts, key=shelf.words.count_starting)
    return [place for place in shelf.words.starting(rarest) if _begin(shelf.folded(place).words, starts)]


def _begin(words: tuple[str, ...], starts: tuple[str, ...]) -> bool:
    rest = iter(words)
    return all(any(word.startswith(start) for word in rest) for start in starts)


def _starting_loosely(shelf: Shelf, key: str) -> Sequence[int]:
    loose = romanization.phonetic_key(key)
    return shelf.loose.starting(loose) if len(loose) >= FEWEST_LETTERS_LOOSE else shelf.loose.at(loose)


def _starting_nearly(shelf: Shelf, key: str) -> list[int]:
    """Give the places whose name has the same first letter and begins a slip or two away, nearest first."""
    if len(key) < FEWEST_LETTERS_TO_SLIP:
        return []
    allowed = 2 if len(key) >= FEWEST_LETTERS_TO_SLIP_TWICE else 1
    candidates = shelf.keys.keys_starting(key[0])
    heads = [name[:length] for length in range(len(key) - 1, len(key) + 2) for name in candidates]
    near = process.extract(key, heads, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    return _nearest_first(shelf, ((distance, candidates[at % len(candidates)]) for _, distance, at in near))


def _containing(shelf: Shelf, key: str) -> list[int]:
    if len(key) < FEWEST_LETTERS_INSIDE:
        return []
    return sorted(place for name in shelf.keys_containing(key) for place in shelf.keys.at(name))


def _standing_whole(shelf: Shelf, words: tuple[str, ...]) -> list[int]:
    """Give the places whose whole name stands among the words, the longest first: "아저씨 원빈"."""
    longest = range(1, min(len(words), MOST_WORDS_TO_STAND_WHOLE) + 1)
    runs = {"".join(words[at : at + length]) for length in longest for at in range(len(words))}
    telling = (run for run in runs if len(run) >= FEWEST_LETTERS_TO_STAND_WHOLE or hangul.count_syllables(run))
    places = {place for run in telling for place in shelf.keys.at(run)}
    return sorted(places, key=lambda place: (-len(shelf.folded(place).key), place))


def _sharing_words(shelf: Shelf, words: tuple[str, ...]) -> list[int]:
    """Give the places that have a word of the text, those with most of it first; short words say too little."""
    telling = {word for word in words if len(word) >= FEWEST_LETTERS_TO_SHARE}
    shared = Counter(place for word in telling for place in shelf.words.at(word) for _ in word)
    return sorted(shared, key=lambda place: (-shared[place], place))


def _resembling(shelf: Shelf, key: str) -> list[int]:
    if len(key) < FEWEST_LETTERS_TO_RESEMBLE:
        return []
    share = LEAST_RESEMBLANCE / (200 - LEAST_RESEMBLANCE)  # a name shorter or longer than this cannot resemble enough
    names = shelf.keys_alike(key, int(len(key) * share), int(len(key) / share) + 1)
    near = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=LEAST_RESEMBLANCE, limit=None)
    return _nearest_first(shelf, ((-resemblance, name) for name, resemblance, _ in near))


def _nearest_first(shelf: Shelf, keys: Iterable[tuple[float, str]]) -> list[int]:
    return [place for _, place in sorted((far, place) for far, key in keys for place in shelf.keys.at(key))]
