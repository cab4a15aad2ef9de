"""What a feature stores about people and servers, declared so that one place can show, export and delete it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonalDataTable:
    """A table whose rows belong to a person or to a server; a table with two columns of people is declared twice.

    `user_column` and `guild_column` hold their ids. `user_text` is the key of the sentence that tells a person what
    is stored, with {count}; `guild_text` of the one for a host. When a person's data is deleted, so are their rows,
    or with `anonymize` only their id becomes null; with `anonymize_where`, say ("is_closed", 1), rows with that value
    there are kept so, and the others are deleted. `retention_days` after the epoch second in `created_column` a row
    is deleted by itself. `child_tables` have rows that belong to a row here, each with the column of its id, such as
    ("deck_card", "deck_id"): an export has them too, and ON DELETE CASCADE deletes them. Every other table that
    refers to this one or to a child is in `excluded_children`, by table, column and reason. `label_columns` are
    columns of this table or a child that hold only an id, each with the table and column that say what it stands for,
    as ("ballot_choice", "option_id", "poll_option", "label"): an export has that too. `max_rows` is how many rows a
    person has at most; in one server, if the table's rows outlive their person there.
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
    excluded_children: tuple[tuple[str, str, str], ...] = ()
    label_columns: tuple[tuple[str, str, str, str], ...] = ()
    max_rows: int | None = None
