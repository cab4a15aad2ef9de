"""Where the reader of a card watches films, and what JustWatch lists of a film there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.tmdb.rules.offers import CountryOffers, Offer, OfferKind, ServiceOffers, group_by_service

PRICE_LABELS: Mapping[frozenset[OfferKind], str] = {
    frozenset({"rent", "buy"}): "rent-or-buy",
    frozenset({"rent"}): "rent",
    frozenset({"buy"}): "buy",
}
INCLUDED_ORDER: Final[tuple[OfferKind, ...]] = ("flatrate", "free", "ads")


@dataclass(frozen=True, slots=True)
class Watching:
    """What a card knows of where its reader watches; without a key there is no `country_name` and nothing is listed.

    `country` has two capital letters and is None where nobody chose one. `offers` is None until TMDB has answered.
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
        """Whether a country would tell more."""
        return self.has_listings and self.country is None


UNKNOWN_PLACE = Watching()


def price_label(kinds: tuple[OfferKind, ...]) -> str:
    """Return what a service asks for a film: the best of what costs nothing more, else to rent, to buy or either."""
    included = next((kind for kind in INCLUDED_ORDER if kind in kinds), None)
    return included or PRICE_LABELS[frozenset(kinds)]
