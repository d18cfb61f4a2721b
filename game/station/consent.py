"""What a person has decided, and so what may be kept of them where: one small record a visit, under their id.

A record lasts as long as something is not settled: it is the first thing written of a person and the last to go.
"""

import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from export.files.whole import read_whole
from game.station.boot import BootMoment
from game.station.erasing import erase_file
from game.station.slots import Slots, check, kept

ConsentState = Literal["undecided", "asked", "sent", "shared", "kept", "erased"]
KeptPlace = Literal["journal", "outbox", "database", "paper"]
STAYS: Mapping[ConsentState, tuple[KeptPlace, ...]] = {
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
    state: ConsentState
    seen: BootMoment
    base: bool = False
    person: str = ""
    before: tuple[str, ...] = ()

    def now(self, state: ConsentState, moment: BootMoment, *, base: bool | None = None) -> "VisitConsent":
        """The same visit after a decision."""
        return replace(self, state=state, seen=moment, base=self.base if base is None else base)


@dataclass(frozen=True, slots=True)
class RecordsRead:
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

    def write(self, consent: VisitConsent, *, there: bool = False) -> None:
        """Add what is true now, on the disk when it returns. Raises OSError.

        `there`: to a record that was found there; FileNotFoundError where it has gone since.
        """
        fields: list[object] = [consent.candidate, consent.code, consent.state, consent.base, consent.seen.text()]
        if consent.person:
            fields += [consent.person, list(consent.before)]
        words = json.dumps(fields)
        # A line begins with its end: what a full disk cut off spoils itself alone.
        line = f"\n{words} {check(words)}".encode()
        makes = 0 if there else os.O_CREAT
        file = os.open(self.path(consent.candidate), os.O_WRONLY | makes | os.O_APPEND, 0o600)
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
        """Close the file that says when the person was there."""
        if slots := self._open.pop(candidate, None):
            slots.close()

    def erase(self, candidate: str) -> None:
        """Erase a record in one step: who looks at all of them meanwhile finds it whole, or not at all. Raises OSError.

        Its moment goes first, which nothing would find alone. What a kill leaves is erased at the next start.
        """
        self.gone(candidate)
        path = self.path(candidate)
        erase_file(path.with_name(path.name + SEEN))
        aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        with suppress(FileNotFoundError):
            os.replace(path, aside)
        erase_file(aside)

    def close(self) -> None:
        """Let go of all such files."""
        for candidate in tuple(self._open):
            self.gone(candidate)

    def all(self) -> tuple[VisitConsent, ...]:
        """Every record that can be read, by id."""
        return self.read().sound

    def of(self, candidate: str) -> VisitConsent | None:
        """The record of a visit, None where there is none that can be read."""
        with suppress(FileNotFoundError):
            return _last(self.path(candidate))
        return None

    def read(self) -> RecordsRead:
        """Look at every record. Those that were sent lie there for months by the hundred: one that has not changed
        since is not read again. One that another thread or program erases meanwhile is none that cannot be read."""
        consents: dict[str, VisitConsent | None] = {}
        # Never changed while it is there: another thread may be looking too.
        sent: dict[str, tuple[Version, VisitConsent]] = {}
        for entry in self._entries():
            with suppress(FileNotFoundError):
                who = entry.name.removesuffix(SUFFIX)
                version, consents[who] = self._record(entry)
                if version is not None and (consent := consents[who]) is not None and consent.state == "sent":
                    sent[who] = (version, consent)
        self._sent = sent
        sound = tuple(consent for consent in consents.values() if consent is not None)
        return RecordsRead(sound, tuple(who for who, consent in consents.items() if consent is None))

    def _entries(self) -> "list[os.DirEntry[str]]":
        try:
            with os.scandir(self.folder) as entries:
                return sorted((entry for entry in entries if entry.name.endswith(SUFFIX)), key=lambda entry: entry.name)
        except FileNotFoundError:
            return []

    def _record(self, entry: "os.DirEntry[str]") -> tuple[Version | None, VisitConsent | None]:
        """What a record says, None where no line of it is sound. Raises FileNotFoundError when it has gone."""
        try:
            now = entry.stat()
        except FileNotFoundError:
            raise
        except OSError:
            return None, None
        version = (now.st_ino, now.st_size, now.st_mtime_ns)
        known = self._sent.get(entry.name.removesuffix(SUFFIX))
        return version, known[1] if known is not None and known[0] == version else _last(Path(entry.path))


def _last(path: Path) -> VisitConsent | None:
    """The last sound line, with the latest moment the person was there. Raises FileNotFoundError when it has gone."""
    try:
        lines = (read_whole(path, MOST_RECORD) or b"").decode("ascii", "replace").splitlines()
        seen = kept(path.with_name(path.name + SEEN), SLOT)
    except FileNotFoundError:
        raise
    except OSError:
        return None
    for line in reversed(lines):
        words, _, sound = line.rpartition(" ")
        with suppress(ValueError, TypeError):
            if sound == check(words) and (consent := _consent(json.loads(words))):
                moments = [consent.seen, *(BootMoment.read(text) for text in seen)]
                same = [moment for moment in moments if moment.boot == consent.seen.boot]
                return replace(consent, seen=max(same, key=lambda moment: moment.ms))
    return None


def _consent(fields: list[object]) -> VisitConsent | None:
    candidate, code, state, base, seen, *rest = fields
    known = next((known_state for known_state in get_args(ConsentState) if known_state == state), None)
    if known is None:
        return None
    person, before = rest if rest else ("", [])
    if not isinstance(before, list):
        raise TypeError("before")
    return VisitConsent(
        str(candidate), str(code), known, BootMoment.read(str(seen)), bool(base), str(person), tuple(map(str, before))
    )
