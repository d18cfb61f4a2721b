"""A fair built on the screen: its day and hours, its stands from the offers there are, what people need."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from export.fairs.desk import stand_key
from export.fairs.file import MAX_SLOTS, Hours, is_hour, is_span, minutes
from export.fairs.planning import MOST_INTERVIEWS, fair_of
from export.packets.body import new_id
from export.store.advisers import adviser_of
from export.store.contests import HELD_BACK
from export.store.moments import YEARS, stamp
from export.store.store import Store, StoreError, audit
from scenarios.plain import is_plain

MOST_LABEL = 120
ACCESS = ("yes", "no")


@dataclass(frozen=True, slots=True)
class FairHead:
    """What a fair is begun with: `day` an ISO date, hours as they are typed, `pause` a span when no stand receives."""

    title: str
    place: str
    day: str
    opens: str
    closes: str
    slot_minutes: int
    pause: str = ""


def make_fair(store: Store, head: FairHead, by: tuple[str, datetime]) -> str:
    """Keep a new fair with its slots and no stand yet; its id. Raises StoreError naming what is wrong."""
    who, now = adviser_of(store, by[0]), by[1]
    title, place = _line(head.title), _line(head.place)
    if not (is_hour(head.opens) and is_hour(head.closes)):
        raise StoreError("fairs.hours_wrong")
    if head.pause and not is_span(head.pause):
        raise StoreError("fairs.pause_wrong", got=head.pause[:20])
    if not _is_day(head.day):
        raise StoreError("fairs.day")
    if not 5 <= head.slot_minutes <= 120:
        raise StoreError("fairs.slot", least=5, most=120)
    first = minutes(head.opens)
    hours = Hours(first, head.slot_minutes, (minutes(head.closes) - first) // head.slot_minutes)
    if not 1 <= hours.number <= MAX_SLOTS:
        raise StoreError("fairs.no_hours", most=MAX_SLOTS)
    fair_id, at = new_id(), stamp(now)
    with store.writing() as connection:
        connection.execute("insert into fairs values(?,?,?,?,?)", (fair_id, title, place, head.day, head.slot_minutes))
        connection.executemany(
            "insert into slots values(?,?,?)",
            [(fair_id, slot, f"{head.day}T{hours.starts(slot)}") for slot in range(hours.number)],
        )
        if head.pause:
            # Every stand that comes later keeps it: it is the fair's own.
            connection.executemany(
                "insert into absences values(?,'stand',?,?)",
                [(fair_id, PAUSE, slot) for slot in hours.touched(head.pause)],
            )
        audit(connection, at, who, "fair.make", (fair_id, ""))
    return fair_id


PAUSE = "*"
"""Whose absence a fair's own pause is: each stand takes it over when it is made."""


def _line(text: str) -> str:
    plain = " ".join(text.split())
    if not plain or len(plain) > MOST_LABEL or not is_plain(plain):
        raise StoreError("fairs.line", most=MOST_LABEL)
    return plain


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text and int(text[:4]) in YEARS
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class StandForm:
    """A stand as it is typed: `access` "yes", "no", or "" for what nobody said; ids of offers of its firm."""

    label: str
    recruiters: int
    access: str
    offers: tuple[str, ...]


def offering(store: Store) -> list[dict[str, Any]]:
    """The firms with open offers, each with how many."""
    return store.rows(
        "select e.employer_id, e.name, count(*) as offers from employers e join offers o using(employer_id) "
        "where o.status='open' group by e.employer_id, e.name order by lower(e.name), e.employer_id"
    )


def open_offers(store: Store, employer_id: str) -> list[dict[str, Any]]:
    """The open offers of a firm, each with how many people are proposed for it."""
    return store.rows(
        "select o.offer_id, o.title_fr, o.title_en, (select count(*) from standing_decisions d where "
        f"d.offer_id=o.offer_id and d.verdict='propose' and not {HELD_BACK}) as proposed from offers o where "
        "o.employer_id=? and o.status='open' order by o.title_fr, o.offer_id", employer_id,
    )  # fmt: skip


def add_stand(store: Store, fair_id: str, employer_id: str, by: tuple[str, datetime]) -> str:
    """A stand for a firm, with all its open offers and one recruiter; its short id. Raises StoreError."""
    who, now = adviser_of(store, by[0]), by[1]
    fair_of(store, fair_id)
    firm = store.first_row("select name from employers where employer_id=?", employer_id)
    offers = open_offers(store, employer_id)
    if firm is None or not offers:
        raise StoreError("fairs.no_offers")
    short = new_id()[:8]
    key = stand_key(fair_id, short)
    with store.writing() as connection:
        connection.execute(
            "insert into stands(stand_id, fair_id, employer_id, label, recruiters, access) values(?,?,?,?,1,null)",
            (key, fair_id, employer_id, firm["name"][:MOST_LABEL]),
        )
        connection.executemany("insert into stand_offers values(?,?)", [(key, offer["offer_id"]) for offer in offers])
        connection.execute(
            "insert into absences select fair_id, who, ?, slot from absences where fair_id=? and who='stand' and "
            "who_id=?", (key, fair_id, PAUSE),
        )  # fmt: skip
        audit(connection, stamp(now), who, "fair.stand", (fair_id, short))
    return short


