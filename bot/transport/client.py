"""The discord.py client: loads the features, syncs their commands, and routes every interaction."""

import asyncio
import contextvars
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, cast

import discord
import yarl
from discord import app_commands

from bot.config import ShardSettings
from bot.core.errors import StartupError, UserError
from bot.core.exit_codes import ExitCode
from bot.core.feature import ComponentHandler, CoreServices, Feature, ModalHandler, run_change_hooks
from bot.core.interactions.answers.responder import Responder
from bot.core.interactions.components import build_view, parse_component
from bot.core.interactions.custom_ids import parse_custom_id
from bot.core.interactions.modals import submitted_values
from bot.core.jobs import check_clock, run_forever
from bot.core.text.languages import Language
from bot.core.text.translations import Translator
from bot.ids import GuildId
from bot.transport import internals, shards
from bot.transport.answers.rest import RestResponder
from bot.transport.command_sync import sync_commands
from bot.transport.http.guilds import RestGuilds
from bot.transport.interaction_age import InteractionAges
from bot.transport.request_watch import RequestWatch
from bot.transport.session_starts import SessionStarts, turn_in

log = logging.getLogger(__name__)

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)
"""The permissions that the bot asks for when it is invited."""
MAX_RATE_LIMIT_WAIT = 30.0
"""The longest rate limit, in seconds, that a request waits for; a request with a longer one fails at once."""
ANSWER_WITHIN = 3.0
"""Seconds within which Discord must receive the first answer."""
HANDLED_KINDS = frozenset({discord.InteractionType.component, discord.InteractionType.modal_submit})
"""The kinds of interactions that `on_interaction` handles; the command tree handles all others."""
SCOPES = ("bot", "applications.commands")


