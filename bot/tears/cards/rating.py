"""The private card on which a person rates a film, and the field that ratings add to a film's card."""

from collections.abc import Iterator

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import TISSUES_FIELD, drops, film_title
from bot.films.rules.film import FilmSummary
from bot.tears.rules.board import MIN_SHOWN, FilmTears
from bot.tears.rules.rating import MAX_MOMENT_LENGTH, MAX_TISSUES, RatedFilm, Rating


def rating_card(film: FilmSummary, rated: RatedFilm, localize: Localizer, *, is_saved: bool = False) -> Embed:
    """Return the card above the menu, with the person's rating or the question, and the server's mean.

    `is_saved` says that the rating was just stored, changed or withdrawn.
    """
    rating = rated.rating
    lines = _own_lines(rating, localize, is_saved=is_saved) if rating else _question_lines(localize, is_saved=is_saved)
    return Embed(
        title=film_title(film, localize),
        description="\n".join([*lines, "", server_line(rated.tears, localize)]),
        colour=theme.tears_colour(rating.tissues if rating else None),
    )


def _own_lines(rating: Rating, localize: Localizer, *, is_saved: bool) -> Iterator[str]:
    level = level_text(rating.tissues, localize)
    yield localize("tears.rate.saved" if is_saved else "tears.rate.yours", level=level)
    if rating.moment:
        yield localize("tears.rate.moment", moment=escaping.escape_markdown(rating.moment, MAX_MOMENT_LENGTH * 2))


def _question_lines(localize: Localizer, *, is_saved: bool) -> Iterator[str]:
    if is_saved:
        yield localize("tears.rate.withdrawn")
    else:
        yield f"**{localize('tears.rate.ask')}**"
        yield localize("tears.rate.promise")


def server_line(tears: FilmTears | None, localize: Localizer) -> str:
    """Return the server's mean, or how many ratings are needed before it is shown."""
    if tears is None or not tears.is_enough:
        return localize("tears.rate.too-few", count=MIN_SHOWN)
    return localize("tears.rate.mean", mean=mean_text(tears.mean), count=tears.count)


def tissues_field(tears: FilmTears, localize: Localizer) -> theme.CardField:
    """Return the field with the server's mean, which takes the place of our estimate on a film's card."""
    value = localize("tears.card.mean", mean=mean_text(tears.mean), count=tears.count)
    return theme.CardField(localize("tears.card.name"), value, TISSUES_FIELD)


def mean_text(mean: float) -> str:
    """Return a mean with one decimal, with halves rounded up."""
    return f"{int(mean * 10 + 0.5) / 10:.1f}"


def level_text(tissues: int, localize: Localizer) -> str:
    """Return a number of tissues as drops, a word and a number."""
    word = localize(f"tears.level.{tissues}")
    return localize("tears.level.shown", drops=drops(tissues), word=f"**{word}**", tissues=tissues).strip()


def level_labels(localize: Localizer) -> list[tuple[str, str]]:
    """Return the possible ratings, each as its value and its label without markdown."""
    return [
        (str(tissues), f"{tissues} · {localize(f'tears.level.{tissues}')} {drops(tissues)}".strip())
        for tissues in range(MAX_TISSUES + 1)
    ]
