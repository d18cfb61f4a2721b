"""A fair: built on the screen, planned, moved by hand, and its sheets on A4."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from math import ceil
from typing import Any

from starlette.responses import Response

from desk.match_words import Words
from export.fairs.building import FairHead, add_stand, away, guests, make_fair, mark_move_told, moves_of, offering
from export.fairs.desk import find_stand, set_absence
from export.fairs.file import as_span, clock, is_hour, is_span
from export.fairs.instances import FairTrouble
from export.fairs.planning import Fair, fair_of, fixed_of, instance, labels_of, meetings, plan_fair, planned_now
from export.fairs.proposals import NotMet, firms_not_there, hired_to_come, not_met, offers_met, refused_to_come
from export.fairs.sheets import stands_of
from export.store.following import hired_since
from export.store.people import PeopleCodes
from export.store.store import Store, StoreError
from scoring.fair import Conflict, Pinned, conflicts
from tower.beside import done_beside, refused_at_all, under_way
from tower.call import Call, figure, sent, shown
from tower.logins import Notice

MOST_TOLD = 10
TIMETABLE, STANDS, PEOPLE, AWAY, MOVES = "#timetable", "#stands", "#people", "#away", "#moves"
"""Where on the page of a fair what was pressed stands."""
EACH, MOST_NAMED = 60, 40
"""People on one page of a fair, and those named who have no interview."""


def fairs(call: Call) -> Response:
    """The fairs, the latest first."""
    rows = call.store.rows(
        "select f.*, (select count(*) from stands s where s.fair_id=f.fair_id) as stands, "
        "(select count(*) from interviews i where i.fair_id=f.fair_id and i.status in('planned','held')) as interviews "
        "from fairs f order by f.day desc, f.title, f.fair_id"
    )
    span = call.span(len(rows), 30)
    return call.page("fairs.html", rows=span.of(rows), span=span)


def new(call: Call) -> Response:
    """What a fair is begun with: tomorrow's day, since of today's some hours are always past, and after its end all."""
    return call.page("fair_new.html", tomorrow=(call.now.date() + timedelta(days=1)).isoformat())


def make(call: Call) -> Response:
    """Begin it."""
    form = call.form
    head = FairHead(
        form.get("title", ""), form.get("place", ""), form.get("day", ""), form.get("opens", ""),
        form.get("closes", ""), figure(form.get("slot", ""), most=999) or 0, as_span(form.get("pause", "")),
    )  # fmt: skip
    fair_id = make_fair(call.store, head, call.said_by)
    call.tell("tower.fair.made")
    warn_of_past_hours(call, fair_of(call.store, fair_id))
    return call.go(f"/fairs/{fair_id}")


def warn_of_past_hours(call: Call, fair: Fair) -> None:
    """Say it where the hours of a fair that was just made are over, or have begun, by the clock of this machine."""
    opens, closes = fair.hours.starts(0), clock(fair.hours.first + fair.hours.number * fair.hours.length)
    now = call.now.astimezone().strftime("%Y-%m-%dT%H:%M")
    if f"{fair.day}T{opens}" < now:
        over = f"{fair.day}T{closes}" <= now
        values = {"day": call.day(fair.day), "opens": opens, "closes": closes}
        call.login.said.append(Notice(f"tower.fair.{'past' if over else 'begun'}", values, wrong=True))


def fair(call: Call) -> Response:
    """Its stands, who may come, the timetable with what does not hold in red, and whose hour changed."""
    fair = fair_of(call.store, call.words["fair"])
    stands = stands_of(call.store, fair.fair_id)
    people, hired = guests(call.store, fair.fair_id), hired_since(call.store)
    span = call.span(len(people), EACH)
    without = [row["code"] for row in people if not row["interviews"] and row["candidate_id"] not in hired]
    broken = broken_rules(call, fair)
    quality = _quality(call, fair)
    left = not_met(call.store, fair.fair_id) if quality else []
    over = {"hired": hired_to_come(call.store, call.now), "not_hired": refused_to_come(call.store, call.now)}
    return call.page(
        "fair.html", left=_not_met(call, left[:MOST_NAMED]), left_more=len(left[MOST_NAMED:]),
        missing=firms_not_there(call.store, fair.fair_id, guests_only=bool(people))[:MOST_TOLD],
        over={why: [{**row, "hour": fair.hours.starts(row["slot"])} for row in rows if row["fair_id"] == fair.fair_id]
              for why, rows in over.items()}, one=fair, stands=stands,
        ends=clock(fair.hours.first + fair.hours.number * fair.hours.length),
        people=span.of(people), span=span, without=without[:MOST_NAMED], more=len(without[MOST_NAMED:]),
        firms=sorted(offering(call.store), key=lambda firm: firm["employer_id"] in {s["employer_id"] for s in stands}),
        grid=_grid(call, fair, stands, broken), broken=[said for said, _ in broken],
        moves=[_move(call, fair, row) for row in moves_of(call.store, fair.fair_id)], quality=quality,
        away=[_away(call, fair, row, people, stands) for row in away(call.store, fair.fair_id)],
        short=short, hired=hired,
    )  # fmt: skip


def _not_met(call: Call, left: Sequence[NotMet]) -> list[dict[str, Any]]:
    """The proposals that no appointment speaks of: who, for what, and why."""
    words = Words(call.store, call.voice)
    return [
        {"code": pair.code, "who": pair.candidate_id, "offer": words.offer(pair.offer_id), "offer_id": pair.offer_id,
         "why": call.say(f"tower.fair.left.{pair.why}", stand=pair.stand, n=pair.n)} for pair in left
    ]  # fmt: skip


def short(stand_id: str) -> str:
    """The id of a stand within its fair, as it stands in an address."""
    return stand_id.split("/", 1)[-1]


def _quality(call: Call, fair: Fair) -> str:
    """What the last plan is worth, in plain words; "" before the first."""
    row = call.store.first_row("select * from fair_plans where fair_id=?", fair.fair_id)
    if row is None:
        return ""
    better = ceil(100 * (row["bound"] / row["value"] - 1) - 1e-6) if row["value"] > 0 else 0
    served = call.say("tower.fair.served", served=row["served"], servable=row["servable"])
    best = call.say("tower.fair.better" if better > 0 else "tower.fair.best", n=better)
    return f"{served} {best} {call.say('tower.fair.counts')}"


Broken = list[tuple[str, set[tuple[str, str, int]]]]
"""What does not hold: a sentence, and the cells (person, stand, slot) it is about."""


def broken_rules(call: Call, fair: Fair) -> Broken:
    """Every rule that the timetable breaks as it stands now, absences that came since included."""
    planned = fixed_of(call.store, fair.fair_id, keep=True)
    held = call.store.rows(
        "select candidate_id, stand_id, slot from interviews where fair_id=? and status='held'", fair.fair_id
    )
    facts = {(row["candidate_id"], row["stand_id"], row["slot"]) for row in held}
    broken: Broken = []
    for rule in conflicts(instance(call.store, fair.fair_id, [], planned), planned):
        cells = {(p.candidate, p.stand, p.slot) for p in planned if _about(rule, p)} - facts
        if cells:
            broken.append((rule_told(call, fair, rule), cells))
    return broken


def _about(rule: Conflict, planned: Pinned) -> bool:
    """Whether a broken rule is about a planned interview."""
    values = rule.values
    first = int(str(values.get("slot", planned.slot)))
    slots = range(first, first + WIDE.get(rule.rule, 1))
    return (
        values.get("candidate", planned.candidate) == planned.candidate
        and values.get("stand", planned.stand) == planned.stand and planned.slot in slots
    )  # fmt: skip


WIDE = {"no_pause": 2, "three_in_a_row": 3}
"""How many slots from the one it names a broken rule is about, where it is more than one."""


def rule_told(call: Call, fair: Fair, rule: Conflict) -> str:
    """A broken rule in words: codes, stands and hours by their names."""
    values = dict(rule.values)
    if "candidate" in values:
        values["candidate"] = PeopleCodes(call.store)[str(values["candidate"])]
    if "stand" in values:
        values["stand"] = labels_of(call.store).get(str(values["stand"]), "")
    if "slot" in values:
        values["slot"] = fair.hours.starts(int(str(values["slot"])))
    return call.say(f"tower.fair.broken.{rule.rule}", **values)


def _grid(call: Call, fair: Fair, stands: Sequence[Mapping[str, Any]], broken: Broken) -> list[dict[str, Any]]:
    """The timetable: a row a slot, a cell a stand, with who meets it then."""
    rows = call.store.rows(
        "select i.*, c.code from interviews i join candidates c using(candidate_id) where i.fair_id=? and "
        "i.status<>'cancelled' order by i.slot, i.stand_id, i.place, c.code", fair.fair_id,
    )  # fmt: skip
    shut = {(row["who_id"], row["slot"]) for row in call.store.rows(
        "select who_id, slot from absences where fair_id=? and who='stand'", fair.fair_id)}  # fmt: skip
    red = {cell for _, cells in broken for cell in cells}
    there: dict[tuple[str, int], list[dict[str, Any]]] = {}
    met = offers_met(call.store, fair.fair_id)
    for row in rows:
        key = (row["candidate_id"], row["stand_id"], row["slot"])
        there.setdefault((row["stand_id"], row["slot"]), []).append(
            {**row, "red": key in red, "offers": len(met.get((row["candidate_id"], row["stand_id"]), []))}
        )
    rows_by_slot = [
        [{"stand": stand, "meets": there.get((stand["stand_id"], slot), []), "shut": (stand["stand_id"], slot) in shut}
         for stand in stands] for slot in range(fair.hours.number)
    ]  # fmt: skip
    return folded(fair, rows_by_slot)


def folded(fair: Fair, rows: Sequence[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The rows of a timetable, with the hours that follow each other in which nobody meets anybody as one row."""
    groups: list[tuple[int, int]] = []
    for slot, cells in enumerate(rows):
        free = not any(cell["meets"] for cell in cells)
        if free and groups and _alike(rows[groups[-1][0]], cells):
            groups[-1] = (groups[-1][0], slot)
        else:
            groups.append((slot, slot))
    return [
        {"hour": fair.hours.starts(first), "until": fair.hours.starts(last + 1) if last > first else "",
         "cells": rows[first]} for first, last in groups
    ]  # fmt: skip


