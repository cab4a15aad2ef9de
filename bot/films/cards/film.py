"""Film cards, and the replies for titles that match no film or several."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.rules.catalogue.reference_data import PLAIN, SPOILER, SPOILER_FREE, STRONG, ReferenceData, Vocabulary
from bot.films.rules.film import Film, FilmSummary, Person
from bot.films.rules.watch_links import WatchLink, watch_links

SYNOPSIS_LIMIT, FIELD_LIMIT, PART_LIMIT, NAME_LIMIT = 1000, 300, 900, 80
MAX_PEOPLE, MAX_EXTRA_FIELDS = 6, 6
CONTENT_NOTE_KIND, THEME_KIND = "content_warning", "theme"
TISSUES_FIELD = "tissues"


def film_card(
    film: Film,
    reference: ReferenceData,
    localize: Localizer,
    extra_fields: Sequence[theme.CardField] = (),
    region: str | None = None,
) -> Embed:
    """Return a film's card with the `extra_fields` of other features, listing links for `region` first."""
    card = Embed(
        title=film_title(film.summary, localize), description=_description(film, reference.vocabulary, localize)
    )
    card.colour = theme.BLUE
    _add_field(card, localize("films.card.story"), _story(film, localize))
    _add_field(card, localize("films.card.cast"), _cast(film.cast, localize))
    _add_field(
        card,
        localize("films.card.themes"),
        term_labels(THEME_KIND, film.themes, (SPOILER_FREE,), reference.vocabulary, localize),
        inline=True,
    )
    if not any(extra.replaces == TISSUES_FIELD for extra in extra_fields):
        _add_field(
            card, localize("films.card.tissues"), tissue_estimate(film, reference.vocabulary, localize), inline=True
        )
    for card_field in extra_fields[:MAX_EXTRA_FIELDS]:
        _add_field(
            card,
            escaping.truncate(card_field.name, theme.FIELD_NAME_LIMIT),
            escaping.truncate(card_field.value, FIELD_LIMIT),
            inline=True,
        )
    links = watch_links(film, reference.services, localize.language, region)
    _add_field(card, localize("films.card.watch"), _watch_lines(links, localize))
    _add_field(card, localize("films.card.spoilers"), _spoilers(film, reference.vocabulary, localize))
    return card


def _add_field(card: Embed, name: str, value: str, *, inline: bool = False) -> None:
    if value:
        card.add_field(name=name, value=value, inline=inline)


def film_title(summary: FilmSummary, localize: Localizer) -> str:
    """Return a film's title and year for the title of an embed."""
    year = localize("films.year", year=summary.year)
    return f"{escaping.escape_markdown(summary.title(localize.language), theme.TITLE_LIMIT - len(year) - 1)} {year}"


def _description(film: Film, vocabulary: Vocabulary, localize: Localizer) -> str:
    second = escaping.escape_markdown(film.summary.second_title(localize.language) or "", theme.TITLE_LIMIT)
    parts = [
        f"**{second}**" if second else "",
        _fact_line(film, vocabulary, localize),
        *content_note_lines(film, vocabulary, localize),
    ]
    return "\n".join(parts).strip()


def _story(film: Film, localize: Localizer) -> str:
    text = film.text(localize.language)
    return escaping.escape_markdown(text.synopsis if text else "", SYNOPSIS_LIMIT) or localize("films.card.no-synopsis")


def _fact_line(film: Film, vocabulary: Vocabulary, localize: Localizer) -> str:
    directors = _names(film.directors, localize)
    facts = (
        localize("films.card.directed", names=directors) if directors else "",
        runtime(film.minutes, localize) if film.minutes else "",
        _rating(film.rating, vocabulary, localize) if film.rating else "",
    )
    return " · ".join(fact for fact in facts if fact)


def _rating(rating: str, vocabulary: Vocabulary, localize: Localizer) -> str:
    return localize(
        "films.card.rating",
        rating=escaping.escape_markdown(vocabulary.label("kmrb_rating", rating, localize.language), NAME_LIMIT),
    )


def runtime(minutes: int, localize: Localizer) -> str:
    """Return a runtime as text, such as "1 h 58 min"."""
    hours, remaining_minutes = divmod(minutes, 60)
    if not hours:
        return localize("films.length.minutes", minutes=remaining_minutes)
    return localize(
        "films.length.hours-minutes" if remaining_minutes else "films.length.hours",
        hours=hours,
        minutes=remaining_minutes,
    )


def content_note_lines(film: Film, vocabulary: Vocabulary, localize: Localizer) -> Iterable[str]:
    """Yield what must be read before choosing: strong notes or that there are none, then plain notes."""
    if film.content_notes is None:
        yield localize("films.card.not-reviewed")
        return
    if strong := term_labels(CONTENT_NOTE_KIND, film.content_notes, (STRONG,), vocabulary, localize):
        yield localize("films.card.strong", notes=strong)
    else:
        yield localize("films.card.no-strong")
    if plain := term_labels(CONTENT_NOTE_KIND, film.content_notes, (PLAIN,), vocabulary, localize):
        yield localize("films.card.plain", notes=plain)


