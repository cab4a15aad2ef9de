"""Formatting shared by the cards of polls."""

from collections.abc import Mapping

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import CONTENT_NOTE_KIND
from bot.films.rules.catalogue.reference_data import STRONG, Vocabulary
from bot.ids import FilmId
from bot.polls.rules.counting.tally import OutcomeReason
from bot.polls.rules.option import Option, OptionContent
from bot.polls.rules.poll import Poll
from bot.polls.rules.settings import VotingMethod
from bot.polls.rules.views.poll_view import PollView

Notes = Mapping[FilmId, tuple[str, ...] | None]
"""Content notes by film id; None if nobody has reviewed the film."""

MAX_NAME_LENGTH, MAX_LABEL_LENGTH, MAX_NOTES_LENGTH = 80, 60, 130
MAX_FIELDS_LENGTH = 5_000
LIMITS = ((MAX_NAME_LENGTH, MAX_NOTES_LENGTH), (60, 110))
"""The maximum lengths of an option's name and content notes: usually, and if the card would be too long."""
BAR_CELLS, PERCENT = 10, 100
FULL, EMPTY = "▰", "▱"
MEDALS = ("🥇", "🥈", "🥉")


def option_name(option: OptionContent, localize: Localizer, limit: int = MAX_NAME_LENGTH) -> str:
    """Return an option's title and year as markdown."""
    title = escaping.with_emoji(option.title(localize.language), limit)
    return f"{title} {localize('films.year', year=option.year)}" if option.year else title


def option_label(option: OptionContent, localize: Localizer, limit: int = MAX_LABEL_LENGTH) -> str:
    """Return an option's title and year without markdown, for a button or a menu."""
    year = " " + localize("films.year", year=option.year) if option.year else ""
    return escaping.label(option.title(localize.language), limit - len(year)) + year


def vote_count_text(count: int, localize: Localizer, method: VotingMethod = VotingMethod.SINGLE) -> str:
    """Return a number of votes as text, such as "7 votes", or "7 first choices" in a ranked poll."""
    name = "first-choice" if method is VotingMethod.RANKED else "vote"
    return localize(f"polls.message.{name}" if count == 1 else f"polls.message.{name}s", count=count)


def voter_count_text(count: int, localize: Localizer, method: VotingMethod = VotingMethod.SINGLE) -> str:
    """Return a number of voters as text, such as "7 voters", or "7 rankings" in a ranked poll."""
    name = "ranker" if method is VotingMethod.RANKED else "voter"
    key = {0: "nobody", 1: name}.get(count, f"{name}s")
    return localize(f"polls.message.{key}", count=count)


def votes_text(view: PollView, option: Option, localize: Localizer) -> str:
    """Return the votes for an option and their share of all voters, such as "2 votes · 67%"."""
    count = (view.counts or {}).get(option.id, 0)
    return share_text(count, view.voter_count, vote_count_text(count, localize, view.poll.method))


def share_text(count: int, total: int, votes: str) -> str:
    """Return the text `votes`, followed by the share of `count` in `total` unless `count` is 0."""
    return f"{votes} · {round(PERCENT * count / total)}%" if count else votes


def place_text(view: PollView, index: int, *, is_first: bool) -> str:
    """Return an option's place in a result. Options whose tie goes to a run-off share first place."""
    place = 0 if is_first and view.outcome and view.outcome.reason is OutcomeReason.RUN_OFF else index
    return MEDALS[place] if place < len(MEDALS) else f"**{place + 1}.**"


def vote_bar(count: int, voters: int) -> str:
    """Return the share of voters as a bar, with at least one full cell if there is a vote."""
    full = 0 if not voters else max(round(count / voters * BAR_CELLS), 1 if count else 0)
    return FULL * full + EMPTY * (BAR_CELLS - full)


def content_warning(
    option: OptionContent, notes: Notes, vocabulary: Vocabulary, localize: Localizer, limit: int = MAX_NOTES_LENGTH
) -> str:
    """Return the strong notes of an option's film, or that nobody has reviewed the film, or an empty string."""
    if is_unreviewed(option, notes):
        return localize("polls.message.not-reviewed")
    strong = strong_labels(option, notes, vocabulary, localize)
    return localize("polls.message.strong", notes=escaping.escape_markdown(" · ".join(strong), limit)) if strong else ""


