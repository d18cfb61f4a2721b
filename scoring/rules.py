"""What an author writes under `evidence:`: one rule, one observation, one habileté."""

import itertools
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

THRESHOLDS = {2: (-0.8, 0.8), 3: (-1.2, 0.0, 1.2), 4: (-1.6, -0.5, 0.5, 1.6)}
"""Default difficulty of the categories, by how many cuts there are."""


class EvidenceRule(BaseModel):
    """`reads` names the function of `scoring.readers` that turns events into a raw value; `using` is its setting.

    `cuts` are in the unit of the raw value, strictly rising (more is better) or falling (less is better), or by device
    class: a device without its own cuts makes the observation missing, never low.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[A-Z]{3}\d+$", title="Nom de la règle")]
    habilete: Annotated[str, Field(title="Habileté observée")]
    reads: Annotated[str, Field(title="Ce que la règle lit dans les faits")]
    using: Annotated[dict[str, str | int | list[str] | dict[str, str]], Field(title="Réglages de la lecture")] = {}
    cuts: Annotated[
        tuple[float, ...] | dict[Literal["mouse", "touch", "keyboard", "switch"], tuple[float, ...]],
        Field(title="Seuils, ou seuils par appareil"),
    ]
    a: Annotated[float, Field(gt=0, le=4, title="Discrimination")] = 1.2
    b: Annotated[tuple[float, ...], Field(title="Difficulté de chaque seuil")] = ()
    weight: Annotated[float, Field(gt=0, le=1, title="Poids")] = 1.0
    out_of: Annotated[Annotated[int, Field(gt=0)] | None, Field(title="Combien en tout, pour le dire")] = None
    """How many there are, for the words of a count; the last cut when it is not written."""
    weight_when_hard: Annotated[
        Annotated[float, Field(gt=0, le=1)] | None, Field(title="Poids quand l'appareil était difficile")
    ] = None
    """Its weight when the warm-up showed that the device itself is hard for the person."""

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
        if self.b and (len(self.b) != len(tables[0]) or list(self.b) != sorted(set(self.b))):
            raise PydanticCustomError("b_order", "thresholds b rise strictly, one for each cut")
        return self

    def cuts_for(self, device: str) -> tuple[float, ...] | None:
        """The cuts of a device class, None when it has none of its own."""
        return self.cuts.get(device) if isinstance(self.cuts, dict) else self.cuts  # type: ignore[call-overload]

    def thresholds(self) -> tuple[float, ...]:
        """Thresholds b of the graded item: the author's, else the default ones."""
        n = len(next(iter(self.cuts.values())) if isinstance(self.cuts, dict) else self.cuts)
        return self.b or THRESHOLDS.get(n, (0.0,))
