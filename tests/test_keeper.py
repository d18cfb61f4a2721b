"""Who keeps a kiosk open: what follows a visitor, what is replaced, and what a service makes of its end."""

import os
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from screen_kit import until

from cli.keeper import CRASHES, ENDS, HANGS_S, NEXT, OPENS_S, STAFF, STARTS_S, STOP, Child, Keeper
from game.station.held_up import waited_s

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "kiosk"


def child(body: str) -> list[str]:
    return [
        sys.executable,
        "-c",
        f"import sys, os, time, signal\nprint('ready', flush=True)\nline = sys.stdin.readline()\n{body}",
    ]


def said() -> tuple[list[str], "object"]:
    keys: list[str] = []
    return keys, lambda key, **values: keys.append(key)


@pytest.fixture
def no_signals() -> Iterator[None]:
    kept = {name: signal.getsignal(name) for name in ENDS}
    yield
    for name, old in kept.items():
        signal.signal(name, old)


def test_a_visitor_follows_another_until_the_staff_stop(tmp_path: Path, no_signals: None) -> None:
    """Three visits, each in a process of its own; the next one is told how long the wipe took."""
    log = tmp_path / "log"
    body = (
        f"open({str(log)!r}, 'a').write(f'{{os.getpid()}} {{line}}')\nprint('over', flush=True)\n"
        f"n = len(open({str(log)!r}).readlines())\nos._exit({NEXT} if n < 3 else {STAFF})"
    )
    keys, say = said()
    assert Keeper(child(body), say=say).run() == STAFF  # type: ignore[arg-type]
    lines = log.read_text().splitlines()
    assert len({line.split()[0] for line in lines}) == 3
    assert lines[0].endswith("go -1")
    assert all(int(line.split()[2]) >= 0 for line in lines[1:])
    assert keys == []


