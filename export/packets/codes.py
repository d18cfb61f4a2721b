"""Printed codes: sealed bytes cut into QR codes that are read in any order, by a hand-held reader or from pictures.

Capital letters and figures (base 32) alone, so that a reader types them right on any keyboard. Each code says of which
set it is, its place and how many there are, with a checksum. Nothing is trusted by it: a packet is signed and sealed, a
receipt signed.
"""

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from scenarios.refusal import Refusal

CodeKind = Literal["packet", "receipt"]
PREFIX: dict[CodeKind, str] = {"packet": "ENVOLC1-", "receipt": "ENVOLR1-"}
KINDS: dict[str, CodeKind] = {prefix: kind for kind, prefix in PREFIX.items()}
HEAD, SUM = struct.Struct(">4sHH"), struct.Struct(">I")
CHUNK = 480
"""Bytes of a code: about 800 signs, a square of 89 modules that a telephone reads from paper."""
A_PAGE = 12
MOST = 500
"""Codes of one set: forty pages. What is bigger goes by network or stick."""
MOST_TEXT = 4_000_000
"""Signs read at once."""
MOST_SETS = 2000
MOST_HELD = 100_000
"""Codes held at once: 48 MB, some five thousand results."""
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM", b"RIFF")
"""How the pictures begin that are read."""
SINGLY = 20
"""Codes that are named one by one; beyond, that they lack is said by their number alone."""
BEGINS = re.compile(r"ENVOL[A-Z][0-9]-")


class CodesError(Refusal):
    """What cannot be printed as codes, or is too much to read; `key` names the sentence."""


def codes_of(data: bytes, kind: CodeKind) -> list[str]:
    """The texts of the codes of some bytes, in order. Raises CodesError for more than fits on paper."""
    parts = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)]
    if not parts or len(parts) > MOST:
        raise CodesError("codes.too_big")
    name = name_of(data)
    return [_code(PREFIX[kind], HEAD.pack(name, n, len(parts)) + part) for n, part in enumerate(parts)]


def _code(prefix: str, body: bytes) -> str:
    return prefix + base64.b32encode(body + SUM.pack(zlib.crc32(body))).decode("ascii").rstrip("=")


def name_of(data: bytes) -> bytes:
    """Four bytes that stand for a set."""
    return sha256(data).digest()[:4]


@dataclass(frozen=True, slots=True)
class Lacking:
    """A set that is not whole: its name as printed, how many codes it has, and those that lack, as (page, code)."""

    name: str
    kind: CodeKind
    total: int
    lack: tuple[tuple[int, int], ...]

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages of which not one code was read."""
        first = [(page - 1) * A_PAGE for page, _ in self.lack]
        whole = {page for (page, _), at in zip(self.lack, first, strict=True)
                 if sum(p == page for p, _ in self.lack) == min(A_PAGE, self.total - at)}  # fmt: skip
        return tuple(sorted(whole))


    @property
    def singly(self) -> tuple[tuple[int, int], ...]:
        """The first codes that lack of pages that were read in part."""
        return tuple((page, code) for page, code in self.lack if page not in self.pages)[:SINGLY]


@dataclass(frozen=True, slots=True)
class CodesSaid:
    """A sentence about what was read: its text's key and values; `where`: sentences that fill its `{where}`."""

    key: str
    values: Mapping[str, object]
    where: "tuple[CodesSaid, ...]" = ()

    def words(self, say: Callable[..., str]) -> str:
        """The sentence, by who says keys."""
        places = {"where": " ; ".join(place.words(say) for place in self.where)} if self.where else {}
        return say(self.key, **self.values, **places)


