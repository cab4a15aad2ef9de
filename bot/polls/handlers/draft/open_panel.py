"""Assembles and opens the panel in which a host prepares a poll."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.feature import CardContext, CardPlace, ComponentHandler, ModalHandler
from bot.core.interactions.components import Component, button
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.films.service.films import CHOICE_PREFIX, Films
from bot.ids import FilmId, parse_id
from bot.picks.service.sampler import FilmSampler
from bot.polls.delivery.publisher import PollPublisher
from bot.polls.handlers.draft.launch import DraftLaunchHandlers
from bot.polls.handlers.draft.options import DraftOptionHandlers, keep_only_button
from bot.polls.handlers.draft.panel import PANEL, DraftPanel, PanelUpdate
from bot.polls.handlers.draft.random_films import RandomFilmHandlers
from bot.polls.handlers.draft.voting_rules import DraftSettingHandlers
from bot.polls.handlers.draft_modals import WATCH_TIME
from bot.polls.message_buttons import BUTTONS_PER_ROW
from bot.polls.rules.add_options.triage import AddOptionsResult
from bot.polls.rules.draft import Draft
from bot.polls.rules.management.policy import check_may_start
from bot.polls.rules.option import MAX_OPTIONS, OptionContent, clean_input
from bot.polls.rules.settings import PollSettings
from bot.polls.service.drafts import DraftService
from bot.polls.service.management.policies import PollPolicies
from bot.settings.service import SettingsService

ADD_FILM, ADD_SEARCH, OPEN = "poll-film", "poll-search", "poll-open"
SEPARATOR = ","


class DraftHandlers(Struct, frozen=True):
    """Opens the panel from a command, or from a button below a film's card, a search or another feature's message."""

    panel: DraftPanel
    options: DraftOptionHandlers
    random_films: RandomFilmHandlers
    settings: DraftSettingHandlers
    launch: DraftLaunchHandlers
    policies: PollPolicies

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name, including those of the panel's parts."""
        return {
            PANEL: self.panel.on_component(self._show_panel),
            ADD_FILM: self._add_card_film,
            ADD_SEARCH: self._add_search_films,
            OPEN: self._open,
            **self.options.components(),
            **self.random_films.components(),
            **self.settings.components(),
            **self.launch.components(),
        }

    def modals(self) -> Mapping[str, ModalHandler]:
        """Return the modal handlers by name."""
        return {**self.options.modals(), **self.settings.modals()}

    def film_card_buttons(self, film_id: FilmId, place: CardPlace, localize: Localizer) -> Sequence[Component]:
        """Return the button that adds a card's film to a poll, if polls are possible in this place."""
        return [button(ADD_FILM, film_id, localize("polls.panel.button.film"))] if place.in_guild else []

    def search_buttons(
        self, films: Sequence[FilmId], card_context: CardContext, localize: Localizer
    ) -> Sequence[Component]:
        """Return the button that adds a page of films to a poll, if there are films and polls are possible here."""
        if not card_context.guild_id or not films:
            return []
        return [
            button(ADD_SEARCH, SEPARATOR.join(map(str, films[:MAX_OPTIONS])), localize("polls.panel.button.search"))
        ]

    async def start(
        self, context: Context, question: str, user_inputs: Sequence[str], typed_watch_time: str = ""
    ) -> None:
        """Open the panel of the person's draft, or of a new one, and add what they typed into the command."""
        draft, notices = await self._open_draft(context, question)
        update = PanelUpdate(draft)
        if clean_input(typed_watch_time):
            update = await self.settings.set_time(WATCH_TIME, context, draft, typed_watch_time)
        await self._add_typed_films(context, update.draft, user_inputs, notices, update)

    async def add_film(self, context: Context, user_input: str) -> None:
        """Add a film to the person's draft; raise UserError if they have none."""
        draft = await self.panel.drafts.get_current(self.panel.actor(context))
        await self._add_typed_films(context, draft, [user_input])

    async def repeat(self, context: Context, settings: PollSettings, options: Sequence[OptionContent]) -> None:
        """Add an ended poll's options to the person's draft, or to a new one, and open the panel.

        A draft that had no options also gets the ended poll's settings.
        """
        draft, notices = await self._open_draft(context, "")
        actor, now, drafts = self.panel.actor(context), self.panel.clock(), self.panel.drafts
        if not draft.options:
            draft = await drafts.update_settings(actor, draft.id, lambda _: settings, now)
        result = await drafts.add_options(actor, draft.id, options, now)
        await self._show_added(context, result, notices, PanelUpdate(draft))

    async def _show_panel(self, context: Context, draft: Draft, _: str) -> None:
        await self.panel.show(context, draft)

    async def _open(self, context: Context, _: str) -> None:
        await self.start(context, "", ())

    async def _add_card_film(self, context: Context, argument: str) -> None:
        """Add the film of a card to the person's draft, or to a new one."""
        draft, _ = await self._open_film_draft(context, argument)
        await self._add_typed_films(context, draft, [f"{CHOICE_PREFIX}{parse_id(argument, FilmId)}"])

    async def _add_search_films(self, context: Context, argument: str) -> None:
        """Add the films of a search page to the person's draft, or to a new one; offer to remove any older options."""
        draft, notices = await self._open_film_draft(context, argument)
        await self._add_typed_films(
            context, draft, [f"{CHOICE_PREFIX}{parse_id(film, FilmId)}" for film in argument.split(SEPARATOR)], notices
        )

    async def _open_film_draft(self, context: Context, argument: str) -> tuple[Draft, Sequence[str]]:
        """Return the person's draft or a new one; raise UserError if none of the films is visible in the server."""
        film_ids = [parse_id(film, FilmId) for film in argument.split(SEPARATOR)]
        if not await self.panel.films.summaries(film_ids, self.panel.actor(context).guild_id):
            raise UserError("films.gone")
        return await self._open_draft(context, "")

    async def _open_draft(self, context: Context, question: str) -> tuple[Draft, Sequence[str]]:
        """Return the person's draft, with its question replaced if one is typed, or a new draft.

        For a draft that has options, also return a notice that it is being continued. Raise UserError if the person may
        not start polls.
        """
        actor, now, drafts = self.panel.actor(context), self.panel.clock(), self.panel.drafts
        check_may_start(self.policies.for_guild(actor.guild_id), actor)
        try:
            draft = await drafts.get_current(actor)
        except UserError:
            settings = PollSettings(clean_input(question) or context.guild_text("polls.panel.question"))
            return await drafts.create(actor, context.channel_id, settings, now), ()
        if clean_input(question):
            draft = await drafts.update_settings(
                actor, draft.id, lambda settings: replace(settings, question=question), now
            )
        return draft, [context.user_text("polls.panel.carried-on")] if draft.options else ()

    async def _add_typed_films(
        self,
        context: Context,
        draft: Draft,
        user_inputs: Sequence[str],
        notices: Sequence[str] = (),
        update: PanelUpdate | None = None,
    ) -> None:
        """Add any typed films to a draft, and open its panel with `notices` and what `update` has to show."""
        update = update or PanelUpdate(draft)
        if not any(map(clean_input, user_inputs)):
            await self.panel.show(context, draft, *notices, *update.notices, extra=update.extra, as_new=True)
            return
        drafts, actor = self.panel.drafts, self.panel.actor(context)
        result = await drafts.add_typed_films(actor, draft.id, user_inputs, self.panel.clock())
        await self._show_added(context, result, notices, update)

    async def _show_added(
        self, context: Context, result: AddOptionsResult, notices: Sequence[str], update: PanelUpdate
    ) -> None:
        """Open the panel with notices on what was added, and if there are older options, a button that removes them."""
        has_old_and_new = notices and result.added
        keep_only = [keep_only_button(result.draft, result.added[0], context.user_text)] if has_old_and_new else []
        extra = [*update.extra, *keep_only][:BUTTONS_PER_ROW]
        await self.options.show_added(context, result, *notices, *update.notices, extra=extra, as_new=True)


def build_draft_handlers(  # noqa: PLR0913  # app.py builds each of these once
    clock: Clock,
    drafts: DraftService,
    films: Films,
    settings: SettingsService,
    *,
    publisher: PollPublisher,
    sampling: FilmSampler,
    policies: PollPolicies,
) -> DraftHandlers:
    """Build the handlers of the whole panel; `sampling` chooses random films."""
    panel = DraftPanel(drafts, films, sampling.selector.reference, clock)
    launch = DraftLaunchHandlers(panel, publisher.lifecycle, publisher.views, publisher)
    return DraftHandlers(
        panel,
        DraftOptionHandlers(panel),
        RandomFilmHandlers(panel, sampling, launch.start),
        DraftSettingHandlers(panel, settings),
        launch,
        policies,
    )
