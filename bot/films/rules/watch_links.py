"""Links to where a film can be watched, and the URLs that a button may open."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import quote, urlsplit

from msgspec import Struct

from bot.films.rules.film import Film, StreamingOffer
from bot.tmdb.rules.offers import ProviderFamily

MAX_URL_LENGTH = 512
MAX_TITLE_LENGTH = 60
SAFE_URL = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(/[\w\-.~%/+]*)?(\?[\w\-.~%&=+]*)?", re.ASCII)
"""An https URL without user, port, unusual characters or a second URL in its query."""
DEFAULT_COUNTRIES: Mapping[str, str] = {"en": "US", "ko": "KR"}
"""The country assumed for readers of a language."""
MAX_LINKS = 5

ENGLISH_SEARCH_COUNTRIES = frozenset(
    {"AU", "BG", "CA", "DK", "GB", "GR", "HK", "HU", "ID", "IE", "IN", "LT", "LV", "MY", "NL", "NO", "NZ", "PH", "PL"}
    | {"RO", "SE", "SG", "TH", "TW", "US", "ZA"}
)
"""Countries whose finder pages have the English word "search" in their path."""
SEARCH_WORDS: Mapping[str, str] = {
    **dict.fromkeys(ENGLISH_SEARCH_COUNTRIES, "search"),
    **dict.fromkeys(("AT", "CH", "DE"), "Suche"),
    **dict.fromkeys(("AR", "CL", "CO", "EC", "ES", "MX", "PE", "VE"), "buscar"),
    **dict.fromkeys(("BR", "PT"), "busca"),
    **dict.fromkeys(("BE", "FR"), "recherche"),
    "CZ": "vyhledání",
    "EE": "otsing",
    "FI": "etsi",
    "IT": "cerca",
    "JP": "検索",
    "KR": "검색",
    "RU": "поиск",
    "TR": "arama",
    "UA": "пошук",
}
"""The word for the search page in the finder's path, by country; the finder supports no other country."""
QUOTED_SEARCH_WORDS: Mapping[str, str] = {country: quote(word) for country, word in SEARCH_WORDS.items()}
"""The same words as they are written in a URL."""
FINDER_COUNTRY_CODES: Mapping[str, str] = {"GB": "uk"}
"""Countries whose code in the finder's path differs from their ISO code."""


class StreamingService(Struct, frozen=True):
    """A streaming service, the only hosts to which its links may lead, and the template of its search URL.

    `tmdb_ids` are TMDB's numbers for it, including those for other names of the same subscription.
    """

    key: str
    name: str
    hosts: tuple[str, ...]
    search_url_template: str  # has {title}; the finder's also has {country} and {word}, a value of SEARCH_WORDS
    tmdb_ids: tuple[int, ...] = ()


class StreamingServices(Struct, frozen=True):
    """The streaming services by key, and the finder, a website that searches all of them."""

    by_key: Mapping[str, StreamingService]
    finder: StreamingService

    @property
    def provider_families(self) -> tuple[ProviderFamily, ...]:
        """The services with their TMDB numbers."""
        return tuple(ProviderFamily(service.key, service.name, service.tmdb_ids) for service in self.by_key.values())

    def find(self, name: str) -> StreamingService | None:
        """Return the service with that key or name, or None."""
        return self.by_key.get(name) or next(
            (service for service in self.by_key.values() if service.name == name), None
        )


class WatchLink(Struct, frozen=True):
    """A way to watch a film; `url` is None if there is no safe link."""

    # seen: the film was available in `region` on `checked_on`.
    # listed: nobody checked, or the link is not safe. `url` searches the service if we know it.
    # finder: we have no link to a service. `url` searches all services.
    kind: Literal["seen", "listed", "finder"]
    name: str
    url: str | None
    region: str | None = None
    checked_on: str | None = None


def parse_services(data: Mapping[str, Any]) -> StreamingServices:
    """Parse services.json; raise KeyError for a missing field, ValueError for a wrong search URL or TMDB number."""
    services = {service["key"]: _service(service) for service in data["services"]}
    finder = StreamingService(
        data["finder"]["key"], data["finder"]["name"], tuple(data["finder"]["hosts"]), data["finder"]["search"]
    )
    for service in (*services.values(), finder):
        if not is_safe_link(service, search_url(service, "a title")):
            raise ValueError(f"{service.key}: its search address leads away from its hosts")
    _check_tmdb_ids(services.values())
    return StreamingServices(services, finder)


def _service(data: Mapping[str, Any]) -> StreamingService:
    tmdb_ids = tuple(data.get("tmdb_ids", ()))
    return StreamingService(data["key"], data["name"], tuple(data["hosts"]), data["search"], tmdb_ids)


def _check_tmdb_ids(services: Iterable[StreamingService]) -> None:
    """Raise ValueError for a TMDB number that is not a positive integer or is listed twice."""
    seen: set[int] = set()
    for service in services:
        for tmdb_id in service.tmdb_ids:
            if type(tmdb_id) is not int or tmdb_id < 1 or tmdb_id in seen:
                raise ValueError(f"{service.key}: {tmdb_id!r} is not a TMDB number, or is listed twice")
            seen.add(tmdb_id)


def is_safe_link(service: StreamingService, url: str | None) -> bool:
    """Return whether a button may open `url`: a plain https URL on a host of the service or a subdomain."""
    if not url or len(url) > MAX_URL_LENGTH or not SAFE_URL.fullmatch(url):
        return False
    host = urlsplit(url).netloc
    return any(host == allowed or host.endswith(f".{allowed}") for allowed in service.hosts)


@lru_cache(maxsize=50)  # a card calls this twice: for its text and for its button
def search_url(service: StreamingService, title: str, country: str = "US") -> str:
    """Return the service's search URL for `title`, cut to `MAX_TITLE_LENGTH`, or further if the URL is too long."""
    code, word = FINDER_COUNTRY_CODES.get(country, country.lower()), QUOTED_SEARCH_WORDS[country]
    for length in range(min(len(title), MAX_TITLE_LENGTH), -1, -1):
        url = service.search_url_template.format(
            title=quote(title[:length], safe="", errors="ignore"), country=code, word=word
        )
        if len(url) <= MAX_URL_LENGTH:
            break
    return url


def watch_links(
    film: Film, services: StreamingServices, language: str = "en", region: str | None = None
) -> tuple[WatchLink, ...]:
    """Return at most `MAX_LINKS` links, those for `region` first; if none has a URL, the last link is the finder."""
    unique = dict.fromkeys(_watch_link(film, offer, services) for offer in film.streaming_offers)
    links = tuple(sorted(unique, key=lambda link: region is None or link.region != region))[:MAX_LINKS]
    if any(link.url for link in links):
        return links
    finder, country = services.finder, _finder_country(region, language)
    return (
        *links[: MAX_LINKS - 1],
        WatchLink("finder", finder.name, search_url(finder, film.summary.title(language), country)),
    )


def _finder_country(region: str | None, language: str) -> str:
    """Return `region` if the finder supports it, otherwise the default country of the language."""
    return region if region and region in SEARCH_WORDS else DEFAULT_COUNTRIES.get(language, DEFAULT_COUNTRIES["en"])


def _watch_link(film: Film, offer: StreamingOffer, services: StreamingServices) -> WatchLink:
    service = services.find(offer.service)
    if service is None:
        return WatchLink("listed", offer.service, None)
    if offer.region and offer.checked_on and is_safe_link(service, offer.url):
        return WatchLink("seen", service.name, offer.url, offer.region, offer.checked_on)
    return WatchLink("listed", service.name, search_url(service, film.summary.title_en))
