from random import Random

from hypothesis import given

from tests.discord_rules import hostile
from tests.discord_rules.hostile import hostile_text, hostile_texts
from tests.discord_rules.markdown import live_markup
from tests.discord_rules.text import breaks_out


def texts(count: int, longest: int) -> list[str]:
    random = Random(11)
    return [hostile_text(random, longest) for _ in range(count)]


def test_the_same_seed_makes_the_same_texts() -> None:
    """Two generators with the same seed make the same texts."""
    assert texts(50, 500) == texts(50, 500)


def test_no_text_exceeds_the_limit_and_some_reach_it() -> None:
    """The longest text is exactly as long as allowed, and the shortest has fewer than ten characters."""
    lengths = {len(text) for text in texts(60, 10_000)}
    assert max(lengths) == 10_000
    assert min(lengths) < 10


def test_the_texts_contain_every_kind_of_attack() -> None:
    """Pings, markup, links, invisible characters and text directions all occur."""
    together = "".join(texts(200, 2000))
    assert all(phrase in together for phrases in hostile.PHRASES for phrase in phrases)
    assert len({found.split(" at ")[0] for text in texts(200, 2000) for found in live_markup(text)}) >= 13
    assert {"@everyone unbroken", "<@&1> is a mention", "U+202E reverses the direction of text"} <= set(
        breaks_out(together)
    )


@given(hostile_texts(300))
def test_hypothesis_can_draw_hostile_texts(text: str) -> None:
    """Every drawn text is within its limit and can be encoded as UTF-8."""
    assert len(text) <= 300
    assert text.encode("utf-8").decode("utf-8") == text
