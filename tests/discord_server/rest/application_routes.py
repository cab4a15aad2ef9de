"""The routes by which a bot learns who it is and where the gateway is, and registers its commands."""

from collections.abc import Callable

from tests.discord_server.gateway import payloads
from tests.discord_server.gateway.webhook import InteractionWebhook
from tests.discord_server.rest.api_errors import UNKNOWN_GUILD, ApiError
from tests.discord_server.rest.routing import ApiRequest, RouteTable
from tests.discord_server.world import Body, Guild, World

SESSION_STARTS_PER_DAY, DAY_SECONDS = 1000, 86_400.0


class ApplicationRoutes:
    """The bot's account: its commands and its session start limit; a command registered again keeps its id."""

    def __init__(
        self, world: World, gateway: Callable[[], str], starts: Callable[[], int], webhook: InteractionWebhook
    ) -> None:
        self.world, self.webhook = world, webhook
        self._gateway, self._starts = gateway, starts
        self.shards, self.session_starts_per_day, self.reset_after = 1, SESSION_STARTS_PER_DAY, DAY_SECONDS
        self._command_ids: dict[tuple[int, str], str] = {}

    def routes(self) -> RouteTable:
        """Return the routes about the bot itself."""
        return {
            "GET /users/@me": lambda _: payloads.user(self.world.bot),
            "GET /users/@me/guilds": self._guilds,
            "GET /guilds/{guild}": lambda request: payloads.bare_guild(self._guild(request), self.world.bot),
            "GET /guilds/{guild}/channels": lambda request: self._guild_payload(request)["channels"],
            "GET /guilds/{guild}/threads/active": lambda request: {
                "threads": self._guild_payload(request)["threads"],
                "members": [],
            },
            "GET /oauth2/applications/@me": lambda _: self._info(),
            "GET /applications/@me": lambda _: self._info(),
            "GET /gateway": lambda _: {"url": self._gateway()},
            "GET /gateway/bot": lambda _: self._gateway_bot(),
            "GET /applications/{bot}/commands": lambda _: self.world.commands,
            "PUT /applications/{bot}/commands": self._replace_commands,
        }

    def _info(self) -> Body:
        bot = self.world.bot
        named = {"id": str(bot.id), "name": bot.name, "description": "", "icon": None}
        named |= {
            "verify_key": self.webhook.public_key,
            "interactions_endpoint_url": next(iter(self.webhook.urls), None),
        }
        owner = payloads.user(self.world.owner)
        return named | {"bot_public": True, "bot_require_code_grant": False, "flags": 0, "owner": owner}

    def _guilds(self, request: ApiRequest) -> list[Body]:
        after, limit = int(request.query.get("after", 0)), int(request.query.get("limit", 200))
        joined = sorted(
            guild.id for guild in self.world.guilds.values() if self.world.bot.id in guild.member_permissions
        )
        return [{"id": str(id_), "name": self.world.guilds[id_].name} for id_ in joined if id_ > after][:limit]

    def _guild(self, request: ApiRequest) -> Guild:
        guild = self.world.guilds.get(request.path_id("guild"))
        if guild is None or self.world.bot.id not in guild.member_permissions:
            raise ApiError(UNKNOWN_GUILD)
        return guild

    def _guild_payload(self, request: ApiRequest) -> Body:
        return payloads.guild(self._guild(request), self.world.bot)

    def _gateway_bot(self) -> Body:
        left = {"total": self.session_starts_per_day, "remaining": max(0, self.session_starts_per_day - self._starts())}
        limit = {**left, "reset_after": int(self.reset_after * 1000), "max_concurrency": 1}
        return {"url": self._gateway(), "shards": self.shards, "session_start_limit": limit}

    def _replace_commands(self, request: ApiRequest) -> list[Body]:
        shared_fields = {"application_id": str(self.world.bot.id), "version": str(self.world.ids.new()), "type": 1}
        self.world.commands = [{**shared_fields, **command, **self._stored_fields(command)} for command in request.json]
        return self.world.commands

    def _stored_fields(self, command: Body) -> Body:
        id_ = self._command_ids.setdefault((command.get("type", 1), command["name"]), str(self.world.ids.new()))
        needed = command.get("default_member_permissions")
        return {"id": id_, "default_member_permissions": None if needed is None else str(needed)}
