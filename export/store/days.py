"""A day with a group: planned with its seats, opened, noted as it goes, closed. A code is known, never a name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from export.packets.body import code_typed, new_id
from export.store.advisers import adviser_of
from export.store.leaving import owned_notes
from export.store.moments import YEARS, stamp
from export.store.remarks import visible
from export.store.store import Store, StoreError, audit
from scenarios.plain import is_plain

MOST_SEATS, MOST_WIDE, LEAST_MINUTES, MOST_MINUTES = 60, 8, 10, 600
MOST_TITLE, MOST_NOTE = 80, 500
NOTES = ("late", "left", "moved", "stuck", "device", "incident")
"""What is noted of a seat: arrived late, left early, changed seat, a machine that stands still, a device that is hard,
anything else."""
STATES = ("planned", "open", "closed")
TURNS = (("planned", "open"), ("open", "planned"), ("open", "closed"), ("closed", "open"))
"""How the state of a day may change."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What a day is planned as. `starts_at`: local ISO time to the minute; `wide`: seats in a row of the room;
    `circuit`: ids of workshops in their order; `capped`: whether each exercise has its ceilings."""

    title: str
    starts_at: str
    minutes: int
    seats: int
    wide: int
    circuit: tuple[str, ...]
    capped: bool = False


def checked_title(plan: DayPlan) -> str:
    """The title of a day that can be planned so, as it is kept. Raises StoreError naming what is wrong."""
    title = " ".join(plan.title.split())
    if not title or len(title) > MOST_TITLE or not is_plain(title):
        raise StoreError("day.title", most=MOST_TITLE)
    if not _is_moment(plan.starts_at):
        raise StoreError("day.moment")
    if not LEAST_MINUTES <= plan.minutes <= MOST_MINUTES:
        raise StoreError("day.minutes", least=LEAST_MINUTES, most=MOST_MINUTES)
    if not 1 <= plan.seats <= MOST_SEATS or not 1 <= plan.wide <= MOST_WIDE:
        raise StoreError("day.seats", most=MOST_SEATS, wide=MOST_WIDE)
    if not plan.circuit:
        raise StoreError("day.circuit")
    return title


def plan_day(store: Store, plan: DayPlan, by: str, now: datetime) -> str:
    """Keep a day as it is planned; its id. Raises StoreError naming what is wrong."""
    who, title = adviser_of(store, by), checked_title(plan)
    day_id, at = new_id(), stamp(now)
    with store.writing() as connection:
        connection.execute(
            "insert into days(day_id, title, starts_at, minutes, wide, circuit, capped, state, made_by, made_at) "
            "values(?,?,?,?,?,?,?,'planned',?,?)",
            (day_id, title, plan.starts_at, plan.minutes, plan.wide, ",".join(plan.circuit), int(plan.capped), who, at),
        )
        connection.executemany(
            "insert into day_seats values(?,?,null)", [(day_id, seat) for seat in range(1, plan.seats + 1)]
        )
        audit(connection, at, who, "day.plan", (day_id, ""))
    return day_id


def untouched(store: Store, day_id: str) -> bool:
    """Whether nothing was noted or ticked at any seat of a day: it may still be changed, or taken away."""
    return store.first_row(
        "select 1 from seat_notes where day_id=? union all select 1 from day_progress where day_id=?", day_id, day_id
    ) is None  # fmt: skip


def _refuse_begun(store: Store, day_id: str) -> None:
    if day_of(store, day_id)["state"] != STATES[0] or not untouched(store, day_id):
        raise StoreError("day.begun")


def change_day(store: Store, day_id: str, plan: DayPlan, said: tuple[str, datetime]) -> None:
    """Plan a day otherwise, as long as it is ready and untouched; who sits where stays for the seats that stay.

    Raises StoreError.
    """
    who, now, title = adviser_of(store, said[0]), said[1], checked_title(plan)
    _refuse_begun(store, day_id)
    there = {row["seat"] for row in store.rows("select seat from day_seats where day_id=?", day_id)}
    with store.writing() as connection:
        connection.execute(
            "update days set title=?, starts_at=?, minutes=?, wide=?, circuit=?, capped=? where day_id=?",
            (title, plan.starts_at, plan.minutes, plan.wide, ",".join(plan.circuit), int(plan.capped), day_id),
        )
        connection.execute("delete from day_seats where day_id=? and seat>?", (day_id, plan.seats))
        connection.executemany(
            "insert into day_seats values(?,?,null)",
            [(day_id, seat) for seat in range(1, plan.seats + 1) if seat not in there],
        )
        audit(connection, stamp(now), who, "day.change", (day_id, ""))


def drop_day(store: Store, day_id: str, said: tuple[str, datetime]) -> None:
    """Take away a day that is ready and untouched. Raises StoreError."""
    who, now = adviser_of(store, said[0]), said[1]
    _refuse_begun(store, day_id)
    with store.writing() as connection:
        connection.execute("delete from days where day_id=?", (day_id,))
        audit(connection, stamp(now), who, "day.drop", (day_id, ""))


def _is_moment(text: str) -> bool:
    try:
        typed = datetime.fromisoformat(text)
        return typed.isoformat(timespec="minutes") == text and typed.year in YEARS
    except ValueError:
        return False


def days_of(store: Store, most: int = -1, after: int = 0) -> list[dict[str, Any]]:
    """The days, the latest first, each with how many seats it has and how many notes."""
    return store.rows(
        "select d.*, (select count(*) from day_seats s where s.day_id=d.day_id) as seats, "
        "(select count(*) from seat_notes n where n.day_id=d.day_id) as notes from days d "
        "order by d.starts_at desc, d.day_id limit ? offset ?", most, after,
    )  # fmt: skip


def last_day(store: Store, state: str) -> dict[str, Any] | None:
    """The last day in a state, None where there is none."""
    return store.first_row("select * from days where state=? order by starts_at desc, day_id limit 1", state)


def next_planned(store: Store, today: str) -> dict[str, Any] | None:
    """The day that is ready and comes next, today's included ("2026-11-24"); where all are past, the last of them."""
    return store.first_row(
        "select * from days where state='planned' order by substr(starts_at,1,10)<?, "
        "case when substr(starts_at,1,10)<? then '' else starts_at end, starts_at desc, day_id limit 1", today, today,
    )  # fmt: skip


