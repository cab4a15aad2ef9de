"""Rows become structs by the names of their columns."""

import pytest
from msgspec import Struct

from bot.core.storage.sql import build_rows


class Film(Struct, frozen=True):
    """A row with two columns, and a field that a statement may leave out."""

    title: str
    year: int
    country: str | None = None


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        (("title", "year", "country"), ("Hope", 2013, "KR")),
        (("country", "year", "title"), ("KR", 2013, "Hope")),
    ],
    ids=["in the order of the fields", "in another order"],
)
def test_each_column_fills_the_field_of_its_name(columns: tuple[str, ...], row: tuple[object, ...]) -> None:
    """The order of the columns does not matter."""
    assert build_rows(Film, [(name, None) for name in columns], [row]) == [Film("Hope", 2013, "KR")]


def test_a_column_that_is_left_out_leaves_its_field_at_the_default() -> None:
    """A field with a default needs no column."""
    assert build_rows(Film, [("title",), ("year",)], [("Hope", 2013)]) == [Film("Hope", 2013)]
