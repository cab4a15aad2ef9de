"""Exact matching: finds the films that a typed text certainly names."""

from collections.abc import Iterable, Sequence

from bot.films.rules.finder import typos
from bot.films.rules.finder.title_index import TitleIndex
from bot.films.rules.normalization import hangul, romanization
from bot.films.rules.normalization.normalize import NormalizedText, normalize_text, other_layout_keys
from bot.films.rules.similarity import find_near
from bot.ids import FilmId

MIN_INITIALS = 4  # fewer match too many titles: "ㅅㅇㅇ" need not be 시월애
MIN_SYLLABLES_UNFINISHED = 2  # "소우" is enough, but "소ㅇ" may become many titles
MIN_SYLLABLES_WITHOUT_FINAL = 5  # "늑대소녀" is not 늑대소년, "사라" is not 사랑
MIN_KEYS_OTHER_LAYOUT = 4  # "gud" need not be 형
MIN_LETTERS_PHONETIC = 7  # of the phonetic key: "Sato" is not Sado, "Seowon" not Sowon, "Jung-in" not Jeungin


def exact_matches(title_index: TitleIndex, text: str) -> tuple[FilmId, ...]:
    """Return the films found by the first interpretation of `text` that finds any; reliable ones are tried first."""
    query = normalize_text(text)
    if not query.key:
        return ()
    return title_index.films_at(
        title_positions(title_index, query)
        or _match_initials(title_index, query)
        or _match_other_layout(title_index, text)
        or _match_unfinished_syllable(title_index, text, query)
        or _match_phonetically(title_index, query)
        or _match_typo(title_index, text, query)
    )


def title_positions(title_index: TitleIndex, query: NormalizedText) -> Sequence[int]:
    """Return the positions of titles equal to the query, with numbers in words or digits."""
    return title_index.keys.positions(query.key) or title_index.variants.positions(query.key)


def _match_initials(title_index: TitleIndex, query: NormalizedText) -> Sequence[int]:
    has_enough = hangul.count_initials(query.key) >= MIN_INITIALS
    return title_index.initials.positions(query.key) if has_enough else []


def _match_other_layout(title_index: TitleIndex, text: str) -> Sequence[int]:
    readings = (key for key in other_layout_keys(text) if len(key) >= MIN_KEYS_OTHER_LAYOUT)
    return [position for key in readings for position in title_index.keys.positions(key)]


def _match_unfinished_syllable(title_index: TitleIndex, text: str, query: NormalizedText) -> Sequence[int]:
    """Return the positions of the Hangul titles that equal the query except for the end of the last syllable."""
    if hangul.count_syllables(query.key) < MIN_SYLLABLES_UNFINISHED:
        return []
    has_stray = hangul.has_stray_jamo(text)
    names = (
        (index, key) for index in (title_index.keys, title_index.variants) for key in index.keys_with_prefix(query.key)
    )
    unfinished = ((index, key) for index, key in names if _is_unfinished_syllable(key, query.key, has_stray=has_stray))
    return sorted({position for index, key in unfinished for position in index.positions(key)})


def _is_unfinished_syllable(name: str, query: str, *, has_stray: bool) -> bool:
    """Return whether `query` is `name` without the end of its last syllable, and hardly another complete word."""
    # A query that lacks only the final consonant may be a different, complete word.
    may_lack_final = has_stray or hangul.count_syllables(name) >= MIN_SYLLABLES_WITHOUT_FINAL
    missing = name[len(query) :]
    return 0 <= hangul.last_syllable(name) < len(query) and (may_lack_final or hangul.has_vowel(missing))


def _match_phonetically(title_index: TitleIndex, query: NormalizedText) -> Sequence[int]:
    """Return the positions with the same phonetic key, or none if a title one edit away is not romanised Korean."""
    phonetic = romanization.phonetic_key(query.key)
    if len(phonetic) < MIN_LETTERS_PHONETIC or not romanization.is_romanized_korean(query.key):
        return []
    positions = title_index.phonetic.positions(phonetic)
    return (
        positions
        if positions and all(map(romanization.is_romanized_korean, keys_one_edit_away(title_index, query.key)))
        else []
    )


def _match_typo(title_index: TitleIndex, text: str, query: NormalizedText) -> Sequence[int]:
    """Return the positions one forgivable typo away, unless another title is one unforgivable typo away."""
    neighbours = [
        (key, position)
        for key in keys_one_edit_away(title_index, query.key)
        for position in title_index.keys.positions(key)
    ]
    has_stray = hangul.has_stray_jamo(text)
    forgiven = [
        position
        for key, position in neighbours
        if _is_forgivable(title_index, position, key, query.key, has_stray=has_stray)
    ]
    doubtful = {position for _, position in neighbours}.difference(
        forgiven, _same_title_positions(title_index, forgiven, neighbours)
    )
    return [] if doubtful else forgiven


def _same_title_positions(
    title_index: TitleIndex, forgiven: Sequence[int], neighbours: Iterable[tuple[str, int]]
) -> Sequence[int]:
    """Return the neighbours that are a forgiven title spaced differently ("Tae Guk Gi"), or its romanisation."""
    forgiven_titles = {(title_index.film_at(position), title_index.normalized(position).key) for position in forgiven}
    films = title_index.films_at(position for position in forgiven if not title_index.is_romanized(position))
    romanised = [
        position
        for _, position in neighbours
        if title_index.is_romanized(position) and title_index.film_at(position) in films
    ]
    return romanised + [
        position
        for _, position in neighbours
        if (title_index.film_at(position), title_index.normalized(position).key) in forgiven_titles
    ]


def keys_one_edit_away(title_index: TitleIndex, query: str) -> Sequence[str]:
    """Return the keys at most one insertion, deletion, substitution or transposition from `query`."""
    keys = title_index.keys_of_length(len(query) - 1, len(query) + 1)
    return [key for key, _, _ in find_near(query, keys, 1)]


def _is_forgivable(title_index: TitleIndex, position: int, key: str, query: str, *, has_stray: bool) -> bool:
    name = title_index.normalized(position)
    if hangul.has_hangul(key):
        return typos.is_hangul_typo(name, key, query, has_stray=has_stray)
    return typos.is_latin_typo(name, key, query, romanized=title_index.is_romanized(position))
