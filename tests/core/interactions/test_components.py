"""Components are laid out in rows as discord.py lays them out."""

from random import Random
from typing import Any

import discord
import pytest
from discord import ui

from bot.core.interactions.components import Component, build_view, button, component_rows, in_row, link_button, select

SEEDS = range(40)
Pair = tuple[Component, ui.Item[ui.View]]


def random_pairs(rng: Random) -> list[Pair]:
    """Return random components of ours, each paired with discord.py's. Some are in a fixed row."""
    pairs: list[Pair] = []
    for number in range(rng.randint(0, 12)):
        kinds: tuple[Pair, ...] = (
            (button("go", number, "Go"), ui.Button(label="Go", custom_id=f"v1:go:{number}")),
            (link_button("Open", "https://example.com"), ui.Button(label="Open", url="https://example.com")),
            (select("pick", "Pick", [("1", "One", ""), ("2", "Two", "the second")], chosen=("2",)), discord_menu()),
        )
        ours, theirs = rng.choices(kinds, (5, 2, 1))[0]
        theirs.row = rng.choice((None, None, None, rng.randrange(5)))
        pairs.append((ours if theirs.row is None else in_row(theirs.row, ours)[0], theirs))
    return pairs


def discord_menu() -> ui.Select[ui.View]:
    menu = ui.Select[ui.View](placeholder="Pick", custom_id="v1:pick:menu")
    menu.add_option(label="One", value="1")
    menu.add_option(label="Two", value="2", description="the second", default=True)
    return menu


def without_defaults(data: dict[str, Any]) -> dict[str, Any]:
    """Drop a menu's `disabled` and `required`, which discord.py sends even at their defaults."""
    is_menu = data["type"] == discord.ComponentType.string_select.value
    return {name: value for name, value in data.items() if not is_menu or name not in {"disabled", "required"}}


@pytest.mark.parametrize("seed", SEEDS)
def test_components_are_as_discord_py_sends_them(seed: int) -> None:
    """Our rows equal those of a discord.py view, and both refuse components that do not fit."""
    pairs = random_pairs(Random(seed))
    view = ui.View(timeout=None)
    try:
        for _, item in pairs:
            view.add_item(item)
    except ValueError:
        with pytest.raises(ValueError, match="no room"):
            component_rows([ours for ours, _ in pairs])
    else:
        rows = component_rows([ours for ours, _ in pairs])
        assert rows == [
            {**row, "components": list(map(without_defaults, row["components"]))} for row in view.to_components()
        ]
        assert build_view([ours for ours, _ in pairs]).to_components() == rows


def test_discord_py_does_not_store_our_views() -> None:
    """Our views are finished, so discord.py does not store them. `danger` overrides `primary`."""
    assert build_view([button("go", 1, "Go")]).is_finished()
    assert discord.ButtonStyle(button("go", 1, "Go", danger=True, primary=True).data["style"]).name == "danger"
