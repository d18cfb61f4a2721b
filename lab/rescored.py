"""One stored run read again under new rules: what `envol rescore` reports, wherever it is worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from export.store.archive import StoredRun
from export.store.joining import observation_of
from game.journey.measured import score
from lab.stored import SHORT, UnreadRun, ease_in, trace_or_why
from scenarios.model import Scenario
from scenarios.reference import habiletes
from scoring.estimate import GAMMA2, SIGMA
from scoring.evidence import observe
from scoring.profile import read_out
from scoring.rescore import Rescored, Side, Stated, categories, compare, graded, labelled, statements
from scoring.rules import EvidenceRule, evidence_rules
from scoring.types import Profile


@dataclass(frozen=True)
class NewRules:
    """New rules with the name of their version, and the scale (sigma, gamma2) they are read on."""

    rules: tuple[EvidenceRule, ...]
    version: str
    scale: tuple[float, float]


@dataclass(frozen=True, slots=True)
class ComparedRun:
    """A run of the archive: what would change, else why it could not be read. `id`: its name in the report."""

    id: str
    candidate_id: str
    rescored: Rescored | None
    why: UnreadRun | None

    @property
    def place(self) -> tuple[str, str]:
        """Where it stands in the report; runs of one person stand in the order they were read in."""
        return self.id, self.candidate_id


def compared(kept: StoredRun, scenario: Scenario, new: NewRules) -> ComparedRun:
    """A stored run under the scenario's rules and under new ones; in a database, what is said of its person."""
    trace = trace_or_why(kept, scenario, other_rules=kept.stands is not None)
    if isinstance(trace, UnreadRun):
        return ComparedRun(kept.id, kept.candidate_id, None, trace)
    names, keys = [h.id for h in habiletes()], scenario.params.model_dump()
    device, ease = str(trace.header.get("device", "mouse")), ease_in(kept, trace)
    # What the other workshops of the person showed stays as it was stored.
    others = [observation_of(fact) for fact in kept.others]

    def side(rules: Sequence[EvidenceRule], version: str, scale: tuple[float, float]) -> tuple[Profile, Side]:
        seen = observe(trace.events, rules, keys, task=scenario.head.id, device=device, ease=ease)
        alone = read_out(seen, [(trace.events, scenario.watched)], names, rules_version=version, scale=scale)
        whole = read_out([*seen, *others], (), names, rules_version=version, scale=scale) if others else alone
        return alone, (categories(seen), statements(whole))

    _, after = side(new.rules, new.version, new.scale)
    recorded: Mapping[str, Any] = trace.header.get("score", {})
    before: Side = ({}, {})
    # Rules of another version are not at hand: whether they would give their score again is not known.
    same: bool | None = None
    if trace.header["hash"] == scenario.hash:
        profile, before = side(evidence_rules(scenario), scenario.hash[:SHORT], (SIGMA, GAMMA2))
        same = score(profile) == dict(recorded)
    version = scenario.hash[:SHORT]
    if kept.body and kept.played and kept.stands is not None:
        # What was stored is what was said: it is compared as it stands, not made again.
        version = kept.played.rules_version
        before = (
            {o.rule: graded(o) for o in kept.body.observations if o.task == scenario.head.id},
            {name: Stated(labelled(s.statement, s.level), s.mean, (s.low, s.high))
             for name, s in kept.stands.items() if s.n_offered},
        )
    return ComparedRun(kept.id, kept.candidate_id, Rescored(kept.id, version, *compare(before, after), same), None)
