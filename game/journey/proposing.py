"""What could be tried next: the workshop that would say most to this person, as data for the hangar and the pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assets.texts import Catalogue, lowered
from scenarios.model import Scenario
from scenarios.reference import habiletes
from scoring.rules import evidence_rules
from scoring.settling import NextSteps, plan_of
from scoring.types import Profile

if TYPE_CHECKING:
    from scoring.circuit import CanShow, Proposal, WorkshopAtHand

MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class NextWorkshop:
    """A workshop that is proposed, why (a key of `hangar.why.`), and the habiletés it is about, most telling first."""

    workshop: str
    why: str
    habiletes: tuple[str, ...]


def at_hand(scenarios: Sequence[Scenario]) -> "list[WorkshopAtHand]":
    """The installed workshops as scoring sees them."""
    # Not at the top: scoring is loaded beside the window, after the first frame.
    from scoring.circuit import WorkshopAtHand

    return [
        WorkshopAtHand(scenario.head.id, evidence_rules(scenario), scenario.head.needs.model_dump())
        for scenario in scenarios
    ]


def can_show(device: str, ease: str) -> "CanShow":
    """What this person can show, as far as the way in was looked at."""
    from scoring.circuit import CanShow

    return CanShow(device, ease == "hard")


def next_of(
    profile: Profile, scenarios: Sequence[Scenario], closed: Sequence[str], person: "CanShow", room: int,
    language: str = "fr",
) -> NextWorkshop | None:  # fmt: skip
    """The next workshop for no offer in particular, None when none of those left would say more.

    It is the first of the plan that the pass and the tower say; what it would settle and look at is reckoned beside.
    """
    from scoring.circuit import propose

    play = next_steps(profile, scenarios, closed, person, language).play
    first = [scenario for scenario in scenarios if play and scenario.head.title.of(language) == play[0][0]]
    proposal: Proposal = propose({}, profile, at_hand(first or scenarios), closed, person, room)
    if not proposal.workshop:
        return None
    why, names = ("settles", proposal.settles) if proposal.settles else ("looks", proposal.looks)
    return NextWorkshop(
        proposal.workshop, why, tuple(sorted(names, key=lambda name: proposal.expected[name]))[:MOST_NAMES]
    )


def next_steps(
    profile: Profile, scenarios: Sequence[Scenario], closed: Sequence[str], person: "CanShow", language: str
) -> NextSteps:
    """What to do next, workshops by their titles: the plan that an adviser reads in the tower of the same person."""
    from scoring.circuit import outlooks_of

    titled = {
        scenario.head.title.of(language): there
        for scenario, there in zip(scenarios, at_hand(scenarios), strict=True)
    }  # fmt: skip
    return plan_of(outlooks_of(profile, titled, closed, person).values())


def in_words(names: Sequence[str], language: str) -> str:
    """Habiletés as what one does, in plain words: « Travailler sous tension » is taken for live wires."""
    label = {habilete.id: habilete.label(language, easy=True) for habilete in habiletes()}
    return Catalogue.load().t("common.and_then", language).join(lowered(label[name]) for name in names)
