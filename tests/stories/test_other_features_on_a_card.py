"""A feature adds lines and buttons to the cards of other features."""

from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

import pytest

from bot.app import load_translations
from bot.core.feature import CardContext, CardPlace, Feature
from bot.core.interactions.components import Component, button
from bot.core.interactions.context import Context
from bot.core.text.languages import Language
from bot.core.text.theme import CardField
from bot.core.text.translations import Localizer
from bot.ids import FilmId
from tests.stories.club import Club, open_club


async def seen_lines(
    films: Sequence[FilmId], card_context: CardContext, localize: Localizer
) -> Mapping[FilmId, Sequence[CardField]]:
    return {
        film: [
            CardField(
                "Seen", f"by {card_context.user_id}, server {card_context.guild_id is not None}, {localize.language}"
            )
        ]
        for film in films
    }


def seen_buttons(film_id: FilmId, place: CardPlace, localize: Localizer) -> Sequence[Component]:
    return [button("seen", film_id, "Seen it")]


def seen_page_buttons(films: Sequence[FilmId], card_context: CardContext, localize: Localizer) -> Sequence[Component]:
    return [button("seen", ",".join(map(str, films)), "Seen these")]


async def seen(context: Context, rest: str) -> None:
    await context.reply_error("films.watch.button-listed", {"service": f"film {rest}"})


REPORT = load_translations().localizer(Language.ENGLISH)("help.button.wrong")
SEEN = Feature(
    "seen",
    components={"seen": seen},
    card_fields=seen_lines,
    card_buttons=seen_buttons,
    search_buttons=seen_page_buttons,
)


@pytest.fixture
async def club_with_seen(database_file: Path) -> AsyncIterator[Club]:
    async with open_club(database_file, extra_features=[SEEN]) as opened:
        yield opened


async def test_a_feature_adds_its_lines_to_the_card(club_with_seen: Club) -> None:
    """The feature learns who asks and where, and gets the language of the card."""
    card = await club_with_seen.sam.slash("film show", title="Hope")
    assert card.field("Seen") == f"by {club_with_seen.sam.actor.id}, server True, en"


async def test_a_feature_adds_its_buttons_under_the_card(club_with_seen: Club) -> None:
    """The feature's button comes between the link and *More*, and a press reaches the feature."""
    card = await club_with_seen.sam.slash("film show", title="Hope")
    assert (card.buttons[0], card.buttons[1], card.buttons[-1]) == ("📺 Netflix", "Seen it", "More")
    assert len(card.buttons) == 4
    answer = await club_with_seen.sam.click(card, "Seen it")
    assert answer.is_ephemeral
    assert answer.text.strip().startswith("🔎 Search film ")


async def test_the_full_card_ends_with_the_report_button(club_with_seen: Club) -> None:
    """*Report a mistake* is the last button of the full card, and is not on the short card."""
    short = await club_with_seen.sam.slash("film show", title="Hope")
    full = await club_with_seen.sam.click(short, "More")
    assert full.buttons[:2] == ["🔎 Search Netflix", "Seen it"]
    assert full.buttons[-1] == REPORT
    assert REPORT not in short.buttons


async def test_a_feature_adds_its_buttons_under_a_page_of_a_search(club_with_seen: Club) -> None:
    """The feature gets the films of the page, and its button comes before *Vote on these*."""
    found = await club_with_seen.sam.slash("film search", theme="first-love")
    assert found.buttons[-2:] == ["Seen these", "Vote on these"]
    answer = await club_with_seen.sam.click(found, "Seen these")
    assert f"film {','.join(option['value'].rpartition(':')[2] for option in found.options)}" in answer.text


async def test_two_features_cannot_have_the_same_component(database_file: Path) -> None:
    """The bot does not start if two features use the same component name."""
    with pytest.raises(ValueError, match="of another feature"):
        async with open_club(database_file, extra_features=[SEEN, SEEN]):
            pass
