"""The films a text names for certain: the ways of writing a name that cannot well mean another film."""

from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.films.rules.finder import typos
from bot.films.rules.finder.title_index import Shelf
from bot.films.rules.normalization import hangul, romanization
from bot.films.rules.normalization.normalize import NormalizedText, normalize_text, other_layout_keys

FEWEST_INITIALS = 4  # "ㅂㅎㅅㅌ"; three fit too many names: "ㅅㅇㅇ" need not be 시월애
FEWEST_SYLLABLES_HALF_TYPED = 2  # "소우"; "소ㅇ" may become anything
FEWEST_SYLLABLES_TO_LACK_A_TAIL = 5  # "늑대소녀" is not 늑대소년, "사라" is not 사랑
FEWEST_KEYS_ON_OTHER_LAYOUT = 4  # "gud" need not be 형
FEWEST_LETTERS_LOOSE = 7  # after loosening: "Sato" is not Sado, "Seowon" not Sowon, "Jung-in" not Jeungin


def certain_films(shelf: Shelf, text: str) -> tuple[int, ...]:
    """Give the films that the surest reading of a text names; none when every reading leaves a doubt."""
    typed = normalize_text(text)
    if not typed.key:
        return ()
    return shelf.films(
        named(shelf, typed)
        or _named_by_initials(shelf, typed)
        or _named_on_other_layout(shelf, text)
        or _half_typed(shelf, text, typed)
        or _spelt_loosely(shelf, typed)
        or _slipped(shelf, text, typed)
    )


def named(shelf: Shelf, typed: NormalizedText) -> Sequence[int]:
    """Give the places that bear the text as a whole name, its numbers in words or digits."""
    return shelf.keys.at(typed.key) or shelf.spelled.at(typed.key)


def _named_by_initials(shelf: Shelf, typed: NormalizedText) -> Sequence[int]:
    enough = hangul.count_initials(typed.key) >= FEWEST_INITIALS
    return shelf.initials.at(typed.key) if enough else []


def _named_on_other_layout(shelf: Shelf, text: str) -> Sequence[int]:
    readings = (key for key in other_layout_keys(text) if len(key) >= FEWEST_KEYS_ON_OTHER_LAYOUT)
    return [place for key in readings for place in shelf.keys.at(key)]


def _half_typed(shelf: Shelf, text: str, typed: NormalizedText) -> Sequence[int]:
    """Give the places whose Hangul name lacks nothing but the end of its last syllable."""
    if hangul.count_syllables(typed.key) < FEWEST_SYLLABLES_HALF_TYPED:
        return []
    astray = hangul.has_stray_jamo(text)
    names = ((index, key) for index in (shelf.keys, shelf.spelled) for key in index.keys_starting(typed.key))
    ending = ((index, key) for index, key in names if _ends_in_last_syllable(key, typed.key, astray=astray))
    return sorted({place for index, key in ending for place in index.at(key)})


def _ends_in_last_syllable(name: str, typed: str, *, astray: bool) -> bool:
    """Tell whether typing stopped in the name's last syllable; a mere tail lacking may be another word's end."""
    may_lack_tail = astray or hangul.count_syllables(name) >= FEWEST_SYLLABLES_TO_LACK_A_TAIL
    lacking = name[len(typed) :]
    return 0 <= hangul.last_syllable(name) < len(typed) and (may_lack_tail or hangul.has_vowel(lacking))


def _spelt_loosely(shelf: Shelf, typed: NormalizedText) -> Sequence[int]:
    """Give the places of the same romanisation, unless the text is as good as an English name: "Himalaya"."""
    loose = romanization.phonetic_key(typed.key)
    if len(loose) < FEWEST_LETTERS_LOOSE or not romanization.is_romanized_korean(typed.key):
        return []
    places = shelf.loose.at(loose)
    return places if places and all(map(romanization.is_romanized_korean, one_edit_away(shelf, typed.key))) else []


def _slipped(shelf: Shelf, text: str, typed: NormalizedText) -> Sequence[int]:
    """Give the places a forgivable slip away, unless some name is as near in a way that is not forgiven."""
    near = [(key, place) for key in one_edit_away(shelf, typed.key) for place in shelf.keys.at(key)]
    astray = hangul.has_stray_jamo(text)
    forgiven = [place for key, place in near if _forgives(shelf, place, key, typed.key, astray=astray)]
    doubtful = {place for _, place in near}.difference(forgiven, _named_again(shelf, forgiven, near))
    return [] if doubtful else forgiven


def _named_again(shelf: Shelf, forgiven: Sequence[int], near: Iterable[tuple[str, int]]) -> Sequence[int]:
    """Give the near names that say no more of a forgiven one: "Tae Guk Gi" of "Taegukgi", "maraton" of "Marathon"."""
    again = {(shelf.film(place), shelf.folded(place).key) for place in forgiven}
    films = shelf.films(place for place in forgiven if not shelf.is_romanised(place))
    romanised = [place for _, place in near if shelf.is_romanised(place) and shelf.film(place) in films]
    return romanised + [place for _, place in near if (shelf.film(place), shelf.folded(place).key) in again]


def one_edit_away(shelf: Shelf, typed: str) -> Sequence[str]:
    """Give the keys that one letter more, less, other or swapped turns into this one."""
    keys = shelf.keys_of_length(len(typed) - 1, len(typed) + 1)
    return [key for key, _, _ in process.extract(typed, keys, scorer=OSA.distance, score_cutoff=1, limit=None)]


def _forgives(shelf: Shelf, place: int, key: str, typed: str, *, astray: bool) -> bool:
    name = shelf.folded(place)
    if hangul.has_hangul(key):
        return typos.forgives_hangul(name, key, typed, astray=astray)
    return typos.forgives_latin(name, key, typed, romanised=shelf.is_romanised(place))
