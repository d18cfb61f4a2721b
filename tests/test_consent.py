"""One consent state: whatever ends a visit, journal, outbox, database and paper hold what it lets stay, no more."""

import datetime
import os
import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import panneau
from way_kit import at_the_pass, left, play_on, press, says, settled, shown, to_exercise

from cli.main import main
from export.files.whole import read_whole
from export.packets.outbox import Outbox
from export.store import landing
from export.store.intake import Outcome
from export.store.store import Store
from game.journey.journey import Journey
from game.journey.person import Person, forget_old
from game.journey.settle import clean, database, forget_papers, resolve, settle, settle_sent
from game.journey.waiting import EVERY_TICKS
from game.journey.way import With
from game.screen.steps import Step
from game.station import boot, consent, erasing
from game.station.boot import BootMoment, age_s
from game.station.consent import STAYS, Records, VisitConsent
from game.station.home import Home
from scenarios.model import Scenario

HERE = BootMoment("boot-1", 5_000_000, 1_800_000_000)


@pytest.fixture(scope="module")
def workshop() -> Scenario:
    """The workshop, read once."""
    return panneau()


def bytes_of(home: Home, *words: str) -> list[str]:
    """Files whose name or content holds one of these words."""
    found = []
    for path in home.folder.rglob("*"):
        data = path.name.encode() + (path.read_bytes() if path.is_file() else b"")
        found += [f"{path.name}: {word}" for word in words if word.encode() in data]
    return found


def someone(app: Journey) -> Person:
    assert app.person is not None
    return app.person


# A share that fails, a hundred times.


class Trouble:
    """One kind of day on which sharing fails, with how it is put right."""

    def __init__(self, home: Home, patch: pytest.MonkeyPatch) -> None:
        self.home = home
        self.base = database(home)
        self.patch = patch
        self.held: list[sqlite3.Connection] = []
        self.mended: list[Callable[[], object]] = []

    def aside(self, path: Path) -> None:
        """Put away what stands there until the day after."""
        kept = {p: p.read_bytes() for p in path.parent.glob(path.name + "*") if p.is_file()}
        for one in kept:
            one.unlink()
        self.mended += [lambda p=p, data=data: p.write_bytes(data) for p, data in kept.items()]  # type: ignore[misc]

    def locked(self) -> None:
        """Another program writes."""
        Store.open(self.base).close()
        other = sqlite3.connect(self.base, isolation_level=None)
        other.execute("begin immediate")
        self.held.append(other)
        real = sqlite3.connect
        self.patch.setattr(sqlite3, "connect", lambda *a, **k: real(*a, **{**k, "timeout": 0.01}))

    def folder(self) -> None:
        """A folder stands in its place."""
        self.mended.append(self.base.rmdir)
        self.aside(self.base)
        self.base.mkdir()

    def damaged(self) -> None:
        """Nonsense stands in its place."""
        self.mended.append(self.base.unlink)
        self.aside(self.base)
        self.base.write_bytes(b"not a database" * 500)

    def foreign(self) -> None:
        """Another program's database stands in its place."""
        self.mended.append(self.base.unlink)
        self.aside(self.base)
        with sqlite3.connect(self.base) as other:
            other.execute("create table t(x)")
        other.close()

    def robots(self) -> None:
        """A database of robots refuses the person."""
        self.patch.setattr(
            "game.journey.share.land", lambda body, *rest, **more: landed(body, rest, "packet.robot_among_people")
        )

    def key(self) -> None:
        """A key of the station is damaged."""
        path = self.home.folder / "station.key"
        self.mended.append(path.unlink)
        self.aside(path)
        path.write_text("zz")

    def counter(self) -> None:
        """The outbox's counter is damaged."""
        path = self.home.folder / "outbox" / "sequence"
        self.mended.append(path.unlink)
        self.aside(path)
        path.write_text("many")

    def full(self) -> None:
        """The disk is full when the rows are written: after some of them, before the commit."""
        real = landing.import_files

        def fails(store: Store, *rest: object) -> list[Outcome]:
            with store.writing() as connection:
                (path,) = rest[0]  # type: ignore[misc]
                connection.execute("create table if not exists spill(x)")
                connection.execute("insert into spill values(?)", (path.read_bytes(),))
                raise sqlite3.OperationalError("database or disk is full")

        self.patch.setattr(landing, "import_files", fails)
        self.mended.append(lambda: self.patch.setattr(landing, "import_files", real))

    def memory(self) -> None:
        """No memory is left when the rows are to be written."""
        real = landing.import_files

        def fails(*_: object) -> list[Outcome]:
            raise MemoryError

        self.patch.setattr(landing, "import_files", fails)
        self.mended.append(lambda: self.patch.setattr(landing, "import_files", real))

    def no_packet(self) -> None:
        """The packet itself cannot be written."""
        real = Outbox.put

        def fails(*_: object) -> None:
            raise OSError(28, "No space left on device")

        self.patch.setattr(Outbox, "put", fails)
        self.mended.append(lambda: self.patch.setattr(Outbox, "put", real))

    def over(self) -> None:
        """The day after."""
        self.patch.undo()
        for other in self.held:
            other.close()
        for mend in self.mended:
            mend()


