"""What people can vote for: films by name, five drawn films, and the host's own words."""

import pytest

from bot.core.storage.database import Database
from bot.core.storage.location import Location
from bot.films.queries import catalogue_writer
from bot.films.rules.film import CatalogueEntry, Film, FilmSummary, FilmTitle
from bot.ids import NO_FILM
from tests.stories.club import Club, Message
from tests.stories.polls import add_words, lift_rate_limit, listed_options, prepare_panel


@pytest.fixture
async def database_location(database_location: Location) -> Location:
    """Return the location of a database in which two films, one of them Turkish, have the same name."""
    turkish = CatalogueEntry(
        "miracle-in-cell-no-7-2019",
        Film(FilmSummary(NO_FILM, "Miracle in Cell No. 7", None, 2019, "TR")),
        (FilmTitle("english", "Miracle in Cell No. 7"),),
    )
    database = await Database.open(database_location)
    await database.write(lambda writer: catalogue_writer.save_film(writer, turkish, guild_id=None))
    await database.close()
    return database_location


async def type_options(club: Club, *lines: str) -> Message:
    """Type these lines into the form of an empty panel, and return the answer."""
    lift_rate_limit(club)
    panel = await club.sam.slash("poll start")
    return await club.sam.submit_modal(panel, "Add films", typed="\n".join(lines))


async def test_films_are_added_by_name(club: Club) -> None:
    """Each line names a film, in either language and even with typos. A duplicate is reported."""
    panel = await type_options(club, "Hope", "", "  mircale in cell no 7 2013", "하모니", "소원")
    assert listed_options(panel) == ["Hope (2013)", "Miracle in Cell No. 7 (2013)", "Harmony (2010)"]
    assert "Added: Hope (2013), Miracle in Cell No. 7 (2013), Harmony (2010)" in panel.text
    assert "Already in the poll: Hope (2013)" in panel.text


async def test_unclear_options_are_asked_about_one_by_one(club: Club) -> None:
    """Namesakes get a menu, a similar title gets a button, and an unknown title gets neither. The order is kept."""
    question = await type_options(club, "Hope", "miracle in cell no 7", "moment", "A film nobody knows", "Harmony")
    assert "Added: Hope (2013), Harmony (2010)" in question.text
    assert "“miracle in cell no 7”" in question.text
    assert "3 left to sort out" in question.text
    assert {(option["label"], option["description"]) for option in question.options} == {
        ("Miracle in Cell No. 7 (2013)", "7번방의 선물 · KR"),
        ("Miracle in Cell No. 7 (2019)", "TR"),
    }
    question = await club.sam.select(question, "Miracle in Cell No. 7 (2019)")
    assert "“moment”. Did you mean this film?" in question.text
    assert (question.options, question.buttons[0]) == ([], "A Moment to Remember (2004)")
    question = await club.sam.click(question, "A Moment to Remember (2004)")
    assert "I don't know a film called “A film nobody knows”" in question.text
    assert question.options == []
    assert question.buttons == ["Keep as typed", "Leave out"]
    panel = await club.sam.click(question, "Leave out")
    assert listed_options(panel) == [
        "Hope (2013)",
        "Miracle in Cell No. 7 (2019)",
        "A Moment to Remember (2004)",
        "Harmony (2010)",
    ]


async def test_several_similar_titles_are_suggested_in_a_menu(club: Club) -> None:
    """The question is in the plural, and typed quotes are not doubled."""
    question = await type_options(club, "“secre”")
    assert "“secre”. Did you mean one of these?" in question.text
    assert len(question.options) > 1
    assert listed_options(await club.sam.select(question, "Secret Sunshine (2007)")) == ["Secret Sunshine (2007)"]


async def test_a_line_of_several_films_adds_each(club: Club) -> None:
    """Both the form and the command split a line of several films. The unknown title is asked about."""
    question = await type_options(club, "Hope, Nobody Knows, Sunny", "소원, 하모니")
    assert "Added: Hope (2013), Sunny (2011), Harmony (2010)" in question.text
    assert "“Nobody Knows”" in question.text
    panel = await club.sam.click(question, "Keep as typed")
    assert listed_options(panel) == ["Hope (2013)", "Nobody Knows", "Sunny (2011)", "Harmony (2010)"]
    added = await club.sam.slash("poll add", film="The Classic / 지금, 만나러 갑니다")
    assert listed_options(added)[4:] == ["The Classic (2003)", "Be With You (2018)"]


async def test_a_pasted_list_of_own_words_keeps_its_dates(club: Club) -> None:
    """List markers are dropped, but numbers and dashes that belong to the text stay."""
    lift_rate_limit(club)
    panel = await club.sam.slash("poll start")
    panel = await add_words(club.sam, panel, "24. Dezember", "31. Dezember", "- 5 degrees")
    assert [option.replace("\\", "") for option in listed_options(panel)] == [
        "24. Dezember",
        "31. Dezember",
        "- 5 degrees",
    ]
    panel = await add_words(club.sam, panel, "① Sushi", "② Pizza")
    assert listed_options(panel)[3:] == ["Sushi", "Pizza"]


async def test_an_unclear_option_can_stay_as_typed(club: Club) -> None:
    """One press keeps the typed text as an option."""
    question = await type_options(club, "moment", "Hope")
    panel = await club.sam.click(question, "Keep as typed")
    assert listed_options(panel) == ["moment", "Hope (2013)"]


