"""Settings and options stay the same from draft to poll and back to draft."""

from collections.abc import Callable
from random import Random

from msgspec.structs import replace

from bot.core.storage.database import Database
from bot.ids import GuildId
from bot.polls.rules.permissions import Actor
from bot.polls.rules.settings import (
    MAX_DURATION,
    MIN_DURATION,
    CloseAfter,
    CloseAt,
    PollSettings,
    TieBreak,
    VotingMethod,
    resolve_deadline,
)
from tests.polls.booth import CHANNEL, HOST, NOW, SERVER, select
from tests.polls.poll_services import PollServices

TIMES, HOUR = 100, 60 * 60


def random_settings(random: Random, number: int) -> PollSettings:
    """Return random settings, with a duration, a closing time or neither."""
    length = random.randint(MIN_DURATION, MAX_DURATION)
    return PollSettings(
        f"Question {number}?",
        random.choice(list(VotingMethod)),
        random.choice(list(TieBreak)),
        random.random() < 0.5,
        random.random() < 0.5,
        random.choice((None, CloseAfter(length), CloseAt(NOW + length))),
        veto_threshold=random.choice((None, 1, 3)),
        watch_at=random.choice((None, NOW + length + HOUR)),
        takes_suggestions=random.random() < 0.5,
    )


async def test_settings_are_kept(polls: PollServices, database: Database, volume: Callable[[int], int]) -> None:
    """A start keeps all options and settings. The return to a draft keeps all but the exact deadline."""
    random = Random(7)
    films = [row[0] for row in await select(database, "SELECT id FROM film ORDER BY id")]
    for number in range(volume(TIMES)):
        settings, host = random_settings(random, number), Actor(GuildId(SERVER + number), HOST)
        empty = await polls.drafts.create(host, CHANNEL, settings, NOW)
        await polls.drafts.add_films(host, empty.id, random.sample(films, random.randint(1, 6)), NOW)
        draft = (await polls.drafts.add_typed_texts(host, empty.id, [f"Text {number}", "또 하나"], NOW)).draft
        assert (draft.settings, draft.channel_id) == (settings, CHANNEL)
        assert await polls.drafts.get(host, draft.id) == draft
        poll = (await polls.lifecycle.start(host, draft.id, NOW)).poll
        decided = PollSettings(
            poll.question,
            poll.method,
            poll.tie_break,
            poll.shows_counts,
            poll.is_secret,
            settings.deadline,
            poll.veto_threshold,
            poll.watch_at,
            poll.takes_suggestions,
        )
        assert (decided, poll.closes_at) == (settings, resolve_deadline(settings.deadline, NOW))
        view = await polls.views.get(host.guild_id, poll.id)
        expected = [
            (option.label, option.film_id, option.korean_label, option.year, option.position)
            for option in draft.options
        ]
        assert [
            (option.label, option.film_id, option.korean_label, option.year, option.position) for option in view.options
        ] == expected
        assert await polls.lifecycle.revert_to_draft(host.guild_id, poll.id, NOW)
        again = await polls.drafts.get_current(host)
        assert [
            (option.label, option.film_id, option.korean_label, option.year, option.position)
            for option in again.options
        ] == expected
        assert replace(again.settings, deadline=settings.deadline) == settings
        assert (again.settings.deadline is None) == (settings.deadline is None)
