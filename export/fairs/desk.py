"""A fair in the database: taken in from its file, changed at the desk, planned, and planned again.

A pair may meet when the last decision on it proposes the person for an offer of the stand: no interview without one.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from export.fairs.file import FairIn, Hours, hours_of, minutes
from export.fairs.instances import FairTrouble, Trouble
from export.packets.body import new_id
from export.store.intake import find_candidate, stamp
from export.store.matching import find_offer, offers_of, people_of
from export.store.store import Store, StoreError, audit
from scoring.fair import Candidate, Instance, Pinned, Plan, PossibleMeeting, Stand, conflicts, plan
from scoring.match import match

UNKNOWN_VALUE = 0.5
"""What a meeting is worth when something asked is not measured: neither for nor against."""
MOST_INTERVIEWS = 5
MARKS = ("held", "absent", "cancelled", "planned", "pin", "unpin")


@dataclass(frozen=True, slots=True)
class Fair:
    """One fair of the database."""

    fair_id: str
    title: str
    place: str
    day: str
    hours: Hours


def fair_of(store: Store, fair_id: str) -> Fair:
    """A fair by its id. Raises StoreError naming those there are."""
    row = store.one("select * from fairs where fair_id=?", fair_id)
    if row is None:
        known = ", ".join(r["fair_id"] for r in store.rows("select fair_id from fairs order by day, fair_id"))
        raise StoreError("fairs.unknown" if known else "fairs.none", got=fair_id, known=known)
    starts = [r["starts_at"] for r in store.rows("select starts_at from slots where fair_id=? order by slot", fair_id)]
    hours = Hours(minutes(starts[0][-5:]), row["slot_minutes"], len(starts))
    return Fair(row["fair_id"], row["title"], row["place"], row["day"], hours)


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
    for one in fair.pinned:
        slot = hours_of(fair).slot_at(one.at)
        assert slot is not None
        pin(store, fair.id, (who[one.code], one.stand), slot, now)
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


def _insert_fair(connection: sqlite3.Connection, fair: FairIn) -> None:
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


def _insert_stands(connection: sqlite3.Connection, fair: FairIn, offers: Mapping[str, str]) -> None:
    keys = [stand_key(fair.id, stand.id) for stand in fair.stands]
    there = connection.execute("select stand_id from stands where fair_id=?", (fair.id,)).fetchall()
    connection.executemany("delete from stands where stand_id=?", [row for row in there if row[0] not in keys])
    for key, stand in zip(keys, fair.stands, strict=True):
        employer = stand.siret or "label:" + stand.employer
        connection.execute(
            "insert or ignore into employers values(?,?,?)", (employer, stand.siret or None, stand.employer)
        )
        connection.execute(
            "insert into stands values(?,?,?,?,?,?) on conflict(stand_id) do update set "
            "employer_id=excluded.employer_id, label=excluded.label, recruiters=excluded.recruiters, "
            "accessible=excluded.accessible",
            (key, fair.id, employer, stand.label, stand.recruiters, int(stand.accessible)),
        )
        connection.execute("delete from stand_offers where stand_id=?", (key,))
        connection.executemany(
            "insert or ignore into stand_offers values(?,?)", [(key, offers[o]) for o in stand.offers]
        )


def _insert_needs(connection: sqlite3.Connection, fair: FairIn, who: Mapping[str, str]) -> None:
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


def set_absence(store: Store, fair_id: str, who: tuple[str, str], span: str, back: bool, now: datetime) -> int:
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
        audit(connection, stamp(now), "cli", "fair.back" if back else "fair.absence", (fair_id, who[1]))
    return len(slots)


def find_stand(store: Store, fair_id: str, word: str) -> str:
    """The id of a stand of a fair, from the id its file gave it. Raises StoreError naming those there are."""
    rows = store.rows("select stand_id from stands where fair_id=? order by stand_id", fair_id)
    ids = [row["stand_id"] for row in rows]
    if stand_key(fair_id, word) in ids:
        return stand_key(fair_id, word)
    raise StoreError("fairs.no_stand", got=word, known=", ".join(one.split("/", 1)[1] for one in ids))


def mark(store: Store, fair_id: str, pair: tuple[str, str], word: str, now: datetime) -> None:
    """Say what became of the interview of a person (id) and a stand (its file's id): one of MARKS."""
    candidate_id, stand = pair
    stand_id = find_stand(store, fair_id, stand)
    row = store.one("select * from interviews where fair_id=? and candidate_id=? and stand_id=?",
                    fair_id, candidate_id, stand_id)  # fmt: skip
    if row is None:
        raise StoreError("fairs.no_interview")
    status, pinned = {
        "pin": (row["status"], 1), "unpin": (row["status"], 0), "cancelled": ("cancelled", 0),
    }.get(word, (word, row["pinned"]))  # fmt: skip
    if word == "pin" and row["status"] != "planned":
        raise StoreError("fairs.not_planned")
    with store.writing() as connection:
        try:
            connection.execute(
                "update interviews set status=?, pinned=? where interview_id=?", (status, pinned, row["interview_id"])
            )
        except sqlite3.IntegrityError as error:
            raise StoreError("fairs.taken") from error
        audit(connection, stamp(now), "cli", f"fair.{word}", (fair_id, row["interview_id"]))


def pin(store: Store, fair_id: str, pair: tuple[str, str], slot: int, now: datetime) -> None:
    """Promise a person (id) an interview at a stand (its file's id): moved there when it was planned elsewhere.

    Raises StoreError without a decision that proposes it, FairTrouble when a rule or another promise stands against it.
    """
    candidate_id, stand_id = pair[0], find_stand(store, fair_id, pair[1])
    found = meetings(store, fair_id, now)
    decided = {meeting.key: meeting.decision_id for meeting in found}.get((candidate_id, stand_id))
    if decided is None:
        raise StoreError("fairs.no_decision")
    promised = fixed_of(store, fair_id, keep=False)
    fixed = [one for one in promised if (one.candidate, one.stand) != (candidate_id, stand_id)]
    wanted = Pinned(candidate_id, stand_id, slot)
    _refuse_conflicts(store, instance(store, fair_id, found, [*fixed, wanted]), fair_of(store, fair_id).hours)
    with store.writing() as connection:
        _make_room(connection, fair_id, wanted)
        place = _free_place(connection, stand_id, slot)
        connection.execute(
            "insert into interviews values(?,?,?,?,?,?,?,'planned',1)",
            (new_id(), fair_id, stand_id, place, candidate_id, slot, decided),
        )
        audit(connection, stamp(now), "cli", "fair.pin", (fair_id, decided))


def _make_room(connection: sqlite3.Connection, fair_id: str, wanted: Pinned) -> None:
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


def _free_place(connection: sqlite3.Connection, stand_id: str, slot: int) -> int:
    rows = connection.execute(
        "select place from interviews where stand_id=? and slot=? and status in('planned','held')", (stand_id, slot)
    ).fetchall()
    taken = {row[0] for row in rows}
    return next(n for n in range(len(taken) + 1) if n not in taken)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A person and a stand that may meet: on which decision and offer, and what it is worth (0..1)."""

    key: tuple[str, str]
    decision_id: str
    offer_id: str
    value: float


def meetings(store: Store, fair_id: str, now: datetime) -> list[Meeting]:
    """The pairs of a fair: the last decision proposes, the offer is the stand's. Of several offers, the best match.

    Worth: the weighted mean of the chances to meet each requirement; what is not measured counts as even.
    """
    rows = store.rows(
        "select d.decision_id, d.offer_id, d.candidate_id, s.stand_id from decisions d "
        "join stand_offers o using(offer_id) join stands s using(stand_id) "
        "where s.fair_id=? and d.verdict='propose' and not exists "
        "(select 1 from decisions l where l.supersedes=d.decision_id) "
        "order by d.candidate_id, s.stand_id, d.decision_id",
        fair_id,
    )
    people = {person.candidate_id: person for person in people_of(store, now)}
    offers = {row["offer_id"]: offers_of(store, row["offer_id"])[0] for row in rows}
    best: dict[tuple[str, str], Meeting] = {}
    for row in rows:
        if row["candidate_id"] not in people:
            continue
        pair = match(people[row["candidate_id"]], offers[row["offer_id"]])
        value = pair.score if pair.tenths is not None else UNKNOWN_VALUE
        key = (row["candidate_id"], row["stand_id"])
        if key not in best or value > best[key].value:
            best[key] = Meeting(key, row["decision_id"], row["offer_id"], value)
    return list(best.values())


def fixed_of(store: Store, fair_id: str, *, keep: bool, before: int = 0) -> list[Pinned]:
    """Interviews every plan keeps: held, pinned, those of slots before `before`; with `keep`, all that are planned."""
    rows = store.rows(
        "select * from interviews where fair_id=? and "
        "(status='held' or status='planned' and (pinned=1 or ?=1 or slot<?)) order by slot, stand_id, place",
        fair_id, int(keep), before,
    )  # fmt: skip
    return [Pinned(row["candidate_id"], row["stand_id"], row["slot"]) for row in rows]


def instance(
    store: Store, fair_id: str, found: Iterable[Meeting], fixed: Iterable[Pinned], before: int = 0
) -> Instance:
    """The fair as the planner takes it, from its meetings and what is fixed.

    What was held, or planned in a slot that is over, is a fact: no absence or number stands against it.
    """
    fair = fair_of(store, fair_id)
    kept = tuple(fixed)
    # What was missed or cancelled is not planned again, unless a new decision proposes it.
    over = store.rows("select decision_id from interviews where fair_id=? and status in('absent','cancelled')", fair_id)
    gone = {row["decision_id"] for row in over}
    pairs = [m for m in found if m.decision_id not in gone]
    away = store.rows("select who, who_id, slot from absences where fair_id=?", fair_id)
    held = store.rows("select candidate_id, stand_id, slot from interviews where fair_id=? and status='held'", fair_id)
    facts = {(row[name], row["slot"]) for row in held for name in ("candidate_id", "stand_id")}
    facts |= {(who, one.slot) for one in kept if one.slot < before for who in (one.candidate, one.stand)}
    absent: dict[str, set[int]] = {}
    for row in away:
        if (row["who_id"], row["slot"]) not in facts and row["slot"] < fair.hours.number:
            absent.setdefault(row["who_id"], set()).add(row["slot"])
    needs = {row["candidate_id"]: row for row in store.rows("select * from fair_people where fair_id=?", fair_id)}
    people = sorted({m.key[0] for m in pairs} | {one.candidate for one in kept} | set(needs))
    stands = store.rows("select * from stands where fair_id=? order by stand_id", fair_id)
    return Instance(
        slots=fair.hours.number,
        stands=tuple(Stand(s["stand_id"], s["recruiters"], frozenset(absent.get(s["stand_id"], ()))) for s in stands),
        candidates=tuple(_candidate(who, needs.get(who), absent.get(who, ()), held) for who in people),
        pairs=tuple(PossibleMeeting(*m.key, m.value) for m in pairs),
        pinned=kept,
        locked=frozenset(range(min(before, fair.hours.number))),
    )


def _candidate(
    who: str, needs: Mapping[str, Any] | None, absent: Iterable[int], held: list[dict[str, Any]]
) -> Candidate:
    most = needs["max_interviews"] if needs else MOST_INTERVIEWS
    had = sum(row["candidate_id"] == who for row in held)
    return Candidate(who, frozenset(absent), max(most, had), bool(needs and needs["pause_after"]))


def _refuse_conflicts(store: Store, fair: Instance, hours: Hours) -> None:
    """Raises FairTrouble when what must be kept breaks a rule: codes, stands and hours by their names."""
    codes = {row["candidate_id"]: row["code"] for row in store.rows("select candidate_id, code from candidates")}
    labels = {row["stand_id"]: row["label"] for row in store.rows("select stand_id, label from stands")}
    troubles = []
    for broken in conflicts(fair, fair.pinned):
        values = dict(broken.values)
        values |= {"candidate": codes.get(str(values.get("candidate")))} if "candidate" in values else {}
        values |= {"slot": hours.starts(int(str(values["slot"])))} if "slot" in values else {}
        values |= {"stand": labels.get(str(values.get("stand")))} if "stand" in values else {}
        troubles.append(Trouble(f"fair.pin.{broken.rule}", values))
    if troubles:
        raise FairTrouble(*troubles)


def plan_fair(store: Store, fair_id: str, now: datetime, seed: int = 1, *, keep: bool = False, before: int = 0) -> Plan:
    """Plan a fair and keep its interviews in one transaction; what is held or pinned stays where it is.

    `keep`: what is planned stays too, where it still can. `before`: slots below it are over. Raises FairTrouble.
    """
    found = meetings(store, fair_id, now)
    fixed = fixed_of(store, fair_id, keep=False, before=before)
    if keep:
        fixed += _still_possible(store, fair_id, found, fixed, before)
    fair = instance(store, fair_id, found, fixed, before)
    _refuse_conflicts(store, fair, fair_of(store, fair_id).hours)
    made = plan(fair, seed)
    with store.writing() as connection:
        _write_plan(connection, fair_id, made, {m.key: m.decision_id for m in found})
        audit(connection, stamp(now), "cli", "fair.plan", (fair_id, f"seed={seed}"))
    return made


def _still_possible(store: Store, fair_id: str, found: list[Meeting], fixed: list[Pinned], before: int) -> list[Pinned]:
    """Those planned besides what is fixed that, taken one by one, break no rule and still have their pair."""
    planned = [one for one in fixed_of(store, fair_id, keep=True, before=before) if one not in fixed]
    fair = instance(store, fair_id, found, [*fixed, *planned], before)
    people = {one.id: one for one in fair.candidates}
    seats = {one.id: one.recruiters for one in fair.stands}
    pairs = {(one.candidate, one.stand) for one in fair.pairs}
    taken = Counter((one.stand, one.slot) for one in fixed)
    theirs: dict[str, list[Pinned]] = {}
    for one in fixed:
        theirs.setdefault(one.candidate, []).append(one)
    kept = []
    for one in planned:
        mine = [*theirs.get(one.candidate, []), one]
        alone = replace(fair, candidates=(people[one.candidate],), pairs=(), pinned=())
        full = taken[one.stand, one.slot] >= seats[one.stand]
        if (one.candidate, one.stand) in pairs and not full and not conflicts(alone, mine):
            kept.append(one)
            theirs[one.candidate] = mine
            taken[one.stand, one.slot] += 1
    return kept


def _write_plan(
    connection: sqlite3.Connection, fair_id: str, made: Plan, decided: Mapping[tuple[str, str], str]
) -> None:
    there = {
        (row[0], row[1], row[2]): row[3]
        for row in connection.execute(
            "select candidate_id, stand_id, slot, place from interviews "
            "where fair_id=? and status in('planned','held')",
            (fair_id,),
        )
    }
    wanted = {(one.candidate, one.stand, one.slot) for one in made.interviews}
    connection.executemany(
        "delete from interviews where fair_id=? and candidate_id=? and stand_id=? and slot=? and status='planned'",
        [(fair_id, *key) for key in there if key not in wanted],
    )
    for one in made.interviews:
        if (one.candidate, one.stand, one.slot) not in there:
            connection.execute(
                "delete from interviews where fair_id=? and candidate_id=? and stand_id=?",
                (fair_id, one.candidate, one.stand),
            )
            connection.execute(
                "insert into interviews values(?,?,?,?,?,?,?,'planned',0)",
                (new_id(), fair_id, one.stand, _free_place(connection, one.stand, one.slot), one.candidate, one.slot,
                 decided[one.candidate, one.stand]),
            )  # fmt: skip
