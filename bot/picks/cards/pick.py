"""The card of a pick: shorter than a film's card, with content notes first."""

from collections.abc import Iterator, Sequence

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.cards.film import content_note_lines, film_title, runtime, term_labels, tissue_estimate
from bot.films.rules.catalogue.reference_data import SPOILER_FREE, ReferenceData
from bot.films.rules.film import Film, FilmSummary
from bot.films.rules.watch_links import WatchLink, watch_links
from bot.picks.rules.pick import Pick

HOOK_LIMIT, FIELD_LIMIT, NAME_LIMIT = 300, 300, 40
MAX_SERVICES, MAX_EXTRA_FIELDS = 2, 3
THEME_KIND, TISSUES_FIELD = "theme", "tissues"


def pick_card(  # noqa: PLR0913  # all that the card shows
    pick: Pick,
    film: Film,
    reference: ReferenceData,
    localize: Localizer,
    *,
    extra_fields: Sequence[theme.CardField] = (),
    region: str | None = None,
) -> Embed:
    """Return the card of a drawn film with the `extra_fields` of other features."""
    card = Embed(
        title=film_title(film.summary, localize), description=_description(pick, film, reference, localize, region)
    )
    card.colour = theme.BLUE
    themes = term_labels(THEME_KIND, film.themes, (SPOILER_FREE,), reference.vocabulary, localize)
    own_fields = [theme.CardField(localize("films.card.themes"), themes)]
    if not any(extra.replaces == TISSUES_FIELD for extra in extra_fields):
        own_fields.append(
            theme.CardField(localize("films.card.tissues"), tissue_estimate(film, reference.vocabulary, localize))
        )
    for card_field in (*own_fields, *extra_fields[:MAX_EXTRA_FIELDS]):
        if card_field.value:
            card.add_field(
                name=escaping.truncate(card_field.name, theme.FIELD_NAME_LIMIT),
                value=escaping.truncate(card_field.value, FIELD_LIMIT),
            )
    return card


def _description(pick: Pick, film: Film, reference: ReferenceData, localize: Localizer, region: str | None) -> str:
    second = escaping.escape_markdown(film.summary.second_title(localize.language) or "", theme.TITLE_LIMIT)
    text = film.text(localize.language)
    hook = escaping.escape_markdown(text.hook if text else "", HOOK_LIMIT)
    paragraphs = (
        "\n".join([*([f"**{second}**"] if second else []), *content_note_lines(film, reference.vocabulary, localize)]),
        f"> {hook}" if hook else "",
        reason_line(pick, film, watch_links(film, reference.services, localize.language, region), localize),
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def reason_line(pick: Pick, film: Film, links: Sequence[WatchLink], localize: Localizer) -> str:
    """Return the runtime, where to watch, and how often the film was drawn before, without spoilers."""
    facts = (
        runtime(film.minutes, localize) if film.minutes else "",
        *_where_to_watch(links, localize),
        _times_drawn_text(pick, localize),
    )
    return " · ".join(fact for fact in facts if fact)


def _where_to_watch(links: Sequence[WatchLink], localize: Localizer) -> Iterator[str]:
    """Yield the first services with the same kind and region as the first link, as one text."""
    first = links[0]
    if first.kind != "finder":
        similar = [link.name for link in links if (link.kind, link.region) == (first.kind, first.region)]
        names = ", ".join(escaping.escape_markdown(name, NAME_LIMIT) for name in similar[:MAX_SERVICES])
        yield localize(f"picks.why.{first.kind}", services=names, region=first.region)


def _times_drawn_text(pick: Pick, localize: Localizer) -> str:
    owner = "own" if pick.requester.guild_id is None else "here"
    frequency = ("never", "once")[pick.times_drawn] if pick.times_drawn < 2 else "often"  # noqa: PLR2004  # never, once, often
    return localize(f"picks.why.{owner}-{frequency}", count=pick.times_drawn)


def put_back_card(pick: Pick, summary: FilmSummary, localize: Localizer) -> Embed:
    """Return the card that replaces a pick after it was put back into the deck."""
    key = "picks.back.own" if pick.requester.guild_id is None else "picks.back.here"
    return Embed(
        description=localize(key, film=escaping.escape_markdown(film_title(summary, localize))), colour=theme.PALE_BLUE
    )