def change_stand(store: Store, stand_id: str, form: StandForm, by: tuple[str, datetime]) -> None:
    """Change a stand (its id in the database). Raises StoreError: an offer of another firm, too many recruiters."""
    who, now = adviser_of(store, by[0]), by[1]
    row = store.first_row("select * from stands where stand_id=?", stand_id)
    if row is None:
        raise StoreError("fairs.stand_unknown")
    label = _line(form.label)
    if not 1 <= form.recruiters <= 100 or form.access not in ("", *ACCESS):
        raise StoreError("fairs.recruiters", most=100)
    known = {offer["offer_id"] for offer in open_offers(store, row["employer_id"])}
    if not form.offers or set(form.offers) - known:
        raise StoreError("fairs.stand_offers")
    with store.writing() as connection:
        connection.execute(
            "update stands set label=?, recruiters=?, access=? where stand_id=?",
            (label, form.recruiters, form.access or None, stand_id),
        )
        connection.execute("delete from stand_offers where stand_id=?", (stand_id,))
        connection.executemany("insert into stand_offers values(?,?)", [(stand_id, offer) for offer in form.offers])
        audit(connection, stamp(now), who, "fair.stand", (row["fair_id"], stand_id.split("/", 1)[1]))


def remove_stand(store: Store, stand_id: str, by: tuple[str, datetime]) -> None:
    """A stand that does not come. Raises StoreError where it has interviews that are to be or were."""
    who, now = adviser_of(store, by[0]), by[1]
    row = store.first_row("select * from stands where stand_id=?", stand_id)
    if row is None:
        raise StoreError("fairs.stand_unknown")
    if store.first_row("select 1 from interviews where stand_id=? and status<>'cancelled'", stand_id):
        raise StoreError("fairs.stand_busy", stands=row["label"])
    with store.writing() as connection:
        connection.execute("delete from absences where who='stand' and who_id=?", (stand_id,))
        connection.execute("delete from stands where stand_id=?", (stand_id,))
        audit(connection, stamp(now), who, "fair.stand_gone", (row["fair_id"], stand_id.split("/", 1)[1]))


def set_need(store: Store, fair_id: str, candidate_id: str, need: tuple[int, bool], by: tuple[str, datetime]) -> None:
    """How many interviews a person has at most, and whether each is followed by a pause. No reason is kept."""
    who, now = adviser_of(store, by[0]), by[1]
    fair_of(store, fair_id)
    most, pause = need
    if not 0 <= most <= 50:
        raise StoreError("fairs.most", most=50)
    if not store.first_row("select 1 from candidates where candidate_id=?", candidate_id):
        raise StoreError("candidate.unknown", code="")
    with store.writing() as connection:
        connection.execute(
            "insert into fair_people values(?,?,?,?) on conflict(fair_id, candidate_id) do update set "
            "max_interviews=excluded.max_interviews, pause_after=excluded.pause_after",
            (fair_id, candidate_id, most, int(pause)),
        )
        audit(connection, stamp(now), who, "fair.need", (fair_id, candidate_id))


def guests(store: Store, fair_id: str) -> list[dict[str, Any]]:
    """Who may come: proposed for an offer of a stand; code, interviews there are, needs that were said."""
    return store.rows(
        "select c.candidate_id, c.code, (select count(*) from interviews i where i.fair_id=? and "
        "i.candidate_id=c.candidate_id and i.status in('planned','held')) as interviews, "
        f"coalesce(p.max_interviews, {MOST_INTERVIEWS}) as most, coalesce(p.pause_after, 0) as pause "
        "from candidates c left join fair_people p on p.candidate_id=c.candidate_id and p.fair_id=? "
        "where c.candidate_id in (select d.candidate_id from standing_decisions d join stand_offers o "
        "on o.offer_id=d.offer_id join stands s on s.stand_id=o.stand_id where s.fair_id=? and d.verdict='propose' "
        f"and not {HELD_BACK} union select i.candidate_id from interviews i where i.fair_id=?) "
        "order by c.code, c.candidate_id", fair_id, fair_id, fair_id, fair_id,
    )  # fmt: skip


def away(store: Store, fair_id: str) -> list[dict[str, Any]]:
    """Who is away when: ("candidate" or "stand", id, slots in order)."""
    slots_of: dict[tuple[str, str], list[int]] = {}
    for row in store.rows("select * from absences where fair_id=? and who_id<>? order by who, who_id, slot",
                          fair_id, PAUSE):  # fmt: skip
        slots_of.setdefault((row["who"], row["who_id"]), []).append(row["slot"])
    return [{"who": who, "id": who_id, "slots": slots} for (who, who_id), slots in slots_of.items()]


def moves_of(store: Store, fair_id: str) -> list[dict[str, Any]]:
    """Whose hour changed and who was not told yet, in order of the hour they know."""
    return store.rows(
        "select m.*, c.code, s.label from fair_moves m join candidates c using(candidate_id) join stands s "
        "on s.stand_id=m.stand_id where m.fair_id=? and m.told_at is null order by m.was, c.code, m.move_id", fair_id,
    )  # fmt: skip


def mark_move_told(store: Store, move_id: str, by: tuple[str, datetime]) -> str:
    """A person was told of their new hour; the fair's id. Raises StoreError."""
    who, now = adviser_of(store, by[0]), by[1]
    row = store.first_row("select fair_id from fair_moves where move_id=? and told_at is null", move_id)
    if row is None:
        raise StoreError("fairs.told_already")
    with store.writing() as connection:
        connection.execute("update fair_moves set told_at=? where move_id=?", (stamp(now), move_id))
        audit(connection, stamp(now), who, "fair.told", (row["fair_id"], move_id))
    return str(row["fair_id"])
