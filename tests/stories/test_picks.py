"""People let the bot draw a film for them."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import discord
import pytest

from tests.stories.club import Club, Message, open_club
from tests.stories.test_other_features_on_a_card import SEEN

SEED = 3
FILTERS = {
    "mood": "laugh-then-cry",
    "ending": "hopeful",
    "service": "netflix",
    "max_minutes": 110,
    "years": "2000s",
    "tears": 5,
    "calm": True,
}
PRIMARY = discord.ButtonStyle.primary.value


async def test_a_member_draws_a_film_and_everybody_sees_it(club: Club) -> None:
    """`/tearjerker` posts a public short card that has warnings, the person's name and six buttons."""
    pick = await club.sam.slash("tearjerker")
    assert not pick.is_ephemeral
    assert pick.card.author.name == "Drawn by sam"
    assert pick.card.footer.text == "🎲 First time drawn here"
    assert "strong content" in pick.text.lower()
    assert (pick.buttons[:2], pick.buttons[-1], len(pick.buttons)) == (["Another", "Not for us"], "More", 6)
    assert [control["label"] for control in pick.controls if "url" in control] == [pick.buttons[2]]
    assert [control["label"] for control in pick.controls if control["style"] == PRIMARY] == ["Another"]


async def test_a_film_looks_the_same_as_on_its_own_card(club: Club) -> None:
    """The title and the description are those of the film's own card."""
    pick = await club.sam.slash("tearjerker")
    card = await club.sam.slash("film show", title=pick.card.title)
    assert (card.card.title, lines(card)) == (pick.card.title, lines(pick))


def lines(message: Message) -> list[str]:
    return [line for line in (message.card.description or "").split("\n") if line]


async def test_warnings_come_before_the_hook(club: Club) -> None:
    """In each of ten picks, strong content is named before the hook."""
    for _ in range(10):
        pick = await club.sam.slash("tearjerker", mood="angry-tears")
        description = pick.card.description or ""
        assert description.lower().index("strong content") < description.index("> ")


async def test_the_another_button_replaces_the_pick(club: Club) -> None:
    """The same message shows another film, under the same person's name."""
    pick = await club.sam.slash("tearjerker", ending="hopeful")
    title = pick.card.title
    another = await club.sam.click(pick, "Another")
    assert another.response.id == pick.response.id
    assert another.card.title != title
    assert another.card.author.name == "Drawn by sam"


async def test_the_more_button_answers_the_person_who_presses_it(club: Club) -> None:
    """*More* shows a person the whole card, privately and in their language."""
    pick = await club.sam.slash("tearjerker")
    details = await club.jiwoo.click(pick, "More")
    assert details.is_ephemeral
    assert details.field("줄거리")


@pytest.mark.parametrize("presser", ["sam", "mina"])
async def test_not_for_us_puts_the_film_back_and_draws_the_next_in_one_press(club: Club, presser: str) -> None:
    """The same message shows the next film, and says that the first one went to the bottom of the deck."""
    pick = await club.sam.slash("tearjerker")
    title = pick.card.title
    after = await getattr(club, presser).click(pick, "Not for us")
    assert after.response.id == pick.response.id
    assert after.card.title not in {title, None}
    assert after.card.footer.text == (f"🎲 First time drawn here\n↩️ {title} went to the bottom of this server's deck")
    assert after.card.author.name == "Drawn by sam"
    assert after.buttons[:2] == ["Another", "Not for us"]


async def test_a_film_put_back_can_be_drawn_again_if_nothing_else_matches(club: Club) -> None:
    """The message says that no other film fits, and has a button to draw again."""
    pick = await club.sam.slash("tearjerker", years="1993")
    title = pick.card.title
    back = await club.sam.click(pick, "Not for us")
    assert back.response.id == pick.response.id
    assert f"{title} went to the bottom of this server's deck" in back.text
    assert "No other film left in the deck fits" in back.text
    assert back.buttons == ["Draw again"]
    assert (await club.sam.click(back, "Draw again")).card.title == title


