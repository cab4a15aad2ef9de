"""A film's full card: everything known about it, with spoilers hidden."""

from collections.abc import Sequence
from copy import deepcopy

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import (
    CONTENT_NOTE_KIND,
    MAX_PEOPLE,
    NAME_LIMIT,
    THEME_KIND,
    add_fields,
    added_fields,
    content_note_lines,
    film_embed,
    hook_quote,
    person_name,
    term_labels,
    tissue_line,
    title_and_facts,
)
from bot.films.cards.watching import watch_lines
from bot.films.rules.catalogue.reference_data import SPOILER, SPOILER_FREE, ReferenceData, Vocabulary
from bot.films.rules.film import Film, Person
from bot.films.rules.watching import NO_WATCH_INFO, WatchInfo

SYNOPSIS_LIMIT, MAX_EXTRA_FIELDS = 1000, 6


def full_film_card(
    film: Film,
    reference: ReferenceData,
    localize: Localizer,
    extra_fields: Sequence[theme.CardField] = (),
    watch_info: WatchInfo = NO_WATCH_INFO,
) -> Embed:
    """Return a film's full card with the `extra_fields` of other features; `watch_info` says where to watch it."""
    vocabulary = reference.vocabulary
    paragraphs = (
        title_and_facts(film, vocabulary, localize),
        "\n".join(content_note_lines(film, vocabulary, localize)),
        hook_quote(film, localize),
        tissue_line(film, vocabulary, localize, extra_fields),
    )
    card = film_embed(film, paragraphs, localize)
    themes = term_labels(THEME_KIND, film.themes, (SPOILER_FREE,), vocabulary, localize)
    own_fields = (
        ("films.card.story", _story(film, localize)),
        ("films.card.cast", _cast(film.cast, localize)),
        ("films.card.themes", themes),
        ("films.card.watch", watch_lines(film, reference.services, localize, watch_info)),
        ("films.card.spoilers", _spoilers(film, vocabulary, localize)),
    )
    add_fields(card, added_fields(extra_fields, MAX_EXTRA_FIELDS), inline=True)
    add_fields(card, [theme.CardField(localize(key), value) for key, value in own_fields], inline=False)
    return card


def with_country_question(card: Embed, localize: Localizer) -> Embed:
    """Return a copy of the card that also asks its reader where they watch films."""
    asking = Embed.from_dict(deepcopy(card.to_dict()))  # Embed.copy() would share the list of fields
    return asking.add_field(name=localize("films.watch.ask"), value=localize("films.watch.ask-text"), inline=False)


def country_question_card(localize: Localizer) -> Embed:
    """Return a card that asks a person where they watch films."""
    return Embed(title=localize("films.watch.ask"), description=localize("films.watch.ask-now"), colour=theme.BLUE)


def _story(film: Film, localize: Localizer) -> str:
    text = film.text(localize.language)
    return escaping.escape_markdown(text.synopsis if text else "", SYNOPSIS_LIMIT) or localize("films.card.no-synopsis")


def _cast(people: Sequence[Person], localize: Localizer) -> str:
    shown = [_actor(person, localize) for person in people[:MAX_PEOPLE]]
    if more := len(people) - len(shown):
        shown.append(localize("films.card.more-cast", count=more))
    return "\n".join(shown)


def _actor(person: Person, localize: Localizer) -> str:
    name = person_name(person, localize)
    if not person.role or (localize.language == "ko" and person.role.isascii()):
        return name  # a role in Latin letters is of little use in a Korean text
    return localize("films.card.actor", name=name, role=escaping.escape_markdown(person.role, NAME_LIMIT))


def _spoilers(film: Film, vocabulary: Vocabulary, localize: Localizer) -> str:
    notes = term_labels(CONTENT_NOTE_KIND, film.content_notes or (), (SPOILER,), vocabulary, localize)
    themes = term_labels(THEME_KIND, film.themes, (SPOILER,), vocabulary, localize)
    ending = vocabulary.label("ending", film.ending, localize.language) if film.ending else ""
    spoilers = (
        ("films.card.telling-notes", notes),
        ("films.card.telling-themes", themes),
        ("films.card.ending", escaping.escape_markdown(ending, NAME_LIMIT)),
    )
    lines = [localize(key, text=text) for key, text in spoilers if text]
    return f"||{' '.join(lines)}||" if lines else ""
