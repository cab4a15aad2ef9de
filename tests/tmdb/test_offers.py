"""Offers from JustWatch are grouped by service, under our name for it if we know the service."""

from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.tmdb.rules.offers import (
    Offer,
    OfferKind,
    ServiceOffers,
    families_by_id,
    fold_families,
    group_by_service,
    watch_page,
)


def shown_offers(reference: ReferenceData, *offers: tuple[int, str, OfferKind]) -> list[tuple[str, str, str | None]]:
    families = families_by_id(reference.services.provider_families)
    rows = [Offer(provider_id, name, kind) for provider_id, name, kind in offers]
    return [(offer.name, offer.kind, offer.service_key) for offer in fold_families(rows, families)]


def test_netflix_is_one_service_in_korea(reference: ReferenceData) -> None:
    """Its plans with and without ads, and its version for children, count as the same service."""
    found = shown_offers(
        reference,
        (1796, "Netflix Standard with Ads", "flatrate"),
        (8, "Netflix", "flatrate"),
        (175, "Netflix Kids", "flatrate"),
        (1796, "Netflix Standard with Ads", "ads"),
    )
    assert found == [("Netflix", "flatrate", "netflix")]


def test_prime_video_is_one_service_whatever_its_number(reference: ReferenceData) -> None:
    """Numbers 9, 119 and 2100 are Prime Video. Amazon's shop is another service."""
    for number in (9, 119, 2100):
        found = shown_offers(
            reference, (number, "Amazon Prime Video with Ads", "flatrate"), (10, "Amazon Video", "rent")
        )
        assert found == [("Amazon Prime Video", "flatrate", "prime-video"), ("Amazon Video", "rent", None)]


def test_the_apple_tv_subscription_is_not_apples_shop(reference: ReferenceData) -> None:
    """The number decides, because the two swapped names in 2025."""
    found = shown_offers(reference, (2, "Apple TV", "buy"), (350, "Apple TV Plus", "flatrate"))
    assert found == [("Apple TV", "flatrate", "apple-tv"), ("Apple TV", "buy", None)]


def test_subscriptions_come_first_then_free_ads_rent_and_buy(reference: ReferenceData) -> None:
    """Within each kind, TMDB's own order is kept."""
    kinds: tuple[OfferKind, ...] = ("buy", "rent", "ads", "free", "flatrate")
    found = shown_offers(
        reference, *((900 + i, f"Service {i}", kind) for i, kind in enumerate(kinds)), (990, "Z", "free")
    )
    assert [name for name, _, _ in found] == ["Service 4", "Service 3", "Z", "Service 2", "Service 1", "Service 0"]


def test_one_name_with_two_numbers_is_one_service(reference: ReferenceData) -> None:
    """Discovery+, which TMDB lists under two numbers, is shown once."""
    assert shown_offers(reference, (510, "Discovery+", "flatrate"), (524, "discovery+", "flatrate")) == [
        ("Discovery+", "flatrate", None)
    ]


def test_a_shop_is_listed_once_with_every_kind_of_offer(reference: ReferenceData) -> None:
    """Renting and buying from the same shop are one entry."""
    families = families_by_id(reference.services.provider_families)
    rows = [Offer(3, "Google Play", "buy"), Offer(3, "Google Play", "rent"), Offer(8, "Netflix", "flatrate")]
    assert group_by_service(fold_families(rows, families)) == (
        ServiceOffers("Netflix", "netflix", ("flatrate",)),
        ServiceOffers("Google Play", None, ("rent", "buy")),
    )


def test_every_service_has_its_own_numbers(reference: ReferenceData) -> None:
    """A number belongs to one family, so that no service hides another."""
    numbers = [number for family in reference.services.provider_families for number in family.provider_ids]
    assert (len(numbers), all(family.provider_ids for family in reference.services.provider_families)) == (16, True)
    assert len(set(numbers)) == len(numbers)


def test_the_link_to_all_offers_leads_to_tmdb() -> None:
    """The link contains the reader's country."""
    assert watch_page(49026, "KR") == "https://www.themoviedb.org/movie/49026/watch?locale=KR"