def term_labels(
    kind: str, keys: Sequence[str], categories: Sequence[str], vocabulary: Vocabulary, localize: Localizer
) -> str:
    """Return the labels of the terms in `categories` as one line of markdown."""
    labels = [
        vocabulary.label(kind, key, localize.language) for key in vocabulary.in_categories(kind, keys, *categories)
    ]
    return escaping.truncate(" · ".join(escaping.escape_markdown(label, NAME_LIMIT) for label in labels), FIELD_LIMIT)


def _cast(people: Sequence[Person], localize: Localizer) -> str:
    shown = [_actor(person, localize) for person in people[:MAX_PEOPLE]]
    if more := len(people) - len(shown):
        shown.append(localize("films.card.more-cast", count=more))
    return "\n".join(shown)


def _actor(person: Person, localize: Localizer) -> str:
    name = escaping.escape_markdown(person.name(localize.language), NAME_LIMIT)
    if not person.role or (localize.language == "ko" and person.role.isascii()):
        return name  # a role in Latin letters is of little use in Korean
    return localize("films.card.actor", name=name, role=escaping.escape_markdown(person.role, NAME_LIMIT))


def _names(people: Sequence[Person], localize: Localizer) -> str:
    return ", ".join(
        escaping.escape_markdown(person.name(localize.language), NAME_LIMIT) for person in people[:MAX_PEOPLE]
    )


def tissue_estimate(film: Film, vocabulary: Vocabulary, localize: Localizer) -> str:
    """Return our own estimate of how hard the film makes people cry."""
    if film.tears is None:
        return localize("films.card.no-estimate")
    label = vocabulary.label("tears", film.tears, localize.language)
    return localize("films.card.estimate", drops="💧" * film.tears, label=label, tears=film.tears)


def _watch_lines(links: Sequence[WatchLink], localize: Localizer) -> str:
    return "\n".join(_watch_line(link, localize) for link in links)


def _watch_line(link: WatchLink, localize: Localizer) -> str:
    service = escaping.escape_markdown(link.name, NAME_LIMIT)
    return localize(f"films.watch.{link.kind}", service=service, region=link.region, day=_timestamp(link.checked_on))


def _timestamp(day: str | None) -> str:
    """Return a Discord timestamp for a date, at noon UTC so that the date is the same almost everywhere."""
    return f"<t:{int(datetime.fromisoformat(f'{day}T12:00+00:00').timestamp())}:D>" if day else ""


def _spoilers(film: Film, vocabulary: Vocabulary, localize: Localizer) -> str:
    notes = term_labels(CONTENT_NOTE_KIND, film.content_notes or (), (SPOILER,), vocabulary, localize)
    themes = term_labels(THEME_KIND, film.themes, (SPOILER,), vocabulary, localize)
    ending = (
        escaping.escape_markdown(vocabulary.label("ending", film.ending, localize.language), NAME_LIMIT)
        if film.ending
        else ""
    )
    spoilers = (
        ("films.card.telling-notes", notes),
        ("films.card.telling-themes", themes),
        ("films.card.ending", ending),
    )
    lines = [localize(key, text=text) for key, text in spoilers if text]
    return f"||{' '.join(lines)}||" if lines else ""


def watch_button_label(watch_link: WatchLink, localize: Localizer) -> str:
    """Return the label of a link button."""
    return localize(f"films.watch.button-{watch_link.kind}", service=watch_link.name, region=watch_link.region)


def film_label(summary: FilmSummary, localize: Localizer) -> str:
    """Return a film's title and year without markdown, for a button, menu or autocomplete choice."""
    return (
        escaping.label(summary.title(localize.language), theme.LABEL_LIMIT - 8)
        + " "
        + localize("films.year", year=summary.year)
    )


def film_detail(summary: FilmSummary, localize: Localizer) -> str:
    """Return a film's other title and country, to tell films of the same title apart."""
    parts = (summary.second_title(localize.language), summary.country)
    return " · ".join(part for part in parts if part)


def not_found_card(query: str, nearest: Sequence[FilmSummary], localize: Localizer) -> Embed:
    """Return the reply for a title that matches no film; the `nearest` films are its buttons."""
    key = {0: "films.missing.nothing", 1: "films.missing.nearest-one"}.get(len(nearest), "films.missing.nearest")
    return Embed(description=localize(key, typed=_query_text(query)), colour=theme.PALE_BLUE)


def ambiguous_card(query: str, localize: Localizer) -> Embed:
    """Return the reply for a title that several films have, which are listed in the menu below."""
    return Embed(description=localize("films.several.which", typed=_query_text(query)), colour=theme.PALE_BLUE)


def _query_text(query: str) -> str:
    """Return the typed text as markdown, without quotes around it because the sentence adds its own."""
    return escaping.escape_markdown(escaping.unquoted(query), NAME_LIMIT)
