"""Hostile texts in every option, form field and control, over sockets: everything is answered, nothing breaks."""

import logging
from collections.abc import Sequence
from random import Random

import discord
import pytest

from bot.transport.client import NunmulClient
from tests.adversarial import MAX_MILLISECONDS
from tests.discord_server.club import Club
from tests.discord_server.gateway import payloads
from tests.discord_server.users.interaction import Interaction, InteractionType
from tests.discord_server.users.simulated_user import SimulatedUser
from tests.fuzz.inputs import Input, Inputs, leaf_commands
from tests.fuzz.steps import Steps, measured_steps

SEED, FEW, MANY = 11, 360, 5000
ANSWER_TIMEOUT = 30.0


async def test_every_input_is_answered_and_nothing_breaks(
    club: Club, bot: discord.Client, caplog: pytest.LogCaptureFixture, is_soak: bool
) -> None:
    """Discord accepts an answer to each input, no step blocks the event loop, and no error is logged."""
    assert isinstance(bot, NunmulClient)
    bot.core.dispatcher.rate_limiter.limit = bot.core.dispatcher.autocomplete_limiter.limit = 1_000_000
    caplog.set_level(logging.WARNING)
    inputs = Inputs(
        Random(SEED), list(leaf_commands(club.discord.world.commands)), sorted(bot.components), sorted(bot.modals)
    )
    assert len(inputs.presses) <= FEW // 4, "some controls are never pressed"
    with measured_steps(MAX_MILLISECONDS) as steps:
        await _play(club, inputs, MANY if is_soak else FEW, steps)
    assert (steps.slow, steps.longest <= MAX_MILLISECONDS) == ([], True)
    loud = (record for record in caplog.records if record.levelno >= logging.ERROR or record.exc_info)
    assert [record.getMessage() for record in loud] == []
    assert [
        (request.path, request.status) for request in club.discord.log.requests if (request.status or 500) >= 400
    ] == []


async def _play(club: Club, inputs: Inputs, count: int, steps: Steps) -> None:
    for guest in (club.mina, club.sam):
        await guest.slash("poll start", question="?", film1="Hope", film2="Harmony")
        await guest.slash("film search", words="love")
        inputs.known.learn([message.body for message in club.channel.messages.values()])
    people = (
        club.mina,
        club.sam,
        club.jiwoo,
        club.sam_in_dm,
        club.mina_in_other_guild,
        club.mina.in_channel(club.thread),
    )
    for number in range(count):
        input_ = inputs.make(number)
        steps.doing = f"{number}: {input_.description[:2000]!a}"
        done = await _perform(
            people[number % len(people) if input_.act is InteractionType.APPLICATION_COMMAND else number % 2], input_
        )
        assert done.acknowledged_after is not None, input_.description
        inputs.known.learn([done.body, done.original.body if done.original else {}])


async def _perform(guest: SimulatedUser, input_: Input) -> Interaction:
    """Send an input, wait until its answer is visible, and return the interaction."""
    done = await guest.server.run(_dispatch(guest, input_))
    await guest.server.wait_until(lambda: done.is_visible, ANSWER_TIMEOUT)
    return done


async def _dispatch(guest: SimulatedUser, input_: Input) -> Interaction:
    world, channel = guest.server.world, guest.channel
    seen: Sequence[object] = [
        message for message in channel.messages.values() if message.ephemeral_for in {None, guest.user}
    ]
    message = (
        list(channel.messages.values())[-1]
        if input_.act in {InteractionType.MESSAGE_COMPONENT, InteractionType.MODAL_SUBMIT} and seen
        else None
    )
    done = Interaction(world.ids.new(), input_.act, guest.user, channel, input_.data, world.clock.now(), message)
    guest.server.interaction_routes.register(done)
    await guest.server.gateway.dispatch("INTERACTION_CREATE", payloads.interaction(done, world), channel.guild)
    return done
