"""A form, opened by a button, that starts a search."""

from collections.abc import Mapping

from msgspec import Struct

from bot.core.feature import ComponentHandler, LengthLimitedHandler, ModalHandler
from bot.core.interactions.context import Context
from bot.core.interactions.modals import TextField, build_modal
from bot.core.text import escaping
from bot.films.handlers.search_pages import SearchHandlers
from bot.films.rules.search.film_filter import MAX_CONDITION_LENGTH, FilmFilter

SEARCH_FORM = "search-form"
WORDS, PERSON = "words", "person"


class SearchForm(Struct, frozen=True):
    """Asks for words and a person, and searches for them."""

    search: SearchHandlers

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {SEARCH_FORM: self._open}

    def modals(self) -> Mapping[str, ModalHandler]:
        """Return the modal handlers by name."""
        return {SEARCH_FORM: LengthLimitedHandler(self._submit, dict.fromkeys((WORDS, PERSON), MAX_CONDITION_LENGTH))}

    async def _open(self, context: Context, _: str) -> None:
        text = context.user_text
        fields = [
            TextField(WORDS, text("films.search.form-words"), max_length=MAX_CONDITION_LENGTH, required=False),
            TextField(PERSON, text("films.search.form-person"), max_length=MAX_CONDITION_LENGTH, required=False),
        ]
        await context.open_modal(build_modal(SEARCH_FORM, "", text("films.search.form"), fields))

    async def _submit(self, context: Context, _: str, fields: Mapping[str, str]) -> None:
        words, person = (escaping.clean(fields[name])[:MAX_CONDITION_LENGTH] or None for name in (WORDS, PERSON))
        await self.search.start(context, FilmFilter(words=words, person=person))
