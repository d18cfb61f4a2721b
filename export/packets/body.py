"""What a packet holds: the model that checks one that arrives, and the helper that makes one from a profile."""

import base64
import math
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from scenarios.reference import habiletes
from scoring.match import Wishes as Said
from scoring.types import Observation, Profile

FORMAT, FORMATS = 2, (1, 2)
"""2: wishes are yes, no or not asked; 1 held ticks."""
NODES = 31

Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Word = Annotated[str, Field(min_length=1, max_length=80)]
Chance = Annotated[float, Field(ge=0, le=1)]
Levels = tuple[Chance, Chance, Chance]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")]


class Part(BaseModel):
    """Every part refuses unknown names, wrong types, infinities."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Consent(Part):
    """What the person said yes to."""

    share: Literal[True]
    months: Literal[3, 24]


class Shown(Part):
    """The read-out of one habileté."""

    mean: float
    sd: Annotated[float, Field(gt=0)]
    low: float
    high: float
    p_levels: Levels
    statement: Literal["shown", "to_confirm", "not_yet", "not_enough", "not_measured"]
    level: Annotated[int, Field(ge=1, le=3)]
    n_observed: Annotated[int, Field(ge=0)]
    n_offered: Annotated[int, Field(ge=0)]


class Fact(Part):
    """One graded observation, without the events it rests on: those are in the trace."""

    rule: Word
    habilete: Word
    task: Word
    category: Annotated[int, Field(ge=0, le=9)] | None
    top: Annotated[int, Field(ge=1, le=9)]
    weight: float
    a: float
    b: Annotated[tuple[float, ...], Field(max_length=9)]
    why_missing: Annotated[str, Field(max_length=80)] = ""


Answer = Literal["yes", "no"]
Basin = Annotated[str, Field(pattern=r"^\d{4}$")]
Asked = Literal["day", "shifts_2x8", "shifts_3x8", "nights", "weekends", "travel", "licence_b", "standing", "heights"]


class Wishes(Part):
    """What the person said of basins (by code) and of conditions: yes or no. What is not in it was not asked.

    `commute`: how far to work each day. A packet of format 1 held ticks alone: a tick is a yes, the rest was not
    asked, and its « travel » was the way to work or the whole region, so that nothing follows of travel in the job.
    """

    places: Annotated[dict[Basin, Answer], Field(max_length=100)] = {}
    conditions: dict[Asked, Answer] = {}
    commute: Literal["near", "around"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _ticks(cls, raw: Any) -> Any:
        if not isinstance(raw, dict) or not {"areas", "shifts", "travel"} & set(raw):
            return raw
        ticks = Ticks.model_validate(raw)
        return {"places": dict.fromkeys(ticks.areas, "yes"), "conditions": dict.fromkeys(ticks.shifts or (), "yes")}


class Ticks(Part):
    """Wishes as format 1 wrote them."""

    areas: Annotated[tuple[Basin, ...], Field(max_length=60)] = ()
    shifts: tuple[Literal["day", "shifts_2x8", "shifts_3x8", "nights", "weekends"], ...] | None = None
    travel: Literal["yes", "no"] | None = None


class Body(Part):
    """One person's shared result."""

    format: Literal[1, 2]
    packet_id: Id
    station_id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    sequence: Annotated[int, Field(ge=1, le=2**53)]
    sitting_id: Id
    candidate_id: Id
    code: Annotated[str, Field(pattern=r"^[0-9A-Z]{2}-[0-9A-Z]{3}$")]
    kind: Literal["person", "demo"]
    made_at: Moment
    language: Literal["fr", "en"]
    scenario: Word
    scenario_hash: Word
    rules_version: Word
    scale_version: Word
    device_ease: Annotated[str, Field(max_length=40)]
    consent: Consent
    readout: dict[str, Shown]
    p_general: Annotated[tuple[Chance, ...], Field(min_length=NODES, max_length=NODES)]
    p_level_given_g: dict[str, Annotated[tuple[Levels, ...], Field(min_length=NODES, max_length=NODES)]]
    gates: Annotated[dict[Word, Word], Field(max_length=100)]
    observations: Annotated[tuple[Fact, ...], Field(max_length=2000)]
    wishes: Wishes
    trace: Annotated[str, Field(max_length=3_000_000)]

    @field_validator("trace")
    @classmethod
    def _base64(cls, text: str) -> str:
        base64.b64decode(text, validate=True)
        return text

    @model_validator(mode="after")
    def _whole(self) -> "Body":
        known = {h.id for h in habiletes()}
        if set(self.readout) - known or set(self.readout) != set(self.p_level_given_g):
            raise ValueError("readout")
        if not math.isclose(sum(self.p_general), 1, abs_tol=1e-3):
            raise ValueError("p_general")
        return self


@dataclass(frozen=True, slots=True)
class Who:
    """Whose result it is, and of which sitting; `kind` is "person" or "demo" (robots)."""

    candidate_id: str
    sitting_id: str
    code: str
    kind: str


@dataclass(frozen=True, slots=True)
class What:
    """What was played, when (`made_at`: ISO text with its zone), in which language, with what ease of the device."""

    scenario: str
    scenario_hash: str
    made_at: str
    language: str
    device_ease: str = ""
    trace: bytes = b""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How long the person lets it be kept (3 or 24 months), and where and when they could work."""

    months: int = 3
    wishes: Said = field(default_factory=Said)


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
        "made_at": what.made_at, "language": what.language, "scenario": what.scenario,
        "scenario_hash": what.scenario_hash, "rules_version": profile.rules_version,
        "scale_version": profile.scale_version, "device_ease": what.device_ease,
        "consent": {"share": True, "months": agreement.months},
        "readout": _readout(profile),
        "p_general": list(profile.p_general),
        "p_level_given_g": {name: [list(row) for row in rows] for name, rows in profile.p_level_given_g},
        "gates": dict(profile.gates),
        "observations": [_fact(o) for o in observations],
        "wishes": {
            "places": dict(agreement.wishes.places), "conditions": dict(agreement.wishes.conditions),
            "commute": agreement.wishes.commute,
        },
        "trace": base64.b64encode(what.trace).decode("ascii"),
    }  # fmt: skip


def _readout(profile: Profile) -> Mapping[str, Mapping[str, Any]]:
    return {
        m.habilete: {
            "mean": m.mean, "sd": m.sd, "low": m.low, "high": m.high, "p_levels": list(m.p_levels),
            "statement": m.statement, "level": m.level, "n_observed": m.n_observed, "n_offered": m.n_offered,
        }
        for m in profile.measured
    }  # fmt: skip


def _fact(seen: Observation) -> Mapping[str, Any]:
    return {
        "rule": seen.rule, "habilete": seen.habilete, "task": seen.task, "category": seen.category, "top": seen.top,
        "weight": seen.weight, "a": seen.a, "b": list(seen.b), "why_missing": seen.why_missing,
    }  # fmt: skip
