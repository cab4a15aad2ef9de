"""How people type commands, and which ones Discord shows them."""

import discord
import pytest
from discord import app_commands

from tests.discord_server.bots.probe import COMMANDS, ProbeClient, interaction_data
from tests.discord_server.club import Club


async def test_typed_values_arrive(probe: ProbeClient, club: Club) -> None:
    """Texts, numbers, choices, people and channels arrive, and discord.py can read them."""
    await club.sam.without_waiting.slash("say", text="hi", age=20, where=club.thread, who=club.jiwoo.user, mood="Sad")
    heard = await probe.next_interaction()
    assert [option["value"] for option in interaction_data(heard)["options"]] == [
        "hi",
        20,
        str(club.thread.id),
        str(club.jiwoo.user.id),
        "sad",
    ]
    read = app_commands.Namespace(heard, interaction_data(heard)["resolved"], interaction_data(heard)["options"])
    assert (read.text, read.where.name, read.who.name) == ("hi", "spoilers", "jiwoo")


async def test_sub_commands_are_nested(probe: ProbeClient, club: Club) -> None:
    """A command in a group arrives inside the group."""
    await club.sam.without_waiting.slash("group in deep", text="hi")
    heard = await probe.next_interaction()
    assert interaction_data(heard)["options"][0]["options"][0]["options"][0]["value"] == "hi"


@pytest.mark.parametrize(
    ("line", "options", "error"),
    [
        ("shout", {"text": "hi"}, "there is no /shout"),
        ("group in", {}, "needs a sub-command"),
        ("group out", {}, "has no out"),
        ("say", {}, "requires"),
        ("say", {"text": "hi", "colour": "red"}, "not \\['colour', 'text'\\]"),
        ("say", {"text": "x" * 21}, "too much"),
        ("say", {"text": "hi", "age": 17}, "too little"),
        ("say", {"text": "hi", "mood": "Glad"}, "offers"),
    ],
)
async def test_a_refused_command_is_reported(
    probe: ProbeClient, club: Club, line: str, options: dict[str, object], error: str
) -> None:
    """A command that Discord's input box would refuse raises an AssertionError that names the mistake."""
    with pytest.raises(AssertionError, match=error):
        await club.sam.without_waiting.slash(line, **options)


async def test_moderators_commands_are_shown_only_to_moderators(probe: ProbeClient, club: Club) -> None:
    """A command with default permissions is hidden from people without them, and in direct messages."""
    await club.mina.without_waiting.slash("settings")
    with pytest.raises(AssertionError, match="sam is not offered /settings"):
        await club.sam.slash("settings")
    with pytest.raises(AssertionError, match="sam is not offered /settings"):
        await club.sam_in_dm.slash("settings")


async def test_without_a_user_install_the_bot_works_only_where_it_is_a_member(probe: ProbeClient, club: Club) -> None:
    """Elsewhere, also in private groups, only people who installed the bot can use it."""
    club.discord.world.add_member(club.sam.user, club.other_guild)
    with pytest.raises(AssertionError, match="not offered"):
        await club.sam.in_channel(club.other_guild.channels[0]).slash("say", text="hi")
    group = club.discord.world.create_group_dm(club.sam.user, club.mina.user)
    await club.mina.in_channel(group).without_waiting.slash("say", text="hi")
    heard = await probe.next_interaction()
    assert isinstance(heard.channel, discord.GroupChannel)
    assert (heard.context.private_channel, heard.is_user_integration(), heard.is_guild_integration()) == (
        True,
        True,
        False,
    )


async def test_an_interaction_carries_permissions(probe: ProbeClient, club: Club) -> None:
    """An interaction has the permissions of the bot and of the person in its channel, and both locales."""
    await club.discord.run(club.discord.events.deny_permissions(club.channel, "embed_links"))
    await club.mina.without_waiting.slash("settings")
    heard = await probe.next_interaction()
    assert (heard.app_permissions.embed_links, heard.app_permissions.send_messages) == (False, True)
    assert (heard.permissions.manage_guild, heard.permissions.administrator) == (True, False)
    assert (heard.locale, heard.guild_locale) == (discord.Locale.korean, discord.Locale.american_english)


async def test_command_ids_survive_a_sync(probe: ProbeClient, club: Club) -> None:
    """A sync with the same names keeps the commands' ids, and the commands can be listed."""
    before = {command["name"]: command["id"] for command in club.discord.world.commands}
    assert probe.application_id
    await probe.http.bulk_upsert_global_commands(probe.application_id, list(reversed(COMMANDS)))  # type: ignore[arg-type]
    known = await probe.http.get_global_commands(probe.application_id)
    assert {command["name"]: str(command["id"]) for command in known} == before
    assert club.discord.log.command_sync_count == 2