def _alike(before: Sequence[Mapping[str, Any]], cells: Sequence[Mapping[str, Any]]) -> bool:
    """Whether nobody meets anybody in the row before either, and the same stands receive nobody."""
    return [(bool(cell["meets"]), cell["shut"]) for cell in before] == [(False, cell["shut"]) for cell in cells]


def _move(call: Call, fair: Fair, row: Mapping[str, Any]) -> dict[str, Any]:
    """Whose hour changed: from, to, why."""
    to = fair.hours.starts(row["now"]) if row["now"] is not None else ""
    return {
        "id": row["move_id"], "code": row["code"], "stand": row["label"], "was": fair.hours.starts(row["was"]),
        "to": to, "why": call.say(f"tower.fair.why.{row['why']}") if row["why"] else "",
    }  # fmt: skip


def _away(
    call: Call, fair: Fair, row: Mapping[str, Any], people: Iterable[Mapping[str, Any]],
    stands: Iterable[Mapping[str, Any]],
) -> dict[str, Any]:  # fmt: skip
    """Who is away, in spans as they are written."""
    named = {p["candidate_id"]: p["code"] for p in people} | {s["stand_id"]: s["label"] for s in stands}
    name = named.get(row["id"]) or (PeopleCodes(call.store)[row["id"]] if row["who"] == "candidate" else row["id"])
    value = f"{row['who']}:{row['id'] if row['who'] == 'candidate' else short(row['id'])}"
    return {"name": name, "value": value, "spans": spans(fair, row["slots"])}


