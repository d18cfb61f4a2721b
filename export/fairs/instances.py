"""Fairs as plain files: reading an instance, writing a plan. What is wrong in a file is named, never guessed."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from export.files.whole import read_whole, write_whole
from scoring.fair import Candidate, Instance, Pinned, Plan, PossibleMeeting, Stand, conflicts

MAX_BYTES = 64_000_000
MAX_CELLS = 10_000_000
"""People x stands: more than this is not a fair, and would not fit in a workshop's machine."""
Many = TypeVar("Many")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong and where: `key` names a sentence of `fair.yaml`, `values` fill it."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


class FairTrouble(Exception):
    """All that is wrong with a file."""

    def __init__(self, *troubles: Trouble) -> None:
        super().__init__(f"{len(troubles)} problem(s)")
        self.troubles = troubles


class _InstanceModel(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True)


InstanceName = Annotated[str, Field(min_length=1, max_length=100)]
SlotNumber = Annotated[int, Field(ge=0, le=499)]


class _PlanStand(_InstanceModel):
    id: InstanceName
    recruiters: Annotated[int, Field(ge=1, le=100)]
    closed: list[SlotNumber] = []


class _PlanCandidate(_InstanceModel):
    id: InstanceName
    absent: list[SlotNumber] = []
    max_interviews: Annotated[int, Field(ge=0, le=500)]
    pause_after: bool = False


class _PlanPair(_InstanceModel):
    candidate: InstanceName
    stand: InstanceName
    value: Annotated[float, Field(ge=0, le=1_000_000)]


class _PlanPin(_InstanceModel):
    candidate: InstanceName
    stand: InstanceName
    slot: SlotNumber


class _File(_InstanceModel):
    slots: Annotated[int, Field(ge=1, le=500)]
    stands: list[_PlanStand]
    candidates: list[_PlanCandidate]
    pairs: list[_PlanPair]
    pinned: list[_PlanPin] = []


def read_instance(path: Path) -> Instance:
    """The fair of a file, checked. Raises FairTrouble with every problem found."""
    data = _read_json(path)
    try:
        read = _File.model_validate(data)
    except ValidationError as error:
        raise FairTrouble(*(_trouble(error) for error in error.errors(include_url=False))) from error
    troubles = _cross_check(read)
    if troubles:
        raise FairTrouble(*troubles)
    fair = Instance(
        slots=read.slots,
        stands=tuple(Stand(stand.id, stand.recruiters, frozenset(stand.closed)) for stand in read.stands),
        candidates=tuple(
            Candidate(candidate.id, frozenset(candidate.absent), candidate.max_interviews, candidate.pause_after)
            for candidate in read.candidates
        ),
        pairs=tuple(PossibleMeeting(pair.candidate, pair.stand, pair.value) for pair in read.pairs),
        pinned=tuple(Pinned(pin.candidate, pin.stand, pin.slot) for pin in read.pinned),
    )
    broken = conflicts(fair, fair.pinned)
    if broken:
        raise FairTrouble(*(Trouble(f"fair.pin.{conflict.rule}", conflict.values) for conflict in broken))
    return fair


def write_plan(path: Path, plan: Plan) -> None:
    """Write a plan aside, then put it in place at once: a reader never sees half a file. Raises FairTrouble."""
    text = json.dumps(asdict(plan), ensure_ascii=False, indent=1) + "\n"
    try:
        write_whole(path, text.encode(), private=False)
    except OSError as error:
        raise FairTrouble(Trouble("fair.unwritable", {"reason": error})) from error


