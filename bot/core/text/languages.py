"""The languages of Nunmul."""

from enum import StrEnum


class Language(StrEnum):
    """A language that every text exists in, by its ISO 639-1 code."""

    ENGLISH = "en"
    KOREAN = "ko"