def open_days(store: Store) -> list[dict[str, Any]]:
    """The days that are open, the first to begin first."""
    return store.rows("select * from days where state='open' order by starts_at, day_id")


def capped_at(store: Store, station_id: str, today: str) -> bool | None:
    """Whether the sitting that is open today ("2026-11-24") with a post at a seat limits the time; None for none. Of
    two, the one that was opened last."""
    row = store.first_row(
        "select d.capped from day_seats s join days d on d.day_id=s.day_id where s.station_id=? and d.state='open' "
        "and substr(d.starts_at,1,10)=? order by d.opened_at desc, d.day_id limit 1", station_id, today,
    )  # fmt: skip
    return None if row is None else bool(row["capped"])


def day_of(store: Store, day_id: str) -> dict[str, Any]:
    """One day. Raises StoreError for one that is not here."""
    row = store.first_row("select * from days where day_id=?", day_id)
    if row is None:
        raise StoreError("day.unknown")
    return row


OF_SEAT = """p.station_id=s.station_id and date(p.received_at,'localtime')=substr(d.starts_at,1,10)
and p.received_at>=coalesce(d.opened_at,'') and not exists (select 1 from days x join day_seats y on y.day_id=x.day_id
  where y.station_id=p.station_id and x.opened_at>coalesce(d.opened_at,'') and x.opened_at<=p.received_at)"""
"""Whether packet `p` came from seat `s` of day `d`. Of two groups on one day, the later begins as it is opened."""

AT_SITTING = f"""select e.candidate_id from evidence_archive e join packets p on p.packet_id=e.packet_id
join day_seats s on s.station_id=p.station_id join days d on d.day_id=s.day_id where {OF_SEAT} and s.day_id=?"""
"""Who shared a result at a seat of a day, by its id."""


def seats_of(store: Store, day_id: str) -> list[dict[str, Any]]:
    """The seats of a day: number, post and its name, results that came from it for that day, the last note.

    A result is of the day by the date on which it came in, and of the last one that had been opened then with its post.
    """
    return store.rows(
        f"select s.seat, s.station_id, t.label, (select count(*) from packets p where {OF_SEAT}) as results, "
        "(select n.kind from seat_notes n where n.day_id=s.day_id and n.seat=s.seat order by n.note_id desc limit 1) "
        "as last from day_seats s join days d using(day_id) left join stations t using(station_id) "
        "where s.day_id=? order by s.seat", day_id,
    )  # fmt: skip


