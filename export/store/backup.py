"""A base saved beside itself and put back: whoever was erased since stays erased, and in the saved copies too."""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from export.files.whole import append_line, read_lines
from export.store.leaving import SHORT, copy_path, forget_parts
from export.store.moments import stamp
from export.store.steps import SCHEMA_VERSION
from export.store.store import Store, StoreError, audit, refuse_unsound


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved copy: its file, when it was made (ISO text), its size."""

    name: str
    at: str
    bytes: int


def save(store: Store, by: str, now: datetime) -> Path:
    """Copy the base whole, as it stands, beside itself; the file. Raises StoreError, OSError.

    Its name is one that every erasure looks for, so that nobody who is erased later stays in it.
    """
    if store.damage is not None:
        raise StoreError("store.only_read", path=store.path)
    path = copy_path(store.path, SCHEMA_VERSION, now)
    aside = path.with_name(f".{path.name}.part")
    forget_parts(store.path)
    try:
        os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        store.save_to(aside)
        with aside.open("rb+") as written:
            os.fsync(written.fileno())
        os.replace(aside, path)
    except (OSError, StoreError):
        aside.unlink(missing_ok=True)
        raise
    with store.writing() as connection:
        audit(connection, stamp(now), by, "base.save", ("base", path.name))
    keep_head(store, now)
    return path


def saves(store: Store) -> list[Saved]:
    """The copies there are, those made before an upgrade among them, the newest first."""
    saves_kept = []
    for path in store.dumps():
        try:
            moment = datetime.strptime(path.name.rsplit("-", 1)[1], SHORT).replace(tzinfo=UTC)
        except (ValueError, IndexError):
            continue
        saves_kept.append(Saved(path.name, moment.isoformat(timespec="seconds"), path.stat().st_size))
    return sorted(saves_kept, key=lambda save: save.at, reverse=True)


def saved_file(store: Store, name: str) -> Path:
    """The file of a copy by its name, which must be one of those there are. Raises StoreError."""
    path = next((dump for dump in store.dumps() if dump.name == name), None)
    if path is None:
        raise StoreError("backup.unknown")
    return path


def put_back(path: Path, saved: Path, by: str, now: datetime) -> Store:
    """Put a saved copy in the place of a closed base, and open it: erasures are replayed. Raises StoreError, OSError.

    What stood there is kept beside as one more copy. The saved copy is looked at first, as opening it would: a damaged
    one takes no place. Where it does not open all the same, the base that was is in its place again.
    """
    kept, aside = copy_path(path, SCHEMA_VERSION, now), path.with_name(f".{path.name}.part")
    kind = None
    forget_parts(path)
    try:
        _copy_aside(saved, aside)
        refuse_unsound(aside, saved)
        # A base that does not open is put aside as it is: it is why a copy is put back.
        with suppress(StoreError), Store.open(path) as old:
            old.rows("pragma wal_checkpoint(truncate)")
            kind = old.kind
        _move(path, kept)
        os.replace(aside, path)
    except (OSError, StoreError):
        forget_parts(path)
        if not path.exists() and kept.exists():
            _move(kept, path)
        raise
    try:
        # Whom a base holds never changes: robots take no people's place, nor people theirs.
        store = Store.open(path, kind=kind)
    except StoreError:
        path.unlink(missing_ok=True)
        _move(kept, path)
        raise
    # Its audit ends earlier: what was kept of the other one's head stands beside, and a new one begins.
    if head_file(store).exists():
        os.replace(head_file(store), kept.with_name(kept.name + ".audit-head"))
    with store.writing() as connection:
        audit(connection, stamp(now), by, "base.put_back", ("base", saved.name))
    return store


def put_back_on(store: Store, saved: Path, by: str, now: datetime) -> None:
    """Put a saved copy in the place of a base on a server, which stays open, whole or not at all; erasures follow.

    What stood there is kept beside as one more copy. Raises StoreError, OSError.
    """
    kept, aside = save(store, by, now), store.path.with_name(f".{store.path.name}.part")
    try:
        _copy_aside(saved, aside)
        refuse_unsound(aside, saved)
        with Store.open(aside) as old:
            store.take_back(old)
    finally:
        for part in store.path.parent.glob(aside.name + "*"):
            part.unlink()
    if head_file(store).exists():
        os.replace(head_file(store), kept.with_name(kept.name + ".audit-head"))
    with store.writing() as connection:
        audit(connection, stamp(now), by, "base.put_back", ("base", saved.name))


def _copy_aside(saved: Path, aside: Path) -> None:
    """Copy a file of SQLite, with the log that stands beside it where its writer was killed; flushed to the disk."""
    for end in ("", "-wal"):
        source, target = saved.with_name(saved.name + end), aside.with_name(aside.name + end)
        if end and not source.exists():
            continue
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(source.read_bytes())
            out.flush()
            os.fsync(out.fileno())


def _move(path: Path, other: Path) -> None:
    """Move a closed base with its log: of one that was never opened again, what was last written is there."""
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    for end in ("-wal", ""):
        if (part := path.with_name(path.name + end)).exists():
            os.replace(part, other.with_name(other.name + end))


def head_file(store: Store) -> Path:
    """Where the head of the audit is kept, outside the base."""
    return store.path.with_name(store.path.name + ".audit-head")


def keep_head(store: Store, now: datetime) -> int:
    """Write the last line's number and hash outside the base: a base whose audit was cut or written anew is noticed.

    The number of that line.
    """
    row = store.first_row("select entry, hash from audit order by entry desc limit 1")
    if row is None:
        return 0
    append_line(head_file(store), f"{stamp(now)} {row['entry']} {row['hash']}")
    return int(row["entry"])


def heads_hold(store: Store) -> bool:
    """Whether every head that was kept outside is still a line of the audit."""
    lines = read_lines(head_file(store))
    if not lines:
        return True
    there = {str(row["entry"]): row["hash"] for row in store.rows("select entry, hash from audit")}
    return all(len(line) == 3 and there.get(line[1]) == line[2] for line in lines)
