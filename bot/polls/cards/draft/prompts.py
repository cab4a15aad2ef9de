"""Cards that temporarily replace a draft's panel, and notices shown on the panel."""

from collections.abc import Iterable, Iterator, Sequence

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.polls.cards.draft.panel import option_names
from bot.polls.cards.formatting import option_name
from bot.polls.rules.add_options.triage import AddOptionsResult
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MAX_OPTION_LENGTH, MAX_OPTIONS, Option, OptionContent

MAX_QUOTED_LENGTH, MAX_RETURNED_LENGTH = 800, 3000
"""The maximum lengths of typed texts: quoted in a notice, and given back when a draft is gone."""


def added_notices(result: AddOptionsResult, localize: Localizer) -> Iterator[str]:
    """Yield notices about what happened to the requested options.

    Rejected texts come first: later notices might be cut off, and the host may want to copy these texts.
    """
    unmatched = {option.id for option in result.unmatched}
    if too_long := result.triage.too_long:
        yield localize(
            "polls.panel.long", limit=MAX_OPTION_LENGTH, names=quote([content.label for content in too_long])
        )
    if over_limit := result.triage.over_limit:
        yield localize("polls.panel.over", limit=MAX_OPTIONS, names=quote([content.label for content in over_limit]))
    if result.missing_film_count:
        yield localize("polls.panel.film-gone", count=result.missing_film_count)
    if added := [option for option in result.added if option.id not in unmatched]:
        yield localize("polls.panel.added", names=option_names(added, localize))
    if duplicates := result.triage.duplicates:
        yield localize("polls.panel.known", names=option_names(duplicates, localize))


def quote(texts: Iterable[str], limit: int = MAX_QUOTED_LENGTH) -> str:
    """Return typed texts as lines of a markdown quote, without empty texts, and cut to `limit`."""
    lines = (escaping.with_emoji(text, limit) for text in texts)
    return escaping.truncate("\n".join(f"> {line}" for line in lines if line), limit)


def which_film_card(
    option: Option, remaining: int, localize: Localizer, *, suggestion_count: int, notices: Sequence[str] = ()
) -> Embed:
    """Return the prompt that asks which film an option means.

    `remaining` counts the options to ask about, including this one.
    """
    key = {0: "polls.panel.which.missing", 1: "polls.panel.which.near-one"}.get(
        suggestion_count, "polls.panel.which.near"
    )
    lines = [*notices, localize(key, typed=escaping.with_emoji(escaping.unquoted(option.label)))]
    if remaining > 1:
        lines.append(localize("polls.panel.which.left", count=remaining))
    return Embed(
        title=localize("polls.panel.which.title"), description="\n\n".join(filter(None, lines)), colour=theme.BLUE
    )


def random_films_notice(films: Sequence[OptionContent], requested: int, localize: Localizer) -> str:
    """Return the notice that says how many films were drawn, and whether too few were left."""
    if not films:
        return localize("polls.panel.draw.none")
    key = "polls.panel.draw.drawn" if len(films) == requested else "polls.panel.draw.fewer"
    return localize(key, count=len(films))


def remove_card(draft: Draft, localize: Localizer) -> Embed:
    """Return the prompt that asks which option to remove."""
    return Embed(
        title=escaping.with_emoji(draft.settings.question, theme.TITLE_LIMIT),
        description=localize("polls.panel.remove.text"),
        colour=theme.BLUE,
    )


def removed_notice(option: Option, localize: Localizer) -> str:
    """Return the notice after an option was removed."""
    return localize("polls.panel.remove.done", name=option_name(option, localize))


def discard_card(draft: Draft, localize: Localizer) -> Embed:
    """Return the prompt that asks whether to discard a draft."""
    text = localize("polls.panel.drop.text", count=len(draft.options))
    return Embed(
        title=escaping.with_emoji(draft.settings.question, theme.TITLE_LIMIT), description=text, colour=theme.PALE_BLUE
    )


def discarded_card(start: str, localize: Localizer) -> Embed:
    """Return the reply after a draft was discarded; `start` mentions the command for a new one."""
    return Embed(description=localize("polls.panel.drop.done", start=start), colour=theme.PALE_BLUE)


def started_card(question: str, localize: Localizer, *, is_posted: bool) -> Embed:
    """Return the reply after the start of a poll; `is_posted` is False if its message is not posted yet."""
    text = localize("polls.panel.started.text" if is_posted else "polls.panel.started.soon")
    return Embed(title=escaping.with_emoji(question, theme.TITLE_LIMIT), description=text, colour=theme.BLUE)


def draft_gone_card(sentence: str, user_input: str, localize: Localizer) -> Embed:
    """Return the reply for a draft that no longer exists, which repeats the typed text so that it is not lost."""
    returned = quote(user_input.splitlines(), MAX_RETURNED_LENGTH)
    text = localize("polls.panel.given-back", typed=returned) if returned else ""
    return Embed(description="\n\n".join(filter(None, (sentence, text))), colour=theme.PALE_BLUE)
