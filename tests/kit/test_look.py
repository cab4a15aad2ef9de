"""What people typed is shown as typed, and cannot do anything else."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.kit import look
from tests.discord_rules.hostile import hostile_text, hostile_texts
from tests.discord_rules.markdown import live_markup, loose_ends
from tests.discord_rules.text import breaks_out


@given(hostile_texts(2000), st.integers(20, 1200))
def test_nothing_people_type_is_markup_or_a_ping_and_it_always_fits(text: str, limit: int) -> None:
    """Escaped text holds no live markup, nothing that joins with its neighbours, no mention, and fits its place."""
    shown = look.plain(text, limit)
    assert look.length(shown) <= limit
    assert live_markup(shown) == []
    assert loose_ends(shown) == []
    assert breaks_out(shown) == []


def test_ten_thousand_hostile_characters_fit_too() -> None:
    """The longest texts are no exception."""
    for seed in range(50):
        shown = look.plain(hostile_text(Random(seed), 10_000), look.DESCRIPTION)
        assert (live_markup(shown), breaks_out(shown)) == ([], [])
        assert look.length(shown) <= look.DESCRIPTION


def test_an_ordinary_title_is_left_alone() -> None:
    """Escaping does not touch what is harmless."""
    for title in ("Miracle in Cell No. 7", "71: Into the Fire", "J.S.A.: Joint Security Area", "8월의 크리스마스"):
        assert look.plain(title) == title


def test_a_long_text_is_cut_on_a_word() -> None:
    """A cut never ends inside a word where there is a space to cut at."""
    assert look.fit("one two three four", 12) == "one two…"
    assert look.fit("abcdefghijklmnop", 5) == "abcd…"


def test_a_cut_never_splits_an_escape() -> None:
    """A backslash is not left alone at the end, where it would take what follows."""
    assert look.plain("*" * 50, 10) == "\\*\\*\\*\\*…"


def test_emoji_families_stay_together_and_count_as_discord_counts() -> None:
    """A joined emoji is kept whole; length is in UTF-16 units."""
    family = "👨‍👩‍👧"
    assert look.clean(f"so sad {family}") == f"so sad {family}"
    assert look.length(family) == 8


def test_everyone_is_never_called() -> None:
    """@everyone cannot stand in a text, however it is hidden."""
    assert look.clean("@every\u202eone") == "＠everyone"
    assert look.label("@here") == "＠here"


def test_what_kept_two_letters_apart_unseen_leaves_one_letter() -> None:
    """One letter is left where an invisible character stood between 나 and its final consonant."""
    assert look.clean("나\u202e\u11ab") == "난"
