"""Films, searches, picks, settings and help on the demo's page, as a newcomer tries them on a phone.

What needs no browser is also tested in tests/stories, so here it runs only with --soak.
"""

import re

import pytest
from playwright.sync_api import Request, expect

from tests.demo.browser import CHROMIUM, DemoPage
from tests.demo.conftest import DESK, PHONE

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to open the demo's page with")
JIWOO = "Jiwoo 지우 (Korean)"
PRIVATE = "Only you can see this"
RAW_MENTION = re.compile(r"<[@#/][^>]*\d>")
DRAWN = re.compile("drawn here|Drawn here|Nothing drawn")
FILTERS = [
    {"service": "Rakuten", "calm": "True"},
    {"mood": "Laugh first"},
    {"ending": "With hope"},
    {"max_minutes": "110"},
    {"years": "2000s"},
    {"tears": "Bring tissues"},
]
"""The first has an option with suggestions and one with choices. tests/stories draws with every filter."""
TALLEST = (
    "The Man from Nowhere",
    *(pytest.param(film, marks=pytest.mark.soak) for film in ("Silenced", "House of Hummingbird")),
)
MAX_HEIGHT, MAX_PICK_HEIGHT = {DESK: 700, PHONE: 844}, {DESK: 750, PHONE: 865}
"""The most pixels that a card and a pick with their buttons take, by page size. The tallest picks take 746 and 863."""


@pytest.mark.parametrize("film", TALLEST)
def test_a_card_is_one_command_and_fits_one_screen(page: DemoPage, film: str) -> None:
    """The longest cards and a pick fit on a computer and on a phone."""
    shown = ((page.send_title(film, pick=False), MAX_HEIGHT), (page.run_command("tearjerker"), MAX_PICK_HEIGHT))
    for size in (DESK, PHONE):
        page.resize(*size)
        for card, limits in shown:
            box = card.bounding_box()
            assert box
            assert box["height"] <= limits[size]


def test_an_empty_line_between_paragraphs_is_shown_as_in_discord(page: DemoPage) -> None:
    """Paragraphs with an empty line between them have a gap on the page."""
    paragraphs = page.send_title("harmony").locator(".embed-description .markdown-paragraph")
    facts, warning = (paragraphs.nth(place).bounding_box() for place in (0, 1))
    assert facts
    assert warning
    assert warning["y"] - facts["y"] - facts["height"] > 10


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        pytest.param("mir", "Miracle in Cell No. 7 (2013) · 7번방의 선물 · KR", marks=pytest.mark.soak),
        ("소원", "Hope (2013) · 소원 · KR"),
        pytest.param("moment rem", "A Moment to Remember (2004) · 내 머리 속의 지우개 · KR", marks=pytest.mark.soak),
    ],
)
def test_autocomplete_suggests_the_intended_film(page: DemoPage, typed: str, offered: str) -> None:
    """Half a title is enough, in either language."""
    assert page.type_title(typed)[0] == offered


@pytest.mark.soak
def test_an_empty_option_gets_suggestions_at_once(page: DemoPage) -> None:
    """Nobody has to know a title: films are suggested before the first letter."""
    assert "Be With You (2018) · 지금 만나러 갑니다 · KR" in page.type_title("")


def test_mentions_are_names_and_never_numbers(page: DemoPage) -> None:
    """The commands in the help look as they do on Discord, without their ids."""
    shown = page.run_command("help")
    expect(shown).to_contain_text("/film show")
    expect(shown).not_to_contain_text(RAW_MENTION)


@pytest.mark.soak
def test_an_unknown_title_is_answered_privately_with_similar_films(page: DemoPage) -> None:
    """The answer is private, and the button of a similar film posts that film's card."""
    question = page.send_title("father", pick=False)
    expect(question).to_contain_text("Only you can see this")
    before = page.messages.count()
    question.get_by_role("button", name="Ode to My Father (2014)").click()
    expect(page.wait_for_message_after(before)).to_contain_text("Ode to My Father (2014)")


@pytest.mark.soak
def test_suggestions_and_private_answers_are_korean_for_korean_readers(page: DemoPage) -> None:
    """Suggestions are Korean, and so is the private answer about an unknown title, with its buttons."""
    page.view_as(JIWOO)
    assert page.type_title("소원")[0] == "소원 (2013) · Hope · KR"
    page.reload()
    page.view_as(JIWOO)
    question = page.send_title("father", pick=False)
    expect(question).to_contain_text("영화를 찾지 못했어요")
    expect(question.get_by_role("button", name="국제시장 (2014)")).to_have_count(1)


