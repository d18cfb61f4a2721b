"""Whether the trace in a packet is one: its form only, as playing it again is the game's."""

import hashlib
import zlib
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

MAX_PLAIN = 40_000_000
MAX_TICKS = 8 * 3600 * 50
HASH_BYTES = 32
Tick = Annotated[int, Field(ge=0, le=MAX_TICKS)]
TraceRow = tuple[Tick, Annotated[str, Field(max_length=80)], dict[str, Any]]


class TraceHead(BaseModel):
    """What is needed to play again; what else a header names is left as it is."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True)

    scenario: str
    hash: str
    kind: Literal["person", "demo"] = "person"


class _TraceText(BaseModel):
    """The text of a trace: rows are (ticks since the last, word, data)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1]
    header: TraceHead
    actions: tuple[TraceRow, ...]
    events: tuple[TraceRow, ...]
    digests: tuple[tuple[Tick, Annotated[str, Field(max_length=80)]], ...]


def read_head(packed: bytes) -> TraceHead:
    """The header of a trace: deflated, its SHA-256 in front of its text. Raises ValueError for anything else."""
    inflate = zlib.decompressobj()
    try:
        plain = inflate.decompress(packed, MAX_PLAIN)
    except zlib.error as error:
        raise ValueError("trace") from error
    if inflate.unconsumed_tail or not inflate.eof or inflate.unused_data:
        raise ValueError("trace")
    if hashlib.sha256(plain[HASH_BYTES:]).digest() != plain[:HASH_BYTES]:
        raise ValueError("trace")
    text = _TraceText.model_validate_json(plain[HASH_BYTES:])
    if any(sum(row[0] for row in rows) > MAX_TICKS for rows in (text.actions, text.events)):
        raise ValueError("trace")
    return text.header