def is_unreviewed(option: OptionContent, notes: Notes) -> bool:
    """Return whether an option is a film whose content nobody has reviewed."""
    return option.film_id is not None and option.film_id in notes and notes[option.film_id] is None


def strong_labels(option: OptionContent, notes: Notes, vocabulary: Vocabulary, localize: Localizer) -> list[str]:
    """Return the labels of the strong content notes of an option's film."""
    film_notes = notes.get(option.film_id) if option.film_id else None
    strong = vocabulary.in_categories(CONTENT_NOTE_KIND, film_notes or (), STRONG)
    return [vocabulary.label(CONTENT_NOTE_KIND, key, localize.language) for key in strong]


def add_option_fields(card: Embed, view: PollView, notes: Notes, vocabulary: Vocabulary, localize: Localizer) -> None:
    """Add a field for each option: its name, votes (unless hidden), vetoes, streaming count and content warning."""
    for name_limit, notes_limit in LIMITS:
        fields = [
            (
                f"{option.position} · {option_name(option, localize, name_limit)}",
                _option_text(view, option, content_warning(option, notes, vocabulary, localize, notes_limit), localize),
            )
            for option in view.options
        ]
        if sum(escaping.utf16_length(name) + escaping.utf16_length(text) for name, text in fields) <= MAX_FIELDS_LENGTH:
            break
    for name, text in fields:
        card.add_field(name=name, value=text, inline=False)


def _option_text(view: PollView, option: Option, warning: str, localize: Localizer) -> str:
    if view.counts is None:
        votes = localize("polls.message.hidden")
    else:
        votes = f"{vote_bar(view.counts[option.id], view.voter_count)} {votes_text(view, option, localize)}"
    first_line = " · ".join(
        filter(None, (votes, _veto_text(view, option, localize), _streaming_text(view, option, localize)))
    )
    return "\n".join(filter(None, (first_line, warning)))


def _veto_text(view: PollView, option: Option, localize: Localizer) -> str:
    """Return that an option is out, or how many of the necessary vetoes it has, or an empty string."""
    if option in view.vetoed:
        return localize("polls.message.vetoed")
    count = view.vetoes.get(option.id, 0)
    return localize("polls.message.vetoes", count=count, threshold=view.poll.veto_threshold) if count else ""


def veto_rule(threshold: int | None, localize: Localizer) -> str:
    """Return a sentence on how many vetoes rule an option out, or an empty string if the poll has no vetoes."""
    if threshold is None:
        return ""
    return localize("polls.message.veto-one" if threshold == 1 else "polls.message.veto", count=threshold)


def _streaming_text(view: PollView, option: Option, localize: Localizer) -> str:
    """Return how many of the voters who listed services can stream an option's film, or an empty string."""
    count = view.streaming.counts.get(option.film_id) if view.streaming and option.film_id else None
    return localize("polls.message.streaming", able=count.can_watch_count, listed=count.listed_count) if count else ""


def options_by_votes(view: PollView) -> list[Option]:
    """Return the options by votes, most first, with the winner first among tied ones."""
    counts = view.counts or {}
    return sorted(view.options, key=lambda option: (-counts.get(option.id, 0), option != view.winner, option.position))


def question_title(poll: Poll, localize: Localizer) -> str:
    """Return a poll's question as the title of a card."""
    return escaping.truncate(question_text(poll, localize), theme.TITLE_LIMIT)


def question_text(poll: Poll, localize: Localizer, limit: int = theme.TITLE_LIMIT) -> str:
    """Return a poll's question as markdown, with a prefix if the poll is a run-off."""
    question = escaping.with_emoji(poll.question, limit)
    return localize("polls.run-off.title", question=question) if poll.is_run_off else question


def question_label(poll: Poll, localize: Localizer, limit: int) -> str:
    """Return a poll's question without markdown, with a prefix if the poll is a run-off."""
    question = localize("polls.run-off.title", question=poll.question) if poll.is_run_off else poll.question
    return escaping.label(question, limit)


def watch_lines(watch_at: int | None, localize: Localizer) -> list[str]:
    """Return the line that says when the winner will be watched, if that is known."""
    if watch_at is None:
        return []
    return [
        localize("polls.message.watch", when=discord_timestamp(watch_at), distance=discord_timestamp(watch_at, "R"))
    ]


def discord_timestamp(timestamp: int, style: str = "F") -> str:
    """Return a Discord timestamp, which each reader sees in their own time zone."""
    return f"<t:{timestamp}:{style}>"
