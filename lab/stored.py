"""Stored runs for the commands that read many: what an archive holds, and each run under a scenario's rules."""

import argparse
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from game.simulation.trace import Trace, TraceError, from_bytes
from scenarios.model import Scenario
from scoring.estimate import Array
from scoring.evidence import observe
from scoring.rules import evidence_rules
from scoring.tree_sums import Patterns, counted_patterns

if TYPE_CHECKING:
    from export.store.archive import StoredRun

SHORT = 12
"""Characters of a scenario's hash that name the version of the rules, as in a packet."""
NOT_OF_IT = ("rescore.other", "packet.not_first")
"""Why a run of a base is not one of those that are read: no fault."""


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


@dataclass(frozen=True, slots=True)
class RunLeftOut:
    """A run that could not be read, under its name in the archive, and whose it is."""

    id: str
    candidate_id: str
    why: UnreadRun


@dataclass(frozen=True)
class FirstTries:
    """First tries of one workshop: answers to its rules as patterns, (patterns, rules), -1 where nothing was observed,
    and how many people gave each; whether people or robots played; the runs that were left out, by their names.
    """

    patterns: Patterns
    people: Array
    kinds: frozenset[str]
    left_out: list[RunLeftOut]


def first_tries(runs: "Iterable[StoredRun]", scenario: Scenario) -> FirstTries:
    """Every first try of some runs, under the scenario's rules."""
    keys, rules = scenario.params.model_dump(), evidence_rules(scenario)
    at = {rule.id: j for j, rule in enumerate(rules)}
    rows: list[Patterns] = []
    kinds: set[str] = set()
    left_out: list[RunLeftOut] = []
    for kept in runs:
        trace = trace_or_why(kept, scenario)
        if isinstance(trace, UnreadRun):
            if kept.candidate_id and trace.key in NOT_OF_IT:
                continue
            left_out.append(RunLeftOut(kept.id, kept.candidate_id, trace))
            continue
        if trace.header.get("form", "first") != "first":
            continue
        ease, device = ease_in(kept, trace), str(trace.header.get("device", "mouse"))
        kinds.add(str(trace.header.get("kind", "person")))
        row = np.full(len(at), -1, np.int8)
        for observation in observe(trace.events, rules, keys, task=scenario.head.id, device=device, ease=ease):
            if observation.category is not None:
                row[at[observation.rule]] = observation.category
        rows.append(row)
    counts = counted_patterns(np.array(rows, np.int8).reshape(-1, len(at)))
    return FirstTries(*counts, frozenset(kinds), _by_name(left_out))


def joined(parts: Iterable[FirstTries]) -> FirstTries:
    """The first tries of parts of an archive, one or more, in whatever order they come in, as those of the whole."""
    every = list(parts)
    counts = counted_patterns(
        np.concatenate([tries.patterns for tries in every]), np.concatenate([p.people for p in every])
    )
    kinds = frozenset(kind for tries in every for kind in tries.kinds)
    return FirstTries(*counts, kinds, _by_name(run for part in every for run in part.left_out))


def _by_name(left_out: Iterable[RunLeftOut]) -> list[RunLeftOut]:
    return sorted(left_out, key=lambda run: (run.id, run.candidate_id))


def one_kind(kinds: Collection[str]) -> str | None:
    """ "person" or "demo", None when both are there: they are never mixed."""
    return next(iter(kinds)) if len(set(kinds)) == 1 else None
