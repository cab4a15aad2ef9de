"""What must be seen of many films at once, before anybody chooses between them."""

from collections.abc import Iterable, Mapping

from bot.core.storage.sql import Reader, Values

ContentNotes = Mapping[int, tuple[str, ...] | None]
"""Content notes by film; None where nobody looked yet."""


async def content_notes(reader: Reader, film_ids: Iterable[int], guild_id: int | None) -> ContentNotes:
    """The content notes of those films that are the catalogue's or the server's, retired ones too, by their keys."""
    values: Values = {"server": guild_id} | {f"film{i}": film for i, film in enumerate(film_ids)}
    placeholders = ", ".join(f":{name}" for name in values if name != "server")
    rows = await reader.execute(
        "SELECT film.id, notes_known, term FROM film"
        " LEFT JOIN film_term ON film_term.film = film.id AND film_term.kind = 'content_warning'"
        f" WHERE film.id IN ({placeholders}) AND (film.server IS NULL OR film.server = :server)"
        " ORDER BY film.id, film_term.position",
        values,
    )
    found: dict[int, tuple[str, ...] | None] = {film: () if known else None for film, known, _ in rows}
    for film, _, term in rows:
        notes = found[film]
        if notes is not None and term is not None:
            found[film] = (*notes, term)
    return found
