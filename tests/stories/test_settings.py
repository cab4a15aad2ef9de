"""A manager sets the bot up for a server."""

import re
import threading
import zoneinfo
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from bot import app
from bot.core.feature import Feature, Setting
from bot.core.interactions.components import button
from bot.core.interactions.context import Context
from bot.core.storage.database import Database
from bot.core.text.translations import Localizer
from bot.ids import GuildId
from bot.settings.rules.locale_data import load_locale_data
from tests.soak_cases import soak_after
from tests.stories.club import Club, Message, open_club

LANGUAGE, REGION, ZONE = "Language", "Country", "Time zone"


async def open_setting(club: Club, setting: str) -> Message:
    """Open one setting from the panel, and return the message with its choices."""
    return await club.mina.click(await club.mina.slash("settings"), setting)


async def test_the_panel_says_what_is_set_in_words(club: Club) -> None:
    """The panel is a private card with each setting, its value and a button to change it."""
    panel = await club.mina.slash("settings")
    assert panel.is_ephemeral
    assert panel.card.title == "This server's settings"
    assert panel.field(LANGUAGE) == "Same as Discord (English)"
    assert panel.field(REGION) == "Not set"
    assert panel.field(ZONE) == "Not set (UTC)"
    assert panel.buttons[:3] == [LANGUAGE, REGION, ZONE]


async def test_every_setting_leads_back_to_the_panel(club: Club) -> None:
    """Back shows the panel again in place, and changes nothing."""
    for setting in (LANGUAGE, REGION, ZONE):
        choices = await open_setting(club, setting)
        assert choices.card.title == setting
        assert "Not set" in choices.text or "Same as Discord (English)" in choices.text
        panel = await club.mina.click(choices, "Back")
        assert panel.card.title == "This server's settings"
        assert "Saved" not in panel.text
        assert panel.response.id == choices.response.id


async def test_the_language_applies_at_once_to_public_cards(club: Club) -> None:
    """The next public card is in the new language. Private answers stay in each person's own language."""
    assert (await club.sam.slash("film show", title="Hope")).card.title == "Hope (2013)"
    saved = await club.mina.click(await open_setting(club, LANGUAGE), "한국어")
    assert "Saved" in saved.text
    assert saved.field(LANGUAGE) == "한국어"
    assert (await club.sam.slash("film show", title="Hope")).card.title == "소원 (2013)"
    assert "I don't know a film called" in (await club.sam.slash("film show", title="father")).text
    again = await club.mina.click(await open_setting(club, LANGUAGE), "Same as Discord")
    assert again.field(LANGUAGE) == "Same as Discord (English)"
    assert (await club.sam.slash("film show", title="Hope")).card.title == "Hope (2013)"


async def test_the_country_applies_at_once_to_cards(club: Club) -> None:
    """A card's link to JustWatch leads to the server's country, but not in direct messages."""
    unlisted = await remove_services(club)
    assert search_url(await club.sam.slash("film show", title=unlisted)) == "https://www.justwatch.com/us/search"
    saved = await club.mina.select(await open_setting(club, REGION), "United Kingdom")
    assert (saved.field(REGION), "Saved" in saved.text) == ("United Kingdom", True)
    assert search_url(await club.sam.slash("film show", title=unlisted)) == "https://www.justwatch.com/uk/search"
    assert search_url(await club.sam_in_dm.slash("film show", title=unlisted)) == "https://www.justwatch.com/us/search"
    cleared = await club.mina.click(await open_setting(club, REGION), "Clear")
    assert cleared.field(REGION) == "Not set"
    assert search_url(await club.sam.slash("film show", title=unlisted)) == "https://www.justwatch.com/us/search"


async def remove_services(club: Club) -> str:
    """Remove the services of every film, and return the title of one film."""
    database = await Database.open(club.database)
    await database.write(lambda writer: writer.execute("DELETE FROM film_stream"))
    await database.close()
    return "Hope"


def search_url(card: Message) -> str:
    (url,) = [control["url"] for control in card.controls if control.get("label") == "🔎 Where to watch"]
    return str(url).split("?", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("typed", "name"), soak_after(2, [("노르웨이", "Norway"), ("no", "Norway"), ("norway", "Norway")])
)
async def test_another_country_is_found(club: Club, typed: str, name: str) -> None:
    """A country's name in English or Korean, or its two letters, is saved at once."""
    saved = await club.mina.submit_modal(await open_setting(club, REGION), "Another country…", typed=typed)
    assert (saved.field(REGION), "Saved" in saved.text) == (name, True)
    chosen = await open_setting(club, REGION)
    assert [option["label"] for option in chosen.options if option.get("default")] == [name]


