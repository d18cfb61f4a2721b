"""What a packet holds: the model that checks one that arrives, and the helper that makes one from a profile."""

import base64
import binascii
import math
import re
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from export.packets.meaning import check_given, check_read, check_thresholds, moment
from export.packets.traces import read_head
from scenarios.plain import is_plain
from scenarios.reference import habiletes
from scoring.match import TASKS_FOR_NOT_YET
from scoring.match import Wishes as Said
from scoring.types import Observation, Profile

FORMAT = 3
"""3: one visit, of one to four workshops, each with its own trace, and the visit's own id. 2: one workshop, signed as
it was packed, so that nothing is unpacked before its post is known. 1: one workshop. 1 and 2 are still read."""
MOST_WORKSHOPS = 4
ONE_WORKSHOP = ("scenario", "scenario_hash", "rules_version", "trace")
"""What formats 1 and 2 say of their only workshop."""
NODES = 31
MAX_TRACE = 2_250_000
"""Bytes of a trace in a packet."""


def _plain(text: str) -> str:
    if not is_plain(text) or text != text.strip():
        raise ValueError("hidden signs")
    return text


def _moment(text: str) -> str:
    moment(text)
    return text


CODE = r"^[A-Z][0-9]-[A-Z]{3}$"
"""The code of a person in the room; `code_typed` reads one."""
HexId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
BodyWord = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_plain)]
BodyName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.+-]{0,79}$")]
"""What a program calls a workshop, a rule, a version: no words, for it stands on pages as it comes."""
Scale = Annotated[float, Field(ge=-10, le=10)]
Chance = Annotated[float, Field(ge=0, le=1)]
Levels = tuple[Chance, Chance, Chance]
MomentText = Annotated[str, AfterValidator(_moment)]


