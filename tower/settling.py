"""What could still tell of what is not sure: one answer, and one plan, for a person's page, their sheet and a pair."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from statistics import NormalDist

from export.store.matching import people_of
from export.store.people import Margin, counted_of, margins
from export.store.store import Store
from scenarios.model import Title
from scenarios.reference import in_order
from scoring.circuit import CanShow, WorkshopAtHand, expected_se, information
from scoring.match import MET, NOT_YET
from scoring.rules import evidence_rules
from scoring.types import LEVEL_CUTS
from tower.review import installed, workshops_for

SPREAD = 2 * NormalDist().inv_cdf(0.975)
"""How many SDs a margin is wide."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What could still tell of one habileté. `settle`: titles of the workshops that look at it and do not count yet,
    each with how many moments; `looks`: whether any workshop here looks at it, played or not.

    `enough`: "one" where each of `alone` would settle it by itself, "all" where those left would together, "none" where
    they would not; "" for what is not to confirm, or where none is left.
    """

    habilete: str
    statement: str
    settle: Mapping[str, int]
    looks: bool
    enough: str = ""
    alone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What to do next, in habiletés. `play`: a workshop's title and what it would tell of, the widest first.

    `also`: what those would probably not settle; `see`: what no workshop left looks at. Both are seen on the job.
    """

    play: tuple[tuple[str, tuple[str, ...]], ...] = ()
    also: tuple[str, ...] = ()
    see: tuple[str, ...] = ()

    def title_of(self, outlook: Outlook) -> str:
        """The workshop that is proposed for a habileté, "" for none."""
        return next((title for title, names in self.play if outlook.habilete in names), "")

    def within(self, outlooks: Sequence[Outlook]) -> "NextSteps":
        """The same plan for some habiletés alone, as an offer asks them: none goes to another workshop than there."""
        first = [title for title, _ in self.play]
        names_of: dict[str, list[str]] = {}
        for outlook in outlooks:
            titles = [title for title, names in self.play if outlook.habilete in names]
            ways = titles or sorted(_ways(outlook), key=lambda title: (title not in first, title))[:1]
            for title in ways:
                names_of.setdefault(title, []).append(outlook.habilete)
        order = sorted(names_of, key=lambda title: first.index(title) if title in first else len(first))
        return NextSteps(tuple((title, tuple(names_of[title])) for title in order), *_elsewhere(outlooks))


def plan_of(outlooks: Iterable[Outlook]) -> NextSteps:
    """The plan of a person: each habileté that is not shown goes to the workshop that tells of most, but for what takes
    all that are left, which stands under each. Of what nothing played looked at and nothing left does, nothing is said.
    """
    about = [outlook for outlook in outlooks if outlook.settle or outlook.statement not in ("shown", "not_measured")]
    left, play = {outlook.habilete: _ways(outlook) for outlook in about if outlook.settle}, []
    while left:
        titles = dict.fromkeys(title for ways in left.values() for title in ways)
        best = max(titles, key=lambda title: sum(title in ways for ways in left.values()))
        play.append((best, tuple(name for name, ways in left.items() if best in ways)))
        left = {
            outlook.habilete: rest for outlook in about
            if (rest := _rest(outlook, left.get(outlook.habilete, ()), best))
        }  # fmt: skip
    return NextSteps(tuple(play), *_elsewhere(about))


def _ways(outlook: Outlook) -> tuple[str, ...]:
    """The workshops that may be proposed for a habileté: those that settle it by themselves, where there are any."""
    return outlook.alone or tuple(outlook.settle)


def _rest(outlook: Outlook, left: Sequence[str], played: str) -> tuple[str, ...]:
    """What is still to be played for a habileté once a workshop is: nothing, but for what takes all of them."""
    done = played in left and outlook.enough != "all"
    return () if done else tuple(title for title in left if title != played)


def _elsewhere(outlooks: Sequence[Outlook]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is to be seen on the job too, and what there alone."""
    return (
        tuple(outlook.habilete for outlook in outlooks if outlook.settle and outlook.enough == "none"),
        tuple(outlook.habilete for outlook in outlooks if outlook.statement != "shown" and not outlook.settle),
    )


def outlooks_of(store: Store, who: str, now: datetime, language: str) -> dict[str, Outlook]:
    """What could still tell of each habileté of a person, in the order of the referential. Raises StoreError."""
    person, spans, played = people_of(store, now, who)[0], margins(store, who), counted_of(store, who)
    return {
        name: outlook(name, person.stated[name], played, spans[name], language) for name in in_order(person.stated)
    }


def outlook(
    habilete: str, statement: str, played: Collection[str], margin: Margin, language: str, level: int = 1
) -> Outlook:
    """What could still tell of a habileté at a level, `statement` being how it stands there."""
    looks = bool(workshops_for(habilete, (), language))
    if statement == "shown":
        return Outlook(habilete, statement, {}, looks)
    settle = workshops_for(habilete, played, language)
    if statement != "to_confirm":
        return Outlook(habilete, statement, settle, looks)
    return Outlook(habilete, statement, settle, looks, *settling(habilete, played, margin, language, level))


def settling(
    habilete: str, played: Collection[str], margin: Margin, language: str, level: int = 1
) -> tuple[str, tuple[str, ...]]:
    """How far the workshops left would settle a level, as `Outlook.enough`, and the titles of those that would alone,
    the one that tells most first.

    The estimate is taken to stay where it is and its margin to shrink as expected (`scoring.circuit.expected_se`).
    """
    person, sd = CanShow(), max(1e-6, (margin.high - margin.low) / SPREAD)
    left = [
        (information(workshop, habilete, person), title.of(language))
        for workshop, title in _at_hand() if workshop.workshop not in played
    ]  # fmt: skip
    left = sorted(((amount, title) for amount, title in left if amount > 0), reverse=True)

    def settled(cells: list[float]) -> bool:
        chance = NormalDist().cdf((margin.mean - LEVEL_CUTS[level - 1]) / expected_se(sd, cells))
        return chance >= MET or chance <= NOT_YET

    if not left:
        return "", ()
    alone = tuple(title for amount, title in left if settled([amount]))
    if alone:
        return "one", alone
    return ("all" if settled([amount for amount, _ in left]) else "none"), ()


@cache
def _at_hand() -> tuple[tuple[WorkshopAtHand, Title], ...]:
    """The workshops there are, as what they look at is reckoned, each with its title."""
    return tuple(
        (WorkshopAtHand(scenario.head.id, evidence_rules(scenario)), scenario.head.title) for scenario in installed()
    )
