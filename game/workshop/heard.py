"""Which facts that every workshop has are heard, and as what; a mechanic adds its own."""

from collections.abc import Mapping

HEARD: Mapping[str, str] = {
    "tool_take": "take", "fod_take": "take", "exchange": "take", "exchange_bin": "take", "tool_return": "place",
    "wear": "take", "pose": "place", "tag": "tag", "isolate_bin": "tag", "call": "button", "reply": "button",
    "point": "button", "search": "button", "count_set": "button", "sheet_set": "button", "doc_open": "page",
    "folder": "page", "redo": "paper", "sign": "done", "bell": "bell", "fod_fall": "falls",
}  # fmt: skip
"""Facts that always sound the same. What is not here, an act that is refused among them, is silent."""
