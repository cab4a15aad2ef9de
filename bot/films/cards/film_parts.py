"""The parts of film cards: titles, facts, content notes, tissues and people."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.rules.catalogue.reference_data import PLAIN, STRONG, Vocabulary
from bot.films.rules.film import Film, FilmSummary, Person
from bot.films.rules.finder.external_ids import tmdb_url

FIELD_LIMIT, HOOK_LIMIT, NAME_LIMIT = 300, 300, 80
MAX_PEOPLE = 6
CONTENT_NOTE_KIND, THEME_KIND = "content_warning", "theme"
TISSUES_FIELD = "tissues"


def film_embed(film: Film, paragraphs: Iterable[str], localize: Localizer) -> Embed:
    """Return a card with the film's title and the paragraphs that are not empty.

    The title links to the film's page on TMDB if we have its number.
    """
    return Embed(
        title=film_title(film.summary, localize),
        url=tmdb_url(film.tmdb_id) if film.tmdb_id else None,
        description="\n\n".join(paragraph for paragraph in paragraphs if paragraph),
        colour=theme.tears_colour(film.tears),
    )


def film_title(summary: FilmSummary, localize: Localizer) -> str:
    """Return a film's title and year for the title of an embed."""
    year = localize("films.year", year=summary.year)
    return f"{escaping.escape_markdown(summary.title(localize.language), theme.TITLE_LIMIT - len(year) - 1)} {year}"


def film_label(summary: FilmSummary, localize: Localizer) -> str:
    """Return a film's title and year without markdown, for a button, menu or autocomplete choice."""
    return (
        escaping.label(summary.title(localize.language), theme.LABEL_LIMIT - 8)
        + " "
        + localize("films.year", year=summary.year)
    )


def film_detail(summary: FilmSummary, localize: Localizer) -> str:
    """Return a film's other title and country, to distinguish films with the same title."""
    parts = (summary.second_title(localize.language), summary.country)
    return " · ".join(part for part in parts if part)


@lru_cache(maxsize=2000)
def film_choice(summary: FilmSummary, localize: Localizer) -> str:
    """Return a film's titles, year and country, for an autocomplete choice."""
    return escaping.label(f"{film_label(summary, localize)} · {film_detail(summary, localize)}", theme.CHOICE_LIMIT)


def title_and_facts(film: Film, vocabulary: Vocabulary, localize: Localizer) -> str:
    """Return the film's other title, then its directors, length and rating on one line."""
    second = escaping.escape_markdown(film.summary.second_title(localize.language) or "", theme.TITLE_LIMIT)
    lines = (f"**{second}**" if second else "", _fact_line(film, vocabulary, localize))
    return "\n".join(line for line in lines if line)


def _fact_line(film: Film, vocabulary: Vocabulary, localize: Localizer) -> str:
    directors = ", ".join(person_name(person, localize) for person in film.directors[:MAX_PEOPLE])
    facts = (
        localize("films.card.directed", names=directors) if directors else "",
        runtime(film.minutes, localize) if film.minutes else "",
        _rating(film.rating, vocabulary, localize) if film.rating else "",
    )
    return " · ".join(fact for fact in facts if fact)


def person_name(person: Person, localize: Localizer) -> str:
    """Return a person's name as markdown."""
    return escaping.escape_markdown(person.name(localize.language), NAME_LIMIT)


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
    """Yield a line about strong notes, then a line with the plain notes if there are any."""
    yield strong_note_line(film, vocabulary, localize)
    if plain := term_labels(CONTENT_NOTE_KIND, film.content_notes or (), (PLAIN,), vocabulary, localize):
        yield localize("films.card.plain", notes=plain)


def strong_note_line(film: Film, vocabulary: Vocabulary, localize: Localizer) -> str:
    """Return a line that lists the strong notes, or says that there are none or that nobody has checked."""
    if film.content_notes is None:
        return localize("films.card.not-reviewed")
    strong = term_labels(CONTENT_NOTE_KIND, film.content_notes, (STRONG,), vocabulary, localize)
    return localize("films.card.strong", notes=strong) if strong else localize("films.card.no-strong")


def term_labels(
    kind: str, keys: Sequence[str], categories: Sequence[str], vocabulary: Vocabulary, localize: Localizer
) -> str:
    """Return the labels of the terms in `categories` as one line of markdown."""
    labels = [
        vocabulary.label(kind, key, localize.language) for key in vocabulary.in_categories(kind, keys, *categories)
    ]
    return escaping.truncate(" · ".join(escaping.escape_markdown(label, NAME_LIMIT) for label in labels), FIELD_LIMIT)


def hook_quote(film: Film, localize: Localizer) -> str:
    """Return the film's hook as a quote, or an empty string if it has none."""
    text = film.text(localize.language)
    hook = escaping.escape_markdown(text.hook if text else "", HOOK_LIMIT)
    return f"> {hook}" if hook else ""


def tissue_line(
    film: Film, vocabulary: Vocabulary, localize: Localizer, extra_fields: Sequence[theme.CardField] = ()
) -> str:
    """Return a line with another feature's figure for tissues, else our estimate, else that there is no estimate."""
    for extra in extra_fields:
        if extra.replaces == TISSUES_FIELD:
            value = " · ".join(extra.value.splitlines())
            return localize("films.card.tissues", name=extra.name, value=escaping.truncate(value, FIELD_LIMIT))
    if film.tears is None:
        return localize("films.card.no-estimate")
    label = vocabulary.label("tears", film.tears, localize.language)
    return localize("films.card.estimate", drops=drops(film.tears), label=label, tears=film.tears)


def drops(tears: int) -> str:
    """Return one drop emoji per tissue."""
    return "💧" * tears


def add_fields(card: Embed, fields: Iterable[theme.CardField], *, inline: bool) -> None:
    """Add the fields that have a value to a card."""
    for field in fields:
        if field.value:
            card.add_field(name=field.name, value=field.value, inline=inline)


def added_fields(extra_fields: Sequence[theme.CardField], limit: int) -> list[theme.CardField]:
    """Return the first `limit` fields that replace none of the card's own fields, with shortened texts."""
    added = [extra for extra in extra_fields if extra.replaces != TISSUES_FIELD][:limit]
    return [
        theme.CardField(escaping.truncate(extra.name, NAME_LIMIT), escaping.truncate(extra.value, FIELD_LIMIT))
        for extra in added
    ]
