"""What a server thinks of one film: the spread of its ratings, and the moments that people shared."""

from collections.abc import Iterator

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import drops, film_title
from bot.films.rules.film import FilmSummary
from bot.tears.cards.board import EMPTY, FULL
from bot.tears.cards.rating import mean_text
from bot.tears.rules.moment import FilmSpread, Moment, MomentPage
from bot.tears.rules.rating import MAX_MOMENT_LENGTH, MAX_TISSUES

BAR_CELLS = 6


def film_board_card(film: FilmSummary, spread: FilmSpread, localize: Localizer) -> Embed:
    """Return a card with the spread of a film's ratings in a server, or with a note that there are none."""
    lines = _spread_lines(spread, localize) if spread.count else [localize("tears.film.nobody")]
    return Embed(
        title=film_title(film, localize),
        description="\n".join(lines),
        colour=theme.tears_colour(int(spread.mean + 0.5) if spread.count else None),
    )


def _spread_lines(spread: FilmSpread, localize: Localizer) -> Iterator[str]:
    key = "tears.film.mean-one" if spread.count == 1 else "tears.film.mean"
    yield localize(key, mean=mean_text(spread.mean), count=spread.count)
    yield ""
    largest = max(spread.by_tissues.values())
    for tissues in range(MAX_TISSUES, -1, -1):
        people = spread.by_tissues.get(tissues, 0)
        yield f"`{tissues}` {_bar(people, largest)} **{people}** {localize(f'tears.level.{tissues}')}"


def _bar(people: int, largest: int) -> str:
    """Return a bar that is full for the largest number, and has at least one full cell if anyone gave this rating."""
    full = max(round(people / largest * BAR_CELLS), 1) if people else 0
    return FULL * full + EMPTY * (BAR_CELLS - full)


def moments_card(film: FilmSummary, page: MomentPage, localize: Localizer) -> Embed:
    """Return a card with a page of moments, behind spoiler bars and without names, or a note that there are none."""
    lines = [moment_line(moment, localize) for moment in page.moments] or [localize("tears.moments.none")]
    card = Embed(title=film_title(film, localize), description="\n\n".join(lines), colour=theme.BLUE)
    if page.page_count == 1:
        return card
    return card.set_footer(text=localize("tears.board.page", page=page.page_index + 1, pages=page.page_count))


def moment_line(moment: Moment, localize: Localizer) -> str:
    """Return a moment and its tissues as markdown, marked if the reader wrote the moment."""
    own = f" · *{localize('tears.moments.own')}*" if moment.is_own else ""
    text = escaping.escape_markdown(moment.text, MAX_MOMENT_LENGTH * 2)
    return f"{drops(moment.tissues) or localize('tears.level.0')}{own}\n||{text}||"