async def test_others_cannot_replace_a_pick(club: Club) -> None:
    """Someone who did not draw the film is refused in private."""
    pick = await club.sam.slash("tearjerker")
    answer = await club.mina.click(pick, "Another")
    assert answer.is_ephemeral
    assert "Only the person who drew this film can do that" in answer.text


async def test_if_nothing_matches_the_answer_says_what_to_drop(club: Club) -> None:
    """The filters to drop are sorted by how many films would match. A press on one posts a pick for everyone."""
    question = await club.sam.slash("tearjerker", service="netflix", ending="hopeful", tears=5, calm=True)
    assert question.is_ephemeral
    assert "fits all your filters" in question.text
    counts = [int(label.partition("(")[2].rstrip(")")) for label in question.buttons]
    assert counts == sorted(counts, reverse=True)
    pick = await club.sam.click(question, question.buttons[0])
    assert not pick.is_ephemeral
    assert pick.buttons[0] == "Another"


async def test_if_every_match_was_drawn_shuffling_is_suggested(club: Club) -> None:
    """A manager can shuffle the deck at once. Others are told whom to ask."""
    filters: dict[str, Any] = {"mood": "a-little-magic", "service": "netflix"}
    while not (answer := await club.sam.slash("tearjerker", **filters)).is_ephemeral:
        pass
    assert "has already been drawn" in answer.text
    assert "Someone who manages this server can shuffle the deck" in answer.text
    assert "Shuffle deck" not in answer.buttons
    offered = await club.mina.slash("tearjerker", **filters)
    shuffled = await club.mina.click(offered, "Shuffle deck")
    assert "All 118 films are back in the deck" in shuffled.text
    assert not (await club.mina.click(shuffled, "Draw")).is_ephemeral


async def test_a_manager_finds_the_deck_in_the_settings(club: Club) -> None:
    """The deck's page says how many films are left, and has buttons to shuffle the deck and to go back."""
    await club.sam.slash("tearjerker")
    settings = await club.mina.slash("settings")
    deck = await club.mina.click(settings, "Film deck")
    assert "Films left: 117 of 118" in deck.text
    shuffled = await club.mina.click(deck, "Shuffle deck")
    assert "All 118 films are back in the deck" in shuffled.text
    settings = await club.mina.click(shuffled, "Back")
    assert settings.card.title == "This server's settings"
    deck = await club.mina.click(settings, "Film deck")
    assert (await club.mina.click(deck, "Back")).card.title == "This server's settings"


async def test_a_person_chooses_what_to_avoid(club: Club) -> None:
    """The panel is private, saves each choice, and shows what is ticked."""
    panel = await club.sam.slash("avoid")
    assert panel.is_ephemeral
    assert "Clear both lists" not in panel.buttons
    saved = await club.sam.select(panel, "Sexual violence", "Death of an animal")
    assert "Saved" in saved.text
    assert "2 kinds of content" in saved.text
    both = await club.sam.select(saved, "Netflix")
    assert "1 streaming service" in both.text
    assert ticked_options(both) == {"Sexual violence", "Death of an animal", "Netflix"}
    cleared = await club.sam.click(both, "Clear both lists")
    assert ticked_options(cleared) == set()


def ticked_options(panel: Any) -> set[str]:
    return {option["label"] for option in panel.options if option.get("default")}


async def test_the_panel_explains_each_note(club: Club) -> None:
    """Strong notes come first and spoilers last, each labelled in the person's language."""
    notes = (await club.jiwoo.slash("avoid")).controls[0]["options"]
    classes = [option["description"] for option in notes]
    assert len(notes) == 23
    assert classes == sorted(classes, key=["주의할 내용", "그 밖의 내용", "스포일러"].index)


