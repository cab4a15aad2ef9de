"""Whether a result was tried to be posted; `announce_after` is above nought from the first try on."""

from bot.kit.sql import Values, Writer


async def begin(writer: Writer, server: int, poll: int, again: int) -> bool:
    """Note a try, with the epoch second before which there is no other; gives whether there was one before."""
    values: Values = {"server": server, "poll": poll, "again": again}
    tried = await writer.rows("SELECT announce_after > 0 FROM poll WHERE id = :poll AND server = :server", values)
    await writer.rows("UPDATE poll SET announce_after = :again WHERE id = :poll AND server = :server", values)
    return bool(tried and tried[0][0])
