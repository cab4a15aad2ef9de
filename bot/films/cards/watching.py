"""Shows where to watch a film: in one line, in a list, and on link buttons.

Services that we checked come first, then what JustWatch lists, then searches. `all_watch_links` has its own order.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final

from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import NAME_LIMIT
from bot.films.rules.film import Film
from bot.films.rules.watch_links import StreamingServices, WatchLink, watch_links
from bot.films.rules.watching import NO_WATCH_INFO, WatchInfo, price_label

MAX_SERVICES, MAX_LISTED = 3, 4
"""The maximum number of services in a line, if JustWatch does not list the film and if it does."""
LISTED_NAME_LIMIT: Final = 40
FIELD_LIMIT: Final = 1024
LabelledLink = tuple[str, str]
"""The label of a link button and its URL."""


def watch_summary(
    film: Film, services: StreamingServices, localize: Localizer, watch_info: WatchInfo = NO_WATCH_INFO
) -> str:
    """Return one or two lines that say where to watch a film, and credit JustWatch if its data were used."""
    if watch_info.listed:
        return "\n".join((_listed_summary(film, services, localize, watch_info), source_line(watch_info, localize)))
    links = watch_links(film, services, localize.language, watch_info.country)
    best = links[0]
    names = [link.name for link in links if (link.kind, link.region) == (best.kind, best.region)][:MAX_SERVICES]
    listed = ", ".join(escaping.escape_markdown(name, NAME_LIMIT) for name in names)
    line = localize(f"films.watch.short-{best.kind}", services=listed, region=best.region)
    return "\n".join(filter(None, (line, _missing_line(watch_info, localize))))


def watch_lines(
    film: Film,
    services: StreamingServices,
    localize: Localizer,
    watch_info: WatchInfo = NO_WATCH_INFO,
    *,
    with_listed: bool = True,
) -> str:
    """Return lines that say how to watch a film and when we checked; `with_listed` adds what JustWatch lists."""
    links = watch_links(film, services, localize.language, watch_info.country)
    seen = [_watch_line(link, localize) for link in links if link.kind == "seen"]
    other = [
        _watch_line(link, localize) for link in links if link.kind != "seen" and not _is_redundant(link, watch_info)
    ]
    return _fit_in_field([*seen, *(listed_lines(watch_info, localize) if with_listed else ()), *other])


def listed_lines(watch_info: WatchInfo, localize: Localizer, limit: int = MAX_LISTED) -> list[str]:
    """Return a line for the country, one for the services at each price, and one for the source.

    If JustWatch lists nothing, return at most one line, which says so or how to set a country.
    """
    if not watch_info.listed:
        return [line for line in (_missing_line(watch_info, localize),) if line]
    lines = [_price_line(label, names, localize, limit) for label, names in _names_by_price(watch_info)]
    country = localize("films.watch.country", country=watch_info.country_name)
    return [country, *lines, source_line(watch_info, localize)]


def best_watch_links(
    film: Film, services: StreamingServices, localize: Localizer, watch_info: WatchInfo = NO_WATCH_INFO, limit: int = 2
) -> Sequence[LabelledLink]:
    """Return the best links, with short labels: at most one that we checked, and TMDB's page.

    If JustWatch does not list the film, return only our best link.
    """
    links = [link for link in watch_links(film, services, localize.language, watch_info.country) if link.url]
    if not watch_info.listed or not watch_info.offers:
        return [_best_link(links[0], localize)]
    seen = [_best_link(link, localize) for link in links if _is_seen_here(link, watch_info)][:1]
    return [*seen, _offers_link(watch_info.offers.link, localize)][:limit]


def all_watch_links(
    film: Film, services: StreamingServices, localize: Localizer, watch_info: WatchInfo = NO_WATCH_INFO
) -> Sequence[LabelledLink]:
    """Return all links, each labelled with its destination.

    If JustWatch lists the film, TMDB's page comes first, and the search of all services is left out.
    """
    links = [
        (localize(f"films.watch.button-{link.kind}", service=link.name, region=link.region), link.url)
        for link in watch_links(film, services, localize.language, watch_info.country)
        if link.url and not (watch_info.listed and link.kind == "finder")
    ]
    page = [_offers_link(watch_info.offers.link, localize)] if watch_info.listed and watch_info.offers else []
    return [*page, *links]


def service_names(
    film: Film, services: StreamingServices, localize: Localizer, watch_info: WatchInfo
) -> Iterable[tuple[str, str]]:
    """Yield the price and name of each service that has a film in a country: by our rows first, then by JustWatch."""
    seen = [
        link.name
        for link in watch_links(film, services, localize.language, watch_info.country)
        if _is_seen_here(link, watch_info)
    ]
    yield from (("flatrate", name) for name in seen)
    yield from (
        (price_label(service.kinds), service.name) for service in watch_info.services if service.name not in seen
    )


def grouped_names(named: Sequence[tuple[str, str]], localize: Localizer, limit: int = MAX_LISTED) -> str:
    """Return at most `limit` services in one line, grouped by price, and how many more there are."""
    parts = [
        localize(f"films.watch.price-{price}", services=_joined(name for _, name in group))
        for price, group in groupby(named[:limit], key=lambda item: item[0])
    ]
    more = len(named) - limit
    return " · ".join([*parts, *([localize("films.watch.more", count=more)] if more > 0 else [])])


def _listed_summary(film: Film, services: StreamingServices, localize: Localizer, watch_info: WatchInfo) -> str:
    names = grouped_names([*service_names(film, services, localize, watch_info)], localize)
    return localize("films.watch.short-offers", country=watch_info.country_name, services=names)


def _names_by_price(watch_info: WatchInfo) -> list[tuple[str, list[str]]]:
    by_price: dict[str, list[str]] = {}
    for service in watch_info.services:
        by_price.setdefault(price_label(service.kinds), []).append(service.name)
    return [*by_price.items()]


def _price_line(price: str, names: Sequence[str], localize: Localizer, limit: int) -> str:
    line = localize(f"films.watch.line-{price}", services=_joined(names[:limit]))
    more = len(names) - limit
    return f"{line} {localize('films.watch.more', count=more)}" if more > 0 else line


def _joined(names: Iterable[str]) -> str:
    return ", ".join(escaping.escape_markdown(name, LISTED_NAME_LIMIT) for name in names)


def source_line(watch_info: WatchInfo, localize: Localizer) -> str:
    """Return a line with the source, JustWatch, and the day of its data, or an empty string if there are no data."""
    return localize("films.watch.source", day=_timestamp(watch_info.offers.checked_at)) if watch_info.offers else ""


def _missing_line(watch_info: WatchInfo, localize: Localizer) -> str:
    """Return a line that says that JustWatch lists nothing, or how to set a country, or an empty string."""
    if watch_info.offers:
        day = _timestamp(watch_info.offers.checked_at)
        return localize("films.watch.not-listed", country=watch_info.country_name, day=day)
    return localize("films.watch.no-country") if watch_info.lacks_country else ""


def _is_seen_here(link: WatchLink, watch_info: WatchInfo) -> bool:
    return link.kind == "seen" and link.region == watch_info.country


def _is_redundant(link: WatchLink, watch_info: WatchInfo) -> bool:
    """Return whether JustWatch's offers replace a link: they include its service, or the link searches all services."""
    return bool(watch_info.listed) and (
        link.kind == "finder" or link.name in {service.name for service in watch_info.services}
    )


def _watch_line(link: WatchLink, localize: Localizer) -> str:
    service = escaping.escape_markdown(link.name, NAME_LIMIT)
    return localize(f"films.watch.{link.kind}", service=service, region=link.region, day=_day(link.checked_on))


def _best_link(link: WatchLink, localize: Localizer) -> LabelledLink:
    key = "films.watch.button-finder" if link.kind == "finder" else "films.watch.best"
    return localize(key, service=link.name), link.url or ""


def _offers_link(url: str, localize: Localizer) -> LabelledLink:
    return localize("films.watch.button-offers"), url


def _fit_in_field(lines: Sequence[str]) -> str:
    """Join as many lines as fit in a field."""
    kept = [*lines]
    while len("\n".join(kept)) > FIELD_LIMIT:
        kept.pop()
    return "\n".join(kept)


def _day(day: str | None) -> str:
    """Return a Discord timestamp for noon UTC, so that almost everyone sees this date, or an empty string for None."""
    return _timestamp(int(datetime.fromisoformat(f"{day}T12:00+00:00").timestamp())) if day else ""


def _timestamp(seconds: int) -> str:
    return f"<t:{seconds}:D>"