class BodyPart(BaseModel):
    """Every part refuses unknown names, wrong types, infinities."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Consent(BodyPart):
    """What the person said yes to."""

    share: Literal[True]
    months: Literal[3, 24]


class ShownHabilete(BodyPart):
    """The read-out of one habileté."""

    mean: Scale
    sd: Annotated[float, Field(gt=0, le=10)]
    low: Scale
    high: Scale
    p_levels: Levels
    statement: Literal["shown", "to_confirm", "not_yet", "not_enough", "not_measured"]
    level: Annotated[int, Field(ge=1, le=3)]
    n_observed: Annotated[int, Field(ge=0, le=10_000)]
    n_offered: Annotated[int, Field(ge=0, le=10_000)]

    @model_validator(mode="after")
    def _means(self) -> "ShownHabilete":
        check_read(self)
        return self


class Fact(BodyPart):
    """One graded observation, without the events it rests on: those are in the trace."""

    rule: BodyName
    habilete: BodyName
    task: BodyName
    category: Annotated[int, Field(ge=0, le=9)] | None
    top: Annotated[int, Field(ge=1, le=9)]
    weight: Annotated[float, Field(ge=0, le=10)]
    a: Annotated[float, Field(gt=0, le=10)]
    b: Annotated[tuple[Scale, ...], Field(max_length=9)]
    why_missing: Literal["", "device", "cut"] = ""

    @model_validator(mode="after")
    def _means(self) -> "Fact":
        check_thresholds(self.b, self.top)
        if self.category is not None and (self.category > self.top or self.why_missing):
            raise ValueError("category")
        return self


YesNo = Literal["yes", "no"]
BasinCode = Annotated[str, Field(pattern=r"^[0-9]{4}$")]
AskedConstraint = Literal[
    "day", "shifts_2x8", "shifts_3x8", "nights", "weekends", "travel", "licence_b", "standing", "heights"
]  # fmt: skip


class StatedWishes(BodyPart):
    """What the person said of basins (by code) and of conditions: yes or no. What is not in it was not asked.

    `commute`: how far to work each day. A packet of format 1 held ticks alone: a tick is a yes, the rest was not
    asked, and its « travel » was the way to work or the whole region, so that nothing follows of travel in the job.
    """

    places: Annotated[dict[BasinCode, YesNo], Field(max_length=100)] = {}
    conditions: dict[AskedConstraint, YesNo] = {}
    commute: Literal["near", "around"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _ticks(cls, raw: Any) -> Any:
        if not isinstance(raw, dict) or not {"areas", "shifts", "travel"} & set(raw):
            return raw
        ticks = Ticks.model_validate(raw)
        return {"places": dict.fromkeys(ticks.areas, "yes"), "conditions": dict.fromkeys(ticks.shifts or (), "yes")}


class Ticks(BodyPart):
    """Wishes as format 1 wrote them."""

    areas: Annotated[tuple[BasinCode, ...], Field(max_length=60)] = ()
    shifts: tuple[Literal["day", "shifts_2x8", "shifts_3x8", "nights", "weekends"], ...] | None = None
    travel: Literal["yes", "no"] | None = None


class PlayedWorkshop(BodyPart):
    """A workshop of the visit: the finished first try, which rules read it, when it ended, its own trace."""

    scenario: BodyName
    scenario_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{12,64}$")]
    rules_version: BodyName
    made_at: MomentText
    trace: Annotated[str, Field(max_length=3_000_000)]

    def check_trace(self, kind: str) -> None:
        """Raise ValueError unless the trace is one, of this scenario and kind of player; an empty one was not kept."""
        if not self.trace:
            return
        try:
            packed = base64.b64decode(self.trace, validate=True)
        except binascii.Error as error:
            raise ValueError("trace") from error
        head = read_head(packed)
        if (head.scenario, head.kind) != (self.scenario, kind) or head.hash != self.scenario_hash:
            raise ValueError("trace")


class Body(BodyPart):
    """The shared result of one visit.

    `candidate_id` is the person, `visit_id` the visit: the same, unless the person came back with the code of their
    paper. Then the visit goes on from what the person shared before; `export.store.joining` puts them together.
    """

    format: Literal[1, 2, 3]
    packet_id: HexId
    station_id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    sequence: Annotated[int, Field(ge=1, le=2**53)]
    sitting_id: HexId
    candidate_id: HexId
    visit_id: HexId
    code: Annotated[str, Field(pattern=CODE)]
    kind: Literal["person", "demo"]
    made_at: MomentText
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    workshops: Annotated[tuple[PlayedWorkshop, ...], Field(min_length=1, max_length=MOST_WORKSHOPS)]
    scale_version: BodyName
    device_ease: Literal["", "unknown", "easy", "medium", "hard"]
    consent: Consent
    readout: dict[str, ShownHabilete]
    p_general: Annotated[tuple[Chance, ...], Field(min_length=NODES, max_length=NODES)]
    p_level_given_g: dict[str, Annotated[tuple[Levels, ...], Field(min_length=NODES, max_length=NODES)]]
    gates: Annotated[
        dict[BodyWord, Literal["kept", "kept_after_reminder", "not_kept", "not_met"]], Field(max_length=100)
    ]
    observations: Annotated[tuple[Fact, ...], Field(max_length=2000)]
    wishes: StatedWishes

    @property
    def scenario(self) -> str:
        """The workshops of the visit, in their order, as one word."""
        return "+".join(workshop.scenario for workshop in self.workshops)

    @property
    def rules_version(self) -> str:
        """The rules that read them, in the same order."""
        return "+".join(workshop.rules_version for workshop in self.workshops)

    @model_validator(mode="after")
    def _whole(self) -> "Body":
        known = {h.id for h in habiletes()}
        if set(self.readout) - known or set(self.readout) != set(self.p_level_given_g):
            raise ValueError("readout")
        if not math.isclose(sum(self.p_general), 1, abs_tol=1e-3):
            raise ValueError("p_general")
        for name, shown in self.readout.items():
            check_given(self.p_general, self.p_level_given_g[name], shown.p_levels)
        self._facts_count(known)
        names = [workshop.scenario for workshop in self.workshops]
        if len(set(names)) < len(names):
            raise ValueError("workshops")
        if self.format == FORMAT:
            self._facts_are_of(set(names))
        for played in self.workshops:
            played.check_trace(self.kind)
        return self

    def _facts_are_of(self, workshops: set[str]) -> None:
        """Each fact is of a workshop of the visit, and said once."""
        if {o.task for o in self.observations} - workshops:
            raise ValueError("observations")
        if len({(o.task, o.rule) for o in self.observations}) < len(self.observations):
            raise ValueError("observations")
        # « Not yet » is what two workshops saw: facts of one alone deny it.
        seen = {(o.habilete, o.task) for o in self.observations if o.category is not None}
        tasks = Counter(habilete for habilete, _ in seen)
        not_yet = [name for name, shown in self.readout.items() if shown.statement == "not_yet"]
        if any(0 < tasks[name] < TASKS_FOR_NOT_YET for name in not_yet):
            raise ValueError("observations")

    def _facts_count(self, known: set[str]) -> None:
        """No more facts of a habileté than its read-out counts, each of a habileté there is."""
        seen = Counter(o.habilete for o in self.observations if o.category is not None)
        if {o.habilete for o in self.observations} - known:
            raise ValueError("observations")
        if any(name not in self.readout or n > self.readout[name].n_observed for name, n in seen.items()):
            raise ValueError("observations")


def lifted(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """A body of format 1 or 2 as format 3 says the same; any other as it stands. Raises ValueError for a mixture."""
    if raw.get("format") not in (1, 2):
        return raw
    if {"workshops", "visit_id"} & set(raw):
        raise ValueError("workshops")
    rest = {name: value for name, value in raw.items() if name not in ONE_WORKSHOP}
    only = {name: raw[name] for name in (*ONE_WORKSHOP, "made_at") if name in raw}
    return rest | {"visit_id": raw.get("candidate_id"), "workshops": [only]}


@dataclass(frozen=True, slots=True)
class Who:
    """Whose result it is, of which sitting and visit ("" where the person has no other); `kind`: "person" or "demo"."""

    candidate_id: str
    sitting_id: str
    code: str
    kind: str
    visit_id: str = ""


@dataclass(frozen=True, slots=True)
class WorkshopRun:
    """A workshop of the visit, when its first try ended (ISO text with its zone), and the trace of it."""

    scenario: str
    scenario_hash: str
    rules_version: str
    made_at: str
    trace: bytes = b""


@dataclass(frozen=True, slots=True)
class What:
    """What was played, when it is shared (`made_at`: ISO text with its zone), in which language, with what ease."""

    workshops: tuple[WorkshopRun, ...]
    made_at: str
    language: str
    device_ease: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How long the person lets it be kept (3 or 24 months), and where and when they could work."""

    months: int = 3
    wishes: Said = field(default_factory=Said)


