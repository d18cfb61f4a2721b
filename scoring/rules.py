"""What an author writes under `evidence:`: one rule, one observation, one habileté."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    SerializeAsAny,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from scenarios.model import Scenario, each_once, unlike
from scenarios.rule import Finding, Rule
from scoring.readers import READERS
from scoring.readers.base import Using, Word
from scoring.readers.lasting import worked_on
from scoring.readers.some import OfSome

THRESHOLDS = {2: (-0.8, 0.8), 3: (-1.2, 0.0, 1.2), 4: (-1.6, -0.5, 0.5, 1.6)}
"""Default difficulty of the categories, by how many cuts there are."""
Real = Annotated[float, Field(allow_inf_nan=False)]
Cuts = tuple[Real, ...]


class EvidenceRule(Rule):
    """`reads` names a reader of `scoring.readers`, which turns events into a raw value; `using` are its settings.

    `cuts` are in the unit of the raw value, strictly rising, or falling where its reader says that less is better; or
    by device class: one without its own cuts makes the observation missing, never low.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[A-Z]{3}[0-9]{1,2}$", title="Nom de la règle")]
    habilete: Annotated[str, Field(title="Habileté observée")]
    reads: Annotated[str, Field(title="Ce que la règle lit dans les faits")]
    using: Annotated[SerializeAsAny[Using], Field(title="Réglages de la lecture", validate_default=True)] = Using()
    cuts: Annotated[
        Cuts | dict[Literal["mouse", "touch", "keyboard", "switch"], Cuts],
        Field(title="Seuils, ou seuils par appareil"),
    ]
    a: Annotated[Real, Field(gt=0, le=4, title="Discrimination")] = 1.2
    b: Annotated[tuple[Annotated[Real, Field(ge=-10, le=10)], ...], Field(title="Difficulté de chaque seuil")] = ()
    """Within the scale: beyond it no packet takes a fact, and nobody who played could share."""
    weight: Annotated[Real, Field(gt=0, le=1, title="Poids")] = 1.0
    out_of: Annotated[Annotated[int, Field(gt=0, le=1000)] | None, Field(title="Combien en tout, pour le dire")] = None
    """How many there are, for the words of a count; the last cut when it is not written."""
    least: Annotated[
        Annotated[int, Field(gt=0, le=1000)] | None, Field(title="Essais offerts, au moins, pour que la règle parle")
    ] = None
    """Fewer trials offered than that make it missing; six tenths of them, rounded up, when it is not written."""
    lasts: Annotated[
        tuple[Word, ...],
        Field(strict=False, title="Étapes dont le travail, mené à son terme, porte ce fait"),
        AfterValidator(each_once),
    ] = ()
    """Zones whose work it stands on: its category is no higher than the share of it that was not left allows."""
    weight_when_hard: Annotated[
        Annotated[Real, Field(gt=0, le=1)] | None, Field(title="Poids quand l'appareil était difficile")
    ] = None
    """Its weight when the warm-up showed that the device itself is hard for the person."""

    @field_validator("reads")
    @classmethod
    def reader_exists(cls, name: str) -> str:
        """Only a reader of the table."""
        if name not in READERS:
            raise PydanticCustomError("unknown_name", "no reader is named {got}", {**unlike(name, READERS)})
        return name

    @field_validator("using", mode="plain")
    @classmethod
    def settings_of_the_reader(cls, value: object, info: ValidationInfo) -> Using:
        """The settings as the model of the rule's reader; left alone when there is no such reader."""
        reader = READERS.get(info.data.get("reads", ""))
        if reader is None:
            return Using()
        plain = value.model_dump() if isinstance(value, Using) else value
        return reader.using.model_validate(plain)

    @property
    def settings(self) -> Using:
        """The settings of its reader."""
        return self.using

    @classmethod
    def settings_of(cls, reader: str) -> list[str]:
        """The names of the settings of a reader, none for one that does not exist."""
        known = READERS.get(reader)
        return [field.alias or name for name, field in known.using.model_fields.items()] if known else []

    @model_validator(mode="after")
    def cuts_are_ordered(self) -> "EvidenceRule":
        tables = list(self.cuts.values()) if isinstance(self.cuts, dict) else [self.cuts]
        sizes = {len(table) for table in tables}
        if len(sizes) != 1 or not 1 <= len(tables[0]) <= 4:
            raise PydanticCustomError("cuts_number", "1 to 4 cuts are expected, as many for each device")
        for table in tables:
            pairs = list(itertools.pairwise(table))
            if not (all(x < y for x, y in pairs) or all(x > y for x, y in pairs)):
                raise PydanticCustomError("cuts_order", "cuts rise or fall strictly")
        reader = READERS.get(self.reads)
        if reader is not None and any((len(t) > 1 and t[0] > t[-1]) != reader.less for t in tables):
            # The other way round, whoever does best would be said to do worst; one cut alone is read as rising.
            raise PydanticCustomError("cuts_fall" if reader.less else "cuts_rise", "cuts go the wrong way")
        if self.b and (len(self.b) != len(tables[0]) or list(self.b) != sorted(set(self.b))):
            raise PydanticCustomError("b_order", "thresholds b rise strictly, one for each cut")
        return self

    @property
    def part(self) -> bool:
        """Whether it reads some of its reader's trials alone: its sentence says so."""
        return isinstance(self.using, OfSome) and self.using.some

    def cuts_for(self, device: str) -> tuple[float, ...] | None:
        """The cuts of a device class, None when it has none of its own."""
        return self.cuts.get(device) if isinstance(self.cuts, dict) else self.cuts  # type: ignore[call-overload]

    def fewest(self, of: int) -> int:
        """The least number of trials, of those the scenario has, that must be offered for the rule to speak."""
        return min(of, self.least or ceil(0.6 * of))

    def thresholds(self) -> tuple[float, ...]:
        """Thresholds b of the graded item: the author's, else the default ones."""
        n = len(next(iter(self.cuts.values())) if isinstance(self.cuts, dict) else self.cuts)
        return self.b or THRESHOLDS.get(n, (0.0,))

    def against(self, params: Mapping[str, object]) -> Iterator[Finding]:
        """What of the rule fits nothing in a scenario: settings, and cuts that nobody or everybody reaches."""
        reader = READERS[self.reads]
        try:
            low, high = reader.reach(self.using, params)
            wrong = list(reader.wrong(self.using, params))
        except ValidationError as error:
            needed = sorted({str(part["loc"][0]) for part in error.errors(include_input=False) if part["loc"]})
            yield Finding(True, ("reads",), "reader_needs", {"got": self.reads, "names": ", ".join(needed)})
            return
        for name, code, values in wrong:
            yield Finding(True, ("using", name), code, values)
        for n, zone in enumerate(self.lasts):
            if zone not in (there := worked_on(params)):
                yield Finding(True, ("lasts", n), "unknown_name", unlike(zone, there))
        for device, table in self.cuts.items() if isinstance(self.cuts, dict) else (("", self.cuts),):
            path = ("cuts", device) if device else ("cuts",)
            yield from _out_of_reach(path, table, low, high)
            if reader.worth:
                yield from _given(path, table, sorted({*reader.worth.values()}))
            elif reader.whole:
                yield from _told_apart(path, table)
        if not reader.whole:
            return
        if self.out_of is not None and self.out_of < high:
            yield Finding(True, ("out_of",), "out_of_few", {"got": self.out_of, "high": f"{high:g}"})
        if self.least is not None and self.least > high:
            yield Finding(True, ("least",), "beyond", {"got": self.least, "most": f"{high:g}"})


