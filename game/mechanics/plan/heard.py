"""Which facts of the store are heard, and as what: never whether a choice was right."""

from collections.abc import Mapping

from game.workshop import heard as shared
from scenarios.vocabulary import Event

HEARD: Mapping[str, str] = {
    **shared.HEARD, "lay": "place", "lift": "take", "walk": "page", "scan": "tick", "take": "take", "more": "take",
    "put_back": "place", "isolate": "red_box", "open_kit": "paper", "fill": "place", "unfill": "take", "rock": "hollow",
    "depart": "trolley", "head_verdict": "tick",
}  # fmt: skip
"""Facts that always sound the same."""


def heard(event: Event) -> str:
    """The name of the sound of a fact, "" when it is silent; that a lid comes down is heard where it is seen to."""
    return HEARD.get(event.kind, "")