@dataclass(slots=True)
class _Set:
    total: int
    parts: dict[int, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class Codes:
    """Codes as they are read. The same twice, in any order, changes nothing."""

    altered: int = 0
    """Codes that were no code of ours, or did not fit their checksum or their set."""
    _sets: dict[tuple[CodeKind, bytes], _Set] = field(default_factory=dict)

    def read(self, text: str) -> int:
        """Take every code of a text, however its lines were cut; how many. Raises CodesError for too much."""
        if len(text) > MOST_TEXT:
            raise CodesError("codes.too_much")
        return sum(self._take_code(part) for part in _parts(text))

    def _take_code(self, text: str) -> bool:
        kind = KINDS.get(text[: len(PREFIX["packet"])])
        body = _body(text) if kind else None
        if kind is None or body is None:
            self.altered += 1
            return False
        name, n, total = HEAD.unpack_from(body)
        known = self._sets.setdefault((kind, name), _Set(total)) if len(self._sets) < MOST_SETS else None
        fits = known is not None and 0 < total <= MOST and n < total and known.total == total
        part = body[HEAD.size :]
        if fits and known is not None and n not in known.parts and self._held() >= MOST_HELD:
            raise CodesError("codes.too_much")
        if known is None or not fits or known.parts.setdefault(n, part) != part:
            self.altered += 1
            return False
        return True

    def _held(self) -> int:
        return sum(len(code_set.parts) for code_set in self._sets.values())

    def whole(self) -> Iterator[tuple[CodeKind, bytes]]:
        """The sets that are all there."""
        for (kind, name), code_set in self._sets.items():
            if len(code_set.parts) == code_set.total:
                data = b"".join(code_set.parts[n] for n in range(code_set.total))
                if name_of(data) == name:
                    yield kind, data

    def lacking(self) -> Iterator[Lacking]:
        """The sets that are not."""
        for (kind, name), code_set in self._sets.items():
            lack = tuple((n // A_PAGE + 1, n % A_PAGE + 1) for n in range(code_set.total) if n not in code_set.parts)
            if lack:
                yield Lacking(name.hex().upper(), kind, code_set.total, lack)

    def of(self, kind: CodeKind) -> list[bytes]:
        """The sets of one kind that are all there."""
        return [data for its_kind, data in self.whole() if its_kind == kind]

    def drop_whole(self) -> None:
        """Hold no more what is whole: only what still lacks something waits for the rest."""
        gone = {(kind, name_of(data)) for kind, data in self.whole()}
        self._sets = {key: code_set for key, code_set in self._sets.items() if key not in gone}

    def said(self, kind: CodeKind) -> list[CodesSaid]:
        """What is still to be read where codes of `kind` are asked for: pages, codes, what was altered or is another
        side's; nothing where all is well."""
        sentences = []
        for lacking in self.lacking():
            pages = ", ".join(map(str, lacking.pages))
            where: tuple[CodesSaid, ...] = (CodesSaid("codes.page_lacks", {"pages": pages}),) if pages else ()
            where += tuple(CodesSaid("codes.code_lacks", {"page": page, "code": code}) for page, code in lacking.singly)
            key = "codes.lacks_packet" if lacking.kind == "packet" else "codes.lacks_receipt"
            sentences.append(
                CodesSaid(key, {"name": lacking.name, "n": len(lacking.lack), "total": lacking.total}, where)
            )
        if self.altered:
            sentences.append(CodesSaid("codes.altered", {"n": self.altered}))
        if other := sum(its_kind != kind for its_kind, _ in self.whole()):
            sentences.append(CodesSaid("codes.other_way" if kind == "packet" else "codes.not_receipts", {"n": other}))
        return sentences


def _parts(text: str) -> Iterator[str]:
    """Each code of a text, without the spaces and ends of line that readers and mails put in."""
    plain = "".join(text.split()).upper()
    starts = [match.start() for match in BEGINS.finditer(plain)]
    if plain and (not starts or starts[0] > 0):
        yield plain[: starts[0] if starts else 40]
    for at, start in enumerate(starts):
        yield plain[start : starts[at + 1] if at + 1 < len(starts) else len(plain)]


def _body(text: str) -> bytes | None:
    """Head and part of a code, None for one that was altered."""
    coded = text[len(PREFIX["packet"]) :]
    try:
        raw = base64.b32decode(coded + "=" * (-len(coded) % 8))
    except (binascii.Error, ValueError):
        return None
    if not HEAD.size + SUM.size < len(raw) <= HEAD.size + CHUNK + SUM.size:
        return None
    body, (kept,) = raw[: -SUM.size], SUM.unpack(raw[-SUM.size :])
    return body if zlib.crc32(body) == kept else None


def texts_in(data: bytes) -> list[str]:
    """What a picture's codes say, or a text itself. Raises CodesError for a picture that cannot be read here."""
    if data.startswith(b"%PDF"):
        raise CodesError("codes.pdf")
    if not data.startswith(PICTURES):
        return [data.decode("utf-8-sig", "replace")]
    try:
        # A folder for players alone reads no pictures.
        from export.files.pictures import codes_in
    except ImportError as error:
        raise CodesError("codes.no_pictures") from error
    try:
        return codes_in(data)
    except ValueError as error:
        raise CodesError("codes.bad_picture") from error
