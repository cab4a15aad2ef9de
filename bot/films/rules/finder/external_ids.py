"""IMDb and TMDB ids in typed text: tt3153634, or links to either site."""

import re

from bot.core.text.cleaning import normalize
from bot.films.rules.normalization.normalize import MAX_TITLE_LENGTH

_LINK = re.compile(
    r"""<?(?:https?://)?(?:www\.|m\.)?
    (?: imdb\.com/(?:[a-z]{2}(?:-[a-z]{2})?/)?title/(?P<imdb>tt[0-9]{5,10})
      | (?:themoviedb|tmdb)\.org/movie/(?P<tmdb>[0-9]{1,9})
    )(?![0-9])[^\s<>]*>?
    | \b(?P<bare>tt[0-9]{5,10})\b""",
    re.VERBOSE | re.IGNORECASE,
)


def imdb_key(imdb: str) -> str:
    """Return the title index's key for an IMDb id."""
    return imdb.lower()


def tmdb_key(tmdb: int) -> str:
    """Return the title index's key for a TMDB id."""
    return f"tmdb{tmdb}"


def tmdb_url(tmdb: int) -> str:
    """Return the address of a film's page on TMDB."""
    return f"https://www.themoviedb.org/movie/{tmdb}"


def has_id(text: str) -> bool:
    """Return whether `text` contains an id of IMDb, or a link with an id of IMDb or TMDB."""
    return bool(split_off_ids(text)[0])


def split_off_ids(text: str) -> tuple[tuple[str, ...], str]:
    """Return the distinct keys of the ids in `text`, and the rest of the text; both are empty if it is too long."""
    text_nfkc = normalize("NFKC", text) if len(text) <= MAX_TITLE_LENGTH else ""
    keys = (
        tmdb_key(int(match["tmdb"])) if match["tmdb"] else imdb_key(match["imdb"] or match["bare"])
        for match in _LINK.finditer(text_nfkc)
    )
    return tuple(dict.fromkeys(keys)), _LINK.sub(" ", text_nfkc)
