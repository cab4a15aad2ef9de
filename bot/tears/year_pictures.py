"""Makes the picture of a server's year in tears, with an alt text that says the same in words."""

from collections.abc import Iterator

from msgspec import Struct

from bot.core.interactions.pictures import Picture
from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.films.cards.alt_text import ALT_TEXT_LIMIT
from bot.films.rules.film import FilmSummary
from bot.ids import GuildId
from bot.tears.board_pictures import TITLE_LIMIT, BoardPictures, films_alt_text
from bot.tears.cards.board import SEPARATOR, Summaries
from bot.tears.cards.year import month_name, summary_text, year_facts, year_title
from bot.tears.pictures.contents import MAX_FILMS, PictureFact, YearPicture
from bot.tears.rules.year import YearTears


class YearPictures(Struct, frozen=True):
    """Draws years; `boards` provides the covers, and the lock that lets only one picture be drawn at a time."""

    boards: BoardPictures

    async def films(self, guild_id: GuildId, year: YearTears) -> Summaries:
        """Return the films that a year names: the top films, and the one that made the most people cry."""
        named = [tears.film_id for tears in year.board.ranking[:MAX_FILMS]]
        film_ids = [*named, *([year.most_cried] if year.most_cried else [])]
        return {film.id: film for film in await self.boards.films.summaries(film_ids, guild_id)}

    async def draw(
        self, guild_id: GuildId, year: YearTears, films: Summaries, server: str, localize: Localizer
    ) -> Picture | None:
        """Return the picture, or None if it cannot be drawn."""
        shown = year.board.ranking[:MAX_FILMS]
        rows = await self.boards.picture_rows(guild_id, shown, films, localize)
        facts = [
            PictureFact(f"{fact.heading}{SEPARATOR}{fact.detail}", fact.text)
            for fact in year_facts(year, films, localize, _plain_title)
        ]
        picture = YearPicture(
            year_title(year, localize),
            server,
            summary_text(year, localize),
            localize("tears.year.top"),
            rows,
            facts,
            [(localize(f"tears.month-short.{month}"), tissues) for month, tissues in enumerate(year.months, 1)],
        )
        content = await self.boards.draw_in_thread(guild_id, lambda: draw_year(picture))
        if content is None:
            return None
        alt_text = ". ".join(_alt_sentences(year, films, server, localize))
        return Picture(f"tears-{year.number}.webp", content, escaping.truncate(alt_text, ALT_TEXT_LIMIT), is_large=True)


def _alt_sentences(year: YearTears, films: Summaries, server: str, localize: Localizer) -> Iterator[str]:
    yield SEPARATOR.join(filter(None, (year_title(year, localize), server)))
    yield summary_text(year, localize)
    yield films_alt_text(year.board.ranking[:MAX_FILMS], films, localize)
    for fact in year_facts(year, films, localize, _plain_title):
        yield f"{fact.heading}: {fact.text} ({fact.detail})"
    months = (f"{month_name(month, localize)} {tissues}" for month, tissues in enumerate(year.months, 1) if tissues)
    yield localize("tears.year.by-month", months=", ".join(months))


def _plain_title(film: FilmSummary, localize: Localizer) -> str:
    return escaping.truncate(film.title(localize.language), TITLE_LIMIT)


def draw_year(year: YearPicture) -> bytes:
    """Return the picture as the content of a file; import Pillow only now, so that the bot starts faster."""
    from bot.tears.pictures.year import draw_year as draw  # noqa: PLC0415  # 0.03 s and 4 MB with Pillow

    return draw(year)