def test_a_search_can_be_paged_opened_and_shared(page: DemoPage) -> None:
    """The private list turns its page in place, a card replaces it, and Share posts the page for everyone."""
    found = page.run_command("film search", theme="First love")
    place = page.messages.count() - 1
    expect(found).to_contain_text(PRIVATE)
    page.press(found, "Next")
    expect(page.messages.nth(place)).to_contain_text("Page 2 of 4")
    page.choose(page.messages.nth(place), "Moonlit Winter (2019)")
    expect(page.title(page.messages.nth(place))).to_have_text("Moonlit Winter (2019)")
    page.press(page.messages.nth(place), "Back to the list")
    page.press(page.messages.nth(place), "Share this page")
    expect(page.wait_for_message_after(place + 1)).not_to_contain_text(PRIVATE)


@pytest.mark.soak
def test_a_manager_changes_the_servers_language_for_everyone(page: DemoPage) -> None:
    """The next card is posted in Korean, and the manager can change the language back."""
    page.view_as("Mina (moderator)")
    panel = page.run_command("settings")
    place = page.messages.count() - 1
    expect(panel).to_contain_text(PRIVATE)
    for language in ("한국어", "English"):
        page.press(page.messages.nth(place), "Language")
        page.press(page.messages.nth(place), language)
        page.messages.nth(place).get_by_text("Saved").wait_for()
        if language == "한국어":
            expect(page.title(page.send_title("hope 2013"))).to_have_text("소원 (2013)")


@pytest.mark.soak
def test_a_person_switches_to_korean_and_back(page: DemoPage) -> None:
    """A press on the panel changes the language of the next answer, and another press changes it back."""
    panel = page.run_command("language")
    place = page.messages.count() - 1
    page.press(panel, "한국어")
    expect(page.run_command("help")).to_contain_text(re.compile("제가 할 수 있는 일"))
    page.press(page.messages.nth(place), "English")
    expect(page.run_command("help")).to_contain_text("What I can do")


@pytest.mark.soak
def test_a_korean_member_finds_commands_by_their_korean_names(page: DemoPage) -> None:
    """The list that opens with "/" has names in the reader's language, and a Korean name works."""
    listed = page.page.locator("#command-picker-listbox [role=option] strong")
    for person, names in (
        (JIWOO, ["/눈물", "/영화 보기", "/투표 열기", "/내정보 삭제"]),
        ("Sam", ["/tearjerker", "/film show"]),
    ):
        page.view_as(person)
        page.page.locator("#channel-composer-input").click()
        page.page.keyboard.type("/")
        listed.first.wait_for()
        assert set(names) <= set(listed.all_inner_texts())
        page.reload()
    page.view_as(JIWOO)
    expect(page.run_command("도움말")).to_contain_text("제가 할 수 있는 일")


@pytest.mark.soak
def test_help_about_and_privacy_are_private(page: DemoPage) -> None:
    """Anyone can try these three commands without others seeing the answers."""
    page.view_as(JIWOO)
    for command in ("도움말", "소개", "내정보 보기"):
        expect(page.run_command(command)).to_contain_text(PRIVATE)


def test_the_buttons_of_a_pick_work_with_one_press(page: DemoPage) -> None:
    """Another and Not for us change the pick in place, and More answers privately."""
    pick = page.run_command("tearjerker")
    first, place = page.title(pick).inner_text(), page.messages.count() - 1
    page.press(pick, "Another")
    pick = page.messages.nth(place)
    expect(page.title(pick)).not_to_have_text(first)
    second = page.title(pick).inner_text()
    page.press(pick, "More")
    details = page.wait_for_message_after(place + 1)
    expect(details).to_contain_text("Only you can see this")
    expect(details).to_contain_text(second)
    taps: list[Request] = []
    page.page.on("request", lambda request: taps.append(request) if request.url.endswith("/api/action") else None)
    page.press(page.messages.nth(place), "Not for us")
    assert len(taps) == 1
    pick = page.messages.nth(place)
    expect(pick).to_contain_text(f"{second} went to the bottom")
    expect(page.title(pick)).not_to_have_text(second)
    expect(pick.get_by_role("button", name="Another")).to_have_count(1)


@pytest.mark.soak
@pytest.mark.parametrize("filters", FILTERS)
def test_every_filter_is_answered(page: DemoPage, filters: dict[str, str]) -> None:
    """Whatever the filters, there is a pick, or advice on which filter to drop."""
    page.run_command("tearjerker", **filters).get_by_text(DRAWN).first.wait_for()


@pytest.mark.soak
def test_a_note_to_avoid_is_saved_in_korean(page: DemoPage) -> None:
    """A ticked note is saved, and the Korean panel says so."""
    page.view_as(JIWOO)
    panel = page.run_command("avoid")
    place = page.messages.count() - 1
    panel.locator(".select-trigger").first.click()
    page.page.get_by_text("성폭력", exact=True).last.click()
    page.page.get_by_role("button", name="Apply").click()
    page.settle()
    page.messages.nth(place).get_by_text("저장했어요").wait_for()
    page.press(page.messages.nth(place), page.localize("picks.avoid.clear"))
