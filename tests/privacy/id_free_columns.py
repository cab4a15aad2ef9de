"""The columns of the schema in which no id of a person or a server can stand, table by table."""

from collections.abc import Mapping

ID_FREE_COLUMNS: Mapping[str, str] = {
    "avoidance": "note",
    "ballot": "id poll closed",
    "ballot_choice": "ballot place poll option",
    "catalogue": "one digest",
    "deck": "id newest fresh",
    "deck_card": "deck film place drawn times",
    "departure": "departed_at",
    "film": "id slug year country minutes rating ending tears notes_known imdb tmdb retired",
    "film_name": "film position kind text",
    "film_person": "film work position name_en name_ko role folded",  # actors and directors, not people of Discord
    "film_search": "film names words hangul people",
    "film_stream": "film position service region kind url checked_on source",
    "film_term": "film kind position term",
    "film_text": "film language synopsis hook",
    "greeting": "greeted_at",
    "memo": "name text",
    "migration": "version name",
    "own_service": "service",
    "person_setting": "language",
    "pick": "id deck film times instead_of put_back mood ending service on_mine longest first_year last_year tears calm"
    " made",
    "poll": "id draft channel message question method tie shows_counts secret state opened closes closed why cancelled"
    " settled announced result announce_after lost revision shown show_after tried"
    " lasts parent",
    "poll_draft": "id channel question method tie shows_counts secret lasts closes touched",
    "poll_draft_option": "id draft film label hangul year",
    "poll_option": "id poll position film label hangul year won",
    "poll_seed": "poll seed",
    "report": "id film_id language text created_at is_closed",
    "search": "id wanted made",
    "server_setting": "language region time_zone",
    "vote_press": "ballot option interaction change name",
}
