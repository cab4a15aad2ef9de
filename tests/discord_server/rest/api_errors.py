"""Discord's replies to requests that it refuses."""

from collections.abc import Mapping
from typing import Any

UNAUTHORIZED = 0
UNKNOWN_GUILD = 10004
UNKNOWN_CHANNEL, UNKNOWN_MEMBER, UNKNOWN_MESSAGE, UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION = (
    10003,
    10007,
    10008,
    10015,
    10062,
)
ALREADY_ACKNOWLEDGED, TOO_MANY_FOLLOWUPS = 40060, 40094
MISSING_ACCESS, NOT_MESSAGE_AUTHOR, MISSING_PERMISSIONS, INVALID_WEBHOOK_TOKEN = 50001, 50005, 50013, 50027
INVALID_FORM_BODY, THREAD_ARCHIVED, THREAD_LOCKED = 50035, 50083, 160005
TOO_MANY_EDITS = 30046

STATUS_AND_MESSAGE: Mapping[int, tuple[int, str]] = {
    UNAUTHORIZED: (401, "401: Unauthorized"),
    UNKNOWN_GUILD: (404, "Unknown Guild"),
    UNKNOWN_CHANNEL: (404, "Unknown Channel"),
    UNKNOWN_MEMBER: (404, "Unknown Member"),
    UNKNOWN_MESSAGE: (404, "Unknown Message"),
    UNKNOWN_WEBHOOK: (404, "Unknown Webhook"),
    UNKNOWN_INTERACTION: (404, "Unknown interaction"),
    TOO_MANY_EDITS: (429, "Maximum number of edits to messages older than 1 hour reached. Try again later"),
    ALREADY_ACKNOWLEDGED: (400, "Interaction has already been acknowledged."),
    TOO_MANY_FOLLOWUPS: (400, "This interaction has reached its maximum number of follow-up messages"),
    MISSING_ACCESS: (403, "Missing Access"),
    NOT_MESSAGE_AUTHOR: (403, "Cannot edit a message authored by another user"),
    MISSING_PERMISSIONS: (403, "Missing Permissions"),
    INVALID_WEBHOOK_TOKEN: (401, "Invalid Webhook Token"),
    INVALID_FORM_BODY: (400, "Invalid Form Body"),
    THREAD_ARCHIVED: (400, "Thread is archived"),
    THREAD_LOCKED: (400, "Thread is locked"),
}
"""Discord's error codes, each with its status and message."""


class ApiError(Exception):
    """A request that Discord refuses."""

    def __init__(self, code: int, status: int | None = None) -> None:
        usual, sentence = STATUS_AND_MESSAGE.get(code, (400, "refused by the test"))
        super().__init__(f"{code} {sentence}")
        self.status = status or usual
        self.body: dict[str, Any] = {"message": sentence, "code": code}
