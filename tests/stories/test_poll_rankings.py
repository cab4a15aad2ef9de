"""People rank films, veto one, and decide a tie by a run-off."""

from tests.stories.club import Club, Message, SimulatedUser
from tests.stories.polls import lift_rate_limit, prepare_panel, public_messages

RANKING, RUN_OFF, ONE_VETO = "Ranking", "Ties: run-off poll", "Vetoes: one rules an option out"
HOPE, HARMONY, CLASSIC = "Hope (2013)", "Harmony (2010)", "The Classic (2003)"


async def start_poll(club: Club, *choices: str, **films: str) -> Message:
    """Start a poll as Sam, with these choices made in the panel's menu, and return its message."""
    lift_rate_limit(club)
    panel = await prepare_panel(club.sam, **films)
    for choice in choices:
        panel = await club.sam.select(panel, choice)
    await club.sam.click(panel, "Start")
    return public_messages(club)[-1]


async def rank(guest: SimulatedUser, poll: Message, *labels: str, button: str = "Rank") -> Message:
    """Open the ballot, choose the options one after another, and return the ballot."""
    ballot = await guest.click(poll, button)
    assert ballot.is_ephemeral
    for label in labels:
        ballot = await guest.select(ballot, label)
    return ballot


async def end_poll(club: Club) -> list[Message]:
    """End the open poll, and return the messages that are posted then."""
    before = len(public_messages(club))
    await club.sam.slash("poll end", poll="Which film shall we watch?")
    await club.env.advance_time(5)
    return public_messages(club)[before:]


async def test_a_ballot_is_filled_in_left_and_taken_up_again(club: Club) -> None:
    """The ballot opens again as it was left. The last choice can be undone, and all choices can be cleared."""
    poll = await start_poll(club, RANKING, film1="Hope", film2="Harmony", film3="The Classic")
    incomplete = await rank(club.jiwoo, poll, "하모니 (2010)", button="Rank")
    assert "3개 중 1개를 골랐어요" in incomplete.text
    assert incomplete.buttons == ["마지막 순위 빼기", "모두 지우기", "완료"]
    again = await rank(club.jiwoo, poll, "클래식 (2003)")
    assert "**1.** 하모니 (2010)\n**2.** 클래식 (2003)" in (again.card.description or "")
    undone = await club.jiwoo.click(again, "마지막 순위 빼기")
    assert "클래식" not in (undone.card.description or "")
    saved = await club.jiwoo.click(undone, "완료")
    assert (saved.buttons, "순위를 반영했어요" in saved.text) == ([], True)
    cleared = await club.jiwoo.click(await club.jiwoo.click(poll, "Rank"), "모두 지우기")
    assert cleared.buttons == ["완료"]
    assert "내 표가 없어요" in (await club.jiwoo.click(cleared, "완료")).text


async def test_a_public_ranking_is_read_in_full(club: Club) -> None:
    """*Who voted* lists each person's whole ranking privately, sorted by name and not by time."""
    poll = await start_poll(club, RANKING, "Public votes")
    await rank(club.sam, poll, HARMONY, HOPE)
    await rank(club.mina, poll, HOPE)
    await club.env.advance_time(5)
    receipt = await club.jiwoo.click(public_messages(club)[-1], "Who voted")
    assert receipt.is_ephemeral
    assert (receipt.card.description or "").splitlines()[-2:] == ["**mina** 1", "**sam** 2 › 1"]
    assert "**2** · 하모니 (2010)" in receipt.text


async def test_a_complete_ranking_has_no_menu(club: Club) -> None:
    """Once every option is ranked, the ballot has only buttons."""
    poll = await start_poll(club, RANKING)
    ballot = await rank(club.sam, poll, HOPE, HARMONY)
    assert "You've ranked everything." in ballot.text
    assert ballot.buttons == ["Undo", "Clear", "Done"]
    assert not [control for control in ballot.controls if "options" in control]


async def test_a_veto_is_announced_used_and_taken_back(club: Club) -> None:
    """The poll announces the veto rule. Its message shows that a film is vetoed, but not by whom."""
    poll = await start_poll(club, ONE_VETO)
    assert "One veto rules it out." in poll.text
    ballot = await club.jiwoo.click(poll, "Veto")
    assert ballot.is_ephemeral
    vetoed = await club.jiwoo.select(ballot, "소원 (2013)")
    assert "내가 거부한 것: **소원 (2013)**" in vetoed.text
    await club.env.advance_time(5)
    assert "✋ Vetoed, so it's out" in public_messages(club)[-1].text
    assert "jiwoo" not in public_messages(club)[-1].text
    await club.jiwoo.click(vetoed, "거부 취소")
    await club.env.advance_time(5)
    assert "✋ Vetoed" not in public_messages(club)[-1].text


async def test_a_tie_is_decided_by_a_run_off(club: Club) -> None:
    """The run-off follows the result and has only the tied films. Its own result names the winner."""
    poll = await start_poll(club, RANKING, RUN_OFF, film1="Hope", film2="Harmony", film3="The Classic")
    await rank(club.sam, poll, HOPE)
    await rank(club.jiwoo, poll, "하모니 (2010)")
    result, run_off = await end_poll(club)
    assert "Hope (2013), Harmony (2010) tied for first place" in result.text
    assert run_off.card.title == "Run-off: Which film shall we watch?"
    assert run_off.buttons[:2] == [f"1 {HOPE}", f"2 {HARMONY}"]
    await club.jiwoo.click(run_off, f"2 {HARMONY}")
    (result,) = await end_poll(club)
    assert result.card.title == f"🏆 {HARMONY}"
    listed = await club.sam.slash("poll list")
    assert "⚖️ tie, went to a run-off" in listed.text
    assert "🏆 Harmony (2010)" in listed.text


async def test_a_run_off_that_ties_again_is_decided_by_lot(club: Club) -> None:
    """If nobody votes in the run-off, the tie is decided by lot, and no third poll is posted."""
    poll = await start_poll(club, RUN_OFF)
    await club.sam.click(poll, f"1 {HOPE}")
    await club.jiwoo.click(poll, f"2 {HARMONY}")
    _, run_off = await end_poll(club)
    assert "A second tie is decided by lot" in run_off.text
    (result,) = await end_poll(club)
    assert "decided by lot" in result.text
