"""Hosts and moderators manage polls: more time, who may start them, and what follows a result."""

from tests.stories.club import Club
from tests.stories.polls import FILMS, lift_rate_limit, listed_options, prepare_panel, public
from tests.stories.test_poll_votes import HOPE, running_poll


async def test_a_host_gives_a_poll_more_time(club: Club) -> None:
    """The message shows the new time; others may not, and a time with two meanings is asked about."""
    await running_poll(club, question="Friday?")
    before = public(club)[-1].text
    refused = await club.jiwoo.slash("poll extend", poll="Friday?", time="2h")
    assert refused.is_ephemeral
    assert "/투표 열기" in refused.text
    reply = await club.sam.slash("poll extend", poll="Friday?", time="2h")
    assert "is now open until <t:" in reply.text
    assert public(club)[-1].text != before
    unclear = await club.mina.slash("poll extend", poll="Friday?", time="in a while")
    assert "can't read that time" in unclear.text


async def test_a_server_chooses_who_starts_polls(club: Club) -> None:
    """A manager chooses a role in the settings; people without it are told so at once, before they prepare anything."""
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
    """The button below the result opens a panel with the same question and rules, for the host and moderators only."""
    poll = await running_poll(club, "Several votes each", question="Friday?", film3="The Classic")
    await club.jiwoo.click(poll, HOPE)
    await club.sam.slash("poll end", poll="Friday?")
    result = public(club)[-1]
    refused = await club.jiwoo.click(result, "Poll the rest")
    assert refused.is_ephemeral
    assert "/투표 열기" in refused.text
    panel = await club.sam.click(result, "Poll the rest")
    assert panel.is_ephemeral
    assert listed_options(panel) == ["Harmony (2010)", "The Classic (2003)"]
    assert "Several votes each" in panel.text
    assert "Friday?" in (panel.card.title or "")


async def test_a_host_says_when_the_winner_is_watched(club: Club) -> None:
    """The time is typed like a closing time; the panel, the poll and its result show it, each reader in their zone."""
    lift_rate_limit(club)
    panel = await prepare_panel(club.sam, **FILMS, question="Friday?")
    unclear = await club.sam.submit_modal(panel, "Say when we'll watch it…", typed="some day")
    assert "can't read that time" in unclear.text
    panel = await club.sam.submit_modal(unclear, "Say when we'll watch it…", typed="3d")
    assert "Watching it <t:" in panel.text
    await club.sam.click(panel, "Start")
    poll = public(club)[-1]
    assert "Watching it <t:" in poll.text
    await club.jiwoo.click(poll, HOPE)
    await club.sam.slash("poll end", poll="Friday?")
    assert "Watching it <t:" in public(club)[-1].text


async def test_a_voter_suggests_an_option(club: Club) -> None:
    """It can be voted for at once; a film that is in the poll already is refused kindly."""
    poll = await running_poll(club, "Let voters suggest options", question="Friday?")
    known = await club.jiwoo.submit_modal(poll, "Suggest", typed="하모니")
    assert "2번 선택지" in known.text
    reply = await club.mina.submit_modal(poll, "Suggest", typed="go for a walk instead")
    if "Keep as typed" in reply.buttons:
        reply = await club.mina.click(reply, "Keep as typed")
    assert "**go for a walk instead** is in the poll now" in reply.text
    assert "3 go for a walk instead" in public(club)[-1].buttons
