"""What a seat is fit for, as far as files, disk, clock and programs go: findings, each with a level and its reason."""

import json
import os
import shutil
import socket
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from export.files.check_signs import read_aloud
from export.files.manifest import ManifestError, compare
from export.files.whole import may_write, read_whole, write_whole
from export.packets.cards import CARD_FILE, read_card, refuse_older
from export.packets.keys import STATION_FILE, KeyFileError, station_keys
from export.packets.knocks import OTHER_REASON, REASONS
from export.packets.outbox import Outbox
from export.store.moments import EARLIEST, LATEST
from export.store.place import on_network
from game.station.home import Home, HomeError

Level = Literal["fine", "note", "wrong"]
LEVELS: tuple[Level, ...] = ("fine", "note", "wrong")
KEPT = "seat-check.json"
FLUSHES, FLUSH_BYTES = 20, 4096
SLOW_FLUSH_MS, BAD_FLUSH_MS = 40.0, 200.0
SHORT_MB, FULL_MB = 1000, 200
FRAME_MS, LATE = 1000 / 60, 0.05
"""A frame's own time, and the share of frames that may take longer."""
AHEAD_S = 86_400
DRIFT_S = 0.5
OLD_DAYS = 14
"""A result that waits longer was forgotten by somebody."""
ENGINES = {"pico": ("nanotts", "py_nanotts"), "espeak": ("espeakng_loader", "espeakng")}
"""Voice engines: modules of which one is enough."""
AT_SPI = Path("dbus-1", "services", "org.a11y.Bus.service")
"""By this file a session's bus knows who brings a screen reader and a program together."""
PROGRAMS = {"pico": ("pico2wave", "nanotts"), "espeak": ("espeak-ng",)}


@dataclass(frozen=True, slots=True)
class SeatFinding:
    """One thing looked at. `doctor.<check>.<state>` is its sentence, with what to do."""

    check: str
    state: str
    level: Level
    values: Mapping[str, Any] = field(default_factory=dict)


def sentence(finding: SeatFinding, say: Callable[..., str]) -> str:
    """A finding in words, with what to do. What a tower said is a sentence of its own."""
    why = finding.values.get("why")
    values = {**finding.values, "why": say(why if why in REASONS else OTHER_REASON)} if why else {**finding.values}
    values |= {
        name: str(values[name]).replace(".", say("common.decimal")) for name in ("ms", "share") if name in values
    }
    values |= {name: _moment(values[name], say) for name in ("date", "kept") if name in values}
    return say(f"doctor.{finding.check}.{finding.state}", **values)


def _moment(moment: str, say: Callable[..., str]) -> str:
    """A moment (« 2026-11-29 10:46 ») as it is written in the language."""
    day, _, clock = moment.partition(" ")
    year, month, number = day.split("-")
    return say("doctor.moment", year=year, month=month, day=number, clock=clock)


def figures(spent: Sequence[float]) -> tuple[int, float, float]:
    """Of frames given in seconds: how many, their median in ms, and the share (0..1) over 1/60 s."""
    ms = [seconds * 1000 for seconds in spent] or [0.0]
    return len(spent), statistics.median(ms), sum(frame_ms > FRAME_MS for frame_ms in ms) / len(ms)


def judged_frames(n: int, p50_ms: float, share: float) -> SeatFinding:
    """The median and the share over 1/60 s: late now and then is seen by nobody, late at the median by everybody."""
    figures = {"n": n, "ms": f"{p50_ms:.1f}", "share": f"{100 * share:.1f}"}
    if p50_ms > FRAME_MS:
        return SeatFinding("frames", "slow", "wrong", figures)
    late = share > LATE
    return SeatFinding("frames", "late" if late else "fine", "note" if late else "fine", figures)


def home_of_seat(folder: Path) -> SeatFinding:
    """Whether the station's folder can be made, written and locked; nothing is left that was not there."""
    try:
        Home.open(folder).close()
    except HomeError as error:
        if error.key == "home.second_copy":
            return SeatFinding("folder", "in_use", "note", {"folder": folder})
        if error.key == "home.not_private":
            return SeatFinding("folder", "open", "wrong", {"folder": folder})
        return SeatFinding("folder", "refused", "wrong", {"folder": folder, "reason": error.values["reason"]})
    if on_network(folder, Path("/proc/mounts")):
        return SeatFinding("folder", "network", "wrong", {"folder": folder})
    return SeatFinding("folder", "fine", "fine", {"folder": folder})


