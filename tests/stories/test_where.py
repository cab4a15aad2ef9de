"""People learn where to watch a film in their own country, and no card waits for TMDB."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.club import Club, open_club
from tests.stories.with_tmdb import KOREA, ask_for_hope, choose_country, edits, eventually, learn_about_hope
from tests.tmdb_server.server import FaultyTmdb, TmdbFault

JUSTWATCH = "[JustWatch](https://www.justwatch.com)"
STATES, GERMANY = "United States", "Germany"
QUESTION = "Which country do you watch in?"


@pytest.fixture
def club(club_with_key: Club) -> Club:
    return club_with_key


@pytest.fixture
async def plain_club(database_file: Path) -> AsyncIterator[Club]:
    """Yield a club whose bot has no TMDB key."""
    async with open_club(database_file) as opened:
        yield opened


async def test_each_reader_sees_what_is_listed_where_they_watch(club: Club) -> None:
    """A person in Korea, one in the United States and a server in Germany see their own offers of one film."""
    region = await club.mina.click(await club.mina.slash("settings"), "Country")
    await club.mina.select(region, GERMANY)
    await choose_country(club.sam, STATES)
    korean = await club.jiwoo.click(await club.jiwoo.slash("avoid"), "🌍 시청 국가")
    await club.jiwoo.select(korean, "대한민국")
    await learn_about_hope(club)
    cards = [await person.slash("film show", title="Hope") for person in (club.sam, club.jiwoo, club.mina)]
    texts = [card.text for card in cards]
    assert "**United States:** free on Tubi" in texts[0]
    assert "**South Korea:** Netflix, Amazon Prime Video, Watcha" in texts[1]
    assert "**Germany:** buy on Apple TV Store" in texts[2]
    assert all(f"Source: {JUSTWATCH}, <t:" in text for text in texts)
    assert all(card.buttons[0] == "📺 Offers on TMDB" for card in cards)


async def test_a_first_card_does_not_wait_and_is_edited_when_tmdb_answers(club: Club, tmdb: FaultyTmdb) -> None:
    """The card comes from the catalogue, and an edit adds poster and offers. The next card needs no call to TMDB."""
    await choose_country(club.sam, KOREA)
    tmdb.faults = [TmdbFault(delay_seconds=0.3)]
    await club.sam.slash("film show", title="Hope")
    await eventually(lambda: bool(edits(club)))
    first = next(body for body in map(str, club.message_bodies()) if "Hope (2013)" in body)
    assert "JustWatch" not in first
    (edit,) = edits(club)
    assert "JustWatch" in edit
    assert "/w342/best-english.jpg" in edit
    assert "'attachments': []" in edit
    calls = len(tmdb.calls)
    again = await club.sam.slash("film show", title="Hope")
    assert "JustWatch" in again.text
    await asyncio.sleep(0.1)
    assert (len(tmdb.calls), len(edits(club))) == (calls, 1)


async def test_a_card_is_not_edited_if_tmdb_has_nothing_to_add(club: Club, tmdb: FaultyTmdb) -> None:
    """The card of a film that TMDB does not know stays as it is."""
    tmdb.films.clear()
    await choose_country(club.sam, KOREA)
    assert "JustWatch" not in await ask_for_hope(club)
    await eventually(lambda: bool(tmdb.calls))
    await asyncio.sleep(0.2)
    assert not edits(club)


async def test_a_pick_that_was_replaced_is_not_edited(club: Club, tmdb: FaultyTmdb) -> None:
    """TMDB's answer about the first film does not overwrite the second film."""
    await choose_country(club.sam, KOREA)
    tmdb.lasting_fault = TmdbFault(delay_seconds=0.4)
    first = await club.sam.slash("tearjerker")
    title = first.card.title
    second = await club.sam.click(first, "Another")
    assert second.card.title != title
    earlier = len(edits(club))  # the first film may have been edited before the press
    await asyncio.sleep(1)
    assert not any(str(title) in edit for edit in edits(club)[earlier:])


async def test_someone_without_a_country_is_asked_once_in_private(club: Club) -> None:
    """A private card asks once, with a button. A public card only says how to set a country."""
    await learn_about_hope(club)
    card = await club.sam.slash("film show", title="Hope")
    assert "Type `/where`" in card.text
    assert QUESTION not in card.text
    full = await club.sam.click(card, "More")
    assert full.is_ephemeral
    assert full.field(QUESTION)
    assert "🌍 My country" in full.buttons
    again = await club.sam.click(card, "More")
    assert QUESTION not in again.text
    assert "🌍 My country" not in again.buttons
    choices = await club.sam.click(full, "🌍 My country")
    saved = await club.sam.select(choices, KOREA)
    assert "Your country: **South Korea**" in saved.text
    assert saved.is_ephemeral
    assert "**South Korea:**" in (await club.sam.slash("film show", title="Hope")).text


async def test_someone_with_a_known_country_is_not_asked(club: Club) -> None:
    """If the server has a country, its members are not asked for their own."""
    region = await club.mina.click(await club.mina.slash("settings"), "Country")
    await club.mina.select(region, GERMANY)
    full = await club.sam.click(await club.sam.slash("film show", title="Hope"), "More")
    assert QUESTION not in full.text


