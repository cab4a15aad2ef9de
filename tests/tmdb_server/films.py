"""Films of the made-up TMDB that tests refer to."""

from bot.demo_tmdb.answers import MadeUpFilm, MadeUpPoster
from bot.tmdb.rules.movie import MovieReference

HOPE = MadeUpFilm(
    255709,
    "tt3153634",
    "Hope",
    "소원",
    posters=[
        MadeUpPoster("/plain.jpg", None, 90),
        MadeUpPoster("/english.jpg", "en", 3, 4.0),
        MadeUpPoster("/best-english.jpg", "en", 3, 6.0),
        MadeUpPoster("/korean.jpg", "ko", 1),
        MadeUpPoster("/german.jpg", "de", 99),
    ],
    offers={
        "KR": {"flatrate": [1796, 8, 119, 97], "rent": [3], "buy": [3, 2]},
        "US": {"free": [73], "ads": [613, 464], "rent": [10]},
        "DE": {"buy": [2]},
    },
)
HOPE_REFERENCE = MovieReference(HOPE.tmdb_id, HOPE.imdb_id, ("Hope", "소원"), 2013)
