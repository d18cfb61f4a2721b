"""The conductor of a sitting: each seat's plan to the end, made anew each time it is looked at, and its A4 sheet."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from starlette.responses import Response

from desk.match_words import Words
from export.store.days import day_of, notes_of, progress_of, seats_of, set_progress
from scenarios.room import STUCK
from scoring.conduct import SeatNow, SeatPlan, conduct
from tower.call import Call, sent, shown
from tower.holding import LastPlan
from tower.in_view import first_asked
from tower.pages.days import circuit_of, seat_number, view_here
from tower.review import workshop_titles

GONE, LATE, STOPPED = "left", "late", "stuck"
"""Notes of a seat that change its plan."""


def conductor(call: Call) -> Response:
    """The whole room's plan; asked again every twenty seconds."""
    return call.page("conductor.html", **planned(call))


def conductor_part(call: Call) -> Response:
    """The plans alone."""
    return call.page("conductor_seats.html", **planned(call))


def run_sheet(call: Call) -> Response:
    """The plan on A4, for the wall: every seat with its hours."""
    return call.page("run_sheet.html", **planned(call))


def planned(call: Call) -> dict[str, Any]:
    """The day, the minute it is in, and each seat's plan in words."""
    day = day_of(call.store, call.words["day"])
    begin = begins(day)
    circuit = circuit_of(day["circuit"])
    kept = call.house.held.plans.get(day["day_id"]) if day["state"] == "closed" else None
    now, seats = (kept.minute, kept.seats) if kept else (minute_of(call, day, begin), seats_now(call, day, begin))
    asked = kept.asked if kept else first_asked(call, day["day_id"])
    plans = conduct([seat for seat, _ in seats], circuit, day["minutes"], now, asked)
    words = Words(call.store, call.voice)
    (usual,) = conduct([SeatNow(0)], circuit, day["minutes"], 0, asked)
    rows = [_row(call, words, (plan, usual), extra, begin) for plan, (_, extra) in zip(plans, seats, strict=True)]
    # What no seat has room for is said once, above.
    out = {row["dropped"] for row in rows}
    everywhere = out.pop() if len(out) == 1 else ""
    # What one seat lacks every seat lacks: it is said once, above; else beside each seat, and nowhere else.
    alike = len({plan.unsettled for plan in plans}) == 1
    lacks, never = (plans[0].unsettled, plans[0].never) if alike else ((), ())
    return {
        "one": day, "rows": rows, "elapsed": now, "left": max(0, day["minutes"] - now), "over": now > day["minutes"],
        "ends": at(begin, day["minutes"]), "begun": at(begin, 0), "made": at(call.now, 0),
        "late": [row["seat"] for row in rows if row["cut"]], "alike": alike,
        "kept_at": at(begin, now) if kept else "",
        "everywhere": everywhere, "view": view_here(call, day),
        "once": [words.short[name] for name in lacks if name not in never],
        "never": [words.short[name] for name in never],
    }  # fmt: skip


