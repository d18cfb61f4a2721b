"""The first page: what the base holds, and what waits for somebody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from export.store.days import last_day, next_planned, open_days, seats_bare
from export.store.following import due
from export.store.observing import left_open
from export.store.people import people_count
from export.store.waiting import counts
from tower.call import Call, shown
from tower.pages.house import from_sources
from tower.pages.people import undecided
from tower.pages.room import BY_NEED, heard
from tower.radar import NEVER, ONLINE


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits: the text that says it and what it names, how many there are, and where it is done."""

    key: str
    n: int
    path: str
    values: Mapping[str, object] = field(default_factory=dict)


LEADS = {
    "contested": "/people/contested", "unread": "/people/unread", "questions": "/offers/same",
    "drafts": "/offers?state=draft",
    "to_purge": "/house/keep", "notes_to_purge": "/house/keep", "set_aside": "/house/aside",
}  # fmt: skip


def home(call: Call) -> Response:
    """Where to begin today."""
    held = counts(call.store, call.now)
    planned = next_planned(call.store, call.now.astimezone().date().isoformat())
    hears = unheard(call) if call.house.unheard else (*nobody_there(call), *seats_in_need(call), *not_heard(call))
    waits = [*hears, *without_computers(call, planned)]
    waits += [Todo(name, held[name], path) for name, path in LEADS.items() if held[name]]
    looking = people_count(call.store, undecided(call))
    waits += [Todo("undecided", looking, "/people/undecided")] if looking else []
    grids = left_open(call.store, call.adviser)
    waits += [Todo("grids", grids, "/observe")] if grids else []
    asked = len(due(call.store, call.now.date()))
    waits += [Todo("follow", asked, "/after")] if asked else []
    return call.page(
        "home.html", held=held, waits=waits, opened=last_day(call.store, "open"),
        planned=planned, sources=not held["stations"] and from_sources(),
    )  # fmt: skip


def seats_in_need(call: Call) -> Iterator[Todo]:
    """For each open day the seats of which the radar says a cause, and for how long the first has waited."""
    for day in open_days(call.store):
        minutes = [row["minutes"] for row in heard(call, day["day_id"]) if row["causes"]]
        if minutes:
            longest = max(minutes)
            values = {"title": day["title"], "minutes": longest}
            path = f"/days/{day['day_id']}/radar?order={BY_NEED}"
            yield Todo("seats_long" if longest > 0 else "seats", len(minutes), path, values)


def nobody_there(call: Call) -> Iterator[Todo]:
    """The open days of which no computer was heard since the tower is open and no result came: opened too soon, opened
    without computers, or forgotten."""
    for day in open_days(call.store):
        rows = heard(call, day["day_id"])
        if not any(row["results"] or row["link"] not in ("", NEVER) for row in rows):
            yield Todo("nobody", len(rows), f"/days/{day['day_id']}", {"title": day["title"]})


def unheard(call: Call) -> Iterator[Todo]:
    """The computers of each open day, of which this tower knows nothing: they speak to another one."""
    why = call.say(f"tower.unheard.{call.house.unheard}", address=call.house.heard_at)
    for day in open_days(call.store):
        n = sum(bool(row["station_id"]) for row in heard(call, day["day_id"]))
        if n:
            yield Todo("unheard", n, f"/days/{day['day_id']}/radar", {"title": day["title"], "why": why})


def not_heard(call: Call) -> Iterator[Todo]:
    """The open days of which some computers were heard and others are not, or no more: never seen, lost, closed."""
    for day in open_days(call.store):
        links = [row["link"] for row in heard(call, day["day_id"]) if row["station_id"]]
        missing = sum(link != ONLINE for link in links)
        if missing and any(link not in ("", NEVER) for link in links):
            path = f"/days/{day['day_id']}/radar"
            yield Todo("not_heard", missing, path, {"title": day["title"], "of": len(links)})


def without_computers(call: Call, planned: Mapping[str, Any] | None) -> Iterator[Todo]:
    """Of the open days and the next one that is planned, where some seats have a computer and others have none."""
    for day in [*open_days(call.store), *([planned] if planned else [])]:
        empty, seats = seats_bare(call.store, day["day_id"])
        if 0 < empty < seats:
            yield Todo("empty_seats", empty, f"/days/{day['day_id']}#place", {"title": day["title"]})


WAYS = (shown("/", home),)
