"""What a station writes is for its own account alone, and a reader does not stop the game."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path, PureWindowsPath

import pytest
from way_kit import play_on, press, to_exercise, to_pass

from export.files.private import in_profile, private_folder, shut
from export.store.store import Store
from game.journey.share import database
from game.station.home import Home, HomeError
from game.station.journal import read

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes mean nothing on Windows")


def open_to_others(folder: Path) -> list[str]:
    """Every file and folder on which anybody else has a right."""
    return [str(p) for p in (folder, *folder.rglob("*")) if p.stat().st_mode & 0o077]


@posix
def test_nothing_of_a_visit_is_open_to_others(tmp_path: Path) -> None:
    """Journal, log, count, paper, keys, settings, lock, database: 0600 in folders 0700, whatever the umask."""
    before = os.umask(0)
    try:
        home = Home.open(tmp_path / "above" / "home")
        app = to_exercise(home)
        play_on(app, 120)
        assert app.person is not None
        assert app.person.journal is not None
        while not app.person.journal.acknowledged:
            time.sleep(0.001)
        names = {p.name.rsplit(".", 1)[-1] for p in (home.folder / "runs").iterdir()}
        assert {"journal", "journal-wal", "journal-count"} <= names
        assert open_to_others(tmp_path / "above") == []
        to_pass(app)
        press(app, "print")
        app.act("share", "press")
        press(app, "months_3")
        assert database(home).exists()
        assert open_to_others(tmp_path / "above") == []
        home.close()
    finally:
        os.umask(before)


@posix
def test_a_folder_left_open_by_an_older_version_is_shut(tmp_path: Path) -> None:
    """What was 0755 and 0644 is taken back at the next start."""
    Home.open(tmp_path / "home").close()
    (tmp_path / "home" / "runs" / "a.journal").write_bytes(b"x")
    for path in (tmp_path / "home").rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (tmp_path / "home").chmod(0o755)
    Home.open(tmp_path / "home").close()
    assert open_to_others(tmp_path / "home") == []


@posix
def test_a_folder_that_holds_other_things_keeps_its_rights(tmp_path: Path) -> None:
    """Somebody's own folder is not shut to them; what we write in it is."""
    (tmp_path / "mine.txt").write_text("x")
    tmp_path.chmod(0o755)
    (tmp_path / "mine.txt").chmod(0o644)
    for _ in range(2):
        home = Home.open(tmp_path)
        home.save(station="K4")
        home.close()
        assert open_to_others(tmp_path) == [str(tmp_path), str(tmp_path / "mine.txt")]


@posix
def test_what_is_put_back_from_a_copy_is_shut_wherever_it_lies(tmp_path: Path) -> None:
    """Key, card, settings and base copied into a folder that is no station's yet are for this account alone, before
    the first visit; what else lies there is left as it is."""
    names = ("station.key", "organisation.key", "organisation.card", "settings.json", "matching.db", "matching.db-wal")
    for name in (*names, "mine.txt"):
        (tmp_path / name).write_text("{}" if name == "settings.json" else "")
        (tmp_path / name).chmod(0o644)
    Home.open(tmp_path).close()
    tmp_path.chmod(0o700)
    assert open_to_others(tmp_path) == [str(tmp_path / "mine.txt")]


@posix
def test_the_folder_made_for_a_base_is_for_this_account_alone(tmp_path: Path) -> None:
    """A base in a folder that is not there yet: it is made as a station's is."""
    before = os.umask(0)
    try:
        Store.open(tmp_path / "new" / "er" / "m.db").close()
    finally:
        os.umask(before)
    assert open_to_others(tmp_path / "new") == []


@posix
def test_what_cannot_be_shut_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that keeps no rights: no run is kept there, in a sentence that names the folder."""
    monkeypatch.setattr(Path, "chmod", lambda self, mode: None)
    (tmp_path / "runs").mkdir(mode=0o755)
    assert shut(tmp_path / "runs") == [tmp_path / "runs"]
    with pytest.raises(HomeError) as told:
        Home.open(tmp_path)
    assert told.value.key == "home.not_private"


def test_on_windows_only_the_profile_will_do() -> None:
    """A folder beside the profile is open to every account there; elsewhere modes do the work."""
    profile = PureWindowsPath("C:/Users/Mina")
    assert in_profile(PureWindowsPath("c:/users/mina/AppData/Local/envol"), profile, "win32")
    for place in ("C:/Envol", "C:/Users/Public/envol", "C:/Users/Mina", "D:/Users/Mina/envol", "//server/envol"):
        assert not in_profile(PureWindowsPath(place), profile, "win32")
    assert in_profile(Path("/srv/envol"), Path("/home/mina"), "linux")


def test_a_private_folder_is_made_whole_and_what_is_there_is_left(tmp_path: Path) -> None:
    """The folders that are missing are made, for this account alone; a second time is no error."""
    private_folder(tmp_path / "a" / "b")
    private_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


READER = """
import fcntl, sqlite3, sys
from pathlib import Path
home = Path(sys.argv[1])
held = []
for path in [home / "in-use", *home.glob("runs/*.journal"), home / "matching.db"]:
    if path.exists():
        file = open(path, "rb")
        fcntl.lockf(file, fcntl.LOCK_SH)
        held.append(file)
print("held", flush=True)
sys.stdin.read()
"""


@posix
def test_a_reader_does_not_stop_the_game(tmp_path: Path) -> None:
    """Read locks on the lock's file, on a journal under way and on the database: the game opens, goes on, shares."""
    home = Home.open(tmp_path / "home")
    sqlite3.connect(database(home)).close()
    home.close()
    words = [sys.executable, "-c", READER, str(tmp_path / "home")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "held\n"
        home = Home.open(tmp_path / "home")
        app = to_exercise(home)
        play_on(app, 120)
        assert app.person is not None
        app.person.close()
        assert not app.person.problem
        assert read(home.runs()[0]).rows > 0
        home.close()
        reader.communicate("")
