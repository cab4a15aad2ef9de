"""The columns of the schema in which no id of a person or a server can stand, table by table."""

from collections.abc import Mapping

NO_IDS: Mapping[str, str] = {
    "avoidance": "note",
    "catalogue": "one digest",
    "deck": "id newest fresh",
    "deck_card": "deck film place drawn times",
    "departure": "since",
    "film": "id slug year country minutes rating ending tears notes_known imdb tmdb retired",
    "film_name": "film position kind text",
    "film_person": "film work position name_en name_ko role folded",  # actors and directors, not people of Discord
    "film_search": "film names words",
    "film_stream": "film position service region kind url checked_on source",
    "film_term": "film kind position term",
    "film_text": "film language synopsis hook",
    "greeting": "made",
    "memo": "name text",
    "migration": "version name",
    "own_service": "service",
    "person_setting": "language",
    "pick": "id deck film times instead_of put_back mood ending service on_mine longest first_year last_year tears calm"
    " made",
    "report": "id film language text made done",
    "search": "id words who theme ending first_year last_year longest service made",
    "server_setting": "language region zone",
}
