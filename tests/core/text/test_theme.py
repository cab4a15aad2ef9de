"""What people type is shown as text, and never acts as markup or a ping."""

import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import escaping, theme
from bot.core.text.cleaning import comparison_key
from bot.films.rules.normalization.normalize import normalize_text
from bot.films.rules.search.search_terms import normalized_words
from tests.adversarial import thread_milliseconds
from tests.discord_rules.hostile import hostile_text, hostile_texts
from tests.discord_rules.markdown import live_markup, loose_ends
from tests.discord_rules.text import breaks_out


@given(hostile_texts(2000), st.integers(20, 1200))
def test_typed_text_is_never_markup_or_a_ping_and_always_fits(text: str, limit: int) -> None:
    """Escaped text has no live markup or mention, does not merge with its neighbours, and fits."""
    shown = escaping.escape_markdown(text, limit)
    assert escaping.utf16_length(shown) <= limit
    assert live_markup(shown) == []
    assert loose_ends(shown) == []
    assert breaks_out(shown) == []


def test_ten_thousand_hostile_characters_fit_too() -> None:
    """A description made of ten thousand characters has no live markup and stays within its limit."""
    for seed in range(50):
        shown = escaping.escape_markdown(hostile_text(Random(seed), 10_000), theme.DESCRIPTION_LIMIT)
        assert (live_markup(shown), breaks_out(shown)) == ([], [])
        assert escaping.utf16_length(shown) <= theme.DESCRIPTION_LIMIT


def test_an_ordinary_title_is_unchanged() -> None:
    """Titles with dots, colons and digits stay as they are."""
    for title in ("Miracle in Cell No. 7", "71: Into the Fire", "J.S.A.: Joint Security Area", "8월의 크리스마스"):
        assert escaping.escape_markdown(title) == title


def test_a_long_text_is_cut_between_words() -> None:
    """A cut never ends inside a word if there is a space to cut at."""
    assert escaping.truncate("one two three four", 12) == "one two…"
    assert escaping.truncate("abcdefghijklmnop", 5) == "abcd…"


def test_a_cut_never_splits_an_escape() -> None:
    """No lone backslash is left at the end, where it would escape what follows."""
    assert escaping.escape_markdown("*" * 50, 10) == "\\*\\*\\*\\*…"


def test_emoji_families_stay_together_and_are_counted_as_discord_counts() -> None:
    """A joined emoji stays whole, and its length is counted in UTF-16 units."""
    family = "👨‍👩‍👧"
    assert escaping.clean(f"so sad {family}") == f"so sad {family}"
    assert escaping.utf16_length(family) == 8


def test_everyone_is_never_pinged() -> None:
    """@everyone and @here never ping, even with an invisible character inside."""
    assert escaping.clean("@every\u202eone") == "＠everyone"
    assert escaping.label("@here") == "＠here"


def test_an_invisible_separator_leaves_one_letter() -> None:
    """An invisible character between 나 and its final consonant leaves a single letter."""
    assert escaping.clean("나\u202e\u11ab") == "난"


TYPED = "<:sob:123456789012345678> Hope"


def test_a_custom_emoji_is_shown_in_embeds_and_by_name_elsewhere() -> None:
    """`with_emoji` keeps a custom emoji. Elsewhere, its name is shown."""
    assert escaping.with_emoji(TYPED) == TYPED
    assert escaping.with_emoji("**<a:my_tears:123456789012345678>**") == "\\*\\*<a:my_tears:123456789012345678>\\*\\*"
    assert escaping.label(TYPED) == ":sob: Hope"
    assert escaping.escape_markdown("<a:my_tears:123456789012345678>") == ":my\\_tears:"


@given(hostile_texts(2000), st.integers(20, 1200))
def test_allowing_emoji_lets_nothing_else_through(text: str, limit: int) -> None:
    """If emoji are allowed, only custom emoji are live, and none is cut in half."""
    shown = escaping.with_emoji(text, limit)
    assert escaping.utf16_length(shown) <= limit
    assert [found for found in live_markup(shown) if not found.startswith("custom emoji")] == []
    assert loose_ends(escaping.EMOJI.sub("", shown)) == []
    assert breaks_out(shown) == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("<@1> and <@!22>", "@someone and @someone"),
        ("<@&1>", "@role"),
        ("<#1>", "#channel"),
        ("</film show:1>", "/film show"),
        ("<id:guide>", "#guide"),
        ("<id:linked-roles:5>", "#linked-roles"),
        ("<t:1:R>", "1970-01-01 00:00 UTC"),
        ("<t:1766577600>", "2025-12-24 12:00 UTC"),
        ("<t:9999999999999:R>", "9999999999999"),
        ("<\u200b@1>", "@someone"),
        ("<<@1>t:1:R>", "@someonet:1:R>"),
        ("<t:1>\u0301", "1970-01-01 00:00 UT\u0106"),
    ],
)
def test_mentions_and_timestamps_become_words(typed: str, words: str) -> None:
    """Text around a mention or a timestamp cannot form another one."""
    assert escaping.clean(typed) == words
    assert escaping.clean(words) == words


