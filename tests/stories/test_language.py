"""People choose the language in which the bot answers them."""

from pathlib import Path

import pytest

from bot import app
from tests.stories.club import Club, open_club


async def test_the_card_says_which_language_and_why(club: Club) -> None:
    """The card is private, has three buttons, and names the language of public messages here."""
    card = await club.sam.slash("language")
    assert card.is_ephemeral
    assert "I answer you in **English**, the language of your Discord." in card.text
    assert "Messages that everyone in this server can see are in English." in card.text
    assert card.buttons == ["English", "한국어", "Same as my Discord"]


async def test_a_choice_applies_at_once(club: Club) -> None:
    """The card and later private answers change their language. Public cards stay in the server's language."""
    card = await club.sam.slash("language")
    korean = await club.sam.click(card, "한국어")
    assert korean.response.id == card.response.id
    assert korean.card.title == "내 언어"
    assert "직접 고른 언어예요" in korean.text
    assert "영화를 찾지 못했어요" in (await club.sam.slash("film show", title="father")).text
    assert (await club.sam.slash("film show", title="Hope")).card.title == "Hope (2013)"
    assert (await club.sam.autocomplete("film show", "title", "Hope"))[0]["name"].startswith("소원 (2013)")
    english = await club.sam.click(korean, "English")
    assert "as you chose" in english.text
    assert "I don't know a film called" in (await club.sam.slash("film show", title="father")).text


async def test_same_as_my_discord_restores_korean_for_a_korean_reader(club: Club) -> None:
    """Jiwoo's Discord is Korean: she reads Korean, then English by choice, then Korean again."""
    card = await club.jiwoo.slash("language")
    assert "디스코드 설정을 따랐어요" in card.text
    english = await club.jiwoo.click(card, "English")
    assert english.card.title == "Your language"
    back = await club.jiwoo.click(english, "Same as my Discord")
    assert "디스코드 설정을 따랐어요" in back.text
    assert "영화를 찾지 못했어요" in (await club.jiwoo.slash("film show", title="father")).text


async def test_a_language_can_be_chosen_in_one_step(club: Club) -> None:
    """The language can be given with the command."""
    korean = await club.sam.slash("language", language="ko")
    assert (korean.is_ephemeral, korean.card.title) == (True, "내 언어")
    assert "저장했어요" in korean.text
    english = await club.sam.slash("language", language="discord")
    assert "the language of your Discord" in english.text


async def test_a_language_can_be_chosen_in_direct_messages(club: Club) -> None:
    """The card mentions no server, and the choice also applies in servers."""
    card = await club.sam_in_dm.slash("language")
    assert "in this server" not in card.text
    await club.sam_in_dm.click(card, "한국어")
    assert (await club.sam_in_dm.slash("film show", title="Hope")).card.title == "소원 (2013)"
    assert (await club.sam.slash("language")).card.title == "내 언어"


async def test_a_choice_affects_nobody_else(club: Club) -> None:
    """When Sam chooses Korean, Mina still reads English."""
    await club.sam.slash("language", language="ko")
    assert (await club.mina.slash("language")).card.title == "Your language"


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_a_choice_is_there_after_a_restart(database_file: Path, language: str) -> None:
    """The first command after the restart is answered in the chosen language."""
    async with open_club(database_file) as club:
        await club.sam.slash("language", language=language)
        async with app.open_client(database_file) as client:
            await club.restart_bot(client)
            title = {"ko": "내 언어", "en": "Your language"}[language]
            card = await club.sam.slash("language")
            assert card.card.title == title
            assert ("as you chose" in card.text) is (language == "en")
