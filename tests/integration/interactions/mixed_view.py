"""Makes discord.py 2.7.1 forget all dynamic buttons of a bot, by ending a view that mixes them with others."""

import re
from typing import Any

import discord
from discord import ui


class ForeignDynamicItem(ui.DynamicItem[ui.Button[Any]], template=re.compile(r"v1:[a-z-]+:.*")):
    """A dynamic button that is not ours, although its ids look like ours."""


async def stop_mixed_view(client: discord.Client, channel_id: int) -> None:
    """Post a view with a dynamic and an ordinary button, end it, and check that discord.py forgot all dynamic items."""
    client.add_dynamic_items(ForeignDynamicItem)
    view = ui.View(timeout=None)
    view.add_item(ForeignDynamicItem(ui.Button(label="dynamic", custom_id="v1:nothing:1")))
    view.add_item(ui.Button(label="ordinary", custom_id="ordinary"))
    place = client.get_channel(channel_id)
    assert isinstance(place, discord.TextChannel)
    await place.send(view=view)
    view.stop()
    assert not client._connection._view_store._dynamic_items  # noqa: SLF001  # discord.py's own record of dynamic items
