"""What runs on a seat runs on Windows too: what Windows has not stands behind a branch, or answers there anyway."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from way_kit import left, play_on, to_exercise
from windows_kit import as_windows

from export.files import ticket, whole
from export.files.ticket import Printer, PrinterError
from export.store.place import is_share
from game.station.home import Home
from lab.packages.recipe import data_files, folder

ROOT = Path(__file__).parents[1]
ROOMS = ("assets", "cli", "desk", "export", "game", "lab", "scenarios", "scoring", "tower")
TOOLS = (
    "lab/benches/", "lab/incidents/", "lab/studies/", "lab/packages/", "lab/kills.py", "lab/room.py", "lab/soak.py",
    "lab/soak_visit.py",
)  # fmt: skip
"""Of the house that builds and measures on Linux; in no folder for a seat, or its own commands say so."""

MODULES = {
    "crypt", "curses", "fcntl", "grp", "posix", "posixpath", "pty", "pwd", "readline", "resource", "select",
    "selectors", "spwd", "syslog", "termios", "tty",
}  # fmt: skip
"""That Windows has not, or, of select and selectors, has for sockets alone: a pipe in them is an error there."""
NAMES = {
    "os": {
        "chown", "fchdir", "fchmod", "fchown", "fork", "forkpty", "getegid", "geteuid", "getgid", "getgroups",
        "getloadavg", "getpgid", "getpgrp", "getpriority", "getsid", "getuid", "initgroups", "kill", "killpg", "lchown",
        "link", "mkfifo", "mknod", "nice", "openpty", "posix_spawn", "pread", "preadv", "pwrite", "pwritev", "rename",
        "sched_getaffinity", "sched_setaffinity", "sendfile", "set_blocking", "setpriority", "setsid", "setuid",
        "statvfs", "symlink", "sync", "sysconf", "umask", "uname", "wait", "waitpid", "O_CLOEXEC", "O_DIRECTORY",
        "O_DSYNC", "O_NOATIME", "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK", "O_SYNC", "access",
    },
    "signal": {"SIGHUP", "SIGKILL", "SIGSTOP", "SIGCONT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGCHLD", "SIGPIPE",
               "alarm", "pause", "pthread_kill", "pthread_sigmask", "setitimer", "sigwait"},
    "socket": {"AF_UNIX", "AF_NETLINK", "AF_PACKET", "SO_REUSEPORT", "SO_REUSEADDR", "SO_BINDTODEVICE", "sethostname"},
    "time": {"CLOCK_BOOTTIME", "CLOCK_MONOTONIC", "CLOCK_REALTIME", "clock_gettime", "clock_gettime_ns", "tzset"},
    "ctypes": {"CDLL", "WinDLL", "windll"},
    "multiprocessing": {"get_context", "set_start_method"},
}  # fmt: skip
"""That Windows has not, or means something else by: there `rename` takes no file's place, `SO_REUSEADDR` lets a second
program take a port, `access` says yes to every folder."""
METHODS = {
    "rename", "symlink_to", "hardlink_to", "send_signal", "terminate", "add_signal_handler", "add_reader", "add_writer",
    "lchmod", "chmod", "st_uid", "st_gid",
}  # fmt: skip
"""Of any object: `terminate` is no request there, it ends a process as it stands."""
WORDS = {"preexec_fn", "pass_fds", "start_new_session", "process_group", "dir_fd", "umask"}
"""Arguments that are refused there, or do nothing."""
PLACES = re.compile(r"/(proc|sys|dev|etc|tmp|usr|var|run|media|mnt|home)(/|$)")
DIRECTIVES = re.compile(r"%-[a-zA-Z]")
"""Of strftime: no leading zero, which Windows' own library refuses."""

_OF = "|".join(rf"{room}\.({'|'.join(sorted(names))})" for room, names in NAMES.items())
ANY = re.compile(
    rf"(import|from) +({'|'.join(sorted({*MODULES, *NAMES} - {'os', 'time'}))})\b|from (os|time) import"
    rf"|\b({_OF})\b|\.({'|'.join(METHODS)})\b|\b({'|'.join(WORDS)})=|[\"']{PLACES.pattern}|%-"
)
"""A file without any of it need not be parsed."""

