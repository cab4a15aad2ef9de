"""The pages use the names of buttons and commands that their readers see in Discord."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from bot import app
from bot.core.text.languages import Language
from bot.core.text.translations import Translations
from tests.test_documented import PAGES, commands

ROOT = Path(__file__).parents[2]
KOREAN = "## 한국어로"
QUOTED, COMMAND = re.compile(r"“([^”{}]+)”"), re.compile(r"`/([a-z가-힣]+(?: [a-z가-힣]+)?)(?![/a-z가-힣])[^`]*`")


def parts(page: str) -> Mapping[Language, str]:
    """Return what a page says in each language. The Korean part begins at a Korean heading."""
    english, _, korean = page.partition(KOREAN)
    return {Language.ENGLISH: english, Language.KOREAN: korean}


def wrong_names(part: str, language: Language, texts: Mapping[Language, Mapping[str, str]]) -> Iterator[str]:
    """Yield the quotations in a part that are not texts of its language."""
    own = set(texts[language].values())
    for quoted in QUOTED.findall(part):
        if quoted not in own:
            yield quoted


def wrong_commands(text: str, known: Sequence[str]) -> Iterator[str]:
    """Yield commands in a text that do not exist. A group such as "/poll …" counts as existing."""
    for named in COMMAND.findall(text):
        if (
            named not in known
            and named.split()[0] not in known
            and not any(name.startswith(f"{named} ") for name in known)
        ):
            yield named


@pytest.fixture
async def known(database_file: Path) -> Sequence[str]:
    async with app.open_client(database_file) as client:
        return [command.qualified_name for command in commands(client.tree)]


@pytest.mark.parametrize("language", Language)
def test_quoted_button_names_exist_in_the_texts(language: Language) -> None:
    """Each name in quotes in PRIVACY.md is a text of that part's language."""
    part = parts((ROOT / "PRIVACY.md").read_text(encoding="utf-8"))[language]
    assert QUOTED.findall(part)
    assert list(wrong_names(part, language, app.load_translations().texts)) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_command_is_named_as_its_readers_see_it(page: str, known: Sequence[str], translations: Translations) -> None:
    """Each `/command` on a page exists under that name in the language of its part."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for language, part in ({Language.KOREAN: text} if page.endswith(".ko.md") else parts(text)).items():
        assert list(wrong_commands(part, [translations.localizer(language).command_name(name) for name in known])) == []


@pytest.mark.parametrize("language", Language)
def test_our_texts_name_commands_and_buttons_correctly(language: Language, known: Sequence[str]) -> None:
    """No text names a command that does not exist, or a button by a name that only the other language has."""
    texts = app.load_translations().texts
    (other,) = set(Language) - {language}
    only_there = set(texts[other].values()) - set(texts[language].values())
    localize = app.load_translations().localizer(language)
    named = [localize.command_name(name) for name in known]
    for key, text in texts[language].items():
        assert list(wrong_commands(text, named)) == [], key
        assert not set(QUOTED.findall(text)) & only_there, key


def test_a_wrong_name_is_found() -> None:
    """A button of the other language, an unknown button and an unknown command are all reported."""
    texts = app.load_translations().texts
    assert list(wrong_names("“⚠️ Report a mistake”", Language.KOREAN, texts)) == ["⚠️ Report a mistake"]
    assert list(wrong_names("“⚠️ 제보하기” “Nothing”", Language.ENGLISH, texts)) == [
        "⚠️ 제보하기",
        "Nothing",
    ]
    assert list(wrong_commands("`/privacy …` `/privacy erase` `/nothing`", ["privacy show"])) == [
        "privacy erase",
        "nothing",
    ]
