"""From a finished exercise to what scoring says of it."""

from collections.abc import Sequence
from dataclasses import replace

from game.simulation.session import Session
from scenarios.model import Scenario
from scenarios.reference import habiletes
from scoring.rules import evidence_rules
from scoring.types import Observation, Profile


def score(profile: Profile) -> dict[str, list[float]]:
    """What is compared when a trace is played again: mean and SD of each habileté observed."""
    return {m.habilete: [m.mean, m.sd] for m in profile.measured if m.n_observed}


def observed(scenario: Scenario, session: Session, device: str, ease: str = "unknown") -> tuple[Observation, ...]:
    """One observation a rule, from the events of an exercise."""
    from scoring.evidence import observe

    keys = scenario.params.model_dump()
    return observe(session.events, evidence_rules(scenario), keys, task=scenario.head.id, device=device, ease=ease)


def grids() -> None:
    """Load scoring and work out the grids that every profile stands on."""
    from scoring.estimate import tree

    tree()


def measure(scenario: Scenario, session: Session, device: str, ease: str = "unknown") -> Profile:
    """What the exercise showed of the 17 habiletés."""
    return profile_of([(scenario, session, observed(scenario, session, device, ease))])


OfWorkshop = tuple[Scenario, Session, tuple[Observation, ...]]
"""A workshop, its finished first try, and what that showed."""


def profile_of(workshops: Sequence[OfWorkshop]) -> Profile:
    """The profile that the observations of one workshop or of several give together. Each workshop occurs once."""
    from scoring.profile import read_out

    names = [h.id for h in habiletes()]
    observations = [item for _, _, observations in workshops for item in observations]
    version = "+".join(rules_of(scenario) for scenario, _, _ in workshops)
    runs = [(session.events, scenario.watched) for scenario, session, _ in workshops]
    return read_out(observations, runs, names, rules_version=version)


def told_of(profile: Profile, observations: Sequence[Observation]) -> Profile:
    """A profile as a person is told it: nothing is shown that its own observations, alone, would not show. What is
    stored and sent stays the profile itself."""
    from scoring.profile import as_told

    return replace(profile, measured=as_told(profile, observations))


def rules_of(scenario: Scenario) -> str:
    """The name of a workshop's rules, as results bear it."""
    return scenario.hash[:12]
