"""Where a station keeps what is its own: settings, runs under way, packets that wait. Files, and no rules."""

import errno
import hashlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from export.files.private import files_in, in_profile, is_ours, private_folder, shut, shut_each
from export.files.whole import STATION, STATION_FOLDERS, of_a_station, read_whole, write_whole
from game.station.code import CodeError, codes_of
from game.station.consent import Records
from game.station.lock import Lock, Taken

SETTINGS, MOST_SETTINGS = "settings.json", 1_000_000
WORDS = ("station", "day", "sitting", "sitting_day")
FOLDERS = ("runs", "outbox", "papers", "visits")


class HomeError(OSError):
    """The folder cannot be used; `key` names the sentence that says why and what to do."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


def default_folder() -> Path:
    """ENVOL_HOME, else the folder the system gives to programs."""
    given = os.environ.get("ENVOL_HOME")
    if given:
        return Path(given)
    from platformdirs import user_data_path

    return user_data_path("envol", appauthor=False)


@dataclass(slots=True)
class Home:
    """An open folder. `close` lets another copy of the program in."""

    folder: Path
    settings: dict[str, Any]
    records: Records
    problem: str = ""
    _lock: Lock | None = None

    @staticmethod
    def open(folder: Path | None = None) -> "Home":
        """Make or open the folder and lock it. Raises HomeError: read-only, full, or a second copy at work.

        Settings that cannot be read are set aside under another name, and `problem` says so.
        """
        place = folder or default_folder()
        if not in_profile(place.absolute(), Path.home(), sys.platform):
            raise HomeError("home.not_private", folder=str(place))
        try:
            _set_up(place)
            home = Home(place, {}, Records(place / "visits"), _lock=Lock(place / STATION))
        except Taken as error:
            raise HomeError("home.second_copy", folder=str(place)) from error
        except OSError as error:
            if isinstance(error, HomeError):
                raise
            raise HomeError("home.cannot_write", folder=str(place), reason=error) from error
        try:
            home._read()
        except OSError as error:
            home.close()
            raise HomeError("home.cannot_write", folder=str(place), reason=error) from error
        return home

    def _read(self) -> None:
        path = self.folder / SETTINGS
        if not path.exists():
            return
        try:
            data = read_whole(path, MOST_SETTINGS)
            settings = {} if data is None else json.loads(data.decode("utf-8"))
            if data is None or not usable(settings):
                raise ValueError("not the settings of a station")
            self.settings = settings
        except (ValueError, RecursionError):
            os.replace(path, path.with_name("settings.damaged.json"))
            self.problem = "home.settings_damaged"

    def save(self, **changes: Any) -> None:
        """Change some settings, on disk before it returns. Raises HomeError when the disk refuses."""
        settings = {**self.settings, **changes}
        try:
            write_whole(self.folder / SETTINGS, json.dumps(settings, sort_keys=True, indent=1).encode())
        except OSError as error:
            raise HomeError("home.cannot_write", folder=str(self.folder), reason=error) from error
        self.settings = settings

    def runs(self) -> tuple[Path, ...]:
        """The journals under way or left by a kill."""
        return tuple(sorted((self.folder / "runs").glob("*.journal")))

    def close(self) -> None:
        """Unlock the folder."""
        self.records.close()
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _set_up(place: Path) -> None:
    """The folder and those in it, all of this account alone. Raises OSError, HomeError when others can still read."""
    # A folder that somebody chose and that holds other things keeps its rights; what we write in it is shut anyway.
    own = not place.exists() or all(_of_ours(path.name) for path in place.iterdir())
    folders = [place / name for name in FOLDERS]
    for folder in folders:
        private_folder(folder)
    _must_be_written(place, *folders)
    whole = own and is_ours(place)
    left = [path for folder in ([place, *folders] if whole else folders) for path in shut(folder)]
    # A key or a base that somebody put back from a copy is open to others as copies are.
    left += [] if whole else shut_each(path for path in files_in(place) if of_a_station(path.name))
    if left:
        raise HomeError("home.not_private", folder=str(left[0]))


def _of_ours(name: str) -> bool:
    return name in STATION_FOLDERS or of_a_station(name) or (name[0] == "." and name.endswith(".part"))


def _must_be_written(*folders: Path) -> None:
    """SQLite opens what it may not write without a word, so the folders are asked. Raises OSError."""
    for folder in folders:
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def code_mark(home: Home, code: str) -> str:
    """What stands for the code of somebody who was erased: it is not given again today, and nobody reads it."""
    return hashlib.sha256(f"{home.settings.get('sitting', '')} {code}".encode()).hexdigest()[:16]


def forget_code(home: Home, code: str) -> None:
    """Take the code of an erased person out of the settings. Raises HomeError when the disk refuses."""
    used = list(home.settings.get("used", []))
    if code in used:
        home.save(used=[code_mark(home, code) if mark == code else mark for mark in used])


def usable(settings: object) -> bool:
    """Whether what was read is a station's settings: the right shapes, and a station that can give codes."""
    if not isinstance(settings, dict):
        return False
    words = all(isinstance(settings.get(name, ""), str) for name in WORDS)
    used = settings.get("used", [])
    if not words or not isinstance(used, list) or not all(isinstance(code, str) for code in used):
        return False
    try:
        return not station_of(settings) or bool(codes_of(station_of(settings)))
    except CodeError:
        return False


def capped(settings: Mapping[str, Any]) -> bool:
    """Whether the session set here has a ceiling: each new person then begins with those of the workshops."""
    return settings.get("ceiling", False) is True


def station_of(settings: Mapping[str, Any]) -> str:
    """The station's two signs, "" when it has none yet."""
    return str(settings.get("station", ""))
