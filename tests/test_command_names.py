"""Korean readers find every command, group and option under a Korean name."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from bot import app
from bot.core.text.languages import Language
from bot.core.text.translations import Translations, Translator
from bot.transport.client import NunmulClient
from tests.discord_rules import commands, openapi
from tests.file_cache import uncached_payloads
from tests.messages.message_files import HANGUL

Body = dict[str, Any]
SUBCOMMAND_TYPES = {1, 2}
SYNC = "/applications/1/commands"


async def payload(client: NunmulClient) -> list[Body]:
    """Return the commands as a sync sends them."""
    await client.tree.set_translator(Translator(client.core.translations))
    return await uncached_payloads(client.tree)


@pytest.fixture
async def synced_commands(database_file: Path) -> list[Body]:
    async with app.open_client(database_file) as client:
        return await payload(client)


def named_parts(parts: list[Body], path: str = "") -> Iterator[tuple[str, Body]]:
    """Yield every command, group and option with its path, as in "film show title"."""
    for part in parts:
        name = f"{path} {part['name']}".strip()
        yield name, part
        yield from named_parts(part.get("options") or [], name)


def test_every_command_and_option_has_a_korean_name(synced_commands: list[Body]) -> None:
    """Every name has a Korean one, which belongs under [FEATURE.command-name] in messages.ko.toml."""
    unnamed = [
        name
        for name, part in named_parts(synced_commands)
        if not HANGUL.search(part["name_localizations"].get("ko", ""))
    ]
    assert unnamed == []


def test_the_names_follow_discords_rules(synced_commands: list[Body]) -> None:
    """The names break none of Discord's rules on characters, lengths and duplicates."""
    assert commands.commands_faults(synced_commands) == []


def test_the_names_follow_discords_api_description(synced_commands: list[Body]) -> None:
    """The whole body of a sync is valid."""
    spec = openapi.load_spec()
    if spec is None:
        pytest.skip("Discord's OpenAPI description is missing; DISCORD_OPENAPI may name its path")
    assert spec.faults("PUT", SYNC, json.loads(json.dumps(synced_commands))) == []


def test_a_command_is_named_as_its_reader_sees_it(translations: Translations, synced_commands: list[Body]) -> None:
    """A Korean reader sees /영화 보기 and an English one /film show. An unknown name stays as it is."""
    korean, english = translations.localizer(Language.KOREAN), translations.localizer(Language.ENGLISH)
    assert (korean.command_name("film show"), english.command_name("film show")) == ("영화 보기", "film show")
    assert korean.command_name("nothing here") == "nothing here"


async def test_korean_names_are_part_of_a_sync(database_file: Path) -> None:
    """A sync without the Korean names sends a different payload."""
    async with app.open_client(database_file) as client:
        named = await payload(client)
        with patch.dict(client.core.translations.command_names, {Language.KOREAN: {}}):
            assert await payload(client) != named
        assert await payload(client) == named
