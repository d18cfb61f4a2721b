"""A ticket of 80 mm: ESC/POS bytes for a thermal printer, and the ways to one: file, device, network.

The few commands that every such printer knows (Epson, ESC/POS application guide): reset, code page, alignment, size,
a raster picture, feed, cut. The QR code goes as a picture: not all printers draw their own.
"""

import os
import socket
import sys
import textwrap
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from export.files.qr import QUIET, qr
from export.files.whole import write_whole

ESC, GS = b"\x1b", b"\x1d"
RESET = ESC + b"@"
CP858 = ESC + b"t\x13"
CENTRE, LEFT = ESC + b"a\x01", ESC + b"a\x00"
PLAIN, BOLD = ESC + b"!\x00", ESC + b"!\x08"
LARGE = ESC + b"!\x38"
CUT = GS + b"V\x42\x00"
COLUMNS = 42
"""Letters of the common font A on 72 mm of print, with the margin that the narrowest printers need."""
DOTS, DOT_MODULE = 512, 4
PORT = 9100
LIMIT_S = 8.0
REPLACED = str.maketrans(
    {"’": "'", "–": "-", "—": "-", "…": "...", "\u202f": " ", "\u00a0": " ", "→": ">", "●": "*", "œ": "oe"}
)


class PrinterError(OSError):
    """A printer that did not take the ticket; `key` names the sentence."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class Ticket:
    """What stands on it, in order; already in the person's language. `picture`: what the QR code holds, "" for none."""

    title: str
    date: str
    banner: str
    seen: tuple[str, str]
    """Heading, and what is said where there are no facts."""
    facts: tuple[str, ...]
    to: str
    trades: tuple[tuple[str, str], ...]
    """A trade, and the stand where it is met ("" for none)."""
    code_says: str
    code: str
    notes: tuple[str, ...]
    picture: str = ""


def escpos(ticket: Ticket) -> bytes:
    """The bytes a printer takes."""
    out = [RESET, CP858, LEFT, BOLD, _line(_ends(ticket.title, ticket.date)), PLAIN, _rule(), CENTRE, BOLD]
    out += [_lines(ticket.banner), PLAIN, LEFT, b"\n", BOLD, _lines(ticket.seen[0]), PLAIN]
    for fact in ticket.facts or (ticket.seen[1],):
        out.append(_lines(fact, "- "))
    if ticket.trades:
        out += [_rule(), BOLD, _lines(ticket.to), PLAIN]
        for trade, stand in ticket.trades:
            out.append(_lines(f"{trade} ({stand})" if stand else trade, "- "))
    out.append(_rule())
    if ticket.code:
        out += [CENTRE, _lines(ticket.code_says), LARGE, _line(ticket.code), PLAIN]
    if ticket.picture:
        out += [CENTRE, picture(ticket.picture)]
    out += [CENTRE, *(_lines(note) for note in ticket.notes), b"\n\n\n", CUT]
    return b"".join(out)


def _ends(left: str, right: str) -> str:
    return left + " " * max(1, COLUMNS - len(left) - len(right)) + right


def _rule() -> bytes:
    return b"-" * COLUMNS + b"\n"


def _line(text: str) -> bytes:
    return text.translate(REPLACED).encode("cp858", "replace") + b"\n"


def _lines(text: str, mark: str = "") -> bytes:
    wrapped = textwrap.wrap(text.translate(REPLACED), COLUMNS, initial_indent=mark, subsequent_indent=" " * len(mark))
    return b"".join(_line(line) for line in wrapped)


