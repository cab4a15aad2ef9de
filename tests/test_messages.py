"""Every text is in the message files, in both languages, and every text there is used."""

from pathlib import Path

import pytest

from tests.messages.keys import key_faults
from tests.messages.literals import literal_faults
from tests.messages.message_files import ANY_SCRIPT, BOTH_SCRIPTS, all_texts, text_faults

BOT = Path(__file__).parent.parent / "bot"

ENGLISH = '[films]\nhello = "Hello"\n[films.card]\nby = "By {name}"\n'
KOREAN = '[films]\nhello = "안녕하세요"\n[films.card]\nby = "{name} 감독"\n'
USES = 'def card(localize):\n    localize("films.hello")\n    localize("films.card.by", name=1)\n'


def test_both_languages_have_the_same_texts() -> None:
    """Each text exists in both languages, with the same placeholders."""
    assert not text_faults(BOT), "\n" + "\n".join(text_faults(BOT))


def test_every_exception_to_the_script_rules_is_an_existing_text() -> None:
    """No exception is left over from a deleted text."""
    assert all_texts(BOT).keys() >= BOTH_SCRIPTS | ANY_SCRIPT


def test_every_text_exists_and_is_used() -> None:
    """Every key used has a text with all its placeholders filled, and every text is used."""
    assert not key_faults(BOT), "\n" + "\n".join(key_faults(BOT))


def test_people_read_only_what_the_message_files_say() -> None:
    """No sentence in the code itself reaches Discord, where it could not be translated."""
    assert not literal_faults(BOT), "\n" + "\n".join(literal_faults(BOT))


@pytest.mark.parametrize(
    ("english", "korean", "expected"),
    [
        ("", None, "messages.ko.toml: there is no such file"),
        (None, "", "messages.en.toml: there is no such file"),
        ('more = "More"', "", "messages.ko.toml: films.card.more is missing"),
        ("", 'more = "더"', "messages.en.toml: films.card.more is missing"),
        ('a = "A {name}"', 'a = "가 {film}"', "films.card.a has different placeholders"),
        ('a = "A {count:,}"', 'a = "가 {count}"', "films.card.a has different placeholders"),
        ('a = "A {name}"', 'a = "가 {name"', "messages.ko.toml: films.card.a has a brace without its pair"),
        ('a = "A {}"', 'a = "가 {}"', "messages.en.toml: films.card.a has a brace without its pair, or a placeholder"),
        ('a = " "', 'a = "가"', "messages.en.toml: films.card.a is not a text, or is empty"),
        ("a = 1", 'a = "가"', "messages.en.toml: films.card.a is not a text, or is empty"),
        ('a = "A"', 'a = "Share"', "messages.ko.toml: films.card.a has no Hangul"),
        ('a = "소원"', 'a = "소원"', "messages.en.toml: films.card.a has Hangul"),
        ('a = "A {n}"', 'a = "{n}은 가"', "messages.ko.toml: films.card.a has 은 after a placeholder"),
        ('a = "A {n}"', 'a = "**{n}**을 가"', "messages.ko.toml: films.card.a has 을 after a placeholder"),
        ('a = "A {n}"', 'a = "{n}는(은) 가"', "messages.ko.toml: films.card.a has 는(은) after a placeholder"),
        ('a = "A {n}"', 'a = "**{n}**만 가"', "films.card.a has bold text right before a letter"),
        ('[polls]\na = "A"', '[polls]\na = "가"', "polls.a does not begin with the name of its folder, films"),
    ],
)
def test_a_text_that_differs_between_languages_is_found(
    english: str | None, korean: str | None, expected: str, tmp_path: Path
) -> None:
    """A text that is missing, empty, in the wrong script, or filled differently in one language is reported."""
    found = text_faults(tree(tmp_path, english, korean))
    assert any(expected in fault for fault in found), found


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ('a = "{n} / {all}"', 'a = "{all} · {n}"'),
        ('a = "{n:,} for {title}"', 'a = "「{title}」은(는) {n:,}, {title}(으)로"'),
        ('a = "{{{n}}}"', 'a = "{n}가지, {n}분(약), {n}이(가) 나와요"'),
    ],
)
def test_matching_texts_pass(english: str, korean: str, tmp_path: Path) -> None:
    """Placeholders can change places, and symbols, particle pairs and counters are accepted."""
    assert not text_faults(tree(tmp_path, english, korean))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('localize("films.card.cast")', "bot/films/cards.py:4: no text has the key films.card.cast"),
        ('context.user_text("films.bye" if late else "films.hello")', "no text has the key films.bye"),
        ('localize(f"films.note.{note}")', "no text has a key that begins with films.note."),
        ('translations.command_text("films.show")', "no text has the key films.show"),
        ('app_commands.locale_str("films.show")', "no text has the key films.show"),
        ('raise UserError("films.lost")', "no text has the key films.lost"),
        ('localize("films.card.by", title=1)', "films.card.by is used without name"),
    ],
)
def test_a_key_without_a_text_is_found(code: str, expected: str, tmp_path: Path) -> None:
    """A misspelt key is reported before a person sees it."""
    bot = tree(tmp_path)
    (bot / "films/cards.py").write_text(f"{USES}    {code}\n", encoding="utf-8")
    found = key_faults(bot)
    assert any(expected in fault for fault in found), found


