"""Builds answers in the shape of TMDB's, including fields that Nunmul does not read."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct, field

PROVIDERS: Final[Mapping[int, str]] = {
    2: "Apple TV Store",
    3: "Google Play Movies",
    8: "Netflix",
    9: "Amazon Prime Video",
    10: "Amazon Video",
    11: "MUBI",
    73: "Tubi TV",
    97: "Watcha",
    119: "Amazon Prime Video",
    192: "YouTube",
    337: "Disney Plus",
    344: "Rakuten Viki",
    350: "Apple TV",
    356: "wavve",
    464: "Kocowa ",
    613: "Amazon Prime Video Free with Ads",
    1796: "Netflix Standard with Ads",
    1883: "TVING",
    2100: "Amazon Prime Video with Ads",
}
Answer = dict[str, Any]
Offers = Mapping[str, Mapping[str, Sequence[int]]]
"""The TMDB numbers of services by country and kind of offer."""


class FakePoster(Struct, frozen=True):
    """A poster with text in a language, or without text."""

    path: str
    language: str | None = None
    votes: int = 0
    average: float = 5.0


class FakeFilm(Struct, frozen=True):
    """A film of the made-up TMDB; an empty Korean title means that there is no translation."""

    tmdb_id: int
    imdb_id: str | None
    title: str
    korean_title: str = ""
    original_language: str = "ko"
    released_on: str = "2013-10-02"
    minutes: int = 123
    rating: str = "12"
    posters: Sequence[FakePoster] = ()
    offers: Offers = field(default_factory=dict)
    is_adult: bool = False
    is_softcore: bool = False

    @property
    def original_title(self) -> str:
        """The Korean title if the original language is Korean and there is one, else `title`."""
        return self.korean_title if self.original_language == "ko" and self.korean_title else self.title


def movie_answer(film: FakeFilm, parts: Sequence[str]) -> Answer:
    """Return the answer of /movie/{id} with the requested parts appended."""
    appended = {part: APPENDED[part](film) for part in parts}
    return {
        **hit_answer(film),
        "belongs_to_collection": None,
        "budget": 0,
        "genres": [{"id": 18, "name": "Drama"}],
        "homepage": "",
        "imdb_id": film.imdb_id,
        "origin_country": ["KR"],
        "production_companies": [],
        "production_countries": [{"iso_3166_1": "KR", "name": "South Korea"}],
        "revenue": 0,
        "runtime": film.minutes,
        "spoken_languages": [{"english_name": "Korean", "iso_639_1": "ko", "name": "한국어/조선말"}],
        "status": "Released",
        "tagline": "",
        **appended,
    }


def hit_answer(film: FakeFilm) -> Answer:
    """Return a film as a search result."""
    return {
        "adult": film.is_adult,
        "softcore": film.is_softcore,
        "backdrop_path": None,
        "genre_ids": [18],
        "id": film.tmdb_id,
        "original_language": film.original_language,
        "original_title": film.original_title,
        "overview": "",
        "popularity": 7.5,
        "poster_path": film.posters[0].path if film.posters else None,
        "release_date": film.released_on,
        "title": film.title,
        "video": False,
        "vote_average": 8.0,
        "vote_count": 350,
    }


def find_answer(films: Sequence[FakeFilm]) -> Answer:
    """Return the answer of /find/{id}."""
    others = ("person_results", "tv_results", "tv_episode_results", "tv_season_results")
    return {"movie_results": [hit_answer(film) for film in films], **{name: [] for name in others}}


def search_answer(films: Sequence[FakeFilm]) -> Answer:
    """Return the first page of the answer of /search/movie."""
    found = [hit_answer(film) for film in films[:20]]
    return {"page": 1, "results": found, "total_pages": 1, "total_results": len(films)}


def error_answer(code: int, message: str = "The resource you requested could not be found.") -> Answer:
    """Return the body of an error."""
    return {"success": False, "status_code": code, "status_message": message}


def _translations(film: FakeFilm) -> Answer:
    titles = {("en", "US"): film.title, ("ko", "KR"): film.korean_title, ("de", "DE"): ""}
    return {
        "translations": [
            {
                "iso_3166_1": country,
                "iso_639_1": language,
                "name": language,
                "english_name": language,
                "data": {
                    "homepage": "",
                    "overview": "",
                    "runtime": film.minutes,
                    "tagline": "",
                    "title": "" if title == film.original_title else title,
                },
            }
            for (language, country), title in titles.items()
        ]
    }


def _release_dates(film: FakeFilm) -> Answer:
    release = {
        "certification": film.rating,
        "descriptors": [],
        "iso_639_1": "",
        "note": "",
        "release_date": f"{film.released_on}T00:00:00.000Z",
        "type": 3,
    }
    premiere = {**release, "certification": "", "note": "Festival", "type": 1}
    return {
        "results": [
            {"iso_3166_1": "US", "release_dates": [{**release, "certification": "NR"}]},
            {"iso_3166_1": "KR", "release_dates": [premiere, release]},
        ]
    }


def _images(film: FakeFilm) -> Answer:
    posters = [
        {
            "aspect_ratio": 0.667,
            "height": 3000,
            "iso_639_1": poster.language,
            "iso_3166_1": None,
            "file_path": poster.path,
            "vote_average": poster.average,
            "vote_count": poster.votes,
            "width": 2000,
        }
        for poster in film.posters
    ]
    return {"backdrops": [], "logos": [], "posters": posters}


def _watch_providers(film: FakeFilm) -> Answer:
    results = {country: _country(film, country, kinds) for country, kinds in film.offers.items()}
    return {"results": results}


def _country(film: FakeFilm, country: str, kinds: Mapping[str, Sequence[int]]) -> Answer:
    link = f"https://www.themoviedb.org/movie/{film.tmdb_id}-a-film/watch?locale={country}"
    return {
        "link": link,
        **{kind: [_provider(provider_id, i) for i, provider_id in enumerate(ids)] for kind, ids in kinds.items()},
    }


def _provider(provider_id: int, priority: int) -> Answer:
    return {
        "logo_path": f"/logo{provider_id}.jpg",
        "provider_id": provider_id,
        "provider_name": PROVIDERS[provider_id],
        "display_priority": priority,
    }


def _external_ids(film: FakeFilm) -> Answer:
    return {
        "imdb_id": film.imdb_id,
        "wikidata_id": None,
        "facebook_id": None,
        "instagram_id": None,
        "twitter_id": None,
    }


APPENDED: Final = {
    "translations": _translations,
    "release_dates": _release_dates,
    "images": _images,
    "watch/providers": _watch_providers,
    "external_ids": _external_ids,
}
"""The functions that build the parts that can be appended to a film, by the part's name."""
