"""A poll in the making over sockets: its panel, and the forms behind its buttons."""

from tests.discord_server.users.responses import Seen
from tests.discord_server.users.simulated_user import Guest

NAMES = "One title on each line"


async def open_draft_panel(guest: Guest, **options: str) -> Seen:
    """The panel after `/poll start`, with two films where nothing else is said."""
    return (await guest.asks("poll start", **(options or {"film1": "Hope", "film2": "Harmony"}))).message


async def submit_modal(guest: Guest, panel: Seen, button: str, typed: str) -> Seen:
    """What comes of a form behind a button."""
    form = (await guest.presses(panel, button)).form
    return (await guest.submits(form, {form.labels[0]: typed})).message
