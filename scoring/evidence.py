"""From events to observations. Rules read events only; what was right stands in the scenario, never in the events."""

from collections.abc import Mapping, Sequence

from scenarios.vocabulary import Event
from scoring.families import cut
from scoring.readers import READERS
from scoring.readers.lasting import NOTHING, lasted, left_of
from scoring.readers.log import Log
from scoring.rules import EvidenceRule
from scoring.types import CUT, Observation


def observe(
    events: Sequence[Event],
    rules: Sequence[EvidenceRule],
    keys: Mapping[str, object],
    *,
    task: str,
    device: str = "mouse",
    ease: str = "unknown",
) -> tuple[Observation, ...]:
    """One observation per rule, in the order of the rules. `keys` is the scenario's `params` as plain data.

    Practice gives nothing: what comes under its phase is not read. What was offered and not done is lowest; what was
    never offered or was cut off is missing, and so is a rule of which fewer trials were offered than its least. What
    speaks of lasting (`lasts`) is no higher than the share of the work of those steps that was not left allows. A
    device without its own cuts makes the observation missing. Raises ValidationError for keys that hold nothing
    of what a reader needs (`envol check` tells it before).
    """
    log = Log(events, keys)
    return tuple(_observe(rule, log, (task, device, ease)) for rule in rules)


def cuts_read(
    events: Sequence[Event], rules: Sequence[EvidenceRule], keys: Mapping[str, object], *, device: str = "mouse"
) -> dict[str, tuple[float, ...]]:
    """The cuts that each rule of a run was read by, made for the trials that were offered (`observe`), by rule."""
    log = Log(events, keys)
    there = ((rule, rule.cuts_for(device)) for rule in rules)
    return {rule.id: READERS[rule.reads].read(log, rule.using).cuts(cuts) for rule, cuts in there if cuts is not None}


def _observe(rule: EvidenceRule, log: Log, where: tuple[str, str, str]) -> Observation:
    task, device, ease = where
    weight = rule.weight if rule.weight_when_hard is None or ease != "hard" else rule.weight_when_hard
    b = rule.thresholds()
    cuts = rule.cuts_for(device)
    if cuts is None:
        return Observation(rule.id, rule.habilete, task, None, len(b), None, weight, rule.a, b, (), "device")
    read = READERS[rule.reads].read(log, rule.using)
    seen = (read.offered, read.of, read.reach, read.case, read.n, read.extra, read.apart)
    if read.missing or read.offered < rule.fewest(read.of):
        return Observation(
            rule.id, rule.habilete, task, None, len(b), None, weight, rule.a, b, read.events, CUT, *seen,
            faults=read.faults,
        )  # fmt: skip
    used = read.cuts(cuts)
    reached = 0 if read.value is None or read.unfound else cut(read.value, used)
    left = left_of(log, rule.lasts)
    category = lasted(reached, len(b), left)
    return Observation(
        rule.id, rule.habilete, task, category, len(b), read.value, weight, rule.a, b, read.events, "", *seen,
        left=left if category < reached else NOTHING, faults=read.faults, cuts=used,
    )  # fmt: skip
