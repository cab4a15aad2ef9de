"""Hangul as keystrokes, the other keyboard layout, and romanised Korean."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.films.rules.normalization import hangul
from bot.films.rules.normalization.normalize import normalize_initials, normalize_text, other_layout_keys
from bot.films.rules.normalization.romanization import is_romanized_korean, phonetic_key

SYLLABLES = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("하모니", "ㅎㅏㅁㅗㄴㅣ"),
        ("하몬", "ㅎㅏㅁㅗㄴ"),
        ("하모ㄴ", "ㅎㅏㅁㅗㄴ"),
        ("ㅎㅏㅁㅗㄴ", "ㅎㅏㅁㅗㄴ"),
        ("소원", "ㅅㅗㅇㅜㅓㄴ"),
        ("쏘왜", "ㅆㅗㅇㅗㅐ"),
        ("값", "ㄱㅏㅂㅅ"),
        ("ㅄㄳㅀ", "ㅂㅅㄱㅅㄹㅎ"),
        ("ﾡﾢﾤ", "ㄱㄲㄴ"),
        ("JSA 구역", "jsaㄱㅜㅇㅕㄱ"),
    ],
)
def test_hangul_becomes_the_keys_pressed(written: str, keys: str) -> None:
    """Syllables, unfinished syllables, and lone or half-width jamo become the keys that type them."""
    assert normalize_text(written).key == keys


@given(st.text(SYLLABLES, min_size=1, max_size=8))
def test_composed_and_decomposed_hangul_have_the_same_keys(text: str) -> None:
    """Text in NFD gives the same keys as the composed text."""
    assert normalize_text(unicodedata.normalize("NFD", text)) == normalize_text(text)


@given(st.text(SYLLABLES, min_size=1, max_size=8), st.text(SYLLABLES, min_size=1, max_size=8))
def test_different_words_have_different_keys(first: str, second: str) -> None:
    """Two texts of whole syllables have the same keys only if they are the same."""
    assert (normalize_text(first).key == normalize_text(second).key) == (first == second)


@given(st.text(SYLLABLES, min_size=1, max_size=8))
def test_syllables_are_counted_and_the_last_one_is_found(text: str) -> None:
    """The keys of a text show how many syllables it has, and where the last one begins."""
    key = normalize_text(text).key
    assert hangul.count_syllables(key) == len(text)
    assert hangul.last_syllable(key) == len(normalize_text(text[:-1]).key)


def test_keys_that_end_in_latin_letters_have_no_last_syllable() -> None:
    """A name that ends in Latin letters, or an empty one, has no last syllable."""
    assert hangul.last_syllable(normalize_text("공동경비구역 JSA").key) == -1
    assert hangul.last_syllable("") == -1


def test_initials_keep_digits_and_letters() -> None:
    """A name's initials are its initial consonants, with digits kept and Latin letters in lower case."""
    assert normalize_initials("7번방의 선물") == "7ㅂㅂㅇㅅㅁ"
    assert normalize_initials("공동경비구역 JSA") == "ㄱㄷㄱㅂㄱㅇjsa"


def test_only_consonants_count_as_initials() -> None:
    """Digits are not counted. If there is a vowel or a Latin letter, the count is 0."""
    assert hangul.count_initials("ㅎㅁㄴ") == 3
    assert hangul.count_initials("7ㅂㅂ") == 2
    assert hangul.count_initials("ㅎㅏㅁ") == 0
    assert hangul.count_initials("hㅁㄴ") == 0


@pytest.mark.parametrize(("text", "stray"), [("하모니", False), ("하ㅏ모니", True), ("하모ㄴ", True), ("ㅎㅏ", False)])
def test_a_stray_jamo_is_detected(text: str, *, stray: bool) -> None:
    """A jamo outside a syllable is detected in composed and decomposed text."""
    assert hangul.has_stray_jamo(text) is stray
    assert hangul.has_stray_jamo(unicodedata.normalize("NFD", text)) is stray


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("thdnjs", "소원"),
        ("Thdnjs", "소원"),
        ("Tjsl", "써니"),
        ("gkahsl", "하모니"),
        ("ㅗㅐㅔㄷ", "hope"),
        ("ㅙㅔㄷ", "hope"),
    ],
)
def test_the_other_layout_is_read(typed: str, expected: str) -> None:
    """A text that was typed in the wrong layout is also read in the other one, with and without Shift."""
    assert normalize_text(expected).key in other_layout_keys(typed)


@pytest.mark.parametrize("typed", ["", "123", "!!", "qqq"])
def test_some_texts_have_no_reading_on_the_other_layout(typed: str) -> None:
    """Digits, punctuation and keys without a vowel give no Hangul."""
    assert other_layout_keys(typed) == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("busanhaeng", "pusanhaeng"),
        ("nungil", "noongil"),
        ("gukjesijang", "kukjeshijang"),
        ("hamoni", "hamonee"),
        ("miryang", "milyang"),
        ("keullaesik", "kullesik"),
        ("seopyeonje", "sopyonje"),
        ("hangongju", "hankongju"),
        ("donggam", "dongkam"),
    ],
)
def test_spellings_of_one_korean_word_have_the_same_phonetic_key(first: str, second: str) -> None:
    """Common romanisations of one Korean word have the same phonetic key."""
    assert phonetic_key(first) == phonetic_key(second)


def test_different_korean_words_have_different_phonetic_keys() -> None:
    """Words that differ in their vowels or consonants have different phonetic keys."""
    assert phonetic_key("donggam") != phonetic_key("dongam")
    assert (
        len({phonetic_key(word) for word in ("sowon", "suwon", "somang", "sado", "sodong", "dongju", "donggam")}) == 7
    )


@pytest.mark.parametrize(
    ("key", "korean"),
    [
        ("busanhaeng", True),
        ("7beonbanguiseonmul", True),
        ("hearme", False),
        ("witness", False),
        ("princess", False),
        ("", False),
        ("2013", False),
        ("n" * 300, False),
        ("an" * 150 + "x", False),
    ],
)
def test_romanised_korean_is_told_apart_from_english(key: str, *, korean: bool) -> None:
    """Only a text that can be divided into Korean syllables counts as Korean, however long it is."""
    assert is_romanized_korean(key) is korean
