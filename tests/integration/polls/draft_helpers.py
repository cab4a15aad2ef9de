"""A poll in the making over sockets: its panel, and the forms behind its buttons."""

from tests.discord_server.users.responses import VisibleMessage
from tests.discord_server.users.simulated_user import SimulatedUser

NAMES = "One title on each line"


async def open_draft_panel(guest: SimulatedUser, **options: str) -> VisibleMessage:
    """The panel after `/poll start`, with two films where nothing else is said."""
    return (await guest.slash("poll start", **(options or {"film1": "Hope", "film2": "Harmony"}))).message


async def submit_modal(guest: SimulatedUser, panel: VisibleMessage, button: str, typed: str) -> VisibleMessage:
    """What comes of a form behind a button."""
    form = (await guest.click(panel, button)).modal
    return (await guest.submit_modal(form, {form.labels[0]: typed})).message
