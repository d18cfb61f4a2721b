"""A sitting on one page: what its group tried, what was looked at and what was not, what to prepare for the next one.

Nobody is in it: it speaks of the workshops, and of people by sums that ten of them at least are in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from desk.match_words import Words
from export.store.days import day_of, seats_of
from export.store.sittings import TogetherTold, together
from scenarios.check import DOES
from scenarios.model import Scenario
from scenarios.reference import habiletes
from scoring.conduct import whole
from scoring.match import TASKS_FOR_NOT_YET
from tower.call import Call, shown
from tower.pages.days import budget, circuit_of
from tower.review import installed

NOTHING_YET = TogetherTold(None, None, {}, None)
"""Of a sitting that was not opened: who shared at its seats that day is no group of its, and two plans could be made
that differ by one post."""
MOST_NEXT = 3
"""Workshops that are named for the next sitting."""


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


def next_workshops(circuit: Sequence[str], sums: TogetherTold, language: str) -> list[WorkshopToPrepare]:
    """The workshops that would settle most, the first of them first: workshops are put in order, never people.

    Those of the sitting itself count where ten people at least have something there that it looks at.
    """
    seen, to_prepare = looked_at(circuit), []
    for scenario in installed():
        looks, left = looks_of(scenario), sums.left.get(scenario.head.id, 0)
        fresh = scenario.head.id not in circuit
        again = tuple(name for name in looks if fresh and name in seen.once)
        new = tuple(name for name in looks if fresh and name in seen.never)
        if again or new or left:
            title = scenario.head.title.of(language)
            to_prepare.append(WorkshopToPrepare(scenario.head.id, title, scenario.head.minutes, again, new, left))
    to_prepare.sort(key=lambda workshop: (-workshop.left, -len(workshop.again), -len(workshop.new)))
    return to_prepare[:MOST_NEXT]


def recap(call: Call) -> Response:
    """One A4 page for whoever led the group: it may be shown to anybody."""
    day, language = day_of(call.store, call.words["day"]), call.login.language
    planned = [workshop_id for workshop_id in day["circuit"].split(",") if workshop_id]
    room = budget(call, planned, str(day["minutes"]))
    out = room["fits"]["out"] if room["fits"] else ()
    circuit = [workshop_id for workshop_id in planned if workshop_id not in out]
    sums = NOTHING_YET
    if day["state"] != "planned":
        sums = together(call.store, day["day_id"], {scenario.head.id: looks_of(scenario) for scenario in installed()})
    short, seen = Words(call.store, call.voice).short, looked_at(circuit)
    parts = {"often": seen.often, "once": seen.once, "never": seen.never, "nowhere": seen.nowhere}
    named = {part: [short[name] for name in names] for part, names in parts.items()}
    upcoming = next_workshops(circuit, sums, language)
    return call.page(
        "recap.html", one=day, seats=len(seats_of(call.store, day["day_id"])), sums=sums, seen=named,
        tried=tried(planned, language), out=out, fits=room["fits"],
        upcoming=[(workshop, said_next(call, workshop, short)) for workshop in upcoming],
        circuit_next=fitting([workshop.id for workshop in upcoming] or planned, day["minutes"]),
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


def fitting(workshops: Sequence[str], minutes: int) -> list[str]:
    """Those of some workshops that fit in a sitting as long as this one, in their order; at least the first."""
    chosen: list[str] = []
    for workshop_id in workshops:
        circuit = circuit_of(",".join([*chosen, workshop_id]))
        if not chosen or whole([usual for _, usual in circuit]) <= minutes:
            chosen.append(workshop_id)
    return chosen


WAYS = (shown("/days/{day}/report", recap),)
