"""Results that wait at a kiosk to be claimed: sealed to the organisation, under a code and two facts, for so many days.

Nobody reads anything of them here, and nothing leaves before somebody claims it. Who it is of lies shut under the code
and the facts; a guess is used up on the disk before it is looked at. What nobody claims is erased, by a timer and at a
start, by an age that no clock moves.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from nacl.exceptions import CryptoError
from nacl.public import PublicKey
from nacl.secret import SecretBox

from export.files.whole import read_whole, write_whole
from export.packets.cards import CARD_FILE, read_card
from export.packets.keys import KeyFileError, station_keys
from export.packets.outbox import NAME, Outbox
from export.packets.packet import MAX_SEALED, PacketError
from game.station import boot
from game.station.boot import BootClock, BootMoment, age_s
from game.station.consent import Records, VisitConsent
from game.station.erasing import erase_file
from scenarios.refusal import Refusal

FOLDER, KEY_FILE, SUFFIX = "claims", "key", ".claim"
TRIES = 3
"""Guesses of the facts; after the last wrong one the result is erased."""
DAY_S = 86_400
UNKNOWN_S = DAY_S
"""What a time counts that no clock tells: the machine was off, and its calendar went back."""
WRITTEN_S = 3600
"""How often the age of what waits is written down."""
COST = 2**14
MAX_HEAD = 2000

Claimed = Literal["done", "wrong", "closed", "unknown"]
"""done: it goes to the organisation; wrong: one guess fewer; closed: that was the last one, it is erased."""


class ClaimError(Refusal):
    """A result that cannot be kept; `key` names the sentence."""


@dataclass(frozen=True, slots=True)
class _ClaimHead:
    """What lies in clear before the sealed bytes. `spent_s`: its age when `last` was."""

    days: int
    tries: int
    spent_s: float
    last: BootMoment
    salt: bytes
    shut: bytes

    def text(self) -> bytes:
        head = {"days": self.days, "tries": self.tries, "spent_s": round(self.spent_s), "last": self.last.text(),
                "salt": self.salt.hex(), "shut": self.shut.hex()}  # fmt: skip
        return json.dumps(head, sort_keys=True).encode() + b"\n"

    @staticmethod
    def read(line: bytes) -> "_ClaimHead":
        """Raises ValueError, KeyError, TypeError for anything else."""
        head = json.loads(line)
        days, tries, spent_s = (head[name] for name in ("days", "tries", "spent_s"))
        if any(type(number) is not int for number in (days, tries, spent_s)):
            raise TypeError("numbers")
        salt, shut = bytes.fromhex(head["salt"]), bytes.fromhex(head["shut"])
        return _ClaimHead(days, tries, spent_s, BootMoment.read(head["last"]), salt, shut)

    def aged(self, now: BootMoment) -> "_ClaimHead":
        """The same, as old as it is now."""
        gone = age_s(self.last, now)
        return replace(self, spent_s=self.spent_s + (UNKNOWN_S if gone is None else gone), last=now)


class Claims:
    """What waits in a station's folder."""

    def __init__(self, home: Path, clock: BootClock = boot.now) -> None:
        self.home, self.folder, self._clock = home, home / FOLDER, clock

    @property
    def possible(self) -> bool:
        """Whether there is an organisation to claim a result for."""
        return (self.home / CARD_FILE).exists()

    def __len__(self) -> int:
        return len(list(self._files()))

    def keep(self, body: Mapping[str, Any], facts: tuple[str, str], days: int) -> None:
        """Seal a result and keep it under its code and two facts. Raises ClaimError, OSError: nothing is then kept."""
        try:
            card, station = read_card(self.home / CARD_FILE, "organisation"), station_keys(self.home)
            outbox = Outbox(self.home / "outbox")
            # It lies in no outbox before it is claimed: nothing there may leave that nobody shared.
            waiting, sealed = outbox.sealed(body, station, PublicKey(bytes.fromhex(card.public_key)))
        except (KeyFileError, PacketError) as error:
            raise ClaimError("kiosk.keep.failed") from error
        code, salt = str(body["code"]), secrets.token_bytes(16)
        who = json.dumps([str(body.get("visit_id") or body["candidate_id"]), waiting.path.name]).encode()
        head = _ClaimHead(days, TRIES, 0, self._clock(), salt, bytes(SecretBox(_key(code, facts, salt)).encrypt(who)))
        mark = self._mark(code)
        free = next(n for n in range(10_000) if not (self.folder / f"{mark}-{n}{SUFFIX}").exists())
        write_whole(self.folder / f"{mark}-{free}{SUFFIX}", head.text() + sealed)

    def claim(self, code: str, facts: tuple[str, str]) -> Claimed:
        """Try to claim what waits under a code. Right, it lies in the outbox as a shared result. Raises OSError.

        Visitors of one code on different days may all have theirs here: a right claim is a guess at its own alone.
        """
        missed: list[tuple[Path, _ClaimHead, bytes]] = []
        for path in self._files(self._mark(code)):
            head, sealed = self._read(path)
            if head is None:
                continue
            # Used up on the disk before it is tried: a kill gives no guess back.
            write_whole(path, replace(head, tries=head.tries - 1).text() + sealed)
            try:
                candidate, name = json.loads(SecretBox(_key(code, facts, head.salt)).decrypt(head.shut))
            except CryptoError:
                missed.append((path, head, sealed))
                continue
            self._shared(code, str(candidate), str(name), sealed)
            erase_file(path)
            for other, before, whole in missed:
                write_whole(other, before.text() + whole)
            return "done"
        over = [path for path, before, _ in missed if before.tries <= 1]
        for path in over:
            erase_file(path)
        return "closed" if over else "wrong" if missed else "unknown"

    def _shared(self, code: str, candidate: str, name: str, sealed: bytes) -> None:
        """As if it had been shared at once: the packet, then a record that says so.

        A record without a packet is taken for one that went, and is erased with all of its visit.
        """
        if not NAME.fullmatch(name):
            raise OSError(f"{name}: no packet")
        write_whole(self.home / "outbox" / name, sealed)
        Records(self.home / "visits").write(VisitConsent(candidate, code, "sent", self._clock()))

    def sweep(self, beat: Callable[[], None] = lambda: None) -> int:
        """Erase what nobody claimed in its days, and what cannot be read; how many. What refuses is tried again.

        `beat`: called before each, as many of them on a slow disk take longer than a keeper waits for a sign of life.
        """
        gone = 0
        for path in list(self._files()):
            beat()
            with suppress(OSError):
                head, sealed = self._read(path)
                aged = head.aged(self._clock()) if head else None
                if head is None or aged is None or aged.spent_s >= head.days * DAY_S:
                    erase_file(path)
                    gone += 1
                elif aged.spent_s - head.spent_s >= WRITTEN_S or aged.last.boot != head.last.boot:
                    write_whole(path, aged.text() + sealed)
        return gone

    def _files(self, mark: str = "") -> Iterator[Path]:
        return iter(sorted(self.folder.glob(f"{mark}*{SUFFIX}")) if self.folder.is_dir() else [])

    def _read(self, path: Path) -> tuple[_ClaimHead | None, bytes]:
        data = read_whole(path, MAX_HEAD + MAX_SEALED) or b""
        line, _, sealed = data.partition(b"\n")
        try:
            return _ClaimHead.read(line), sealed
        except (ValueError, KeyError, TypeError):
            return None, b""

    def _mark(self, code: str) -> str:
        """What a file is named by: this kiosk alone can tell the code from it."""
        path = self.folder / KEY_FILE
        if not path.exists():
            write_whole(path, secrets.token_bytes(16))
        return hashlib.blake2b(code.encode(), key=read_whole(path, 64) or b"", digest_size=8).hexdigest()


def _key(code: str, facts: tuple[str, str], salt: bytes) -> bytes:
    words = "\0".join((code, *facts)).encode()
    return hashlib.scrypt(words, salt=salt, n=COST, r=8, p=1, dklen=SecretBox.KEY_SIZE)
