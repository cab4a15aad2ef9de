"""The cards of searches: private and shared pages of results, and the reply to a search without results."""

from collections.abc import Callable, Iterator, Mapping

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import CONTENT_NOTE_KIND, drops, film_label, runtime
from bot.films.rules.catalogue.reference_data import STRONG, ReferenceData, Vocabulary
from bot.films.rules.film import Person
from bot.films.rules.search.film_filter import FilmFilter, active_conditions, redact_for_public
from bot.films.rules.search.search_results import NoResults, SearchHit, SearchPage
from bot.films.rules.search.search_terms import unquote_name
from bot.films.rules.search.theme_match import THEME_KIND, is_spoiler
from bot.films.rules.search.years import YearRange
from bot.settings.rules.locale_data import load_locale_data

HOOK_LIMIT, CONDITION_LIMIT = 200, 60
SEPARATOR = " · "


def search_page_card(page: SearchPage, reference: ReferenceData, localize: Localizer) -> Embed:
    """Return a page of results for the person who searched."""
    return _page_card(page, page.film_filter, reference, localize)


def shared_page_card(page: SearchPage, reference: ReferenceData, localize: Localizer) -> Embed:
    """Return a page of results for everyone, without conditions that are spoilers or private.

    The footer names the command for searches.
    """
    card = _page_card(page, redact_for_public(page.film_filter, reference.vocabulary), reference, localize)
    parts = (card.footer.text, localize("films.search.shared"))
    return card.set_footer(text=SEPARATOR.join(part for part in parts if part))


def _page_card(page: SearchPage, film_filter: FilmFilter, reference: ReferenceData, localize: Localizer) -> Embed:
    count = localize("films.search.one" if page.total == 1 else "films.search.many", count=page.total)
    title = escaping.escape_markdown(
        SEPARATOR.join((count, *condition_labels(film_filter, reference, localize))), theme.TITLE_LIMIT
    )
    card = Embed(title=title, colour=theme.BLUE)
    for film in page.films:
        _add_hit(card, film, reference.vocabulary, localize)
    footer = SEPARATOR.join(_footer(page, localize))
    return card.set_footer(text=footer) if footer else card


def _footer(page: SearchPage, localize: Localizer) -> Iterator[str]:
    """Yield the page number if there are several pages, and the source of the offers if the search used any."""
    if page.page_count > 1:
        yield localize("films.search.page", page=page.page_index + 1, pages=page.page_count)
    if page.film_filter.viewer.sees_offers:
        yield localize("films.search.source")


def _add_hit(card: Embed, film: SearchHit, vocabulary: Vocabulary, localize: Localizer) -> None:
    hook = escaping.escape_markdown(film.hook(localize.language), HOOK_LIMIT) or localize("films.search.no-hook")
    facts = (
        drops(film.tears or 0),
        runtime(film.minutes, localize) if film.minutes else "",
        _warning(film, vocabulary, localize),
    )
    card.add_field(
        name=escaping.escape_markdown(film_label(film.summary, localize), theme.FIELD_NAME_LIMIT),
        value=f"{SEPARATOR.join(fact for fact in facts if fact)}\n{hook}".strip(),
        inline=False,
    )


def _warning(film: SearchHit, vocabulary: Vocabulary, localize: Localizer) -> str:
    """Return a warning if the film has strong notes or nobody has checked, otherwise an empty string."""
    if film.content_notes is None:
        return localize("films.search.not-reviewed")
    is_strong = vocabulary.in_categories(CONTENT_NOTE_KIND, film.content_notes, STRONG)
    return localize("films.search.strong") if is_strong else ""


def no_results_card(no_results: NoResults, reference: ReferenceData, localize: Localizer, show_command: str) -> Embed:
    """Return the reply to a search without results; `show_command` mentions the command for a single film."""
    labels = [escaping.escape_markdown(text) for text in condition_labels(no_results.film_filter, reference, localize)]
    text = localize(
        f"films.search.none-{_no_results_reason(no_results)}", conditions=SEPARATOR.join(labels), show=show_command
    )
    return Embed(title=localize("films.search.none"), description=text, colour=theme.PALE_BLUE)


def no_services_card(localize: Localizer) -> Embed:
    """Return the reply to a person who searches on their own services but has chosen none."""
    return Embed(description=localize("films.search.no-services"), colour=theme.PALE_BLUE)


