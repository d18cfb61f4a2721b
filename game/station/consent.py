"""What a person has decided, and so what may be kept of them where: one small record a visit, under their id.

A record lasts as long as something is not settled: it is the first thing written of a person and the last to go.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from export.files.whole import read_whole
from game.station.boot import BootMoment
from game.station.slots import Slots, check, kept

State = Literal["undecided", "asked", "sent", "shared", "kept", "erased"]
Place = Literal["journal", "outbox", "database", "paper"]
STAYS: Mapping[State, tuple[Place, ...]] = {
    "undecided": ("journal", "paper"),
    "asked": ("journal", "outbox", "database", "paper"),
    "sent": ("outbox", "paper"),
    "shared": ("database", "paper"),
    "kept": ("paper",),
    "erased": (),
}
"""Where something of a person may lie, by what they decided. All else is emptied."""
SUFFIX, SEEN = ".visit", "-seen"
SLOT = 128
MOST_RECORD = 1_000_000
"""Bytes of a record: a visit adds a few hundred; what is longer is none that can be read."""


@dataclass(frozen=True, slots=True)
class VisitConsent:
    """One visit. `base`: whether the database may hold it; `seen`: when the person was last there.

    `person`: their id where they came back with the code of their paper, "" for the visit's own; `before`: the
    workshops they shared then.
    """

    candidate: str
    code: str
    state: State
    seen: BootMoment
    base: bool = False
    person: str = ""
    before: tuple[str, ...] = ()

    def now(self, state: State, moment: BootMoment, *, base: bool | None = None) -> "VisitConsent":
        """The same visit after a decision."""
        return replace(self, state=state, seen=moment, base=self.base if base is None else base)


@dataclass(frozen=True, slots=True)
class Found:
    """The records of a station, read once: those that can be, by id, and the ids of those in which no line is sound."""

    sound: tuple[VisitConsent, ...]
    unread: tuple[str, ...]


Version = tuple[int, int, int]
"""Of a file: which one it is, how long, and when it was last written (ns)."""


class Records:
    """The records of a station, one file each in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[str, Slots] = {}
        self._sent: dict[str, tuple[Version, VisitConsent]] = {}

    def path(self, candidate: str) -> Path:
        return self.folder / f"{candidate}{SUFFIX}"

    def write(self, consent: VisitConsent) -> None:
        """Add what is true now, on the disk when it returns. Raises OSError."""
        fields: list[object] = [consent.candidate, consent.code, consent.state, consent.base, consent.seen.text()]
        if consent.person:
            fields += [consent.person, list(consent.before)]
        words = json.dumps(fields)
        # A line begins with its end: what a full disk cut off spoils itself alone.
        line = f"\n{words} {check(words)}".encode()
        file = os.open(self.path(consent.candidate), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(file, "ab") as out:
            out.write(line)
            out.flush()
            os.fsync(out.fileno())

    def here(self, candidate: str, moment: BootMoment) -> None:
        """The person is still there. Costs no flush; a disk that refuses only makes the visit look older."""
        with suppress(OSError):
            if candidate not in self._open:
                beside = self.path(candidate).with_name(self.path(candidate).name + SEEN)
                self._open[candidate] = Slots(beside, SLOT, moment.text())
            self._open[candidate].keep(moment.text(), flush=False)

    def gone(self, candidate: str) -> None:
        """Let go of the file that says when the person was there."""
        if slots := self._open.pop(candidate, None):
            slots.close()

    def close(self) -> None:
        """Let go of all such files."""
        for candidate in tuple(self._open):
            self.gone(candidate)

    def all(self) -> tuple[VisitConsent, ...]:
        """Every record that can be read, by id."""
        return self.read().sound

    def of(self, candidate: str) -> VisitConsent | None:
        return _last(self.path(candidate))

    def read(self) -> Found:
        """Look at every record. Those that were sent lie there for months by the hundred: one that has not changed
        since is not read again."""
        found = {entry.name.removesuffix(SUFFIX): self._one(entry) for entry in self._entries()}
        self._sent = {who: known for who, known in self._sent.items() if who in found}
        sound = tuple(one for one in found.values() if one is not None)
        return Found(sound, tuple(who for who, one in found.items() if one is None))

    def _entries(self) -> "list[os.DirEntry[str]]":
        try:
            with os.scandir(self.folder) as entries:
                return sorted((one for one in entries if one.name.endswith(SUFFIX)), key=lambda one: one.name)
        except FileNotFoundError:
            return []

    def _one(self, entry: "os.DirEntry[str]") -> VisitConsent | None:
        who = entry.name.removesuffix(SUFFIX)
        try:
            now = entry.stat()
        except OSError:
            return None
        version = (now.st_ino, now.st_size, now.st_mtime_ns)
        known = self._sent.get(who)
        if known is not None and known[0] == version:
            return known[1]
        found = _last(Path(entry.path))
        if found is not None and found.state == "sent":
            self._sent[who] = (version, found)
        return found


def _last(path: Path) -> VisitConsent | None:
    """The last sound line, with the latest moment the person was there."""
    try:
        lines = (read_whole(path, MOST_RECORD) or b"").decode("ascii", "replace").splitlines()
        seen = kept(path.with_name(path.name + SEEN), SLOT)
    except OSError:
        return None
    for line in reversed(lines):
        words, _, sound = line.rpartition(" ")
        with suppress(ValueError, TypeError):
            if sound == check(words) and (found := _consent(json.loads(words))):
                moments = [found.seen, *(BootMoment.read(text) for text in seen)]
                same = [one for one in moments if one.boot == found.seen.boot]
                return replace(found, seen=max(same, key=lambda one: one.ms))
    return None


def _consent(fields: list[object]) -> VisitConsent | None:
    candidate, code, state, base, seen, *rest = fields
    known = next((one for one in get_args(State) if one == state), None)
    if known is None:
        return None
    person, before = rest if rest else ("", [])
    if not isinstance(before, list):
        raise TypeError("before")
    return VisitConsent(
        str(candidate), str(code), known, BootMoment.read(str(seen)), bool(base), str(person), tuple(map(str, before))
    )
