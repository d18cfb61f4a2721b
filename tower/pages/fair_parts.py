"""The parts of a fair: a stand, a person, one interview moved by hand, and the sheets of each on A4."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from export.fairs.building import (
    StandForm,
    change_stand,
    guests,
    moves_of,
    open_offers,
    remove_stand,
    set_need,
)
from export.fairs.desk import mark, pin
from export.fairs.file import is_hour
from export.fairs.planning import Fair, fair_of, fixed_of, instance, meetings, plan_fair, planned_now
from export.fairs.proposals import OffersMet, offers_met
from export.fairs.sheets import PERSON_COLUMNS, STAND_COLUMNS, people_of_fair, sheet, stands_of
from export.store.following import hired_since
from export.store.people import PeopleCodes
from export.store.sheets import to_csv
from export.store.store import StoreError
from scoring.fair import Conflict, Instance, Pinned, conflicts
from scoring.match import NOT_ASKED
from tower.call import Call, figure, sent, shown
from tower.pages.fairs import STANDS, TIMETABLE, rule_told, short, slots_over, spans, tried

MARKS = ("held", "absent", "cancelled", "planned", "unpin")
"""What is said of an interview, at the stand: the planner takes it from there."""
ON_THE_DAY = ("held", "absent")
"""What nobody can say before the day of the fair."""


def stand(call: Call) -> Response:
    """One stand: what it is called, how many receive, which offers, and its interviews."""
    fair, key = _stand(call)
    row = next(row for row in stands_of(call.store, fair.fair_id) if row["stand_id"] == key)
    chosen = {r["offer_id"] for r in call.store.rows("select offer_id from stand_offers where stand_id=?", key)}
    offers = open_offers(call.store, row["employer_id"])
    return call.page("fair_stand.html", one=fair, stand=row, short=short(key), offers=offers, chosen=chosen)


def _stand(call: Call) -> tuple[Fair, str]:
    """The fair and the stand of the address. Raises StoreError."""
    fair = fair_of(call.store, call.words["fair"])
    key = f"{fair.fair_id}/{call.words['stand']}"
    if not call.store.first_row("select 1 from stands where stand_id=?", key):
        raise StoreError("fairs.stand_unknown")
    return fair, key


def keep_stand(call: Call) -> Response:
    """Change it, or take it away."""
    fair, key = _stand(call)
    if call.form.get("what") == "remove":
        remove_stand(call.store, key, call.said_by)
        call.tell("tower.fair.stand_gone")
        return call.go(f"/fairs/{fair.fair_id}{STANDS}")
    form = StandForm(
        call.form.get("label", ""), figure(call.form.get("recruiters", ""), most=999) or 0, call.form.get("access", ""),
        call.many.get("offer", ()),
    )  # fmt: skip
    change_stand(call.store, key, form, call.said_by)
    call.tell("tower.day.kept")
    return call.go(f"/fairs/{fair.fair_id}{STANDS}")


def person(call: Call) -> Response:
    """One person at a fair: what they need, and every stand they may meet."""
    fair, row = _guest(call)
    labels = {s["stand_id"]: s["label"] for s in stands_of(call.store, fair.fair_id)}
    mine = {r["stand_id"]: r for r in call.store.rows(
        "select * from interviews where fair_id=? and candidate_id=?", fair.fair_id, row["candidate_id"])}  # fmt: skip
    may = [m.key[1] for m in meetings(call.store, fair.fair_id, call.now) if m.key[0] == row["candidate_id"]]
    keys = sorted({*may, *mine}, key=lambda key: labels[key])
    met, title = offers_met(call.store, fair.fair_id), "title_en" if call.login.language == "en" else "title_fr"
    hired = row["candidate_id"] in hired_since(call.store)
    rows = [
        {"short": short(key), "label": labels[key], "may": key in may, "status": status(mine.get(key)),
         "hour": fair.hours.starts(mine[key]["slot"]) if key in mine else "",
         "offers": [offer_row[title] for offer_row in met.get((row["candidate_id"], key), [])]} for key in keys
    ]  # fmt: skip
    slots = [r["slot"] for r in call.store.rows(
        "select slot from absences where fair_id=? and who_id=? order by slot", fair.fair_id, row["candidate_id"]
    )]  # fmt: skip
    return call.page("fair_person.html", one=fair, person=row, rows=rows, away=spans(fair, slots), hired=hired)


def status(row: Mapping[str, Any] | None) -> str:
    """How an interview stands, as the end of a key; "" for none."""
    if row is None:
        return ""
    return "pinned" if row["pinned"] and row["status"] == "planned" else str(row["status"])


def _guest(call: Call) -> tuple[Fair, Mapping[str, Any]]:
    """The fair and the person of the address. Raises StoreError for who has nothing to do there."""
    fair = fair_of(call.store, call.words["fair"])
    row = next((r for r in guests(call.store, fair.fair_id) if r["candidate_id"] == call.words["who"]), None)
    if row is None:
        raise StoreError("fairs.guest_unknown")
    return fair, row


def need(call: Call) -> Response:
    """How many interviews at most, and a pause after each; no reason."""
    fair, row = _guest(call)
    most = figure(call.form.get("most", ""), most=999)
    if most is None:
        raise StoreError("fairs.most", most=50)
    set_need(call.store, fair.fair_id, row["candidate_id"], (most, call.form.get("pause") == "yes"), call.said_by)
    call.tell("tower.fair.need_kept")
    return call.go(f"/fairs/{fair.fair_id}/people/{row['candidate_id']}")


def meeting(call: Call) -> Response:
    """One person and one stand: every hour, what stands against it in red, whom it would move."""
    fair, row = _guest(call)
    _, key = _stand(call)
    label = next(s["label"] for s in stands_of(call.store, fair.fair_id) if s["stand_id"] == key)
    kept = call.store.first_row("select * from interviews where fair_id=? and candidate_id=? and stand_id=?",
                          fair.fair_id, row["candidate_id"], key)  # fmt: skip
    there = hours(call, fair, row["candidate_id"], key)
    return call.page(
        "fair_meeting.html", one=fair, person=row, stand={"label": label, "short": call.words["stand"]},
        hours=there, forbidden=any(hour["against"] for hour in there), became=status(kept),
        at=fair.hours.starts(kept["slot"]) if kept and kept["status"] != "cancelled" else "",
        marks=marks_now(call, fair),
    )  # fmt: skip


def marks_now(call: Call, fair: Fair) -> tuple[str, ...]:
    """What can be said of an interview today."""
    early = call.now.date().isoformat() < fair.day
    return tuple(word for word in MARKS if not (early and word in ON_THE_DAY))


def hours(call: Call, its_fair: Fair, who: str, key: str) -> list[dict[str, Any]]:
    """Each hour for a person at a stand: `against`: rules and promises that forbid it; `moves`: who gives way there;
    `own`: whether another appointment of the person does."""
    promised = [p for p in fixed_of(call.store, its_fair.fair_id, keep=False) if (p.candidate, p.stand) != (who, key)]
    planned = [p for p in fixed_of(call.store, its_fair.fair_id, keep=True) if (p.candidate, p.stand) != (who, key)]
    wanted = Pinned(who, key, 0)
    fair = instance(call.store, its_fair.fair_id, [], [*planned, wanted])
    codes = PeopleCodes(call.store)
    kept_now, planned_now = broken(fair, promised), broken(fair, planned)
    hour_rows, over = [], slots_over(call, its_fair)
    for slot in range(its_fair.hours.number):
        new = Pinned(who, key, slot)
        against = _rules(fair, promised, new, kept_now)
        there = [p.candidate for p in planned if p not in promised and (p.stand, p.slot) == (key, slot)]
        beside = [] if against else _rules(fair, planned, new, planned_now)
        own = any(rule.values.get("candidate") == who for rule in beside)
        gives = sorted(codes[p] for p in there) if any(rule.rule == "seats" for rule in beside) else []
        said = [rule_told(call, its_fair, rule) for rule in against]
        said += [call.say("tower.fair.hour_over")] if slot < over else []
        hour_rows.append({"hour": its_fair.hours.starts(slot), "against": said, "moves": gives, "own": own})
    return hour_rows


def broken(fair: Instance, kept: Sequence[Pinned]) -> set[tuple[str, str]]:
    """The rules that interviews break among themselves."""
    return {(rule.rule, str(rule.values)) for rule in conflicts(fair, kept)}


def _rules(fair: Instance, kept: Sequence[Pinned], new: Pinned, before: set[tuple[str, str]]) -> list[Conflict]:
    """The rules that a new interview would break beside what is kept, that were not broken before."""
    return [rule for rule in conflicts(fair, [*kept, new]) if (rule.rule, str(rule.values)) not in before]


def move(call: Call) -> Response:
    """Promise the interview at an hour; the others stay where they still can, and who has another hour is named."""
    fair, row = _guest(call)
    _, key = _stand(call)
    typed = call.form.get("hour", "")
    slot = fair.hours.slot_at(typed) if is_hour(typed) else None
    if slot is None:
        raise StoreError("fairs.choose_hour")
    if slot < slots_over(call, fair):
        raise StoreError("fairs.hour_over", hour=fair.hours.starts(slot))
    was = planned_now(call.store, fair.fair_id)
    pair = (str(row["candidate_id"]), short(key))

    def act() -> None:
        pin(call.store, fair.fair_id, pair, slot, call.now, call.adviser)
        plan_fair(
            call.store, fair.fair_id, call.now, keep=True, before=slots_over(call, fair), was=was, by=call.adviser
        )

    if not tried(call.login.said, act):
        return call.go(f"/fairs/{fair.fair_id}/people/{pair[0]}/{pair[1]}")
    call.tell("tower.fair.moved", code=row["code"], hour=fair.hours.starts(slot))
    return call.go(f"/fairs/{fair.fair_id}{TIMETABLE}")


def marked(call: Call) -> Response:
    """What became of an interview; a promise may be lifted."""
    fair, row = _guest(call)
    _, key = _stand(call)
    word = call.form.get("word", "")
    if word not in MARKS:
        raise StoreError("fairs.no_interview")
    if word not in marks_now(call, fair):
        raise StoreError("fairs.not_yet")
    mark(call.store, fair.fair_id, (str(row["candidate_id"]), short(key)), word, call.now, call.adviser)
    call.tell("tower.day.noted")
    return call.go(f"/fairs/{fair.fair_id}{TIMETABLE}")


def sheets(call: Call) -> Response:
    """A sheet for each stand, or a slip for each person, each on its own A4 page."""
    fair, of = fair_of(call.store, call.words["fair"]), call.words["of"]
    met = offers_met(call.store, fair.fair_id)
    if of == "stands":
        parts = [(row["label"], sheet_rows(call, fair, stand=row["stand_id"], met=met))
                 for row in stands_of(call.store, fair.fair_id)]  # fmt: skip
        columns: tuple[str, ...] = STAND_COLUMNS
    elif of == "people":
        parts = [(row["code"], sheet_rows(call, fair, person=row["candidate_id"], met=met))
                 for row in people_of_fair(call.store, fair.fair_id)]  # fmt: skip
        columns = PERSON_COLUMNS
    else:
        raise StoreError("tower.error.unknown")
    dropped = ("stand", "status") if of == "stands" else ("code", "status", "place")
    if of == "people" and all(row["stand"] == row["employer"] for _, rows in parts for row in rows):
        dropped = (*dropped, "employer")
    shown_parts = [(name, rows, heads_of(call, [c for c in columns if c not in dropped], rows)) for name, rows in parts]
    untold = len(moves_of(call.store, fair.fair_id))
    return call.page("fair_sheets.html", one=fair, parts=shown_parts, of=of, untold=untold)


def heads_of(call: Call, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The columns of one sheet with their names; that a stand can be reached, where nobody asked, is left out, and
    whose table it is, where one person receives."""
    unasked = call.say(f"fair.accessible.{NOT_ASKED}")
    bare = {"accessible"} if all(row["accessible"] == unasked for row in rows) else set()
    bare |= {"place"} if all(str(row["place"]) == "1" for row in rows) else set()
    return [(name, call.say(f"fair.column.{name}")) for name in columns if name not in bare]


