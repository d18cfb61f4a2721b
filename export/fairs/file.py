"""A fair described in one YAML file: day and hours, stands and their offers, people and when they cannot, pins.

Hours are read as an adviser writes them (`10:15`, `12:00-13:30`). Absences and pauses have no place for a reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from scenarios.load import ScenarioErrors, problems_of
from scenarios.safe import Problem
from scenarios.source import read_yaml
from scenarios.vocabulary import Where

MAX_SLOTS = 500
HOUR = r"([01]?[0-9]|2[0-3])[:h][0-5][0-9]"


def is_hour(text: str) -> bool:
    """Whether a text is an hour as an adviser writes it: `10:15` or `10h15`."""
    return re.fullmatch(HOUR, text) is not None


def is_span(text: str) -> bool:
    """Whether a text is an hour, or from one hour to another: `12:00-13:30`."""
    return re.fullmatch(rf"{HOUR}( ?- ?{HOUR})?", text) is not None


def as_span(text: str) -> str:
    """An hour or a span as an adviser types it, as it is kept: « 12h - 13h30 » and « 12 h à 13 h 30 » are 12:00-13:30.

    What cannot be read so comes back as it is, for `is_hour` and `is_span` to refuse.
    """
    parts = re.split(r"\s*(?:-|–|—|à|to)\s*", text.strip().lower())
    hours = [re.fullmatch(r"([01]?[0-9]|2[0-3])\s*(?:[:h.]\s*([0-5][0-9])?)?", part) for part in parts]
    # A figure alone may be anything: an hour has its h, or its minutes.
    if not 1 <= len(parts) <= 2 or not all(hours) or any(part.isdigit() for part in parts):
        return text.strip()
    return "-".join(f"{int(hour[1]):02d}:{hour[2] or '00'}" for hour in hours if hour)


def _hour(text: str) -> str:
    if not is_hour(text):
        raise PydanticCustomError("fair_hour", "an hour")
    return text


def _span(text: str) -> str:
    if not is_span(text):
        raise PydanticCustomError("fair_span", "an hour or a span")
    return text


def _day(text: str) -> str:
    try:
        # Python reads other forms too (20261203, 2026-W49-4), which would be compared as text.
        if date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise PydanticCustomError("fair_day", "a day")


Hour = Annotated[str, AfterValidator(_hour)]
FairSpan = Annotated[str, AfterValidator(_span)]
FairDay = Annotated[str, AfterValidator(_day)]
FairId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]
FairLine = Annotated[str, Field(min_length=1, max_length=120)]


class _FairPart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class StandIn(_FairPart):
    """A stand: `closed` says when it receives nobody; `accessible` is what the recruiter said of it, None: nothing."""

    id: FairId
    label: FairLine
    employer: FairLine
    siret: Annotated[str, Field(pattern=r"^([0-9]{14})?$")] = ""
    recruiters: Annotated[int, Field(ge=1, le=100)] = 1
    accessible: bool | None = None
    offers: Annotated[tuple[FairLine, ...], Field(min_length=1, max_length=200)]
    closed: tuple[FairSpan, ...] = ()


class PersonIn(_FairPart):
    """What a person needs, with no reason: when they are not there, how many interviews at most, a pause after each."""

    code: FairLine
    absent: tuple[FairSpan, ...] = ()
    max_interviews: Annotated[int, Field(ge=0, le=50)] = 5
    pause_after: bool = False


class PinIn(_FairPart):
    """An interview that is promised: every plan keeps it."""

    code: FairLine
    stand: FairId
    at: Hour


class FairIn(_FairPart):
    """The whole file."""

    id: FairId
    title: FairLine
    place: FairLine
    day: FairDay
    opens: Hour
    closes: Hour
    slot_minutes: Annotated[int, Field(ge=5, le=120)] = 15
    breaks: tuple[FairSpan, ...] = ()
    stands: Annotated[tuple[StandIn, ...], Field(min_length=1, max_length=1000)]
    people: Annotated[tuple[PersonIn, ...], Field(max_length=20_000)] = ()
    pinned: Annotated[tuple[PinIn, ...], Field(max_length=20_000)] = ()


@dataclass(frozen=True, slots=True)
class Hours:
    """The slots of a fair: from `first` (minutes since midnight), `number` of them, `length` minutes each."""

    first: int
    length: int
    number: int

    def starts(self, slot: int) -> str:
        """When a slot starts: « 10:15 »."""
        return clock(self.first + slot * self.length)

    def slot_at(self, hour: str) -> int | None:
        """The slot that starts at an hour, None when none does."""
        slot, rest = divmod(minutes(hour) - self.first, self.length)
        return slot if not rest and 0 <= slot < self.number else None

    def after(self, hour: str) -> int:
        """The first slot that starts at an hour or after it; all are over past the last."""
        return min(self.number, max(0, -(-(minutes(hour) - self.first) // self.length)))

    def touched(self, span: str) -> Iterator[int]:
        """The slots that a span touches, or that hold a single hour."""
        ends = [minutes(part) for part in span.split("-")]
        start, end = ends[0], ends[1] if len(ends) > 1 else ends[0] + 1
        for slot in range(self.number):
            begins = self.first + slot * self.length
            if begins < end and start < begins + self.length:
                yield slot


def minutes(hour: str) -> int:
    """`10:15` or `10h15` in minutes since midnight."""
    hours, rest = re.split("[:h]", hour.strip())
    return 60 * int(hours) + int(rest)


def clock(number: int) -> str:
    """Minutes since midnight as « 10:15 »."""
    return f"{number // 60:02d}:{number % 60:02d}"


def hours_of(fair: FairIn) -> Hours:
    """The slots from opening to closing; what is left of a slot at the end is none."""
    first = minutes(fair.opens)
    return Hours(first, fair.slot_minutes, max(0, (minutes(fair.closes) - first) // fair.slot_minutes))


def read_fair(path: Path) -> FairIn:
    """The fair of a file, checked. Raises ScenarioErrors with every problem found, each with its line."""
    data, lines = read_yaml(path)
    try:
        fair = FairIn.model_validate(data)
    except ValidationError as error:
        raise ScenarioErrors(problems_of(error, FairIn, path.name, lines, ())) from error
    problems = [
        Problem(path.name, lines.line(where), ".".join(map(str, where)), code, values)
        for where, code, values in _across(fair)
    ]
    if problems:
        raise ScenarioErrors(problems)
    return fair


FairFault = tuple[Where, str, dict[str, object]]


def _across(fair: FairIn) -> Iterator[FairFault]:
    """What single values cannot tell: no slot, too many, ids twice, pins to nowhere, spans turned round."""
    hours = hours_of(fair)
    if not 1 <= hours.number <= MAX_SLOTS:
        yield ("closes",), "fair_no_hours", {"n": hours.number, "limit": MAX_SLOTS}
    for part, ids in (("stands", [s.id for s in fair.stands]), ("people", [p.code for p in fair.people])):
        for index, name in enumerate(ids):
            if name in ids[:index]:
                yield (part, index), "twice", {"name": name}
    stands = {stand.id for stand in fair.stands}
    for index, pin in enumerate(fair.pinned):
        if pin.stand not in stands:
            yield ("pinned", index), "fair_no_stand", {"got": pin.stand, "expected": ", ".join(sorted(stands))}
        if hours.slot_at(pin.at) is None:
            yield ("pinned", index), "fair_no_slot", {"got": pin.at, "n": hours.length}
    for path, span in _spans(fair):
        ends = [minutes(part) for part in span.split("-")]
        if len(ends) > 1 and ends[1] <= ends[0]:
            yield path, "fair_backwards", {"got": span}


def _spans(fair: FairIn) -> Iterator[tuple[Where, str]]:
    for index, span in enumerate(fair.breaks):
        yield ("breaks", index), span
    for row, stand in enumerate(fair.stands):
        for index, span in enumerate(stand.closed):
            yield ("stands", row, "closed", index), span
    for row, person in enumerate(fair.people):
        for index, span in enumerate(person.absent):
            yield ("people", row, "absent", index), span