async def test_where_answers_for_a_country(club: Club) -> None:
    """The answer is public, with included offers before paid ones, the source, and a button to all offers."""
    await learn_about_hope(club)
    answer = await club.sam.slash("where", film="Hope", country="KR")
    assert not answer.is_ephemeral
    assert answer.card.title == "Hope (2013)"
    assert "**South Korea**\nIncluded: Netflix, Amazon Prime Video, Watcha\nRent or buy: Google Play" in answer.text
    assert f"Source: {JUSTWATCH}" in answer.text
    assert answer.buttons[0] == "📺 Offers on TMDB"
    assert "**Germany**" in (await club.sam.slash("where", film="hope", country="germany")).text
    assert "**South Korea**" in (await club.jiwoo.slash("where", film="Hope", country="한국")).text


async def test_where_lists_every_country(club: Club) -> None:
    """The person's own country comes first."""
    await choose_country(club.sam, GERMANY)
    await learn_about_hope(club)
    text = (await club.sam.slash("where", film="Hope", country="anywhere")).text
    assert text.index("**Germany:**") < text.index("**South Korea:**") < text.index("**United States:**")
    assert f"Source: {JUSTWATCH}" in text


async def test_where_asks_for_the_country_if_none_is_known(club: Club) -> None:
    """The question is private and has a button. An unknown country is answered with advice."""
    question = await club.sam.slash("where", film="Hope")
    assert question.is_ephemeral
    assert question.buttons == ["🌍 My country"]
    unknown = await club.sam.slash("where", film="Hope", country="@everyone **Atlantis**")
    assert unknown.is_ephemeral
    assert "choose a suggestion" in unknown.text
    suggested = await club.sam.autocomplete("where", "country", "ger")
    assert [choice["name"] for choice in suggested][:2] == ["Anywhere", "Germany"]


async def test_a_country_can_be_searched_for_changed_and_cleared(club: Club) -> None:
    """A country is found by any of its names, and a button leads back to the other preferences."""
    choices = await club.sam.click(await club.sam.slash("avoid"), "🌍 My country")
    saved = await club.sam.submit_modal(choices, "Another country…", typed="노르웨이")
    assert "**Norway**" in saved.text
    again = await club.sam.click(saved, "Change country")
    guess = await club.sam.submit_modal(again, "Another country…", typed="Germny")
    assert "Germany" in guess.buttons
    chosen = await club.sam.click(guess, "Germany")
    cleared = await club.sam.click(await club.sam.click(chosen, "Change country"), "Clear")
    assert QUESTION in cleared.text
    panel = await club.sam.click(cleared, "My preferences")
    assert "Your preferences" in panel.text


async def test_without_a_key_nothing_names_tmdb_or_justwatch(plain_club: Club) -> None:
    """Only `/about` names TMDB, as a source of facts. Nobody is asked for a country."""
    card = await plain_club.sam.slash("film show", title="Hope")
    full = await plain_club.sam.click(card, "More")
    where = await plain_club.sam.slash("where", film="Hope")
    anywhere = await plain_club.sam.slash("where", film="Hope", country="anywhere")
    pick = await plain_club.sam.slash("tearjerker")
    panel = await plain_club.sam.slash("avoid")
    choices = await plain_club.sam.click(panel, "🌍 My country")
    for message in (card, full, where, anywhere, pick, panel, choices):
        seen = message.text + " ".join(message.buttons)
        assert "JustWatch" not in seen
        assert "TMDB" not in seen
        assert QUESTION not in seen or message is choices
    about = (await plain_club.sam.slash("about")).text
    assert "JustWatch" not in about
    assert about.count("TMDB") == 1
    assert "My facts about them come from public data sets by TMDB, " in about


async def test_about_has_tmdbs_notice_if_a_key_is_set(club: Club) -> None:
    """Both the English and the Korean page have TMDB's notice word for word, and name JustWatch."""
    notice = "uses TMDB and the TMDB APIs but is not endorsed, certified, or otherwise approved by TMDB."
    for person in (club.sam, club.jiwoo):
        text = (await person.slash("about")).text
        assert notice in text
        assert JUSTWATCH in text


async def test_a_search_of_ones_own_services_uses_ones_own_country(club: Club) -> None:
    """A film that JustWatch lists in the person's country is found. With another country, it is not found."""
    await club.mina.slash("film show", title="Hope")
    await eventually(lambda: bool(edits(club)))
    await club.sam.select(await club.sam.slash("avoid"), "Watcha")
    await choose_country(club.sam, KOREA)
    options = {"on_mine": True, "years": "2013", "person": "Lee Joon-ik"}
    found = await club.sam.slash("film search", **options)
    assert "Hope (2013)" in found.text
    assert "on my services (South Korea)" in (found.card.title or "")
    assert "JustWatch" in (found.card.footer.text or "")
    await choose_country(club.sam, GERMANY)
    assert "Hope (2013)" not in (await club.sam.slash("film search", **options)).text
