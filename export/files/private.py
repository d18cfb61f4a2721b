"""Folders and files of one account: 0700 and 0600; on Windows, where modes say nothing, the user's own profile."""

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path, PurePath

FOLDER, FILE = 0o700, 0o600
OTHERS = 0o077


def private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for this account alone. What is there is left as it is."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    for parent in reversed(missing):
        parent.mkdir(mode=FOLDER, exist_ok=True)


def shut(folder: Path) -> list[Path]:
    """Take from others every right on a folder and on the files right in it; those on which they keep one.

    Raises OSError when the folder cannot be read. Links are left alone: what they lead to is not ours.
    """
    return shut_each((folder, *files_in(folder)))


def files_in(folder: Path) -> list[Path]:
    """The plain files right in a folder. Raises OSError."""
    return [path for path in folder.iterdir() if path.is_file() and not path.is_symlink()]


def shut_each(paths: Iterable[Path]) -> list[Path]:
    """Take from others every right on some files and folders; those on which they keep one."""
    open_: list[Path] = []
    for path in paths:
        mode = path.stat().st_mode
        if sys.platform != "win32" and mode & OTHERS:
            try:
                path.chmod(FOLDER if stat.S_ISDIR(mode) else FILE)
            except OSError:
                open_.append(path)
                continue
            # Disks that keep no rights (FAT) answer yes and change nothing.
            if path.stat().st_mode & OTHERS:
                open_.append(path)
    return open_


def is_ours(folder: Path) -> bool:
    """Whether a folder belongs to this account."""
    return sys.platform == "win32" or folder.stat().st_uid == os.geteuid()


def in_profile(folder: PurePath, profile: PurePath, platform: str) -> bool:
    """Whether a folder may hold what is private: on Windows only below the user's profile, elsewhere anywhere.

    Windows gives a profile to its owner (and the administrators) alone; a folder beside it is open to every account.
    """
    return platform != "win32" or (folder.is_relative_to(profile) and folder != profile)
