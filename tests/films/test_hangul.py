"""Hangul key by key, as a Korean keyboard sends it."""

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
    """Syllables, half syllables, lone and half-width jamo become the same keys in the same order."""
    assert normalize_text(written).key == keys


@given(st.text(SYLLABLES, min_size=1, max_size=8))
def test_every_form_of_unicode_gives_the_same_keys(text: str) -> None:
    """Composed and decomposed Hangul give the same keys."""
    assert normalize_text(unicodedata.normalize("NFD", text)) == normalize_text(text)


@given(st.text(SYLLABLES, min_size=1, max_size=8), st.text(SYLLABLES, min_size=1, max_size=8))
def test_different_words_have_different_keys(first: str, second: str) -> None:
    """Two texts of whole syllables have the same keys only if they are the same."""
    assert (normalize_text(first).key == normalize_text(second).key) == (first == second)


@given(st.text(SYLLABLES, min_size=1, max_size=8))
def test_syllables_are_counted_and_the_last_one_is_found(text: str) -> None:
    """From its keys alone, a text's syllables are counted, and the start of the last one is found."""
    key = normalize_text(text).key
    assert hangul.count_syllables(key) == len(text)
    assert hangul.last_syllable(key) == len(normalize_text(text[:-1]).key)


def test_keys_that_end_in_latin_letters_have_no_last_syllable() -> None:
    """A name that ends in Latin letters, or has no keys, has no last syllable that could be partly typed."""
    assert hangul.last_syllable(normalize_text("공동경비구역 JSA").key) == -1
    assert hangul.last_syllable("") == -1


def test_initials_keep_digits_and_letters() -> None:
    """A name's initials are its lead consonants, with digits and letters unchanged."""
    assert normalize_initials("7번방의 선물") == "7ㅂㅂㅇㅅㅁ"
    assert normalize_initials("공동경비구역 JSA") == "ㄱㄷㄱㅂㄱㅇjsa"


def test_only_consonants_count_as_initials() -> None:
    """Digits are not counted; with a single vowel or Latin letter, nothing counts as initials."""
    assert hangul.count_initials("ㅎㅁㄴ") == 3
    assert hangul.count_initials("7ㅂㅂ") == 2
    assert hangul.count_initials("ㅎㅏㅁ") == 0
    assert hangul.count_initials("hㅁㄴ") == 0


@pytest.mark.parametrize(("text", "stray"), [("하모니", False), ("하ㅏ모니", True), ("하모ㄴ", True), ("ㅎㅏ", False)])
def test_a_stray_jamo_is_seen(text: str, *, stray: bool) -> None:
    """A jamo that joins no syllable shows a typo or an unfinished syllable."""
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
    """Text typed in the wrong layout is read as if typed in the other one, whether or not Shift was meant."""
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
    """Common romanised spellings of a Korean word are treated as equal."""
    assert phonetic_key(first) == phonetic_key(second)


def test_different_korean_words_stay_apart() -> None:
    """The phonetic key keeps vowels that are never confused, and the consonants that distinguish words."""
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
    """Only what can be divided into Korean syllables counts as Korean, at any length."""
    assert is_romanized_korean(key) is korean
