"""Finds polls by part of the question, by its initials in Hangul, or by a link to a message."""

import re
from collections.abc import Iterable, Iterator

from bot.films.rules.normalization import hangul
from bot.films.rules.normalization.normalize import (
    MAX_TITLE_LENGTH,
    normalize_initials,
    normalize_letters,
    normalize_text,
)
from bot.ids import NO_ID, GuildId, MessageId, PollId

_LINK = re.compile(
    r"\W*(?:https?://)?(?:(?:www|ptb|canary)\.)?discord(?:app)?\.com"
    r"/channels/(?P<server>[0-9]{1,20})/[0-9]{1,20}/(?P<message>[0-9]{1,20})(?:[/?#]\S*)?\W*",
    re.IGNORECASE,
)
_IGNORED = re.compile(r"[\s\"“”„«»]+")
MAX_SNOWFLAKE = 2**63 - 1


def parse_message_link(user_input: str) -> tuple[GuildId, MessageId] | None:
    """Return the server's and the message's id in a Discord message link, or None for any other text."""
    link = _LINK.fullmatch(user_input) if len(user_input) <= MAX_TITLE_LENGTH else None
    guild_id, message_id = (int(link["server"]), int(link["message"])) if link else (NO_ID, NO_ID)
    return (GuildId(guild_id), MessageId(message_id)) if 0 < max(guild_id, message_id) <= MAX_SNOWFLAKE else None


def match_questions(questions: Iterable[tuple[PollId, str]], user_input: str) -> Iterator[PollId]:
    """Return the ids of polls whose question contains the typed text ("오느" or "ㅇㄴ" for 오늘, "ete" for "été")."""
    needle, initials = _normalize(user_input), normalize_text(user_input).key
    if hangul.count_initials(initials):
        return (poll_id for poll_id, question in questions if initials in normalize_initials(question))
    return (poll_id for poll_id, question in questions if needle in _normalize(question))


def _normalize(text: str) -> str:
    """Return lower-case text without accents, spaces or quotation marks, with Hangul as keystrokes."""
    return _IGNORED.sub("", normalize_letters(text))
