"""What an operator reads while the bot starts and stops."""

import signal
from pathlib import Path

from bot.ops.version import version
from tests.discord_server.bots.process import bot_process
from tests.discord_server.club import Club


async def test_each_step_of_a_start_and_a_stop_is_one_line(club: Club, tmp_path: Path) -> None:
    """Version, films, login, invite link, servers and the stop of a first start are logged in this order."""
    async with bot_process(club.discord, tmp_path / "new.db") as process:
        await process.wait_for_output("ready")
        process.send_signal(signal.SIGTERM)
        assert await process.wait_for_exit() == 0
    ours = [line.split(": ", 1)[1] for line in process.lines if " bot." in line]
    steps = (
        f"starting version={version()} database={tmp_path / 'new.db'}",
        "catalogue loaded films=118",
        "commands synced count=",
        "logged in as=Nunmul invite_url=https://",
        "ready servers=1 shards=1",
        "stopping signal=SIGTERM",
        "stopped",
    )
    assert [step for line, step in zip(ours, steps, strict=True) if not line.startswith(step)] == []
