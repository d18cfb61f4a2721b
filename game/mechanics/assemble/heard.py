"""Which facts of the workshop are heard, and as what: right and wrong are told by matter, never by a jingle."""

from collections.abc import Mapping

from game.mechanics.assemble.motions import lines_um
from game.workshop import heard as shared
from scenarios.vocabulary import Event

HEARD: Mapping[str, str] = {
    **shared.HEARD, "pick": "take", "put_back": "place", "take_out": "take", "place": "place", "check": "tick",
    "pige_read": "tick", "jaw": "tick", "head_verdict": "tick", "isolate": "red_box",
}  # fmt: skip
"""Facts that always sound the same."""


def heard(event: Event, tolerance_um: int, revision: str = "") -> str:
    """The name of the sound of a fact, "" when it is silent.

    The bell of a `revision` is rung by the scene, once the window that explains it is there. A head sounds as the metal
    is: within `tolerance_um` of its line and unmarked, too high, or crushed.
    """
    if event.kind == "bell" and event.data.get("event") == revision:
        return ""
    if event.kind != "head":
        return HEARD.get(event.kind, "")
    above = int(event.data["h_um"]) - lines_um(event)
    if above > tolerance_um:
        return "hollow"
    return "crushed" if above < -tolerance_um or int(event.data["traces"]) else "formed"
