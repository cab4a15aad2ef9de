"""The languages that Nunmul speaks."""

from enum import StrEnum


class Language(StrEnum):
    """A language in which every text exists; its value is the ISO 639-1 code."""

    ENGLISH = "en"
    KOREAN = "ko"
