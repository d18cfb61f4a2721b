"""A fair's timetable from the database: who may meet whom, what is fixed, planned, and planned again.

A pair may meet when the standing decision on it proposes the person for an offer of the stand: none without one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from export.fairs.file import Hours, minutes
from export.fairs.instances import FairTrouble, Trouble
from export.packets.body import new_id
from export.store.contests import HELD_BACK
from export.store.following import hired_since
from export.store.matching import offers_named, people_of
from export.store.moments import stamp
from export.store.people import codes_of
from export.store.port import Connection
from export.store.store import Store, StoreError, audit
from scoring.fair import Candidate, Instance, Pinned, Plan, PossibleMeeting, Stand, conflicts, plan
from scoring.match import MatchedPerson, match

UNKNOWN_VALUE = 0.5
"""What a meeting is worth when something asked is not measured: neither for nor against."""
MOST_INTERVIEWS = 5
FEW = 100


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
    row = store.first_row("select * from fairs where fair_id=?", fair_id)
    if row is None:
        known = ", ".join(r["fair_id"] for r in store.rows("select fair_id from fairs order by day, fair_id"))
        raise StoreError("fairs.unknown" if known else "fairs.none", got=fair_id, known=known)
    starts = [r["starts_at"] for r in store.rows("select starts_at from slots where fair_id=? order by slot", fair_id)]
    hours = Hours(minutes(starts[0][-5:]), row["slot_minutes"], len(starts))
    return Fair(row["fair_id"], row["title"], row["place"], row["day"], hours)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A person and a stand that may meet: on which decision and offer, and what it is worth (0..1).

    `over`: their appointment was missed or cancelled, and nothing was proposed since: none is planned again.
    """

    key: tuple[str, str]
    decision_id: str
    offer_id: str
    value: float
    over: bool = False


SPOKEN_OF = (
    "exists (select 1 from dropped_appointments x where x.stand_id=s.stand_id and x.candidate_id=d.candidate_id "
    "and d.decided_at<=x.dropped_at)"
)
"""Whether a proposal (`d`) was there already when somebody said that the appointment at a stand (`s`) was dropped."""
DROPPED = ("absent", "cancelled")


def meetings(store: Store, fair_id: str, now: datetime) -> list[Meeting]:
    """The pairs of a fair: the last decision proposes, the offer is the stand's.

    Of several offers the best match, of those proposed since an appointment was dropped where one was. Nobody who was
    hired, or whose result waits for an answer, is planned: what stands already is for somebody to cancel
    (`export.fairs.proposals`), and of who contests it is on no sheet (`export.fairs.sheets`).
    Worth: the weighted mean of the chances to meet each requirement; what is not measured counts as even, and
    so does a pair in which something is to confirm that is under even.
    """
    rows = store.rows(
        f"select d.decision_id, d.offer_id, d.candidate_id, s.stand_id, {SPOKEN_OF} as dropped "
        "from standing_decisions d join stand_offers o using(offer_id) join stands s using(stand_id) "
        f"where s.fair_id=? and d.verdict='propose' and not {HELD_BACK} "
        "order by d.candidate_id, s.stand_id, d.decision_id",
        fair_id,
    )
    hired = hired_since(store)
    rows = [row for row in rows if row["candidate_id"] not in hired]
    named = sorted({row["candidate_id"] for row in rows})
    # A fair's few are read one by one: everybody else of a region would be read for nothing.
    read = (
        people_of(store, now) if len(named) > FEW else [person for who in named for person in _there(store, now, who)]
    )
    people = {person.candidate_id: person for person in read}
    offers = offers_named(store, (row["offer_id"] for row in rows))
    best: dict[tuple[str, str], Meeting] = {}
    for row in rows:
        if row["candidate_id"] not in people:
            continue
        pair = match(people[row["candidate_id"]], offers[row["offer_id"]])
        value = pair.score if pair.whole and not pair.unlikely else UNKNOWN_VALUE
        key = (row["candidate_id"], row["stand_id"])
        meeting = Meeting(key, row["decision_id"], row["offer_id"], value, bool(row["dropped"]))
        if key not in best or (not meeting.over, value) > (not best[key].over, best[key].value):
            best[key] = meeting
    return list(best.values())


def _there(store: Store, now: datetime, candidate_id: str) -> list[MatchedPerson]:
    """A person, nobody where their time is over."""
    try:
        return people_of(store, now, candidate_id)
    except StoreError:
        return []


def fixed_of(store: Store, fair_id: str, *, keep: bool, before: int = 0) -> list[Pinned]:
    """Interviews every plan keeps: held, pinned, those of slots before `before`; with `keep`, all that are planned."""
    rows = store.rows(
        "select * from interviews where fair_id=? and "
        "(status='held' or status='planned' and (pinned=1 or ?=1 or slot<?)) order by slot, stand_id, place",
        fair_id, int(keep), before,
    )  # fmt: skip
    return [Pinned(row["candidate_id"], row["stand_id"], row["slot"]) for row in rows]


