"""What a host types becomes options, and nothing is lost silently."""

import asyncio
from collections.abc import Sequence
from random import Random

import pytest

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.text.translations import Localizer
from bot.films.service.films import Films
from bot.ids import ChannelId, FilmId, OptionId
from bot.polls.cards.draft.prompts import added_notices
from bot.polls.rules.add_options.triage import triage_options, unmatched_between
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MAX_OPTIONS, OptionContent
from bot.polls.rules.permissions import Actor
from bot.polls.rules.settings import PollSettings
from bot.polls.service.drafts import DraftService
from tests.polls.booth import CHANNEL, ELSEWHERE, HOST, NOW, SERVER, STRANGER, execute, host, select, yielding
from tests.polls.poll_services import PollServices


@pytest.fixture
def drafts(database: Database, films: Films) -> DraftService:
    return DraftService(database, films)


@pytest.fixture
async def draft(polls: PollServices) -> Draft:
    return await polls.drafts.create(host(), CHANNEL, PollSettings("Which?"), NOW)


def names(draft: Draft) -> list[str]:
    return [option.name for option in draft.options]


async def test_films_and_words_keep_the_order_in_which_they_were_typed(drafts: DraftService, draft: Draft) -> None:
    """If a line turns out to be a film, the film takes the line's place."""
    brought = await drafts.add_typed_films(host(), draft.id, ["Hope", "moment", "Harmony"], NOW)
    assert names(brought.draft) == ["Hope (2013)", "moment", "Harmony (2010)"]
    (unsure,) = brought.unmatched
    (film,) = await drafts.suggest_films(unsure.label, SERVER)
    settled = await drafts.set_option_film(host(), draft.id, unsure.id, film.id, NOW)
    assert names(settled) == ["Hope (2013)", "A Moment to Remember (2004)", "Harmony (2010)"]
    assert unmatched_between(settled, unsure.id, unsure.id) == ()


@pytest.mark.parametrize(
    "line", ["소원 tt3153634, 하모니", "tt3153634 · Harmony", "Hope https://imdb.com/title/tt3153634, 하모니"]
)
async def test_a_title_beside_an_id_is_not_lost(drafts: DraftService, draft: Draft, line: str) -> None:
    """An id settles only its own part of a line. The rest of the line is still matched by title."""
    assert names((await drafts.add_typed_films(host(), draft.id, [line], NOW)).draft)[-2:] == [
        "Hope (2013)",
        "Harmony (2010)",
    ]


async def test_a_title_beside_its_own_id_is_one_film(drafts: DraftService, draft: Draft) -> None:
    """Apps share a film as its title followed by its link."""
    brought = await drafts.add_typed_films(host(), draft.id, ["소원 https://imdb.com/title/tt3153634"], NOW)
    assert (names(brought.draft), brought.triage.duplicates) == (["Hope (2013)"], ())


async def test_a_settled_option_stays(drafts: DraftService, draft: Draft) -> None:
    """Once a film is chosen for a line, choosing another film changes nothing."""
    (unsure,) = (await drafts.add_typed_films(host(), draft.id, ["moment"], NOW)).unmatched
    once = await drafts.set_option_film(host(), draft.id, unsure.id, FilmId(1), NOW)
    assert await drafts.set_option_film(host(), draft.id, unsure.id, FilmId(2), NOW) == once


async def test_an_option_that_becomes_a_duplicate_is_removed(drafts: DraftService, draft: Draft) -> None:
    """A film is a duplicate of a text with its name, because neither voters nor a draw could tell the two apart."""
    await drafts.add_typed_texts(host(), draft.id, ["hope (2013)"], NOW)
    (unsure,) = (await drafts.add_typed_films(host(), draft.id, ["zzzz"], NOW)).unmatched
    (hope,) = await drafts.suggest_films("Hope", SERVER)
    assert names(await drafts.set_option_film(host(), draft.id, unsure.id, hope.id, NOW)) == ["hope (2013)"]


async def test_a_suggestion_whose_film_has_gone_is_counted(
    drafts: DraftService, draft: Draft, localize: Localizer
) -> None:
    """A film that is gone becomes no option, and the host is told how many films were left out."""
    brought = await drafts.add_typed_films(host(), draft.id, ["film:99999", "film:1", "film:99998", "film:noir"], NOW)
    assert brought.missing_film_count == 2
    assert "Films I no longer have, so left out: 2" in [*added_notices(brought, localize)]
    assert [option.film_id for option in brought.draft.options] == [1, None]


