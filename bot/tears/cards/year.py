"""Shows a server's year in tears as a card: around its picture, or in words where no picture can be shown."""

from collections.abc import Callable, Iterator

from discord import Embed
from msgspec import Struct

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.films.rules.film import FilmSummary
from bot.tears.cards.board import SEPARATOR, Summaries, short_title, tears_text, tissue_bar
from bot.tears.rules.board import ADDED_MEAN, ADDED_RATINGS
from bot.tears.rules.rating import MAX_TISSUES
from bot.tears.rules.year import YearTears

TOP_FILMS = 3
Title = Callable[[FilmSummary, Localizer], str]
"""Returns a film's title, with or without markdown."""


class Fact(Struct, frozen=True):
    """A fact about a year: a heading, a number of people or tissues as text, and the film or the month."""

    heading: str
    detail: str
    text: str


def year_title(year: YearTears, localize: Localizer) -> str:
    """Return the title, such as "2026 in tears"."""
    return localize("tears.year.title", year=year.number)


def year_card(year: YearTears, localize: Localizer, introduction: str = "") -> Embed:
    """Return the card around the picture."""
    card = Embed(title=year_title(year, localize), description=introduction or None, colour=theme.TEARS[MAX_TISSUES])
    return card.set_footer(text=localize("tears.board.rule", count=ADDED_RATINGS, mean=ADDED_MEAN))


def year_in_words(year: YearTears, films: Summaries, localize: Localizer, introduction: str = "") -> Embed:
    """Return the year as text: totals, top films, the film that made the most people cry, and the hardest month."""
    card = year_card(year, localize)
    lines = [introduction, summary_text(year, localize), "", *_film_lines(year, films, localize), ""]
    facts = [
        f"{fact.heading}: **{fact.text}**{SEPARATOR}{fact.detail}"
        for fact in year_facts(year, films, localize, short_title)
    ]
    card.description = "\n".join([*lines, *facts]).strip()
    return card


def _film_lines(year: YearTears, films: Summaries, localize: Localizer) -> Iterator[str]:
    shown = [tears for tears in year.board.ranking if tears.film_id in films][:TOP_FILMS]
    for place, tears in enumerate(shown, 1):
        title = short_title(films[tears.film_id], localize)
        yield f"**{place}. {title}**\n{tissue_bar(tears.mean)} {tears_text(tears, localize)}"


def summary_text(year: YearTears, localize: Localizer) -> str:
    """Return how many ratings there were, from how many people, and how many tissues."""
    return SEPARATOR.join(
        (
            localize("tears.year.ratings", count=year.board.rating_count),
            people_text(year.person_count, localize),
            tissues_text(year.tissues, localize),
        )
    )


def people_text(count: int, localize: Localizer) -> str:
    """Return a number of people as text."""
    return localize("tears.year.person" if count == 1 else "tears.year.people", count=count)


def tissues_text(count: int, localize: Localizer) -> str:
    """Return a number of tissues as text."""
    return localize("tears.year.tissue" if count == 1 else "tears.year.tissues", count=count)


def month_name(month: int, localize: Localizer) -> str:
    """Return the name of a month, counted from 1."""
    return localize(f"tears.month.{month}")


def year_facts(year: YearTears, films: Summaries, localize: Localizer, title: Title) -> Iterator[Fact]:
    """Yield the film that made the most people cry and the hardest month, each only if there is one."""
    if year.most_cried and (film := films.get(year.most_cried)):
        people = people_text(year.cried[film.id], localize)
        yield Fact(localize("tears.year.most-cried"), people, title(film, localize))
    if month := year.hardest_month:
        tissues = tissues_text(year.months[month - 1], localize)
        yield Fact(localize("tears.year.hardest"), tissues, month_name(month, localize))
