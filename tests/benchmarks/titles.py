"""Invents titles of films: in English, in Hangul and romanised, no two alike."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from random import Random
from typing import NamedTuple


class Name(NamedTuple):
    """A word, a title or a title pattern: in English, in Hangul and romanised."""

    english: str
    hangul: str
    romanised: str


Words = Mapping[str, Sequence[Name]]
"""What each placeholder in a pattern can become."""

WORDS = Path(__file__).with_name("words.tsv")
PATTERNS = (
    Name("{whose}'s {what}", "{whose}의 {what}", "{whose}ui {what}"),
    Name("The {what} of {where}", "{where}의 {what}", "{where}ui {what}"),
    Name("{when} in {where}", "{where}의 {when}", "{where}ui {when}"),
    Name("{when} {what} of {where}", "{where}의 {when} {what}", "{where}ui {when} {what}"),
    Name("{whose} and the {what}", "{whose}와 {what}", "{whose}wa {what}"),
    Name("{whose}'s {when}", "{whose}의 {when}", "{whose}ui {when}"),
    Name("{whose}'s {what} from {where}", "{where}에서 온 {whose}의 {what}", "{where}eseo on {whose}ui {what}"),
    Name("{when}, {whose}, {what}", "{when}, {whose}, {what}", "{when}, {whose}, {what}"),
)


def titles(random: Random) -> Iterator[Name]:
    """Yield titles that all differ in English. About four hundred thousand are possible."""
    words, used = _words(), set()
    while True:
        chosen = {part: random.choice(names) for part, names in words.items()}
        title = _fill(random.choice(PATTERNS), chosen)
        if title.english not in used:
            used.add(title.english)
            yield title


def _fill(pattern: Name, chosen: Mapping[str, Name]) -> Name:
    spellings = zip(pattern, zip(*chosen.values(), strict=True), strict=True)
    english, hangul, romanised = (
        template.format(**dict(zip(chosen, words, strict=True))) for template, words in spellings
    )
    return Name(english, hangul, romanised.title())


def _words() -> Words:
    words: defaultdict[str, list[Name]] = defaultdict(list)
    with WORDS.open(encoding="utf-8", newline="") as lines:
        for part, *name in csv.reader(lines, delimiter="\t"):
            words[part].append(Name(*name))
    return {part: words[part] for part in ("when", "what", "where")} | {"whose": [*words["whose"], *_people(words)]}


def _people(words: Words) -> Iterator[Name]:
    """Yield people's names of two syllables each: "Ha-neul", "하늘", "haneul"."""
    for first, last in product(words["syllable"], repeat=2):
        hyphened = f"{first.english}-{last.english.lower()}"
        yield Name(hyphened, first.hangul + last.hangul, first.romanised + last.romanised)
