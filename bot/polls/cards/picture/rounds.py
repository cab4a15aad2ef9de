"""Describes the rounds of a ranked count, for the picture and in words."""

from collections.abc import Iterator

from bot.core.text.translations import Localizer
from bot.ids import OptionId
from bot.polls.cards.picture.labels import option_text, short_title
from bot.polls.pictures.result_picture import Flow
from bot.polls.rules.counting.ranked import RankedCount, Round
from bot.polls.rules.option import Option
from bot.polls.rules.views.poll_view import PollView

LIST_SEPARATOR = ", "


def flows(view: PollView, count: RankedCount, localize: Localizer) -> tuple[Flow, ...]:
    """Return a flow for each option, the winner first, then one for exhausted ballots, then the vetoed options."""
    order, winner = _final_order(count, view.winner), view.winner
    places = {option_id: place for place, option_id in enumerate(order)}
    labels = {option.id: option_text(option, localize) for option in view.options}
    shown = [
        Flow(
            labels[option_id],
            tuple(round_.votes[option_id] for round_ in count.rounds if option_id in round_.votes),
            tuple(_moves(count, option_id, places)),
            is_winner=winner is not None and option_id == winner.id,
        )
        for option_id in order
    ]
    rest = tuple(round_.exhausted for round_ in count.rounds)
    exhausted = [Flow(localize("polls.picture.rest"), rest, is_rest=True)] if any(rest) else []
    vetoed = view.outcome.vetoed if view.outcome else ()
    return (*shown, *exhausted, *(Flow(labels[option.id], (), is_out=True) for option in vetoed))


def _final_order(count: RankedCount, winner: Option | None) -> list[OptionId]:
    """Return the ids of the counted options, the winner first.

    The options of the last round are followed by the eliminated ones, the latest elimination first.
    """
    last = sorted(count.rounds[-1].votes, key=lambda option_id: winner is None or option_id != winner.id)
    eliminations = [round_.elimination for round_ in reversed(count.rounds) if round_.elimination]
    out = [option_id for elimination in eliminations for option_id in elimination.option_ids]
    return [*last, *out]


def _moves(count: RankedCount, option_id: OptionId, places: dict[OptionId, int]) -> Iterator[tuple[int, int]]:
    """Yield the index of each flow that an option's ballots move to, with the number of ballots.

    Exhausted ballots move to the flow after those of all options.
    """
    for round_ in count.rounds:
        for transfer in round_.elimination.transfers if round_.elimination else ():
            if transfer.from_id == option_id:
                yield len(places) if transfer.to_id is None else places[transfer.to_id], transfer.count


def rounds_text(view: PollView, count: RankedCount, localize: Localizer) -> str:
    """Return the votes of the last round.

    If there were earlier rounds, also say which option was out in which round, and the votes of the first round.
    """
    titles = {option.id: short_title(option, localize) for option in view.options}
    last, first = count.rounds[-1], count.rounds[0]
    parts = [_votes_text(last, titles, localize)]
    if out := LIST_SEPARATOR.join(_out_texts(count, titles, localize)):
        parts += [localize("polls.picture.out", names=out), _votes_text(first, titles, localize)]
    return " ".join(parts)


def _votes_text(round_: Round, titles: dict[OptionId, str], localize: Localizer) -> str:
    votes = LIST_SEPARATOR.join(f"{titles[option_id]} {count}" for option_id, count in round_.votes.items())
    return localize("polls.picture.round", number=round_.number, votes=votes)


def _out_texts(count: RankedCount, titles: dict[OptionId, str], localize: Localizer) -> Iterator[str]:
    for round_ in count.rounds:
        for option_id in round_.elimination.option_ids if round_.elimination else ():
            yield localize("polls.picture.out-in", title=titles[option_id], number=round_.number)
