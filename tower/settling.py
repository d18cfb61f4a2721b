"""What could still tell of what is not sure: one answer, and one plan, for a person's page, their sheet and a pair.

The answer and the plan are scoring's (`scoring.circuit.outlook`, `scoring.settling`): a person's pass reads the same.
"""

from collections.abc import Collection
from datetime import datetime
from functools import cache

from desk.match_words import Words
from export.store.matching import people_of
from export.store.people import Margin, counted_of, margins
from export.store.store import Store
from scenarios.reference import in_order
from scoring import circuit
from scoring.circuit import CanShow, WorkshopAtHand
from scoring.match import MET
from scoring.rules import evidence_rules
from scoring.settling import NextSteps as NextSteps
from scoring.settling import Outlook as Outlook
from scoring.settling import plan_of as plan_of
from tower.review import installed, workshops_for


def outlooks_of(store: Store, who: str, now: datetime, words: Words) -> dict[str, Outlook]:
    """What could still tell of each habileté of a person as it is told, in the order of the referential. Raises
    StoreError."""
    person, spans, played = people_of(store, now, who)[0], margins(store, who), counted_of(store, who)
    looks = {}
    for name in in_order(person.stated):
        level = max(1, sum(p >= MET for p in spans[name].p_levels))
        said = words.told_statement(who, name, person.stated[name], level)
        expected = said != (person.stated[name], level)
        stands = "to_confirm" if expected else said[0]
        looks[name] = outlook(name, stands, played, spans[name], words.language, expected=expected)
    return looks


def outlook(
    habilete: str, statement: str, played: Collection[str], margin: Margin, language: str, level: int = 1, *,
    expected: bool = False,
) -> Outlook:
    """What could still tell of a habileté at a level, `statement` being how it stands there; see
    `scoring.circuit.outlook`."""
    looks = bool(workshops_for(habilete, (), language))
    left = _left(played, language)
    span = _span(margin)
    return circuit.outlook(
        habilete, statement, span, left, CanShow(), looks=looks, level=level, expected=expected
    )  # fmt: skip


def settling(
    habilete: str, played: Collection[str], margin: Margin, language: str, level: int = 1
) -> tuple[str, tuple[str, ...]]:
    """How far the workshops left would settle a level, and the titles of those that would alone
    (`scoring.circuit.settling`)."""
    return circuit.settling(habilete, _span(margin), _left(played, language), CanShow(), level)


def _span(margin: Margin) -> tuple[float, float, float]:
    return margin.low, margin.mean, margin.high


def _left(played: Collection[str], language: str) -> dict[str, WorkshopAtHand]:
    """The workshops that do not count yet, by title, as what they look at is reckoned."""
    return {title: there for title, there in _titled(language).items() if there.workshop not in played}


@cache
def _titled(language: str) -> dict[str, WorkshopAtHand]:
    """The workshops there are, by title."""
    return {
        scenario.head.title.of(language): WorkshopAtHand(scenario.head.id, evidence_rules(scenario))
        for scenario in installed()
    }