def code_typed(text: str) -> str:
    """The code of the room as it is written, from what was typed: any case, with or without its dash; "" for none."""
    plain = "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())
    code = f"{plain[:2]}-{plain[2:]}"
    return code if re.fullmatch(CODE, code) else ""


def new_id() -> str:
    """A random 128-bit id, in hexadecimal."""
    return secrets.token_hex(16)


def make_body(
    profile: Profile, observations: Sequence[Observation], who: Who, what: What, agreement: Agreement
) -> dict[str, Any]:
    """What `packet.seal` takes; the station, its sequence and the packet's id are added when it is sealed."""
    return {
        "format": FORMAT,
        "sitting_id": who.sitting_id, "candidate_id": who.candidate_id, "code": who.code, "kind": who.kind,
        "visit_id": who.visit_id or who.candidate_id, "made_at": what.made_at, "language": what.language,
        "workshops": [
            {"scenario": workshop.scenario, "scenario_hash": workshop.scenario_hash,
             "rules_version": workshop.rules_version, "made_at": workshop.made_at,
             "trace": base64.b64encode(workshop.trace).decode("ascii")}
            for workshop in what.workshops
        ],
        "scale_version": profile.scale_version, "device_ease": what.device_ease,
        "consent": {"share": True, "months": agreement.months},
        "readout": readout_of(profile),
        "p_general": list(profile.p_general),
        "p_level_given_g": {name: [list(row) for row in rows] for name, rows in profile.p_level_given_g},
        "gates": dict(profile.gates),
        "observations": [_fact(o) for o in observations],
        "wishes": {
            "places": dict(agreement.wishes.places), "conditions": dict(agreement.wishes.conditions),
            "commute": agreement.wishes.commute,
        },
    }  # fmt: skip


def readout_of(profile: Profile) -> Mapping[str, Mapping[str, Any]]:
    """The read-out of each habileté, as a packet and the base hold it."""
    return {
        m.habilete: {
            "mean": m.mean, "sd": m.sd, "low": m.low, "high": m.high, "p_levels": list(m.p_levels),
            "statement": m.statement, "level": m.level, "n_observed": m.n_observed, "n_offered": m.n_offered,
        }
        for m in profile.measured
    }  # fmt: skip


def looked_at(facts: Iterable[Fact]) -> Mapping[str, int]:
    """How many workshops looked at each habileté: those with a fact that was observed."""
    pairs = {(fact.habilete, fact.task) for fact in facts if fact.category is not None}
    return Counter(habilete for habilete, _ in sorted(pairs))


def _fact(seen: Observation) -> Mapping[str, Any]:
    return {
        "rule": seen.rule, "habilete": seen.habilete, "task": seen.task, "category": seen.category, "top": seen.top,
        "weight": seen.weight, "a": seen.a, "b": list(seen.b), "why_missing": seen.why_missing,
    }  # fmt: skip
