"""What Wine lacks of Windows' C library and numpy calls as it loads: the answers are put into the build's own Wine.

The folder is never touched: on a real Windows these functions are in `ucrtbase.dll`. Wine 10 has them by name alone,
each a way out that ends the program. The machine code put in their place follows Microsoft's calling convention for
x64: a struct of 8 bytes comes in rcx, a float goes back in xmm0.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

from lab.packages.parts import PartError

ANSWERS = {
    "crealf": bytes.fromhex("660f6ec1 c3"),  # movd xmm0, ecx; ret
    "cimagf": bytes.fromhex("48c1e920 660f6ec1 c3"),  # shr rcx, 32; movd xmm0, ecx; ret
}
"""The real and the imaginary part of a complex number of two floats (C11 7.3.9), by the name of the function."""
STUB = 16
"""Bytes that a function of this list has at least, where Wine lays it down: what is written must fit in."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a Windows library: where it lies in memory and in the file, in bytes."""

    address: int
    size: int
    offset: int


def sections(data: bytes) -> tuple[list[Section], int]:
    """The sections of a 64-bit Windows library and the address of its table of exports. Raises PartError."""
    try:
        (start,) = struct.unpack_from("<I", data, 0x3C)
        (count,), (optional,) = struct.unpack_from("<H", data, start + 6), struct.unpack_from("<H", data, start + 20)
        (magic,), (exports,) = (
            struct.unpack_from("<H", data, start + 24),
            struct.unpack_from("<I", data, start + 24 + 112),
        )
        if data[start : start + 4] != b"PE\0\0" or magic != 0x20B:
            raise PartError("not a 64-bit Windows library")
        table = start + 24 + optional
        headers = [struct.unpack_from("<IIII", data, table + 40 * n + 8) for n in range(count)]
    except struct.error as error:
        raise PartError(f"not a Windows library: {error}") from error
    return [Section(address, max(size, raw), offset) for size, address, raw, offset in headers], exports


def offset_of(address: int, sections: list[Section]) -> int:
    """Where in the file what is at an address in memory lies. Raises PartError."""
    for section in sections:
        if section.address <= address < section.address + section.size:
            return address - section.address + section.offset
    raise PartError(f"address {address:#x} is in no section")


def exported(data: bytes) -> dict[str, int]:
    """Each function that a library gives by name, and where in the file its code lies. Raises PartError."""
    parts, at = sections(data)
    table = offset_of(at, parts)
    count, functions, names, ordinals = struct.unpack_from("<IIII", data, table + 24)
    spots = [offset_of(place, parts) for place in (functions, names, ordinals)]
    out = {}
    for n in range(count):
        (name,) = struct.unpack_from("<I", data, spots[1] + 4 * n)
        start = offset_of(name, parts)
        (ordinal,) = struct.unpack_from("<H", data, spots[2] + 2 * n)
        (code,) = struct.unpack_from("<I", data, spots[0] + 4 * ordinal)
        out[data[start : data.index(b"\0", start)].decode("ascii")] = offset_of(code, parts)
    return out


def answered(data: bytes) -> bytes:
    """A `ucrtbase.dll` of Wine with the answers in it; the same again when they are in. Raises PartError."""
    code, out = exported(data), bytearray(data)
    others = sorted(code.values())
    for name, answer in ANSWERS.items():
        if name not in code:
            raise PartError(f"this Wine's ucrtbase.dll has no {name}")
        at = code[name]
        after = min((other for other in others if other > at), default=at + STUB)
        if after - at < len(answer):
            raise PartError(f"{name} has {after - at} bytes in this Wine, its answer {len(answer)}")
        out[at : at + len(answer)] = answer
    return bytes(out)


def answer(library: Path) -> None:
    """Write the answers into a Wine's `ucrtbase.dll`. Raises PartError, OSError."""
    library.write_bytes(answered(library.read_bytes()))
