"""Erasure and purge: a person leaves the base, its copies and what the machine holds of them beside it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from export.packets.body import code_typed
from export.store.beside import Beside
from export.store.leaving import Leaving, forget_in_copies, forget_notes, remove
from export.store.moments import believable, stamp
from export.store.store import Store, StoreError, audit
from export.store.term import notes_before, people_beyond, people_over


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge came to: people deleted, papers forgotten, files that could not go.

    `beyond`: people and papers whose day is further off than any may be.
    """

    people: int
    papers: int
    stays: tuple[Path, ...]
    beyond: int = 0


def visits_of(store: Store, candidate_id: str) -> tuple[str, ...]:
    """The ids under which a machine may hold something of a person: their own, then those of their other visits."""
    rows = store.rows("select distinct visit_id from evidence_archive where candidate_id=? order by 1", candidate_id)
    return tuple(dict.fromkeys([candidate_id, *(str(row["visit_id"]) for row in rows)]))


def codes_of_person(store: Store, candidate_id: str) -> set[str]:
    """Every code a person bore here: that of each of their visits."""
    rows = store.rows(
        "select code from candidates where candidate_id=? union select code from evidence_archive where candidate_id=?",
        candidate_id, candidate_id,
    )  # fmt: skip
    return {str(row["code"]) for row in rows} - {""}


def empty_beside(store: Store, candidate_id: str, beside: Beside) -> list[Path]:
    """What the machine holds of a person beside the base goes; what could not.

    Called before `erase`: should the rest fail, nothing of the person can come in again.
    """
    return beside.person(store.path, visits_of(store, candidate_id), codes_of_person(store, candidate_id))


def erase(store: Store, candidate_id: str, now: datetime, by: str = "cli") -> bool:
    """Erase a person everywhere here: list outside first, database, its copies. False when they were not in it.

    An id that is not here is kept as erased all the same: a packet of theirs that comes later is refused. Raises
    StoreError: where the base could not be written, they leave it when it is next opened, which the sentence says.
    """
    at = stamp(now)
    there = store.first_row("select 1 from candidates where candidate_id=?", candidate_id) is not None
    if candidate_id not in store.erased_ids():
        store.note_erased(candidate_id, at)
    if store.damage is not None:
        raise StoreError("candidate.erase_damaged", path=store.path)
    try:
        with store.writing() as connection:
            remove(connection, candidate_id, at, "erased")
            audit(connection, at, by, "candidate.erase", (candidate_id, ""))
    except StoreError as error:
        raise StoreError("candidate.erase_later", path=store.path) from error
    _forget_everywhere(store, Leaving([candidate_id]))
    return there


def _forget_everywhere(store: Store, leaving: Leaving) -> None:
    """Nothing is left in pages, nor in copies: a server's tables that cannot be written anew now hold no copy back."""
    try:
        store.forget_pages()
    finally:
        forget_in_copies(store.path, leaving)


def erase_notes(store: Store, typed: str, now: datetime, by: str = "cli") -> int:
    """Erase what was noted of somebody who is not in the base, by the code they bore; how many notes.

    Notes of people who are here, under the same code on another day, stay with them.
    """
    code = code_typed(typed)
    if not code:
        return 0
    leaving = Leaving(notes_code=code)
    with store.writing() as connection:
        gone = forget_notes(connection, leaving)
        if gone:
            audit(connection, stamp(now), by, "day.forget_notes", ("", str(gone)))
    if gone:
        _forget_everywhere(store, leaving)
    return gone


def purge(store: Store, now: datetime, actor: str = "cli") -> int:
    """Delete every person whose time is over, and notes past their term, here and in the copies; how many people.

    Their packets' ids stay, so that a later copy of one is refused.
    """
    at, over = stamp(now), people_over(store, now)
    leaving = Leaving(over, notes_before=notes_before(now))
    with store.writing() as connection:
        for candidate_id in over:
            remove(connection, candidate_id, at, "purged")
        notes = forget_notes(connection, leaving)
        for what, n in (("candidates", len(over)), ("seat_notes", notes)):
            if n or what == "candidates":
                connection.execute(
                    "insert into purges(at, object, rows_removed, actor) values(?,?,?,?)", (at, what, n, actor)
                )
                audit(connection, at, actor, "purge", (what, str(n)))
    if over or notes:
        _forget_everywhere(store, leaving)
    return len(over)


def purge_all(store: Store, now: datetime, actor: str, beside: Beside) -> Purged:
    """Purge the base and what the machine holds beside it, in the order of an erasure: beside first.

    Raises StoreError like `purge`, and for a clock that cannot be right, by which everybody's time might be over; then
    what could not go beside is not told, and the next purge tries it again.
    """
    if not believable(now.timestamp()):
        raise StoreError("purge.clock", day=now.date().isoformat())
    stays = [path for who in people_over(store, now) for path in empty_beside(store, who, beside)]
    past = beside.past(store.path, now.date())
    gone = purge(store, now, actor)
    return Purged(gone, past.papers, (*stays, *past.stays), people_beyond(store, now) + past.beyond)
