"""What a feature keeps of people and servers, told so that it can be shown, copied and erased in one place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonalDataTable:
    """A table whose rows belong to a person or to a server.

    `person` and `server` are the columns with their ids, `text` is the key of the sentence that tells a person what is
    kept, with {count}, `server_text` of the one that tells a host. A person who is forgotten takes their rows along, or
    only their id with `stays_nameless`: the column becomes null; with `nameless_where`, say ("closed", 1), this holds
    for rows with that value in that column, and the others go. With `days`, rows go by themselves so many days after
    the epoch second in the column `since`. `parts` are tables whose rows belong to a row here, each with the column
    of its id, say ("deck_card", "deck"): a copy has them too, and they must go with it by ON DELETE CASCADE. Every
    other table that refers to this one or to a part of it is in `not_copied`, by table and column, with the reason.
    `named` has the columns of this table or its parts that hold only a number, each with a table and its column that
    say what it is, as ("ballot_choice", "option", "poll_option", "label"): a copy says that too.
    `most` is how many rows one person has at most; in one server, of a table with `server` that outlives its person.
    A table with two columns of persons is told of twice.
    """

    table: str
    user_text: str = ""
    user_column: str | None = None
    guild_column: str | None = None
    anonymize: bool = False
    created_column: str | None = None
    retention_days: int | None = None
    guild_text: str = ""
    anonymize_where: tuple[str, int | str] | None = None
    child_tables: tuple[tuple[str, str], ...] = ()
    not_copied: tuple[tuple[str, str, str], ...] = ()
    named: tuple[tuple[str, str, str, str], ...] = ()
    most: int | None = None