def picture(text: str) -> bytes:
    """A QR code as a raster picture, as large as the paper takes."""
    rows = qr(text)
    side = len(rows) + 2 * QUIET
    k = max(1, min(DOT_MODULE * 2, DOTS // side))
    wide = -(-side * k // 8)
    data = bytearray()
    for y in range(side):
        row = rows[y - QUIET] if QUIET <= y < side - QUIET else ()
        bits = 0
        for x in range(side):
            dark = bool(row) and QUIET <= x < side - QUIET and row[x - QUIET]
            bits = (bits << k) | (((1 << k) - 1) if dark else 0)
        line = (bits << (wide * 8 - side * k)).to_bytes(wide, "big")
        data += line * k
    size = (wide % 256, wide // 256, side * k % 256, side * k // 256)
    return GS + b"v0\x00" + bytes(size) + bytes(data) + b"\n"


TicketWay = Literal["file", "usb", "net"]


@dataclass(frozen=True, slots=True)
class Printer:
    """Where tickets go: `file:FOLDER_OR_FILE`, `usb:DEVICE` (as /dev/usb/lp0, not on Windows), `net:HOST[:PORT]`."""

    way: TicketWay
    place: str
    port: int = PORT

    @staticmethod
    def read(text: str) -> "Printer":
        """The printer that a word names. Raises PrinterError for anything else."""
        way, _, place = text.partition(":")
        host, _, port = place.rpartition(":")
        if way == "net" and place:
            named = (host, port) if host and port.isdigit() else (place, str(PORT))
            if 0 < int(named[1]) < 65536:
                return Printer("net", named[0].strip("[]"), int(named[1]))
        if way == "file" and place:
            return Printer("file", place)
        if way == "usb" and sys.platform == "win32":
            # There such a printer belongs to the system's spooler, and no program writes to the device.
            raise PrinterError("ticket.usb_windows")
        if way == "usb" and place.startswith("/"):
            return Printer("usb", place)
        raise PrinterError("ticket.bad_printer", word=text)


def send(printer: Printer, data: bytes, limit_s: float = LIMIT_S) -> None:
    """Hand a ticket over. Raises PrinterError within the limit; a device that takes half of it has not taken it."""
    try:
        if printer.way == "file":
            write_whole(_new_file(Path(printer.place)), data)
        elif printer.way == "usb":
            _to_device(printer.place, data, limit_s)
        else:
            _to_network(printer, data, limit_s)
    except PrinterError:
        raise
    except OSError as error:
        raise PrinterError("ticket.refused", printer=f"{printer.way}:{printer.place}", reason=error) from error


def _new_file(place: Path) -> Path:
    """A folder takes one numbered file a ticket; a file is written anew."""
    if not place.is_dir():
        return place
    last = max((int(p.stem[7:]) for p in place.glob("ticket-*.bin") if p.stem[7:].isdigit()), default=0)
    return place / f"ticket-{last + 1:05d}.bin"


if sys.platform == "win32":

    def _to_device(place: str, data: bytes, limit_s: float) -> None:
        raise PrinterError("ticket.usb_windows")

else:
    import select

    def _to_device(place: str, data: bytes, limit_s: float) -> None:
        """A printer without paper stops taking bytes: no write may wait for ever, so none blocks."""
        handle = os.open(place, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        try:
            until, at = time.monotonic() + limit_s, 0
            while at < len(data):
                _, ready, _ = select.select([], [handle], [], max(0.0, until - time.monotonic()))
                if not ready:
                    raise PrinterError("ticket.stuck", printer=f"usb:{place}")
                at += os.write(handle, data[at : at + 4096])
        finally:
            os.close(handle)


def _to_network(printer: Printer, data: bytes, limit_s: float) -> None:
    try:
        with socket.create_connection((printer.place, printer.port), timeout=limit_s) as line:
            line.settimeout(limit_s)
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
    except TimeoutError as error:
        raise PrinterError("ticket.stuck", printer=f"net:{printer.place}") from error


def text_of(data: bytes) -> Sequence[str]:
    """The lines of words in a ticket's bytes, for a preview and for tests; pictures and commands are left out."""
    out, at = bytearray(), 0
    while at < len(data):
        if data[at : at + 4] == GS + b"v0\x00":
            size = (data[at + 4 : at + 6], data[at + 6 : at + 8])
            wide, high = (int.from_bytes(half, "little") for half in size)
            at += 8 + wide * high
        elif data[at : at + 2] == GS + b"V":
            at += 4
        elif data[at : at + 1] == ESC:
            at += 2 if data[at + 1 : at + 2] == b"@" else 3
        else:
            out.append(data[at])
            at += 1
    return out.decode("cp858").splitlines()
