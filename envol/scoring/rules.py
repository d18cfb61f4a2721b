"""What an author writes under `evidence:`: one rule, one observation, one habileté."""

import itertools
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from envol.scenarios.load import nearest
from envol.scenarios.reference import habiletes
from envol.scoring.readers import READERS

THRESHOLDS = {2: (-0.8, 0.8), 3: (-1.2, 0.0, 1.2), 4: (-1.6, -0.5, 0.5, 1.6)}
"""Default difficulty of the categories, by how many cuts there are."""


def _refused(code: str, **values: str) -> PydanticCustomError:
    """A refusal whose sentence is `check.<code>` in the person's language."""
    return PydanticCustomError(code, code.replace("_", " "), values)


class EvidenceRule(BaseModel):
    """`reads` names the function of `scoring.readers` that turns events into a raw value; `using` is its setting.

    `cuts` are in the unit of the raw value, strictly rising (more is better) or falling (less is better), or by device
    class: a device without its own cuts makes the observation missing, never low.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[A-Z]{3}\d+$")]
    habilete: str
    reads: str
    using: dict[str, str | int | list[str] | dict[str, str]] = {}
    cuts: tuple[float, ...] | dict[Literal["mouse", "touch", "keyboard", "switch"], tuple[float, ...]]
    a: Annotated[float, Field(gt=0, le=4)] = 1.2
    b: tuple[float, ...] = ()
    weight: Annotated[float, Field(gt=0, le=1)] = 1.0
    weight_when_hard: Annotated[float, Field(gt=0, le=1)] | None = None
    """Its weight when the warm-up showed that the device itself is hard for the person."""

    @field_validator("habilete")
    @classmethod
    def official(cls, name: str) -> str:
        """Only habiletés of the referential."""
        known = [h.id for h in habiletes()]
        if name not in known:
            raise _refused("unknown_habilete", got=name, nearest=nearest(name, known))
        return name

    @field_validator("reads")
    @classmethod
    def there_is_a_reader(cls, name: str) -> str:
        """Only readers that exist."""
        if name not in READERS:
            raise _refused("unknown_reader", got=name, nearest=nearest(name, list(READERS)))
        return name

    @model_validator(mode="after")
    def cuts_are_ordered(self) -> "EvidenceRule":
        tables = list(self.cuts.values()) if isinstance(self.cuts, dict) else [self.cuts]
        sizes = {len(table) for table in tables}
        if len(sizes) != 1 or not 1 <= len(tables[0]) <= 4:
            raise _refused("cuts_count")
        for table in tables:
            pairs = list(itertools.pairwise(table))
            if not (all(x < y for x, y in pairs) or all(x > y for x, y in pairs)):
                raise _refused("cuts_order")
        if self.b and (len(self.b) != len(tables[0]) or list(self.b) != sorted(set(self.b))):
            raise _refused("thresholds_order")
        return self

    def cuts_for(self, device: str) -> tuple[float, ...] | None:
        """The cuts of a device class, None when it has none of its own."""
        return self.cuts.get(device) if isinstance(self.cuts, dict) else self.cuts  # type: ignore[call-overload]

    def thresholds(self) -> tuple[float, ...]:
        """Thresholds b of the graded item: the author's, else the default ones."""
        n = len(next(iter(self.cuts.values())) if isinstance(self.cuts, dict) else self.cuts)
        return self.b or THRESHOLDS.get(n, (0.0,))
