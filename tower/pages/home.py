"""The first page: what the base holds, and what waits for somebody."""

from dataclasses import dataclass

from starlette.responses import Response

from export.store.days import last_day
from export.store.following import due
from export.store.waiting import counts
from tower.call import Call, shown


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits: the text that says it, how many there are, and where it is done."""

    key: str
    n: int
    path: str


LEADS = {
    "contested": "/people/contested", "unread": "/people/unread", "questions": "/offers/same",
    "drafts": "/offers?state=draft",
    "to_purge": "/house/keep", "notes_to_purge": "/house/keep", "set_aside": "/house/stations",
}  # fmt: skip


def home(call: Call) -> Response:
    """Where to begin today."""
    held = counts(call.store, call.now)
    waits = [Todo(name, held[name], path) for name, path in LEADS.items() if held[name]]
    asked = len(due(call.store, call.now.date()))
    waits += [Todo("follow", asked, "/after")] if asked else []
    return call.page(
        "home.html", held=held, waits=waits, opened=last_day(call.store, "open"),
        planned=last_day(call.store, "planned"),
    )  # fmt: skip


WAYS = (shown("/", home),)
