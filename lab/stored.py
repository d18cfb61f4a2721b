"""Stored runs for the commands that read many: what an archive holds, and each run under a scenario's rules."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assets.voice import Voice
from game.simulation.trace import Trace, TraceError, from_bytes
from scenarios.model import Scenario
from scoring.rules import evidence_rules
from scoring.types import Observation

if TYPE_CHECKING:
    from export.store.archive import StoredRun

SHORT = 12
"""Characters of a scenario's hash that name the version of the rules, as in a packet."""


@dataclass(frozen=True)
class OpenArchive:
    """The runs of an archive, read as they are asked for; `count`: how many of a workshop there are, 0: not known."""

    runs: "Iterator[StoredRun]"
    count: Callable[[str], int]


@contextmanager
def kept_in(options: argparse.Namespace) -> Iterator[OpenArchive]:
    """The archive (`base`): a folder of traces, else a matching database with its keys. Raises StoreError, OSError."""
    from export.packets.keys import kept_organisation
    from export.store.archive import counted_runs, from_folder, from_store
    from export.store.beside import organisation_beside
    from export.store.opening import open_base

    if isinstance(options.base, Path) and options.base.is_dir():
        yield OpenArchive(from_folder(options.base), lambda _: 0)
        return
    with open_base(options.base, make=False) as store:
        kept = kept_organisation(options.keys) if options.keys else organisation_beside(store.path)
        yield OpenArchive(from_store(store, kept), lambda workshop: counted_runs(store, workshop))


@dataclass(frozen=True)
class UnreadRun:
    """Why a run cannot be read: the key of a sentence and its values."""

    key: str
    values: dict[str, str]


def trace_or_why(kept: "StoredRun", scenario: Scenario, *, other_rules: bool = False) -> Trace | UnreadRun:
    """The trace of a run of this very scenario, or why there is none.

    `other_rules`: one that was played on the same bench and read by other rules will do.
    """
    # First of all whose it is: a packet that does not open leaves no run of another workshop unread.
    if kept.played is not None and kept.played.scenario != scenario.head.id:
        return UnreadRun("rescore.other", {"scenario": kept.played.scenario})
    if kept.problem:
        return UnreadRun(kept.problem, {})
    try:
        trace = from_bytes(kept.trace)
    except TraceError as error:
        return UnreadRun(error.key, {})
    if trace.header.get("scenario") != scenario.head.id:
        return UnreadRun("rescore.other", {"scenario": str(trace.header.get("scenario", "?"))})
    same_bench = other_rules and trace.header.get("bench") == scenario.bench
    if trace.header.get("hash") != scenario.hash and not same_bench:
        return UnreadRun("rescore.other_version", {"version": str(trace.header.get("hash", "?"))[:SHORT]})
    return trace


def ease_in(kept: "StoredRun", trace: Trace) -> str:
    """The class of ease with the device that was stored with a run, "unknown" when there was none."""
    return (kept.body.device_ease if kept.body else str(trace.header.get("ease", ""))) or "unknown"


@dataclass(frozen=True)
class Stored:
    """First tries of one scenario: who (a name in the archive), person or robot, ease, observations."""

    names: list[str]
    kinds: list[str]
    ease: list[str]
    observations: list[tuple[Observation, ...]]
    left_out: list[tuple[str, str]]


def first_tries(options: argparse.Namespace, scenario: Scenario, voice: Voice) -> Stored:
    """Every first try of an archive, under the scenario's rules; what cannot be read is named with its reason."""
    from scoring.evidence import observe

    found = Stored([], [], [], [], [])
    keys = scenario.params.model_dump()
    with kept_in(options) as archive:
        for kept in archive.runs:
            trace = trace_or_why(kept, scenario)
            if isinstance(trace, UnreadRun):
                found.left_out.append((kept.id, voice.say(trace.key, **trace.values)))
                continue
            if trace.header.get("form", "first") != "first":
                continue
            ease, device = ease_in(kept, trace), str(trace.header.get("device", "mouse"))
            found.names.append(kept.id)
            found.kinds.append(str(trace.header.get("kind", "person")))
            found.ease.append(ease)
            found.observations.append(
                observe(trace.events, evidence_rules(scenario), keys, task=scenario.head.id, device=device, ease=ease)
            )
    return found


def one_kind(kinds: Sequence[str]) -> str | None:
    """ "person" or "demo", None when both are there: they are never mixed."""
    return kinds[0] if len(set(kinds)) == 1 else None
