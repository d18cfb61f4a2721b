"""What tests of reading results again share: a process that says some lines, and those of a result that changes."""

import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

TRUE = {"habilete": "normes_consignes", "before": "to_confirm", "after": "shown 2",
        "mean_before": 0.1, "mean_after": 0.9, "margin_before": [-0.8, 0.9], "margin_after": [0.2, 1.6]}  # fmt: skip
MOVED = (("NOR1", "up"), ("X9", "gone"))
GONE = {"habilete": "dexterite", "before": "shown 1", "after": "not_measured", "mean_before": 0.2, "mean_after": 0.0,
        "margin_before": [-0.5, 0.9], "margin_after": None}  # fmt: skip


@dataclass
class Told:
    """Another process that says some lines, once it may."""

    said: Sequence[dict[str, Any]]
    why: str = ""
    go: threading.Event = field(default_factory=threading.Event)
    ended: bool = False

    def lines(self) -> Iterator[str]:
        yield json.dumps({"runs": 60, "rules": "abc"})
        self.go.wait(20)
        yield from (json.dumps(one) for one in self.said)

    def complaint(self) -> str:
        return self.why

    def end(self) -> None:
        self.ended = True
        self.go.set()


def run_of(who: str, code: str, *said: dict[str, Any]) -> dict[str, Any]:
    """A line of the other process: a result that was read again, and what of it would be said otherwise."""
    moved = [{"rule": rule, "habilete": "normes_consignes", "how": how} for rule, how in MOVED]
    return {"id": code, "who": who, "version": "v", "moved": moved if said else [], "said": list(said)}
