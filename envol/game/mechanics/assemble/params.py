"""What an author writes under `params:` for `assemble@1`, checked when the file is read."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Small = Annotated[int, Field(ge=0, le=200)]
Um = Annotated[int, Field(ge=0, le=20_000)]


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Bin(Strict):
    number: Annotated[int, Field(ge=1, le=9)]
    look: Literal["grey", "minus", "plus"]
    stem_mm: Annotated[int, Field(ge=2, le=20)]
    lot: Annotated[str, Field(min_length=1, max_length=4)]
    quantity: Annotated[int, Field(ge=1, le=60)]


class Hole(Strict):
    x_mm: Annotated[int, Field(ge=0, le=720)]
    y_mm: Annotated[int, Field(ge=0, le=400)]
    e_um: Um
    e_b_um: Um = 0  # stack under revision B; 0: unchanged
    oval: bool = False
    jaw: Annotated[int, Field(ge=-1, le=3)] = -1  # the one approach that fits, -1: any


class Zone(Strict):
    holes: dict[str, Hole]
    order: tuple[str, ...]
    order_b: tuple[str, ...] = ()

    @model_validator(mode="after")
    def order_names_holes(self) -> "Zone":
        for name in (*self.order, *self.order_b):
            if name not in self.holes:
                raise ValueError(f"the order names {name}, which is not a hole of this zone")
        return self


class Part(Strict):
    id: str
    zone: str
    angle: Annotated[int, Field(ge=0, le=3)]
    face: Literal[0, 1]
    start_angle: Annotated[int, Field(ge=0, le=3)]
    start_face: Literal[0, 1]


class Tool(Strict):
    id: str
    kind: Literal["tool", "ppe", "other"]
    listed: bool = False
    label: str = ""


class Squeezer(Strict):
    id: str
    lag_ms: Annotated[int, Field(ge=20, le=400)]
    gain_k: Annotated[int, Field(ge=60, le=300)]


class Fod(Strict):
    id: str
    x_mm: Annotated[int, Field(ge=0, le=720)]
    y_mm: Annotated[int, Field(ge=0, le=400)]
    foreign: bool
    zone: str = ""
    after: Small = 0


class Choice(Strict):
    id: str
    options: tuple[str, ...] = Field(min_length=2)


class Params(Strict):
    """A whole workshop of fastening: the piece, the tools, the documents and the events of the day."""

    order_number: str
    bins: tuple[Bin, ...] = Field(min_length=2, max_length=4)
    stem_limits_um: tuple[int, int]
    zones: dict[str, Zone]
    parts: tuple[Part, ...]
    tools: tuple[Tool, ...]
    squeezers: tuple[Squeezer, Squeezer]
    target_um: Um
    target_b_um: Um
    tolerance_um: Annotated[int, Field(ge=120, le=400)]
    check_every: Annotated[int, Field(ge=2, le=8)]
    faulty_per_movement: Annotated[int, Field(ge=0, le=5)]
    foreign_in_bin: Annotated[int, Field(ge=0, le=5)]
    heads_per_block: Annotated[int, Field(ge=4, le=20)]
    faulty_heads: Annotated[int, Field(ge=1, le=8)]
    fod: tuple[Fod, ...]
    folders: tuple[str, ...]
    folder_right: str
    points: dict[str, str]
    sheet: tuple[Choice, ...]
    places: tuple[str, ...]
    missing_tool: str
    missing_place: str
    expired_tool: str
    tags: Annotated[int, Field(ge=3, le=6)]
    hold_ms: Annotated[int, Field(ge=0, le=60_000)]
    ceilings_s: tuple[int, int, int]
    practice_s: Annotated[int, Field(ge=30, le=300)]

    def holes(self) -> dict[str, Hole]:
        """Every hole of every zone, by name."""
        return {name: hole for zone in self.zones.values() for name, hole in zone.holes.items()}

    def stem_for(self, e_um: int) -> int:
        """The stem (mm) that the work order gives for a stack: three sizes, two limits (included below)."""
        low, high = self.stem_limits_um
        return self.bins[0 if e_um <= low else 1 if e_um <= high else 2].stem_mm

    @model_validator(mode="after")
    def orders_resist_readers(self) -> "Params":
        """No blind reading order may follow the document: it would show nothing about the person."""
        for name, zone in self.zones.items():
            sound = [h for h in (zone.order_b or zone.order) if not zone.holes[h].oval]
            limit = 0.8 * len(sound)
            for decoy in reading_orders(zone, sound):
                if sum(a == b for a, b in zip(decoy, sound, strict=True)) >= limit:
                    raise ValueError(f"zone {name}: a plain reading order follows the document almost everywhere")
        return self


def reading_orders(zone: Zone, names: list[str]) -> list[list[str]]:
    """Rows, columns, and both reversed: what a person does without the document."""
    at = {n: (zone.holes[n].x_mm, zone.holes[n].y_mm) for n in names}
    rows = sorted(names, key=lambda n: (at[n][1], at[n][0]))
    columns = sorted(names, key=lambda n: (at[n][0], at[n][1]))
    mirrored = sorted(names, key=lambda n: (-at[n][0], at[n][1]))
    return [rows, rows[::-1], columns, columns[::-1], mirrored, mirrored[::-1]]
