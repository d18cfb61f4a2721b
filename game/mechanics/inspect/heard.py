"""Which facts of inspection are heard, and as what: never whether a word was right."""

from collections.abc import Mapping

from scenarios.vocabulary import Event

HEARD: Mapping[str, str] = {
    "tool_take": "take", "fod_take": "take", "exchange": "take", "tool_return": "place", "turn": "ratchet",
    "lens": "glass", "lit": "gleam", "measure": "tick", "zero": "tick", "lock": "latch", "start_mark": "paper",
    "decide": "button", "head_verdict": "tick", "tag": "tag", "call": "button", "reply": "button",
    "count_set": "button", "sheet_set": "button", "doc_open": "page", "folder": "page", "redo": "paper",
    "sign": "done", "bell": "bell", "fod_fall": "falls",
}  # fmt: skip
"""Facts that always sound the same. What is not here, an act that is refused among them, is silent."""


def heard(event: Event) -> str:
    """The name of the sound of a fact, "" when it is silent."""
    return HEARD.get(event.kind, "")
