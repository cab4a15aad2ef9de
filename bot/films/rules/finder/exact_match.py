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


def exact_matches(shelf: TitleIndex, text: str) -> tuple[int, ...]:
    """Give the films that the surest reading of a text names; none when every reading leaves a doubt."""
    typed = normalize_text(text)
    if not typed.key:
        return ()
    return shelf.films_at(
        title_positions(shelf, typed)
        or _match_initials(shelf, typed)
        or _match_other_layout(shelf, text)
        or _match_unfinished_syllable(shelf, text, typed)
        or _match_phonetically(shelf, typed)
        or _match_typo(shelf, text, typed)
    )


def title_positions(shelf: TitleIndex, typed: NormalizedText) -> Sequence[int]:
    """Give the places that bear the text as a whole name, its numbers in words or digits."""
    return shelf.keys.positions(typed.key) or shelf.variants.positions(typed.key)


def _match_initials(shelf: TitleIndex, typed: NormalizedText) -> Sequence[int]:
    enough = hangul.count_initials(typed.key) >= MIN_INITIALS
    return shelf.initials.positions(typed.key) if enough else []


def _match_other_layout(shelf: TitleIndex, text: str) -> Sequence[int]:
    readings = (key for key in other_layout_keys(text) if len(key) >= MIN_KEYS_OTHER_LAYOUT)
    return [place for key in readings for place in shelf.keys.positions(key)]


def _match_unfinished_syllable(shelf: TitleIndex, text: str, typed: NormalizedText) -> Sequence[int]:
    """Give the places whose Hangul name lacks nothing but the end of its last syllable."""
    if hangul.count_syllables(typed.key) < MIN_SYLLABLES_UNFINISHED:
        return []
    has_stray = hangul.has_stray_jamo(text)
    names = ((index, key) for index in (shelf.keys, shelf.variants) for key in index.keys_with_prefix(typed.key))
    ending = ((index, key) for index, key in names if _is_unfinished_syllable(key, typed.key, has_stray=has_stray))
    return sorted({place for index, key in ending for place in index.positions(key)})


def _is_unfinished_syllable(name: str, typed: str, *, has_stray: bool) -> bool:
    """Tell whether typing stopped in the name's last syllable; a mere tail lacking may be another word's end."""
    may_lack_tail = has_stray or hangul.count_syllables(name) >= MIN_SYLLABLES_WITHOUT_TAIL
    lacking = name[len(typed) :]
    return 0 <= hangul.last_syllable(name) < len(typed) and (may_lack_tail or hangul.has_vowel(lacking))


def _match_phonetically(shelf: TitleIndex, typed: NormalizedText) -> Sequence[int]:
    """Give the places of the same romanisation, unless the text is as good as an English name: "Himalaya"."""
    phonetic = romanization.phonetic_key(typed.key)
    if len(phonetic) < MIN_LETTERS_PHONETIC or not romanization.is_romanized_korean(typed.key):
        return []
    places = shelf.phonetic.positions(phonetic)
    return places if places and all(map(romanization.is_romanized_korean, keys_one_edit_away(shelf, typed.key))) else []


def _match_typo(shelf: TitleIndex, text: str, typed: NormalizedText) -> Sequence[int]:
    """Give the places a forgivable slip away, unless some name is as near in a way that is not forgiven."""
    near = [(key, place) for key in keys_one_edit_away(shelf, typed.key) for place in shelf.keys.positions(key)]
    has_stray = hangul.has_stray_jamo(text)
    forgiven = [place for key, place in near if _is_forgivable(shelf, place, key, typed.key, has_stray=has_stray)]
    doubtful = {place for _, place in near}.difference(forgiven, _same_title_positions(shelf, forgiven, near))
    return [] if doubtful else forgiven


def _same_title_positions(shelf: TitleIndex, forgiven: Sequence[int], near: Iterable[tuple[str, int]]) -> Sequence[int]:
    """Give the near names that say no more of a forgiven one: "Tae Guk Gi" of "Taegukgi", "maraton" of "Marathon"."""
    again = {(shelf.film_at(place), shelf.normalized(place).key) for place in forgiven}
    films = shelf.films_at(place for place in forgiven if not shelf.is_romanized(place))
    romanised = [place for _, place in near if shelf.is_romanized(place) and shelf.film_at(place) in films]
    return romanised + [place for _, place in near if (shelf.film_at(place), shelf.normalized(place).key) in again]


def keys_one_edit_away(shelf: TitleIndex, typed: str) -> Sequence[str]:
    """Give the keys that one letter more, less, other or swapped turns into this one."""
    keys = shelf.keys_of_length(len(typed) - 1, len(typed) + 1)
    return [key for key, _, _ in process.extract(typed, keys, scorer=OSA.distance, score_cutoff=1, limit=None)]


def _is_forgivable(shelf: TitleIndex, place: int, key: str, typed: str, *, has_stray: bool) -> bool:
    name = shelf.normalized(place)
    if hangul.has_hangul(key):
        return typos.is_hangul_typo(name, key, typed, has_stray=has_stray)
    return typos.is_latin_typo(name, key, typed, romanized=shelf.is_romanized(place))
