"""A day with a group: planned, its seats on the plan of the room, sheets to print, and what happens at each seat."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from starlette.responses import Response

from desk.match_words import Words
from export.store.days import (
    MOST_SEATS,
    NOTES,
    DayPlan,
    change_day,
    day_of,
    days_of,
    drop_day,
    note_seat,
    notes_of,
    people_of_seat,
    plan_day,
    progress_of,
    seat_station,
    seats_of,
    shared_at,
    turn,
    untouched,
)
from export.store.in_view import in_view, no_longer_open, take_over
from export.store.stations import stations_seen
from export.store.store import StoreError
from scenarios.check import DOES
from scenarios.circuits import circuit_files, read_circuit
from scoring.circuit import WorkshopAtHand
from scoring.conduct import CLOSING, LEAD, SeatNow, conduct, whole
from scoring.rules import evidence_rules
from tower.call import Call, figure, sent, shown
from tower.in_view import View, first_asked, view_of
from tower.pages.limits import SHORTER, in_hand, limit_of, longest, shorter
from tower.pages.room import announced, fill_seats, heard, none_filled, open_them
from tower.review import installed, workshop_titles

EACH = 30
NOW, PLACE = "#now", "#place"
"""Where on the page of a day what was pressed stands: opening and closing, which computer has which seat."""
MINUTES, SEATS = "90", 12
"""How long a sitting is, and how many seats it has while one computer at the most is enrolled (that one was tried
first, the room comes after it), before anybody says otherwise."""


def days(call: Call) -> Response:
    """The days, the latest first."""
    span = call.span(int(call.store.rows("select count(*) as n from days")[0]["n"]), EACH)
    return call.page("days.html", rows=days_of(call.store, span.each, span.after), span=span)


def new(call: Call) -> Response:
    """What is asked to plan a day; the workshops that the address names are ticked. `like`: a day before it, whose
    room, length and hour it has; its offers in view come with it where somebody ticks that."""
    known = {scenario.head.id for scenario in installed()}
    wanted = [workshop_id for workshop_id in call.many.get("circuit", ()) if workshop_id in known]
    today, posts = call.now.astimezone(), posts_in_order(call)
    first = {
        "title": "", "day": today.date().isoformat(),
        "hour": f"{(today.hour + 1) % 24:02d}:00",
        "minutes": MINUTES, "seats": str(min(len(posts), MOST_SEATS) if len(posts) > 1 else SEATS), "wide": "4",
        "circuit": "\n".join(wanted or circuit_first()), "capped": "",
    }  # fmt: skip
    before = day_before(call, call.query.get("like", "") or call.typed("like"))
    if before is None:
        return asked(call, "/days/new", first)
    same, circuit = as_planned(call, before), "\n".join(wanted)
    same |= {**{name: first[name] for name in ("title", "day", "capped")}, "circuit": circuit or same["circuit"]}
    return asked(call, "/days/new", same, before=before)


def day_before(call: Call, day_id: str) -> Mapping[str, Any] | None:
    """The day that another is made from, with how many of its offers in view are still open; None for none that is
    here."""
    try:
        day = day_of(call.store, day_id[:40])
    except StoreError:
        return None
    return {**day, "offers": len(in_view(call.store, day["day_id"]) - set(no_longer_open(call.store, day["day_id"])))}


def as_planned(call: Call, day: Mapping[str, Any]) -> dict[str, str]:
    """What stands in the form of a day that is kept."""
    return {
        "title": "" if day["title"] == called(call, day["starts_at"][:10]) else day["title"],
        "day": day["starts_at"][:10], "hour": day["starts_at"][11:16],
        "minutes": str(day["minutes"]), "seats": str(len(seats_of(call.store, day["day_id"]))),
        "wide": str(day["wide"]), "circuit": day["circuit"].replace(",", "\n"),
        "capped": "yes" if day["capped"] else "",
    }  # fmt: skip


def asked(
    call: Call, to: str, first: Mapping[str, str], day: Mapping[str, Any] | None = None,
    before: Mapping[str, Any] | None = None,
) -> Response:  # fmt: skip
    """The form of a day, sent to an address. `first`: what stands in it untouched; `day`: the day that it changes;
    `before`: the one that it is made from."""
    short = Words(call.store, call.voice).short
    workshops = [
        (s.head.id, s.head.title.of(call.login.language), s.head.minutes,
         s.texts.get(call.login.language, {}).get(DOES, ""),
         ", ".join(sorted({short[rule.habilete] for rule in s.evidence})))
        for s in installed()
    ]  # fmt: skip
    # A box that is not ticked is not sent: what was sent back says so by what was.
    held = call.login.kept.pop(in_hand(call.path), {})
    first = {**first, "capped": "", "take": ""} if call.typed("minutes") or held else {**first, "take": ""}
    now = {name: held.get(name, call.typed(name, value)) for name, value in first.items()}
    chosen, day_id = now["circuit"].split("\n"), day["day_id"] if day else ""
    at_once = day is None and bool(posts_in_order(call))
    return call.page(
        "day_new.html", to=to, at_once=at_once, now=now, chosen=chosen, workshops=workshops, one=day, before=before,
        most=longest(call), limit=limit_of(call, chosen, now["minutes"], day_id),
        **budget(call, chosen, now["minutes"], day_id),
    )  # fmt: skip


def change(call: Call) -> Response:
    """The same form for a day that is ready, as it stands."""
    day = day_of(call.store, call.words["day"])
    if day["state"] != "planned" or not untouched(call.store, day["day_id"]):
        raise StoreError("day.begun")
    return asked(call, f"/days/{day['day_id']}/change", as_planned(call, day), day=day)


def looks(call: Call) -> Response:
    """What the workshops that are ticked come to in the minutes that are typed, alone."""
    chosen = call.many.get("circuit", ())
    of = call.query.get("of", "")[:40]
    minutes = call.query.get("minutes", MINUTES)
    return call.page("day_looks.html", limit=limit_of(call, chosen, minutes, of), **budget(call, chosen, minutes, of))


def budget(call: Call, chosen: Sequence[str], minutes: str, day_id: str = "") -> dict[str, Any]:
    """What workshops come to in so many minutes, by the very plan of the conductor: said the same way on the form, on
    the page of the day and on the conductor's. `day_id`: of a sitting that is kept, whose offers in view are looked at
    first."""
    circuit, length = circuit_of(",".join(chosen)), figure(minutes, most=999)
    if not circuit or length is None:
        return {"fits": None, "nothing": "day.circuit" if not circuit else "day.numbers"}
    short, titles = Words(call.store, call.voice).short, workshop_titles(call.login.language)
    (plan,) = conduct([SeatNow(1)], circuit, length, 0, first_asked(call, day_id))
    takes = [usual for _, usual in circuit]
    return {"nothing": "", "fits": {
        "need": whole(takes), "lead": LEAD, "work": sum(takes), "closing": CLOSING, "length": length,
        "short": whole(takes) - length, "kept": [titles[stage.workshop] for stage in plan.stages],
        "kept_ids": [stage.workshop for stage in plan.stages],
        "dropped": [titles[workshop] for workshop in plan.dropped], "out": plan.dropped,
        "once": [short[name] for name in plan.unsettled if name not in plan.never],
        "never": [short[name] for name in plan.never],
    }}  # fmt: skip


def view_here(call: Call, day: Mapping[str, Any]) -> View | None:
    """The offers in view of a sitting, held against the workshops that fit in it; None where it has none in view."""
    fits = budget(call, day["circuit"].split(","), str(day["minutes"]), day["day_id"])["fits"]
    return view_of(call, day["day_id"], fits["kept_ids"] if fits else ())


def circuit_of(text: str) -> list[tuple[WorkshopAtHand, int]]:
    """The workshops of a day that are installed here, with their minutes."""
    there = {scenario.head.id: scenario for scenario in installed()}
    scenarios = [there[name] for name in text.split(",") if name in there]
    return [
        (WorkshopAtHand(s.head.id, evidence_rules(s), s.head.needs.model_dump()), s.head.minutes) for s in scenarios
    ]


def circuit_first() -> list[str]:
    """The workshops that are ticked before anybody chose: those of the adviser's session that ships, else all."""
    known = [s.head.id for s in installed()]
    for path in circuit_files():
        circuit = read_circuit(path)
        if circuit.whom == "session":
            return [workshop for workshop in circuit.workshops if workshop in known][: circuit.most]
    return known


