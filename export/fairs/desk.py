"""A fair in the database: taken in from its file, and changed at the desk. The timetable itself: `planning`."""

from collections.abc import Mapping
from datetime import datetime

from export.fairs.file import FairIn, hours_of
from export.fairs.planning import DROPPED, fair_of, fixed_of, free_place, instance, meetings, refuse_conflicts
from export.packets.body import new_id
from export.store.following import hired_since
from export.store.intake import find_candidate
from export.store.matching import find_offer
from export.store.moments import stamp
from export.store.port import Connection, Unfit
from export.store.store import Store, StoreError, audit
from scoring.fair import Pinned

SAID = {True: "yes", False: "no", None: None}


def take_in_fair(store: Store, fair: FairIn, now: datetime) -> dict[str, int]:
    """Put a fair in, or what changed of it, in one transaction; how many stands, people, pins. Raises StoreError.

    Read again, a file replaces stands, absences and needs. Interviews stay; a stand that has some cannot leave, and
    hours cannot change under them.
    """
    who = {person.code: find_candidate(store, person.code) for person in fair.people}
    who |= {pin.code: find_candidate(store, pin.code) for pin in fair.pinned}
    offers = {word: find_offer(store, word) for stand in fair.stands for word in stand.offers}
    _refuse_upheaval(store, fair)
    with store.writing() as connection:
        _insert_fair(connection, fair)
        _insert_stands(connection, fair, offers)
        _insert_needs(connection, fair, who)
        audit(connection, stamp(now), "cli", "fair.import", (fair.id, ""))
    for pin_wanted in fair.pinned:
        slot = hours_of(fair).slot_at(pin_wanted.at)
        assert slot is not None
        pin(store, fair.id, (who[pin_wanted.code], pin_wanted.stand), slot, now)
    return {"stands": len(fair.stands), "people": len(fair.people), "pinned": len(fair.pinned)}


def _refuse_upheaval(store: Store, fair: FairIn) -> None:
    held = store.rows(
        "select distinct s.label, s.stand_id from interviews i join stands s using(stand_id) where i.fair_id=?", fair.id
    )
    kept = {stand_key(fair.id, stand.id) for stand in fair.stands}
    if gone := [row["label"] for row in held if row["stand_id"] not in kept]:
        raise StoreError("fairs.stand_busy", stands=", ".join(gone))
    if held:
        known, hours = fair_of(store, fair.id), hours_of(fair)
        if known.hours != hours or known.day != fair.day:
            raise StoreError("fairs.hours_busy", n=len(held))


def stand_key(fair_id: str, stand_id: str) -> str:
    """A stand's id in the database: two fairs may each have a stand « A1 »."""
    return f"{fair_id}/{stand_id}"


def _insert_fair(connection: Connection, fair: FairIn) -> None:
    connection.execute(
        "insert into fairs values(?,?,?,?,?) on conflict(fair_id) do update set title=excluded.title, "
        "place=excluded.place, day=excluded.day, slot_minutes=excluded.slot_minutes",
        (fair.id, fair.title, fair.place, fair.day, fair.slot_minutes),
    )
    hours = hours_of(fair)
    connection.execute("delete from slots where fair_id=? and slot>=?", (fair.id, hours.number))
    connection.executemany(
        "insert into slots values(?,?,?) on conflict(fair_id, slot) do update set starts_at=excluded.starts_at",
        [(fair.id, slot, f"{fair.day}T{hours.starts(slot)}") for slot in range(hours.number)],
    )


def _insert_stands(connection: Connection, fair: FairIn, offers: Mapping[str, str]) -> None:
    keys = [stand_key(fair.id, stand.id) for stand in fair.stands]
    there = connection.execute("select stand_id from stands where fair_id=?", (fair.id,)).fetchall()
    connection.executemany("delete from stands where stand_id=?", [row for row in there if row[0] not in keys])
    for key, stand in zip(keys, fair.stands, strict=True):
        employer = stand.siret or "label:" + stand.employer
        connection.execute(
            "insert or ignore into employers values(?,?,?)", (employer, stand.siret or None, stand.employer)
        )
        connection.execute(
            "insert into stands(stand_id, fair_id, employer_id, label, recruiters, access) values(?,?,?,?,?,?) "
            "on conflict(stand_id) do update set employer_id=excluded.employer_id, label=excluded.label, "
            "recruiters=excluded.recruiters, access=excluded.access",
            (key, fair.id, employer, stand.label, stand.recruiters, SAID[stand.accessible]),
        )
        connection.execute("delete from stand_offers where stand_id=?", (key,))
        connection.executemany(
            "insert or ignore into stand_offers values(?,?)", [(key, offers[o]) for o in stand.offers]
        )


def _insert_needs(connection: Connection, fair: FairIn, who: Mapping[str, str]) -> None:
    hours = hours_of(fair)
    rows = [
        ("stand", stand_key(fair.id, stand.id), slot)
        for stand in fair.stands
        for span in (*fair.breaks, *stand.closed)
        for slot in hours.touched(span)
    ]
    rows += [
        ("candidate", who[person.code], slot)
        for person in fair.people
        for span in person.absent
        for slot in hours.touched(span)
    ]
    connection.execute("delete from absences where fair_id=?", (fair.id,))
    connection.executemany("insert or ignore into absences values(?,?,?,?)", [(fair.id, *row) for row in rows])
    connection.execute("delete from fair_people where fair_id=?", (fair.id,))
    connection.executemany(
        "insert into fair_people values(?,?,?,?)",
        [(fair.id, who[p.code], p.max_interviews, int(p.pause_after)) for p in fair.people],
    )