def spans(fair: Fair, slots: Sequence[int]) -> list[str]:
    """Slots as spans of hours, those that follow each other together: « 10:15-11:00 »."""
    runs: list[list[int]] = []
    for slot in slots:
        if runs and runs[-1][-1] == slot - 1:
            runs[-1].append(slot)
        else:
            runs.append([slot])
    hours = fair.hours
    return [f"{hours.starts(run[0])}-{clock(hours.first + (run[-1] + 1) * hours.length)}" for run in runs]


def slots_over(call: Call, fair: Fair) -> int:
    """How many slots of a fair have begun by the clock of this machine: nobody is given an hour that is past."""
    here = call.now.astimezone()
    today = here.date().isoformat()
    if fair.day != today:
        return fair.hours.number if fair.day < today else 0
    return fair.hours.after(f"{here:%H:%M}")


def plan_it(call: Call) -> Response:
    """The planner makes the timetable: anew, or keeping what still holds; from an hour on, what is over stays."""
    fair = fair_of(call.store, call.words["fair"])
    after = as_span(call.form.get("after", ""))
    if after and not is_hour(after):
        raise StoreError("fairs.after_wrong", got=after[:20])
    keep, now, by = call.form.get("how") == "keep", call.now, call.adviser
    first = not planned_now(call.store, fair.fair_id)
    over = slots_over(call, fair)
    if over >= fair.hours.number:
        raise StoreError("fairs.hours_over", day=call.day(fair.day), closes=fair.hours.starts(fair.hours.number))
    before = max(over, fair.hours.after(after) if after else 0)

    def act(store: Store) -> list[Notice]:
        said: list[Notice] = []
        if tried(said, lambda: plan_fair(store, fair.fair_id, now, keep=keep, before=before, by=by)):
            said.append(Notice("tower.fair.planned_first" if first else "tower.fair.planned", {}))
            said += [Notice("tower.fair.from_now", {"hour": fair.hours.starts(over)})] if over else []
        return said

    if len(meetings(call.store, fair.fair_id, now)) > AT_ONCE:
        done_beside(call, plan_work(fair.fair_id), act)
        return call.go(f"/fairs/{fair.fair_id}/plan")
    call.login.said.extend(act(call.store))
    return call.go(f"/fairs/{fair.fair_id}{TIMETABLE}")


