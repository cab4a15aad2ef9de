"""Where a film can be watched, and which addresses a button may lead to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote, urlsplit

from bot.films.rules.film import Film, StreamingOffer

LONGEST_URL = 512
LONGEST_TITLE = 60
PLAIN_URL = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(/[\w\-.~%/+]*)?(\?[\w\-.~%&=+]*)?", re.ASCII)
"""An address with nothing hidden in it: no user, no port, no odd letters, and no second address in its query."""
COUNTRIES: Mapping[str, str] = {"en": "US", "ko": "KR"}
"""Where readers of a language most likely watch."""
MOST = 5

IN_ENGLISH = frozenset(
    {"AU", "BG", "CA", "DK", "GB", "GR", "HK", "HU", "ID", "IE", "IN", "LT", "LV", "MY", "NL", "NO", "NZ", "PH", "PL"}
    | {"RO", "SE", "SG", "TH", "TW", "US", "ZA"}
)
"""Countries in which the finder's page of a search is called so in English; elsewhere in a language spoken there."""
SEARCH_WORDS: Mapping[str, str] = {
    **dict.fromkeys(IN_ENGLISH, "search"),
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
FINDER_CODES: Mapping[str, str] = {"GB": "uk"}
"""Countries that the finder writes otherwise than by their own two letters."""


@dataclass(frozen=True, slots=True)
class Service:
    """A streaming service: its hosts are the only ones a link to it may have; `search` takes a title at {title}.

    The finder's also takes a country at {country}, and at {word} what that country calls a search.
    """

    key: str
    name: str
    hosts: tuple[str, ...]
    search: str


@dataclass(frozen=True, slots=True)
class Services:
    """The services by key, and the one that looks a film up on all of them."""

    by_key: Mapping[str, Service]
    finder: Service

    def named(self, name: str) -> Service | None:
        """The service of that key or name."""
        return self.by_key.get(name) or next((s for s in self.by_key.values() if s.name == name), None)


@dataclass(frozen=True, slots=True)
class Way:
    """A way to watch a film, and how sure it is.

    `seen`: there on `checked_on` in `region`; `listed`: it was listed, region and day are not known, `url` searches the
    service; `finder`: nothing is known, `url` searches all services. Without `url` there is no safe link.
    """

    how: Literal["seen", "listed", "finder"]
    name: str
    url: str | None
    region: str | None = None
    checked_on: str | None = None


def services_from(data: Mapping[str, Any]) -> Services:
    """The services in services.json's shape; raises KeyError or ValueError where a service is not whole."""
    services = {s["key"]: _service(s) for s in data["services"]}
    finder = Service(
        data["finder"]["key"], data["finder"]["name"], tuple(data["finder"]["hosts"]), data["finder"]["search"]
    )
    for service in (*services.values(), finder):
        if not may_link(service, search(service, "a title")):
            raise ValueError(f"{service.key}: its search address leads away from its hosts")
    return Services(services, finder)


def _service(data: Mapping[str, Any]) -> Service:
    return Service(data["key"], data["name"], tuple(data["hosts"]), data["search"])


def may_link(service: Service, url: str | None) -> bool:
    """Whether a button may lead there: https, a host of the service's or a part of one, nothing hidden in it."""
    if not url or len(url) > LONGEST_URL or not PLAIN_URL.fullmatch(url):
        return False
    host = urlsplit(url).netloc
    return any(host == known or host.endswith(f".{known}") for known in service.hosts)


def search(service: Service, title: str, country: str = "US") -> str:
    """The address of the service's search for a title, as much of the title as an address may hold."""
    code, word = FINDER_CODES.get(country, country.lower()), quote(SEARCH_WORDS[country])
    for most in range(min(len(title), LONGEST_TITLE), -1, -1):
        url = service.search.format(title=quote(title[:most], safe="", errors="ignore"), country=code, word=word)
        if len(url) <= LONGEST_URL:
            break
    return url


def ways_to_watch(film: Film, services: Services, language: str = "en", region: str | None = None) -> tuple[Way, ...]:
    """Where the film is or was, at most five, those seen in the region first; the finder where nothing has a link."""
    known = dict.fromkeys(_way(film, stream, services) for stream in film.streaming_offers)
    ways = tuple(sorted(known, key=lambda way: region is None or way.region != region))[:MOST]
    if any(way.url for way in ways):
        return ways
    finder, country = services.finder, _finder_country(region, language)
    return (*ways[: MOST - 1], Way("finder", finder.name, search(finder, film.summary.title(language), country)))


def _finder_country(region: str | None, language: str) -> str:
    """The region if the finder knows it, else where readers of the language most likely are."""
    return region if region and region in SEARCH_WORDS else COUNTRIES.get(language, COUNTRIES["en"])


def _way(film: Film, stream: StreamingOffer, services: Services) -> Way:
    service = services.named(stream.service)
    if service is None:
        return Way("listed", stream.service, None)
    if stream.region and stream.checked_on and may_link(service, stream.url):
        return Way("seen", service.name, stream.url, stream.region, stream.checked_on)
    return Way("listed", service.name, search(service, film.summary.title_en))
