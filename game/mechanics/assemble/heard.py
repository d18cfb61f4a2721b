"""Which facts of the workshop are heard, and as what: right and wrong are told by matter, never by a jingle."""

from collections.abc import Mapping

from scenarios.vocabulary import Event

HEARD: Mapping[str, str] = {
    "tool_take": "take", "pick": "take", "fod_take": "take", "exchange": "take", "tool_return": "place",
    "put_back": "place", "place": "place", "pose": "place", "check": "tick", "pige_read": "tick",
    "head_verdict": "tick", "isolate": "red_box", "tag": "tag", "isolate_bin": "tag", "call": "button",
    "reply": "button", "point": "button", "count_set": "button", "sheet_set": "button", "doc_open": "page",
    "folder": "page", "redo": "paper", "sign": "done", "bell": "bell", "fod_fall": "falls",
}  # fmt: skip
"""Facts that always sound the same. What is not here, an act that is refused among them, is silent."""


def heard(event: Event, tolerance_um: int) -> str:
    """The name of the sound of a fact, "" when it is silent.

    A head sounds as the metal is: within `tolerance_um` of its line and unmarked, too high, or crushed.
    """
    if event.kind != "head":
        return HEARD.get(event.kind, "")
    above = int(event.data["h_um"]) - int(event.data["target_um"])
    if above > tolerance_um:
        return "hollow"
    return "crushed" if above < -tolerance_um or int(event.data["traces"]) else "formed"
