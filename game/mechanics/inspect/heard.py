"""Which facts of inspection are heard, and as what: never whether a word was right."""

from collections.abc import Mapping

from game.workshop import heard as shared
from scenarios.vocabulary import Event

HEARD: Mapping[str, str] = {
    **shared.HEARD, "turn": "rotor", "lens": "lens_set", "lit": "gleam", "measure": "tick", "zero": "tick",
    "lock": "latch", "start_mark": "paper", "decide": "stamp", "head_verdict": "tick",
}  # fmt: skip
"""Facts that always sound the same."""
STEPS = 9
"""How many blades the sound of a word rises over, before it begins anew."""


def heard(event: Event) -> str:
    """What is heard of a fact, "" for nothing: a word with one more step of a scale, the same for each of the three."""
    name = HEARD.get(event.kind, "")
    return f"{name}_{(int(event.data.get('n', 1)) - 1) % STEPS + 1}" if event.kind == "decide" else name

