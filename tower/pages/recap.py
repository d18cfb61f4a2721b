"""A sitting on one page: what its group tried, what was looked at and what was not, what to prepare for the next one.

Nobody is in it: it speaks of the workshops, and of people by sums that ten of them at least are in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from starlette.responses import Response

from desk.match_words import Words
from export.store.days import day_of, days_of, seats_of
from export.store.people import Wanted, people_count
from export.store.sittings import TogetherTold, together
from scenarios.check import DOES
from scenarios.model import Scenario
from scenarios.reference import habiletes
from scoring.conduct import whole
from scoring.match import TASKS_FOR_NOT_YET
from tower.call import Call, shown
from tower.in_view import view_of
from tower.pages.days import budget
from tower.review import installed

NAMED = 12
"""Offers in view that the page names before it says how many more there are."""
MOST_TOGETHER = 4
"""Workshops that are prepared together for the next sitting, at the most."""
NOTHING_YET = TogetherTold(None, None, {}, None)
"""Of a sitting that was not opened: who shared at its seats that day is no group of its, and two plans could be made
that differ by one post."""


@dataclass(frozen=True, slots=True)
class WorkshopToPrepare:
    """A workshop for the next sitting. `again`: habiletés that one workshop of this one looked at, and it too; `new`:
    those that none did; `left`: how many things still to confirm it looks at, in all, to the nearest ten; 0 untold."""

    id: str
    title: str
    minutes: int
    again: tuple[str, ...]
    new: tuple[str, ...]
    left: int


@dataclass(frozen=True, slots=True)
class LookedAt:
    """Habiletés by how many workshops of a sitting look at them; `nowhere`: those that no workshop here looks at."""

    often: tuple[str, ...]
    once: tuple[str, ...]
    never: tuple[str, ...]
    nowhere: tuple[str, ...]


def looks_of(scenario: Scenario) -> tuple[str, ...]:
    """The habiletés that a workshop looks at, each once."""
    return tuple(dict.fromkeys(rule.habilete for rule in scenario.evidence))


def looked_at(circuit: Sequence[str]) -> LookedAt:
    """What the workshops of a circuit look at: a fact of the workshops, whoever plays them."""
    looks = {scenario.head.id: looks_of(scenario) for scenario in installed()}
    every = [habilete.id for habilete in habiletes()]
    n = {name: sum(name in looks.get(workshop, ()) for workshop in circuit) for name in every}
    anywhere = {name for names in looks.values() for name in names}
    return LookedAt(
        tuple(name for name in every if n[name] >= TASKS_FOR_NOT_YET),
        tuple(name for name in every if 0 < n[name] < TASKS_FOR_NOT_YET),
        tuple(name for name in every if not n[name] and name in anywhere),
        tuple(name for name in every if name not in anywhere),
    )  # fmt: skip


def next_workshops(had: Sequence[str], sums: TogetherTold, language: str) -> list[WorkshopToPrepare]:
    """The installed workshops, those that would look at most things anew first: workshops are put in order, never
    people. Those that the sitting had count where ten people at least have something there that they look at."""
    seen, workshops = looked_at(had), []
    for scenario in installed():
        looks, fresh = looks_of(scenario), scenario.head.id not in had
        again = tuple(name for name in looks if fresh and name in seen.once)
        new = tuple(name for name in looks if fresh and name in seen.never)
        left = sums.left.get(scenario.head.id, 0)
        title = scenario.head.title.of(language)
        workshops.append(WorkshopToPrepare(scenario.head.id, title, scenario.head.minutes, again, new, left))
    return sorted(workshops, key=lambda row: (-row.left, -len(row.again), -len(row.new)))


def circuit_next(workshops: Sequence[WorkshopToPrepare], minutes: int) -> list[WorkshopToPrepare]:
    """Of workshops in the order of what they would look at, those to prepare together in a sitting of so many minutes.

    The first one, where it would look at anything, with those beside which two workshops or more look at most
    habiletés: alone it could settle next to nothing. Where not one fits, the first by itself.
    """
    first = next((row for row in workshops if row.again or row.new or row.left), None)
    best, rank = list(workshops[:1]), (-1, -1, -1, -1)
    for n in range(1, min(len(workshops), MOST_TOGETHER) + 1):
        for some in combinations(workshops, n):
            if whole([row.minutes for row in some]) > minutes:
                continue
            seen = looked_at([row.id for row in some])
            worth = (first in some, len(seen.often), len(seen.once), sum(row.left for row in some))
            if worth > rank:
                best, rank = list(some), worth
    return best


def elsewhere(call: Call, day_id: str) -> Mapping[str, Any] | None:
    """In a trial room, where nobody shared at a seat of this sitting: another one whose results can be read. The robots
    of the sitting under way share nothing, and its report alone would teach nothing."""
    if call.house.kind != "demo" or people_count(call.store, Wanted(sitting=day_id)):
        return None
    others = (row for row in days_of(call.store) if row["day_id"] != day_id)
    return next((row for row in others if people_count(call.store, Wanted(sitting=str(row["day_id"])))), None)


def recap(call: Call) -> Response:
    """One A4 page for whoever led the group: it may be shown to anybody."""
    day, language = day_of(call.store, call.words["day"]), call.login.language
    planned = [name for name in day["circuit"].split(",") if name]
    sums = NOTHING_YET
    if day["state"] != "planned":
        sums = together(call.store, day["day_id"], {scenario.head.id: looks_of(scenario) for scenario in installed()})
    # What was on the list could be played, whether or not all of it fits one person's time; what ten played was there.
    had = list(dict.fromkeys((*planned, *sums.did)))
    best_first = next_workshops(had, sums, language)
    upcoming = circuit_next(best_first, day["minutes"])
    short = Words(call.store, call.voice).short

    def named(circuit: Sequence[str]) -> dict[str, list[str]]:
        seen = looked_at(circuit)
        parts = {"often": seen.often, "once": seen.once, "never": seen.never, "nowhere": seen.nowhere}
        return {part: [short[name] for name in names] for part, names in parts.items()}

    return call.page(
        "recap.html", one=day, seats=len(seats_of(call.store, day["day_id"])), sums=sums, seen=named(had),
        elsewhere=elsewhere(call, str(day["day_id"])),
        tried=tried(had, language), upcoming=[(row, said_next(call, row, short)) for row in upcoming],
        left=[call.say("tower.say.title", title=row.title) for row in best_first if row not in upcoming],
        anew=any(row.again or row.new or row.left for row in best_first),
        upcoming_seen=named([row.id for row in upcoming]),
        fits=budget(call, planned, str(day["minutes"]), day["day_id"])["fits"],
        view=view_of(call, day["day_id"], had, NAMED),
    )  # fmt: skip


def tried(circuit: Sequence[str], language: str) -> list[tuple[str, str, int, str]]:
    """The workshops of a sitting: id, title, minutes, and what one does there."""
    there = {scenario.head.id: scenario for scenario in installed()}
    return [
        (known.head.id, known.head.title.of(language), known.head.minutes, known.texts[language].get(DOES, ""))
        for name in circuit if (known := there.get(name)) is not None
    ]  # fmt: skip


def said_next(call: Call, workshop: WorkshopToPrepare, short: Mapping[str, str]) -> list[str]:
    """Why a workshop is named, in sentences."""
    said = [call.text(f"tower.recap.{part}", names=", ".join(short[name] for name in names))
            for part, names in (("again", workshop.again), ("new", workshop.new)) if names]  # fmt: skip
    return said + ([call.text("tower.recap.left", n=workshop.left)] if workshop.left else [])


WAYS = (shown("/days/{day}/report", recap),)
