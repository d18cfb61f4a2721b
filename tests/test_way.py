"""The whole way of a person who agreed: code, journal, resume, share, keep, erase; and days when things go wrong."""

import datetime
import os
import re
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from conftest import panneau
from hypothesis import given
from hypothesis import strategies as st
from way_kit import left, play_on, press, settled, to_exercise, to_pass

from export.store.erasing import erase
from export.store.intake import find_candidate
from export.store.matching import for_candidate
from export.store.store import Store
from game import __version__
from game.journey.journey import Journey
from game.journey.person import Person, next_code
from game.journey.runs import runs_left
from game.journey.share import database
from game.mechanics.assemble.scene import AssembleScene
from game.mechanics.layout_tools.ease import ease_of
from game.mechanics.layout_tools.task import LayoutTask
from game.screen.steps import Step
from game.simulation.session import Session
from game.station.code import LETTERS, CodeError, codes_of, read_code
from game.station.erasing import erase_file
from game.station.home import Home, HomeError
from game.station.seat import Seat
from game.window.look import StaticLook
from scenarios.vocabulary import TICK_MS, Action

# Codes.


def test_codes_are_clean_and_told_apart() -> None:
    """A station gives more than 250 codes, all different, none with a vowel, a doubtful sign or a rude short form."""
    codes = codes_of("K4")
    assert len(set(codes)) == len(codes) > 250
    assert not any(set(code) & set("AEIOUY01258BSZ") for code in codes)
    assert not any(word in code for code in codes for word in ("PD", "FDP", "NTM", "KKK"))


@given(st.sampled_from(codes_of("K4")), st.integers(0, 4), st.data())
def test_one_wrong_sign_or_two_swapped_are_caught(code: str, at: int, data: st.DataObject) -> None:
    """The check letter catches any one letter mistyped and any two neighbouring letters swapped."""
    plain = code.replace("-", "")
    assert read_code(plain.lower()) == code
    if at != 1:
        other = data.draw(st.sampled_from([c for c in LETTERS if c != plain[at]]))
        with pytest.raises(CodeError):
            read_code(plain[:at] + other + plain[at + 1 :])
    if at in (2, 3) and plain[at] != plain[at + 1]:
        with pytest.raises(CodeError):
            read_code(plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :])


@given(st.text(max_size=12))
def test_anything_typed_is_a_code_or_a_sentence(typed: str) -> None:
    """Whatever is typed gives a code of the right shape or a CodeError with its key."""
    try:
        shape = read_code(typed)
    except CodeError as error:
        shape = error.key
    assert shape.startswith("code.") or shape[2] == "-"


def test_no_code_is_given_twice_in_a_sitting_even_when_the_clock_goes_back(home: Home) -> None:
    """Codes of a day differ; a clock set back goes on with the sitting it finds."""
    given_ = [next_code(home, "2026-11-24") for _ in range(30)]
    given_ += [next_code(home, "2025-01-01") for _ in range(30)]
    assert len(set(given_)) == 60


# Home.


def test_a_second_copy_is_told(home: Home) -> None:
    """The same folder opened twice is refused with its sentence; once closed, it opens."""
    with pytest.raises(HomeError) as told:
        Home.open(home.folder)
    assert told.value.key == "home.second_copy"
    home.close()
    Home.open(home.folder).close()


def test_damaged_settings_are_set_aside(tmp_path: Path) -> None:
    """Settings that are no table are kept under another name and the station starts afresh, saying so."""
    (tmp_path / "settings.json").write_text("[1, 2")
    opened = Home.open(tmp_path)
    assert opened.problem == "home.settings_damaged"
    assert (tmp_path / "settings.damaged.json").read_text() == "[1, 2"
    opened.close()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A path through a file is refused with a sentence that names the folder."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(HomeError) as told:
        Home.open(tmp_path / "file" / "home")
    assert told.value.key == "home.cannot_write"


def test_erasing_leaves_no_file_and_no_bytes(tmp_path: Path) -> None:
    """A file and what SQLite keeps beside it are overwritten, then gone; what is not there is no error."""
    path = tmp_path / "a.journal"
    path.write_bytes(b"secret")
    (tmp_path / "a.journal-wal").write_bytes(b"more")
    erase_file(path)
    erase_file(path)
    assert list(tmp_path.iterdir()) == []


# The warm-up.


