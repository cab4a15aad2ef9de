"""Hosts and managers extend, repeat and restrict polls, and voters suggest options."""

import re

from bot.transport.client import NunmulClient
from tests.stories.club import Club
from tests.stories.polls import FILMS, days_ahead, lift_rate_limit, listed_options, prepare_panel, public_messages
from tests.stories.test_poll_votes import HOPE, start_poll


async def test_a_host_gives_a_poll_more_time(club: Club) -> None:
    """The poll's message shows the new time. Another member is refused, and so is an unreadable time."""
    await start_poll(club, question="Friday?")
    before = public_messages(club)[-1].text
    refused = await club.jiwoo.slash("poll extend", poll="Friday?", time="2h")
    assert refused.is_ephemeral
    assert "/투표 열기" in refused.text
    reply = await club.sam.slash("poll extend", poll="Friday?", time="2h")
    assert "is now open until <t:" in reply.text
    assert public_messages(club)[-1].text != before
    unclear = await club.mina.slash("poll extend", poll="Friday?", time="in a while")
    assert "can't read that time" in unclear.text


async def test_a_server_chooses_who_starts_polls(club: Club) -> None:
    """After a manager has chosen a role, a member without the role cannot prepare a poll, but a manager can."""
    lift_rate_limit(club)
    role = club.sam.channel.guild.create_role("Poll starters")
    page = await club.mina.click(await club.mina.slash("settings"), "Starting polls")
    assert "Everyone may start polls" in page.text
    (menu,) = [control for control in page.controls if control["type"] == 6]
    await club.mina.actor.select(page.response, [role], custom_id=menu["custom_id"])
    refused = await prepare_panel(club.sam, **FILMS)
    assert f"Only <@&{role.id}> may start polls here" in refused.text
    assert "Start" in (await prepare_panel(club.mina, **FILMS)).buttons


async def test_a_host_repeats_a_poll_with_the_options_that_lost(club: Club) -> None:
    """A button below the result opens a panel with the same question and rules. Another member is refused."""
    poll = await start_poll(club, "Several votes each", question="Friday?", film3="The Classic")
    await club.jiwoo.click(poll, HOPE)
    await club.sam.slash("poll end", poll="Friday?")
    result = public_messages(club)[-1]
    refused = await club.jiwoo.click(result, "Poll the rest")
    assert refused.is_ephemeral
    assert "/투표 열기" in refused.text
    panel = await club.sam.click(result, "Poll the rest")
    assert panel.is_ephemeral
    assert listed_options(panel) == ["Harmony (2010)", "The Classic (2003)"]
    assert "several votes each" in panel.text
    assert "Friday?" in (panel.card.title or "")


async def test_a_host_says_when_the_winner_is_watched(club: Club) -> None:
    """The panel, the poll and its result show the typed time. An unreadable or too early time is refused."""
    lift_rate_limit(club)
    panel = await prepare_panel(club.sam, **FILMS, question="Friday?")
    unclear = await club.sam.submit_modal(panel, "Say when we'll watch it…", typed="some day")
    assert "can't read that time" in unclear.text
    early = await club.sam.submit_modal(unclear, "Say when we'll watch it…", typed="2h")
    assert "You'd watch it before the poll closes" in early.text
    panel = await club.sam.submit_modal(early, "Say when we'll watch it…", typed="3d")
    assert "before the poll closes" not in panel.text
    assert "🎬 <t:" in panel.text
    await club.sam.click(panel, "Start")
    poll = public_messages(club)[-1]
    assert "Watching it <t:" in poll.text
    await club.jiwoo.click(poll, HOPE)
    await club.sam.slash("poll end", poll="Friday?")
    assert "Watching it <t:" in public_messages(club)[-1].text


async def test_the_time_to_watch_is_an_option_of_the_command(club: Club) -> None:
    """Autocomplete shows how a typed time is read. The panel asks about an ambiguous or unreadable time."""
    lift_rate_limit(club)
    offered = await club.sam.autocomplete("poll start", "watch_at", "tomorrow 20:00")
    assert re.fullmatch(r"tomorrow 20:00 · \d{4}-\d\d-\d\d 20:00", offered[0]["name"])
    examples = await club.jiwoo.autocomplete("poll start", "watch_at", "")
    assert [example["value"] for example in examples] == ["2시간", "3일", "20:00", "내일 20:00", "금 20:00"]
    typed = f"{days_ahead(5)} midnight"
    midnights = await club.sam.autocomplete("poll start", "watch_at", typed)
    assert [example["value"][-5:] for example in midnights] == ["00:00", "00:00"]
    panel = await prepare_panel(club.sam, **FILMS, watch_at=midnights[1]["value"])
    assert "🎬 <t:" in panel.text
    question = await prepare_panel(club.sam, film1="The Classic", watch_at=typed)
    assert "Which one do you mean?" in question.text
    assert listed_options(question)[-1] == "The Classic (2003)"
    assert question.buttons[-4:][2:] == ["Fix the time…", "Keep only what's new (1)"]
    unclear = await prepare_panel(club.mina, **FILMS, watch_at="when we feel like it")
    assert "can't read that time" in unclear.text
    assert "Fix the time…" in unclear.buttons


async def test_a_new_closing_time_is_suggested(club: Club) -> None:
    """A duration is suggested as "2 hours longer", because it is added to the time that is left."""
    offered = await club.sam.autocomplete("poll extend", "time", "2h")
    assert offered[0] == {"name": "2h · 2 hours longer", "value": "2h"}


async def test_a_doubtful_suggestion_is_asked_about_in_place(club: Club) -> None:
    """The answer replaces the question, and has no buttons."""
    poll = await start_poll(club, "Let voters suggest options", question="Friday?")
    question = await club.mina.submit_modal(poll, "Suggest", typed="be wih you")
    assert (question.is_ephemeral, question.buttons) == (True, ["Be With You (2018)", "Keep as typed"])
    reply = await club.mina.click(question, "Be With You (2018)")
    assert (reply.response.id, reply.buttons) == (question.response.id, [])
    assert "**Be With You (2018)** is in the poll now" in reply.text


async def test_losing_options_are_repeated_even_if_a_film_was_removed(club: Club) -> None:
    """A film that the bot no longer has becomes an option of plain text."""
    poll = await start_poll(club, question="Friday?", film3="The Classic")
    await club.jiwoo.click(poll, HOPE)
    await club.sam.slash("poll end", poll="Friday?")
    assert isinstance(club.env.bot, NunmulClient)
    await club.env.bot.core.database.write(lambda writer: writer.execute("DELETE FROM film WHERE slug = 'harmony'"))
    panel = await club.sam.click(public_messages(club)[-1], "Poll the rest")
    assert listed_options(panel) == ["Harmony (2010)", "The Classic (2003)"]
    await club.sam.click(panel, "Start")
    assert public_messages(club)[-1].buttons[:2] == ["1 Harmony (2010)", "2 The Classic (2003)"]


async def test_a_voter_suggests_an_option(club: Club) -> None:
    """A suggested option gets a button in the poll at once. A film that is already in the poll is refused."""
    poll = await start_poll(club, "Let voters suggest options", question="Friday?")
    known = await club.jiwoo.submit_modal(poll, "Suggest", typed="하모니")
    assert "2번 선택지" in known.text
    reply = await club.mina.submit_modal(poll, "Suggest", typed="go for a walk instead")
    if "Keep as typed" in reply.buttons:
        reply = await club.mina.click(reply, "Keep as typed")
    assert "**go for a walk instead** is in the poll now" in reply.text
    assert "3 go for a walk instead" in public_messages(club)[-1].buttons
