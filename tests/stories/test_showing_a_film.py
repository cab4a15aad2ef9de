"""People ask for a film, and the bot shows its card or suggests similar films."""

import pytest

from tests.soak_cases import soak_after
from tests.stories.club import Club


async def test_a_member_asks_for_a_film_and_everybody_sees_its_card(club: Club) -> None:
    """`/film show` posts the card in the channel."""
    card = await club.sam.slash("film show", title="A Moment to Remember")
    assert not card.is_ephemeral
    assert card.card.title == "A Moment to Remember (2004)"
    assert card.card.url == "https://www.themoviedb.org/movie/15859"
    assert "내 머리 속의 지우개" in card.text
    assert (card.buttons[0], card.buttons[-1]) == ("📺 Amazon Prime Video", "More")
    assert len(card.buttons) <= 4


async def test_the_more_button_shows_the_whole_card_privately(club: Club) -> None:
    """The whole card has the cast and the spoiler bar, in the reader's language."""
    card = await club.sam.slash("film show", title="A Moment to Remember")
    assert "Cast" not in card.text
    full = await club.sam.click(card, "More")
    assert full.is_ephemeral
    assert "Son Ye-jin as Kim Su-jin" in full.field("Cast")
    assert full.field("Spoilers (tap to reveal)").startswith("||")
    assert "More" not in full.buttons
    assert "손예진" in (await club.jiwoo.click(card, "More")).field("출연")


async def test_the_option_full_posts_the_whole_card_for_everybody(club: Club) -> None:
    """With `full`, the card in the channel has the cast."""
    card = await club.sam.slash("film show", title="A Moment to Remember", full=True)
    assert not card.is_ephemeral
    assert "Son Ye-jin as Kim Su-jin" in card.field("Cast")


@pytest.mark.parametrize(
    ("typed", "taken"),
    [("moment rem", "A Moment to Remember (2004)"), ("ㅎㅁㄴ", "Harmony (2010)"), ("ode", "Ode to My Father (2014)")],
)
async def test_the_only_film_with_that_beginning_is_shown_at_once(club: Club, typed: str, taken: str) -> None:
    """The card quotes the typed text that it matches, so that a wrong film is noticed."""
    card = await club.sam.slash("film show", title=typed)
    assert not card.is_ephemeral
    assert card.card.title == taken
    assert card.card.author.name == f"Best match for “{typed}”"


@pytest.mark.parametrize("typed", soak_after(2, ["mother", "father", "hope 1999", "clasik", "zzzzqqqq"]))
async def test_a_miss_suggests_what_to_do_next(club: Club, typed: str) -> None:
    """The answer has buttons to search and to draw, whether or not it suggests a film."""
    answer = await club.sam.slash("film show", title=typed)
    assert answer.is_ephemeral
    assert answer.buttons[-2:] == ["🔎 Search", "🎲 Draw one"]
    pick = await club.sam.click(answer, "🎲 Draw one")
    assert not pick.is_ephemeral
    assert pick.buttons[0] == "Another"
    found = await club.sam.submit_modal(answer, "🔎 Search", words="letters", person="")
    assert found.is_ephemeral
    assert "“letters”" in (found.card.title or "")


async def test_a_half_typed_title_is_suggested_and_the_chosen_film_is_shown(club: Club) -> None:
    """Autocomplete suggests the film, and the suggestion leads to its card."""
    offered = await club.sam.autocomplete("film show", "title", "moment rem")
    assert offered[0]["name"] == "A Moment to Remember (2004) · 내 머리 속의 지우개 · KR"
    card = await club.sam.slash("film show", title=offered[0]["value"])
    assert card.card.title == "A Moment to Remember (2004)"


@pytest.mark.parametrize(
    "typed",
    soak_after(
        3,
        [
            "소원",
            "소우",
            "so won",
            "Wish",
            "hope (2013)",
            "tt3153634",
            "https://m.imdb.com/title/tt3153634/",
            "the movie hope",
        ],
    ),
)
async def test_any_name_of_a_film_will_do(club: Club, typed: str) -> None:
    """Hangul (half-typed or romanised), other titles, a year, extra words, an IMDb id and a link all work."""
    assert (await club.sam.slash("film show", title=typed)).card.title == "Hope (2013)"