def program(folder: Path) -> SeatFinding:
    """Whether who plays may alter the program: good for the one who builds it, bad in a classroom."""
    # Windows says of every folder that it may be written: there a file is made.
    writes = may_write(folder) if sys.platform == "win32" else os.access(folder, os.W_OK)
    return SeatFinding("program", "writable" if writes else "fine", "note" if writes else "fine", {"folder": folder})


def flush(folder: Path) -> SeatFinding:
    """The median time of a small write that is forced to disk, in the folder where runs are kept."""
    path, times = folder / f".flush-{os.getpid()}", []
    try:
        with path.open("wb") as out:
            for _ in range(FLUSHES):
                began = time.perf_counter()
                out.write(bytes(FLUSH_BYTES))
                out.flush()
                os.fsync(out.fileno())
                times.append((time.perf_counter() - began) * 1000)
    except OSError as error:
        return SeatFinding("flush", "refused", "wrong", {"reason": error})
    finally:
        path.unlink(missing_ok=True)
    return judged_flush(statistics.median(times))


def judged_flush(ms: float) -> SeatFinding:
    """A flush of so many ms: the writer has a thread of its own, so only what would pile up is wrong."""
    level: Level = "wrong" if ms > BAD_FLUSH_MS else "note" if ms > SLOW_FLUSH_MS else "fine"
    return SeatFinding("flush", {"wrong": "bad", "note": "slow", "fine": "fine"}[level], level, {"ms": f"{ms:.1f}"})


def space(folder: Path) -> SeatFinding:
    """Room on the disk that holds a folder, or will."""
    held = next(p for p in (folder, *folder.absolute().parents) if p.exists())
    return judged_space(shutil.disk_usage(held).free / 1e6)


def judged_space(mb: float) -> SeatFinding:
    """So many MB free. A whole session of twelve people takes about 10."""
    level: Level = "wrong" if mb < FULL_MB else "note" if mb < SHORT_MB else "fine"
    return SeatFinding("space", {"wrong": "full", "note": "short", "fine": "fine"}[level], level, {"mb": round(mb)})


def clock(now: float, folder: Path, drift: float = 0.0, since: int = EARLIEST) -> SeatFinding:
    """Whether the time can be right: after this version was made, not behind what the seat itself wrote, and even.

    `now`: seconds since 1970; `drift`: seconds the clock gained on the steady one while the check ran.
    """
    newest = max((p.stat().st_mtime for p in _kept(folder)), default=0.0)
    figures = {"date": time.strftime("%Y-%m-%d %H:%M", time.localtime(now))}
    if not max(EARLIEST, since) - AHEAD_S < now < LATEST:
        return SeatFinding("clock", "wrong", "wrong", figures)
    if newest > now + AHEAD_S:
        late = {"kept": time.strftime("%Y-%m-%d %H:%M", time.localtime(newest))}
        return SeatFinding("clock", "behind", "wrong", figures | late)
    if abs(drift) > DRIFT_S:
        return SeatFinding("clock", "jumped", "note", figures | {"seconds": f"{drift:.1f}"})
    return SeatFinding("clock", "fine", "fine", figures)


