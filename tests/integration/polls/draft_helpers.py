"""A poll draft over sockets: its panel, and the forms behind its buttons."""

from tests.discord_server.users.responses import OpenModal, VisibleMessage
from tests.discord_server.users.simulated_user import SimulatedUser

NAMES = "One title per line"
TIME, QUESTION = "Other closing time…", "Change the question…"


async def open_draft_panel(guest: SimulatedUser, **options: str) -> VisibleMessage:
    """Open the panel with `/poll start`, with two films by default."""
    return (await guest.slash("poll start", **(options or {"film1": "Hope", "film2": "Harmony"}))).message


async def open_modal(guest: SimulatedUser, panel: VisibleMessage, label: str) -> OpenModal:
    """Open the form behind a button or a menu's option."""
    return (await (guest.click if label in panel.buttons else guest.select)(panel, label)).modal


async def add_words(guest: SimulatedUser, panel: VisibleMessage, typed: str) -> VisibleMessage:
    """Type these lines into the form for films, keep them all as typed, and return the panel."""
    panel = await submit_modal(guest, panel, "Add films", typed)
    while "Keep as typed" in panel.buttons:
        everything = [label for label in panel.buttons if label.startswith("Keep all")]
        panel = (await guest.click(panel, *(everything or ["Keep as typed"]))).message
    return panel


async def submit_modal(guest: SimulatedUser, panel: VisibleMessage, label: str, typed: str) -> VisibleMessage:
    """Submit the form behind a button or a menu's option, and return the message that answers."""
    form = await open_modal(guest, panel, label)
    return (await guest.submit_modal(form, {form.labels[0]: typed})).message