def minute_of(call: Call, day: Mapping[str, Any], begin: datetime) -> int:
    """The minute of a sitting that is under way; 0 of one that is not."""
    return max(0, int((call.now - begin).total_seconds() // 60)) if day["state"] == "open" else 0


def seats_now(call: Call, day: Mapping[str, Any], begin: datetime) -> list[tuple[SeatNow, dict[str, Any]]]:
    """How each seat stands, and what else is said of it."""
    notes, finished = notes_of(call.store, day["day_id"]), progress_of(call.store, day["day_id"])
    when = (minute_of(call, day, begin), begin, day["state"] == "open")
    return [
        _seat(call, row, when, ([note for note in notes if note["seat"] == row["seat"]], finished.get(row["seat"], [])))
        for row in seats_of(call.store, day["day_id"])
    ]  # fmt: skip


def keep_plan(call: Call) -> None:
    """Hold the plan of the sitting that is about to be closed as the room has it now: no other one is said of it
    afterwards. The codes of who sat there are not held."""
    day = day_of(call.store, call.words["day"])
    begin = begins(day)
    seats = [(seat, {**extra, "code": ""}) for seat, extra in seats_now(call, day, begin)]
    call.house.held.plans[day["day_id"]] = LastPlan(
        minute_of(call, day, begin), seats, first_asked(call, day["day_id"])
    )


def begins(day: Mapping[str, Any]) -> datetime:
    """When the sitting began: when it was opened, else when it is planned to (this machine's own time)."""
    if day["opened_at"]:
        return datetime.fromisoformat(day["opened_at"])
    return datetime.fromisoformat(day["starts_at"]).astimezone()


def at(begin: datetime, minute: int) -> str:
    """A minute of the sitting as an hour of this machine: « 10:05 »."""
    return (begin + timedelta(minutes=minute)).astimezone().strftime("%H:%M")


def _seat(
    call: Call, row: Mapping[str, Any], when: tuple[int, datetime, bool],
    known: tuple[Sequence[Mapping[str, Any]], Sequence[str]],
) -> tuple[SeatNow, dict[str, Any]]:  # fmt: skip
    """How a seat stands: by what its post says, by what was noted, by what was ticked. `when`: minute, begin, open."""
    (now, begin, is_open), (notes, finished) = when, known
    minutes = {kind: [max(0, int((datetime.fromisoformat(note["written_at"]) - begin).total_seconds() // 60))
                      for note in notes if note["kind"] == kind] for kind in (GONE, LATE, STOPPED)}  # fmt: skip
    post = str(row["station_id"] or "")
    heard = call.house.held.radar.of(post)
    signals = heard.hail.signals if heard and is_open else None
    clock = call.house.monotonic()
    since = call.house.held.radar.since(post) if signals else None
    silent = heard is not None and signals is not None and STUCK in heard.causes(clock)
    seat = SeatNow(
        row["seat"], minutes[LATE][-1] if minutes[LATE] else 0,
        tuple(dict.fromkeys((*finished, *(signals.done if signals else ())))),
        signals.workshop if signals and signals.workshop not in signals.done else "",
        max(0, now - int((clock - since) // 60)) if since is not None else now,
        len(minutes[STOPPED]) + silent, bool(minutes[GONE]),
    )  # fmt: skip
    why = [kind for kind in (LATE, STOPPED) if minutes[kind]] + ([STOPPED] if silent and not minutes[STOPPED] else [])
    return seat, {"label": row["label"] or "", "code": heard.hail.code if heard else "", "done": len(seat.done),
                  "why": why}  # fmt: skip


def _row(
    call: Call, words: Words, plans: tuple[SeatPlan, SeatPlan], extra: Mapping[str, Any], begin: datetime
) -> dict[str, Any]:
    """A seat's plan in words. `plans`: as it is now, and as the sitting was prepared."""
    plan, titles = plans[0], workshop_titles(call.login.language)
    stages = [{"title": titles.get(stage.workshop, stage.workshop), "starts": at(begin, stage.starts),
               "ends": at(begin, stage.ends), "cut": stage.cut} for stage in plan.stages]  # fmt: skip
    return {
        **extra, "seat": plan.seat, "stages": stages, "dropped": _dropped(call, plans, titles, extra["why"]),
        "unsettled": [words.short[name] for name in plan.unsettled],
        "ends": at(begin, plan.ends), "slow": plan.slow, "cut": any(stage.cut for stage in plan.stages),
    }  # fmt: skip


def _dropped(call: Call, plans: tuple[SeatPlan, SeatPlan], titles: Mapping[str, str], why: Sequence[str]) -> str:
    """Which workshops do not fit at a seat and how many minutes each lacks; where that is more than was known as the
    sitting was prepared, what made it so. "" for none."""
    plan, usual = plans
    said = [call.say("tower.run.lacks", title=titles.get(name, name), n=more)
            for name, more in zip(plan.dropped, plan.lacks, strict=True)]  # fmt: skip
    if not said:
        return ""
    sentence = call.say("tower.run.dropped", names=", ".join(said))
    if set(plan.dropped) <= set(usual.dropped):
        return sentence
    causes = [call.say(f"tower.note.{cause}") for cause in why] + ([call.say("tower.run.slow")] if plan.slow else [])
    return f"{sentence} ({', '.join(causes) or call.say('tower.run.time')})"


def ticked(call: Call) -> Response:
    """What a seat without a network has finished."""
    known = [at_hand.workshop for at_hand, _ in circuit_of(day_of(call.store, call.words["day"])["circuit"])]
    done: Sequence[str] = [name for name in call.many.get("done", ()) if name in known]
    set_progress(call.store, call.words["day"], seat_number(call), done, call.said_by)
    call.tell("tower.day.kept")
    return call.go(f"/days/{call.words['day']}/conductor")


WAYS = (
    shown("/days/{day}/conductor", conductor),
    shown("/days/{day}/conductor/seats", conductor_part, part=True),
    shown("/days/{day}/run", run_sheet),
    sent("/days/{day}/seats/{seat}/done", ticked, "/days/{day}/seats/{seat}"),
)