async def test_several_countries_are_asked_about(club: Club) -> None:
    """If a name can mean several countries, a menu asks which one."""
    question = await club.mina.submit_modal(await open_setting(club, REGION), "Another country…", typed="Congo")
    assert "Which country do you mean by “Congo”?" in question.text
    saved = await club.mina.select(question, "Congo - Brazzaville")
    assert saved.field(REGION) == "Congo - Brazzaville"


async def test_after_an_unknown_country_another_can_be_typed(club: Club) -> None:
    """The answer says that the country is unknown, and a button opens the search again in place."""
    missing = await club.mina.submit_modal(
        await open_setting(club, REGION), "Another country…", typed="**Narnia** @everyone"
    )
    assert "I don't know a country called" in missing.text
    assert "**Narnia" not in missing.text
    assert missing.buttons == ["Search again…", "Back"]
    saved = await club.mina.submit_modal(missing, "Search again…", typed="Japan")
    assert saved.field(REGION) == "Japan"


async def test_a_zone_is_suggested_searched_and_shown_with_its_time(club: Club) -> None:
    """A zone can be chosen from a menu, or searched for by its city."""
    saved = await club.mina.select(await open_setting(club, ZONE), "Seoul, South Korea")
    assert re.fullmatch(r"Asia/Seoul \(UTC\+9, local time \d\d:\d\d\)", saved.field(ZONE))
    saved = await club.mina.submit_modal(await open_setting(club, ZONE), "Search…", typed="뉴욕")
    assert re.fullmatch(r"America/New_York \(UTC-[45], local time \d\d:\d\d\)", saved.field(ZONE))
    cleared = await club.mina.click(await open_setting(club, ZONE), "Clear (UTC)")
    assert cleared.field(ZONE) == "Not set (UTC)"


async def test_the_zones_of_the_region_come_first(club: Club) -> None:
    """A server in Vietnam finds its own time at the top."""
    await club.mina.select(await open_setting(club, REGION), "Vietnam")
    first = (await open_setting(club, ZONE)).options[0]
    assert first["label"] == "Ho Chi Minh City, Vietnam"
    assert re.fullmatch(r"UTC\+7, local time \d\d:\d\d · Asia/Ho_Chi_Minh", first["description"])


async def test_an_unclear_or_unknown_zone_is_asked_about(club: Club) -> None:
    """A country with many zones gets a menu, a typo gets a guess, and nonsense gets advice."""
    question = await club.mina.submit_modal(await open_setting(club, ZONE), "Search…", typed="United States")
    assert "Which place do you mean by “United States”?" in question.text
    assert len(question.options) == 25
    guessed = await club.mina.submit_modal(question, "Search again…", typed="Berln")
    assert "I don't know a place called “Berln”. Did you mean this one?" in guessed.text
    assert guessed.buttons == ["Berlin, Germany", "Search again…", "Back"]
    assert not guessed.options
    assert re.search(r"UTC\+[12], local time \d\d:\d\d · Europe/Berlin", guessed.text)
    missing = await club.mina.submit_modal(guessed, "Search again…", typed="nonsense")
    assert "I don't know a place called “nonsense”. Try the nearest big city" in missing.text
    assert (await club.mina.click(missing, "Back")).field(ZONE) == "Not set (UTC)"


async def test_several_guesses_are_shown_in_a_menu(club: Club) -> None:
    """The sentence above the menu is in the plural."""
    guessed = await club.mina.submit_modal(await open_setting(club, REGION), "Another country…", typed="Austalia")
    assert "I don't know a country called “Austalia”. Did you mean one of these?" in guessed.text
    assert [option["label"] for option in guessed.options] == ["Australia", "Austria"]


async def test_the_only_guess_is_a_button(club: Club) -> None:
    """One press accepts it, for a zone and for a country."""
    guessed = await club.mina.submit_modal(await open_setting(club, ZONE), "Search…", typed="Berln")
    saved = await club.mina.click(guessed, "Berlin, Germany")
    assert ("Saved" in saved.text, saved.field(ZONE)[:13]) == (True, "Europe/Berlin")
    guessed = await club.mina.submit_modal(await open_setting(club, REGION), "Another country…", typed="Netherlnads")
    saved = await club.mina.click(guessed, "Netherlands")
    assert ("Saved" in saved.text, saved.field(REGION)) == (True, "Netherlands")