def _read_json(path: Path) -> Any:
    try:
        raw = read_whole(path, MAX_BYTES)
    except OSError as error:
        raise FairTrouble(Trouble("fair.unreadable", {"reason": error})) from error
    if raw is None:
        raise FairTrouble(Trouble("fair.too_big", {"limit": MAX_BYTES // 1_000_000}))
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse_constant, object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        raise FairTrouble(Trouble("fair.encoding")) from error
    except RecursionError as error:
        raise FairTrouble(Trouble("fair.too_deep")) from error
    except json.JSONDecodeError as error:
        raise FairTrouble(Trouble("fair.not_json", {"line": error.lineno, "column": error.colno})) from error
    except ValueError as error:
        # Python refuses to read numbers of thousands of digits.
        raise FairTrouble(Trouble("fair.not_json", {"line": 1, "column": 1})) from error


def _refuse_constant(word: str) -> NoReturn:
    raise FairTrouble(Trouble("fair.not_a_number", {"word": word}))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    by_name = dict(pairs)
    if len(by_name) < len(pairs):
        names = [name for name, _ in pairs]
        raise FairTrouble(Trouble("fair.twice", {"name": next(name for name in names if names.count(name) > 1)}))
    return by_name


def _trouble(error: Any) -> Trouble:
    """pydantic's error as a sentence key: where, what was found, what was expected."""
    where = ".".join(str(part) for part in error["loc"]) or "-"
    context = error.get("ctx", {})
    kind = str(error["type"])
    values: dict[str, object] = {"where": where, "got": repr(error["input"])[:60]}
    if kind == "missing":
        return Trouble("fair.missing", values)
    if kind == "extra_forbidden":
        return Trouble("fair.unknown_field", values)
    if kind in ("greater_than_equal", "less_than_equal"):
        limit = context.get("ge", context.get("le"))
        return Trouble("fair.too_low" if "ge" in context else "fair.too_high", {**values, "limit": limit})
    wanted = {"int": "int", "float": "number", "bool": "bool", "string": "text", "list": "list", "model": "object"}
    for start, name in wanted.items():
        if kind.startswith(start):
            return Trouble(f"fair.expected.{name}", values)
    return Trouble("fair.expected.number" if kind == "finite_number" else "fair.wrong", values)


def _twice(names: list[Many]) -> list[Many]:
    seen: set[Many] = set()
    return [name for name in names if name in seen or seen.add(name)]  # type: ignore[func-returns-value]


def _cross_check(read: _File) -> list[Trouble]:
    """What single values cannot tell: ids twice or unknown, slots past the last, too large a fair."""
    stands, people = [stand.id for stand in read.stands], [candidate.id for candidate in read.candidates]
    if len(stands) * len(people) > MAX_CELLS:
        return [Trouble("fair.too_large", {"limit": MAX_CELLS})]
    troubles = [Trouble("fair.id_twice", {"where": "stands", "id": name}) for name in _twice(stands)]
    troubles += [Trouble("fair.id_twice", {"where": "candidates", "id": name}) for name in _twice(people)]
    for candidate, stand in _twice([(pair.candidate, pair.stand) for pair in read.pairs]):
        troubles.append(Trouble("fair.pair_twice", {"candidate": candidate, "stand": stand}))
    every, there = set(people), set(stands)
    named = [(f"pairs.{at}", pair.candidate, pair.stand) for at, pair in enumerate(read.pairs)]
    named += [(f"pinned.{at}", pin.candidate, pin.stand) for at, pin in enumerate(read.pinned)]
    for where, who, stand in named:
        for kind, name, ids in (("candidate", who, every), ("stand", stand, there)):
            if name not in ids:
                troubles.append(Trouble("fair.unknown_id", {"where": f"{where}.{kind}", "id": name}))
    slots = [(f"stands.{at}.closed", slot) for at, stand in enumerate(read.stands) for slot in stand.closed]
    slots += [
        (f"candidates.{at}.absent", slot) for at, candidate in enumerate(read.candidates) for slot in candidate.absent
    ]
    slots += [(f"pinned.{at}.slot", pin.slot) for at, pin in enumerate(read.pinned)]
    for where, slot in slots:
        if slot >= read.slots:
            troubles.append(Trouble("fair.no_slot", {"where": where, "slot": slot, "last": read.slots - 1}))
    return troubles