class NunmulClient(discord.AutoShardedClient):
    """A client that has no privileged intents, caches neither members nor messages, and mentions nobody."""

    def __init__(
        self,
        core: CoreServices,
        features: Sequence[Feature],
        *,
        shards: ShardSettings | None = None,
        watches_requests: bool = False,
    ) -> None:
        internals.check()
        self.ages = InteractionAges()
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_ratelimit_timeout=MAX_RATE_LIMIT_WAIT,
            shard_ids=list(shards.ids) if shards else None,  # type: ignore[arg-type]  # None is its default
            shard_count=shards.count if shards else None,
            http_trace=RequestWatch(core.measures, self.ages.learn).trace() if watches_requests else None,  # type: ignore[arg-type]  # None is its default
        )
        self.core = core
        self.has_fixed_shards = shards is not None
        self.tree = CommandTree(self)
        self.responder: Responder = RestResponder()
        self.features = tuple(features)
        self.components: dict[str, ComponentHandler] = {}
        self.modals: dict[str, ModalHandler] = {}
        self.jobs: list[asyncio.Task[None]] = []
        self.running_hooks: set[asyncio.Task[None]] = set()
        self.is_closing = False
        self.is_serving = False
        self.rest_guilds = RestGuilds(self)
        self.has_gateway = True
        self.command_ids = core.command_ids
        turn = partial(turn_in, core.database) if core.database.is_shared else None
        self.starts = SessionStarts(self.fetch_session_start_limits, measures=core.measures, across_processes=turn)
        for feature in self.features:
            self._load(feature)

    def _load(self, feature: Feature) -> None:
        taken = (self.components.keys() & feature.components.keys()) | (self.modals.keys() & feature.modals.keys())
        if taken:
            raise ValueError(f"{feature.name} registers components or modals of another feature: {sorted(taken)}")
        self.components.update(feature.components)
        self.modals.update(feature.modals)
        for command in feature.commands:
            self.tree.add_command(command)

    async def setup_hook(self) -> None:
        """Prepare the features, sync the commands and start the jobs before the gateway is opened."""
        for feature in self.features:
            await _prepare(feature)
        await self.tree.set_translator(Translator(self.core.translations))
        self.command_ids.update(await sync_commands(self.tree, self.core.database))
        jobs, clock = [job for feature in self.features for job in feature.jobs], self.core.clock
        # In a separate context, because SimCord, which runs the demo, waits until every task in the bot's context has
        # ended or is in a long sleep.
        checking = contextvars.Context().run(asyncio.create_task, check_clock(jobs, clock))
        watching = contextvars.Context().run(
            asyncio.create_task, self.core.database.watch(partial(run_change_hooks, self.features))
        )
        self.jobs = [checking, watching, *(asyncio.create_task(run_forever(job, clock)) for job in jobs)]

    async def close(self) -> None:
        """Stop the jobs and hooks, which need the database, then disconnect."""
        self.is_closing = True
        tasks = [*self.jobs, *self.running_hooks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await super().close()

    async def launch_shard(self, gateway_url: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard in its own task, so that shards do not wait for each other."""
        _ = initial
        shards.launch(self, shard_id, gateway_url, self.starts, self.ages.learn)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Count a session start; do not wait here, because discord.py cancels the hook after a minute."""
        _ = initial
        self.starts.record_start(shard_id or 0)

    @property
    def is_connected(self) -> bool:
        """Return whether any shard is connected."""
        return any(shards.connected(self).values())

    @property
    def is_logged_in(self) -> bool:
        """Return whether Discord accepted the token."""
        return self.application_id is not None

    def has_left_if_not_found(self, guild_id: GuildId) -> bool:
        """Return whether a server that was not found is certainly one that the bot has left."""
        return self.core.owns_guild(guild_id) and (self.is_ready() or not self.has_gateway)

    async def find_guild(self, guild_id: GuildId) -> discord.Guild | None:
        """Return a server or None; ask Discord's API only if this process does not receive the server's events."""
        is_reported = self.has_gateway and self.core.owns_guild(guild_id)
        return self.get_guild(guild_id) if is_reported else await self.rest_guilds.find(guild_id)

    @property
    def own_guild_ids(self) -> Sequence[GuildId]:
        """Return the ids of the servers whose events this process receives; the cache may contain further servers."""
        return [guild_id for guild in self.guilds if self.core.owns_guild(guild_id := GuildId(guild.id))]

    def has_joined_guild_of(self, interaction: discord.Interaction[Any]) -> bool:
        """Return whether the bot is a member of an interaction's server; without a gateway, the interaction says so."""
        if interaction.guild_id is None:
            return False
        is_installed = not self.has_gateway and interaction.is_guild_integration()
        return is_installed or self.get_guild(interaction.guild_id) is not None

    def needs_channels(self, interaction: discord.Interaction[Any]) -> bool:
        """Return whether the handler of an interaction looks at other channels of the server."""
        data = cast("Mapping[str, Any]", interaction.data)
        name = data.get("name") or parse_custom_id(str(data.get("custom_id", "")))[0]
        return any(name in feature.looks_at_channels for feature in self.features)

    @property
    def invite_url(self) -> str:
        """Return the URL that invites the bot to a server with the permissions it needs."""
        return discord.utils.oauth_url(self.application_id or 0, permissions=PERMISSIONS, scopes=SCOPES)

    async def post_welcome(self, channel: discord.abc.Messageable, language: Language) -> None:
        """Post the features' introductions in a channel."""
        localize = self.core.translations.localizer(language)
        for card, items in [feature.welcome(localize) for feature in self.features if feature.welcome]:
            await channel.send(embed=card, view=build_view(items))

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Start the handlers of an event, unless it is an interaction that the command tree handles."""
        if event != "interaction" or args[0].type in HANDLED_KINDS:
            super().dispatch(event, *args, **kwargs)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Pass a press or a submitted modal to its handler, or reply that the button or form no longer works."""
        data = cast("Mapping[str, Any]", interaction.data)
        if interaction.type is discord.InteractionType.component:
            await self._dispatch_component(interaction, *parse_component(data))
        elif interaction.type is discord.InteractionType.modal_submit:
            name, argument = parse_custom_id(str(data.get("custom_id", "")))
            await self._dispatch_modal(interaction, name, argument, submitted_values(data))

    async def _dispatch_component(self, interaction: discord.Interaction[Any], name: str, argument: str) -> None:
        handler = self.components.get(name, _reply_unknown_component)
        event = f"press {name}" if name in self.components else "unknown component"
        if self.is_in_time(interaction, lambda: event):
            await self.core.dispatcher.dispatch(event, interaction, lambda context: handler(context, argument))

    async def _dispatch_modal(
        self, interaction: discord.Interaction[Any], name: str, argument: str, fields: Mapping[str, str]
    ) -> None:
        handler = self.modals.get(name, _reply_unknown_component)
        event = f"form {name}" if name in self.modals else "unknown form"
        if self.is_in_time(interaction, lambda: event):
            await self.core.dispatcher.dispatch(event, interaction, lambda context: handler(context, argument, fields))

    def is_in_time(self, interaction: discord.Interaction[Any], event: Callable[[], str]) -> bool:
        """Return whether Discord would still accept an answer; if not, log the interaction's `event` as dropped."""
        age = self.ages.of(interaction.id)
        if age > ANSWER_WITHIN:
            self.core.dispatcher.log_expired(event(), interaction, age)
        return age <= ANSWER_WITHIN

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Run the features' hooks for a server that is back after an outage."""
        await self._run_hooks(
            feature.on_guild_available(guild) for feature in self.features if feature.on_guild_available
        )

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Run the features' hooks for a server that the bot was invited to."""
        await self._run_hooks(feature.on_guild_join(guild) for feature in self.features if feature.on_guild_join)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Run the features' hooks for a server that removed the bot; discord.py does not call this for an outage."""
        await self._run_hooks(feature.on_guild_remove(guild) for feature in self.features if feature.on_guild_remove)

    async def on_ready(self) -> None:
        """Run the features' hooks after all shards have connected or reconnected."""
        await self.run_ready_hooks(self.own_guild_ids)

    async def run_ready_hooks(self, present: Collection[GuildId]) -> None:
        """Run the features' hooks once the list of the bot's servers is known."""
        log.info("ready servers=%d shards=%d", len(present), len(self.shards))
        await self._run_hooks(feature.on_ready(present) for feature in self.features if feature.on_ready)

    async def _run_hooks(self, hooks: Iterable[Awaitable[object]]) -> None:
        """Run hooks in a task that `close` cancels; do nothing once the client is closing."""
        if self.is_closing:
            return
        running = asyncio.create_task(_run_all(hooks))
        self.running_hooks.add(running)
        running.add_done_callback(self.running_hooks.discard)
        await asyncio.wait([running])


class CommandTree(app_commands.CommandTree[NunmulClient]):
    """A command tree that answers outdated commands and ignores interactions that are too old."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Return whether there is still time to answer a command or an autocomplete request."""
        return self.client.is_in_time(interaction, lambda: _command_event(interaction))

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Answer that the command has changed or that something failed."""

        async def reply(_: object) -> None:
            if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
                raise UserError("core.unknown-command")
            raise error

        await self.client.core.dispatcher.dispatch("unknown command", interaction, reply)


def _command_event(interaction: discord.Interaction[Any]) -> str:
    command = interaction.command.qualified_name if interaction.command else "unknown command"
    is_typing = interaction.type is discord.InteractionType.autocomplete
    return f"suggestions for {command}" if is_typing else command


async def _prepare(feature: Feature) -> None:
    try:
        if feature.on_startup:
            await feature.on_startup()
    except UserError as error:
        sentence = "The database cannot be written to right now: another program is using it, or the disk is full."
        raise StartupError(sentence, ExitCode.DATABASE_UNUSABLE) from error


async def _run_all(hooks: Iterable[Awaitable[object]]) -> None:
    """Await the hooks one after another, even if some fail."""
    for hook in hooks:
        try:
            await hook
        except Exception:  # one feature's failure must not keep the others' hooks from running
            log.exception("client hook failed")


async def _reply_unknown_component(*_: object) -> None:
    raise UserError("core.unknown-press")