def test_an_unused_text_is_found(tmp_path: Path) -> None:
    """A text whose key no code uses is reported."""
    bot = tree(tmp_path)
    assert not key_faults(bot)
    (bot / "films/cards.py").write_text('def card(localize): localize("films.hello")', encoding="utf-8")
    assert key_faults(bot) == ["films.card.by: never used"]


@pytest.mark.parametrize(
    "code", ['localize(f"films.card.{which}", **values)', 'localize("films.card.by", **values)', 'x = "films.card.by"']
)
def test_a_key_can_be_used_in_other_ways(code: str, tmp_path: Path) -> None:
    """A key counts as used if an f-string begins with it, or if it is passed on as a plain string."""
    bot = tree(tmp_path)
    (bot / "films/cards.py").write_text(
        f'def card(localize, values, which):\n    localize("films.hello")\n    {code}', "utf-8"
    )
    assert not key_faults(bot)


OUTSIDE = (
    'Embed(title="Films to cry over")',
    'Embed(description=f"{n} people cried")',
    'Embed(title="소원")',
    'embed.add_field(name=localize("films.hello"), value="not yet reviewed")',
    'embed.set_footer(text="Data: " + source)',
    'embed.set_author(name="The %s club" % name)',
    'embed.title = "A film"',
    'ui.Button(label="See more")',
    'ui.Select(placeholder="Choose a film")',
    'discord.SelectOption(label=name, description="A film of {}".format(year))',
    'app_commands.Choice(name="This server", value=1)',
    'ui.TextInput(label=name, default="Nothing yet")',
    'ui.Label(text="Your words", component=x)',
    'interaction.response.send_message("Thank you")',
    'interaction.followup.send(content="Thank you")',
    'interaction.edit_original_response(content="All " "done")',
    'app_commands.command(name="film", description="Show a film")',
    'app_commands.describe(title="The name of a film")',
    'app_commands.Group(name="film", description="About films")',
    'app_commands.locale_str("Show a film")',
    'components.button("film", 1, "Show it")',
    'escaping.label(f"A film of {year}")',
    'UserError("No such film")',
    'class Report(ui.Modal, title="Something wrong"): pass',
    'text = "A film"\n    Embed(title=text)',
    'lines = []\n    lines.append(f"directed by {n}")\n    Embed(description="\\n".join(lines))',
    'Embed(description="\\n".join(line for line in ("first line", n)))',
    "Embed(title=HEADING)",
    "Embed(description=helper(film))",
    'Embed(title=None if n else "No film")',
)


@pytest.mark.parametrize("code", OUTSIDE)
def test_a_text_in_the_code_is_found(code: str, tmp_path: Path) -> None:
    """A sentence that reaches one of Discord's text fields, directly, through a name or a function, is reported."""
    assert len(literal_faults(snippet(tmp_path, code))) == 1


SILENT = (
    '"""A sentence about the function."""',
    'log.info("a film was shown to %s", n)',
    'rows("SELECT title FROM film", {"name": n})',
    'raise CannotStart("The token is missing.", 3)',
    'ArgumentParser(description="A bot about films").add_argument("--x", help="what x is")',
    'asyncio.create_task(work(), name="closing of polls")',
    'Embed(title=localize("films.hello"), description=" · ".join(names) + "**")',
    'Embed(title=f"{title} ({year})", description=f"</film show:{n}> <t:{n}:F> https://example.org/a b")',
    'app_commands.command(name="film-night", description=locale_str("films.show"))',
    'Embed(title=titles["a film"] if kind == "a film" else title)',
    'text = "a film"\n    log.info(text)',
    'Embed(title=f"{year:of the year}")',
)


@pytest.mark.parametrize("code", SILENT)
def test_texts_that_people_never_read_are_ignored(code: str, tmp_path: Path) -> None:
    """Logs, SQL, docstrings, operators' messages, markup and symbols are not texts."""
    assert not literal_faults(snippet(tmp_path, code))


def test_in_a_card_every_sentence_counts(tmp_path: Path) -> None:
    """Every sentence in a card's file is reported, because its lines cannot be followed into other files."""
    bot = tree(tmp_path)
    (bot / "films/cards.py").write_text(
        'def line(film):\n    """One line."""\n    return f"by {film}"', encoding="utf-8"
    )
    assert literal_faults(bot) == ["bot/films/cards.py: 'by ' reaches Discord from outside the message files"]


def tree(where: Path, english: str | None = "", korean: str | None = "") -> Path:
    """Write a bot with one feature and valid texts, plus these lines for each language. None leaves out the file."""
    films = where / "bot/films"
    films.mkdir(parents=True)
    for language, texts, extra in (("en", ENGLISH, english), ("ko", KOREAN, korean)):
        if extra is not None:
            (films / f"messages.{language}.toml").write_text(f"{texts}{extra}\n", encoding="utf-8")
    (films / "cards.py").write_text(USES, encoding="utf-8")
    return films.parent


def snippet(where: Path, code: str) -> Path:
    """Write a bot that has one function with this code, and the names that the code can use."""
    bot = tree(where)
    around = 'HEADING = "Films to cry over"\ndef helper(film): return "A film"\n'
    (bot / "films/commands.py").write_text(f"{around}def act(n, year):\n    {code}\n", encoding="utf-8")
    return bot
