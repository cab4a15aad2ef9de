"""The panel in which a host prepares a poll, assembled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.errors import UserError
from bot.core.feature import CardContext, ComponentHandler, CoreServices, ModalHandler
from bot.core.interactions.components import Component, button
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.films.service.films import CHOICE_PREFIX, Films, parse_id
from bot.picks.service.sampler import FilmSampler
from bot.polls.delivery.publisher import PollPublisher
from bot.polls.handlers.draft.launch import Starting
from bot.polls.handlers.draft.options import DraftOptionHandlers, keep_only_button
from bot.polls.handlers.draft.panel import PANEL, DraftPanel, in_row
from bot.polls.handlers.draft.random_films import RandomFilmHandlers
from bot.polls.handlers.draft.settings import Deciding
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import clean_input
from bot.polls.rules.settings import PollSettings
from bot.polls.service.draft_options import DraftOptions
from bot.polls.service.polls import PollServices
from bot.settings.service import SettingsService

FILM = "poll-film"


@dataclass(frozen=True, slots=True)
class Panel:
    """Opens the panel: by command, or by the button under a film."""

    desk: DraftPanel
    adding: DraftOptionHandlers
    drawing: RandomFilmHandlers
    deciding: Deciding
    starting: Starting

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the panel's controls do, and the button under films."""
        return {
            PANEL: self.desk.on_component(self._back),
            FILM: self._film,
            **self.adding.components(),
            **self.drawing.components(),
            **self.deciding.presses(),
            **self.starting.presses(),
        }

    def forms(self) -> Mapping[str, ModalHandler]:
        """What the panel's forms do."""
        return {**self.adding.modals(), **self.deciding.forms()}

    def film_buttons(self, film: int, place: CardContext, localize: Localizer) -> Sequence[Component]:
        """The button under a film, where there can be polls."""
        return [button(FILM, film, localize("polls.panel.button.film"))] if place.guild_id else []

    async def begin(self, context: Context, question: str, typed: Sequence[str]) -> None:
        """Open the panel with what the command was given; a poll that is being prepared already is carried on."""
        draft, told = await self._open(context, question)
        await self._bring(context, draft, typed, told)

    async def add(self, context: Context, typed: str) -> None:
        """Add a film to the poll that somebody is preparing; raises Refusal when there is none."""
        draft = await self.desk.polls.drafts.get_current(self.desk.actor(context))
        await self._bring(context, draft, [typed])

    async def _back(self, context: Context, draft: Draft, _: str) -> None:
        await self.desk.show(context, draft)

    async def _film(self, context: Context, rest: str) -> None:
        """Add the film of a card to the person's draft, which is begun where there is none."""
        film = parse_id(rest)
        if not await self.desk.films.summaries([film], self.desk.actor(context).guild_id):
            raise UserError("films.gone")
        draft, _ = await self._open(context, "")
        await self._bring(context, draft, [f"{CHOICE_PREFIX}{film}"])

    async def _open(self, context: Context, question: str) -> tuple[Draft, Sequence[str]]:
        """The draft that somebody has, or a new one, and what to say of that."""
        actor, now, drafts = self.desk.actor(context), self.desk.clock(), self.desk.polls.drafts
        try:
            draft = await drafts.get_current(actor)
        except UserError:
            settings = PollSettings(clean_input(question) or context.guild_text("polls.panel.question"))
            return await drafts.create(actor, context.interaction.channel_id or 0, settings, now), ()
        if clean_input(question):
            draft = await drafts.update_settings(
                actor, draft.id, lambda settings: replace(settings, question=question), now
            )
        return draft, [context.user_text("polls.panel.carried-on")] if draft.options else ()

    async def _bring(self, context: Context, draft: Draft, typed: Sequence[str], told: Sequence[str] = ()) -> None:
        """Add films to a draft and open its panel; what was there before can be taken off again with one press."""
        if not any(map(clean_input, typed)):
            await self.desk.show(context, draft, *told, as_new=True)
            return
        preparing, actor = self.desk.draft_options, self.desk.actor(context)
        brought = await preparing.add_typed_films(actor, draft.id, typed, self.desk.clock())
        has_both = told and brought.added
        only = in_row(2, keep_only_button(brought.draft, brought.added[0], context.user_text)) if has_both else []
        await self.adding.show_added(context, brought, *told, extra=only, as_new=True)


def panel_of(  # noqa: PLR0913  # app.py makes each of these once, for all
    core: CoreServices,
    polls: PollServices,
    films: Films,
    settings: SettingsService,
    *,
    posting: PollPublisher,
    sampling: FilmSampler,
) -> Panel:
    """The panel with all its controls; `posting` posts what is started, `sampling` draws the five."""
    desk = DraftPanel(polls, DraftOptions(core.database, films), films, sampling.selector.reference, core.clock)
    return Panel(
        desk,
        DraftOptionHandlers(desk),
        RandomFilmHandlers(desk, sampling),
        Deciding(desk, settings),
        Starting(desk, posting),
    )
