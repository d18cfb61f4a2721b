"""What an exercise showed of the thing a fact speaks of, where no act bears the fact: it was offered, and left."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from scenarios.vocabulary import Event
from scoring.rules import EvidenceRule

MOST = 24
"""Moments of one fact that are listed."""


def around(rule: EvidenceRule, events: Sequence[Event], params: Mapping[str, Any]) -> list[int]:
    """Places in `events` of what speaks of the same thing as a rule: its zone, hole, tool, series, message.

    What its settings name is looked for in what each event holds, and the last event of each step they name is added;
    where nothing is found, the last of every step. Practice is left out. `params`: the scenario's, as plain data.
    """
    using = rule.using.model_dump()
    words = {word for value in using.values() for word in _words(value)}
    numbers = {(name, value) for name, value in using.items() if isinstance(value, int)}
    steps, exercise = _steps(events)
    named = {
        str(step["id"]) for step in params.get("phases", ())
        if words & {step["id"], step.get("zone") or step["id"]} or ("movement", step.get("movement")) in numbers
    }  # fmt: skip
    # A whole zone or step is shown by how it ended: each act in it would bury that.
    things = words - {str(step[name]) for step in params.get("phases", ()) for name in ("id", "zone") if name in step}
    places = {at for at in exercise if _speaks(events[at], things, numbers)}
    places |= {last for name, last in steps if name in named}
    return sorted(places or {last for _, last in steps})[:MOST]


def _words(value: object) -> Iterator[str]:
    """The words of a setting, also of a list of them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        yield from (word for word in value if isinstance(word, str))


def _speaks(event: Event, words: Collection[str], numbers: Collection[tuple[str, object]]) -> bool:
    if event.kind == "phase":
        return False
    return any(
        (isinstance(value, str) and value in words) or (not isinstance(value, bool) and (name, value) in numbers)
        for name, value in event.data.items() if isinstance(value, str | int)
    )  # fmt: skip


def _steps(events: Sequence[Event]) -> tuple[list[tuple[str, int]], list[int]]:
    """The steps of the exercise with the place of the last event of each, and the places of all its events."""
    last: dict[str, int] = {}
    places, name = [], ""
    for at, event in enumerate(events):
        if event.kind == "phase":
            name = str(event.data["name"])
        if name and name != "practice":
            last[name] = at
            places.append(at)
    return list(last.items()), places
