"""A day begins, ends, or is taken back: what is asked before, what is said after, and the plan it ends with."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from starlette.responses import Response

from export.store.days import day_of, seats_of, turn
from export.store.store import StoreError
from tower.call import Call, sent
from tower.pages.conductor import keep_plan
from tower.pages.days import NOW, called, other_day, today_of
from tower.pages.room import open_them

SOON_MIN = 15
"""Minutes before its hour from which on an opening is early enough to be told."""


def turned(call: Call) -> Response:
    """The day begins, or ends. Where it was planned for another day, or no computer stands at a seat, it begins for
    who says so once more."""
    day, state = day_of(call.store, call.words["day"]), call.form.get("state", "")
    on = ""
    if state == "open":
        refuse_unsaid(call, day)
        on = today_of(call) if day["state"] == "planned" and other_day(call, day) else ""
    if day["state"] == "open":
        keep_plan(call)
    turn(call.store, day["day_id"], state, call.said_by, on, partial(called, call))
    key, values = turned_said(call, day["state"], day_of(call.store, day["day_id"]))
    return call.stay(f"/days/{day['day_id']}", NOW, key, **values)


def turned_said(call: Call, before: str, day: Mapping[str, Any]) -> tuple[str, dict[str, object]]:
    """What a day was just turned into, and what comes next: the key of the sentence, and its values."""
    if day["state"] == "closed":
        return "tower.day.turned.closed", {}
    if day["state"] == "planned":
        if other_day(call, day):
            return "tower.day.ready_again", {"day": call.weekday(day["starts_at"])}
        return "tower.day.unopened", {}
    if before == "closed":
        return "tower.day.turned.reopened", {}
    seated = any(row["station_id"] for row in seats_of(call.store, day["day_id"]))
    values: dict[str, object] = {"early": early(call, day), "heard": open_them(call, day["day_id"])}
    return f"tower.day.turned.{'open' if seated else 'open_bare'}", values


def early(call: Call, day: Mapping[str, Any]) -> str:
    """That a day was opened well before its hour, and what to do where that was not meant; "" else."""
    planned = datetime.fromisoformat(day["starts_at"]).astimezone()
    minutes = int((planned - call.now).total_seconds() // 60)
    return call.say("tower.day.turned.early", n=minutes, at=day["starts_at"][11:16]) if minutes >= SOON_MIN else ""


def refuse_unsaid(call: Call, day: Mapping[str, Any]) -> None:
    """Raise StoreError where a day is opened that is another one's, or without computers, and nobody has said so."""
    if other_day(call, day) and call.form.get("other_day") != "yes":
        raise StoreError("day.other_day", **other_day(call, day))
    bare = day["state"] == "planned" and call.form.get("bare") != "yes"
    if bare and not any(row["station_id"] for row in seats_of(call.store, day["day_id"])):
        raise StoreError("day.bare")


WAYS = (sent("/days/{day}/turn", turned, "/days/{day}" + NOW),)