KEPT_WHOLE = [
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # the flag of England
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # the flag of Scotland
    "\U0001f642\u200d\u2194\ufe0f",  # a shaking head
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U0001f469\U0001f3fd\u200d\U0001f680",
    "\u2764\ufe0f\u200d\U0001f525",
    "\U0001f3f3\ufe0f\u200d\u26a7\ufe0f",
    "1\ufe0f\u20e3",
    "\u2122\ufe0f",
    "\U0001f1f0\U0001f1f7",
    "\U0001fae9",  # of Unicode 16, newer than the data of Python 3.11
    "\u0dc1\u0dca\u200d\u0dbb\u0dd3",  # Sinhala: Sri
    "\u0915\u094d\u200d\u0937",  # Devanagari, joined as a half form
    "\u0928\u094d\u200d",  # Devanagari, a half form at the end of a word
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian: I want
    "e\u0323\u0302\u0301",  # ệ with an acute accent, which NFC cannot compose into one character
    "<:sob:123456789012345678>",
]


@pytest.mark.parametrize("whole", KEPT_WHOLE, ids=ascii)
def test_emoji_and_scripts_that_need_joiners_are_kept_whole(whole: str) -> None:
    """Joined emoji and letters keep their joiners, and a cut never splits a joined character."""
    text = unicodedata.normalize("NFC", f"so sad {whole} again")
    assert escaping.with_emoji(text) == text
    if " " not in whole and not whole.startswith("\u0645"):
        run = unicodedata.normalize("NFC", whole * 12)
        units = {escaping.utf16_length(unicodedata.normalize("NFC", whole * count)) for count in range(13)}
        cut = [escaping.with_emoji(run, limit) for limit in range(1, escaping.utf16_length(run))]
        assert {escaping.utf16_length(text.removesuffix(escaping.ELLIPSIS)) for text in cut} <= units


@pytest.mark.parametrize(
    "hidden",
    [
        *"\u200b\u200c\u200d\u200e\u200f\u202e\u2066\u2060\ufeff\u00ad\u034f\u061c\u180b\u17b4\ufe0f\ufe00\u3164\x07",
        *("\U000e0041", "\U000e0101", "\U000e007f"),
    ],
    ids=ascii,
)
def test_invisible_characters_are_removed(hidden: str) -> None:
    """An invisible character between letters is neither shown nor compared."""
    assert escaping.clean(f"Ho{hidden}pe") == "Hope"
    assert comparison_key(f"Ho{hidden}pe") == comparison_key("HOPE")
    assert escaping.clean(f"@every{hidden}one") == "＠everyone"
    assert normalized_words(f"Ho{hidden}pe") == ["hope"]
    assert normalize_text(f"Ho{hidden}pe").words == ("hope",)


def test_a_cut_takes_linear_time() -> None:
    """Six thousand emoji are cut to the length of a description in less than ten milliseconds."""
    assert thread_milliseconds(lambda: escaping.truncate("\U0001f62d" * 6000, theme.DESCRIPTION_LIMIT)) < 10


@pytest.mark.parametrize(
    ("typed", "bare"),
    [
        ("“Hope”", "Hope"),
        ('"Hope"', "Hope"),
        ("««Hope»»", "Hope"),
        ("「소원」", "소원"),
        (" “ Hope ” ", "Hope"),
        ("“Hope” and “Sunny”", "“Hope” and “Sunny”"),
        ("Say “Hope”", "Say “Hope”"),
        ("Lovers'", "Lovers'"),
        ("““””", "““””"),
        ("", ""),
    ],
)
def test_quotes_around_a_text_are_dropped(typed: str, bare: str) -> None:
    """All quotes around the whole text are dropped. Quotes around a part of it stay."""
    assert escaping.unquoted(typed) == bare
