"""What a lamp shows of a mark as it tilts: whole numbers, continuous in the angle. This is what tells the kinds apart.

A crack lights only when the light grazes across it; a scratch shines over a wide band; an impact is always there and
its shadow turns over to the other side; a reflection slides with the lamp; a smear is the same at every angle.
"""

from collections.abc import Mapping
from dataclasses import dataclass

KINDS = ("crack", "impact", "scratch", "reflection", "smear")
REAL = ("crack", "impact", "scratch")
"""Kinds that are something on the metal."""
SIZED = ("impact", "scratch")
"""Kinds of which the size decides."""
WIDTH: Mapping[str, int] = {"crack": 20, "scratch": 52, "reflection": 34}
"""How far (degrees) from its best angle a mark goes dark."""
DENT, SMEAR = 55, 45
"""Least light of an impact, and the light of a smear, out of 100."""
SLIDES_UM = 260
"""How far a reflection moves along the blade for a degree of the lamp."""
LIT = 40
"""Light (0-100) from which a mark is plain to see in the lens."""


@dataclass(frozen=True, slots=True)
class Shine:
    """A mark under the lamp now: light 0-100, how far it has slid (um, towards the root), where its shadow lies."""

    light: int
    slid_um: int
    side: int  # -100 to 100: the shadow of an impact, on the left or on the right


def shine(kind: str, best_deg: int, lamp_deg: int) -> Shine:
    """What is seen of a mark. Raises KeyError for an unknown kind."""
    off = lamp_deg - best_deg
    if kind == "impact":
        return Shine(min(100, DENT + abs(lamp_deg) * (100 - DENT) // 40), 0, max(-100, min(100, lamp_deg * 100 // 40)))
    if kind == "smear":
        return Shine(SMEAR, 0, 0)
    wide = WIDTH[kind]
    light = max(0, 100 - 100 * off * off // (wide * wide))
    return Shine(light, off * SLIDES_UM if kind == "reflection" else 0, 0)