def instance(
    store: Store, fair_id: str, meetings: Iterable[Meeting], fixed: Iterable[Pinned], before: int = 0
) -> Instance:
    """The fair as the planner takes it, from its meetings and what is fixed.

    What was held, or planned in a slot that is over, is a fact: no absence or number stands against it.
    """
    fair = fair_of(store, fair_id)
    kept = tuple(fixed)
    # What was missed or cancelled is not planned again, unless a new decision proposes it.
    pairs = [m for m in meetings if not m.over]
    away = store.rows("select who, who_id, slot from absences where fair_id=?", fair_id)
    held = store.rows("select candidate_id, stand_id, slot from interviews where fair_id=? and status='held'", fair_id)
    facts = {(row[name], row["slot"]) for row in held for name in ("candidate_id", "stand_id")}
    facts |= {(who, pin.slot) for pin in kept if pin.slot < before for who in (pin.candidate, pin.stand)}
    absent: dict[str, set[int]] = {}
    for row in away:
        if (row["who_id"], row["slot"]) not in facts and row["slot"] < fair.hours.number:
            absent.setdefault(row["who_id"], set()).add(row["slot"])
    needs = {row["candidate_id"]: row for row in store.rows("select * from fair_people where fair_id=?", fair_id)}
    people = sorted({m.key[0] for m in pairs} | {pin.candidate for pin in kept} | set(needs))
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


def labels_of(store: Store) -> dict[str, str]:
    """What each stand is called, by its id in the database."""
    return {row["stand_id"]: row["label"] for row in store.rows("select stand_id, label from stands")}


def refuse_conflicts(store: Store, fair: Instance, hours: Hours) -> None:
    """Raises FairTrouble when what must be kept breaks a rule: codes, stands and hours by their names."""
    codes, labels = codes_of(store), labels_of(store)
    troubles = []
    for broken in conflicts(fair, fair.pinned):
        values = dict(broken.values)
        values |= {"candidate": codes.get(str(values.get("candidate")))} if "candidate" in values else {}
        values |= {"slot": hours.starts(int(str(values["slot"])))} if "slot" in values else {}
        values |= {"stand": labels.get(str(values.get("stand")))} if "stand" in values else {}
        troubles.append(Trouble(f"fair.pin.{broken.rule}", values))
    if troubles:
        raise FairTrouble(*troubles)


@dataclass(frozen=True, slots=True)
class MovedMeeting:
    """An interview that was planned and is elsewhere now, or nowhere (`to` None).

    `why`: "closed" (the stand receives nobody at that hour), "away" (the person is not there), "undecided" (no decision
    proposes it any more), or "" where it only made room. `was` and `to` are slots.
    """

    candidate_id: str
    stand_id: str
    was: int
    to: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Replanned:
    """A plan, and whose hour it changed."""

    plan: Plan
    moved: tuple[MovedMeeting, ...]


def plan_fair(
    store: Store,
    fair_id: str,
    now: datetime,
    seed: int = 1,
    *,
    keep: bool = False,
    before: int = 0,
    was: Iterable[Pinned] | None = None,
    by: str = "cli",
) -> Replanned:
    """Plan a fair and keep its interviews in one transaction; what is held or pinned stays where it is.

    What was planned before and has another hour now, or none, is named with why. `keep`: what is planned stays too,
    where it still can. `before`: slots below it are over. `was`: what was planned before the desk changed something,
    when that is not what stands now. Whose hour changed is kept until they were told, and what the plan is worth.
    Raises FairTrouble.
    """
    proposed = meetings(store, fair_id, now)
    fixed = fixed_of(store, fair_id, keep=False, before=before)
    if keep:
        fixed += _still_possible(store, fair_id, proposed, fixed, before)
    fair = instance(store, fair_id, proposed, fixed, before)
    refuse_conflicts(store, fair, fair_of(store, fair_id).hours)
    plan_made = plan(fair, seed)
    moved = _moved(planned_now(store, fair_id) if was is None else was, fair, plan_made)
    with store.writing() as connection:
        _write_plan(connection, fair_id, plan_made, {m.key: m.decision_id for m in proposed})
        keep_moves(connection, fair_id, moved, (by, stamp(now)))
        connection.execute(
            "insert into fair_plans values(?,?,?,?,?,?,?) on conflict(fair_id) do update set value=excluded.value, "
            "bound=excluded.bound, served=excluded.served, servable=excluded.servable, planned_by=excluded.planned_by, "
            "planned_at=excluded.planned_at",
            (fair_id, plan_made.value, plan_made.bound, plan_made.served, plan_made.servable, by, stamp(now)),
        )
        audit(connection, stamp(now), by, "fair.plan", (fair_id, f"seed={seed}"))
    return Replanned(plan_made, moved)


