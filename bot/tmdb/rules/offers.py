"""Where a film can be watched in a country: what TMDB lists from JustWatch, with families of services as one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

OfferKind: TypeAlias = Literal["flatrate", "free", "ads", "rent", "buy"]

KINDS: Final[tuple[OfferKind, ...]] = ("flatrate", "free", "ads", "rent", "buy")
"""The kinds of offers in the order in which a card shows them: subscriptions first."""
INCLUDED_KINDS: Final[tuple[OfferKind, ...]] = ("flatrate", "free", "ads")
"""The kinds that cost nothing more for who has the service."""
WATCH_PAGE: Final = "https://www.themoviedb.org/movie/{tmdb_id}/watch?locale={country}"


@dataclass(frozen=True, slots=True)
class ProviderFamily:
    """One of our streaming services with every number that TMDB has for it: Netflix is 8, 1796 and 175."""

    service_key: str
    name: str
    provider_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A film on one service; `name` is ours if the service is one of ours, else TMDB's, not escaped for Discord."""

    provider_id: int
    name: str
    kind: OfferKind
    service_key: str | None = None

    @property
    def is_included(self) -> bool:
        """Whether it costs nothing more for who has the service."""
        return self.kind in INCLUDED_KINDS


@dataclass(frozen=True, slots=True)
class CountryOffers:
    """The offers of a film in a country, folded and in the order of a card; empty if JustWatch lists none there.

    `link` is TMDB's own page with the addresses. `checked_at` is the epoch second at which TMDB was asked.
    """

    country: str
    link: str
    offers: tuple[Offer, ...]
    checked_at: int


@dataclass(frozen=True, slots=True)
class ServiceOffers:
    """One service with every kind in which it has a film: Google Play to rent and to buy."""

    name: str
    service_key: str | None
    kinds: tuple[OfferKind, ...]


def families_by_id(families: Iterable[ProviderFamily]) -> Mapping[int, ProviderFamily]:
    """Return the families by each of their provider ids."""
    return {provider_id: family for family in families for provider_id in family.provider_ids}


def fold_families(offers: Iterable[Offer], families: Mapping[int, ProviderFamily]) -> tuple[Offer, ...]:
    """Return each service once among what costs nothing more, once to rent and once to buy, in the order of KINDS.

    Within a kind the given order stays. A service of ours gets our name and key, every other one keeps TMDB's name.
    """
    folded: dict[tuple[str, str], Offer] = {}
    for offer in sorted(offers, key=lambda offer: KINDS.index(offer.kind)):
        named = _named(offer, families.get(offer.provider_id))
        price = "included" if named.is_included else named.kind
        folded.setdefault((price, _service_id(named)), named)
    return tuple(folded.values())


def group_by_service(offers: Sequence[Offer]) -> tuple[ServiceOffers, ...]:
    """Return the services of folded offers, each once with all of its kinds, in the order of their first offers."""
    kinds: dict[str, list[OfferKind]] = {}
    for offer in offers:
        kinds.setdefault(_service_id(offer), []).append(offer.kind)
    first = {_service_id(offer): offer for offer in reversed(offers)}
    return tuple(ServiceOffers(first[key].name, first[key].service_key, tuple(kinds[key])) for key in kinds)


def watch_page(tmdb_id: int, country: str) -> str:
    """Return the address of TMDB's page with all offers in a country; its slug is left out, which TMDB allows."""
    return WATCH_PAGE.format(tmdb_id=tmdb_id, country=country)


def _named(offer: Offer, family: ProviderFamily | None) -> Offer:
    return Offer(offer.provider_id, family.name, offer.kind, family.service_key) if family else offer


def _service_id(offer: Offer) -> str:
    """Return what is equal for two offers of one service; TMDB has services with one name and two numbers."""
    return offer.service_key or f"name {offer.name.casefold()}"