def landed(body: object, rest: object, key: str) -> Outcome:
    return Outcome("refused", key)


SHARES = int(os.environ.get("ENVOL_SHARES", "4"))
KINDS = ("locked", "folder", "damaged", "foreign", "robots", "key", "counter", "full", "memory", "no_packet")


@pytest.mark.parametrize("kind", KINDS)
def test_a_failed_share_leaves_nothing_for_somebody_elses(
    kind: str, home: Home, workshop: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Failed shares of each kind, one after the other (a hundred in all with `make mutants`), each followed by
    « erase » and by another person who shares: not a byte of the first is anywhere, and the database holds the others
    alone."""
    for _ in range(SHARES):
        app = at_the_pass(home, workshop)
        first = someone(app)
        words = (first.candidate, first.code)
        trouble = Trouble(home, monkeypatch)
        {name: getattr(trouble, name) for name in KINDS}[kind]()
        press(app, "share", "months_3")
        assert says(app)[0] == "boarding"
        assert "Rien n'est parti" in says(app)[1]
        assert not list((home.folder / "outbox").glob("*.envol"))
        press(app, "erase", "yes")
        assert says(app)[0] == "goodbye.erased"
        trouble.over()
        assert bytes_of(home, *words) == []
        other = at_the_pass(home, workshop)
        press(other, "share", "months_3")
        assert says(other)[0] == "goodbye.shared"
        assert bytes_of(home, *words) == []
    with Store.open(database(home)) as store:
        assert len(store.rows("select 1 from candidates")) == SHARES
        assert home.records.all() == ()


def test_the_window_goes_on_while_the_database_is_locked(home: Home, workshop: Scenario) -> None:
    """Sharing into a locked base answers at once with a calm screen; frames go by; the result lands when it opens."""
    Store.open(database(home)).close()
    other = sqlite3.connect(database(home), isolation_level=None)
    other.execute("begin immediate")
    app = at_the_pass(home, workshop)
    app.act("share", "press")
    app.act("months_3", "press")
    for _ in range(20):
        app.advance(1)
        assert says(app)[0] == "waiting.share"
    app.act("pause", "press")
    app.quit_asked()
    assert app.running
    other.close()
    settled(app)
    app.advance(1)
    # The window that was closed meanwhile closes now, the share being done and settled.
    assert not app.running
    assert says(app)[0] == "goodbye.shared"
    assert [n for n in left(home) if n.endswith((".journal", ".envol", ".visit"))] == []


def test_packets_of_others_are_left_to_their_own_consent(home: Home, workshop: Scenario) -> None:
    """What an older version left in the outbox is erased at the next start, and no share carries it before."""
    made = landing.home_of(home.folder)
    app = at_the_pass(home, workshop)
    (home.folder / "outbox" / f"{1:010d}-{'a' * 32}-{'b' * 32}.envol").write_bytes(b"sealed")
    press(app, "share", "months_3")
    assert says(app)[0] == "goodbye.shared"
    assert len(made.outbox.waiting()) == 1
    Journey(workshop, "fr", 5, home)
    assert made.outbox.waiting() == []


# Crash and restart.


def again(home: Home, workshop: Scenario) -> Journey:
    """The program started anew on the same folder; what it settles in the background is waited for."""
    app = Journey(workshop, "fr", 5, home)
    while app.resolving is not None and app.resolving.is_alive():
        time.sleep(0.002)
    return app


@pytest.mark.parametrize("landed_before", [True, False])
def test_a_crash_in_the_middle_of_a_share_is_settled_at_the_next_start(
    landed_before: bool, home: Home, workshop: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken in before the crash: shared, the journal goes. Not taken in: no packet waits, and the person may still
    decide with their code."""
    app = at_the_pass(home, workshop)
    person = someone(app)

    class Crash(BaseException):
        """The power goes."""

    real = landing.import_files

    def cut(*given: object) -> list[Outcome]:
        if landed_before:
            real(*given)  # type: ignore[arg-type]
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(landing, "import_files", cut)
        patch.setattr(Outbox, "received", lambda self, packet_id: False)
        with pytest.raises(Crash):
            press(app, "share", "months_3")
    assert len(list((home.folder / "outbox").glob("*.envol"))) == 1
    again(home, workshop)
    assert list((home.folder / "outbox").glob("*.envol")) == []
    with Store.open(database(home)) as store:
        assert landing.holds(store, person.candidate) == landed_before
    assert bool(home.runs()) != landed_before
    assert [one.state for one in home.records.all()] == ([] if landed_before else ["undecided"])


def test_a_packet_that_would_not_go_is_said_and_carried_by_nobody(
    home: Home, workshop: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The outbox refuses to let it go: the pass says so, somebody else's share leaves it, the next start erases it."""
    app = at_the_pass(home, workshop)
    first = someone(app)
    unlink = Path.unlink

    def refuse(self: Path, missing_ok: bool = False) -> None:
        if self.suffix == ".envol":
            raise PermissionError(13, "Permission denied", str(self))
        unlink(self, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(landing, "import_files", lambda *_: [Outcome("refused", "packet.altered")])
        patch.setattr(Path, "unlink", refuse)
        press(app, "share", "months_3")
        assert "ne partira avec aucun autre partage" in says(app)[1]
        press(app, "keep")
        assert says(app)[0] == "home.cannot_erase"
        assert ".envol" in says(app)[1]
    other = at_the_pass(home, workshop)
    press(other, "share", "months_3")
    assert says(other)[0] == "goodbye.shared"
    with Store.open(database(home)) as store:
        assert not landing.holds(store, first.candidate)
    again(home, workshop)
    # The paper that was kept stays for its three months, named by an id.
    assert left(home) == sorted(n for n in left(home) if n.startswith(("matching.db", "organisation", "station"))
                                or n == "sequence" or n.endswith(".pdf"))  # fmt: skip


def test_a_base_that_does_not_say_whether_it_took_a_share_in(
    home: Home, workshop: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said, the record keeps it, and until the database has answered the code does not go on."""
    app = at_the_pass(home, workshop)
    person = someone(app)

    def silent(store: Store, *_: object) -> list[Outcome]:
        database(home).rename(home.folder / "away.db")
        database(home).mkdir()
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(landing, "import_files", silent)
        patch.setattr("game.journey.share.database", lambda home: Path(home.folder / "matching.db"))
        patch.setattr(Path, "is_file", lambda self: True)
        press(app, "share", "months_3")
    assert "La base ne dit pas" in says(app)[1]
    assert home.records.all()[0].state == "asked"
    app = again(home, workshop)
    app.answer(Step.WELCOME, "resume")
    app.answer(Step.ENTRY, "typed", person.code)
    settled(app)
    assert getattr(app.top, "problem", "") == "entry.busy"


def test_erasing_reaches_the_database_when_it_may_hold_the_person(home: Home, workshop: Scenario) -> None:
    """A person whose share was taken in although the answer was lost erases everything: the database too."""
    app = at_the_pass(home, workshop)
    person = someone(app)
    press(app, "share", "months_3")
    back = Person.back(home, replace(person.consent, base=True))
    app = Journey(workshop, "fr", 5, home)
    app.visit.person, app.visit.shown = back, shown()
    app.go(Step.BOARDING, With())
    press(app, "erase", "yes")
    assert says(app)[0] == "goodbye.erased"
    with Store.open(database(home)) as store:
        assert not landing.holds(store, person.candidate)
        assert person.candidate in store.erased_ids()
    assert home.records.all() == ()


def test_a_database_that_does_not_answer_is_not_called_erased(home: Home, workshop: Scenario) -> None:
    """What may be in it is said to be there still, written down, and taken out at the next start."""
    app = at_the_pass(home, workshop)
    person = someone(app)
    press(app, "share", "months_3")
    whole = database(home).read_bytes()
    for side in ("", "-wal", "-shm"):
        database(home).with_name(f"matching.db{side}").unlink(missing_ok=True)
    database(home).write_bytes(b"nonsense" * 900)
    app = Journey(workshop, "fr", 5, home)
    app.visit.person = Person.back(home, replace(person.consent, base=True))
    app.go(Step.PAUSE)
    press(app, "stop")
    assert says(app)[0] == "home.base_left"
    assert "y est peut-être encore" in says(app)[1]
    assert [one.state for one in home.records.all()] == ["erased"]
    database(home).write_bytes(whole)
    again(home, workshop)
    assert home.records.all() == ()
    with Store.open(database(home)) as store:
        assert not landing.holds(store, person.candidate)


# The ten minutes.


def visit_of(home: Home, seen: BootMoment, code: str = "K4-MTQ") -> VisitConsent:
    """A visit that was left, with a journal and a paper."""
    person = Person.begin(home)
    person.record({"scenario": "s"})
    person.close()
    person.paper.write_bytes(b"%PDF")
    consent = replace(person.consent, seen=seen, code=code)
    home.records.gone(person.candidate)
    home.records.path(person.candidate).with_name(f"{person.candidate}.visit-seen").unlink()
    home.records.write(consent)
    return consent


@pytest.mark.parametrize("clock", [0, -10**8, 10**8], ids=["right", "set back", "set forward"])
@pytest.mark.parametrize(("after_s", "open_"), [(0, True), (599, True), (601, False), (603, False), (10**6, False)])
def test_ten_minutes_are_ten_minutes_whatever_the_clock_says(
    after_s: int, open_: bool, clock: int, home: Home
) -> None:
    """Counted on what runs since the boot: a clock set back keeps nothing, one set forward destroys nothing; when the
    time is over, journal, paper and record are gone."""
    visit_of(home, HERE)
    moment = BootMoment(HERE.boot, HERE.ms + after_s * 1000, HERE.wall + after_s + clock)
    assert bool(forget_old(home, 600, lambda: moment)) == open_
    assert bool(left(home)) == open_


@pytest.mark.parametrize(
    ("up_s", "gone_s", "open_"),
    [
        (40, 90, True),  # a power cut, and the machine is back at once
        (300, 590, True),
        (40, 700, False),  # off for longer
        (700, 90, False),  # running for longer than the calendar says that it went by
        (40, -500, False),  # the clock was set back: it cannot be told
        (40, 30, False),
    ],
)
def test_after_a_restart_a_run_is_kept_only_if_it_is_surely_fresh(
    up_s: int, gone_s: int, open_: bool, home: Home
) -> None:
    """Another boot: the calendar and the time since the start must agree that ten minutes are not over."""
    visit_of(home, HERE)
    moment = BootMoment("boot-2", up_s * 1000, HERE.wall + gone_s)
    assert bool(forget_old(home, 600, lambda: moment)) == open_
    assert bool(left(home)) == open_


def test_a_moment_is_of_this_boot_and_runs_forward() -> None:
    """Two moments of this machine share their boot, and the second is not before the first."""
    first, second = boot.now(), boot.now()
    assert first.boot == second.boot
    assert age_s(first, second) in (0, pytest.approx(0, abs=60))
    assert BootMoment.read(first.text()) == first


def test_the_timer_ends_a_visit_without_anybody_touching_the_machine(
    home: Home, workshop: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the welcome screen, and during somebody else's visit: the run goes when its time is over, the button too."""
    consent = visit_of(home, boot.now())
    app = Journey(workshop, "fr", 5, home)
    assert getattr(app.top, "resumable", None)
    late = replace(boot.now(), ms=boot.now().ms + 601_000)
    monkeypatch.setattr("game.journey.waiting.forget_old", lambda h, w, but="": forget_old(h, w, lambda: late, but))
    app.advance(300)
    assert left(home) == []
    assert not getattr(app.top, "resumable", None)
    visit_of(home, consent.seen)
    app.act("enter", "press")
    app.act("agree", "press")
    mine = someone(app).candidate
    app.advance(300)
    assert {name.partition(".")[0] for name in left(home)} == {mine}


def test_a_code_typed_too_late_finds_nothing(
    home: Home, workshop: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The age is looked at when the code is typed, not only when the welcome was shown."""
    visit_of(home, boot.now(), "K4-CCH")
    app = Journey(workshop, "fr", 5, home)
    app.answer(Step.WELCOME, "resume")
    late = replace(boot.now(), ms=boot.now().ms + 603_000)
    monkeypatch.setattr("game.journey.resuming.forget_old", lambda h, w: forget_old(h, w, lambda: late))
    code = home.records.all()[0].code
    monkeypatch.setattr("game.journey.resuming.read_code", lambda typed: code)
    app.answer(Step.ENTRY, "typed", code)
    settled(app)
    assert getattr(app.top, "problem", "") == "entry.unknown"
    assert left(home) == []


def test_a_kill_before_anything_was_recorded_keeps_the_code(home: Home, workshop: Scenario) -> None:
    """Killed during the warm-up, or in the first milliseconds of the journal: the code starts again, no « damaged »."""
    for born in (False, True):
        person = Person.begin(home)
        if born:
            (home.folder / "runs" / f"{person.candidate}-1-aa.journal").write_bytes(b"")
        home.records.close()
        app = Journey(workshop, "fr", 5, home)
        app.answer(Step.WELCOME, "resume")
        app.answer(Step.ENTRY, "typed", person.code)
        settled(app)
        assert app.step is Step.EASE
        assert someone(app).candidate == person.candidate
        someone(app).leave("erased")


def test_a_run_of_an_older_version_has_its_ten_minutes_too(home: Home) -> None:
    """A journal without a record begins its time when it is first seen; one that cannot be read as well."""
    (home.folder / "runs" / "odd.journal").write_bytes(b"x" * 9000)
    assert [one.candidate for one in forget_old(home, 600, lambda: HERE)] == ["odd"]
    assert forget_old(home, 600, lambda: replace(HERE, ms=HERE.ms + 601_000)) == ()
    assert left(home) == []


# The record.


def test_the_last_sound_line_counts(tmp_path: Path) -> None:
    """Cut, flipped or glued to a broken line: the record says the last thing that can be read, never nonsense."""
    records = Records(tmp_path)
    consent = VisitConsent("c" * 32, "K4-MTQ", "undecided", HERE)
    records.write(consent)
    records.write(consent.now("asked", HERE, base=True))
    path = records.path(consent.candidate)
    whole = path.read_bytes()
    chance = random.Random(3)
    for _ in range(200):
        data = bytearray(whole)
        at = chance.randrange(len(data))
        data[at] ^= 1 << chance.randrange(8)
        path.write_bytes(data if chance.random() < 0.7 else whole[:at])
        found = records.of(consent.candidate)
        assert found is None or found in (consent, consent.now("asked", HERE, base=True))
    path.write_bytes(whole + b"\n[half a li")
    records.write(consent.now("kept", HERE))
    assert records.all()[0].state == "kept"


def test_every_state_says_what_may_stay() -> None:
    """Nothing erased stays anywhere, of what is kept the paper alone, and only what was shared is in a base."""
    assert STAYS["erased"] == ()
    assert STAYS["kept"] == ("paper",)
    assert "journal" not in STAYS["shared"]
    assert {state for state, places in STAYS.items() if "database" in places} == {"asked", "shared"}


def test_what_waits_for_months_is_not_read_at_every_look(
    home: Home, workshop: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The timer of five seconds looks at each record once, and reads none that was sent and has not changed since."""
    for n in range(12):
        home.records.write(VisitConsent(f"{n:032x}", "K4-MTQ", "sent", boot.now()))
    app = Journey(workshop, "fr", 5, home)
    app.visit.person = Person.begin(home)
    app.advance(EVERY_TICKS)
    read: list[str] = []

    def noted(path: Path, limit: int) -> bytes | None:
        read.append(path.name)
        return read_whole(path, limit)

    monkeypatch.setattr(consent, "read_whole", noted)
    app.advance(EVERY_TICKS)
    assert [name for name in read if name.endswith(".visit")] == [f"{someone(app).candidate}.visit"]
    home.records.write(VisitConsent("0" * 32, "K4-MTQ", "erased", boot.now()))
    assert [one.state for one in home.records.all()].count("erased") == 1


# A record that another thread lets go of while all are looked at.


def looked_at_when(
    moment: str, patch: pytest.MonkeyPatch, look: Callable[[], object], go: Callable[[], object]
) -> None:
    """Let a record go (`go`, by the resolver of a start or the courier) at this moment of a look at all of them."""
    done: list[str] = []

    def once(do: Callable[[], object]) -> None:
        if not done:
            done.append(moment)
            do()

    def read_late(path: Path, limit: int) -> bytes | None:
        if path.suffix == ".visit":
            once(go)
        return read_whole(path, limit)

    def overwrite(path: Path) -> None:
        zero(path)
        if ".visit" in path.name and path.exists() and "-seen" not in path.name:
            once(look)

    zero = erasing._zero
    with patch.context() as late:
        if moment == "listed, not read yet":
            late.setattr(consent, "read_whole", read_late)
            look()
        else:
            late.setattr(erasing, "_zero", overwrite)
            go()
    assert done == [moment]


@pytest.mark.parametrize("moment", ["listed, not read yet", "overwritten, not removed yet"])
def test_a_record_that_goes_while_it_is_looked_at_never_comes_back(
    moment: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The welcome looks at all records while a thread of the start erases one: it was taken for a damaged one, and
    written anew, of somebody whose visit was erased."""
    visit = visit_of(home, HERE)
    looked: list[object] = []
    looked_at_when(
        moment, monkeypatch, lambda: looked.append(forget_old(home, 600, lambda: HERE)),
        lambda: settle(home, visit.now("erased", HERE)),
    )  # fmt: skip
    assert looked == [()]
    assert left(home) == []


@pytest.mark.parametrize("moment", ["listed, not read yet", "overwritten, not removed yet"])
def test_the_paper_of_what_was_brought_stays_whenever_its_record_goes(
    moment: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The courier lets go of a record at any moment: taken for a damaged one it ended ten minutes later, and the paper
    with it, and the person in the base."""
    visit = visit_of(home, HERE)
    settle(home, visit.now("shared", HERE))
    home.records.write(visit.now("sent", HERE))
    papers = [name for name in left(home) if name.endswith(".pdf")]
    looked_at_when(
        moment, monkeypatch, lambda: forget_old(home, 600, lambda: HERE), lambda: settle_sent(home.folder)
    )
    late = replace(HERE, ms=HERE.ms + 601_000)
    assert forget_old(home, 600, lambda: late) == ()
    assert left(home) == papers != []


def test_a_damaged_record_that_is_gone_is_not_written_anew(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found without a sound line, and erased from elsewhere before its ten minutes begin."""
    path = home.records.path("d" * 32)
    path.write_bytes(b"nothing sound")
    write = Records.write

    def late(self: Records, *words: Any, **more: Any) -> None:
        path.unlink()
        write(self, *words, **more)

    monkeypatch.setattr(Records, "write", late)
    assert forget_old(home, 600, lambda: HERE) == ()
    assert left(home) == []


def test_a_kill_while_a_record_goes_leaves_nothing_after_a_start(
    home: Home, workshop: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever of its two files was the last one removed."""
    unlink = Path.unlink
    for steps in range(1, 200):
        visit = visit_of(home, HERE)
        home.records.here(visit.candidate, HERE)
        home.records.close()
        count = [steps]

        def killed(self: Path, missing_ok: bool = False, count: list[int] = count) -> None:
            count[0] -= 1
            if not count[0]:
                raise KeyboardInterrupt
            unlink(self, missing_ok)

        with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
            patch.setattr(Path, "unlink", killed)
            settle(home, visit.now("erased", HERE))
        done = count[0] > 0
        clean(home, datetime.date.today())
        resolve(home)
        assert left(home) == []
        if done:
            return
    pytest.fail("erasing never ended")


def test_what_one_look_at_the_records_knows_is_not_changed_under_it_by_another(home: Home) -> None:
    """Two threads look at all records: the one would fail over what the other adds, and with it the game."""
    for n in range(3):
        home.records.write(VisitConsent(f"{n:032x}", "K4-MTQ", "sent", HERE))
    home.records.read()
    known = home.records._sent
    assert len(known) == 3
    before = dict(known)
    home.records.write(VisitConsent("a" * 32, "K4-MTQ", "sent", HERE))
    assert len(home.records.read().sound) == 4
    assert known == before


# Papers.


def test_papers_are_named_by_id_and_go_with_their_person(
    home: Home, workshop: Scenario, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file says what it is and its day, bears the id and the day until which it may stay; `candidate erase` by
    the code takes it, and says what Envol cannot reach."""
    app = at_the_pass(home, workshop)
    person = someone(app)
    press(app, "print")
    (paper,) = (home.folder / "papers").iterdir()
    assert paper.name.startswith(f"carte-d-envol-{datetime.date.today().isoformat()}-{person.candidate}-")
    assert person.code not in paper.name
    press(app, "share", "months_3")
    assert "trois mois" in says(app)[1]
    home.close()
    assert main(["--lang", "fr", "candidate", "erase", person.code, "--db", str(database(home))]) == 0
    said = capsys.readouterr().out
    for place in ("file de l'imprimante", "--csv", "sur le poste où elle a joué", "un paquet scellé sur une clé"):
        assert place in said
    assert not paper.exists()
    assert bytes_of(home, person.code) == []


def test_purge_takes_papers_whose_day_has_come(
    home: Home, workshop: Scenario, capsys: pytest.CaptureFixture[str]
) -> None:
    """A kept paper goes after three months, at a purge or at a start; one of an older version, named by a code, too."""
    app = at_the_pass(home, workshop)
    press(app, "print", "keep")
    assert "trois mois" in says(app)[1]
    (paper,) = (home.folder / "papers").iterdir()
    old = home.folder / "papers" / "K4-MTQ.pdf"
    old.write_bytes(b"%PDF")
    long_ago = time.time() - 200 * 86400
    os.utime(old, (long_ago, long_ago))
    Store.open(database(home)).close()
    home.close()
    assert main(["--lang", "fr", "purge", "--db", str(database(home))]) == 0
    assert "1 papier" in capsys.readouterr().out
    assert not old.exists()
    assert paper.exists()
    assert forget_papers(home.folder, datetime.date.today() + datetime.timedelta(days=95)) == 1
    assert not paper.exists()


def test_keeping_makes_the_paper_first(home: Home, workshop: Scenario) -> None:
    """Who keeps their paper and printed none has one: it is written before anything goes, and said to be there."""
    app = at_the_pass(home, workshop)
    press(app, "keep")
    assert "dossier « papers »" in says(app)[1] or "imprimante" in says(app)[1]
    assert "trois mois" in says(app)[1]
    (paper,) = left(home)
    assert paper.endswith(".pdf")


@pytest.mark.parametrize("trouble", [OSError(28, "No space left on device"), ModuleNotFoundError("ssl")])
def test_a_paper_that_cannot_be_written_keeps_the_pass(
    home: Home, workshop: Scenario, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    """Nothing is erased where the paper that was to stay cannot be made: the pass stays, and says why."""
    app = at_the_pass(home, workshop)
    before = left(home)

    def full(*_: object) -> None:
        raise trouble

    with monkeypatch.context() as patch:
        patch.setattr("export.files.paper.write_pass", full)
        press(app, "keep")
    assert says(app)[0] == "boarding"
    assert left(home) == before
    press(app, "erase", "yes")
    assert says(app)[0] == "goodbye.erased"


def test_what_a_kill_left_half_written_is_erased_at_the_next_start(home: Home, workshop: Scenario) -> None:
    """Files written aside and never renamed, a log whose journal is gone."""
    (home.folder / "papers" / ".a.pdf.1234.part").write_bytes(b"%PDF")
    (home.folder / "runs" / "gone-1-aa.journal-wal").write_bytes(b"acts")
    Journey(workshop, "fr", 5, home)
    assert left(home) == []


def test_the_exercise_keeps_the_visit_fresh(home: Home) -> None:
    """While somebody plays, their record says that they are there."""
    app = to_exercise(home)
    before = home.records.all()[0].seen
    time.sleep(0.01)
    play_on(app, 260)
    assert home.records.all()[0].seen.ms > before.ms