def test_what_hangs_or_dies_is_replaced_and_too_much_is_said(
    tmp_path: Path, no_signals: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.keeper.HANGS_S", 0.5)
    keys, say = said()
    hangs = "print('seen', flush=True)\ntime.sleep(600)"
    assert Keeper(child(hangs), say=say).run() == 1  # type: ignore[arg-type]
    assert keys.count("kiosk.keeper.hangs") == keys.count("kiosk.keeper.died") == CRASHES
    assert keys[-1] == "kiosk.keeper.gives_up"


def test_a_visitors_process_that_ends_unasked_is_replaced(tmp_path: Path, no_signals: None) -> None:
    """Somebody else's signal to it stops no kiosk: that is for the staff, or for who asks the keeper."""
    mark = tmp_path / "first"
    body = f"first = not os.path.exists({str(mark)!r})\nopen({str(mark)!r}, 'w').close()\n"
    keys, say = said()
    assert Keeper(child(f"{body}os._exit({STOP} if first else {STAFF})"), say=say).run() == STAFF  # type: ignore[arg-type]
    assert keys == ["kiosk.keeper.died"]


def test_a_busy_machine_makes_nothing_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process had to wait for a processor is not its silence; loading and opening have their own time."""
    with subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"]) as process:
        assert waited_s(process.pid) >= 0.0
        now = time.monotonic()
        monkeypatch.setattr("cli.keeper.waited_s", lambda pid: 100.0)
        for ready, seen, limit in ((False, 0.0, STARTS_S), (True, 0.0, OPENS_S), (True, now, HANGS_S)):
            made = Child(process, ready, seen, now - limit - 1, 100.0)
            assert made.hangs
            made.held_up = 98.0
            assert not made.hangs
            made.heard = now
            assert not made.hangs
        process.kill()
    assert waited_s(-1) == 0.0


def test_a_second_kill_finds_the_next_process_warm(
    tmp_path: Path, no_signals: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Begun as soon as the first frame stands, also after a kill; one that dies while it waits is begun again."""
    monkeypatch.setattr("cli.keeper.WARM_AFTER_S", 0.1)
    log = tmp_path / "log"
    words = [
        sys.executable, "-S", "-c",
        f"import os, sys, time\nlog = {str(log)!r}\nopen(log, 'a').write('begun\\n')\nprint('ready', flush=True)\n"
        "begun = open(log).read().count('begun')\nsys.exit(3) if begun == 2 else None\nsys.stdin.readline()\n"
        "open(log, 'a').write('turn\\n')\nprint('seen', flush=True)\ntime.sleep(1.2)\n"
        f"os._exit({NEXT} if open(log).read().count('turn') < 2 else {STAFF})",
    ]  # fmt: skip
    keys, say = said()
    assert Keeper(words, say=say).run() == STAFF  # type: ignore[arg-type]
    assert log.read_text().split()[:5] == ["begun", "turn", "begun", "begun", "turn"]
    assert keys == []


LISTENS = (
    "import os, sys, time\nfrom threading import Thread\nfrom game.kiosk.keeping import end_with_keeper, hear_keeper\n"
    "class App: stop_asked = False\nprint('ready', flush=True)\nhear_keeper()\nprint('seen', flush=True)\n"
    "Thread(target=end_with_keeper, args=(App,), daemon=True).start()\n"
    "while not App.stop_asked: time.sleep(0.05); print('.', flush=True)\n"
)
"""A visitor's process that does as the real one: its turn, then until its keeper asks or has gone."""


def test_who_has_lost_the_keeper_is_told_at_once(tmp_path: Path) -> None:
    """The visitor's process erases and ends, with no heartbeat to wait for; so on every system, by the pipe."""
    mark, there = tmp_path / "erased", tmp_path / "there"
    inner = LISTENS.replace("print('.', flush=True)", "pass") + f"open({str(mark)!r}, 'w').close()"
    inner = inner.replace("while not", f"open({str(there)!r}, 'w').close()\nwhile not")
    words = f"from cli.keeper import Keeper\nKeeper([{sys.executable!r}, '-c', {inner!r}], say=print).run()"
    with subprocess.Popen([sys.executable, "-c", words], cwd=ROOT) as keeper:
        assert until(there.exists, 30)
        assert not mark.exists()
        keeper.kill()
    assert until(mark.exists, 20)


def test_a_signal_ends_the_visitor_first(tmp_path: Path) -> None:
    """The child is told by its pipe and has the time to erase; then the keeper ends with 0."""
    mark, there = tmp_path / "erased", tmp_path / "there"
    inner = LISTENS + f"open({str(mark)!r}, 'w').close()"
    inner = inner.replace("while not", f"open({str(there)!r}, 'w').close()\nwhile not")
    words = (
        "from cli.keeper import Keeper\nimport sys\n"
        f"sys.exit(Keeper([{sys.executable!r}, '-c', {inner!r}], say=lambda *a, **k: None).run())"
    )
    with subprocess.Popen([sys.executable, "-c", words], cwd=ROOT) as keeper:
        assert until(there.exists, 30)
        keeper.terminate()
        assert keeper.wait(30) == STOP
    assert mark.exists()


def settings() -> dict[str, str]:
    """The lines of the unit that say what is done."""
    lines = (PAGES / "envol-kiosk.service").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def test_the_service_leaves_alone_what_the_staff_stopped() -> None:
    """It starts everything again but after the one status that the staff's menu alone gives."""
    told = settings()
    assert told["Restart"] == "always"
    assert told["RestartPreventExitStatus"].split() == told["SuccessExitStatus"].split() == [str(STAFF)]
    assert STAFF not in (STOP, NEXT, 1, 2)
    assert told["ExecStart"].endswith("/envol-session.sh")


def test_windows_leaves_alone_what_the_staff_stopped() -> None:
    """Shell Launcher, the same: anything but that status starts the kiosk again."""
    names = {"s": "http://schemas.microsoft.com/ShellLauncher/2018/Configuration"}
    tree = ET.parse(PAGES / "shell-launcher.xml")
    (shell,) = (one for one in tree.iterfind(".//s:Profile/s:Shell", names) if "envol" in one.attrib["Shell"])
    assert "kiosk --config" in shell.attrib["Shell"]
    codes = [(one.attrib["ReturnCode"], one.attrib["Action"]) for one in shell.iterfind(".//s:ReturnCodeAction", names)]
    assert codes == [(str(STAFF), "DoNothing")]
    assert [one.attrib["Action"] for one in shell.iterfind("s:DefaultAction", names)] == ["RestartShell"]


@pytest.mark.skipif(sys.platform == "win32", reason="a service of Linux")
@pytest.mark.parametrize(
    ("statuses", "ends"),
    [((STAFF,), STAFF), ((1, 139, STAFF), STAFF), ((STOP,), 1)],
    ids=["the staff", "two deaths, then the staff", "asked to end"],
)
def test_the_session_ends_with_the_kiosks_own_status(statuses: tuple[int, ...], ends: int, tmp_path: Path) -> None:
    """xinit tells no status of its programs: the session gives the staff's, and starts again in place what died."""
    (tmp_path / "statuses").write_text("".join(f"{one}\n" for one in statuses))
    for name, body in (
        ("xinit", 'while [ "$1" != -- ]; do set -- "$@" "$1"; shift; done; shift; shift; "$@" & wait $!; exit 0'),
        ("envol", f'cd "{tmp_path}"; read n < statuses; sed -i 1d statuses; exit $n'),
    ):
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    env = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}", "RUNTIME_DIRECTORY": str(tmp_path), "SCREEN": ":9",
        "ENVOL": str(tmp_path / "envol"),
    }  # fmt: skip
    session = ["/bin/sh", str(PAGES / "envol-session.sh")]
    assert subprocess.run(session, env=env, timeout=30, check=False).returncode == ends
    assert (tmp_path / "statuses").read_text() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a service of Linux")
def test_a_signal_to_the_session_reaches_its_screen(tmp_path: Path) -> None:
    """systemd tells the session alone that it must end: xinit is told, and the session waits until it has closed."""
    (tmp_path / "xinit").write_text(
        f"#!/bin/sh\ntrap 'sleep 0.3; > {tmp_path}/closed; exit 1' TERM\n> {tmp_path}/open\nsleep 60 & wait\n"
    )
    (tmp_path / "xinit").chmod(0o755)
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "RUNTIME_DIRECTORY": str(tmp_path)}
    with subprocess.Popen(["/bin/sh", str(PAGES / "envol-session.sh")], env=env) as session:
        assert until((tmp_path / "open").exists, 20)
        session.terminate()
        assert session.wait(20) == 1
    assert (tmp_path / "closed").exists()


STILL_DRAWS = """
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from cli.kiosk import gone
ThreadPoolExecutor(1).submit(sleep, 60)
print("said", flush=False)
gone(10)
"""


def test_a_visitors_process_waits_for_nothing_once_all_is_erased() -> None:
    """Nor for what is still drawn beside the window: Python itself would, and the visitor's memory with it."""
    ended = subprocess.run([sys.executable, "-c", STILL_DRAWS], capture_output=True, text=True, timeout=30, check=False)
    assert (ended.returncode, ended.stdout) == (10, "said\n")