@pytest.mark.parametrize(
    ("button", "left"),
    [("Keep all 3 as typed", ["Hope (2013)", "one", "two", "three"]), ("Leave all 3 out", ["Hope (2013)"])],
)
async def test_a_whole_list_is_settled_at_once(club: Club, button: str, left: list[str]) -> None:
    """One press keeps all unknown lines as typed, or leaves them all out."""
    assert listed_options(await club.sam.click(await type_options(club, "Hope", "one", "two", "three"), button)) == left


async def test_a_film_chosen_twice_is_listed_once(club: Club) -> None:
    """An unclear title adds no second option if the film chosen for it is already in the poll."""
    question = await type_options(club, "A Moment to Remember", "moment")
    assert listed_options(await club.sam.click(question, "A Moment to Remember (2004)")) == [
        "A Moment to Remember (2004)"
    ]


async def test_an_ignored_question_loses_nothing(club: Club) -> None:
    """Lines that are not settled stay in the list as typed."""
    await type_options(club, "Hope", "moment")
    assert listed_options(await club.sam.slash("poll start")) == ["Hope (2013)", "moment"]


async def test_free_text_in_the_command_is_read_as_in_the_form(club: Club) -> None:
    """Known films are added, and the rest is asked about."""
    question = await prepare_panel(club.sam, film1="Hope", film2="moment", film3="harmny")
    assert question.is_ephemeral
    assert "“moment”" in question.text
    panel = await club.sam.click(question, "A Moment to Remember (2004)")
    assert listed_options(panel) == ["Hope (2013)", "A Moment to Remember (2004)", "Harmony (2010)"]


async def test_options_without_room_are_given_back(club: Club) -> None:
    """A poll has room for twenty options. The lines that do not fit are quoted in the answer."""
    panel = await club.sam.slash("poll start", film1="Hope")
    lines = [f"Walk number {number}" for number in range(1, 25)]
    reply = await club.sam.submit_modal(panel, "Add films", typed="\n".join(lines))
    assert "> Walk number 20" in reply.text
    assert "> Walk number 24" in reply.text
    full = await club.sam.click(reply, "Keep all 19 as typed")
    assert listed_options(full) == ["Hope (2013)", *lines[:19]]
    again = await club.sam.click(full, "Draw five")
    assert "which is the limit" in again.text
    assert len(listed_options(again)) == 20


async def test_own_words_are_options_too(club: Club) -> None:
    """Each line is one option. Markup is escaped, a duplicate is dropped, and a line that is too long is quoted."""
    panel = await club.sam.slash("poll start")
    typed = f"A *walk*\n\na  *WALK*\n{'so long ' * 12}\nSleep"
    reply = await club.sam.submit_modal(panel, "Add films", typed=typed)
    assert "> so long so long" in reply.text
    assert "80 characters" in reply.text
    assert listed_options(await club.sam.click(reply, "Keep all 2 as typed")) == ["A \\*walk\\*", "Sleep"]


async def test_a_form_with_nothing_to_read_in_it_changes_nothing(club: Club) -> None:
    """Blank lines and invisible characters are not options."""
    panel = await prepare_panel(club.sam)
    answer = await club.sam.submit_modal(panel, "Add films", typed=" \n\u200b\n\u3164")
    assert "nothing to add" in answer.text
    assert listed_options(answer) == ["Hope (2013)", "Harmony (2010)"]


async def test_five_films_are_drawn_in_one_press(club: Club) -> None:
    """The drawn films are new to the draft, and the server's deck is not changed."""
    panel = await prepare_panel(club.sam)
    drawn = await club.sam.click(panel, "Draw five")
    assert len(listed_options(drawn)) == len({*listed_options(drawn)}) == 7
    assert "🎲 Films drawn: 5" in drawn.text
    settings = await club.mina.slash("settings")
    assert "Films left: 119 of 119" in (await club.mina.click(settings, "Film deck")).text


async def test_a_mood_draws_other_films(club: Club) -> None:
    """The new films replace those that were just drawn, and no others."""
    drawn = await club.sam.click(await prepare_panel(club.sam), "Draw five")
    menu = [option["label"] for option in drawn.options if not option.get("description")]
    assert menu[:2] == ["Any mood", "Missing a first love"]
    before = listed_options(drawn)
    others = listed_options(await club.sam.select(drawn, "Thinking of my parents"))
    assert others[:2] == ["Hope (2013)", "Harmony (2010)"]
    assert len(others) == 7
    assert others != before


async def test_what_the_host_avoids_is_not_drawn(club: Club) -> None:
    """If the host avoids all strong content, no drawn film has a warning."""
    avoid = await club.sam.slash("avoid")
    strong = [option["label"] for option in avoid.controls[0]["options"] if option["description"] == "strong content"]
    await club.sam.select(avoid, *strong)
    drawn = await club.sam.click(await club.sam.slash("poll start"), "Draw five")
    assert len(listed_options(drawn)) == 5
    assert "⚠️" not in drawn.text


async def test_a_mood_without_films_left_is_reported(club: Club) -> None:
    """If the host's avoid list leaves no film to draw, the panel says so."""
    lift_rate_limit(club)
    avoid = await club.sam.slash("avoid")
    await club.sam.select(avoid, *(option["label"] for option in avoid.controls[0]["options"]))
    panel = await club.sam.slash("poll start")
    for _ in range(5):
        panel = await club.sam.click(panel, "Draw five")
        if "Draw others by mood" in str(panel.controls):
            panel = await club.sam.select(panel, "Wounds of history")
        if "Try another one" in panel.text:
            break
    assert "nothing left" in panel.text
