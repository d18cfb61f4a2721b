"""Visits of one person put together: the first finished try of each workshop counts, whatever came when.

The post's numbers say what came after what. A workshop played again another day is left aside, whole; so what is said
does not depend on the order packets arrive in, and nothing is counted twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from export.packets.body import Body, Fact, PlayedWorkshop, looked_at, readout_of
from scenarios.reference import habiletes
from scoring.match import UNMEASURED
from scoring.profile import read_out
from scoring.types import Observation


@dataclass(frozen=True, slots=True)
class CountedRun:
    """A workshop that counts, and the packet its first finished try came in."""

    played: PlayedWorkshop
    body: Body


def counted(bodies: Sequence[Body]) -> tuple[CountedRun, ...]:
    """Which workshops of a person count. `bodies`: those of one person, in any order."""
    runs: dict[str, CountedRun] = {}
    for body in sorted(bodies, key=lambda body: body.sequence):
        for played in body.workshops:
            runs.setdefault(played.scenario, CountedRun(played, body))
    return tuple(runs.values())


def facts(count: Sequence[CountedRun]) -> tuple[Fact, ...]:
    """The facts of the workshops that count, each from the packet it counts from."""
    return tuple(
        fact
        for counted_run in count
        for fact in counted_run.body.observations
        if fact.task == counted_run.played.scenario
    )


def joined(count: Sequence[CountedRun]) -> str:
    """The read-out of several visits as the base keeps it, from all facts that count."""
    there = facts(count)
    version = "+".join(counted_run.played.rules_version for counted_run in count)
    profile = read_out(
        [observation_of(fact) for fact in there], (), [h.id for h in habiletes()], rules_version=version
    )
    measured = {measured_row.habilete for measured_row in profile.measured if measured_row.statement not in UNMEASURED}
    whole: Mapping[str, Any] = {
        "readout": readout_of(profile),
        "p_general": profile.p_general,
        "p_level_given_g": {name: rows for name, rows in profile.p_level_given_g if name in measured},
        "looked": looked_at(there),
    }
    return to_json(whole).decode()


def observation_of(fact: Fact) -> Observation:
    """A fact as scoring reads it; the events it rests on are in the trace."""
    return Observation(
        fact.rule, fact.habilete, fact.task, fact.category, fact.top, None, fact.weight, fact.a, fact.b, (),
        fact.why_missing,
    )  # fmt: skip
