"""Interprets the errors of PostgreSQL's driver for units of work."""

from psycopg import Error, InterfaceError, OperationalError, errors

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.storage.location import OWNER_REMEDY, PostgresUrl

CONFLICTS = (errors.SerializationFailure, errors.DeadlockDetected)
"""Errors of conflicting transactions: nothing was saved, and the next attempt is likely to succeed."""
UNAVAILABLE = (
    OperationalError,
    InterfaceError,
    errors.InternalError_,
    errors.ReadOnlySqlTransaction,
    errors.InvalidTransactionState,
)
"""Errors of the server, the network or a transaction that waited too long; most are kinds of OperationalError."""
REMEDY = "check that the server runs and that DATABASE_URL is right (python -m bot doctor says more)"


def is_unavailable(error: Error) -> bool:
    """Return whether the server, the network or another transaction prevented a unit of work."""
    return isinstance(error, UNAVAILABLE)


def unusable_error(url: PostgresUrl, error: Exception) -> StartupError:
    """Return the StartupError for a database that cannot be used."""
    remedy = OWNER_REMEDY if isinstance(error, errors.InsufficientPrivilege) else REMEDY
    return StartupError(f"The database {url} cannot be used ({reason(error)}): {remedy}.", ExitCode.DATABASE_UNUSABLE)


def reason(error: BaseException) -> str:
    """Return an error's message on one line; a server's message comes without the statement's values."""
    if isinstance(error, Error) and error.diag.message_primary:
        return error.diag.message_primary
    return " ".join(str(error).split())
