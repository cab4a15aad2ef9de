"""The parts that a pick adds to a film's short card: who drew the film, and why it was drawn."""

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import film_label
from bot.films.rules.film import FilmSummary
from bot.picks.rules.pick import Pick

NAME_LIMIT = 80


def reasons_text(pick: Pick, put_back: FilmSummary | None, localize: Localizer) -> str:
    """Return the footer of a pick's card: how often the film was drawn before, and the film that it replaces."""
    reasons = (times_drawn_text(pick, localize), put_back_text(pick, put_back, localize) if put_back else "")
    return "\n".join(reason for reason in reasons if reason)


def times_drawn_text(pick: Pick, localize: Localizer) -> str:
    """Return a text that says how many times the film has been drawn from this deck before."""
    owner = "own" if pick.requester.guild_id is None else "here"
    frequency = ("never", "once")[pick.times_drawn] if pick.times_drawn < 2 else "often"  # noqa: PLR2004  # never, once, often
    return localize(f"picks.why.{owner}-{frequency}", count=pick.times_drawn)


def put_back_text(pick: Pick, summary: FilmSummary, localize: Localizer) -> str:
    """Return a line without markdown that says that a film was put back into the deck."""
    key = "picks.back.own" if pick.requester.guild_id is None else "picks.back.here"
    return localize(key, film=film_label(summary, localize))


def put_back_card(pick: Pick, summary: FilmSummary, localize: Localizer) -> Embed:
    """Return the card that takes the place of a put-back pick if no other film matches."""
    put_back = escaping.escape_markdown(put_back_text(pick, summary, localize))
    text = f"{put_back}\n\n{localize('picks.back.nothing-else')}"
    return Embed(description=text, colour=theme.PALE_BLUE)


def drawn_by_line(name: str, localize: Localizer) -> str:
    """Return who drew a film, for the line above its card."""
    return localize("picks.drawn-by", name=escaping.label(name, NAME_LIMIT))