AT_ONCE = 40
"""Meetings that are planned while the page waits; of more a thread makes the timetable, and the page says so."""


def plan_work(fair_id: str) -> str:
    """The name of the work of planning a fair."""
    return f"plan {fair_id}"


def planning(call: Call) -> Response:
    """That the timetable is being made; once it is, the fair."""
    fair = fair_of(call.store, call.words["fair"])
    if not under_way(call, plan_work(fair.fair_id)):
        refused_at_all(call, plan_work(fair.fair_id))
        return call.go(f"/fairs/{fair.fair_id}{TIMETABLE}")
    title = call.text("tower.fair.planning", title=fair.title)
    return call.page("worked_out.html", title=title, part=f"{call.path}/progress", doing=call.text("tower.keep.doing"))


def planning_progress(call: Call) -> Response:
    """The same, alone; once it is over, the page is read again."""
    over = not under_way(call, plan_work(call.words["fair"]))
    return call.progress("worked_out_progress.html", over=over, part=call.path, doing=call.text("tower.keep.doing"))


def tried(said: list[Notice], act: Callable[[], object]) -> bool:
    """Do something that a promise may stand against; then what stands against it is said, and nothing is done."""
    try:
        act()
    except FairTrouble as trouble:
        said.extend(Notice(rule.key, rule.values, wrong=True) for rule in trouble.troubles[:MOST_TOLD])
        return False
    return True


def add(call: Call) -> Response:
    """A stand for a firm, with all its open offers; the next one is added at the same place."""
    fair_id = call.words["fair"]
    stand_id = add_stand(call.store, fair_id, call.form.get("employer", ""), call.said_by)
    row = next(row for row in stands_of(call.store, fair_id) if short(row["stand_id"]) == stand_id)
    offers = call.store.rows("select 1 from stand_offers where stand_id=?", row["stand_id"])
    call.tell("tower.fair.stand_made", name=row["label"], n=len(offers))
    return call.go(f"/fairs/{fair_id}{PEOPLE if call.form.get('from') == 'people' else STANDS}")


def absence(call: Call) -> Response:
    """Somebody, or a stand, is away for a while, or back; no reason is asked."""
    fair_id, form = call.words["fair"], call.form
    kind, _, name = form.get("who", "").partition(":")
    span = as_span(form.get("span", ""))
    if not is_span(span):
        raise StoreError("fairs.away_wrong", got=span[:20])
    if kind == "candidate":
        who = (kind, name)
        if not any(row["candidate_id"] == name for row in guests(call.store, fair_id)):
            raise StoreError("candidate.unknown", code="")
    else:
        who = ("stand", find_stand(call.store, fair_id, name))
    set_absence(call.store, fair_id, who, span, form.get("back") == "yes", call.now, call.adviser)
    call.tell("tower.fair.away_now")
    return call.go(f"/fairs/{fair_id}{AWAY}")


def told_now(call: Call) -> Response:
    """A person was told of their new hour."""
    mark_move_told(call.store, call.form.get("move", ""), call.said_by)
    return call.go(f"/fairs/{call.words['fair']}{MOVES}")


WAYS = (
    shown("/fairs", fairs),
    shown("/fairs/new", new),
    sent("/fairs/new", make, "/fairs/new", free=("title", "place")),
    shown("/fairs/{fair}", fair),
    shown("/fairs/{fair}/plan", planning),
    shown("/fairs/{fair}/plan/progress", planning_progress, part=True),
    sent("/fairs/{fair}/plan", plan_it, "/fairs/{fair}" + TIMETABLE),
    sent("/fairs/{fair}/stands", add, "/fairs/{fair}" + STANDS),
    sent("/fairs/{fair}/away", absence, "/fairs/{fair}" + AWAY),
    sent("/fairs/{fair}/told", told_now, "/fairs/{fair}" + MOVES),
)
