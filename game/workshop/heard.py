"""Which facts that every workshop has are heard, and as what; a mechanic adds its own."""

from collections.abc import Mapping

REFUSED = "refused"
READS = ("doc_open", "folder")
FORWARD = ("phase", "movement_end", "lesson_told", "job", "pose", "point", "count_set", "sheet_set", "search", "sign")
"""Facts every workshop has, for whoever looks after the room: an act that could not be done now, documents opened, a
step forward."""

HEARD: Mapping[str, str] = {
    "tool_take": "take", "fod_take": "take", "exchange": "take", "exchange_bin": "take", "tool_return": "place",
    "wear": "take", "pose": "place", "tag": "tag", "isolate_bin": "tag", "call": "button", "reply": "button",
    "point": "button", "search": "button", "count_set": "button", "sheet_set": "button", "doc_open": "page",
    "folder": "page", "redo": "paper", "sign": "stamp", "bell": "bell", "fod_fall": "falls",
    "learnt": "learnt",
}  # fmt: skip
"""Facts that always sound the same. What is not here, an act that is refused among them, is silent."""
