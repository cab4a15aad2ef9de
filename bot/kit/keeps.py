"""What a feature keeps of people and servers, told so that it can be shown, copied and erased in one place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keeps:
    """A table whose rows belong to a person or to a server.

    `person` and `server` are the columns with their ids, `text` is the key of the sentence that tells a person what is
    kept, with {count}. A person who is forgotten takes their rows along, or only their id with `stays_nameless`. With
    `days`, rows go by themselves so many days after the epoch second in the column `since`.
    """

    table: str
    text: str = ""
    person: str | None = None
    server: str | None = None
    stays_nameless: bool = False
    since: str | None = None
    days: int | None = None
