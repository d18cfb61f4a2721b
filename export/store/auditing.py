"""The audit: a line for whatever was done, each hashed with the one before. Ids alone, never what a person said."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from export.store.port import Connection


class Audited(Protocol):
    """A base whose lines can be read."""

    def rows(self, sql: str, *values: Any) -> Sequence[Mapping[str, Any]]: ...


def audit(connection: Connection, at: str, actor: str, action: str, about: tuple[str, str]) -> None:
    """One more line of the audit, hashed with the one before; `about` is (object, detail): ids only."""
    last = connection.execute("select hash from audit order by entry desc limit 1").fetchone()
    previous = last[0] if last else ""
    row = (at, actor, action, *about, previous)
    connection.execute(
        "insert into audit(at, actor, action, object, detail, previous, hash) values(?,?,?,?,?,?,?)",
        (*row, line_hash(row)),
    )


def audit_many(connection: Connection, at: str, lines: Sequence[tuple[str, str, tuple[str, str]]]) -> None:
    """More lines of the audit at once, each (actor, action, about), as `audit` would write them one by one."""
    last = connection.execute("select entry, hash from audit order by entry desc limit 1").fetchone()
    before, previous = (int(last[0]), str(last[1])) if last else (0, "")
    rows = []
    for entry, (actor, action, about) in enumerate(lines, before + 1):
        row = (at, actor, action, *about, previous)
        previous = line_hash(row)
        rows.append((entry, *row, previous))
    connection.executemany(
        "insert into audit(entry, at, actor, action, object, detail, previous, hash) values(?,?,?,?,?,?,?,?)", rows
    )


def audit_holds(store: Audited) -> bool:
    """Whether every line of the audit still follows from the one before."""
    previous = ""
    for line in store.rows("select * from audit order by entry"):
        row = (line["at"], line["actor"], line["action"], line["object"], line["detail"], previous)
        if line["previous"] != previous or line["hash"] != line_hash(row):
            return False
        previous = line["hash"]
    return True


def line_hash(row: tuple[str, ...]) -> str:
    """The hash of a line: SHA-256 over its words and the hash of the line before."""
    return hashlib.sha256("\x1f".join(row).encode()).hexdigest()
