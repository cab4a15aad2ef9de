"""Whether a result was tried to be posted, and may be there."""

from bot.core.storage.sql import Values, Writer


async def begin(writer: Writer, server: int, poll: int, again: int) -> bool:
    """Note a try, with the epoch second before which there is no other; gives whether an earlier one may be there."""
    values: Values = {"server": server, "poll": poll, "again": again}
    tried = await writer.execute("SELECT tried FROM poll WHERE id = :poll AND server = :server", values)
    sql = "UPDATE poll SET tried = 1, announce_after = :again WHERE id = :poll AND server = :server"
    await writer.execute(sql, values)
    return bool(tried and tried[0][0])


async def refused(writer: Writer, server: int, poll: int) -> None:
    """Note that nothing was posted for certain."""
    values: Values = {"server": server, "poll": poll}
    await writer.execute("UPDATE poll SET tried = 0 WHERE id = :poll AND server = :server", values)
