"""The SQL statements for ballots and the last press on each. Triggers mark messages as outdated when choices change."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Any

from msgspec import Struct

from bot.core.storage.sql import Reader, SqlFragment, Values, Writer
from bot.ids import OptionId, PollId, UserId
from bot.polls.queries.polls import OPTION_COLUMNS
from bot.polls.rules.ballot import BallotChange, ButtonPress, VoteReceipt
from bot.polls.rules.option import Option
from bot.polls.rules.views.poll_view import Voter

ON_BALLOT = """
    EXISTS (SELECT 1 FROM ballot JOIN ballot_choice ON ballot_choice.ballot_id = ballot.id
    WHERE ballot.poll_id = :poll_id AND ballot.user_id = :user_id AND ballot_choice.option_id = poll_option.id)
"""
ON_OWN_BALLOT = "ballot_id IN (SELECT id FROM ballot WHERE poll_id = :poll_id AND user_id = :user_id)"


async def list_choices(reader: Reader, poll_id: PollId, user_id: UserId) -> tuple[Option, ...]:
    """Return the options that a person has voted for, in the poll's order, or in the person's order if ranked."""
    options = await reader.select(
        Option,
        f"SELECT {OPTION_COLUMNS} FROM ballot JOIN ballot_choice ON ballot_choice.ballot_id = ballot.id"
        " JOIN poll_option ON poll_option.id = ballot_choice.option_id"
        " WHERE ballot.poll_id = :poll_id AND ballot.user_id = :user_id ORDER BY place",
        {"poll_id": poll_id, "user_id": user_id},
    )
    return tuple(options)


class BallotBeforePress(Struct, frozen=True):
    """The options that a press depends on, each with whether it is on the person's ballot.

    These are the pressed option, if the poll has it, and the options on the ballot. `last_press` is the press stored
    with the ballot, if there is one, and what that press did.
    """

    is_chosen_by_option: Mapping[Option, bool]
    last_press: tuple[ButtonPress, BallotChange] | None = None


async def find_ballot_before_press(
    reader: Reader, poll_id: PollId, user_id: UserId, option_id: OptionId
) -> BallotBeforePress:
    """Return the pressed option, the person's ballot and its last press, read in one statement."""
    rows = await reader.select(
        _option_on_ballot,
        f"SELECT {ON_BALLOT} AS is_chosen, {OPTION_COLUMNS}, option_id AS pressed_id, interaction_id, change"
        f" FROM poll_option LEFT JOIN vote_press ON {ON_OWN_BALLOT}"
        f" WHERE poll_id = :poll_id AND (poll_option.id = :option_id OR {ON_BALLOT})",
        {"poll_id": poll_id, "user_id": user_id, "option_id": option_id},
    )
    last_presses = [press for _, _, press in rows if press]
    return BallotBeforePress(
        {option: is_chosen for option, is_chosen, _ in rows}, last_presses[0] if last_presses else None
    )


async def list_ballots(reader: Reader, poll_id: PollId) -> tuple[tuple[OptionId, ...], ...]:
    """Return the ids of the options on each ballot of a poll, in the ballot's order, without the voters."""
    sql = "SELECT ballot_id, option_id FROM ballot_choice WHERE poll_id = :poll_id ORDER BY ballot_id, place"
    ballots: dict[int, list[OptionId]] = {}
    for ballot_id, option_id in await reader.execute(sql, {"poll_id": poll_id}):
        ballots.setdefault(ballot_id, []).append(option_id)
    return tuple(map(tuple, ballots.values()))


async def list_voters(reader: Reader, poll_id: PollId) -> Sequence[Voter]:
    """Return the voters whose ids are stored, by option and then by ballot.

    In a ranked poll, only first choices count as votes.
    """
    return await reader.select(
        Voter,
        "SELECT ballot_choice.option_id, user_id, display_name"
        " FROM ballot_choice JOIN ballot ON ballot.id = ballot_choice.ballot_id"
        " JOIN poll ON poll.id = ballot.poll_id LEFT JOIN vote_press ON vote_press.ballot_id = ballot.id"
        " WHERE ballot.poll_id = :poll_id AND user_id IS NOT NULL AND (method <> 'ranked' OR place = 1)"
        " ORDER BY ballot_choice.option_id, ballot.id",
        {"poll_id": poll_id},
    )