def _no_results_reason(no_results: NoResults) -> str:
    """Return the suffix of the message key for this kind of empty result."""
    if len(active := active_conditions(no_results.film_filter)) > 1:
        return "mixed" if no_results.counts_without else "stuck"
    if no_results.film_filter.person:
        return {0: "person", 1: "person-near-one"}.get(len(no_results.similar_people), "person-near")
    return "words" if active == ("words",) else "other"


def condition_labels(film_filter: FilmFilter, reference: ReferenceData, localize: Localizer) -> list[str]:
    """Return the labels of the active conditions that `/film search` has, without markdown."""
    return [
        condition_label(film_filter, name, reference, localize)
        for name in active_conditions(film_filter)
        if name in CONDITION_LABELS
    ]


def condition_label(film_filter: FilmFilter, name: str, reference: ReferenceData, localize: Localizer) -> str:
    """Return the label of one condition, without markdown."""
    return escaping.label(CONDITION_LABELS[name](film_filter, reference, localize), CONDITION_LIMIT)


def _words(film_filter: FilmFilter, _: ReferenceData, localize: Localizer) -> str:
    return localize(
        "films.search.by.words", words=escaping.label(escaping.unquoted(film_filter.words or ""), CONDITION_LIMIT - 2)
    )


def _person(film_filter: FilmFilter, _: ReferenceData, localize: Localizer) -> str:
    return localize("films.search.by.person", name=unquote_name(film_filter.person or ""))


def _themes(film_filter: FilmFilter, reference: ReferenceData, localize: Localizer) -> str:
    labels = (reference.vocabulary.label(THEME_KIND, theme, localize.language) for theme in film_filter.themes)
    return localize("films.search.by.theme", theme=", ".join(labels))


def _ending(film_filter: FilmFilter, reference: ReferenceData, localize: Localizer) -> str:
    return localize(
        "films.search.by.ending", ending=reference.vocabulary.label("ending", film_filter.ending, localize.language)
    )


def _years(film_filter: FilmFilter, _: ReferenceData, localize: Localizer) -> str:
    return years_label(film_filter.years or YearRange(), localize)


def _runtime(film_filter: FilmFilter, _: ReferenceData, localize: Localizer) -> str:
    return localize("films.search.by.longest", length=runtime(film_filter.max_minutes or 0, localize))


def _services(film_filter: FilmFilter, reference: ReferenceData, localize: Localizer) -> str:
    services = ((key, reference.services.find(key)) for key in film_filter.services)
    names = (service.name if service else key for key, service in services)
    country = _offer_country(film_filter, localize)
    key = "films.search.by.service-in" if country else "films.search.by.service"
    return localize(key, service=", ".join(names), country=country)


def _own_services(film_filter: FilmFilter, _: ReferenceData, localize: Localizer) -> str:
    country = _offer_country(film_filter, localize)
    return localize("films.search.by.mine-in" if country else "films.search.by.mine", country=country)


def _offer_country(film_filter: FilmFilter, localize: Localizer) -> str:
    """Return the name of the country whose offers were searched, or an empty string if no offers were."""
    viewer = film_filter.viewer
    if viewer.country is None or not viewer.sees_offers:
        return ""
    return load_locale_data().country_name(viewer.country, localize.language)


CONDITION_LABELS: Mapping[str, Callable[[FilmFilter, ReferenceData, Localizer], str]] = {
    "words": _words,
    "person": _person,
    "themes": _themes,
    "ending": _ending,
    "years": _years,
    "max_minutes": _runtime,
    "services": _services,
    "on_mine": _own_services,
}
"""The function that describes a condition, by the condition's name."""


def years_label(years: YearRange, localize: Localizer) -> str:
    """Return a range of years as text."""
    return localize(f"films.search.years.{years.shape}", first=years.first, last=years.last)


def theme_label(vocabulary: Vocabulary, theme: str, localize: Localizer) -> str:
    """Return a theme's label for a menu, with a warning if it is a spoiler."""
    label = vocabulary.label(THEME_KIND, theme, localize.language)
    return localize("films.search.telling", theme=label) if is_spoiler(vocabulary, theme) else label


def person_label(person: Person, localize: Localizer) -> str:
    """Return a person's name in the reader's language, then in the other language."""
    names = dict.fromkeys((person.name(localize.language), person.name_en, person.name_ko))
    return SEPARATOR.join(name for name in names if name)
