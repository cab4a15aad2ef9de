"""People say once which services they have, and then ask for films that they can watch."""

import pytest

from tests.stories.club import Club, SimulatedUser
from tests.stories.polls import lift_rate_limit, prepare_panel, public_messages

EVERYTHING = ("Netflix", "Amazon Prime Video", "Rakuten Viki")


async def tick(guest: SimulatedUser, *services: str) -> None:
    await guest.select(await guest.slash("avoid"), *services)


@pytest.mark.parametrize(("command", "expected"), [("film search", "on my services"), ("tearjerker", "Viki")])
async def test_someone_without_services_is_led_to_the_list(club: Club, command: str, expected: str) -> None:
    """A private answer has a button that opens the list. Once a service is chosen, the same command works."""
    answer = await club.sam.slash(command, on_mine=True)
    assert answer.is_ephemeral
    assert "Which streaming services do you have?" in answer.text
    panel = await club.sam.click(answer, "Choose my services")
    assert panel.is_ephemeral
    await club.sam.select(panel, "Rakuten Viki")
    assert expected in (await club.sam.slash(command, on_mine=True)).text


async def test_someone_without_services_is_led_to_the_list_in_korean(club: Club) -> None:
    """The question, the button, the panel and the list that follows are all Korean."""
    for command in ("tearjerker", "film search"):
        answer = await club.jiwoo.slash(command, on_mine=True)
        assert answer.is_ephemeral
        assert "어떤 스트리밍 서비스를 이용하시나요?" in answer.text
    panel = await club.jiwoo.click(answer, "내 서비스 고르기")
    assert panel.card.title == "내 뽑기 설정"
    await club.jiwoo.select(panel, "Netflix")
    found = await club.jiwoo.slash("film search", on_mine=True)
    assert (found.card.title or "").endswith("편 · 내 서비스에 있는 영화")
    assert "Netflix" in (await club.jiwoo.slash("tearjerker", on_mine=True)).text


async def test_a_search_of_ones_own_services_can_have_other_conditions(club: Club) -> None:
    """The title names the condition, and a shared page does not. If nothing is found, the condition can be dropped."""
    await tick(club.sam, "Rakuten Viki")
    found = await club.sam.slash("film search", on_mine=True)
    assert (found.card.title or "").endswith("films · on my services")
    shared = await club.sam.click(found, "Share this page")
    assert "my services" not in shared.text
    assert not shared.is_ephemeral
    nothing = await club.sam.slash("film search", on_mine=True, service="netflix", longest=120)
    assert nothing.card.title == "Nothing found"
    assert any("on my services" in label for label in nothing.buttons)


async def test_a_poll_says_for_how_many_voters_a_film_streams(club: Club) -> None:
    """The poll shows numbers once three voters have listed services, but not after one of them deletes their data."""
    lift_rate_limit(club)
    for guest in (club.sam, club.jiwoo, club.mina):
        await tick(guest, *EVERYTHING)
    await club.sam.click(await prepare_panel(club.sam, film1="Train to Busan", film2="Hope"), "Start")
    for guest in (club.sam, club.jiwoo):
        await guest.click(public_messages(club)[-1], public_messages(club)[-1].buttons[0])
    await club.env.advance_time(10)
    assert "📺" not in public_messages(club)[-1].text
    await club.mina.click(public_messages(club)[-1], public_messages(club)[-1].buttons[0])
    await club.env.advance_time(10)
    card = public_messages(club)[-1].card
    heading = "📺 How many of the voters who listed their services can stream the film (updated after every third one)"
    assert heading in (card.description or "")
    assert ["/3" in (field.value or "") for field in card.fields] == [True, True]
    await club.mina.click(await club.mina.slash("privacy forget"), "Delete everything")
    await club.env.advance_time(10)
    assert "📺" not in public_messages(club)[-1].text
