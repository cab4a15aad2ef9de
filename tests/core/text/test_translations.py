"""Everyone reads texts in the right language, and Korean particles fit the words before them."""

from typing import Any

import pytest
from discord import Locale, app_commands

from bot.core.text.language_choice import LanguageResolver
from bot.core.text.languages import Language
from bot.core.text.particles import format_with_particles
from bot.core.text.translations import Translations, Translator


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("소원은(는)", "소원은"),
        ("하모니은(는)", "하모니는"),
        ("소원이(가)", "소원이"),
        ("하모니이(가)", "하모니가"),
        ("**소원**을(를)", "**소원**을"),
        ("“하모니”을(를)", "“하모니”를"),
        ("소원과(와)", "소원과"),
        ("하모니과(와)", "하모니와"),
        ("서울(으)로", "서울로"),
        ("부산(으)로", "부산으로"),
        ("제주(으)로", "제주로"),
        ("1987은(는)", "1987은"),
        ("2004은(는)", "2004는"),
        ("5을(를)", "5를"),
        ("10(으)로", "10으로"),
        ("1(으)로", "1로"),
        ("Hope은(는)", "Hope은(는)"),
        ("집으로...을(를)", "집으로...를"),
        ("은(는)", "은(는)"),
    ],
)
def test_korean_particles_follow_the_word_before_them(written: str, read: str) -> None:
    """Particles such as 은/는 and (으)로 take the right form after Hangul and digits. After Latin, both appear."""
    assert format_with_particles(written, {}) == read


def test_a_persons_choice_of_language_overrides_their_discords() -> None:
    """Without a choice, people whose Discord is Korean read Korean, and all others read English."""
    readers = LanguageResolver({7: Language.KOREAN})
    assert readers.language(7, Locale.american_english) is Language.KOREAN
    assert readers.language(8, Locale.korean) is Language.KOREAN
    assert readers.language(8, Locale.japanese) is Language.ENGLISH
    assert readers.language(8, None) is Language.ENGLISH


async def test_command_descriptions_are_sent_in_korean_too(translations: Translations) -> None:
    """Discord gets a Korean text for a description. For other languages it gets none, and shows the English one."""
    described = translations.command_text("films.command.show")
    context: app_commands.TranslationContext[Any, None] = app_commands.TranslationContext(
        app_commands.TranslationContextLocation.other, None
    )
    translator = Translator(translations)
    assert described.message == translations.localizer(Language.ENGLISH)("films.command.show")
    assert await translator.translate(described, Locale.korean, context) == translations.localizer(Language.KOREAN)(
        "films.command.show"
    )
    assert await translator.translate(described, Locale.french, context) is None


def test_an_unknown_key_is_an_error(translations: Translations) -> None:
    """A missing text raises instead of reaching a person."""
    with pytest.raises(KeyError):
        translations.localizer(Language.ENGLISH)("films.nothing")


def test_a_particle_that_a_person_typed_is_unchanged() -> None:
    """Only particles in our own sentences are resolved."""
    localize = Translations({Language.KOREAN: {"shown": "{title}을(를) 찾았어요"}, Language.ENGLISH: {}}).localizer(
        Language.KOREAN
    )
    assert localize("shown", title="소원을(를)") == "소원을(를)을 찾았어요"
    assert localize("shown", title="**소원**") == "**소원**을 찾았어요"