ANYWAY = {
    "cli/lone.py import select": "nobody waits behind a lone one there: POSSIBLE is asked before",
    "cli/lone.py os.kill": "the same",
    "cli/lone.py signal.SIGKILL": "the same",
    "cli/lone.py /proc/{}/cmdline": "the same",
    "game/station/held_up.py /proc/{}/schedstat": "no such file: nothing is known to have waited",
    "cli/trial.py start_new_session=": "does nothing there: Ctrl+C reaches the room too, which ends as the tower does",
    "cli/to_tower.py start_new_session=": "does nothing there: Ctrl+C in a window of text ends the tower too",
    "export/store/pg_connection.py /etc/localtime": "no such file: the distance from UTC is told in place of a name",
    "export/store/place.py os.access": "says yes too often: then the database itself refuses, with its sentence",
    "export/store/store.py /proc/mounts": "not looked at there: the drive itself is asked",
    "game/station/boot.py /proc/sys/kernel/random/boot_id": "read in the branch of the other systems alone",
    "game/station/checkup.py /usr/local/share:/usr/share": "said before, in the branch of Windows, that all is well",
    "game/station/checkup.py socket.AF_UNIX": "asked for by name before it is used, and not come to there",
    "game/station/checkup.py /proc/mounts": "not looked at there: the drive itself is asked",
    "game/station/home.py os.access": "says yes too often: then the lock, written first of all, is refused",
    "export/packets/stick.py /media/*": "letters of drives are looked at in their place",
    "export/packets/stick.py /media/*/*": "the same",
    "export/packets/stick.py /mnt/*": "the same",
    "export/packets/stick.py /run/media/*/*": "the same",
    "game/station/link.py import selectors": "sockets alone wait there, which Windows can",
    "game/voice/engines.py /dev/shm": "Debian's Pico alone uses it, where there is one",
    "game/voice/engines.py os.access": "the same",
    "game/window/plugged.py /proc/bus/input/devices": "not looked at there: Windows itself is asked",
    "game/window/plugged.py ctypes.WinDLL": "called in Windows' own branch",
}
"""What stands without a branch, and why that is right on Windows too."""


def sources() -> list[Path]:
    found = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return [one for one in found if not one.relative_to(ROOT).as_posix().startswith(TOOLS)]


def asks_the_system(test: ast.expr) -> bool:
    """Whether a condition looks at which system this is, or at whether it has a thing."""
    return any(word in ast.unparse(test) for word in ("sys.platform", "os.name", "hasattr(os"))


