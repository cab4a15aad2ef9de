"""What is known of a poll's message."""

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
