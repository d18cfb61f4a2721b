"""What could be tried next: the workshop that would say most to this person, as data for the hangar and the pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assets.texts import Catalogue, lowered
from scenarios.model import Scenario
from scenarios.reference import habiletes
from scoring.rules import evidence_rules
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
    profile: Profile, scenarios: Sequence[Scenario], closed: Sequence[str], person: "CanShow", room: int
) -> NextWorkshop | None:
    """The next workshop for no offer in particular, None when none of those left would say more."""
    from scoring.circuit import propose

    proposal: Proposal = propose({}, profile, at_hand(scenarios), closed, person, room)
    if not proposal.workshop:
        return None
    why, names = ("settles", proposal.settles) if proposal.settles else ("looks", proposal.looks)
    return NextWorkshop(
        proposal.workshop, why, tuple(sorted(names, key=lambda name: proposal.expected[name]))[:MOST_NAMES]
    )


def would_say(
    profile: Profile, scenarios: Sequence[Scenario], closed: Sequence[str], person: "CanShow"
) -> Mapping[str, str]:
    """For each habileté that is open, the installed workshop not yet done that would say most of it."""
    from scoring.circuit import information, is_open, reachable

    left = [
        workshop for workshop in at_hand(scenarios) if workshop.workshop not in closed and reachable(workshop, person)
    ]
    workshops_of = {}
    for uncertain in profile.measured:
        informed = [(information(w, uncertain.habilete, person), w.workshop) for w in left]
        best = max(informed, default=(0.0, ""), key=lambda pair: pair[0])
        if is_open(uncertain) and best[0] > 0:
            workshops_of[uncertain.habilete] = best[1]
    return workshops_of


def in_words(names: Sequence[str], language: str) -> str:
    """Habiletés as what one does, in plain words: « Travailler sous tension » is taken for live wires."""
    label = {habilete.id: habilete.label(language, easy=True) for habilete in habiletes()}
    return Catalogue.load().t("common.and_then", language).join(lowered(label[name]) for name in names)
