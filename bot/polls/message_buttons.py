"""The buttons and menus on poll messages and results, and their custom ids."""

from bot.core.interactions.components import Component, button, in_row, link_button, select
from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.ids import FilmId
from bot.polls.cards.formatting import option_label
from bot.polls.cards.poll_list import message_url, reachable_url
from bot.polls.rules.management.repetition import losing_options
from bot.polls.rules.option import MAX_OPTIONS
from bot.polls.rules.poll import PollState
from bot.polls.rules.settings import VotingMethod
from bot.polls.rules.views.poll_view import PollView

VOTE, BALLOT, FILMS, VOTERS, RANK, VETO = "vote", "poll-ballot", "poll-films", "poll-who", "poll-rank", "poll-veto"
COUNTING, RESULT, REPEAT, DETAILS = "poll-counted", "poll-result", "poll-repeat", "details"
"""Names of components. `DETAILS` belongs to the films feature, which shows the film's card privately."""
CRIED, ASK_TOMORROW = "cried", "ask-tomorrow"
"""Names of the tears feature's buttons."""
SUGGEST = "poll-suggest"
RESULT_SUFFIX = ":posted"
"""The end of the `COUNTING` button's custom id, on the posted result only."""
BUTTONS_PER_ROW, LAST_ROW = 5, 4


def message_components(view: PollView, localize: Localizer) -> list[Component]:
    """Return the buttons on a poll's message."""
    poll = view.poll
    match poll.state:
        case PollState.CANCELLED:
            return []
        case PollState.CLOSED if poll.result_message_id:
            return [link_button(localize("polls.press.result"), message_url(poll, poll.result_message_id))]
        case PollState.CLOSED:
            return [button(RESULT, poll.id, localize("polls.press.result"))]
        case PollState.OPEN:
            is_ranked = poll.method is VotingMethod.RANKED
            ways_to_vote = [_rank_button(view, localize)] if is_ranked else _vote_buttons(view, localize)
            return [*ways_to_vote, *_last_row(view, localize)]


def _rank_button(view: PollView, localize: Localizer) -> Component:
    return button(RANK, view.poll.id, localize("polls.press.rank"), primary=True)


def _last_row(view: PollView, localize: Localizer) -> list[Component]:
    has_films = any(option.film_id for option in view.options)
    films = [button(FILMS, view.poll.id, localize("polls.press.films"))] if has_films else []
    return in_row(
        LAST_ROW,
        button(BALLOT, view.poll.id, localize("polls.press.ballot")),
        *films,
        *_voters_buttons(view, localize),
        *_veto_buttons(view, localize),
        *_suggest_buttons(view, localize),
    )


def _suggest_buttons(view: PollView, localize: Localizer) -> list[Component]:
    can_suggest = view.poll.takes_suggestions and len(view.options) < MAX_OPTIONS
    return [button(SUGGEST, view.poll.id, localize("polls.press.suggest"))] if can_suggest else []


def _veto_buttons(view: PollView, localize: Localizer) -> list[Component]:
    return [button(VETO, view.poll.id, localize("polls.press.veto"))] if view.poll.veto_threshold else []


def _voters_buttons(view: PollView, localize: Localizer) -> list[Component]:
    return [button(VOTERS, view.poll.id, localize("polls.press.who"))] if view.voters is not None else []


def _vote_buttons(view: PollView, localize: Localizer) -> list[Component]:
    """Return a button for each option, in rows of five above the last row."""
    buttons: list[Component] = []
    for option in view.options:
        number = f"{option.position} "
        text = number + option_label(option, localize, theme.LABEL_LIMIT - len(number))
        buttons.append(button(VOTE, f"{view.poll.id}:{option.id}", text, primary=True))
    return buttons


def status_components(view: PollView, localize: Localizer) -> list[Component]:
    """Return the buttons below the state of an open or cancelled poll."""
    url = reachable_url(view.poll)
    return [
        *([link_button(localize("polls.press.poll"), url)] if url else []),
        *_voters_buttons(view, localize),
    ]


def result_components(view: PollView, localize: Localizer, *, is_posted: bool) -> list[Component]:
    """Return the buttons below a result; `is_posted` is True for the result that is posted in the channel."""
    poll, winner = view.poll, view.winner
    film = _winner_buttons(winner.film_id, localize) if winner and winner.film_id else []
    argument = f"{poll.id}{RESULT_SUFFIX}" if is_posted else poll.id
    run_off = [button(RESULT, view.run_off_id, localize("polls.press.run-off"))] if view.run_off_id else []
    counting = button(COUNTING, argument, localize("polls.press.counted"))
    repeat = [button(REPEAT, poll.id, localize("polls.press.repeat"))] if losing_options(view) else []
    return [*film, *run_off, counting, *_voters_buttons(view, localize), *repeat]


def _winner_buttons(film_id: FilmId, localize: Localizer) -> list[Component]:
    """Return the buttons about the film that won: its card, and the two of the tears feature."""
    return [
        button(DETAILS, film_id, localize("polls.press.film")),
        button(CRIED, film_id, localize("tears.button.cried")),
        button(ASK_TOMORROW, film_id, localize("tears.button.ask")),
    ]


def film_select(view: PollView, localize: Localizer) -> Component:
    """Return a menu of a poll's films, which shows the chosen film's card privately."""
    options = [(str(option.film_id), option_label(option, localize), "") for option in view.options if option.film_id]
    return select(DETAILS, localize("polls.press.choose-film"), options)
