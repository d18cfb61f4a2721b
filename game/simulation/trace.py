"""The trace: a whole run in a compact, canonical form that plays again bit for bit."""

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from game.simulation.session import play_again
from game.simulation.task import Task
from scenarios.safe import SourceErrors
from scenarios.safe_json import parse_json
from scenarios.vocabulary import Action, Event

FORMAT = 1
MAX_PACKED = 2_000_000
MAX_PLAIN = 40_000_000
MAX_DEPTH, MAX_NODES = 8, 3_000_000
"""A trace is rows of plain values: nothing in it goes deep."""
MAX_TICKS = 8 * 3600 * 50
"""Eight hours: nobody plays a workshop for longer, and playing it again must end."""
NEEDED = {"scenario": str, "hash": str, "mechanic": str, "seed": int, "form": str, "device": str, "clock": bool}
"""What a header names to play again, where it names it, and of which kind."""
BEGINS = b"\x78"


class TraceError(ValueError):
    """A file that is not a trace we can read; `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Trace:
    """`header` names what is needed to play again: scenario, hash, seed, form, options, device, kind."""

    header: Mapping[str, Any]
    actions: tuple[Action, ...]
    events: tuple[Event, ...]
    digests: tuple[tuple[int, str], ...]

    def to_bytes(self) -> bytes:
        """Canonical JSON, its SHA-256 in front, deflated. The same run gives the same bytes."""
        plain = json.dumps(
            {
                "format": FORMAT,
                "header": dict(self.header),
                "actions": _rows((a.tick, a.verb, a.args) for a in self.actions),
                "events": _rows((e.tick, e.kind, e.data) for e in self.events),
                "digests": [list(d) for d in self.digests],
            },
            sort_keys=True, separators=(",", ":"), ensure_ascii=False,
        ).encode()  # fmt: skip
        return zlib.compress(hashlib.sha256(plain).digest() + plain, 9)


def _rows(entries: Any) -> list[list[Any]]:
    """Ticks as differences: most acts follow one another closely."""
    rows, last = [], 0
    for tick, word, data in entries:
        rows.append([tick - last, word, dict(data)])
        last = tick
    return rows


def _unrows(rows: Sequence[Sequence[Any]]) -> list[tuple[int, str, Mapping[str, Any]]]:
    entries: list[tuple[int, str, Mapping[str, Any]]] = []
    tick = 0
    for step, word, data in rows:
        tick = _moment(tick + int(step), tick)
        entries.append((tick, str(word), dict(data)))
    return entries


def _moment(tick: int, after: int = 0) -> int:
    """A tick that may stand in a trace. Raises ValueError for one before the last, or beyond any run."""
    if not after <= tick <= MAX_TICKS:
        raise ValueError(tick)
    return tick


def _header(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """A header with all that playing again needs. Raises KeyError, TypeError or ValueError when it lacks something."""
    for name, kind in NEEDED.items():
        if name in data and type(data[name]) is not kind:
            raise TypeError(name)
    return dict(data)


def from_bytes(packed: bytes) -> Trace:
    """Read a trace. Raises TraceError for anything else, an altered file or one that inflates too far."""
    if len(packed) > MAX_PACKED:
        raise TraceError("trace.too_big")
    inflate = zlib.decompressobj()
    try:
        plain = inflate.decompress(packed, MAX_PLAIN)
    except zlib.error as error:
        # What begins as ours was ours: a byte was changed since.
        raise TraceError("trace.altered" if packed[:1] == BEGINS else "trace.not_a_trace") from error
    if inflate.unconsumed_tail:
        raise TraceError("trace.too_big")
    if not inflate.eof or inflate.unused_data or hashlib.sha256(plain[32:]).digest() != plain[:32]:
        raise TraceError("trace.altered")
    try:
        data = parse_json(plain[32:].decode(), "trace", depth=MAX_DEPTH, nodes=MAX_NODES)
        if data["format"] != FORMAT:
            raise TraceError("trace.newer")
        return Trace(
            _header(data["header"]),
            tuple(Action(*row) for row in _unrows(data["actions"])),
            tuple(Event(*row) for row in _unrows(data["events"])),
            tuple((_moment(int(tick)), str(digest)) for tick, digest in data["digests"]),
        )
    except (KeyError, TypeError, ValueError, SourceErrors) as error:
        if isinstance(error, TraceError):
            raise
        raise TraceError("trace.not_a_trace") from error


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether playing again gives the same events and digests, and the first tick where it does not."""

    same_events: bool
    same_digests: bool
    first_difference: int | None


def verify(trace: Trace, make: Callable[[Mapping[str, Any]], Task[object]]) -> Verdict:
    """Play a trace again on a fresh task made from its header, and compare bit for bit."""
    until = trace.digests[-1][0] if trace.digests else 0
    again = play_again(make(trace.header), list(trace.actions), until)
    differing = [min(a.tick, b.tick) for a, b in zip(again.events, trace.events, strict=False) if a != b]
    return Verdict(
        tuple(again.events) == trace.events, tuple(again.digests) == trace.digests, differing[0] if differing else None
    )
