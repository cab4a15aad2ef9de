"""Compares a text with many others. Imports rapidfuzz, which takes 3 MB, only once it is needed."""

from collections.abc import Sequence


def load_rapidfuzz() -> None:
    """Import rapidfuzz; call this in a thread, because it takes 0.02 s."""
    import rapidfuzz  # noqa: F401, PLC0415  # see above


def find_similar(text: str, others: Sequence[str], min_similarity: float) -> list[tuple[str, float, int]]:
    """Return the texts that are similar enough, each with its similarity (0 to 100) and its index, best first."""
    import rapidfuzz  # noqa: PLC0415  # see above

    return rapidfuzz.process.extract(text, others, scorer=rapidfuzz.fuzz.ratio, score_cutoff=min_similarity, limit=None)


def find_near(text: str, others: Sequence[str], max_typos: int) -> list[tuple[str, int, int]]:
    """Return the texts at most this many typos away, with the number of typos and their index, nearest first.

    A typo is a letter that is missing, added or replaced, or two adjacent letters that are swapped.
    """
    import rapidfuzz  # noqa: PLC0415  # see above

    return rapidfuzz.process.extract(
        text, others, scorer=rapidfuzz.distance.OSA.distance, score_cutoff=max_typos, limit=None
    )
