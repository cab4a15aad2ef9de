"""The demo as a newcomer meets it: one command, a page in the browser, a card."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.demo.browser import CHROMIUM, DemoPage, running_demo
from tests.demo.conftest import PHONE

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to open the demo's page with"),
    pytest.mark.parametrize("tab", [PHONE], indirect=True, ids=["phone"]),
]

RAW_MENTION = re.compile(r"<[@#/][^>]*\d>")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Yield the address of a demo that was started with the command from the README."""
    with running_demo() as printed:
        yield printed


@pytest.fixture
def page(tab: DemoPage) -> DemoPage:
    """The page as its first viewer sees it, with nothing typed."""
    tab.is_as_opened()
    return tab


def test_the_first_thing_a_newcomer_sees_is_a_welcome(page: DemoPage) -> None:
    """The bot introduces itself in the channel."""
    expect(page.messages.first).to_contain_text("I know films that make people cry")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("mir", "Miracle in Cell No. 7 (2013) · 7번방의 선물 · KR"),
        ("소원", "Hope (2013) · 소원 · KR"),
        ("moment rem", "A Moment to Remember (2004) · 내 머리 속의 지우개 · KR"),
    ],
)
def test_autocomplete_suggests_the_intended_film(page: DemoPage, typed: str, offered: str) -> None:
    """Half a title is enough, in either language."""
    assert page.types(typed)[0] == offered


def test_a_picked_suggestion_posts_a_card(page: DemoPage) -> None:
    """Picking a suggestion and sending it posts the film's card with a link to the service; More hides its spoilers."""
    card = page.sends("moment rem")
    expect(card).to_contain_text("A Moment to Remember (2004)")
    expect(card.get_by_role("link", name="Amazon Prime Video")).to_have_count(1)
    before = page.messages.count()
    page.presses(card, "More")
    expect(page.waits_for_more_than(before).locator("[aria-label*=poiler]")).not_to_have_count(0)


def test_an_empty_option_gets_suggestions_at_once(page: DemoPage) -> None:
    """Nobody has to know a title: films are suggested before the first letter."""
    assert "Be With You (2018) · 지금 만나러 갑니다 · KR" in page.types("")


def test_mentions_are_names_and_never_numbers(page: DemoPage) -> None:
    """The commands in the welcome and in the help look as they do on Discord, without their ids."""
    expect(page.messages.first).to_contain_text("/film show")
    expect(page.messages.first).not_to_contain_text(RAW_MENTION)
    expect(page.runs("help")).not_to_contain_text(RAW_MENTION)


def test_an_unknown_title_is_answered_privately_with_similar_films(page: DemoPage) -> None:
    """The answer is private, and the button of a similar film posts that film's card."""
    question = page.sends("father", pick=False)
    expect(question).to_contain_text("Only you can see this")
    before = page.messages.count()
    question.get_by_role("button", name="Ode to My Father (2014)").click()
    expect(page.waits_for_more_than(before)).to_contain_text("Ode to My Father (2014)")


def test_everything_private_is_korean_for_korean_readers(page: DemoPage) -> None:
    """Suggestions are Korean, and so is the private answer about an unknown title, with its buttons."""
    page.becomes("Jiwoo 지우 (Korean)")
    assert page.types("소원")[0] == "소원 (2013) · Hope · KR"
    page.starts_over()
    page.becomes("Jiwoo 지우 (Korean)")
    question = page.sends("father", pick=False)
    expect(question).to_contain_text("영화를 찾지 못했어요")
    expect(question.get_by_role("button", name="국제시장 (2014)")).to_have_count(1)


def test_an_empty_line_between_paragraphs_is_shown_as_in_discord(page: DemoPage) -> None:
    """Paragraphs that are apart on a card are apart on the page."""
    paragraphs = page.sends("harmony").locator(".embed-description .markdown-paragraph")
    facts, warning = (paragraphs.nth(place).bounding_box() for place in (0, 1))
    assert facts
    assert warning
    assert warning["y"] - facts["y"] - facts["height"] > 10
