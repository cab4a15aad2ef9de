"""Where a film can be watched, and which addresses a button may lead to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote, urlsplit

from bot.films.rules.film import Film, StreamingOffer

MAX_URL_LENGTH = 512
MAX_TITLE_LENGTH = 60
SAFE_URL = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(/[\w\-.~%/+]*)?(\?[\w\-.~%&=+]*)?", re.ASCII)
"""An address with nothing hidden in it: no user, no port, no odd letters, and no second address in its query."""
DEFAULT_COUNTRIES: Mapping[str, str] = {"en": "US", "ko": "KR"}
"""Where readers of a language most likely watch."""
MAX_LINKS = 5

ENGLISH_SEARCH_COUNTRIES = frozenset(
    {"AU", "BG", "CA", "DK", "GB", "GR", "HK", "HU", "ID", "IE", "IN", "LT", "LV", "MY", "NL", "NO", "NZ", "PH", "PL"}
    | {"RO", "SE", "SG", "TH", "TW", "US", "ZA"}
)
"""Countries in which the finder's page of a search is called so in English; elsewhere in a language spoken there."""
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
"""The countries that the finder knows."""
FINDER_COUNTRY_CODES: Mapping[str, str] = {"GB": "uk"}
"""Countries that the finder writes otherwise than by their own two letters."""


@dataclass(frozen=True, slots=True)
class StreamingService:
    """A streaming service: its hosts are the only ones a link to it may have; `search` takes a title at {title}.

    The finder's also takes a country at {country}, and at {word} what that country calls a search.
    """

    key: str
    name: str
    hosts: tuple[str, ...]
    search_url_template: str


@dataclass(frozen=True, slots=True)
class StreamingServices:
    """The services by key, and the one that looks a film up on all of them."""

    by_key: Mapping[str, StreamingService]
    finder: StreamingService

    def find(self, name: str) -> StreamingService | None:
        """The service of that key or name."""
        return self.by_key.get(name) or next((s for s in self.by_key.values() if s.name == name), None)


@dataclass(frozen=True, slots=True)
class WatchLink:
    """A way to watch a film, and how sure it is.

    `seen`: there on `checked_on` in `region`; `listed`: it was listed, region and day are not known, `url` searches the
    service; `finder`: nothing is known, `url` searches all services. Without `url` there is no safe link.
    """

    kind: Literal["seen", "listed", "finder"]
    name: str
    url: str | None
    region: str | None = None
    checked_on: str | None = None


def parse_services(data: Mapping[str, Any]) -> StreamingServices:
    """The services in services.json's shape; raises KeyError or ValueError where a service is not whole."""
    services = {s["key"]: _service(s) for s in data["services"]}
    finder = StreamingService(
        data["finder"]["key"], data["finder"]["name"], tuple(data["finder"]["hosts"]), data["finder"]["search"]
    )
    for service in (*services.values(), finder):
        if not is_safe_link(service, search_url(service, "a title")):
            raise ValueError(f"{service.key}: its search address leads away from its hosts")
    return StreamingServices(services, finder)


def _service(data: Mapping[str, Any]) -> StreamingService:
    return StreamingService(data["key"], data["name"], tuple(data["hosts"]), data["search"])


def is_safe_link(service: StreamingService, url: str | None) -> bool:
    """Whether a button may lead there: https, a host of the service's or a part of one, nothing hidden in it."""
    if not url or len(url) > MAX_URL_LENGTH or not SAFE_URL.fullmatch(url):
        return False
    host = urlsplit(url).netloc
    return any(host == known or host.endswith(f".{known}") for known in service.hosts)


def search_url(service: StreamingService, title: str, country: str = "US") -> str:
    """The address of the service's search for a title, as much of the title as an address may hold."""
    code, word = FINDER_COUNTRY_CODES.get(country, country.lower()), quote(SEARCH_WORDS[country])
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
    """Where the film is or was, at most five, those seen in the region first; the finder where nothing has a link."""
    known = dict.fromkeys(_watch_link(film, offer, services) for offer in film.streaming_offers)
    links = tuple(sorted(known, key=lambda way: region is None or way.region != region))[:MAX_LINKS]
    if any(link.url for link in links):
        return links
    finder, country = services.finder, _finder_country(region, language)
    return (
        *links[: MAX_LINKS - 1],
        WatchLink("finder", finder.name, search_url(finder, film.summary.title(language), country)),
    )


def _finder_country(region: str | None, language: str) -> str:
    """The region if the finder knows it, else where readers of the language most likely are."""
    return region if region and region in SEARCH_WORDS else DEFAULT_COUNTRIES.get(language, DEFAULT_COUNTRIES["en"])


def _watch_link(film: Film, offer: StreamingOffer, services: StreamingServices) -> WatchLink:
    service = services.find(offer.service)
    if service is None:
        return WatchLink("listed", offer.service, None)
    if offer.region and offer.checked_on and is_safe_link(service, offer.url):
        return WatchLink("seen", service.name, offer.url, offer.region, offer.checked_on)
    return WatchLink("listed", service.name, search_url(service, film.summary.title_en))
