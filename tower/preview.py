"""A re-score as a preview: results read again under other rules by another process, line by line; nothing is applied.

One at a time: what it gave is held in memory until the next one, or until somebody is erased.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

PreviewState = Literal["running", "done", "stopped", "failed"]
MOST_PROBLEMS = 100
"""Problems of a file of rules that are told."""


class RereadProcess(Protocol):
    """The other process: its lines as they come, until it ends or is ended."""

    def lines(self) -> Iterator[str]:
        """Each line that it writes, and nothing more once it has ended."""
        ...

    def complaint(self) -> str:
        """What it said when it could not go on: a sentence, "" where it said none."""
        ...

    def end(self) -> None:
        """End it, wherever it is, and leave nothing of it on disk."""
        ...


@dataclass(frozen=True, slots=True)
class ToReread:
    """What is read again. `rules`: a file of rules, its name and bytes; None: those of this version of Envol."""

    workshop: str
    rules: tuple[str, bytes] | None
    language: str
    by: str
    at: datetime


Begin = Callable[[ToReread], RereadProcess]
"""Starts the other process. Raises OSError."""
MarginSpan = tuple[float, float, float]
"""Low, mean and high of a habileté, to be drawn."""


@dataclass(frozen=True, slots=True)
class SaidOtherwise:
    """One habileté of one person that would be said otherwise. `moved`: each rule with how it moved, its own first.

    `before`, `after`: "shown 2", "to_confirm"...; `spans`: the margin on each side, None where there is none.
    """

    who: str
    code: str
    habilete: str
    before: str
    after: str
    spans: tuple[MarginSpan | None, MarginSpan | None]
    moved: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Preview:
    """One preview, as far as it has come. `total`: results there are to read, 0 while that is not known.

    `left`: results that could not be read again, by why (the key of a sentence and its values).
    """

    asked: ToReread
    state: PreviewState = "running"
    total: int = 0
    read: int = 0
    changes: list[SaidOtherwise] = field(default_factory=list)
    left: Counter[tuple[str, tuple[tuple[str, str], ...]]] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def take(self, line: Mapping[str, Any]) -> None:
        """One line of the other process."""
        if "problem" in line:
            self.problems += [str(line["problem"])] if len(self.problems) < MOST_PROBLEMS else []
        elif "runs" in line:
            self.total = int(line["runs"])
        elif "why" in line:
            self.read += 1
            self.left[str(line["why"]), tuple(sorted((k, str(v)) for k, v in line["values"].items()))] += 1
        elif "who" in line:
            self.read += 1
            self.changes += [_change(line, said) for said in line["said"]]


def _change(line: Mapping[str, Any], said: Mapping[str, Any]) -> SaidOtherwise:
    own = [(str(m["rule"]), str(m["how"])) for m in line["moved"] if m["habilete"] == said["habilete"]]
    return SaidOtherwise(
        str(line["who"]), str(line["id"]), str(said["habilete"]), str(said["before"]), str(said["after"]),
        (_span(said, "before"), _span(said, "after")), tuple(own),
    )  # fmt: skip


def _span(said: Mapping[str, Any], side: str) -> MarginSpan | None:
    ends = said[f"margin_{side}"]
    return None if ends is None else (float(ends[0]), float(said[f"mean_{side}"]), float(ends[1]))


class Previews:
    """The last preview of a base, and the process that makes it."""

    def __init__(self, begin: Begin | None = None) -> None:
        """`begin`: None where no other process can be started; a preview then says that it failed."""
        self._begin = begin
        self._reading: RereadProcess | None = None
        self.last: Preview | None = None

    @property
    def running(self) -> bool:
        """Whether one is under way."""
        return self.last is not None and self.last.state == "running"

    def start(self, asked: ToReread) -> bool:
        """Begin one; False where another is under way."""
        if self.running:
            return False
        preview = self.last = Preview(asked)
        try:
            if self._begin is None:
                raise OSError("no other process here")
            reading = self._reading = self._begin(asked)
        except OSError:
            preview.state = "failed"
            return True
        threading.Thread(target=self._follow, args=(preview, reading), name="preview", daemon=True).start()
        return True

    def stop(self) -> None:
        """End the one that is under way; what it had read is not kept."""
        preview, reading = self.last, self._reading
        if preview is None or preview.state != "running" or reading is None:
            return
        preview.state = "stopped"
        preview.changes, preview.left = [], Counter()
        reading.end()

    def forget(self) -> None:
        """Keep nothing of anybody: somebody was erased."""
        self.stop()
        self.last = None

    def _follow(self, preview: Preview, reading: RereadProcess) -> None:
        whole = False
        try:
            for text in reading.lines():
                if preview.state != "running":
                    return
                line = json.loads(text)
                whole = whole or "end" in line
                preview.take(line)
        except (OSError, ValueError):
            whole = False
        finally:
            said = reading.complaint()
            reading.end()
        if preview.state == "running":
            preview.problems += [said] if said and not whole and not preview.problems else []
            preview.state = "done" if whole else "failed"
