"""Empties a test worker's PostgreSQL databases and uses them again, because a new copy takes twenty times as long."""

import os
import time
from dataclasses import dataclass, field
from typing import Any

import psycopg

from bot.core.storage.location import PostgresUrl
from tests.postgres_server import PostgresServer

TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename"
CATALOGS = ("pg_attribute", "pg_class", "pg_constraint", "pg_proc", "pg_trigger")
"""PostgreSQL's tables that describe the schema. A test that changes the schema changes a row in one of them."""
END_SESSIONS = """SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid != pg_backend_pid()"""
MAX_FREE = 2
"""The number of databases that a worker keeps. Most tests use one."""
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class TestDatabase:
    """A database as copied: its empty tables, the position of each sequence, and a fingerprint of everything else.

    Its connection stays open between tests, because a new session reads the schema again.
    """

    __test__ = False

    name: str
    url: PostgresUrl
    connection: psycopg.Connection
    empty_tables: tuple[str, ...]
    sequences: Rows
    fingerprint: Rows

    @classmethod
    def describe(cls, name: str, url: PostgresUrl) -> "TestDatabase":
        """Connect to a new copy, and read what it contains."""
        connection = psycopg.connect(url.url, autocommit=True)
        connection.execute("SET session_replication_role = replica")  # turns off foreign-key checks and triggers
        tables = [table for (table,) in _rows(connection, TABLES)]
        empty = tuple(table for table in tables if not _rows(connection, f"SELECT 1 FROM {table} LIMIT 1"))
        return cls(name, url, connection, empty, _rows(connection, SEQUENCES), _fingerprint(connection, tables, empty))

    def reset(self) -> bool:
        """Delete what a test has stored. Return False if it changed the catalogue or schema, or ended our session."""
        connection = self.connection
        try:
            while _rows(connection, END_SESSIONS) != [(0,)]:
                time.sleep(0.002)
            tables = [table for (table,) in _rows(connection, TABLES)]
            if not {*self.empty_tables} <= {*tables}:
                return False
            if self.fingerprint != _fingerprint(connection, tables, self.empty_tables):
                return False
            connection.execute("; ".join(f"DELETE FROM {table}" for table in self.empty_tables).encode())
            for name, value in self.sequences:
                connection.execute("SELECT setval(%s, %s, %s)", [name, value or 1, value is not None])
        except psycopg.OperationalError:
            return False  # the test ended every session, including ours
        return True


@dataclass(frozen=True, slots=True)
class TestDatabases:
    """Lends databases that are copies of a template."""

    __test__ = False

    server: PostgresServer
    template: str
    _free: list[TestDatabase] = field(default_factory=list)
    _names: list[str] = field(default_factory=list)

    def take(self) -> TestDatabase:
        """Return a database with the rows of the template."""
        if self._free:
            return self._free.pop()
        self._names.append(f"test_{os.getpid()}_{len(self._names)}")
        return TestDatabase.describe(self._names[-1], self.server.create(self._names[-1], self.template))

    def give_back(self, database: TestDatabase) -> None:
        """Keep a database for the next test, or delete it.

        It is deleted if enough databases are kept, if the server is not ours, or if it cannot be reset.
        """
        if len(self._free) < MAX_FREE and self.server.is_ours and database.reset():
            self._free.append(database)
        else:
            database.connection.close()
            self.server.drop(database.name)

    def close(self) -> None:
        """Close the connections to the databases that are kept."""
        while self._free:
            self._free.pop().connection.close()


def _fingerprint(connection: psycopg.Connection, tables: list[str], empty: tuple[str, ...]) -> Rows:
    """Return the number of rows and the newest transaction of the schema and of each table that has rows."""
    rows = "SELECT '{0}', count(*), max(xmin::text::bigint) FROM {0}"
    schema = [f"{rows.format(table)} WHERE oid >= 16384" for table in CATALOGS[1:]]
    schema.append(f"{rows.format(CATALOGS[0])} WHERE attrelid >= 16384")
    filled = [rows.format(table) for table in tables if table not in empty]
    return _rows(connection, " UNION ALL ".join([*schema, *filled]))


def _rows(connection: psycopg.Connection, sql: str) -> Rows:
    return connection.execute(sql.encode()).fetchall()