def waiting(folder: Path) -> SeatFinding:
    """How many sealed results wait to go, and for how long the oldest has."""
    there = Outbox(folder / "outbox").waiting()
    if not there:
        return SeatFinding("waiting", "fine", "fine")
    days = int((time.time() - min(waiting.path.stat().st_mtime for waiting in there)) // 86_400)
    old = days > OLD_DAYS
    return SeatFinding("waiting", "old" if old else "some", "note" if old else "fine", {"n": len(there), "days": days})


def _kept(folder: Path) -> Iterable[Path]:
    return (p for p in folder.glob("*") if p.is_file()) if folder.is_dir() else ()


def keys(folder: Path) -> list[SeatFinding]:
    """The station's key, never made here, and the card of its organisation."""
    findings = [_own_key(folder / STATION_FILE)]
    try:
        card = read_card(folder / CARD_FILE, "organisation")
    except FileNotFoundError:
        return [*findings, SeatFinding("card", "none", "note")]
    except (KeyFileError, OSError):
        return [*findings, SeatFinding("card", "damaged", "wrong", {"file": folder / CARD_FILE})]
    try:
        refuse_older(card, folder / CARD_FILE)
    except KeyFileError:
        return [*findings, SeatFinding("card", "older", "note", {"label": card.label})]
    return [*findings, SeatFinding("card", "fine", "fine", {"label": card.label, "check": read_aloud(card.check)})]


def _own_key(path: Path) -> SeatFinding:
    if not path.exists():
        return SeatFinding("key", "none", "note")
    try:
        station = station_keys(path.parent)
    except (KeyFileError, OSError):
        return SeatFinding("key", "damaged", "wrong", {"file": path})
    if os.name == "posix" and path.stat().st_mode & 0o077:
        return SeatFinding("key", "open", "wrong", {"file": path})
    return SeatFinding("key", "fine", "fine", {"station": station.station_id})


def voice() -> SeatFinding:
    """Which engines could read aloud on this seat."""
    names = ", ".join(name for name in ENGINES if _has(name))
    return SeatFinding("voice", "fine" if names else "none", "fine" if names else "note", {"names": names})


def _has(engine: str) -> bool:
    return any(find_spec(name) for name in ENGINES[engine]) or any(shutil.which(p) for p in PROGRAMS[engine])


def reader(environ: Mapping[str, str], platform: str) -> SeatFinding:
    """Whether a system's screen reader could read this seat: the library, a session's bus, and what answers on it.

    Nothing is started: whether a reader is on now is its own affair.
    """
    if find_spec("accesskit") is None:
        return SeatFinding("reader", "no_library", "note")
    if platform == "win32":
        return SeatFinding("reader", "windows", "fine")
    if not any(_connects(address) for address in _bus_addresses(environ)):
        return SeatFinding("reader", "no_session", "note")
    shared = environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    there = any((Path(folder) / AT_SPI).exists() for folder in shared.split(":") if folder)
    return SeatFinding("reader", "fine" if there else "no_service", "fine" if there else "note")


def _bus_addresses(environ: Mapping[str, str]) -> list[str]:
    """Where the session's bus listens: a path, or a name that begins with a zero byte (D-Bus specification)."""
    given = environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if not given:
        folder = environ.get("XDG_RUNTIME_DIR", "")
        return [f"{folder}/bus"] if folder else []
    pairs = [pair.partition("=") for way in given.split(";") if way.startswith("unix:")
             for pair in way.removeprefix("unix:").split(",")]  # fmt: skip
    ways = {"path": "", "abstract": "\0"}
    return [ways[name] + unquote(place) for name, _, place in pairs if name in ways]


def _connects(address: str) -> bool:
    if not hasattr(socket, "AF_UNIX"):
        return False
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(1.0)
        try:
            line.connect(address)
        except (OSError, ValueError):  # nothing is there, or the name is no address
            return False
    return True


def package(folder: Path | None, trusted: Path | None = None) -> SeatFinding:
    """A packaged folder against its manifest; None where the game runs from its sources."""
    if folder is None:
        return SeatFinding("package", "sources", "fine")
    try:
        compared = compare(folder, trusted)
    except ManifestError as error:
        return SeatFinding(
            "package", error.key.removeprefix("manifest."), "wrong", {"folder": folder, "file": error.path}
        )
    except OSError as error:
        return SeatFinding("package", "none", "wrong", {"folder": folder, "reason": error})
    figures: dict[str, Any] = {"n": len(compared.manifest.files), "check": read_aloud(compared.check)}
    if compared.sound:
        state = "fine" if trusted else "own_key"
        return SeatFinding("package", state, "fine", figures)
    names = [*compared.altered, *compared.missing, *compared.added]
    figures |= {"altered": len(compared.altered), "missing": len(compared.missing), "added": len(compared.added)}
    return SeatFinding("package", "differs", "wrong", figures | {"names": ", ".join(names[:5])})


def keep(folder: Path, findings: Iterable[SeatFinding], version: str, at: int) -> None:
    """Keep a check with the station's own, for what is measured on this seat. Raises OSError."""
    rows = [as_told(f) for f in findings]
    check = {"envol_seat_check": 1, "version": version, "at": at, "findings": rows}
    write_whole(folder / KEPT, json.dumps(check, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n")


def as_told(finding: SeatFinding) -> dict[str, Any]:
    """A finding as it is written down: its numbers stay numbers, the rest are texts."""
    values = {name: v if isinstance(v, int | float) else str(v) for name, v in finding.values.items()}
    return {"check": finding.check, "state": finding.state, "level": finding.level, "values": values}


def quality(folder: Path, now: int) -> dict[str, int]:
    """The last check in whole numbers, in the shape of `Seat.report`: hours since, and how many findings were notes or
    wrong; {} when the seat was never checked, or what is kept cannot be read."""
    try:
        check = json.loads(read_whole(folder / KEPT, 1_000_000) or b"")
        levels = [row["level"] for row in check["findings"]]
        at = int(check["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {"check_hours": max(0, now - at) // 3600, "check_notes": levels.count("note"),
            "check_wrong": levels.count("wrong")}  # fmt: skip