def called(call: Call, on: str) -> str:
    """What a sitting of a date is called until somebody gives it another name; "" for what is no date."""
    try:
        date.fromisoformat(on)
    except ValueError:
        return ""
    return call.say("tower.day.called", day=call.day(on))


def read_plan(call: Call, was: str) -> DayPlan:
    """The day as the form says it; without a name it is called by its date, which `was` another one before.

    Raises StoreError for a number that is none.
    """
    form = call.form
    known = [s.head.id for s in installed()]
    circuit = tuple(workshop for workshop in call.many.get("circuit", ()) if workshop in known)
    given = [figure(form.get(name, ""), most=999) for name in ("minutes", "seats", "wide")]
    if None in given:
        raise StoreError("day.numbers")
    minutes, seats, wide = (number or 0 for number in given)
    on, title = form.get("day", ""), form.get("title", "")
    if not title.strip() or title == called(call, was):
        title = called(call, on) or title or on
    return DayPlan(
        title, f"{on}T{form.get('hour', '')}", minutes, seats, wide, circuit, form.get("capped") == "yes"
    )


def plan(call: Call) -> Response:
    """Plan it."""
    if call.form.get(SHORTER):
        return shorter(call)
    day_plan = read_plan(call, today_of(call))
    day_id = plan_day(call.store, day_plan, call.adviser, call.now)
    before = day_before(call, call.form.get("like", "")) if call.form.get("take") == "yes" else None
    if before is not None:
        take_over(call.store, day_id, before["day_id"], call.said_by)
    posts = posts_in_order(call)
    placed = {"n": min(len(posts), day_plan.seats), "of": day_plan.seats}
    if posts:
        seat_station(call.store, day_id, list(zip(range(1, day_plan.seats + 1), posts, strict=False)), call.said_by)
    if call.form.get("at_once") == "yes" and posts:
        on = "" if day_plan.starts_at.startswith(today_of(call)) else today_of(call)
        turn(call.store, day_id, "open", call.said_by, on, partial(called, call))
        return call.stay(
            f"/days/{day_id}", NOW, "tower.day.open_placed", **placed, heard=open_them(call, day_id)
        )
    if posts:
        call.tell("tower.day.planned_placed", **placed, heard=open_them(call, day_id))
    else:
        call.tell("tower.day.planned")
    return call.go(f"/days/{day_id}")