@pytest.mark.parametrize("typed", soak_after(2, ["ber", "york", "free", "UTC+5:30", "IST", "Texas", "EET"]))
async def test_a_part_of_a_name_is_never_saved_at_once(club: Club, typed: str) -> None:
    """A menu asks which place is meant, and shows the current time there."""
    question = await club.mina.submit_modal(await open_setting(club, ZONE), "Search…", typed=typed)
    assert f"Which place do you mean by “{typed}”?" in question.text
    assert question.options
    assert all(
        re.match(r"UTC[+-][\d:]+, local time \d\d:\d\d · ", option["description"]) for option in question.options
    )
    assert (await club.mina.click(question, "Back")).field(ZONE) == "Not set (UTC)"


async def test_a_part_of_a_country_is_never_saved_at_once(club: Club) -> None:
    """The beginning of a name is asked about, even if only one country has it."""
    question = await club.mina.submit_modal(await open_setting(club, REGION), "Another country…", typed="norw")
    assert [option["label"] for option in question.options] == ["Norway"]
    assert (await club.mina.select(question, "Norway")).field(REGION) == "Norway"


@pytest.mark.parametrize(
    ("typed", "zone"),
    soak_after(
        2,
        [
            ("ET", "America/New_York"),
            ("kst", "Asia/Seoul"),
            ("한국 시간", "Asia/Seoul"),
            ("California", "America/Los_Angeles"),
        ],
    ),
)
async def test_the_name_of_a_time_zone_is_saved_at_once(club: Club, typed: str, zone: str) -> None:
    """The name of a single time zone needs no menu, and the panel shows the time there."""
    saved = await club.mina.submit_modal(await open_setting(club, ZONE), "Search…", typed=typed)
    assert re.fullmatch(rf"{zone} \(UTC[+-]\d+, local time \d\d:\d\d\)", saved.field(ZONE))


async def test_places_are_read_once_and_outside_the_event_loop(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's time zones are hundreds of files, so a thread reads them, and only once."""
    reads: list[threading.Thread] = []
    read_zones = zoneinfo.available_timezones

    def watched() -> set[str]:
        reads.append(threading.current_thread())
        return read_zones()

    monkeypatch.setattr(zoneinfo, "available_timezones", watched)
    load_locale_data.cache_clear()
    await club.mina.submit_modal(await open_setting(club, ZONE), "Search…", typed="뉴욕")
    await club.mina.select(await open_setting(club, ZONE), "Tokyo, Japan")
    assert len(reads) == 1
    assert reads[0] is not threading.main_thread()


async def test_a_member_does_not_even_see_the_command(club: Club) -> None:
    """Discord shows `/settings` only to managers, and `/language` to everyone."""
    offered = club.sam.actor.available_commands(club.sam.channel)
    assert "settings" not in offered
    assert "language" in offered
    assert "settings" in club.mina.actor.available_commands(club.mina.channel)


async def test_choices_sent_before_a_restart_work_after_it(database_file: Path) -> None:
    """A panel from before the restart still works, and earlier choices are loaded again."""
    async with open_club(database_file) as club:
        await club.mina.select(await open_setting(club, REGION), "Japan")
        choices = await open_setting(club, ZONE)
        async with app.open_client(database_file) as client:
            await club.restart_bot(client)
            saved = await club.mina.select(choices, "Tokyo, Japan")
            assert (saved.field(REGION), saved.field(ZONE)[:10]) == ("Japan", "Asia/Tokyo")


def weather(server: GuildId, localize: Localizer) -> str:
    return f"always sunny in {localize.language}"


async def change_weather(context: Context, rest: str) -> None:
    await context.update_message(discord.Embed(title="Weather"), [button("settings", "panel", "Home")])


WEATHER = Feature(
    "weather",
    components={"weather": change_weather},
    settings=[Setting("films.card.cast", weather, "weather")],
)


@pytest.fixture
async def club_with_weather(database_file: Path) -> AsyncIterator[Club]:
    async with open_club(database_file, extra_features=[WEATHER]) as club:
        yield club


async def test_another_feature_adds_its_setting(club_with_weather: Club) -> None:
    """The setting's line comes after ours, and the setting has its own button and its own way back."""
    club = club_with_weather
    panel = await club.mina.slash("settings")
    assert [field.name for field in panel.card.fields][:3] == [LANGUAGE, REGION, ZONE]
    assert panel.field("Cast") == "always sunny in en"
    choices = await club.mina.click(panel, "Cast")
    assert choices.card.title == "Weather"
    assert (await club.mina.click(choices, "Home")).card.title == "This server's settings"
