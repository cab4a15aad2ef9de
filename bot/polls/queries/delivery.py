"""What is known of a poll's message, and whether its result was tried to be posted."""

from bot.core.storage.sql import Values, Writer


async def posted(writer: Writer, server: int, poll: int, message: int) -> None:
    """Note which message a poll is; the first one stays."""
    values: Values = {"server": server, "poll": poll, "message": message}
    sql = "UPDATE poll SET message = coalesce(message, :message) WHERE id = :poll AND server = :server"
    await writer.execute(sql, values)


async def showed(writer: Writer, server: int, poll: int, revision: int) -> None:
    """Note what the message shows; an older edit that comes late takes nothing back."""
    values: Values = {"server": server, "poll": poll, "revision": revision}
    sql = "UPDATE poll SET shown = max(shown, :revision) WHERE id = :poll AND server = :server"
    await writer.execute(sql, values)


async def put_off(writer: Writer, server: int, poll: int, until: int) -> None:
    """Leave a message alone until an epoch second."""
    values: Values = {"server": server, "poll": poll, "until": until}
    await writer.execute("UPDATE poll SET show_after = :until WHERE id = :poll AND server = :server", values)


async def begin_attempt(writer: Writer, server: int, poll: int, again: int) -> bool:
    """Note a try, with the epoch second before which there is no other; gives whether an earlier one may be there."""
    values: Values = {"server": server, "poll": poll, "again": again}
    tried = await writer.execute("SELECT tried FROM poll WHERE id = :poll AND server = :server", values)
    sql = "UPDATE poll SET tried = 1, announce_after = :again WHERE id = :poll AND server = :server"
    await writer.execute(sql, values)
    return bool(tried and tried[0][0])


async def clear_attempt(writer: Writer, server: int, poll: int) -> None:
    """Note that nothing was posted for certain."""
    values: Values = {"server": server, "poll": poll}
    await writer.execute("UPDATE poll SET tried = 0 WHERE id = :poll AND server = :server", values)
