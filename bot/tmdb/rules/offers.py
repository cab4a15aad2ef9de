"""Where a film can be watched in a country, as TMDB lists it from JustWatch, with families of services merged."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct

OfferKind: TypeAlias = Literal["flatrate", "free", "ads", "rent", "buy"]

KINDS: Final[tuple[OfferKind, ...]] = ("flatrate", "free", "ads", "rent", "buy")
"""The kinds of offers in the order in which a card shows them: subscriptions first."""
INCLUDED_KINDS: Final[tuple[OfferKind, ...]] = ("flatrate", "free", "ads")
"""The kinds that cost nothing extra for people who have the service."""
WATCH_PAGE: Final = "https://www.themoviedb.org/movie/{tmdb_id}/watch?locale={country}"


class ProviderFamily(Struct, frozen=True):
    """One of our streaming services with all of its TMDB numbers; Netflix has 8, 1796 and 175."""

    service_key: str
    name: str
    provider_ids: tuple[int, ...]


class Offer(Struct, frozen=True):
    """A film on one service; `name` is our name for a service that we know, else TMDB's, not escaped for Discord."""

    provider_id: int
    name: str
    kind: OfferKind
    service_key: str | None = None

    @property
    def is_included(self) -> bool:
        """Whether the offer costs nothing extra for people who have the service."""
        return self.kind in INCLUDED_KINDS


class CountryOffers(Struct, frozen=True):
    """The merged offers of a film in a country, in the order on a card.

    `offers` is empty if JustWatch lists none there. `link` is TMDB's page with the links to services. `checked_at` is
    the epoch second of the request to TMDB.
    """

    country: str
    link: str
    offers: tuple[Offer, ...]
    checked_at: int


class ServiceOffers(Struct, frozen=True):
    """One service with all kinds of its offers for a film, such as Google Play to rent and to buy."""

    name: str
    service_key: str | None
    kinds: tuple[OfferKind, ...]


def families_by_id(families: Iterable[ProviderFamily]) -> Mapping[int, ProviderFamily]:
    """Return the families by provider id."""
    return {provider_id: family for family in families for provider_id in family.provider_ids}


def fold_families(offers: Iterable[Offer], families: Mapping[int, ProviderFamily]) -> tuple[Offer, ...]:
    """Return at most three offers per service (included, to rent, to buy), in the order of KINDS.

    Within a kind, the order is kept. Services that we know get our name and key; others keep TMDB's name.
    """
    folded: dict[tuple[str, str], Offer] = {}
    for offer in sorted(offers, key=lambda offer: KINDS.index(offer.kind)):
        named = _with_our_name(offer, families.get(offer.provider_id))
        price = "included" if named.is_included else named.kind
        folded.setdefault((price, _service_id(named)), named)
    return tuple(folded.values())


def group_by_service(offers: Sequence[Offer]) -> tuple[ServiceOffers, ...]:
    """Return the services of merged offers, each once with all of its kinds, in the order of their first offers."""
    kinds: dict[str, list[OfferKind]] = {}
    for offer in offers:
        kinds.setdefault(_service_id(offer), []).append(offer.kind)
    first = {_service_id(offer): offer for offer in reversed(offers)}
    return tuple(ServiceOffers(first[key].name, first[key].service_key, tuple(kinds[key])) for key in kinds)


def watch_page(tmdb_id: int, country: str) -> str:
    """Return the URL of TMDB's page with all offers in a country, without the slug, which is optional."""
    return WATCH_PAGE.format(tmdb_id=tmdb_id, country=country)


def _with_our_name(offer: Offer, family: ProviderFamily | None) -> Offer:
    return Offer(offer.provider_id, family.name, offer.kind, family.service_key) if family else offer


def _service_id(offer: Offer) -> str:
    """Return an id that is equal for all offers of a service, because a service can have several numbers at TMDB."""
    return offer.service_key or f"name {offer.name.casefold()}"
