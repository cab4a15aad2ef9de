"""Every text follows the glossary in CONTRIBUTING.md."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from bot.core.text.languages import Language
from bot.core.text.translations import Translations

ROOT = Path(__file__).parent.parent
COLUMNS = {Language.ENGLISH: 2, Language.KOREAN: 4}
"""The index of the column that lists the words not to use, for each language."""
PLACEHOLDER = re.compile(r"\{[^}]*\}")


def forbidden_words(language: Language) -> Sequence[str]:
    """Return the words that the glossary forbids in a language."""
    section = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("### Glossary")[2].partition("\n`uv")[0]
    rows = [line.split("|")[1:-1] for line in section.splitlines() if line.startswith("|")][2:]
    cells = [row[COLUMNS[language]] for row in rows]
    return [word.strip() for cell in cells for word in cell.split(",") if word.strip()]


def offences(texts: Mapping[str, str], words: Sequence[str], language: Language) -> list[str]:
    """Return each text with a forbidden word. In English, only whole words count."""
    edge = r"\b" if language is Language.ENGLISH else ""
    pattern = re.compile("|".join(f"{edge}{re.escape(word)}{edge}" for word in words), re.IGNORECASE)
    found = ((key, pattern.search(PLACEHOLDER.sub("", text))) for key, text in texts.items())
    return [f"{key}: {match[0]}" for key, match in found if match]


@pytest.mark.parametrize(("language", "word"), [(Language.ENGLISH, "mend"), (Language.KOREAN, "쌍점")])
def test_a_forbidden_word_is_found(language: Language, word: str) -> None:
    """The table is read, and a text with one of its words is reported."""
    words = forbidden_words(language)
    assert word in words
    assert offences({"a.key": f"x {word} x", "b.key": "{mend} 점"}, words, language) == [f"a.key: {word}"]


@pytest.mark.parametrize("language", Language)
def test_no_text_uses_a_forbidden_word(translations: Translations, language: Language) -> None:
    """Every text in either language follows the glossary."""
    assert offences(translations.texts[language], forbidden_words(language), language) == []
