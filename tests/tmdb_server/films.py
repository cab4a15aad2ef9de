"""The film of the made-up TMDB that most tests use."""

from bot.demo_tmdb.answers import FakeFilm, FakePoster
from bot.tmdb.rules.movie import MovieReference

HOPE = FakeFilm(
    255709,
    "tt3153634",
    "Hope",
    "소원",
    posters=[
        FakePoster("/plain.jpg", None, 90),
        FakePoster("/english.jpg", "en", 3, 4.0),
        FakePoster("/best-english.jpg", "en", 3, 6.0),
        FakePoster("/korean.jpg", "ko", 1),
        FakePoster("/german.jpg", "de", 99),
    ],
    offers={
        "KR": {"flatrate": [1796, 8, 119, 97], "rent": [3], "buy": [3, 2]},
        "US": {"free": [73], "ads": [613, 464], "rent": [10]},
        "DE": {"buy": [2]},
    },
)
HOPE_REFERENCE = MovieReference(HOPE.tmdb_id, HOPE.imdb_id, ("Hope", "소원"), 2013)