async def test_a_film_that_the_server_does_not_see_cannot_be_chosen(
    drafts: DraftService, draft: Draft, database: Database
) -> None:
    """Another server's own film is refused, just like an id that no film has."""
    await execute(database, "UPDATE film SET guild_id = :server WHERE id = 1", server=ELSEWHERE)
    (unsure,) = (await drafts.add_typed_films(host(), draft.id, ["moment"], NOW)).unmatched
    for film in map(FilmId, (1, 0, 99_999)):
        with pytest.raises(UserError, match="film-gone"):
            await drafts.set_option_film(host(), draft.id, unsure.id, film, NOW)


@pytest.mark.parametrize("other", [Actor(SERVER, STRANGER, is_moderator=True), Actor(ELSEWHERE, HOST)])
async def test_nobody_else_and_no_other_server_can_change_a_draft(
    drafts: DraftService, polls: PollServices, draft: Draft, other: Actor
) -> None:
    """Neither a moderator nor the host in another server can change the draft."""
    before = (await drafts.add_typed_films(host(), draft.id, ["Hope", "moment"], NOW)).draft
    film, typed = before.options
    for attempt in (
        drafts.add_typed_films(other, draft.id, ["Hope"], NOW),
        drafts.add_typed_texts(other, draft.id, ["Hope"], NOW),
        drafts.set_option_film(other, draft.id, typed.id, FilmId(1), NOW),
        drafts.remove_options(other, draft.id, [film], NOW),
        drafts.remove_options_before(other, draft.id, typed.id),
    ):
        with pytest.raises(UserError, match="draft-gone"):
            await attempt
    await drafts.set_channel(other, draft.id, ChannelId(CHANNEL + 1))
    assert await polls.drafts.get_current(host()) == before


async def test_a_poll_is_posted_where_its_start_was_pressed(
    drafts: DraftService, polls: PollServices, draft: Draft
) -> None:
    """Where the poll was prepared does not matter."""
    await drafts.add_typed_films(host(), draft.id, ["Hope", "Harmony"], NOW)
    await drafts.set_channel(host(), draft.id, ChannelId(CHANNEL + 1))
    assert (await polls.lifecycle.start(host(), draft.id, NOW)).poll.channel_id == CHANNEL + 1


async def test_only_older_options_are_removed(drafts: DraftService, draft: Draft) -> None:
    """All options before the given one are removed, or none if the given one is not on the draft."""
    draft = (await drafts.add_typed_texts(host(), draft.id, ["one", "two", "three"], NOW)).draft
    _, two, three = draft.options
    assert await drafts.remove_options_before(host(), draft.id, OptionId(three.id + 1)) == draft
    assert names(await drafts.remove_options_before(host(), draft.id, two.id)) == ["two", "three"]


async def test_forms_sent_together_never_go_over_twenty(database: Database, draft: Draft) -> None:
    """Twelve forms of three lines leave twenty options, none twice, and report what happened to each line."""
    drafts = DraftService(yielding(database, Random(3)), Films(database))
    lines = [[f"Walk {number}", f"Walk {number + 1}", "Sleep"] for number in range(0, 36, 3)]
    brought = await asyncio.gather(*(drafts.add_typed_texts(host(), draft.id, line, NOW) for line in lines))
    assert await select(database, "SELECT count(*), count(DISTINCT label) FROM poll_draft_option") == [(20, 20)]
    for added in brought:
        assert (
            sum(map(len, (added.triage.new, added.triage.duplicates, added.triage.too_long, added.triage.over_limit)))
            == 3
        )


def test_each_line_is_handled_separately() -> None:
    """Lines that are repeated, too long or beyond the limit do not keep the others from being added."""
    listed = [OptionContent(f"Walk {number}") for number in range(18)]
    requested = [
        OptionContent("x" * 81),
        OptionContent("Sleep"),
        OptionContent("walk  3"),
        OptionContent("Eat"),
        OptionContent("Cry"),
        OptionContent("SLEEP"),
    ]
    found = triage_options(requested, listed)
    assert [option.label for option in found.new] == ["Sleep", "Eat"]
    assert [option.label for option in found.duplicates] == ["walk  3", "SLEEP"]
    assert [option.label for option in found.over_limit] == ["Cry"]
    assert [option.label for option in found.too_long] == ["x" * 81]


async def test_a_pasted_list_loses_its_markers(drafts: DraftService, draft: Draft) -> None:
    """Markers are dropped if every line has one. Numbers and dashes that belong to the text stay."""
    films = await drafts.add_typed_films(host(), draft.id, ["1. Hope", "2) Harmony", "", "- The Classic"], NOW)
    assert names(films.draft) == ["Hope (2013)", "Harmony (2010)", "The Classic (2003)"]
    texts = await drafts.add_typed_texts(host(), draft.id, ["- Sushi", "• Pizza"], NOW)
    assert [option.label for option in texts.added] == ["Sushi", "Pizza"]
    typed = ["24. Dezember", "31. Dezember", "12. 24. 저녁", "- 5 degrees", "71. Into the Fire", "3.5 hours", "-1 film"]
    assert [option.label for option in (await drafts.add_typed_texts(host(), draft.id, typed, NOW)).added] == typed


