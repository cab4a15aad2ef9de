"""Exports a closed poll with its ballots, as a CSV or a JSON file."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct, field

from bot.ids import OptionId, UserId
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll
from bot.polls.rules.settings import VotingMethod

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Spreadsheets interpret a text that begins with one of these as a formula."""
TEXT_MARK = "'"
"""Makes spreadsheets treat what follows as text."""
NAMELESS = "someone "
"""The label, before a number, of a voter in a public poll whose name is unknown or was deleted."""
BYTE_ORDER_MARK = "\ufeff"
"""Without it, Excel reads Hangul in a CSV file wrongly."""


class ExportFormat(StrEnum):
    """The formats that a poll can be exported in."""

    CSV = "csv"
    JSON = "json"


class ExportedBallot(Struct, frozen=True):
    """The options on a ballot, as ranked or in the poll's order, and the voter.

    The voter is None in a secret poll, and if the voter's data was deleted.
    """

    choices: tuple[OptionId, ...]
    voter_id: UserId | None = None
    voter_name: str | None = None


class ExportedPoll(Struct, frozen=True):
    """A closed poll with its ballots; `vetoes` has the number of vetoes by option."""

    poll: Poll
    options: tuple[Option, ...]
    ballots: tuple[ExportedBallot, ...]
    winner: Option | None
    vetoes: Mapping[OptionId, int] = field(default_factory=dict)


def in_neutral_order(ballots: Sequence[ExportedBallot]) -> tuple[ExportedBallot, ...]:
    """Return the ballots sorted by voter and content, so that their order does not reveal when people voted."""
    return tuple(
        sorted(ballots, key=lambda ballot: ((ballot.voter_name or "").casefold(), ballot.voter_id or 0, ballot.choices))
    )


def export(exported: ExportedPoll, file_format: ExportFormat) -> bytes:
    """Return the content of the file."""
    return _csv(exported) if file_format is ExportFormat.CSV else _json(exported)


def _csv(exported: ExportedPoll) -> bytes:
    """Return a CSV file with a row for each ballot and a column for each option.

    A cell has the rank of a ranked option, or 1 for a chosen one in an unranked poll.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["voter", *(f"{option.position}. {option.name}" for option in exported.options)])
    for number, ballot in enumerate(exported.ballots, start=1):
        marks = _marks(exported.poll.method, ballot)
        voter = _safe_text(ballot.voter_name or "") or f"{NAMELESS if not exported.poll.is_secret else ''}#{number}"
        writer.writerow([voter, *(marks.get(option.id, "") for option in exported.options)])
    return f"{BYTE_ORDER_MARK}{file.getvalue()}".encode()


def _marks(method: VotingMethod, ballot: ExportedBallot) -> Mapping[OptionId, int]:
    is_ranked = method not in {VotingMethod.SINGLE, VotingMethod.APPROVAL}
    return {option_id: place if is_ranked else 1 for place, option_id in enumerate(ballot.choices, start=1)}


def _safe_text(text: str) -> str:
    """Return a text that no spreadsheet interprets as a formula."""
    return f"{TEXT_MARK}{text}" if text.startswith(FORMULA_STARTS) else text


def _json(exported: ExportedPoll) -> bytes:
    poll, numbers = exported.poll, {option.id: option.position for option in exported.options}
    content = {
        "question": poll.question,
        "method": poll.method,
        "tie_break": poll.tie_break,
        "is_secret": poll.is_secret,
        "opened_at": _time(poll.opened_at),
        "closed_at": _time(poll.closed_at or poll.opened_at),
        "seed": poll.seed,
        "options": [_option(option, exported.vetoes) for option in exported.options],
        "winner": exported.winner.position if exported.winner else None,
        "ballots": [_ballot(ballot, numbers) for ballot in exported.ballots],
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


def _option(option: Option, vetoes: Mapping[OptionId, int]) -> Mapping[str, Any]:
    titles = {"title": option.label, "title_ko": option.korean_label, "year": option.year}
    known = {key: value for key, value in titles.items() if value is not None}
    return {"number": option.position, **known, "vetoes": vetoes.get(option.id, 0)}


def _ballot(ballot: ExportedBallot, numbers: Mapping[OptionId, int]) -> Mapping[str, Any]:
    known = {"voter": ballot.voter_name, "voter_id": str(ballot.voter_id) if ballot.voter_id else None}
    voter = {key: value for key, value in known.items() if value}
    return {**voter, "choices": [numbers[option_id] for option_id in ballot.choices]}


def _time(timestamp: int) -> str:
    return datetime.fromtimestamp(timestamp, UTC).isoformat()
