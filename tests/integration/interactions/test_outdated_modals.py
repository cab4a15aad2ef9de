"""A form that an older Nunmul opened is answered kindly by the next one."""

from pathlib import Path
from typing import Any

import discord
from discord import app_commands, ui

from bot.core.feature import Feature
from tests.discord_server.bots.in_process import in_process_bot
from tests.discord_server.club import Club


class Form(ui.Modal, title="A form"):
    """A form that only an older Nunmul knows."""

    name: ui.Label[Any] = ui.Label(text="Name", component=ui.TextInput())


async def open_form(interaction: discord.Interaction) -> None:
    """Open the form."""
    await interaction.response.send_modal(Form())


async def test_a_form_from_before_a_restart_is_answered_kindly(club: Club, database_file: Path) -> None:
    """The private answer says that the form is from an older version."""
    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="open", description="open", callback=open_form
    )
    async with in_process_bot(club.discord, database_file, extra_features=[Feature("form", commands=[command])]):
        form = (await club.sam.slash("open")).modal
    async with in_process_bot(club.discord, database_file):
        answer = await club.sam.submit_modal(form, {"Name": "Sam"})
        assert answer.message.is_ephemeral
        assert "from an older version of me" in answer.message.text