def test_ease_is_a_class_and_never_an_observation() -> None:
    """Errors make it harder, and time once there are some; a skipped warm-up is unknown; no time ends it."""

    def lay(pause: int, misses: int) -> str:
        session = Session(LayoutTask(3))
        for _ in range(misses):
            session.act("lay", {"slot": "nowhere"})
        while not session.task.done:
            tool = session.task.see().waiting[0]
            session.act("take", {"tool": tool})
            session.advance(pause)
            session.act("lay", {"slot": tool})
            session.advance(1)
        return ease_of(session.events, "mouse")

    assert lay(40, 0) == "easy"
    assert lay(450, 0) == "easy"
    assert lay(40, 3) == "medium"
    assert lay(450, 9) == "hard"
    assert ease_of([], "mouse") == "unknown"
    idle = Session(LayoutTask(1))
    idle.advance(10 * 60 * 1000 // TICK_MS)
    assert not idle.task.done


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["take", "lay", "x"]),
            st.sampled_from(["tool", "slot"]),
            st.sampled_from(["pige", "lamp", 3]),
        )
    )
)
def test_the_warm_up_takes_any_act(acts: list[tuple[str, str, str]]) -> None:
    """Nonsense never stops the warm-up, and the same acts give the same state."""
    tasks = [LayoutTask(2), LayoutTask(2)]
    for task in tasks:
        for verb, key, value in acts:
            task.step([Action(task.tick, verb, {key: value})])
    assert tasks[0].digest() == tasks[1].digest()


# Agreement, sharing, keeping, erasing.


def test_looking_only_writes_nothing(home: Home) -> None:
    """Discovery plays the whole way and leaves no file, no code, no journal."""
    app = to_exercise(home, agree=False)
    to_pass(app)
    press(app, "print")
    assert left(home) == []
    assert "code" not in home.settings
    app.act("end", "press")
    assert left(home) == []


def test_sharing_lands_in_the_database_and_leaves_no_journal(home: Home) -> None:
    """Share: the result is in the matching database under the code, the journal is erased, the outbox empty."""
    app = to_exercise(home)
    assert app.person is not None
    code = app.person.code
    to_pass(app)
    app.act("share", "press")
    press(app, "months_3")
    assert app.screen(StaticLook(app.comfort)).id == "goodbye.shared"
    assert [n for n in left(home) if n.endswith((".journal", ".envol", ".pdf"))] == []
    now = datetime.datetime.now(datetime.UTC)
    with Store.open(database(home)) as store:
        candidate = find_candidate(store, code)
        assert sum(s["n_observed"] for s in store.rows("select n_observed from results")) == 35
        assert "A" in [p.band for p in for_candidate(store, candidate, now)]
        expires = datetime.datetime.fromisoformat(store.rows("select expires_at from candidates")[0]["expires_at"])
        assert expires < now + datetime.timedelta(days=93)
        assert erase(store, candidate, now)
    assert code.encode() not in database(home).read_bytes()


def test_keeping_only_the_paper_keeps_only_the_paper(home: Home) -> None:
    """Keep: the PDF stays, everything else is gone."""
    app = to_exercise(home)
    to_pass(app)
    press(app, "print")
    app.act("keep", "press")
    names = left(home)
    assert len(names) == 1
    assert names[0].endswith(".pdf")
    assert (home.folder / "papers" / names[0]).read_bytes().startswith(b"%PDF")
    # Known by what it is and its day; found by an id that no other paper bears.
    today = datetime.date.today().isoformat()
    assert re.fullmatch(rf"carte-d-envol-{today}-[0-9a-f]{{32}}-\d{{8}}\.pdf", names[0])


def test_erasing_erases_the_paper_too(home: Home) -> None:
    """Erase asks once, then nothing is left."""
    app = to_exercise(home)
    to_pass(app)
    press(app, "print")
    app.act("erase", "press")
    app.act("back", "press")
    app.act("erase", "press")
    app.act("yes", "press")
    assert left(home) == []


def test_stopping_in_the_pause_erases_or_keeps_ten_minutes(home: Home) -> None:
    """« Stop and erase » leaves nothing; « stop and keep » leaves the journal, taken up again by its code."""
    app = to_exercise(home)
    play_on(app, 400)
    app.act("pause", "press")
    app.act("stop", "press")
    assert left(home) == []
    app = to_exercise(home)
    play_on(app, 1500)
    code = app.person.code if app.person else ""
    assert isinstance(app.top, AssembleScene)
    digest = app.top.session.task.digest()
    tick = app.top.session.task.tick
    app.act("pause", "press")
    app.act("stop_keep", "press")
    app.act("end", "press")
    app.act("resume", "press")
    for sign in code.replace("-", "").lower():
        app.key(sign)
    app.act("go", "press")
    settled(app)
    assert isinstance(app.top, AssembleScene)
    assert app.top.session.task.tick <= tick
    assert app.top.session.task.tick > tick - 51
    if app.top.session.task.tick == tick:
        assert app.top.session.task.digest() == digest
    play_on(app)
    assert app.screen(StaticLook(app.comfort)).id == "debrief"


def test_a_wrong_code_says_why(home: Home) -> None:
    """A mistyped code and one nobody left are told apart."""
    app = Journey(panneau(), "fr", 5, home)
    app.answer(Step.WELCOME, "resume")
    app.answer(Step.ENTRY, "typed", "K4MTT")
    settled(app)
    assert getattr(app.top, "problem", "") in ("code.check", "entry.unknown")
    app.answer(Step.ENTRY, "typed", codes_of("K4")[0])
    settled(app)
    assert getattr(app.top, "problem", "") == "entry.unknown"


