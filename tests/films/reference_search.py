"""A reference search in plain Python that goes through the films one by one."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from bot.films.rules.film import CatalogueEntry, Person
from bot.films.rules.normalization.romanization import is_romanized_korean, phonetic_key
from bot.films.rules.search.film_filter import FilmFilter
from bot.films.rules.search.years import YearRange
from bot.ids import GuildId

SERVICES = ("netflix", "viki", "prime-video")


@dataclass(frozen=True)
class StoredFilm:
    """A film in the table: its id, the server that owns it (None for the catalogue), and whether it is retired."""

    film_id: int
    entry: CatalogueEntry
    guild_id: GuildId | None = None
    retired: bool = False

    @cached_property
    def names(self) -> list[str]:
        """Return every word of the film's names, and each name joined into one word."""
        return [word for name in self.entry.titles for word in (*plain(name.text), "".join(plain(name.text)))]

    @cached_property
    def words(self) -> list[str]:
        """Return every word of the film's names and texts, in every language."""
        texts = (text for film_text in self.entry.film.texts.values() for text in (film_text.hook, film_text.synopsis))
        return [*self.names, *(word for text in texts for word in plain(text))]


def search_by_reference(
    films: Iterable[StoredFilm], film_filter: FilmFilter, guild_id: GuildId | None
) -> tuple[int, ...]:
    """Return the ids of the matching films, in the expected order."""
    seen = (stored for stored in films if not stored.retired and stored.guild_id in {None, guild_id})
    fitting = [stored for stored in seen if fits(stored, film_filter)]
    return tuple(stored.film_id for stored in sorted(fitting, key=lambda stored: sort_key(stored, film_filter)))


def sort_key(stored: StoredFilm, film_filter: FilmFilter) -> tuple[bool, bool, int, int, int]:
    """Return a sort key: first films with the words in a name, then sadder films, newer films and lower ids."""
    film = stored.entry.film
    named = bool(film_filter.words) and contains_all(stored.names, film_filter.words or "")
    return not named, film.tears is None, -(film.tears or 0), -film.summary.year, stored.film_id


def fits(stored: StoredFilm, film_filter: FilmFilter) -> bool:
    film, notes = stored.entry.film, stored.entry.film.content_notes
    years = film_filter.years or YearRange(None, None)
    return all(
        (
            film_filter.words is None or contains_all(stored.words, film_filter.words),
            film_filter.person is None
            or any(is_named(who, film_filter.person) for who in (*film.directors, *film.cast)),
            not film_filter.themes or bool({*film_filter.themes} & {*film.themes}),
            film_filter.ending is None or film.ending == film_filter.ending,
            (years.first or 0) <= film.summary.year <= (years.last or 9999),
            film_filter.max_minutes is None or (film.minutes is not None and film.minutes <= film_filter.max_minutes),
            not film_filter.services or any(stream.service in film_filter.services for stream in film.streaming_offers),
            film_filter.tears is None or film.tears == film_filter.tears,
            not film_filter.excluded_notes or (notes is not None and not {*notes} & {*film_filter.excluded_notes}),
        )
    )


@cache
def plain(text: str) -> tuple[str, ...]:
    """Return the words of a text, without case, accents and punctuation."""
    apart = unicodedata.normalize("NFKD", re.sub("['’‘ʼ`´＇]", "", text)).casefold().replace("&", " and ")
    bare = "".join(letter for letter in apart if not "\u0300" <= letter <= "\u036f")
    return tuple(word for word in re.split(r"[\W_]+", unicodedata.normalize("NFC", bare)) if word)


def contains_all(words: Sequence[str], typed: str) -> bool:
    """Return whether each typed word matches: Hangul anywhere in a word, other letters at the start of a word."""
    return all(any(occurs(looked_for, word) for word in words) for looked_for in plain(typed))


def occurs(looked_for: str, word: str) -> bool:
    return looked_for in word if re.search("[가-힣]", looked_for) else word.startswith(looked_for)


def is_named(person: Person, typed: str) -> bool:
    """Return whether a person has the typed name, or one that sounds like it. A quoted name must match exactly."""
    names = [plain(name) for name in (person.name_en, person.name_ko or "")]
    key = "".join(plain(typed))
    if typed.startswith('"'):
        return key in {"".join(name) for name in names}
    ends = ["".join(name[start:]) for name in names for start in range(len(name))]
    sound = phonetic_key(key) if is_romanized_korean(key) else ""
    sounds = [phonetic_key(end) for end in ends if is_romanized_korean(end)]
    return contains_all(ends, typed) or (len(sound) >= 5 and any(known.startswith(sound) for known in sounds))