def _out_of_reach(path: tuple[str, ...], cuts: Cuts, low: float, high: float) -> Iterator[Finding]:
    """Cuts that nobody reaches, or that everybody does."""
    falling = len(cuts) > 1 and cuts[0] > cuts[-1]
    for cut in cuts:
        never, always = (cut < low, cut >= high) if falling else (cut > high, cut <= low)
        if never or always:
            values = {"got": f"{cut:g}", "low": f"{low:g}", "high": f"{round(high, 2):g}"}
            yield Finding(True, path, "never_reached" if never else "always_reached", values)



def _told_apart(path: tuple[str, ...], cuts: Cuts) -> Iterator[Finding]:
    """Two cuts that no count lies between: what is read is a whole number, and one category would never be given."""
    falling = len(cuts) > 1 and cuts[0] > cuts[-1]
    steps = [floor(cut + 1e-9) if falling else ceil(cut - 1e-9) for cut in cuts]
    for n, step in enumerate(steps[1:], 1):
        if step == steps[n - 1]:
            yield Finding(True, path, "cuts_alike", {"got": f"{cuts[n]:g}", "other": f"{cuts[n - 1]:g}"})


def _given(path: tuple[str, ...], cuts: Cuts, worth: Sequence[int]) -> Iterator[Finding]:
    """Two cuts that no outcome is worth telling apart by: one category would never be given."""
    for lower, higher in itertools.pairwise(cuts):
        if not any(lower <= value < higher for value in worth):
            yield Finding(True, path, "cuts_outcome", {"got": f"{higher:g}", "other": f"{lower:g}"})


def evidence_rules(scenario: Scenario) -> tuple[EvidenceRule, ...]:
    """The rules of a scenario, as scoring reads them. Raises TypeError for any that were loaded as something else."""
    rules = tuple(rule for rule in scenario.evidence if isinstance(rule, EvidenceRule))
    if len(rules) < len(scenario.evidence):
        raise TypeError(f"{scenario.head.id}: rules of another kind")
    return rules
