"""Of an habileté, the two facts that tell most in a line: one of the best that was seen, and one of the least good."""

from collections.abc import Sequence
from dataclasses import dataclass

from tower.review import Evidence, SeenFact

STATES = ("open", "part", "done")
WEIGHTS = ("much_against", "some_against", "little", "some_for", "much_for")


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact in a line. `which`: "best" or "least"; `state`: done, part or open; `title`: of its workshop."""

    which: str
    said: str
    state: str
    title: str


def extremes(runs: Sequence[Evidence], habilete: str) -> list[FactLine]:
    """The best and the least good fact of an habileté among the runs that count, each in a line; one alone where all
    that was seen is as good. Nothing where nothing can be told.

    Among facts of one state, that which weighs most leads: a hard moment done well, an easy one not done; then one that
    is said in one part, for a line holds one.
    """
    facts = [
        (fact, run.title) for run in runs if not run.problem for fact in run.facts
        if fact.habilete == habilete and fact.state in STATES
    ]  # fmt: skip
    if not facts:
        return []
    ranked = sorted(facts, key=lambda pair: (*rank(pair[0], habilete), len(pair[0].parts) > 1))
    best = min(ranked, key=lambda pair: ([-place for place in rank(pair[0], habilete)], len(pair[0].parts)))
    least = ranked[0]
    several = [("best", best), ("least", least)] if least[0].state != best[0].state else [("best", best)]
    return [FactLine(which, fact.parts[0].rstrip("."), fact.state, title) for which, (fact, title) in several]


def rank(fact: SeenFact, habilete: str) -> tuple[int, int]:
    """How good a fact is: its state, then how it weighs on an habileté."""
    weighs = fact.weighs.get(habilete, "little")
    return STATES.index(fact.state), WEIGHTS.index(weighs) if weighs in WEIGHTS else WEIGHTS.index("little")
