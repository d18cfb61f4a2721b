"""What the tower stands on: the base, its keys, its texts and its clock."""

import hashlib
import threading
import time
from collections import deque
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from nacl.public import PrivateKey

from assets.texts import Catalogue
from assets.voice import Voice
from export.packets.keys import KeyFileError
from export.store.beside import NOTHING_BESIDE, Beside, home_beside, organisation_beside
from export.store.opening import open_base
from export.store.pins import with_pin
from export.store.server import Base, Server
from export.store.server import beside as path_beside
from export.store.settings import organisation_of
from export.store.store import Store, StoreError, sound
from scenarios.refusal import Refusal
from tower.jobs import Jobs
from tower.logins import Login, Logins, Notice
from tower.pictures import DrawPictures, Pictures
from tower.preview import Begin, Previews
from tower.soundness import SoundCheck

if TYPE_CHECKING:
    from tower.holding import Holding

T = TypeVar("T")
WAIT_MS = 1500
"""How long a page waits for another program that writes in the base."""


NOT_YET = ("store.missing", "store.emptied")
"""There is no base before the first start has made one."""
MOST_KEPT = 12
"""What is worked out from the whole base, and held."""


def machine_now() -> datetime:
    """The machine's moment."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class TrialState:
    """How far a trial room is: not `running` before it is asked for or when it ended (`failed`: by itself); `played`
    robots `of` all; `address` once its pages answer there."""

    running: bool = False
    played: int = 0
    of: int = 0
    address: str = ""
    failed: bool = False


class Trial(Protocol):
    """A room of robots in another process, to try everything."""

    def open(self, language: str) -> None:
        """Open it, unless it is open or opening."""

    def state(self) -> TrialState:
        """How far it is."""


@dataclass(frozen=True, slots=True)
class TrialGuest:
    """Who tries the tower in a room of robots: in without a PIN the first time, and told theirs (it guards nobody).

    `back`: the address of the tower of people that opened the room, "" for none. `other`: who has read nothing there
    and enters by the same PIN, to observe blind.
    """

    who: str
    pin: str
    back: str = ""
    other: str = ""


Reprint = Callable[[str, str, str, str], tuple[bytes, str]]
"""A person, the packet of a visit, a language and an adviser give the pass as a PDF, or b"" and the sentence that says
why not. Raises OSError where none does."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What other processes do for the tower: open a trial room, draw the moments of a run, read results again, make a
    pass anew."""

    trial: Trial
    draw: DrawPictures
    rescore: Begin
    reprint: Reprint


OTHER, TAKEN, OFF = "other", "taken", "off"
"""Who has the port of the posts where this tower has it not: another tower of this base, some program, nobody."""


def mark_of(base: Base) -> str:
    """What tells the tower of one base from that of another to programs of this machine; it says nothing of either."""
    named = str(base.absolute()) if isinstance(base, Path) else base.named
    return hashlib.sha256(named.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def new_house(base: Base, voice: Voice, beside: Beside, elsewhere: Elsewhere) -> "House":
    """The house of a base, in the language of the command line."""
    server = None if isinstance(base, Path) else base
    return House(
        path_beside(base), voice.language, Logins(time.monotonic), voice.catalogue, beside=beside,
        trial=elsewhere.trial, server=server, pictures=Pictures(elsewhere.draw), previews=Previews(elsewhere.rescore),
        reprint=elsewhere.reprint,
    )  # fmt: skip


@dataclass(slots=True)
class House:
    """One base and who reads it. The base is opened in the thread of the pages, which is one."""

    db: Path
    language: str
    logins: Logins
    catalogue: Catalogue
    now: Callable[[], datetime] = machine_now
    monotonic: Callable[[], float] = time.monotonic
    stations_at: int = 0
    """The port that posts speak to, 0 where none is open."""
    unheard: str = ""
    """Why this tower does not hear the posts, and so says of none that it is silent: `OTHER`, `TAKEN`, `OFF`; "" where
    it hears them."""
    heard_at: str = ""
    """The address of the tower that hears them, where that is known."""
    _held: "Holding | None" = None
    _store: Store | None = None
    _check: SoundCheck | None = None
    beside: Beside = NOTHING_BESIDE
    """Empties what this machine holds of somebody beside the base."""
    server: Server | None = None
    """Where the base is when it is a region's, on a server; `db` is then what stands beside it here."""
    trial: Trial | None = None
    """Opens a room of robots elsewhere, to try everything; None where there is none; `tries` says whether it may."""
    guest: TrialGuest | None = None
    """Who tries the tower, as the program was told; `let_in` says whether they are."""
    end: Callable[[], None] | None = None
    """Closes the tower, soon after the page that says so was given; None where whoever started it closes it."""
    pictures: Pictures = field(default_factory=Pictures)
    """Moments of results that were drawn last."""
    previews: Previews = field(default_factory=Previews)
    """Results that are read again under other rules."""
    reprint: Reprint | None = None
    """Makes a person's pass once more; None where no other process can."""
    _jobs: Jobs | None = None
    _once: dict[str, tuple[object, Any]] = field(default_factory=dict)
    _key: PrivateKey | None = None
    _lent: threading.Thread | None = None
    _due: deque[Callable[[], None]] = field(default_factory=deque)

    @property
    def store(self) -> Store:
        """The open base. Raises StoreError before the first start has made one."""
        if self._store is None:
            raise StoreError("store.missing", path=self.server.named if self.server else self.db)
        return self._store

    @property
    def opened(self) -> bool:
        """Whether there is a base."""
        return self._store is not None

    @property
    def ready(self) -> bool:
        """Whether somebody can enter: a base, its organisation, and an adviser with a PIN."""
        return bool(self.entering())

    def entering(self) -> list[str]:
        """Who can enter; nobody before the first start."""
        return with_pin(self._store) if self._store is not None else []

    @property
    def organisation(self) -> str:
        """The organisation's name, "" before it is given."""
        return organisation_of(self._store) if self._store else ""

    @property
    def kind(self) -> str:
        """Whom the base holds: "person" or "demo"; "" before there is one."""
        return self._store.kind if self._store else ""

    @property
    def tries(self) -> Trial | None:
        """The room of robots that may be opened from here; from within one, none."""
        return None if self.kind == "demo" else self.trial

    @property
    def let_in(self) -> TrialGuest | None:
        """Who is let in without being asked: nobody where the base is not of robots."""
        return self.guest if self.kind == "demo" else None

    @property
    def home(self) -> Path:
        """Where the base keeps the keys of its machine."""
        return home_beside(self.db)

    @property
    def held(self) -> "Holding":
        """What the pages hold between requests: there with the first of them that is not the door."""
        assert self._held is not None
        return self._held

    def furnish(self, held: "Holding") -> None:
        """The pages are loaded: what they hold from now on. A house that has been furnished stays so."""
        self._held = self._held or held

    @property
    def jobs(self) -> Jobs:
        """Long work on this base."""
        if self._jobs is None:
            self._jobs = Jobs(self.server or self.db)
        return self._jobs

    def enrolled(self) -> dict[str, bytes]:
        """The key of every post that may speak, by its id."""
        if self._store is None:
            # Nobody is known while the base is away.
            return {}
        rows = self.store.rows("select station_id, verify_key from stations where revoked_at is null")
        return {str(row["station_id"]): bytes(row["verify_key"]) for row in rows}

    def organisation_key(self) -> PrivateKey | None:
        """The key hails are sealed to, read once; None where there is none yet."""
        if self._key is None and self.ready:
            with suppress(KeyFileError, OSError):
                self._key = organisation_beside(self.db)
        return self._key

    def version(self) -> tuple[str, object]:
        """What changes with the day, and with every writing in the base."""
        row = self.store.first_row("select max(entry) as last from audit")
        return str(self.now().date()), row["last"] if row else None

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What a page works out from the whole base, until somebody writes in it: all writing leaves a line in the log.

        `make` is called in the thread of the pages.
        """
        version = self.version()
        kept = self._once.get(name)
        if kept is None or kept[0] != version:
            # What was worked out before the base changed serves nobody any more.
            for stale in [known for known, (at, _) in self._once.items() if at != version]:
                del self._once[stale]
            while len(self._once) >= MOST_KEPT:
                self._once.pop(next(iter(self._once)))
            kept = self._once[name] = (version, make())
        answer: T = kept[1]
        return answer

    def lend(self, work: Callable[[], None], login: Login, done: Notice) -> None:
        """Close the base for a piece of work that needs its file alone, in a thread; `open_again` follows it.

        `done`: what is then told to whoever began it, or why it was refused.
        """
        self.close()

        def run() -> None:
            notice = done
            try:
                work()
            except Refusal as error:
                notice = Notice(error.key, error.values, wrong=True)
            except OSError as error:
                notice = Notice("store.file", {"path": error.filename or self.db, "reason": error}, wrong=True)
            self.later(lambda: login.said.append(notice))

        self._lent = threading.Thread(target=run, name="tower-lent")
        self._lent.start()

    @property
    def lent(self) -> bool:
        """Whether the base is away: no page shows anything of it."""
        return self._lent is not None and self._lent.is_alive()

    def open_again(self) -> None:
        """Open the base that was lent, once it is back; by the thread of the pages. Raises StoreError."""
        if self._lent is not None and not self._lent.is_alive():
            self._lent = None
            self.open()

    def later(self, act: Callable[[], None]) -> None:
        """Have something done by the thread of the pages before its next page; from any thread."""
        self._due.append(act)

    def settle(self) -> None:
        """Do what waits for the thread of the pages."""
        while self._due:
            self._due.popleft()()

    def forget(self, words: Collection[str] = ()) -> None:
        """Keep nothing of anybody in memory: somebody was erased. `words`: their ids and codes, wherever typed."""
        self.pictures.forget()
        self.previews.forget()
        self.logins.forget(words)
        self.jobs.forget()
        if self._held is not None:
            self._held.forget()
        self._once.clear()

    def open(self, kind: str | None = None, *, make: bool = False) -> None:
        """Open the base where there is one, or make it. Raises StoreError."""
        if self._store is not None:
            return
        try:
            self._store = open_base(self.server or self.db, kind, make=make, checked=False)
        except StoreError as error:
            if make or error.key not in NOT_YET:
                raise
        else:
            # Whoever else writes is waited for, but not so long that every page stands still.
            self._store.wait_at_most(WAIT_MS)
            # A server holds its own rows against their seals when it is reached.
            self._check = SoundCheck(lambda: sound(self.db)) if self.server is None else None

    @property
    def checking(self) -> SoundCheck | None:
        """The look at the whole base while it is under way: until it is over nothing of people is shown or written."""
        return None if self._check is None or self._check.over else self._check

    def refuse_unsound(self) -> None:
        """Raise StoreError where the base was found not to be as it was written; it is closed, and nothing opens it."""
        check = self._check
        if check is None or not check.over or check.sound:
            return
        if self._store is not None:
            self._store.close()
            self._store = None
        raise check.problem or StoreError("store.damaged", path=self.db)

    def close(self) -> None:
        """Close the base, once nobody looks at it any more, and whoever has its file is done with it."""
        if self._lent is not None:
            self._lent.join()
            self._lent = None
        self.previews.stop()
        if self._check is not None:
            self._check.wait()
            self._check = None
        if self._held is not None:
            self._held.radar.close()
        if self._store is not None:
            self._store.close()
            self._store = None