def changed(call: Call) -> Response:
    """Plan it otherwise."""
    if call.form.get(SHORTER):
        return shorter(call)
    was = str(day_of(call.store, call.words["day"])["starts_at"])[:10]
    change_day(call.store, call.words["day"], read_plan(call, was), call.said_by)
    call.tell("tower.day.kept")
    return call.go(f"/days/{call.words['day']}")


def dropped(call: Call) -> Response:
    """Take away a day that is ready."""
    drop_day(call.store, call.words["day"], call.said_by)
    call.tell("tower.day.dropped")
    return call.go("/days")


def posts_in_order(call: Call) -> list[str]:
    """The posts that are enrolled, in the order of their names as people count."""
    return [str(row["station_id"]) for row in stations_seen(call.store) if not row["revoked_at"]]


def one_day(call: Call) -> Response:
    """The plan of the room, and what is to be printed."""
    day = day_of(call.store, call.words["day"])
    titles = {s.head.id: (s.head.title.of(call.login.language), s.head.minutes) for s in installed()}
    circuit = [titles.get(workshop, (workshop, 0)) for workshop in day["circuit"].split(",")]
    stations = [row for row in stations_seen(call.store) if not row["revoked_at"]]
    seats = seats_of(call.store, day["day_id"])
    return call.page(
        "day.html", one=day, seats=seats, circuit=circuit, stations=stations,
        said=announced(call, heard(call, day["day_id"])),
        notes=notes_of(call.store, day["day_id"]),
        shared=call.house.once(f"shared/{day['day_id']}", lambda: shared_at(call.store, day["day_id"])),
        opened=opened_late(call, day), untouched=untouched(call.store, day["day_id"]), other=other_day(call, day),
        view=view_here(call, day), most=longest(call, day["circuit"].split(",")),
        limit=limit_of(call, day["circuit"].split(","), str(day["minutes"]), day["day_id"]) if day["capped"] else None,
        **budget(call, day["circuit"].split(","), str(day["minutes"]), day["day_id"]),
    )  # fmt: skip


def opened_late(call: Call, day: Mapping[str, Any]) -> str:
    """The hour at which a day was opened, or its day and hour; "" where it is the one planned, or it was not."""
    if not day["opened_at"]:
        return ""
    here = datetime.fromisoformat(day["opened_at"]).astimezone()
    if here.date().isoformat() != day["starts_at"][:10]:
        return call.moment(day["opened_at"])
    return "" if f"{here:%H:%M}" == day["starts_at"][11:16] else f"{here:%H:%M}"