def test_a_journal_that_fails_is_told_once_and_play_goes_on(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk gives one sentence with a way on and a way out; the exercise is still there behind it."""
    app = to_exercise(home)
    assert app.person is not None
    assert app.person.journal is not None
    app.person.journal.problem = "journal.full"
    app.advance(1)
    assert app.screen(StaticLook(app.comfort)).id == "journal.full"
    app.act("go_on", "press")
    app.advance(5)
    assert isinstance(app.top, AssembleScene)


def test_a_database_that_refuses_keeps_the_pass(home: Home) -> None:
    """When sharing fails the person is back at the pass with the reason, and nothing has left."""
    database(home).mkdir()
    app = to_exercise(home)
    to_pass(app)
    app.act("share", "press")
    press(app, "months_24")
    screen = app.screen(StaticLook(app.comfort))
    assert screen.id == "boarding"
    assert "dossier" in screen.say
    app.act("share", "press")
    app.act("back", "press")
    app.act("erase", "press")
    app.act("yes", "press")


def test_the_second_try_never_changes_the_result(home: Home) -> None:
    """The pass after a second try is the pass of the first; the debrief shows both."""
    app = to_exercise(home)
    play_on(app)
    first = app.visit.tried[0].first
    app.act("again", "press")
    assert isinstance(app.top, AssembleScene)
    for _ in range(8):
        app.act("end", "press")
        app.advance(400)
        if not isinstance(app.top, AssembleScene):
            break
        app.top.session.act("end")
        app.advance(30_000)
    assert [one.first for one in app.visit.tried] == [first]
    assert all(m.second for m in app.top.moments)  # type: ignore[attr-defined]
    for node in ("go", "end", "skip", "go"):
        app.act(node, "press")
    # What an expert of one run shows: of adaptation, its own moments alone carry no more than the second level.
    said = [row.words for row in app.top.card.rows]  # type: ignore[attr-defined]
    assert said == [*["Montré : solide"] * 5, "Montré : à l'aise"]


KILLED = textwrap.dedent("""
    import sys, time
    from pathlib import Path
    sys.path.insert(0, sys.argv[2])
    from way_kit import act_once, expert, settled, to_exercise
    from game.station.home import Home
    app = to_exercise(Home.open(Path(sys.argv[1])))
    player = expert()
    print(app.person.code, flush=True)
    while True:
        act_once(player, app.top.session)
        app.advance(1)
        time.sleep(0.001)
        print(app.person.journal.acknowledged, flush=True)
""")


def test_a_killed_game_goes_on_by_its_code(tmp_path: Path) -> None:
    """A process killed in the middle loses nothing it had acknowledged, and the run goes on from there."""
    args = [sys.executable, "-c", KILLED, str(tmp_path), str(Path(__file__).parent)]
    with subprocess.Popen(args, stdout=subprocess.PIPE, text=True, env={**os.environ}) as process:
        assert process.stdout is not None
        code = process.stdout.readline().strip()
        while code.startswith("pygame"):
            code = process.stdout.readline().strip()
        last = 0
        while last < 120:
            last = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        rest = [line for line in process.stdout.read().split("\n")[:-1] if line.isdigit()]
        last = max([last, *(int(line) for line in rest)])
    home = Home.open(tmp_path)
    try:
        found = runs_left(home, home.records.all()[0].candidate).under_way
        assert found is not None
        assert found.rows >= last
        app = Journey(panneau(), "fr", 5, home)
        app.answer(Step.ENTRY, "typed", code)
        settled(app)
        assert isinstance(app.top, AssembleScene)
        play_on(app, 200)
        app.answer(Step.PAUSE, "stop")
        assert left(home) == []
    finally:
        home.close()


def test_a_journal_is_a_plain_database(home: Home) -> None:
    """What the journal holds can be read with SQLite alone: no name, no comfort, a header and rows."""
    person = Person.begin(home)
    sink = person.record({"scenario": "s"})
    sink("action", Action(3, "pick", {"bin": 1}))
    person.close()
    base = sqlite3.connect(home.runs()[0])
    assert base.execute("select kind, tick from rows").fetchall() == [("action", 3)]
    assert "text_scale" not in base.execute("select json from header").fetchone()[0]
    base.close()


def test_a_trace_is_the_passport_of_its_result(home: Home) -> None:
    """A trace names the scenario and its rules, the engine, the comfort, the device, and how the seat kept time."""
    app = to_exercise(home)
    for ms in (2, 2, 3, 60):
        app.frame(ms / 1000)
    play_on(app)
    app.frame(0.2)  # the debrief is no part of it
    for node in ("go", "end", "skip"):
        app.act(node, "press")
    assert app.person
    assert app.visit.shown
    header = app.visit.shown.tries[0].trace().header
    assert header["seat"] == {"frames": 4, "median_ms": 2, "p99_ms": 60, "over_50_ms": 1}
    assert header["engine"] == __version__
    assert header["comfort"]["text_scale"] == 1.0
    assert {"scenario", "hash", "mechanic", "device", "ease", "seed", "form", "clock"} <= set(header)
    assert "code" not in header
    assert Seat().report() == {}
