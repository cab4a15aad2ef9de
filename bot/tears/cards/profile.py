"""What one person rated in a server, and how their ratings compare with the server's."""

from collections.abc import Iterator
from typing import Literal

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import THEME_KIND, drops
from bot.films.rules.catalogue.reference_data import Vocabulary
from bot.tears.cards.board import Summaries, short_title
from bot.tears.cards.rating import level_text, mean_text
from bot.tears.rules.profile import Profile
from bot.tears.rules.rating import MAX_TISSUES

NAME_LIMIT = 80
Voice = Literal["me", "shared"]


def profile_card(
    profile: Profile, films: Summaries, vocabulary: Vocabulary, localize: Localizer, *, voice: Voice = "me"
) -> Embed:
    """Return a person's own board: how many films, the mean, the comparison with the server, and the top three.

    `voice` says whether the card speaks to the person, or about them because they share it.
    """
    if not profile.ratings:
        return Embed(description=localize("tears.me.empty"), colour=theme.PALE_BLUE)
    lines = [*_summary_lines(profile, localize, voice), *_comparison_lines(profile, vocabulary, localize, voice)]
    card = Embed(
        title=localize("tears.me.title") if voice == "me" else None,
        description="\n".join(lines),
        colour=theme.tears_colour(int(profile.mean + 0.5)),
    )
    if top := "\n".join(_top_lines(profile, films, localize)):
        card.add_field(name=localize("tears.me.top"), value=top, inline=False)
    return card


def with_author(card: Embed, name: str, localize: Localizer) -> Embed:
    """Return the card with the name of the person who shares it."""
    return card.set_author(name=localize("tears.me.shared", name=escaping.label(name, NAME_LIMIT)))


def rated_films_card(profile: Profile, films: Summaries, first: int, count: int, localize: Localizer) -> Embed:
    """Return a card with up to `count` rated films from index `first`; films that are not in `films` are left out."""
    lines = [
        f"{short_title(films[rating.film_id], localize)} · {level_text(rating.tissues, localize)}"
        for rating in profile.ratings[first : first + count]
        if rating.film_id in films
    ]
    return Embed(title=localize("tears.me.list"), description="\n".join(lines), colour=theme.tears_colour(MAX_TISSUES))


def _summary_lines(profile: Profile, localize: Localizer, voice: Voice) -> Iterator[str]:
    key = "rated-one" if len(profile.ratings) == 1 else "rated"
    yield localize(f"tears.{voice}.{key}", count=len(profile.ratings), mean=mean_text(profile.mean))


def _comparison_lines(profile: Profile, vocabulary: Vocabulary, localize: Localizer, voice: Voice) -> Iterator[str]:
    if profile.comparison is None:
        if voice == "me":
            yield localize("tears.me.unknown")
        return
    yield f"**{localize(f'tears.{voice}.{profile.comparison}')}**"
    for key, theme_key in (("harder", profile.harder_theme), ("less", profile.less_theme)):
        if theme_key:
            label = vocabulary.label(THEME_KIND, theme_key, localize.language)
            yield localize(f"tears.{voice}.theme-{key}", theme=escaping.escape_markdown(label))


def _top_lines(profile: Profile, films: Summaries, localize: Localizer) -> Iterator[str]:
    for place, rating in enumerate(profile.top, 1):
        if film := films.get(rating.film_id):
            yield f"**{place}. {short_title(film, localize)}**\n{drops(rating.tissues)}"
