"""Where a station keeps what is its own: settings, runs under way, packets that wait. Files, and no rules."""

import json
import os
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from envol.export.files import write_whole

SETTINGS = "settings.json"
SIDES = ("", "-wal", "-shm", "-journal")


class HomeError(OSError):
    """The folder cannot be used; `key` names the sentence that says why and what to do."""

    def __init__(self, key: str, **values: str) -> None:
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
    problem: str = ""
    _lock: sqlite3.Connection | None = None

    @staticmethod
    def open(folder: Path | None = None) -> "Home":
        """Make or open the folder and lock it. Raises HomeError: read-only, full, or a second copy at work.

        Settings that cannot be read are set aside under another name, and `problem` says so.
        """
        place = folder or default_folder()
        try:
            (place / "runs").mkdir(parents=True, exist_ok=True)
            (place / "outbox").mkdir(exist_ok=True)
            (place / "papers").mkdir(exist_ok=True)
            lock = _locked(place / "in-use")
        except OSError as error:
            if isinstance(error, HomeError):
                raise
            raise HomeError("home.cannot_write", folder=str(place), reason=error.strerror or "") from error
        home = Home(place, {}, _lock=lock)
        home._read()
        return home

    def _read(self) -> None:
        path = self.folder / SETTINGS
        if not path.exists():
            return
        try:
            found = json.loads(path.read_text("utf-8"))
            if not isinstance(found, dict):
                raise ValueError("not a table")
            self.settings = found
        except (ValueError, OSError):
            os.replace(path, path.with_name("settings.damaged.json"))
            self.problem = "home.settings_damaged"

    def save(self, **changes: Any) -> None:
        """Change some settings, on disk before it returns. Raises HomeError when the disk refuses."""
        settings = {**self.settings, **changes}
        try:
            write_whole(self.folder / SETTINGS, json.dumps(settings, sort_keys=True, indent=1).encode())
        except OSError as error:
            raise HomeError("home.cannot_write", folder=str(self.folder), reason=error.strerror or "") from error
        self.settings = settings

    def runs(self) -> tuple[Path, ...]:
        """The journals under way or left by a kill."""
        return tuple(sorted((self.folder / "runs").glob("*.journal")))

    def close(self) -> None:
        """Unlock the folder."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _locked(path: Path) -> sqlite3.Connection:
    """A lock that a killed program lets go by itself, on every system: SQLite's own."""
    base = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        base.execute("begin exclusive")
    except sqlite3.OperationalError as error:
        base.close()
        key = "home.second_copy" if "locked" in str(error) else "home.cannot_write"
        raise HomeError(key, folder=str(path.parent), reason=str(error)) from error
    except sqlite3.DatabaseError:
        base.close()
        path.unlink()
        return _locked(path)
    return base


def erase_file(path: Path) -> None:
    """Overwrite with zeros, then remove, with what SQLite keeps beside. What is not there is already erased."""
    for side in SIDES:
        part = path.with_name(path.name + side)
        try:
            size = part.stat().st_size
            with open(part, "r+b") as file:
                file.write(bytes(size))
                file.flush()
                os.fsync(file.fileno())
            part.unlink()
        except FileNotFoundError:
            continue


def station_of(settings: Mapping[str, Any]) -> str:
    """The station's two signs, "" when it has none yet."""
    return str(settings.get("station", ""))
