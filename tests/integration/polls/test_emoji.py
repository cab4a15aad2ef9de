"""Custom emoji, mentions and joined characters in options."""

import discord

from bot.polls.rules.option import OptionContent, clean_input, is_same_option, parse_question
from tests.discord_server.club import Club
from tests.integration.polls.draft_helpers import add_words, open_draft_panel
from tests.integration.polls.poll_helpers import public_messages

EMOJI = "<:sob:123456789012345678>"


def test_options_that_look_the_same_count_as_one() -> None:
    """Joiners in words, full-width letters and an emoji's presentation make no difference. Joiners in an emoji do."""
    for one, other in (("Hope", "Ho\u200dpe"), ("Hope", "ＨＯＰＥ"), ("\u2764", "\u2764\ufe0f"), ("می‌روم", "میروم")):
        assert is_same_option(OptionContent(one), OptionContent(other))
    assert not is_same_option(
        OptionContent("\U0001f468\u200d\U0001f469\u200d\U0001f467"), OptionContent("\U0001f468\U0001f469\U0001f467")
    )


def test_stored_text_keeps_emoji_but_not_mentions() -> None:
    """A custom emoji stays as it is, while a mention or a timestamp becomes plain text."""
    assert [clean_input(text) for text in (f"{EMOJI} Hope", "<@1> Ho\u200dpe")] == [f"{EMOJI} Hope", "@someone Hope"]
    assert parse_question("Which <t:1:R>?") == "Which 1970-01-01 00:00 UTC?"


async def test_an_emoji_is_shown_on_the_poll_and_named_on_its_button(club: Club, bot: discord.Client) -> None:
    """The card shows the emoji. The button and the suggestions use its name."""
    panel = await open_draft_panel(club.sam, question=f"Tonight {EMOJI}?", film1="Harmony")
    await add_words(club.sam, panel, f"{EMOJI} Nap")
    assert f"{EMOJI} Nap" in panel.text
    await club.sam.click(panel, "Start")
    (poll,) = public_messages(club.channel)
    assert poll.card.title == f"Tonight {EMOJI}?"
    assert f"{EMOJI} Nap" in poll.text
    (label,) = [label for label in poll.buttons if "Nap" in label]
    assert ":sob: Nap" in label
    assert "<" not in label
    assert (await club.sam.autocomplete("poll end", "poll", ""))[0]["name"].startswith("Tonight :sob:?")