async def test_my_services_are_asked_for(club: Club) -> None:
    """Someone without chosen services is told to use `/avoid`. After a choice, a film is drawn."""
    answer = await club.sam.slash("tearjerker", on_mine=True)
    assert answer.is_ephemeral
    assert "/avoid" in answer.text
    await club.sam.select(await club.sam.slash("avoid"), "Rakuten Viki")
    assert "may vary by country" in (await club.sam.slash("tearjerker", on_mine=True)).text


async def test_years_are_read_as_people_write_them(club: Club) -> None:
    """A decade is understood. Unreadable text is answered with examples, and draws nothing."""
    assert "(199" in ((await club.sam.slash("tearjerker", years="1990s")).card.title or "")
    answer = await club.sam.slash("tearjerker", years="lately")
    assert answer.is_ephemeral
    assert "1990s" in answer.text
    assert (await club.sam.autocomplete("tearjerker", "years", "200"))[0]["value"] == "2000s"


async def test_someone_with_only_avoided_films_left_is_told_privately(database_file: Path) -> None:
    """The answer says that others have drawn the rest. Another person can still draw."""
    keep_only(database_file, ["hope", "the-classic", "sopyonje"])
    async with open_club(database_file) as club:
        await club.sam.select(await club.sam.slash("avoid"), "Sexual violence")
        while not (answer := await club.sam.slash("tearjerker")).is_ephemeral:
            assert answer.card.title != "Hope (2013)"
        assert "I can't draw any of the films left in this deck for you" in answer.text
        assert "others have drawn the rest" in answer.text
        assert answer.buttons == []
        assert (await club.mina.slash("tearjerker")).card.title == "Hope (2013)"


def keep_only(database: Path, slugs: list[str]) -> None:
    """Leave only these films in the catalogue."""
    kept_slugs = ", ".join(f"'{slug}'" for slug in slugs)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(f"UPDATE film SET retired = 1 WHERE slug NOT IN ({kept_slugs})")


@pytest.mark.parametrize("mood", [None, "comfort"])
async def test_a_pick_reveals_nothing_about_what_is_avoided(
    database_file: Path, tmp_path: Path, mood: str | None
) -> None:
    """The answers are the same byte for byte, with an avoid list and without one."""
    files = [Path(shutil.copy(database_file, tmp_path / f"{name}.db")) for name in ("with", "without")]
    answers = []
    for file in files:
        async with open_club(file, rng=Random(SEED)) as club:
            if file is files[0]:
                await club.sam.select(await club.sam.slash("avoid"), "Bullying", "Execution")
            pick = await club.sam.slash("tearjerker", **({"mood": mood} if mood else {}))
            await club.sam.click(pick, "Another")
            answers.append(list(club.message_bodies())[-2:])
    assert answers[0] == answers[1]
    assert len(answers[0]) == 2


async def test_other_features_add_to_a_pick(database_file: Path) -> None:
    """A pick shows other features' fields, and has their buttons before *More*."""
    async with open_club(database_file, extra_features=[SEEN]) as club:
        pick = await club.sam.slash("tearjerker")
        assert pick.field("Seen") == f"by {club.sam.actor.id}, server True, en"
        assert pick.buttons[3:] == ["Seen it", "Add to poll", "More"]


async def test_private_answers_about_picks_are_korean_for_korean_readers(club: Club) -> None:
    """The answer in an English server, and its first button, are Korean."""
    answer = await club.jiwoo.slash("tearjerker", service="tubi", ending="hopeful")
    assert "뽑지 못했어요" in answer.text
    assert answer.buttons[0].startswith("서비스 상관없이")


async def test_every_filter_is_answered(club: Club) -> None:
    """Each filter alone gives a pick, or the answer that nothing was drawn."""
    for name, value in FILTERS.items():
        text = (await club.sam.slash("tearjerker", **{name: value})).text
        assert re.search("[Dd]rawn here|Nothing drawn", text), (name, text)