def keep_moves(connection: Connection, fair_id: str, moved: Iterable[MovedMeeting], by: tuple[str, str]) -> None:
    """Keep whose hour changed until they are told, inside a transaction. `by`: who, when.

    Who was not told of a first change is told of both at once: from the hour they know to the last one.
    """
    for move in moved:
        key = (fair_id, move.candidate_id, move.stand_id)
        waits = "fair_id=? and candidate_id=? and stand_id=? and told_at is null"
        known = connection.execute(f"select was from fair_moves where {waits}", key).fetchone()
        was = known[0] if known else move.was
        connection.execute(f"delete from fair_moves where {waits}", key)
        if was != move.to:
            connection.execute(
                "insert into fair_moves values(?,?,?,?,?,?,?,?,?,null)", (new_id(), *key, was, move.to, move.why, *by)
            )


def planned_now(store: Store, fair_id: str) -> tuple[Pinned, ...]:
    """The interviews that are planned and were not held yet, in order of their hour."""
    planned = "select * from interviews where fair_id=? and status='planned' order by slot, stand_id, place"
    return tuple(Pinned(r["candidate_id"], r["stand_id"], r["slot"]) for r in store.rows(planned, fair_id))


def _moved(was: Iterable[Pinned], fair: Instance, plan: Plan) -> tuple[MovedMeeting, ...]:
    """The interviews planned until now whose hour the new plan changes, in order of the hour they had."""
    there = {(interview.candidate, interview.stand): interview.slot for interview in plan.interviews}
    closed = {stand.id: stand.closed for stand in fair.stands}
    absent = {person.id: person.absent for person in fair.candidates}
    pairs = {(pair.candidate, pair.stand) for pair in fair.pairs}
    moves = []
    for pin in was:
        key = (pin.candidate, pin.stand)
        if there.get(key) == pin.slot:
            continue
        why = "closed" if pin.slot in closed[pin.stand] else "away" if pin.slot in absent.get(pin.candidate, ()) else ""
        moves.append(MovedMeeting(*key, pin.slot, there.get(key), why if key in pairs else "undecided"))
    return tuple(moves)


def _still_possible(
    store: Store, fair_id: str, meetings: list[Meeting], fixed: list[Pinned], before: int
) -> list[Pinned]:
    """Those planned besides what is fixed that, taken one by one, break no rule and still have their pair."""
    planned = [pin for pin in fixed_of(store, fair_id, keep=True, before=before) if pin not in fixed]
    fair = instance(store, fair_id, meetings, [*fixed, *planned], before)
    people = {candidate.id: candidate for candidate in fair.candidates}
    seats = {stand.id: stand.recruiters for stand in fair.stands}
    pairs = {(pair.candidate, pair.stand) for pair in fair.pairs}
    taken = Counter((pin.stand, pin.slot) for pin in fixed)
    theirs: dict[str, list[Pinned]] = {}
    for pin in fixed:
        theirs.setdefault(pin.candidate, []).append(pin)
    kept = []
    for pin in planned:
        mine = [*theirs.get(pin.candidate, []), pin]
        alone = replace(fair, candidates=(people[pin.candidate],), pairs=(), pinned=())
        full = taken[pin.stand, pin.slot] >= seats[pin.stand]
        if (pin.candidate, pin.stand) in pairs and not full and not conflicts(alone, mine):
            kept.append(pin)
            theirs[pin.candidate] = mine
            taken[pin.stand, pin.slot] += 1
    return kept


def _write_plan(
    connection: Connection, fair_id: str, plan: Plan, decided: Mapping[tuple[str, str], str]
) -> None:
    there = {
        (row[0], row[1], row[2]): row[3]
        for row in connection.execute(
            "select candidate_id, stand_id, slot, place from interviews "
            "where fair_id=? and status in('planned','held')",
            (fair_id,),
        )
    }
    wanted = {(interview.candidate, interview.stand, interview.slot) for interview in plan.interviews}
    connection.executemany(
        "delete from interviews where fair_id=? and candidate_id=? and stand_id=? and slot=? and status='planned'",
        [(fair_id, *key) for key in there if key not in wanted],
    )
    for interview in plan.interviews:
        if (interview.candidate, interview.stand, interview.slot) not in there:
            connection.execute(
                "delete from interviews where fair_id=? and candidate_id=? and stand_id=?",
                (fair_id, interview.candidate, interview.stand),
            )
            connection.execute(
                "insert into interviews values(?,?,?,?,?,?,?,'planned',0)",
                (new_id(), fair_id, interview.stand, free_place(connection, interview.stand, interview.slot),
                 interview.candidate, interview.slot, decided[interview.candidate, interview.stand]),
            )  # fmt: skip


def free_place(connection: Connection, stand_id: str, slot: int) -> int:
    """The lowest free place of a stand in a slot."""
    rows = connection.execute(
        "select place from interviews where stand_id=? and slot=? and status in('planned','held')", (stand_id, slot)
    ).fetchall()
    taken = {row[0] for row in rows}
    return next(n for n in range(len(taken) + 1) if n not in taken)
