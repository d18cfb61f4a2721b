"""Tables of item parameters as files: versioned, hashed, read beside the author's values, never in their place."""

import hashlib
import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from export.files.canonical import canonical
from export.files.tables import TableError
from export.files.whole import read_whole, write_whole

MAX_BYTES = 4_000_000
Above = Annotated[float, Field(gt=0)]


class TablePart(BaseModel):
    """Every part refuses unknown names and infinities."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class ItemRow(TablePart):
    """One rule's parameters; standard errors are null when they were not computed. `held`: the author's values."""

    rule: Annotated[str, Field(min_length=1, max_length=80)]
    a: Annotated[float, Field(gt=0, le=10)]
    b: Annotated[tuple[float, ...], Field(min_length=1, max_length=9)]
    se_a: Annotated[float, Field(ge=0)] | None
    se_b: tuple[Annotated[float, Field(ge=0)], ...] | None
    n: Annotated[int, Field(ge=0)]
    held: bool

    @model_validator(mode="after")
    def rising(self) -> "ItemRow":
        """Thresholds rise strictly."""
        if not all(x < y for x, y in itertools.pairwise(self.b)):
            raise ValueError("b")
        return self


class ItemTable(TablePart):
    """What a calibration gave, and from what: `kind` says whether people or robots played."""

    format: Literal[1]
    version: Annotated[int, Field(ge=1)]
    scenario: Annotated[str, Field(min_length=1)]
    scenario_hash: Annotated[str, Field(min_length=1)]
    kind: Literal["person", "demo"]
    sessions: Annotated[int, Field(ge=1)]
    method: Literal["priors", "free"]
    sigma: Above
    sigma_free: bool
    gamma2: Annotated[float, Field(ge=0, lt=1)]
    gamma2_free: bool
    log_likelihood: float
    items: Annotated[tuple[ItemRow, ...], Field(min_length=1)]

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical content."""
        return hashlib.sha256(canonical(self.model_dump(mode="json"))).hexdigest()

    @property
    def name(self) -> str:
        """What a result made with it says: its version and the beginning of its hash."""
        return f"table-{self.version}-{self.hash[:12]}"


def write_item_table(path: Path, table: ItemTable) -> None:
    """Write a table with its hash, whole or not at all. Raises TableError: nothing is ever written over a table."""
    if path.exists() or path.is_symlink():
        raise TableError("tables.exists", file=path)
    whole = {**table.model_dump(mode="json"), "hash": table.hash}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(
            path, json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n", private=False
        )
    except OSError as error:
        raise TableError("table.unwritable", file=path, reason=error.strerror or str(error)) from error


def read_item_table(path: Path) -> ItemTable:
    """Read a table and check its hash. Raises TableError for anything that is not one, or was altered."""
    try:
        raw = read_whole(path, MAX_BYTES)
    except OSError as error:
        raise TableError("table.unreadable", file=path, reason=error.strerror or str(error)) from error
    if raw is None:
        raise TableError("table.too_big", file=path)
    try:
        plain = json.loads(raw)
        claimed = plain.pop("hash") if isinstance(plain, dict) else None
        table = ItemTable.model_validate(plain)
    except (ValueError, KeyError, RecursionError, ValidationError) as error:
        raise TableError("tables.not_a_table", file=path) from error
    if claimed != table.hash:
        raise TableError("tables.altered", file=path)
    return table


def with_table(rules: Sequence[Any], table: ItemTable, path: Path) -> tuple[Any, ...]:
    """The rules with the table's slopes and thresholds. Raises TableError when a rule is absent or has other cuts."""
    rows = {row.rule: row for row in table.items}
    updated = []
    for rule in rules:
        row = rows.get(rule.id)
        if row is None or len(row.b) != len(rule.thresholds()):
            raise TableError("tables.other_rules", file=path, rule=rule.id)
        updated.append(rule.model_copy(update={"a": row.a, "b": row.b}))
    return tuple(updated)