def seats_bare(store: Store, day_id: str) -> tuple[int, int]:
    """How many seats of a day have no computer, and how many there are."""
    (row,) = store.rows("select count(*) as n, count(station_id) as held from day_seats where day_id=?", day_id)
    return int(row["n"]) - int(row["held"]), int(row["n"])


def shared_at(store: Store, day_id: str) -> dict[int, tuple[int, int]]:
    """How many people shared from each seat of a day, and how many workshops they played there; in all at 0.

    A workshop that a person played again is the same one: who came back adds neither a person nor a workshop.
    """
    came = (
        "select distinct s.seat, e.candidate_id as who, w.workshop from evidence_archive e "
        "join packets p on p.packet_id=e.packet_id join day_seats s on s.station_id=p.station_id "
        "join days d on d.day_id=s.day_id left join workshops w on w.packet_id=p.packet_id "
        f"where {OF_SEAT} and s.day_id=?"
    )
    # Counted in the base: a house's people may all have come from one room.
    rows = store.rows(
        f"with came as materialized ({came}), each_once as (select distinct who, workshop from came) "
        "select seat, count(distinct who) as people, count(workshop) as played from came group by seat "
        "union all select 0, count(distinct who), count(workshop) from each_once", day_id,
    )  # fmt: skip
    return {int(row["seat"]): (int(row["people"]), int(row["played"])) for row in rows if row["people"]}


CAME_FROM = f"""
select e.candidate_id, c.code, d.day_id, d.title, d.starts_at, s.seat from evidence_archive e
join packets p on p.packet_id=e.packet_id join candidates c on c.candidate_id=e.candidate_id
join day_seats s on s.station_id=p.station_id join days d on d.day_id=s.day_id
where {OF_SEAT} and """
"""Where results came from: people by code, the day and its seat."""
LATEST_FIRST = " order by d.opened_at is null, p.received_at desc, d.starts_at desc, d.day_id"
FIRST_OF = f"{LATEST_FIRST}, e.candidate_id"


def people_of_seat(store: Store, day_id: str, seat: int) -> list[dict[str, Any]]:
    """Who shared a result from a seat of a day: id and code, each once."""
    rows = store.rows(f"{CAME_FROM} s.day_id=? and s.seat=?{FIRST_OF}", day_id, seat)
    return list({row["candidate_id"]: row for row in rows}.values())


def seat_station(store: Store, day_id: str, given: Sequence[tuple[int, str]], said: tuple[str, datetime]) -> None:
    """Say which post stands at which seat, "" for none; a post stands at one seat. `said`: by whom and when."""
    who, now = adviser_of(store, said[0]), said[1]
    day_of(store, day_id)
    named = [station for _, station in given if station]
    if len(named) != len(set(named)):
        raise StoreError("day.one_seat")
    known = {row["station_id"] for row in store.rows("select station_id from stations where revoked_at is null")}
    if set(named) - known:
        raise StoreError("day.no_station")
    with store.writing() as connection:
        connection.executemany(
            "update day_seats set station_id=? where day_id=? and seat=?",
            [(station or None, day_id, seat) for seat, station in given],
        )
        audit(connection, stamp(now), who, "day.seats", (day_id, ""))


NameOf = Callable[[str], str]


def as_it_is(_: str) -> str:
    """No name goes with a date."""
    return ""


def turn(
    store: Store, day_id: str, state: str, said: tuple[str, datetime], on: str = "", named: NameOf = as_it_is
) -> None:
    """Open a day that was planned, or close one that is open; a closed one may be opened again, and one that was opened
    too soon is ready again as long as nothing was noted. Raises StoreError.

    `on`: the date at which one that was planned for another is opened: it is of that date from then on, as results are
    its own by the date on which they come; one that is ready again is of its own date again. `named`: what a day of a
    date is called where nobody gave it another name: such a name goes with the date.
    """
    who, now = adviser_of(store, said[0]), said[1]
    day = day_of(store, day_id)
    before = str(day["state"])
    if (before, state) not in TURNS:
        raise StoreError("day.turn")
    if state == "planned" and not untouched(store, day_id):
        raise StoreError("day.begun")
    was, moved = str(day["starts_at"])[:10], on or (_planned_for(store, day_id) if state == "planned" else "")
    with store.writing() as connection:
        connection.execute("update days set state=? where day_id=?", (state, day_id))
        if "planned" in (before, state):
            if moved:
                title = named(moved) if day["title"] == named(was) else day["title"]
                starts_at = moved + day["starts_at"][10:]
                connection.execute("update days set starts_at=?, title=? where day_id=?", (starts_at, title, day_id))
            opened = stamp(now) if state == "open" else None
            connection.execute("update days set opened_at=? where day_id=?", (opened, day_id))
        audit(connection, stamp(now), who, f"day.{state}", (day_id, was if on else ""))