@pytest.mark.parametrize(
    "typed",
    soak_after(2, ["칠번방의 선물", "7번방 영화", "7번방 류승룡", "tt2659414", "Cell No Seven Ryu Seung-ryong"]),
)
async def test_extra_words_number_words_and_ids_are_understood_while_typing(club: Club, typed: str) -> None:
    """Number words, an extra word, an actor and an id all suggest the film first."""
    assert (await club.sam.autocomplete("film show", "title", typed))[0]["name"].startswith(
        "Miracle in Cell No. 7 (2013)"
    )


async def test_strong_content_is_shown_before_the_story(club: Club) -> None:
    """The card of a film with strong content names that content above the story."""
    card = await club.sam.slash("film show", title="Hope", full=True)
    assert "Strong content: Sexual violence" in (card.card.description or "")
    assert "So-won" in card.field("Story")


async def test_an_unknown_title_is_answered_privately_with_similar_films(club: Club) -> None:
    """The answer is private, and suggests films that the person could mean."""
    answer = await club.sam.slash("film show", title="father")
    assert answer.is_ephemeral
    assert "I don't know a film called “father”. Did you mean this one?" in answer.text
    assert answer.buttons[0] == "Ode to My Father (2014)"
    assert len(answer.buttons) == 3
    several = await club.sam.slash("film show", title='"secre"')
    assert "I don't know a film called “secre”. Did you mean one of these?" in several.text
    assert len(several.buttons) > 3


async def test_the_button_of_a_similar_film_posts_its_card(club: Club) -> None:
    """The card is public."""
    question = await club.sam.slash("film show", title="father")
    card = await club.sam.click(question, "Ode to My Father (2014)")
    assert not card.is_ephemeral
    assert card.card.title == "Ode to My Father (2014)"


async def test_nonsense_is_answered_kindly(club: Club) -> None:
    """The answer says what to do next."""
    answer = await club.sam.slash("film show", title="zzzzqqqq")
    assert answer.is_ephemeral
    assert "Try fewer letters" in answer.text


async def test_cards_work_in_direct_messages_too(club: Club) -> None:
    """`/film show` answers in direct messages as in a server."""
    card = await club.sam_in_dm.slash("film show", title="하모니")
    assert card.card.title == "Harmony (2010)"


async def test_korean_readers_are_answered_privately_in_korean(club: Club) -> None:
    """Private answers are in the person's language."""
    question = await club.jiwoo.slash("film show", title="father")
    assert "영화를 찾지 못했어요" in question.text
    assert "국제시장 (2014)" in question.buttons


async def test_public_cards_are_in_the_servers_language(club: Club) -> None:
    """A card in the channel is in the server's language, whoever asked."""
    card = await club.jiwoo.slash("film show", title="내 머리 속의 지우개")
    assert card.card.title == "A Moment to Remember (2004)"


async def test_suggestions_are_in_the_persons_language(club: Club) -> None:
    """Suggestions are private, so they are in the person's language."""
    offered = await club.jiwoo.autocomplete("film show", "title", "moment rem")
    assert offered[0]["name"].startswith("내 머리 속의 지우개 (2004)")


async def test_where_to_watch_is_a_link_to_the_service(club: Club) -> None:
    """The link is that service's search for the film, and the card says that services may vary by country."""
    card = await club.sam.slash("film show", title="The Classic")
    assert "On Netflix (may vary by country)" in card.text
    assert [control["url"] for control in card.controls if "url" in control] == [
        "https://www.netflix.com/search?q=The%20Classic"
    ]


async def test_a_film_without_any_service_says_where_to_look(club: Club) -> None:
    """If no service is known, a button searches for where to watch."""
    card = await club.sam.slash("film show", title="Sopyonje")
    assert card.buttons[0] == "🔎 Where to watch"


async def test_a_cached_card_is_right_for_each_reader_and_place(club: Club) -> None:
    """A second card has the same text, each reader's language, and the buttons for where it was asked for."""
    card = await club.sam.slash("film show", title="Hope")
    again = await club.sam.slash("film show", title="Hope")
    assert (again.text, again.buttons) == (card.text, card.buttons)
    english, korean = await club.sam.click(card, "More"), await club.jiwoo.click(card, "More")
    assert (await club.sam.click(again, "More")).text == english.text
    assert (await club.jiwoo.click(again, "More")).text == korean.text != english.text
    alone = await club.sam_in_dm.slash("film show", title="Hope")
    assert alone.text == card.text
    assert "Add to poll" in card.buttons
    assert "Add to poll" not in alone.buttons
