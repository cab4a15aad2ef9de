"""The columns that never contain an id of a person or a server, by table."""

from collections.abc import Mapping

ID_FREE_COLUMNS: Mapping[str, str] = {
    "avoidance": "note",
    "ballot": "id poll_id is_closed",
    "ballot_choice": "ballot_id place poll_id option_id",
    "catalogue": "one digest",
    "deck": "id newest_film_id is_fresh",
    "deck_card": "deck_id film_id position last_pick_id times_drawn",
    "departure": "departed_at",
    "film": "id slug year country minutes rating ending tears notes_known imdb_id tmdb_id retired",
    "film_name": "film_id position kind text",
    "film_person": "film_id job position person_id role",
    "film_search": "film_id names words hangul people",
    "film_stream": "film_id position service region kind url checked_on source",
    "film_term": "film_id kind position term",
    "film_text": "film_id language synopsis hook",
    "greeting": "greeted_at",
    "handled_interaction": "interaction_id process handled_at",
    "memo": "name text",
    "migration": "version name",
    "own_service": "service",
    "person": "id name_en name_ko search_text",  # actors and directors, not users of Discord
    "person_setting": "language country country_asked_at",
    "pick": "id deck_id film_id times_drawn replaced_pick_id is_put_back created_at pick_filter",
    "poll": "id draft_id channel_id question method tie_break shows_counts is_secret state opened_at closes_at"
    " closed_at close_reason cancelled_at is_settled announced_at unreachable_reason duration_seconds"
    " parent_channel_id veto_threshold tied_poll_id watch_at takes_suggestions",
    "poll_delivery": "id poll_id kind state message_id revision shown_revision shows_cancelled attempts not_before_at"
    " first_sent_at",
    "poll_draft": "id channel_id question method tie_break shows_counts is_secret duration_seconds closes_at"
    " updated_at veto_threshold watch_at takes_suggestions",
    "poll_draft_option": "id draft_id film_id label korean_label year",
    "poll_option": "id poll_id position film_id label korean_label year is_winner",
    "poll_policy": "max_open_in_channel max_open_by_person",
    "poll_seed": "poll_id seed",
    "poll_starter_role": "role_id",
    "poll_suggestion": "option_id poll_id",
    "report": "id film_id language text created_at is_closed",
    "search": "id film_filter created_at",
    "server_setting": "language region time_zone covers",
    "tear_question": "id film_id language due_at state claimed_until attempts",
    "tear_rating": "id film_id tissues moment rated_at",
    "tear_year_post": "channel_id language done_year claimed_until attempts",
    "tmdb_lookup_cache": "wanted tmdb_id checked_at",
    "tmdb_movie_cache": "tmdb_id imdb_id title_en title_ko original_title released_on minutes korean_rating poster_ko"
    " poster_en poster_textless poster_other text_fetched_at offers_fetched_at",
    "tmdb_offer_cache": "tmdb_id country position provider_id name kind",
    "veto": "id poll_id option_id is_closed",
    "vote_press": "ballot_id option_id interaction_id change display_name",
}
