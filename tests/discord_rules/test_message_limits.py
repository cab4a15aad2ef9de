from typing import Any

import pytest

from tests.discord_rules import limits
from tests.discord_rules.bodies import (
    assert_one_fault,
    button,
    choices,
    embed,
    field,
    label,
    link,
    menu,
    message,
    modal,
    option,
    row,
    with_embed,
    with_row,
)

MESSAGES = [
    (message(content="x" * 2001), "content: 2001 characters, at most 2000"),
    (message(content="😭" * 1001), "content: 2002 characters, at most 2000"),
    (message(content=7), "content: int, not text"),
    (message(nonce="1" * 26), "nonce: 26 characters, at most 25"),
    (message(embeds=[embed()] * 11), "embeds: 11 of them, at most 10"),
    (message(embeds=[embed(title=None, description="x" * 3001)] * 2), "embeds: 6002 characters together, at most 6000"),
    (message(components=[row(button(n)) for n in range(6)]), "components: 6 of them, at most 5"),
    (message(attachments=[{"id": n, "filename": "a.png"} for n in range(11)]), "attachments: 11 of them, at most 10"),
    (message(attachments=[{"id": 0, "description": "x" * 1025}]), "attachments[0].description: 1025 characters"),
    (message(content="", embeds=[]), "message: nothing to show"),
    (message(poll={"question": {"text": "Which?"}}), "poll: not checked here"),
    (message(allowed_mentions=None), "allowed_mentions: missing"),
    (message(allowed_mentions={"parse": ["users"]}), "allowed_mentions: {'parse': ['users']} may ping"),
    (message(allowed_mentions={"parse": [], "users": ["1"]}), "allowed_mentions: "),
    (message(allowed_mentions={"parse": [], "replied_user": True}), "allowed_mentions: "),
    (message(allowed_mentions={}), "allowed_mentions: {} may ping"),
    (with_embed(image={"url": "attachment://a.png"}), "embeds[0]: shows a.png, which is not attached"),
]
EMBEDS = [
    (with_embed(title="x" * 257), "embeds[0].title: 257 characters, at most 256"),
    (with_embed(description="x" * 4097), "embeds[0].description: 4097 characters, at most 4096"),
    (with_embed(fields=[field()] * 26), "embeds[0].fields: 26 of them, at most 25"),
    (with_embed(fields=[field(name="x" * 257)]), "embeds[0].fields[0].name: 257 characters, at most 256"),
    (with_embed(fields=[field(name=" ")]), "embeds[0].fields[0].name: empty"),
    (with_embed(fields=[field(value="x" * 1025)]), "embeds[0].fields[0].value: 1025 characters, at most 1024"),
    (with_embed(fields=[field(value="\n")]), "embeds[0].fields[0].value: empty"),
    (with_embed(footer={"text": "x" * 2049}), "embeds[0].footer.text: 2049 characters, at most 2048"),
    (with_embed(author={"name": "x" * 257}), "embeds[0].author.name: 257 characters, at most 256"),
    (with_embed(author={"name": ""}), "embeds[0].author.name: empty"),
    (with_embed(url="javascript:alert(1)"), "embeds[0].url: 'javascript:alert(1)' is not an http or https address"),
    (with_embed(url="https://"), "embeds[0].url: 'https://' is not an"),
    (with_embed(url="https://a.example/ b"), "embeds[0].url: "),
    (with_embed(url="https://[a"), "embeds[0].url: "),
    (with_embed(url="attachment://a.png"), "embeds[0].url: "),
    (with_embed(url="https://a.example/" + "x" * 2048), "embeds[0].url: 2066 characters, at most 2048"),
    (with_embed(thumbnail={"url": "data:x"}), "embeds[0].thumbnail.url: "),
    (with_embed(color=0x1000000), "embeds[0].color: 16777216 is not a colour"),
    (with_embed(timestamp="yesterday"), "embeds[0].timestamp: 'yesterday' is not an ISO 8601 time"),
    (message(embeds=[{"type": "rich", "color": 1}]), "embeds[0]: nothing to show"),
]
COMPONENTS = [
    (with_row(*(button(n) for n in range(6))), "components[0]: 6 of them, at most 5"),
    (with_row(), "components[0]: an empty row"),
    (with_row(menu(), button()), "components[0]: a menu must stand alone in its row"),
    (with_row(button(), button()), "components: custom_id: 'v1:vote:1' appears twice"),
    (message(components=[{"type": 17}]), "components[0]: type 17 is not an action row"),
    (with_row({"type": 4}), "components[0].components[0]: type 4 is not checked here"),
    (with_row(button(label="x" * 81)), "components[0].components[0].label: 81 characters, at most 80"),
    (with_row(button(label="")), "components[0].components[0]: neither a label nor an emoji"),
    (with_row(button(custom_id="x" * 101)), "components[0].components[0].custom_id: 101 characters, at most 100"),
    (with_row(button(custom_id=None)), "components[0].components[0].custom_id: empty"),
    (with_row(button(url="https://a.example")), "components[0].components[0]: url on a button that is not a link"),
    (with_row(button(style=6)), "components[0].components[0].style: 6 is not checked here"),
    (with_row(link(custom_id="x")), "components[0].components[0]: custom_id on a link"),
    (
        with_row(link(url="http://a.example")),
        "components[0].components[0].url: 'http://a.example' is not an https address",
    ),
    (with_row(link(url=None)), "components[0].components[0].url: empty"),
    (with_row(link(url="https://a.example/" + "x" * 500)), "components[0].components[0].url: 518 characters"),
    (with_row(menu(options=[option(n) for n in range(26)])), "components[0].components[0].options: 26 of them"),
    (with_row(menu(options=[option(1), option(1)])), "components[0].components[0].options: value: '1' appears twice"),
    (with_row(menu(options=[option(label="x" * 101)])), "components[0].components[0].options[0].label: 101"),
    (with_row(menu(options=[option(label="")])), "components[0].components[0].options[0].label: empty"),
    (with_row(menu(options=[option(value="x" * 101)])), "components[0].components[0].options[0].value: 101"),
    (
        with_row(menu(options=[option(description="x" * 101)])),
        "components[0].components[0].options[0].description: 101",
    ),
    (with_row(menu(placeholder="x" * 151)), "components[0].components[0].placeholder: 151 characters, at most 150"),
    (with_row(menu(custom_id="")), "components[0].components[0].custom_id: empty"),
    (with_row(menu(options=[])), "components[0].components[0].options: 0 of them, at least 1"),
    (with_row(menu(max_values=3)), "components[0].components[0].max_values: 3, must be 1 to 2"),
    (with_row(menu(min_values=26)), "components[0].components[0].min_values: 26, must be 0 to 25"),
    (
        with_row(menu(options=[option(1, default=True), option(2, default=True)])),
        "components[0].components[0].options: more chosen beforehand than max_values, 1",
    ),
]


@pytest.mark.parametrize(("body", "fault"), [*MESSAGES, *EMBEDS, *COMPONENTS])
def test_each_broken_limit_of_a_message_is_reported_once(body: dict[str, Any], fault: str) -> None:
    """A message that breaks one limit gets one report, which names the place."""
    assert_one_fault(limits.message_faults(body), fault)


def test_bodies_at_their_limits_have_no_fault() -> None:
    """Bodies exactly at Discord's limits pass."""
    picture = embed(title="x" * 256, image={"url": "attachment://a.png"}, fields=[field(value="x" * 1024)] * 5)
    full = [row(*(button(n) for n in range(4)), link()), row(menu(max_values=2))]
    whole = message(content="x" * 2000, embeds=[picture], components=full, attachments=[{"id": 0, "filename": "a.png"}])
    assert limits.message_faults(whole) == []
    assert limits.modal_faults(modal(components=[label(component=menu()), {"type": 10, "content": "x"}])) == []
    assert limits.autocomplete_faults(choices(25)) == []
    assert limits.autocomplete_faults(None) == []
