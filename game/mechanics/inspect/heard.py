"""Which facts of inspection are heard, and as what: never whether a word was right."""

from collections.abc import Mapping

from game.workshop import heard as shared

HEARD: Mapping[str, str] = {
    **shared.HEARD, "turn": "rotor", "lens": "lens_set", "lit": "gleam", "measure": "tick", "zero": "tick",
    "lock": "latch", "start_mark": "paper", "decide": "stamp", "head_verdict": "tick",
}  # fmt: skip
"""Facts that always sound the same."""

