"""Creates and edits messages, whatever the route."""

from collections.abc import Sequence

from tests.discord_server.rest.routing import UploadedFile
from tests.discord_server.world import Body, Channel, Message, User, World

EDITABLE_FIELDS = ("content", "embeds", "components", "flags")


def create_message(  # noqa: PLR0913  # a message has this many fields
    world: World,
    channel: Channel,
    body: Body,
    files: Sequence[UploadedFile] = (),
    *,
    ephemeral_for: User | None = None,
    interaction_metadata: Body | None = None,
) -> Message:
    """Create a message of the bot in a channel."""
    message = Message(
        world.ids.new(), channel, {}, ephemeral_for, nonce=body.get("nonce"), interaction_metadata=interaction_metadata
    )
    edit_message(world, message, body, files)
    message.edit_count = 0
    channel.messages[message.id] = message
    return message


def edit_message(world: World, message: Message, body: Body, files: Sequence[UploadedFile] = ()) -> None:
    """Change the fields in `body` and leave the rest; an edit ends the "thinking" state."""
    message.body |= {key: body[key] for key in EDITABLE_FIELDS if key in body}
    if "attachments" in body or files:
        message.body["attachments"] = _attachments(world, message, body, files)
    message.is_loading, message.edit_count = False, message.edit_count + 1


def _attachments(world: World, message: Message, body: Body, files: Sequence[UploadedFile]) -> list[Body]:
    """Return the attachments that the body keeps, with their ids, then the new files, each with a new id."""
    before = {old["id"]: old for old in message.body.get("attachments") or []}
    entries = body.get("attachments") or []
    kept = [before[str(entry["id"])] for entry in entries if str(entry["id"]) in before]
    new = {entry["id"]: entry for entry in entries if str(entry["id"]) not in before}
    return kept + [_attachment(world, file, new.get(place, {})) for place, file in enumerate(files)]


def _attachment(world: World, file: UploadedFile, entry: Body) -> Body:
    url = f"https://cdn.example/{file.name}"
    named = {"id": str(world.ids.new()), "filename": file.name, "size": file.size, "url": url, "proxy_url": url}
    return named | {"description": entry.get("description")}
