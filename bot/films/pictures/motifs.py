"""Chooses the scene of a cover by the film's themes, and its weather. Themes that are spoilers have no scenes."""

from collections.abc import Callable, Mapping, Sequence
from random import Random

from bot.films.pictures import weather
from bot.films.pictures.canvas import Canvas
from bot.films.pictures.palette import Palette
from bot.films.pictures.scenes import land, quiet, rooms, sky, town, water
from bot.films.pictures.scenes.base import Scene

Weather = Callable[[Canvas, Palette, Random, float], None]

SCENES: Mapping[str, Sequence[Scene]] = {
    "abandonment": (water.lone_boat, quiet.lighthouse, quiet.swings),
    "abuse-survival": (quiet.sprout, rooms.window, sky.branch, rooms.arch),
    "adoption": (sky.flock, land.trees, quiet.bridge),
    "ageing": (land.bare_tree, rooms.table, quiet.bench, quiet.phases),
    "animals": (land.footprints, sky.flock, quiet.fireflies),
    "class-divide": (rooms.steps, town.hillside),
    "colonial-era": (town.rails, sky.branch, land.reeds, quiet.bridge),
    "coming-of-age": (sky.kite, land.road, sky.planes, quiet.sprout),
    "disability": (water.reflection, town.lanterns, quiet.fireflies, sky.flock),
    "faith": (rooms.arch, town.candles, quiet.lighthouse),
    "fate": (sky.thread, sky.star_trails, quiet.bridge),
    "first-love": (sky.branch, town.umbrellas, sky.planes, rooms.window, quiet.bench),
    "found-family": (town.home, town.lanterns, town.hillside, rooms.table),
    "friendship": (town.wires, sky.planes, quiet.swings, quiet.fireflies),
    "grandparent": (town.home, land.bare_tree, land.terraces),
    "identity": (water.reflection, sky.thread, quiet.phases),
    "injustice": (town.candles, rooms.steps, quiet.lighthouse),
    "letters": (rooms.letters,),
    "marriage": (rooms.table, town.umbrellas, town.home, quiet.bridge, quiet.bench),
    "memory": (water.ripples, water.reflection, land.road, quiet.phases),
    "music": (sky.strings,),
    "parent-child": (land.trees, water.boats, land.hills, quiet.swings, land.footprints),
    "poverty": (town.hillside, town.umbrellas),
    "prison": (rooms.bars,),
    "quiet-love": (town.umbrellas, rooms.window, quiet.bench),
    "rural-life": (land.terraces, quiet.fireflies),
    "school": (sky.planes, sky.lanes, quiet.swings),
    "separation": (water.river, town.rails, quiet.bridge, quiet.lighthouse),
    "siblings": (town.wires, water.boats, sky.kite, quiet.swings),
    "sport": (sky.lanes,),
    "state-violence": (town.candles, land.reeds),
    "time-slip": (sky.star_trails, quiet.phases),
    "true-story": (land.road, land.hills, town.lanterns),
    "war": (land.reeds, land.hills, town.rails),
    "wrongful-conviction": (rooms.bars, rooms.arch),
}
BROAD_THEMES = ("true-story", "parent-child", "friendship")
"""Themes that are so common that any other theme describes a film better."""
WITHOUT_THEME: Sequence[Scene] = (water.lone_boat, land.hills, water.ripples, town.lanterns)
WEATHER: Sequence[Weather] = (weather.stars, weather.stars, weather.rain, weather.snow, weather.petals, weather.clouds)


def choose_scene(themes: Sequence[str], rng: Random) -> Scene:
    """Return a random scene for a film with these themes."""
    known = [theme for theme in themes if theme in SCENES]
    most_specific = [theme for theme in known if theme not in BROAD_THEMES] or known
    return rng.choice(SCENES[rng.choice(most_specific)] if most_specific else WITHOUT_THEME)


def choose_weather(rng: Random) -> Weather:
    """Return random weather for a cover."""
    return rng.choice(WEATHER)
