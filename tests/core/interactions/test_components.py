"""Components are laid out in rows as discord.py lays them out."""

from random import Random

import pytest

from bot.core.interactions.components import Item, build_view, button, component_rows, link_button, select

SEEDS = range(40)


def random_items(shape: Random) -> list[Item]:
    """Return buttons, links and menus, some of them with a row of their own choice."""
    options = [("1", "One", ""), ("2", "Two", "the second")]
    items: list[Item] = []
    for number in range(shape.randint(0, 12)):
        kinds = (
            button("go", number, "Go"),
            link_button("Open", "https://example.com"),
            select("pick", "Pick", options),
        )
        item: Item = shape.choices(kinds, (5, 2, 1))[0]
        item.row = shape.choice((None, None, None, shape.randrange(5)))
        items.append(item)
    return items


@pytest.mark.parametrize("seed", SEEDS)
def test_components_are_in_the_rows_of_a_view(seed: int) -> None:
    """The rows are those of discord.py's view, and what does not fit into a view is refused."""
    items = random_items(Random(seed))
    try:
        expected = build_view(items).to_components()
    except ValueError:
        with pytest.raises(ValueError, match="no room"):
            component_rows(items)
    else:
        assert component_rows(items) == expected


def test_a_component_without_our_custom_id_is_refused() -> None:
    """A press of it could not be handled."""
    stranger = button("go", 1, "Go")
    stranger.custom_id = "somebody-else"
    with pytest.raises(ValueError, match="custom id"):
        component_rows([stranger])
