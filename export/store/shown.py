"""What the moments of a result showed, by habileté: as expected, partly, not yet; the words the person was told."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from export.packets.body import Fact
from export.store.archive import StoredRun
from scoring.types import Observation

STATES = ("done", "part", "open")
UNSEEN = "unseen"
"""Facts that count and were not seen, or too little: cut off, or never offered."""


def state_of(fact: Fact | Observation) -> str:
    """How a fact stands: done, part or open; "" for one that is missing."""
    if fact.category is None:
        return ""
    return "done" if fact.category == fact.top else "part" if fact.category else "open"


def shown_states(runs: Iterable[StoredRun]) -> dict[str, Counter[str]]:
    """By habileté, of the facts that count, how many were done, done in part, not, or not seen; of one person's runs.

    A packet that does not open adds nothing: `with_states` then says nothing of what cannot be summed.
    """
    states_of: dict[str, Counter[str]] = {}
    for run in runs:
        if run.body is None or run.played is None:
            continue
        for fact in run.body.observations:
            if fact.task == run.played.scenario:
                states_of.setdefault(fact.habilete, Counter())[state_of(fact) or UNSEEN] += 1
    return states_of


def with_states(card: dict[str, Any], states: dict[str, Counter[str]]) -> dict[str, Any]:
    """A card whose rows say what their moments showed, where that sums to what was observed; else they say nothing.

    There « offered » is those looked at and those not seen, what a stop cut off among them: as many as the page lists.
    """
    rows = []
    for row in card["rows"]:
        known = states.get(row["habilete"], Counter())
        whole = row["observed"] and sum(known[name] for name in STATES) == row["observed"]
        counts = {name: known[name] for name in (*STATES, UNSEEN)}
        rows.append({**row, **counts, "offered": row["observed"] + known[UNSEEN]} if whole else row)
    return {**card, "rows": rows}
