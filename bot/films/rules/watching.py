"""Where the reader of a card watches films, and what JustWatch lists for a film there."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from bot.tmdb.rules.offers import CountryOffers, Offer, OfferKind, ServiceOffers, group_by_service

PRICE_LABELS: Mapping[frozenset[OfferKind], str] = {
    frozenset({"rent", "buy"}): "rent-or-buy",
    frozenset({"rent"}): "rent",
    frozenset({"buy"}): "buy",
}
INCLUDED_ORDER: Final[tuple[OfferKind, ...]] = ("flatrate", "free", "ads")


class WatchInfo(Struct, frozen=True):
    """The country where a card's reader watches films, and what JustWatch lists there.

    `country` has two capital letters, or is None if nobody chose one. `has_listings` tells whether there is a TMDB key.
    Without a key or a country, `country_name` is empty and `offers` is None. `offers` is also None if the cache has
    nothing about the film.
    """

    country: str | None = None
    country_name: str = ""
    offers: CountryOffers | None = None
    has_listings: bool = False

    @property
    def listed(self) -> tuple[Offer, ...]:
        """What JustWatch lists in the country."""
        return self.offers.offers if self.offers else ()

    @property
    def services(self) -> tuple[ServiceOffers, ...]:
        """The services that JustWatch lists in the country, each once."""
        return group_by_service(self.listed)

    @property
    def lacks_country(self) -> bool:
        """Whether more could be shown if a country were set."""
        return self.has_listings and self.country is None


NO_WATCH_INFO = WatchInfo()


def price_label(kinds: tuple[OfferKind, ...]) -> str:
    """Return the label of a service's price: the best kind without extra cost, else renting, buying or both."""
    included = next((kind for kind in INCLUDED_ORDER if kind in kinds), None)
    return included or PRICE_LABELS[frozenset(kinds)]