def set_absence(
    store: Store, fair_id: str, who: tuple[str, str], span: str, back: bool, now: datetime, by: str = "cli"
) -> int:
    """A person or a stand (`who`: "candidate" or "stand", its id) is away for a span, or `back`; how many slots."""
    fair = fair_of(store, fair_id)
    slots = list(fair.hours.touched(span))
    if not slots:
        raise StoreError("fairs.no_slot_there", span=span)
    with store.writing() as connection:
        sql = "delete from absences where fair_id=? and who=? and who_id=? and slot=?"
        connection.executemany(
            sql if back else "insert or ignore into absences values(?,?,?,?)", [(fair_id, *who, slot) for slot in slots]
        )
        audit(connection, stamp(now), by, "fair.back" if back else "fair.absence", (fair_id, who[1]))
    return len(slots)


def find_stand(store: Store, fair_id: str, word: str) -> str:
    """The id of a stand of a fair, from the id its file gave it. Raises StoreError naming those there are."""
    rows = store.rows("select stand_id from stands where fair_id=? order by stand_id", fair_id)
    ids = [row["stand_id"] for row in rows]
    if stand_key(fair_id, word) in ids:
        return stand_key(fair_id, word)
    raise StoreError("fairs.no_stand", got=word, known=", ".join(stand_id.split("/", 1)[1] for stand_id in ids))


def mark(
    store: Store, fair_id: str, pair: tuple[str, str], word: str, now: datetime, by: str = "cli"
) -> None:
    """Say what became of the interview of a person (id) and a stand (its file's id).

    `word`: held, absent, cancelled, planned, pin or unpin. Raises StoreError.
    """
    candidate_id, stand = pair
    stand_id = find_stand(store, fair_id, stand)
    row = store.first_row("select * from interviews where fair_id=? and candidate_id=? and stand_id=?",
                    fair_id, candidate_id, stand_id)  # fmt: skip
    if row is None:
        raise StoreError("fairs.no_interview")
    status, pinned = {
        "pin": (row["status"], 1), "unpin": (row["status"], 0), "cancelled": ("cancelled", 0),
    }.get(word, (word, row["pinned"]))  # fmt: skip
    if word == "pin" and row["status"] != "planned":
        raise StoreError("fairs.not_planned")
    with store.writing() as connection:
        if word in DROPPED or row["status"] in DROPPED:
            _note_dropped(connection, stand_id, candidate_id, stamp(now) if word in DROPPED else "")
        try:
            connection.execute(
                "update interviews set status=?, pinned=? where interview_id=?", (status, pinned, row["interview_id"])
            )
        except Unfit as error:
            raise StoreError("fairs.taken") from error
        audit(connection, stamp(now), by, f"fair.{word}", (fair_id, row["interview_id"]))


def _note_dropped(connection: Connection, stand_id: str, candidate_id: str, at: str) -> None:
    """Until when what was proposed is not planned again at a stand; `at`: "" where the appointment comes again."""
    connection.execute(
        "delete from dropped_appointments where stand_id=? and candidate_id=?", (stand_id, candidate_id)
    )
    if at:
        connection.execute("insert into dropped_appointments values(?,?,?)", (stand_id, candidate_id, at))


def pin(
    store: Store, fair_id: str, pair: tuple[str, str], slot: int, now: datetime, by: str = "cli"
) -> None:
    """Promise a person (id) an interview at a stand (its file's id): moved there when it was planned elsewhere.

    Raises StoreError without a decision that proposes it or for who is hired, FairTrouble when a rule or another
    promise stands against it.
    """
    candidate_id, stand_id = pair[0], find_stand(store, fair_id, pair[1])
    if candidate_id in hired_since(store):
        raise StoreError("fairs.hired")
    proposed = meetings(store, fair_id, now)
    decided = {meeting.key: meeting.decision_id for meeting in proposed}.get((candidate_id, stand_id))
    if decided is None:
        raise StoreError("fairs.no_decision")
    promised = fixed_of(store, fair_id, keep=False)
    fixed = [fixed_pin for fixed_pin in promised if (fixed_pin.candidate, fixed_pin.stand) != (candidate_id, stand_id)]
    wanted = Pinned(candidate_id, stand_id, slot)
    refuse_conflicts(store, instance(store, fair_id, proposed, [*fixed, wanted]), fair_of(store, fair_id).hours)
    with store.writing() as connection:
        _note_dropped(connection, stand_id, candidate_id, "")
        _make_room(connection, fair_id, wanted)
        place = free_place(connection, stand_id, slot)
        connection.execute(
            "insert into interviews values(?,?,?,?,?,?,?,'planned',1)",
            (new_id(), fair_id, stand_id, place, candidate_id, slot, decided),
        )
        audit(connection, stamp(now), by, "fair.pin", (fair_id, decided))


def _make_room(connection: Connection, fair_id: str, wanted: Pinned) -> None:
    """What was only planned and stands in the way leaves, to be planned again."""
    connection.execute(
        "delete from interviews where fair_id=? and candidate_id=? and (stand_id=? and status<>'held' "
        "or slot=? and status='planned' and pinned=0)",
        (fair_id, wanted.candidate, wanted.stand, wanted.slot),
    )
    where = "stand_id=? and slot=? and status in('planned','held')"
    taken = connection.execute(f"select count(*) from interviews where {where}", (wanted.stand, wanted.slot)).fetchone()
    seats = connection.execute("select recruiters from stands where stand_id=?", (wanted.stand,)).fetchone()
    if taken[0] >= seats[0]:
        connection.execute(
            "delete from interviews where interview_id=(select interview_id from interviews where "
            "stand_id=? and slot=? and status='planned' and pinned=0 order by place desc limit 1)",
            (wanted.stand, wanted.slot),
        )
