"""The routes by which a bot learns who it is, where the gateway is, and says what its commands are."""

from collections.abc import Callable

from tests.discord_server.gateway import payloads
from tests.discord_server.rest.routing import Call, Table
from tests.discord_server.world import Body, World

STARTS_A_DAY, DAY = 1000, 86_400.0


class Application:
    """The bot's own account: its commands, whose ids stay with their names, and how often it may start a session."""

    def __init__(self, world: World, gateway: Callable[[], str], starts: Callable[[], int]) -> None:
        self.world = world
        self._gateway, self._starts = gateway, starts
        self.shards, self.starts_a_day, self.reset_after = 1, STARTS_A_DAY, DAY
        self._known: dict[tuple[int, str], str] = {}

    def routes(self) -> Table:
        """What a bot can ask of itself."""
        return {
            "GET /users/@me": lambda _: payloads.user(self.world.bot),
            "GET /oauth2/applications/@me": lambda _: self._info(),
            "GET /applications/@me": lambda _: self._info(),
            "GET /gateway": lambda _: {"url": self._gateway()},
            "GET /gateway/bot": lambda _: self._where(),
            "GET /applications/{bot}/commands": lambda _: self.world.commands,
            "PUT /applications/{bot}/commands": self._sync,
        }

    def _info(self) -> Body:
        bot = self.world.bot
        named = {"id": str(bot.id), "name": bot.name, "description": "", "icon": None, "verify_key": "0" * 64}
        owner = payloads.user(self.world.owner)
        return named | {"bot_public": True, "bot_require_code_grant": False, "flags": 0, "owner": owner}

    def _where(self) -> Body:
        left = {"total": self.starts_a_day, "remaining": max(0, self.starts_a_day - self._starts())}
        limit = {**left, "reset_after": int(self.reset_after * 1000), "max_concurrency": 1}
        return {"url": self._gateway(), "shards": self.shards, "session_start_limit": limit}

    def _sync(self, call: Call) -> list[Body]:
        told = {"application_id": str(self.world.bot.id), "version": str(self.world.ids.new()), "type": 1}
        self.world.commands = [{**told, **command, **self._kept(command)} for command in call.json]
        return self.world.commands

    def _kept(self, command: Body) -> Body:
        id_ = self._known.setdefault((command.get("type", 1), command["name"]), str(self.world.ids.new()))
        needed = command.get("default_member_permissions")
        return {"id": id_, "default_member_permissions": None if needed is None else str(needed)}
