"""The cards of a search: its list, the same for everybody's eyes, and what helps when nothing was found."""

from collections.abc import Callable, Mapping

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.films.cards.film import length, line
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.catalogue.vocabulary import Vocabulary
from bot.films.rules.film import Person
from bot.films.rules.search.film_filter import FilmFilter, active_conditions, redact_for_public
from bot.films.rules.search.search_results import NoResults, SearchHit, SearchPage
from bot.films.rules.search.search_terms import unquoted
from bot.films.rules.search.theme_match import THEME_KIND, is_spoiler
from bot.films.rules.search.years import YearRange

HOOK, CONDITION = 200, 60
BETWEEN = " · "


def list_card(page: SearchPage, reference: ReferenceData, localize: Localizer) -> Embed:
    """A page of what was found, for who searched."""
    return _list(page, page.film_filter, reference, localize)


def shared_card(page: SearchPage, reference: ReferenceData, localize: Localizer) -> Embed:
    """The same for everybody: no telling theme and no ending is named, and where to search for more."""
    card = _list(page, redact_for_public(page.film_filter, reference.vocabulary), reference, localize)
    parts = (card.footer.text, localize("films.search.shared"))
    return card.set_footer(text=BETWEEN.join(part for part in parts if part))


def _list(page: SearchPage, told: FilmFilter, reference: ReferenceData, localize: Localizer) -> Embed:
    count = localize("films.search.one" if page.total == 1 else "films.search.many", count=page.total)
    title = theme.escape_markdown(BETWEEN.join((count, *conditions(told, reference, localize))), theme.TITLE_LIMIT)
    card = Embed(title=title, colour=theme.BLUE)
    for film in page.films:
        _add(card, film, localize)
    if page.page_count > 1:
        card.set_footer(text=localize("films.search.page", page=page.page_index + 1, pages=page.page_count))
    return card


def _add(card: Embed, film: SearchHit, localize: Localizer) -> None:
    hook = theme.escape_markdown(film.hook(localize.language), HOOK) or localize("films.search.no-hook")
    card.add_field(
        name=theme.escape_markdown(line(film.summary, localize), theme.FIELD_NAME_LIMIT), value=hook, inline=False
    )


def nothing_card(found: NoResults, reference: ReferenceData, localize: Localizer, show: str) -> Embed:
    """Says that there is none, and what to do instead; `show` mentions the command that shows a film by its title."""
    told = [theme.escape_markdown(text) for text in conditions(found.film_filter, reference, localize)]
    text = localize(f"films.search.none-{_why_none(found)}", conditions=BETWEEN.join(told), show=show)
    return Embed(title=localize("films.search.none"), description=text, colour=theme.PALE_BLUE)


def _why_none(found: NoResults) -> str:
    """Which of the sentences about nothing is the right one."""
    if len(asked := active_conditions(found.film_filter)) > 1:
        return "mixed" if found.counts_without else "stuck"
    if found.film_filter.person:
        return {0: "person", 1: "person-near-one"}.get(len(found.similar_people), "person-near")
    return "words" if asked == ("words",) else "other"


def conditions(wanted: FilmFilter, reference: ReferenceData, localize: Localizer) -> list[str]:
    """What was wanted, condition by condition, in words without markdown."""
    return [condition(wanted, name, reference, localize) for name in active_conditions(wanted) if name in SAID]


def condition(wanted: FilmFilter, name: str, reference: ReferenceData, localize: Localizer) -> str:
    """One condition in words without markdown."""
    return theme.label(SAID[name](wanted, reference, localize), CONDITION)


def _words(wanted: FilmFilter, _: ReferenceData, localize: Localizer) -> str:
    return localize("films.search.by.words", words=theme.label(theme.unquoted(wanted.words or ""), CONDITION - 2))


def _person(wanted: FilmFilter, _: ReferenceData, localize: Localizer) -> str:
    return localize("films.search.by.person", name=unquoted(wanted.person or ""))


def _themes(wanted: FilmFilter, reference: ReferenceData, localize: Localizer) -> str:
    labels = (reference.vocabulary.label(THEME_KIND, theme, localize.language) for theme in wanted.themes)
    return localize("films.search.by.theme", theme=", ".join(labels))


def _ending(wanted: FilmFilter, reference: ReferenceData, localize: Localizer) -> str:
    return localize(
        "films.search.by.ending", ending=reference.vocabulary.label("ending", wanted.ending, localize.language)
    )


def _years(wanted: FilmFilter, _: ReferenceData, localize: Localizer) -> str:
    return years_line(wanted.years or YearRange(), localize)


def _longest(wanted: FilmFilter, _: ReferenceData, localize: Localizer) -> str:
    return localize("films.search.by.longest", length=length(wanted.longest or 0, localize))


def _services(wanted: FilmFilter, reference: ReferenceData, localize: Localizer) -> str:
    known = ((service, reference.services.find(service)) for service in wanted.services)
    names = (service.name if service else key for key, service in known)
    return localize("films.search.by.service", service=", ".join(names))


SAID: Mapping[str, Callable[[FilmFilter, ReferenceData, Localizer], str]] = {
    "words": _words,
    "person": _person,
    "themes": _themes,
    "ending": _ending,
    "years": _years,
    "longest": _longest,
    "services": _services,
}
"""Each condition of a search in words, by its name."""


def years_line(years: YearRange, localize: Localizer) -> str:
    """Some years in words."""
    return localize(f"films.search.years.{years.shape}", first=years.first, last=years.last)


def theme_line(vocabulary: Vocabulary, theme: str, localize: Localizer) -> str:
    """A theme as it is offered: one that gives the story away says so."""
    label = vocabulary.label(THEME_KIND, theme, localize.language)
    return localize("films.search.telling", theme=label) if is_spoiler(vocabulary, theme) else label


def person_line(person: Person, localize: Localizer) -> str:
    """A person as they are offered: in the reader's language, then in the other one."""
    names = dict.fromkeys((person.name(localize.language), person.name_en, person.name_ko))
    return BETWEEN.join(name for name in names if name)
