"""Shows the rounds of a ranked count as text: as lines in a result, or as fields that explain the count."""

from collections.abc import Iterator, Sequence

from discord import Embed

from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.ids import OptionId
from bot.polls.cards.formatting import option_name, place_text, share_text, vote_bar, vote_count_text
from bot.polls.rules.counting.ranked import Elimination, EliminationReason, RankedCount, Round
from bot.polls.rules.settings import TieBreak
from bot.polls.rules.views.poll_view import PollView

MAX_NAME_LENGTH, MAX_LAST_ROUND_NAME_LENGTH, MAX_NAMES_LENGTH, MAX_NAMED, MAX_MOVES = 30, 60, 160, 5, 4
MAX_FIELD_LENGTH, MAX_ROUNDS, MAX_ROUNDS_LENGTH = 1_000, 12, 2_900
"""The maximum length of a field, the maximum number of rounds on a card, and their maximum total length."""


def last_round_lines(view: PollView, count: RankedCount, localize: Localizer) -> Iterator[str]:
    """Yield a line for each option in the last round, most votes first, with the winner first among tied options."""
    last = count.rounds[-1]
    total = sum(last.votes.values())
    listed = sorted(last.votes.items(), key=lambda item: (-item[1], item[0] != (view.winner and view.winner.id)))
    for index, (option_id, votes) in enumerate(listed):
        place = place_text(view, index, is_first=option_id in count.first)
        name = _name(view, option_id, localize, MAX_LAST_ROUND_NAME_LENGTH)
        yield f"{place} {name} · {share_text(votes, total, vote_count_text(votes, localize))}"


def elimination_lines(view: PollView, count: RankedCount, localize: Localizer) -> Iterator[str]:
    """Yield a line for each round but the last: which options are out, and where their ballots go."""
    for each in count.rounds:
        if each.elimination:
            number = localize("polls.counted.round", number=each.number)
            yield f"{number}: {_elimination_text(view, each.elimination, localize)}"


def add_round_fields(card: Embed, view: PollView, count: RankedCount, localize: Localizer) -> None:
    """Add a field with bars for the last round, and for as many of the first rounds as fit."""
    fields = [_round_field(view, each, localize) for each in count.rounds]
    shown = _count_fitting_rounds(fields)
    for name, text in fields[: shown - 1]:
        card.add_field(name=name, value=text, inline=False)
    if omitted := len(fields) - shown:
        card.add_field(name="…", value=localize("polls.counted.more-rounds", count=omitted), inline=False)
    name, text = fields[-1]
    card.add_field(name=name, value=text, inline=False)


def _count_fitting_rounds(fields: Sequence[tuple[str, str]]) -> int:
    """Return how many rounds fit on a card, counting the last one first."""
    room, shown = MAX_ROUNDS_LENGTH - sum(map(escaping.utf16_length, fields[-1])), 1
    for name, text in fields[: MAX_ROUNDS - 1][: len(fields) - 1]:
        room -= escaping.utf16_length(name) + escaping.utf16_length(text)
        if room < 0:
            break
        shown += 1
    return shown


def _round_field(view: PollView, each: Round, localize: Localizer) -> tuple[str, str]:
    total = sum(each.votes.values())
    out = each.elimination.option_ids if each.elimination else ()
    lines = [
        f"{vote_bar(votes, total)} {votes} · {_name(view, option_id, localize)}"
        for option_id, votes in each.votes.items()
        if votes or option_id not in out
    ]
    key = "round" if each.elimination else "last-round"
    text = "\n".join(lines)
    if each.elimination:
        ending = _elimination_text(view, each.elimination, localize)
        text = escaping.truncate(text, MAX_FIELD_LENGTH - 1 - escaping.utf16_length(ending)) + f"\n{ending}"
    return localize(f"polls.counted.{key}", number=each.number), escaping.truncate(text, MAX_FIELD_LENGTH)


def _elimination_text(view: PollView, elimination: Elimination, localize: Localizer) -> str:
    """Return which options are out.

    Options without votes are only named. For an option with votes, also say where its ballots go and what broke a tie.
    """
    if elimination.reason is EliminationReason.NO_VOTES:
        return localize("polls.counted.out-unvoted", names=_names(view, elimination.option_ids, localize))
    option = _name(view, elimination.option_ids[0], localize)
    text = localize("polls.counted.out", option=option, moves=_moves_text(view, elimination, localize))
    return " ".join(filter(None, (text, _reason_text(view, elimination, localize))))


def _moves_text(view: PollView, elimination: Elimination, localize: Localizer) -> str:
    """Return where the ballots of an eliminated option go, such as "2 to Harmony, 1 with no next choice"."""
    moves = [
        localize("polls.counted.move", count=move.count, option=_name(view, move.to_id, localize))
        if move.to_id
        else localize("polls.counted.move-none", count=move.count)
        for move in elimination.transfers[:MAX_MOVES]
    ]
    if more := sum(move.count for move in elimination.transfers[MAX_MOVES:]):
        moves.append(localize("polls.result.more", count=more))
    return ", ".join(moves) + "."


def _reason_text(view: PollView, elimination: Elimination, localize: Localizer) -> str:
    match elimination.reason:
        case EliminationReason.EARLIER_ROUND:
            return localize("polls.counted.because-earlier", number=elimination.compared_round)
        case EliminationReason.TIE_BREAK:
            by = "earliest" if view.poll.tie_break is TieBreak.EARLIEST else "lots"
            return localize(f"polls.counted.because-{by}")
    return ""


def _names(view: PollView, option_ids: Sequence[OptionId], localize: Localizer) -> str:
    names = [_name(view, option_id, localize) for option_id in option_ids[:MAX_NAMED]]
    if more := len(option_ids) - len(names):
        names.append(localize("polls.result.more", count=more))
    return escaping.truncate(", ".join(names), MAX_NAMES_LENGTH)


def _name(view: PollView, option_id: OptionId, localize: Localizer, limit: int = MAX_NAME_LENGTH) -> str:
    option = view.find_option(option_id)
    return option_name(option, localize, limit) if option else ""