def sheet_rows(
    call: Call, fair: Fair, *, stand: str | None = None, person: str | None = None, met: OffersMet | None = None
) -> list[dict[str, Any]]:
    """The rows of a sheet with their closed values in words: for the page and for the file."""
    rows = sheet(call.store, fair.fair_id, call.login.language, stand=stand, person=person, met=met)
    return [
        {**row, "status": call.say(f"fair.status.{row['status']}"),
         "accessible": call.say(f"fair.accessible.{row['accessible']}")} for row in rows
    ]  # fmt: skip


def whole_sheet(call: Call) -> Response:
    """The whole timetable, as `envol fair sheet --csv` writes it."""
    fair = fair_of(call.store, call.words["fair"])
    heads = {name: call.say(f"fair.column.{name}") for name in STAND_COLUMNS}
    return call.sheet("salon.csv", to_csv(heads, sheet_rows(call, fair)), "fair")


WAYS = (
    shown("/fairs/{fair}/list.csv", whole_sheet),
    shown("/fairs/{fair}/sheets/{of}", sheets),
    shown("/fairs/{fair}/stands/{stand}", stand),
    sent("/fairs/{fair}/stands/{stand}", keep_stand, "/fairs/{fair}/stands/{stand}", free=("label",)),
    shown("/fairs/{fair}/people/{who}", person),
    sent("/fairs/{fair}/people/{who}", need, "/fairs/{fair}/people/{who}"),
    shown("/fairs/{fair}/people/{who}/{stand}", meeting),
    sent("/fairs/{fair}/people/{who}/{stand}/move", move, "/fairs/{fair}/people/{who}/{stand}"),
    sent("/fairs/{fair}/people/{who}/{stand}/mark", marked, "/fairs/{fair}/people/{who}/{stand}"),
)
