"""The tables of a base on PostgreSQL: those of SQLite's as its steps make them, said in PostgreSQL's words.

A new base is made at once from the schema that all steps give in SQLite; an older one goes through the steps it lacks.
A step that PostgreSQL would not understand has its own text in `schema/postgresql/`, under the same name.
"""

from collections.abc import Sequence
from importlib.resources import files

from export.store.dialect import Columns, in_postgres, table_in_postgres
from export.store.pg_connection import SCHEMA, PgConnection
from export.store.schema_parts import SchemaPart, columns_here, parts_here
from export.store.steps import STEPS, statements

FIRST = STEPS[7]
"""The step with which a base on PostgreSQL begins: none was ever made before it."""
TRIGGERS = {
    "audit_no_update": ("before update on audit", "", "the audit is append-only"),
    "audit_no_delete": ("before delete on audit", "", "the audit is append-only"),
    "base_no_update": ("before update on base", "", "the kind of a base never changes"),
    "base_no_delete": ("before delete on base", "", "the kind of a base never changes"),
    "candidates_kind": (
        "before insert on candidates", "new.kind is distinct from (select kind from envol.base)",
        "people and robots never share a base",
    ),
}  # fmt: skip
"""Each trigger of the schema: when it looks, at what ("" for always), and why it refuses. Seals are SQLite's alone."""
BY_PERSON = ("undone_decisions", "absences", "seat_notes")
"""Tables whose rows leave with a person and name none in a column of their own."""
STAYS = ("tombstones",)
"""Ids of who left, which nothing else is known of any more."""
NEXT_ENTRY = f"""
create function {SCHEMA}.next_entry() returns bigint language sql volatile
as 'select coalesce(max(entry), 0) + 1 from {SCHEMA}.audit'
"""
"""A transaction that fails leaves no hole in the audit's numbers, as a sequence would."""


def make(connection: PgConnection, steps: Sequence[str] = STEPS, at: str = "") -> None:
    """Make the schema that these steps give, inside a transaction. Raises ServerTrouble: no right among others."""
    connection.as_it_is(f"create schema if not exists {SCHEMA}")
    connection.as_it_is("create table steps(name text primary key, applied_at text not null)")
    for part in parts_here(steps):
        if part.kind != "trigger":
            connection.as_it_is(table_in_postgres(part.sql))
    _number_the_audit(connection)
    _refuse(connection, parts_here(steps))
    if tuple(steps) == STEPS:
        _keep_no_samples(connection)
    connection.executemany("insert into steps(name, applied_at) values(?,?)", [(step, at) for step in steps])


def of_people() -> list[str]:
    """Tables whose rows leave with a person: written anew, so that nothing of a deleted row is left in them."""
    named = [table for table, columns in columns_here().items() if "candidate_id" in columns and table not in STAYS]
    return [*named, *BY_PERSON]


def _keep_no_samples(connection: PgConnection) -> None:
    """The planner samples what columns hold, and would keep the words of people who left until it looks again."""
    tables = columns_here()
    for table in of_people():
        said = [f"alter column {table} set statistics 0" for table in tables[table] if not table.endswith("_id")]
        if said:
            connection.as_it_is(f"alter table {table} {', '.join(said)}")


def upgrade(connection: PgConnection, done: Sequence[str], at: str) -> None:
    """Go through the steps that are not done, inside a transaction: all of them or none."""
    for view in (part for part in parts_here(done) if part.kind == "view"):
        connection.as_it_is(f"drop view {view.name}")
    for at_step, step in enumerate(STEPS[len(done) :], len(done)):
        for statement in _words_of(step):
            connection.as_it_is(_said(statement, columns_here(STEPS[:at_step])))
        connection.execute("insert into steps(name, applied_at) values(?,?)", (step, at))
    parts = parts_here()
    for view in (part for part in parts if part.kind == "view"):
        connection.as_it_is(table_in_postgres(view.sql))
    _keep_no_samples(connection)
    known = {part.name for part in parts_here(done)}
    _refuse(connection, [part for part in parts if part.name not in known])


def _words_of(step: str) -> list[str]:
    folder = files("export.store") / "schema"
    own = folder / "postgresql" / f"{step}.sql"
    kept = own if own.is_file() else folder / f"{step}.sql"
    return [statement for statement in statements(kept.read_text("utf-8")) if "create trigger" not in statement.lower()]


def _said(statement: str, columns: Columns) -> str:
    """A statement of a step: one of the schema, or one that moves rows, which has no values to be given."""
    first = statement.split(None, 1)[0].lower()
    return in_postgres(statement, columns) if first in ("insert", "update", "delete") else table_in_postgres(statement)


def _number_the_audit(connection: PgConnection) -> None:
    connection.as_it_is(NEXT_ENTRY)
    connection.as_it_is("alter table audit alter column entry drop identity")
    connection.as_it_is(f"alter table audit alter column entry set default {SCHEMA}.next_entry()")


def _refuse(connection: PgConnection, parts: Sequence[SchemaPart]) -> None:
    """The triggers, each with what it says."""
    for part in parts:
        if part.kind != "trigger":
            continue
        when, condition, why = TRIGGERS[part.name]
        refusal = f"raise exception '{why}' using errcode = 'check_violation';"
        body = f"if {condition} then {refusal} end if;" if condition else refusal
        connection.as_it_is(
            f"create function {SCHEMA}.{part.name}() returns trigger language plpgsql as "
            f"$$ begin {body} return new; end $$"
        )
        connection.as_it_is(f"create trigger {part.name} {when} for each row execute function {SCHEMA}.{part.name}()")
