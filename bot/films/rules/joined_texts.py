"""Many texts joined into one, in which a part is found faster than in one text after another."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

_SEPARATOR = b"\n"


class JoinedTexts:
    """Texts without line breaks, in UTF-8, in which most of them take the least memory."""

    def __init__(self, texts: Iterable[str]) -> None:
        encoded = [text.encode() for text in texts]
        self._joined = _SEPARATOR.join(encoded)
        self._starts = array("L", accumulate((len(text) + len(_SEPARATOR) for text in encoded), initial=0))

    def __len__(self) -> int:
        """Return how many bytes the texts take."""
        return len(self._joined)

    def containing(self, part: str) -> Iterator[int]:
        """Yield the numbers of the texts that contain `part`, each once, in order."""
        joined, starts, encoded = self._joined, self._starts, part.encode()
        offset = joined.find(encoded)
        while offset >= 0:
            number = bisect_right(starts, offset) - 1
            yield number
            offset = joined.find(encoded, starts[number + 1])
