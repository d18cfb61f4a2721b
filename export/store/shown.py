"""What the moments of a result showed, by habileté: as expected, partly, not yet; the words the person was told."""

from collections import Counter
from typing import Any

from nacl.public import PrivateKey

from export.packets.body import Fact
from export.store.archive import packets_of, stored_runs
from export.store.store import Store
from scoring.types import Observation

STATES = ("done", "part", "open")
UNSEEN = "unseen"
"""Facts that count and were not seen, or too little: cut off, or never offered."""


def state_of(fact: Fact | Observation) -> str:
    """How a fact stands: done, part or open; "" for one that is missing."""
    if fact.category is None:
        return ""
    return "done" if fact.category == fact.top else "part" if fact.category else "open"


def shown_states(store: Store, organisation: PrivateKey, candidate_id: str) -> dict[str, Counter[str]]:
    """By habileté, of the facts that count, how many were done, done in part, not, or not seen; from the packets.

    A packet that does not open adds nothing: `with_states` then says nothing of what cannot be summed.
    """
    found: dict[str, Counter[str]] = {}
    for packet_id in packets_of(store, candidate_id):
        for run in stored_runs(store, organisation, packet_id):
            if run.body is None or run.played is None:
                continue
            for fact in run.body.observations:
                state = state_of(fact)
                if fact.task == run.played.scenario:
                    found.setdefault(fact.habilete, Counter())[state or UNSEEN] += 1
    return found


def with_states(card: dict[str, Any], states: dict[str, Counter[str]]) -> dict[str, Any]:
    """A card whose rows say what their moments showed, where that sums to what was observed; else they say nothing."""
    rows = []
    for row in card["rows"]:
        known = states.get(row["habilete"], Counter())
        whole = row["observed"] and sum(known[name] for name in STATES) == row["observed"]
        rows.append({**row, **({name: known[name] for name in (*STATES, UNSEEN)} if whole else {})})
    return {**card, "rows": rows}