def place(call: Call) -> Response:
    """Which post stands where."""
    day_id = call.words["day"]
    seats = [row["seat"] for row in seats_of(call.store, day_id)]
    if call.form.get("in_order"):
        placed = fill_seats(call, day_id)
        if placed:
            call.tell("tower.day.filled", names=", ".join(placed))
        else:
            none_filled(call, day_id)
    else:
        given = [(seat, call.form.get(f"s-{seat}", "")) for seat in seats]
        seat_station(call.store, day_id, given, call.said_by)
        call.tell("tower.day.kept")
    return call.stay(f"/days/{day_id}", PLACE)


def today_of(call: Call) -> str:
    """The date of this machine: « 2026-11-24 »."""
    return call.now.astimezone().date().isoformat()


def other_day(call: Call, day: Mapping[str, Any]) -> dict[str, str]:
    """The day for which a sitting is planned and the day it is, in words; nothing where they are one."""
    if day["starts_at"][:10] == today_of(call):
        return {}
    return {"day": call.weekday(day["starts_at"]), "today": call.weekday(today_of(call))}


def seat_number(call: Call) -> int:
    """The seat of the address. Raises StoreError for what is none."""
    number = figure(call.words["seat"], most=999)
    if number is None:
        raise StoreError("day.unknown")
    return number


def seat(call: Call) -> Response:
    """One seat: what was noted, and what to note."""
    day, number = day_of(call.store, call.words["day"]), seat_number(call)
    row = next((row for row in heard(call, day["day_id"]) if row["seat"] == number), None)
    if row is None:
        raise StoreError("day.unknown")
    titles = workshop_titles(call.login.language)
    return call.page(
        "seat.html", one=day, seat=row, notes=notes_of(call.store, day["day_id"], number), kinds=NOTES,
        circuit=[(name, titles.get(name, name)) for name in day["circuit"].split(",")],
        back=came_from(call.query.get("from", "")), way=call.query.get("from", ""),
        progress=progress_of(call.store, day["day_id"]).get(number, []),
        people=people_of_seat(call.store, day["day_id"], number),
    )  # fmt: skip


FROM = {"radar": "tower.radar.title", "conductor": "tower.run.title"}
"""Pages of a day that lead to a seat, and what each is called."""


def came_from(name: str) -> tuple[str, str]:
    """The end of the address of the page that led to a seat and the key of its name; "" twice for the day itself."""
    return (f"/{name}", FROM[name]) if name in FROM else ("", "")


def note(call: Call) -> Response:
    """Somebody came late, left, changed seat; a machine stood still."""
    form, number = call.form, seat_number(call)
    said = (form.get("kind", ""), form.get("code", ""), form.get("text", ""))
    note_seat(call.store, call.words["day"], number, said, call.said_by)
    call.tell("tower.day.noted")
    return call.go(f"/days/{call.words['day']}{came_from(form.get('from', ''))[0]}")


def seat_sheet(call: Call) -> Response:
    """A slip for each seat, to cut out: its number, room for the code, how to ask for help."""
    day = day_of(call.store, call.words["day"])
    return call.page("seat_sheet.html", one=day, seats=seats_of(call.store, day["day_id"]))


def attendance(call: Call) -> Response:
    """The sheet people sign by hand: no name of theirs is ever in the base, and a reprint is not attendance."""
    day = day_of(call.store, call.words["day"])
    return call.page("attendance.html", one=day, seats=seats_of(call.store, day["day_id"]))


WAYS = (
    shown("/days", days),
    shown("/days/new", new),
    shown("/days/new/looks", looks, part=True),
    sent("/days/new", plan, "/days/new", free=("title",)),
    shown("/days/{day}", one_day),
    shown("/days/{day}/change", change),
    sent("/days/{day}/change", changed, "/days/{day}/change", free=("title",)),
    sent("/days/{day}/drop", dropped, "/days/{day}" + NOW),
    sent("/days/{day}/seats", place, "/days/{day}" + PLACE),
    shown("/days/{day}/seats/{seat}", seat),
    sent("/days/{day}/seats/{seat}", note, "/days/{day}/seats/{seat}", free=("text",)),
    shown("/days/{day}/slips", seat_sheet),
    shown("/days/{day}/attendance", attendance),
)
