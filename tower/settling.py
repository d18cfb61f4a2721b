"""Which workshop would settle what is to confirm, were the rest to look like what was seen."""

from collections.abc import Collection
from statistics import NormalDist

from export.store.people import Margin
from scoring.circuit import CanShow, WorkshopAtHand, expected_se, information
from scoring.match import MET, NOT_YET
from scoring.rules import evidence_rules
from scoring.types import LEVEL_CUTS
from tower.review import installed

SPREAD = 2 * NormalDist().inv_cdf(0.975)
"""How many SDs a margin is wide."""


def settling(habilete: str, played: Collection[str], margin: Margin, language: str) -> tuple[str, str]:
    """The end of a key, and a title: "one" where a workshop by itself would settle the first level, "all" where those
    left would together, "none" where they would not; "" where no workshop is left.

    The estimate is taken to stay where it is and its margin to shrink as expected (`scoring.circuit.expected_se`).
    """
    person, sd = CanShow(), max(1e-6, (margin.high - margin.low) / SPREAD)
    left = [
        (information(WorkshopAtHand(s.head.id, evidence_rules(s)), habilete, person), s.head.title.of(language))
        for s in installed() if s.head.id not in played
    ]  # fmt: skip
    left = sorted((workshop for workshop in left if workshop[0] > 0), reverse=True)

    def settled(cells: list[float]) -> bool:
        chance = NormalDist().cdf((margin.mean - LEVEL_CUTS[0]) / expected_se(sd, cells))
        return chance >= MET or chance <= NOT_YET

    if not left:
        return "", ""
    if settled([left[0][0]]):
        return "one", left[0][1]
    return ("all" if settled([cell for cell, _ in left]) else "none"), ""
