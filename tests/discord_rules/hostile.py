"""Texts that try to break a card: anything a person could type or paste into a film's details."""

from random import Random

from hypothesis import strategies as st

HANGUL = "눈물나는영화하모니클래식너는내운명소원값진선물"
JAMO = "ㅠㅜㅋㅎ\u1112\u1161\u11ab"
LATIN = "abcdefghijklmnopqrstuvwxyz ABCDEFG 0123456789 .,;:!?'\"()[]{}<>/\\=+%$&^"
MARKS = "*_~|`#>-\\[]()<>:@"
FAMILY = "\u200d".join("\U0001f468\U0001f469\U0001f467\U0001f466")
PRIDE, ASTRONAUT = "\U0001f3f3\ufe0f\u200d\U0001f308", "\U0001f469\U0001f3fd\u200d\U0001f680"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
EMOJI = ("😭", FAMILY, PRIDE, ASTRONAUT, ENGLAND, "\u2764\ufe0f\u200d\U0001f525", "🇰🇷", "1\ufe0f\u20e3")
PINGS = ("@everyone", "@here", "<@123456789012345678>", "<@!123456789012345678>", "<@&1>", "<#1>", r"\@everyone")
LIVE = ("</cmd:1>", "<t:1:F>", "<t:1>", "<:sob:123456789012345678>", "<a:tears:1>", "<id:browse>")
LINKS = (
    "[x](javascript:alert(1))",
    "[x](https://evil.example)",
    r"[x\](https://evil.example)",
    "[a [b] c](<https://evil.example> 'title')",
    "https://evil.example/a?b=c",
    "<https://evil.example>",
    r"\https://evil.example",
)
LINES = ("# heading", "> quote", ">>> ", "- list", "1. list", "* list", "-# small", "  ### deep", "\n\n")
SPANS = ("||", "|| told ||", r"\||", "**bold**", "*x*", "_x_", "__x__", "~~x~~", "`code`", "``a`b``", r"\`", "\\")
FENCES = ("```", "```py\nprint()\n```", r"\```", "````", "`")
BIDI = ("\u202e", "\u202d", "\u2066", "\u2067", "\u2069", "\u200f", "\u200e", "@every\u202eone", "@\u202ehere\u202c")
UNSEEN = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u3164", "@\u200beveryone", "<\u200b@1>")
CONTROLS = ("\x00", "\x01", "\x07", "\x08", "\x1b[31m", "\x1f", "\x7f", "\x85", "\t", "\r\n", "\r", "\v", "\u2028")
COMBINING = ("\u0301", "e\u0301", "\u0489\u0489", "z" + "\u0335\u0336\u0337\u0338" * 8, "\u20e3", "\ufe0f")
BLANK = (" ", "\u00a0", "\u3000", "   ", "")
PHRASES = (EMOJI, PINGS, LIVE, LINKS, SPANS, FENCES, BIDI, UNSEEN, CONTROLS, COMBINING, BLANK)
SIZES = (0, 1, 5, 40, 200, 1000)


def hostile_text(random: Random, longest: int) -> str:
    """Return a text of at most `longest` characters, the same for the same state of `random`."""
    target_length = min(longest, random.choice((*SIZES, longest, longest)))
    pieces: list[str] = []
    missing = target_length
    while missing > 0:
        pieces.append(_piece(random, target_length))
        missing -= len(pieces[-1])
    return "".join(pieces)[:target_length]


def hostile_texts(longest: int) -> st.SearchStrategy[str]:
    """Return a strategy for hostile texts of at most `longest` characters; Hypothesis chooses only the seed."""
    return st.integers(0, 2**32).map(lambda seed: hostile_text(Random(seed), longest))


def _piece(random: Random, length: int) -> str:
    kind = random.choice(("phrase", "phrase", "phrase", "line", "marks", "letters", "letters", "word"))
    if kind == "phrase":
        return random.choice(random.choice(PHRASES))
    if kind == "line":
        return "\n" + random.choice(LINES)
    if kind == "marks":
        return random.choice("*_~|`#>") * random.randint(2, 9)
    if kind == "word" and random.random() < 0.1:
        return random.choice(HANGUL + "aW") * random.randint(1, length)
    return "".join(random.choices(random.choice((HANGUL, JAMO, LATIN, MARKS)), k=random.randint(1, 30)))