def voter_ids(poll_id: PollId) -> SqlFragment:
    """Return a statement that selects the stored ids of a poll's voters, for use within another statement."""
    sql = "SELECT user_id FROM ballot WHERE poll_id = :poll_id AND user_id IS NOT NULL"
    return SqlFragment(sql, {"poll_id": poll_id})


async def list_voter_ids(reader: Reader, poll_id: PollId) -> Sequence[UserId]:
    """Return the stored ids of a poll's voters, in the order of their ballots."""
    voters = voter_ids(poll_id)
    return [row[0] for row in await reader.execute(f"{voters.sql} ORDER BY id", voters.values)]


async def insert_ballot(writer: Writer, poll_id: PollId, user_id: UserId) -> None:
    """Insert an empty ballot for a person."""
    await writer.execute(
        "INSERT INTO ballot (poll_id, user_id) VALUES (:poll_id, :user_id)", {"poll_id": poll_id, "user_id": user_id}
    )


async def delete_ballot(writer: Writer, poll_id: PollId, user_id: UserId) -> None:
    """Delete a person's ballot with its choices."""
    sql = "DELETE FROM ballot WHERE poll_id = :poll_id AND user_id = :user_id"
    await writer.execute(sql, {"poll_id": poll_id, "user_id": user_id})


async def delete_choices(writer: Writer, poll_id: PollId, user_id: UserId, option_ids: Iterable[OptionId]) -> None:
    """Delete options from a person's ballot."""
    for option_id in option_ids:
        values: Values = {"poll_id": poll_id, "user_id": user_id, "option_id": option_id}
        await writer.execute(f"DELETE FROM ballot_choice WHERE option_id = :option_id AND {ON_OWN_BALLOT}", values)


async def insert_choice(writer: Writer, poll_id: PollId, user_id: UserId, option_id: OptionId, place: int) -> None:
    """Insert an option into a person's ballot at a free place."""
    await writer.execute(
        "INSERT INTO ballot_choice (ballot_id, place, poll_id, option_id)"
        " SELECT id, :place, poll_id, :option_id FROM ballot WHERE poll_id = :poll_id AND user_id = :user_id",
        {"poll_id": poll_id, "user_id": user_id, "option_id": option_id, "place": place},
    )


async def save_ranking(
    writer: Writer, poll_id: PollId, user_id: UserId, before: Sequence[OptionId], after: Sequence[OptionId]
) -> None:
    """Write the difference between two rankings to a person's ballot, and delete a ballot that ranks nothing."""
    if not after:
        await delete_ballot(writer, poll_id, user_id)
        return
    if not before:
        await insert_ballot(writer, poll_id, user_id)
    kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    await delete_choices(writer, poll_id, user_id, before[kept:])
    for place, option_id in enumerate(after[kept:], start=kept + 1):
        await insert_choice(writer, poll_id, user_id, option_id, place)


async def save_press(writer: Writer, receipt: VoteReceipt, user_id: UserId, press: ButtonPress) -> None:
    """Store a press with a person's ballot, if there still is one, replacing the earlier press.

    In a secret poll, the person's name is not stored.
    """
    values: Values = {
        "poll_id": receipt.poll.id,
        "user_id": user_id,
        "option_id": press.option_id,
        "interaction_id": press.interaction_id,
        "change": receipt.change,
        "display_name": None if receipt.poll.is_secret else press.display_name,
    }
    await writer.execute(
        "INSERT INTO vote_press (ballot_id, option_id, interaction_id, change, display_name)"
        " SELECT id, :option_id, :interaction_id, :change, :display_name FROM ballot"
        " WHERE poll_id = :poll_id AND user_id = :user_id ON CONFLICT (ballot_id) DO UPDATE"
        " SET option_id = excluded.option_id, interaction_id = excluded.interaction_id, change = excluded.change,"
        " display_name = excluded.display_name",
        values,
    )


def _option_on_ballot(
    *, is_chosen: int, pressed_id: OptionId | None, interaction_id: int | None, change: str | None, **columns: Any
) -> tuple[Option, bool, tuple[ButtonPress, BallotChange] | None]:
    press = None
    if pressed_id is not None and interaction_id is not None and change is not None:
        press = ButtonPress(pressed_id, interaction_id), BallotChange(change)
    return Option(**columns), bool(is_chosen), press
