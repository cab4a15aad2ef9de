"""Stores covers on disk, and deletes the oldest when there are too many."""

from pathlib import Path

from msgspec import Struct

from bot.ids import FilmId

SUFFIX = ".webp"
MAX_FILES = 1000
"""The maximum number of stored covers, of about 16 kilobytes each; the oldest are deleted first."""


class CoverFiles(Struct, frozen=True):
    """A folder of covers, each named after its film and a digest of what it shows."""

    folder: Path

    def read(self, film_id: FilmId, digest: str) -> bytes | None:
        """Return a cover, or None if it is not stored or its file is empty."""
        try:
            return self._file(film_id, digest).read_bytes() or None
        except FileNotFoundError:
            return None

    def has(self, film_id: FilmId, digest: str) -> bool:
        """Return whether a cover is stored."""
        return self._file(film_id, digest).exists()

    def write(self, film_id: FilmId, digest: str, content: bytes) -> None:
        """Store a cover atomically, then delete the film's older covers.

        If there are too many covers, delete the oldest ones too.
        """
        self.folder.mkdir(mode=0o700, exist_ok=True)
        file = self._file(film_id, digest)
        unfinished = file.with_suffix(".tmp")
        unfinished.write_bytes(content)
        unfinished.replace(file)
        for older in self.folder.glob(f"{film_id}-*"):
            if older != file:
                older.unlink(missing_ok=True)
        self._make_room()

    def _make_room(self) -> None:
        files = list(self.folder.glob(f"*{SUFFIX}"))
        if len(files) > MAX_FILES:
            for file in sorted(files, key=lambda file: file.stat().st_mtime)[: len(files) - MAX_FILES]:
                file.unlink(missing_ok=True)

    def _file(self, film_id: FilmId, digest: str) -> Path:
        return self.folder / f"{film_id}-{digest}{SUFFIX}"