LINES: Sequence[tuple[str, list[str]]] = (
    ("Hope, Harmony, Sunny", ["Hope (2013)", "Harmony (2010)", "Sunny (2011)"]),
    ("소원, 하모니, 써니", ["Hope (2013)", "Harmony (2010)", "Sunny (2011)"]),
    ("소원、하모니", ["Hope (2013)", "Harmony (2010)"]),
    ("Hope (2013), Harmony 2010", ["Hope (2013)", "Harmony (2010)"]),
    ("Hope/Harmony / Sunny", ["Hope (2013)", "Harmony (2010)", "Sunny (2011)"]),
    ("Hope · Harmony | Sunny", ["Hope (2013)", "Harmony (2010)", "Sunny (2011)"]),
    ("Hope and Harmony & Sunny", ["Hope (2013)", "Harmony (2010)", "Sunny (2011)"]),
    ("Hope vs Sunny", ["Hope (2013)", "Sunny (2011)"]),
    ("1. Hope 2. Harmony", ["Hope (2013)", "Harmony (2010)"]),
    ("Kim Ji-young, Born 1982, Hope", ["Kim Ji-young, Born 1982 (2019)", "Hope (2013)"]),
    ("Kim Ji-young, Born 1982", ["Kim Ji-young, Born 1982 (2019)"]),
    ("지금, 만나러 갑니다", ["Be With You (2018)"]),
    ("지금, 만나러 갑니다, 소원", ["Be With You (2018)", "Hope (2013)"]),
    ("The King and the Clown, My Girl and I", ["The King and the Clown (2005)", "My Girl and I (2005)"]),
    ("Classic, The, Hope", ["The Classic (2003)", "Hope (2013)"]),
    ("https://www.imdb.com/title/tt3153634/, tt1937339", ["Hope (2013)", "Sunny (2011)"]),
    ("Hope, Romeo and Juliet, Sunny", ["Hope (2013)", "Romeo and Juliet", "Sunny (2011)"]),
    ("Hope / Wish", ["Hope (2013)"]),
    ("Hope, Nobody Knows", ["Hope, Nobody Knows"]),
    ("Fri 8pm, Sat 9pm", ["Fri 8pm, Sat 9pm"]),
)


async def test_a_line_of_several_films_adds_them_all(drafts: DraftService, polls: PollServices) -> None:
    """A title with a comma, "and" or a number stays whole, and so does a line that could be one title."""
    for line, options in LINES:
        draft = await polls.drafts.create(host(), CHANNEL, PollSettings("Which?"), NOW)
        assert names((await drafts.add_typed_films(host(), draft.id, [line], NOW)).draft) == options, line


async def test_the_rest_of_a_line_is_kept(drafts: DraftService, draft: Draft) -> None:
    """If a film is chosen for one title of a line, the other titles become options of their own."""
    (unsure,) = (await drafts.add_typed_films(host(), draft.id, ["Hope, Nobody Knows, Who Knows"], NOW)).unmatched
    (hope,) = await drafts.suggest_films("Hope", SERVER)
    settled = await drafts.set_option_film(host(), draft.id, unsure.id, hope.id, NOW)
    assert names(settled) == ["Hope (2013)", "Nobody Knows", "Who Knows"]


async def test_the_rest_of_a_line_needs_room(drafts: DraftService, draft: Draft) -> None:
    """Without room for the other titles, the choice is refused, and the line stays as it was."""
    lines = ["Hope, Nobody Knows", *(f"Walk {number}" for number in range(MAX_OPTIONS - 1))]
    unsure = (await drafts.add_typed_films(host(), draft.id, lines, NOW)).unmatched[0]
    (hope,) = await drafts.suggest_films("Hope", SERVER)
    with pytest.raises(UserError, match=r"polls\.refused\.full"):
        await drafts.set_option_film(host(), draft.id, unsure.id, hope.id, NOW)
    again = await drafts.add_typed_films(host(), draft.id, lines[:1], NOW)
    assert names(again.draft)[0] == "Hope, Nobody Knows"


@pytest.mark.parametrize("typed", [[], [""], [" ", "\u200b", "\u3164"]])
async def test_an_invisible_option_is_refused(drafts: DraftService, draft: Draft, typed: list[str]) -> None:
    """Empty lines, blanks and invisible characters do not become options."""
    for bring in (drafts.add_typed_films, drafts.add_typed_texts):
        with pytest.raises(UserError, match="option-empty"):
            await bring(host(), draft.id, typed, NOW)
