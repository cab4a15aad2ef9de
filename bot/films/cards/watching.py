"""Where to watch a film: in one line, in a list, and on link buttons."""

from collections.abc import Sequence
from datetime import datetime

from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import NAME_LIMIT
from bot.films.rules.film import Film
from bot.films.rules.watch_links import StreamingServices, WatchLink, watch_links

MAX_SERVICES = 3
LabelledLink = tuple[str, str]
"""The label of a link button, and its address."""


def watch_summary(film: Film, services: StreamingServices, localize: Localizer, region: str | None) -> str:
    """Return the services with the same kind and region as the best link, in one line."""
    links = watch_links(film, services, localize.language, region)
    best = links[0]
    names = [link.name for link in links if (link.kind, link.region) == (best.kind, best.region)][:MAX_SERVICES]
    listed = ", ".join(escaping.escape_markdown(name, NAME_LIMIT) for name in names)
    return localize(f"films.watch.short-{best.kind}", services=listed, region=best.region)


def watch_lines(film: Film, services: StreamingServices, localize: Localizer, region: str | None) -> str:
    """Return every way to watch the film, one per line, with the day on which it was checked."""
    return "\n".join(_watch_line(link, localize) for link in watch_links(film, services, localize.language, region))


def _watch_line(link: WatchLink, localize: Localizer) -> str:
    service = escaping.escape_markdown(link.name, NAME_LIMIT)
    return localize(f"films.watch.{link.kind}", service=service, region=link.region, day=_timestamp(link.checked_on))


def _timestamp(day: str | None) -> str:
    """Return a Discord timestamp for a date, at noon UTC so that the date is the same almost everywhere."""
    return f"<t:{int(datetime.fromisoformat(f'{day}T12:00+00:00').timestamp())}:D>" if day else ""


def best_watch_link(film: Film, services: StreamingServices, localize: Localizer, region: str | None) -> LabelledLink:
    """Return the best link with its short label."""
    url_of = {link: link.url for link in watch_links(film, services, localize.language, region) if link.url}
    best, url = next(iter(url_of.items()))
    key = "films.watch.button-finder" if best.kind == "finder" else "films.watch.best"
    return localize(key, service=best.name), url


def all_watch_links(
    film: Film, services: StreamingServices, localize: Localizer, region: str | None
) -> Sequence[LabelledLink]:
    """Return every link with a label that says where it leads."""
    return [
        (localize(f"films.watch.button-{link.kind}", service=link.name, region=link.region), link.url)
        for link in watch_links(film, services, localize.language, region)
        if link.url
    ]