def branched(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether a node stands in a branch of one system, or behind a way out for the others in the same function."""
    while node in parents:
        above = parents[node]
        if isinstance(above, ast.If | ast.IfExp) and node is not above.test and asks_the_system(above.test):
            return True
        before = above.values[: above.values.index(node)] if isinstance(above, ast.BoolOp) else []  # type: ignore[arg-type]
        if any(asks_the_system(one) for one in before):
            return True
        if isinstance(above, ast.FunctionDef) and isinstance(node, ast.stmt) and node in above.body:
            outs = [one for one in above.body[: above.body.index(node)] if isinstance(one, ast.If)]
            if any(asks_the_system(one.test) and isinstance(one.body[-1], ast.Return | ast.Raise) for one in outs):
                return True
        node = above
    return False


def named(node: ast.AST, text: str) -> str:
    """What of a node Windows has not, in a word; "" for nothing."""
    if isinstance(node, ast.Import) and (found := MODULES & {one.name.split(".")[0] for one in node.names}):
        return f"import {min(found)}"
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        bad = NAMES.get(node.module, set()) & {one.name for one in node.names}
        return f"import {node.module}" if node.module.split(".")[0] in MODULES else f"import {min(bad)}" if bad else ""
    if isinstance(node, ast.Attribute):
        if isinstance(node.value, ast.Name) and node.attr in NAMES.get(node.value.id, ()):
            return f"{node.value.id}.{node.attr}"
        return f".{node.attr}" if node.attr in METHODS else ""
    if isinstance(node, ast.keyword) and node.arg in WORDS:
        return f"{node.arg}="
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if DIRECTIVES.search(node.value) and "strftime" in text:
            return node.value
        return node.value if PLACES.match(node.value) else ""
    return ""


def absent(path: Path) -> Iterator[str]:
    """Each thing of a file that Windows has not and no branch keeps from it: `file what`."""
    text = path.read_text("utf-8")
    if not ANY.search(text):
        return
    tree = ast.parse(text)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        told = named(node, text)
        if isinstance(node, ast.Constant) and isinstance(parents.get(node), ast.Expr):
            continue  # a docstring
        if told and isinstance(parents.get(node), ast.JoinedStr):
            whole = parents[node]
            assert isinstance(whole, ast.JoinedStr)
            told = "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in whole.values)
        if told and not branched(node, parents):
            yield f"{path.relative_to(ROOT).as_posix()} {told}"


def test_what_windows_has_not_stands_behind_a_branch() -> None:
    """No import, call, signal, flag or place of Linux without a branch of its own, but what answers there anyway."""
    found = {one for path in sources() for one in absent(path)}
    assert sorted(found - ANYWAY.keys()) == []
    assert sorted(ANYWAY.keys() - found) == []


def test_a_branch_is_seen_and_its_lack_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test of the tests: a pipe that is selected, a signal, a place of Linux are named; their branches are not."""
    monkeypatch.setattr("test_windows.ROOT", tmp_path)
    path = tmp_path / "a.py"
    for text, found in (
        ("import select\nselect.select([pipe], [], [])", ["a.py import select"]),
        ("if sys.platform != 'win32':\n    import fcntl", []),
        ("def f(p):\n    p.terminate()", ["a.py .terminate"]),
        ("def f(p):\n    if sys.platform == 'win32':\n        return\n    os.kill(p, 9)", []),
        ("def f(p):\n    return sys.platform == 'win32' or os.geteuid() == p", []),
        ("def f(p):\n    return os.geteuid() == p or sys.platform == 'win32'", ["a.py os.geteuid"]),
        ("X = Path('/proc/mounts')", ["a.py /proc/mounts"]),
        ("def f():\n    '/proc is Linux only'", []),
    ):
        path.write_text(text)
        assert list(absent(path)) == found, text


FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')
DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{name}{n}" for name in ("COM", "LPT") for n in range(1, 10))}
LONGEST = 110
"""Signs of the longest name in a folder, of Windows' 259: the rest is for where a person copies it to."""


def test_names_of_files_are_names_on_windows() -> None:
    """None bears a sign that Windows keeps for itself, is a device, ends with a point, differs by capitals alone, or
    is too long beside `C:\\Users\\...\\Desktop\\envol-adviser-...\\_internal`."""
    shipped = {one.relative_to(ROOT) for kind in ("player", "adviser") for one in data_files(folder(kind).never)}
    every = [*shipped, *(one.relative_to(ROOT) for one in sources())]
    parts = {part for one in every for part in one.parts}
    assert [one for one in sorted(parts) if FORBIDDEN.search(one) or one[-1] in ". "] == []
    assert [one for one in sorted(parts) if one.split(".")[0].upper() in DEVICES] == []
    assert len({one.as_posix().lower() for one in every}) == len(set(every))
    assert max(len(one.as_posix()) for one in shipped) <= LONGEST


def test_a_share_is_known_by_its_name_or_its_letter() -> None:
    """Two machines would write over each other in a base on one, also on Windows."""
    drives = {"C:\\": 3, "E:\\": 2, "S:\\": 4}
    for anchor, remote in (
        ("C:\\", False), ("E:\\", False), ("S:\\", True), ("\\\\serveur\\partage\\", True), ("\\\\?\\C:\\", False),
    ):  # fmt: skip
        assert is_share(anchor, lambda one: drives.get(one, 1)) is remote, anchor


def test_a_file_that_is_read_at_this_moment_is_replaced_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virus guard looks at what was just written; one that holds it for good is told, and nothing is left aside."""
    path, left, replace = tmp_path / "kept", [2], os.replace

    def held(one: Path, other: Path) -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise PermissionError(13, "held", str(other))
        replace(one, other)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(whole, "WAITS_S", (0.0, 0.0, 0.0))
    whole.write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    left[0] = 9
    with pytest.raises(PermissionError):
        whole.write_whole(path, b"newer")
    assert [one.name for one in tmp_path.iterdir()] == ["kept"]


def test_a_usb_printer_is_refused_on_windows_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A device is no file there: who writes the kiosk's file is told what to write in its place."""
    monkeypatch.setattr(ticket.sys, "platform", "win32")
    with pytest.raises(PrinterError) as caught:
        Printer.read("usb:/dev/usb/lp0")
    assert caught.value.key == "ticket.usb_windows"
    assert Printer.read("net:192.168.1.9").way == "net"


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs a list of open files")
def test_nothing_is_erased_or_replaced_while_it_is_open(home: Home) -> None:
    """Windows refuses both: who is erased in the middle of a try leaves no file all the same."""
    with as_windows() as refused:
        app = to_exercise(home)
        play_on(app, 200)
        assert app.person is not None
        app.person.leave("erased")
    assert refused == []
    assert left(home) == []
