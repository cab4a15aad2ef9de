"""The films a text names for certain: the ways of writing a name that cannot well mean another film."""

from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.films.rules.finder import typos
from bot.films.rules.finder.title_index import TitleIndex
from bot.films.rules.normalization import hangul, romanization
from bot.films.rules.normalization.normalize import NormalizedText, normalize_text, other_layout_keys

MIN_INITIALS = 4  # "ㅂㅎㅅㅌ"; three fit too many names: "ㅅㅇㅇ" need not be 시월애
MIN_SYLLABLES_UNFINISHED = 2  # "소우"; "소ㅇ" may become anything
MIN_SYLLABLES_WITHOUT_TAIL = 5  # "늑대소녀" is not 늑대소년, "사라" is not 사랑
MIN_KEYS_OTHER_LAYOUT = 4  # "gud" need not be 형
MIN_LETTERS_PHONETIC = 7  # after loosening: "Sato" is not Sado, "Seowon" not Sowon, "Jung-in" not Jeungin


def exact_matches(title_index: TitleIndex, text: str) -> tuple[int, ...]:
    """Give the films that the surest reading of a text names; none when every reading leaves a doubt."""
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
    """Give the places that bear the text as a whole name, its numbers in words or digits."""
    return title_index.keys.positions(query.key) or title_index.variants.positions(query.key)


def _match_initials(title_index: TitleIndex, query: NormalizedText) -> Sequence[int]:
    enough = hangul.count_initials(query.key) >= MIN_INITIALS
    return title_index.initials.positions(query.key) if enough else []


def _match_other_layout(title_index: TitleIndex, text: str) -> Sequence[int]:
    readings = (key for key in other_layout_keys(text) if len(key) >= MIN_KEYS_OTHER_LAYOUT)
    return [position for key in readings for position in title_index.keys.positions(key)]


def _match_unfinished_syllable(title_index: TitleIndex, text: str, query: NormalizedText) -> Sequence[int]:
    """Give the places whose Hangul name lacks nothing but the end of its last syllable."""
    if hangul.count_syllables(query.key) < MIN_SYLLABLES_UNFINISHED:
        return []
    has_stray = hangul.has_stray_jamo(text)
    names = (
        (index, key) for index in (title_index.keys, title_index.variants) for key in index.keys_with_prefix(query.key)
    )
    ending = ((index, key) for index, key in names if _is_unfinished_syllable(key, query.key, has_stray=has_stray))
    return sorted({position for index, key in ending for position in index.positions(key)})


def _is_unfinished_syllable(name: str, query: str, *, has_stray: bool) -> bool:
    """Tell whether typing stopped in the name's last syllable; a mere tail lacking may be another word's end."""
    may_lack_tail = has_stray or hangul.count_syllables(name) >= MIN_SYLLABLES_WITHOUT_TAIL
    lacking = name[len(query) :]
    return 0 <= hangul.last_syllable(name) < len(query) and (may_lack_tail or hangul.has_vowel(lacking))


def _match_phonetically(title_index: TitleIndex, query: NormalizedText) -> Sequence[int]:
    """Give the places of the same romanisation, unless the text is as good as an English name: "Himalaya"."""
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
    """Give the places a forgivable slip away, unless some name is as near in a way that is not forgiven."""
    near = [
        (key, position)
        for key in keys_one_edit_away(title_index, query.key)
        for position in title_index.keys.positions(key)
    ]
    has_stray = hangul.has_stray_jamo(text)
    forgiven = [
        position for key, position in near if _is_forgivable(title_index, position, key, query.key, has_stray=has_stray)
    ]
    doubtful = {position for _, position in near}.difference(
        forgiven, _same_title_positions(title_index, forgiven, near)
    )
    return [] if doubtful else forgiven


def _same_title_positions(
    title_index: TitleIndex, forgiven: Sequence[int], near: Iterable[tuple[str, int]]
) -> Sequence[int]:
    """Give the near names that say no more of a forgiven one: "Tae Guk Gi" of "Taegukgi", "maraton" of "Marathon"."""
    again = {(title_index.film_at(position), title_index.normalized(position).key) for position in forgiven}
    films = title_index.films_at(position for position in forgiven if not title_index.is_romanized(position))
    romanised = [
        position
        for _, position in near
        if title_index.is_romanized(position) and title_index.film_at(position) in films
    ]
    return romanised + [
        position
        for _, position in near
        if (title_index.film_at(position), title_index.normalized(position).key) in again
    ]


def keys_one_edit_away(title_index: TitleIndex, query: str) -> Sequence[str]:
    """Give the keys that one letter more, less, other or swapped turns into this one."""
    keys = title_index.keys_of_length(len(query) - 1, len(query) + 1)
    return [key for key, _, _ in process.extract(query, keys, scorer=OSA.distance, score_cutoff=1, limit=None)]


def _is_forgivable(title_index: TitleIndex, position: int, key: str, query: str, *, has_stray: bool) -> bool:
    name = title_index.normalized(position)
    if hangul.has_hangul(key):
        return typos.is_hangul_typo(name, key, query, has_stray=has_stray)
    return typos.is_latin_typo(name, key, query, romanized=title_index.is_romanized(position))
