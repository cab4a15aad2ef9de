"""Sends the slash commands to Discord when they have changed, and stores their ids for clickable mentions."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.transport import internals

log = logging.getLogger(__name__)
Ids = Mapping[str, int]
EMPTY_MEMO: Mapping[str, Any] = {"digest": "", "ids": {}}
SYNC_TIMEOUT = 10.0
"""Seconds after which a sync is given up; the bot also works without it."""
FAILURES = (discord.DiscordException, aiohttp.ClientError, OSError, UserError)


async def sync_commands(tree: app_commands.CommandTree[Any], database: Database) -> Ids:
    """Send the commands to Discord if they have changed since the last sync; return the known command ids."""
    memo_name = f"commands of {tree.client.application_id}"
    known = _parse_memo(await database.get_value(memo_name))
    payloads = await internals.command_payloads(tree)
    digest = _digest(payloads)
    if known["digest"] == digest:
        return _ids(known)
    try:
        async with asyncio.timeout(SYNC_TIMEOUT):
            sent = await internals.send_commands(tree, payloads)
        memo = {"digest": digest, "ids": {command["name"]: int(command["id"]) for command in sent}}
        await database.set_value(memo_name, json.dumps(memo))
    except FAILURES as error:
        log.warning("commands not synced error=%r", error)
        return _ids(known)
    log.info("commands synced count=%d", len(sent))
    return _ids(memo)


def _digest(payloads: Sequence[Mapping[str, Any]]) -> str:
    """Return a digest of everything that would be sent, in every language."""
    return hashlib.sha256(json.dumps(payloads, sort_keys=True, default=str).encode()).hexdigest()


def _parse_memo(memo: str | None) -> Mapping[str, Any]:
    try:
        known = json.loads(memo or "")
        return known if {"digest", "ids"} <= known.keys() else EMPTY_MEMO
    except (ValueError, AttributeError):
        return EMPTY_MEMO


def _ids(known: Mapping[str, Any]) -> Ids:
    return {str(name): int(number) for name, number in known["ids"].items()}
