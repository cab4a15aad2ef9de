"""The custom ids of components and modals: v1:NAME:ARGUMENT.

NAME is the name under which a feature registered its handler; ARGUMENT says what the handler acts on. The custom id
holds everything that a press needs, so buttons keep working after a restart.
"""

import re

NO_ARGUMENT = "menu"
"""The argument of a menu whose handler needs only the selected value."""
VALUE_SEPARATOR = ","
"""Separates the values of a menu that accepts several."""
CUSTOM_ID = re.compile(r"v1:(?P<name>[a-z-]+):(?P<argument>.*)")


def build_custom_id(name: str, argument: object) -> str:
    """Return the custom id for a handler's name and an argument."""
    return f"v1:{name}:{argument}"


def parse_custom_id(custom_id: str) -> tuple[str, str]:
    """Return the name and the argument of a custom id; both are empty if it does not have our format."""
    match = CUSTOM_ID.fullmatch(custom_id)
    return (match["name"], match["argument"]) if match else ("", "")


def join_selected(argument: object, value: str) -> str:
    """Return what a handler receives for a selected value: "ARGUMENT:VALUE", or the value alone for NO_ARGUMENT."""
    return value if argument == NO_ARGUMENT else f"{argument}:{value}"


def selected_value(argument: str) -> str:
    """Return the value that `join_selected` added; an argument without a colon is returned unchanged."""
    return argument.rpartition(":")[2]
