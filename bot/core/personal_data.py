"""Declares what features store about people and servers, so that one place can show, export and delete it."""

from msgspec import Struct


class PersonalDataTable(Struct, frozen=True):
    """A table whose rows belong to a person or a server; a table with two columns of user ids is declared twice.

    `user_column` and `guild_column` name the columns that hold the person's and the server's id. `user_text_key` is the
    key of the sentence that tells a person what is stored, with {count}; `guild_text_key` is the key of the sentence
    for those who manage a server.

    When a person's data is deleted, their rows are deleted, or, with `anonymize`, only their id is set to null.
    If `anonymize_where` is set too, such as ("is_closed", 1), only rows with that value are anonymised, and the others
    are deleted. Rows are also deleted `retention_days` after the epoch second in `created_column`.

    `child_tables` names the tables whose rows belong to a row of this one, each with its foreign key, such as
    ("deck_card", "deck_id"); these rows are exported too, and ON DELETE CASCADE deletes them. `excluded_children` lists
    every other table that refers to this one or to a child table, with its column and why the export leaves it out.
    `label_columns` lists columns of this table or a child table that hold only an id, each with the table and column in
    which the export finds the id's label, such as ("ballot_choice", "option_id", "poll_option", "label"). `max_rows` is
    the maximum number of rows for one person, or for one person in one server if the rows are kept after that person's
    data is deleted.
    """

    table: str
    user_text_key: str = ""
    user_column: str | None = None
    guild_column: str | None = None
    anonymize: bool = False
    created_column: str | None = None
    retention_days: int | None = None
    guild_text_key: str = ""
    anonymize_where: tuple[str, int | str] | None = None
    child_tables: tuple[tuple[str, str], ...] = ()
    excluded_children: tuple[tuple[str, str, str], ...] = ()
    label_columns: tuple[tuple[str, str, str, str], ...] = ()
    max_rows: int | None = None