def _planned_for(store: Store, day_id: str) -> str:
    """The date for which a day that is open was planned, by the log; "" where it was opened on its own."""
    row = store.first_row(
        "select detail from audit where action='day.open' and object=? and detail<>'' and entry>coalesce((select "
        "max(entry) from audit where action='day.planned' and object=?),0) order by entry limit 1", day_id, day_id,
    )  # fmt: skip
    return str(row["detail"]) if row else ""


def note_seat(store: Store, day_id: str, seat: int, said: tuple[str, str, str], by: tuple[str, datetime]) -> None:
    """Note what happened at a seat: (kind, code or "", text). It stands beside the result of that code. StoreError."""
    who, now = adviser_of(store, by[0]), by[1]
    kind, code, text = said[0], code_typed(said[1]), visible(said[2])
    if kind not in NOTES or len(text) > MOST_NOTE or (kind == "incident" and not text):
        raise StoreError("day.note", most=MOST_NOTE)
    if said[1].strip() and not code:
        raise StoreError("day.code")
    if not store.first_row("select 1 from day_seats where day_id=? and seat=?", day_id, seat):
        raise StoreError("day.unknown")
    with store.writing() as connection:
        connection.execute(
            "insert into seat_notes(day_id, seat, kind, code, text, written_by, written_at) values(?,?,?,?,?,?,?)",
            (day_id, seat, kind, code, text, who, stamp(now)),
        )
        audit(connection, stamp(now), who, "day.note", (day_id, kind))


def notes_of(store: Store, day_id: str, seat: int | None = None) -> list[dict[str, Any]]:
    """What was noted on a day, or at one seat of it, oldest first."""
    return store.rows(
        "select * from seat_notes where day_id=? and (? is null or seat=?) order by note_id", day_id, seat, seat
    )


def notes_about(store: Store, candidate_id: str) -> list[dict[str, Any]]:
    """What was noted of a person on the days they played, each under its code: part of how the result is to be read."""
    owned = owned_notes(store.connection, "e.candidate_id=?")
    return store.rows(
        f"select n.*, d.title from seat_notes n join days d using(day_id) where n.note_id in ({owned}) "
        "order by n.note_id", candidate_id,
    )  # fmt: skip


def progress_of(store: Store, day_id: str) -> dict[int, list[str]]:
    """The workshops that were ticked as finished, by seat."""
    workshops_of: dict[int, list[str]] = {}
    for row in store.rows("select seat, workshop from day_progress where day_id=? order by at, workshop", day_id):
        workshops_of.setdefault(int(row["seat"]), []).append(str(row["workshop"]))
    return workshops_of


def set_progress(store: Store, day_id: str, seat: int, done: Sequence[str], by: tuple[str, datetime]) -> None:
    """Say which workshops a seat has finished, all of them: what is left out is no longer so. Raises StoreError."""
    who, now = adviser_of(store, by[0]), by[1]
    if not store.first_row("select 1 from day_seats where day_id=? and seat=?", day_id, seat):
        raise StoreError("day.unknown")
    known = set(progress_of(store, day_id).get(seat, ()))
    with store.writing() as connection:
        connection.executemany(
            "delete from day_progress where day_id=? and seat=? and workshop=?",
            [(day_id, seat, workshop) for workshop in sorted(known - set(done))],
        )
        connection.executemany(
            "insert into day_progress values(?,?,?,?)",
            [(day_id, seat, workshop, stamp(now)) for workshop in dict.fromkeys(done) if workshop not in known],
        )
        audit(connection, stamp(now), who, "day.progress", (day_id, ""))
