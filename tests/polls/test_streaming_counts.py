"""How many voters can stream each film, counted in groups that hide what one person has."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import pytest

from bot.core.storage.database import Database
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.service.availability import FilmAvailability
from bot.films.service.films import Films
from bot.ids import FilmId, UserId
from bot.polls.personal_data import PERSONAL_DATA as OF_POLLS
from bot.polls.rules.settings import VotingMethod
from bot.polls.rules.views.streaming import GROUP_SIZE
from bot.polls.service.streaming import StreamingCounter
from bot.privacy.service.user_data import UserDataService
from bot.settings.personal_data import PERSONAL_DATA as OF_SETTINGS
from bot.settings.service import SettingsService
from bot.tmdb.service.tmdb import Tmdb
from tests.films.availability import COUNTRIES, KEYS, World, random_world, store_world, tmdb_of
from tests.polls.booth import CHANNEL, NOW, SERVER, Booth, host, settings_with
from tests.polls.poll_services import PollServices

pytestmark = pytest.mark.postgres_soak  # on PostgreSQL only with --soak, because other tests run the same SQL there

FILMS = tuple(map(FilmId, range(1, 7)))
EVERYTHING = World(
    {film: [(KEYS[0], None)] for film in range(1, 13)}, dict.fromkeys(range(1, 13), (None, None)), {}, {}, has_key=False
)
"""The first twelve films are all on the first service, in every country."""


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tmdb, "request_refresh", lambda *_: None)


@dataclass(frozen=True)
class StreamingPoll:
    """A poll on the first films of the catalogue, the settings of its voters, and the counter that is tested."""

    booth: Booth
    settings: SettingsService
    counter: StreamingCounter

    async def counts(self) -> Mapping[FilmId, tuple[int, int]] | None:
        view = await self.booth.view()
        streaming = await self.counter.count(view.poll, view.options)
        if streaming is None:
            return None
        return {film: (count.can_watch_count, count.listed_count) for film, count in streaming.counts.items()}

    async def vote(self, *people: int) -> None:
        for person in people:
            await self.booth.vote(person, person % len(FILMS))


async def start_streaming_poll(
    polls: PollServices, database: Database, reference: ReferenceData, world: World
) -> StreamingPoll:
    await store_world(world, database)
    settings = SettingsService(database, lambda *_: None)
    draft = await polls.drafts.create(host(), CHANNEL, settings_with(VotingMethod.SINGLE), NOW)
    await polls.drafts.add_films(host(), draft.id, FILMS, NOW)
    poll = (await polls.lifecycle.start(host(), draft.id, NOW)).poll
    view = await polls.views.get(SERVER, poll.id)
    counter = StreamingCounter(
        database, Films(database), FilmAvailability(tmdb_of(world, database, reference), settings)
    )
    return StreamingPoll(Booth(polls, poll, tuple(option.id for option in view.options)), settings, counter)


async def test_random_polls_match_a_count_by_hand(
    polls: PollServices, database: Database, reference: ReferenceData, volume: Callable[[int], int]
) -> None:
    """Voters with services count in whole groups of three, each in their own country, else the server's."""
    shown = 0
    for seed in range(volume(200)):
        random, world = Random(seed), random_world(Random(seed))
        poll = await start_streaming_poll(polls, database, reference, world)
        region = random.choice((None, *COUNTRIES))
        await poll.settings.set_region(SERVER, region)
        voters: list[tuple[Collection[str], str | None]] = []
        for person in range(seed * 100 + 1, seed * 100 + random.randint(1, 12)):
            services, country = random.sample(KEYS, random.choice((0, 1, 3))), random.choice((None, *COUNTRIES))
            await poll.settings.set_services(UserId(person), services)
            await poll.settings.set_country(UserId(person), country)
            if random.random() < 0.8:
                await poll.vote(person)
                voters += [(services, country or region)] if services else []
        counted = voters[: len(voters) // 3 * 3]
        by_hand = {film: (sum(film in world.watchable(*voter) for voter in counted), len(counted)) for film in FILMS}
        assert await poll.counts() == (by_hand if counted else None), seed
        shown += bool(counted)
        await polls.lifecycle.cancel(host(), poll.booth.poll.id, NOW)
    assert shown > volume(200) / 3


async def choose_services(poll: StreamingPoll, *people: int, services: Sequence[str] = KEYS[:1]) -> None:
    for person in people:
        await poll.settings.set_services(UserId(person), services)


async def test_no_numbers_are_shown_for_fewer_than_three_people(
    polls: PollServices, database: Database, reference: ReferenceData
) -> None:
    """Two people could work out each other's services. Voters who listed no services are not counted."""
    poll = await start_streaming_poll(polls, database, reference, EVERYTHING)
    await choose_services(poll, 11, 12, 13)
    await poll.vote(11, 12, 21, 22, 23)
    assert await poll.counts() is None
    await poll.vote(13)
    assert await poll.counts() == dict.fromkeys(FILMS, (3, 3))


async def test_one_more_vote_never_changes_the_numbers_by_one_person(
    polls: PollServices, database: Database, reference: ReferenceData
) -> None:
    """The numbers change only after each third voter with services, so that one vote reveals nothing."""
    poll = await start_streaming_poll(polls, database, reference, EVERYTHING)
    await choose_services(poll, *range(11, 17))
    await choose_services(poll, 15, services=KEYS[1:2])
    seen = []
    for person in range(11, 17):
        await poll.vote(person)
        seen.append(await poll.counts())
    assert GROUP_SIZE == 3
    three, six = dict.fromkeys(FILMS, (3, 3)), dict.fromkeys(FILMS, (5, 6))
    assert seen == [None, None, three, three, three, six]


async def test_people_who_are_deleted_or_clear_their_services_are_not_counted(
    polls: PollServices, database: Database, reference: ReferenceData
) -> None:
    """The next count leaves these people out."""
    poll = await start_streaming_poll(polls, database, reference, EVERYTHING)
    await choose_services(poll, *range(11, 17))
    await poll.vote(*range(11, 17))
    assert await poll.counts() == dict.fromkeys(FILMS, (6, 6))
    tables = [*OF_POLLS, *(table for table in OF_SETTINGS if table.user_column)]
    await UserDataService(database, lambda: NOW, lambda: tables, lambda _: None).erase(UserId(12))
    assert await poll.counts() == dict.fromkeys(FILMS, (3, 3))
    for person in (11, 13, 14):
        await poll.settings.set_services(UserId(person), ())
    assert await poll.counts() is None


async def test_a_cancelled_poll_shows_no_numbers(
    polls: PollServices, database: Database, reference: ReferenceData
) -> None:
    """The numbers are gone once the poll is cancelled."""
    poll = await start_streaming_poll(polls, database, reference, EVERYTHING)
    await choose_services(poll, 11, 12, 13)
    await poll.vote(11, 12, 13)
    await polls.lifecycle.cancel(host(), poll.booth.poll.id, NOW)
    assert await poll.counts() is None


async def test_an_option_whose_film_is_gone_has_no_number(
    polls: PollServices, database: Database, reference: ReferenceData
) -> None:
    """The other options keep their numbers."""
    poll = await start_streaming_poll(polls, database, reference, EVERYTHING)
    await choose_services(poll, 11, 12, 13)
    await poll.vote(11, 12, 13)
    await database.write(lambda writer: writer.execute("DELETE FROM film WHERE id = 1"))
    assert await poll.counts() == dict.fromkeys(FILMS[1:], (3, 3))
