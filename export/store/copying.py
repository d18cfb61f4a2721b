"""A base moved whole, from a file to a server or back, and the proof that both say the same.

Rows go in the order they were written in. Before anything is kept, each table is read again where it came to and its
digest is held against that of what was read; so is the head of the audit. Else nothing is kept at all.
"""

import os
from pathlib import Path

from export.files.whole import read_lines
from export.store.errors import StoreError
from export.store.filling import OWN, SET, BaseDigest, fill
from export.store.opening import open_base
from export.store.port import Unfit
from export.store.schema_parts import columns_here
from export.store.server import Base
from export.store.store import Store


def copy(source: Base, target: Base) -> BaseDigest:
    """Copy a base to where there is none; what both say. Raises StoreError, OSError, and then nothing is kept.

    The list of the erased goes with it; keys stay where they are.
    """
    with open_base(source, make=False) as old:
        if isinstance(target, Path):
            return _into_file(old, target)
        with open_base(target, old.kind) as new:
            return _copied(old, new)


def _into_file(old: Store, target: Path) -> BaseDigest:
    if target.exists() or any(target.parent.glob(target.name + ".*")):
        raise StoreError("copy.there", path=target)
    aside = target.with_name(f".{target.name}.part")
    for left in target.parent.glob(aside.name + "*"):
        left.unlink()
    try:
        with Store.open(aside, kind=old.kind) as new:
            digest = _copied(old, new)
        for left in target.parent.glob(aside.name + ".*"):
            os.replace(left, target.with_name(target.name + left.name.removeprefix(aside.name)))
        os.replace(aside, target)
    except BaseException:
        for left in target.parent.glob(aside.name + "*"):
            left.unlink()
        raise
    return digest


def _copied(old: Store, new: Store) -> BaseDigest:
    for name in columns_here():
        if name not in (OWN, *SET) and new.first_row(f"select 1 from {name} limit 1"):
            raise StoreError("copy.not_empty", path=new.named)
    try:
        with old.reading(), new.writing() as connection:
            digest = fill(old, new, connection)
    except Unfit as error:
        raise StoreError("copy.differs", tables=error) from error
    _erased_too(old, new)
    return digest


def _erased_too(old: Store, new: Store) -> None:
    """Whoever was erased there stays erased here."""
    known = set(new.erased_ids())
    for words in read_lines(old.erased_file):
        if words and words[0] not in known:
            new.note_erased(words[0], words[1] if len(words) > 1 else "")
