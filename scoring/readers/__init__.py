"""Readers: what a rule looks at in a log. `bench` and `shared` serve every mechanic, then each its own.

Every file here that has a table `READERS` is read: scoring knows no mechanic, and finds those of one by their file.
"""

from collections.abc import Iterable, Mapping
from importlib import import_module
from pkgutil import iter_modules

from scoring.readers.base import AnyReader


def together(tables: Iterable[tuple[str, Mapping[str, AnyReader]]]) -> Mapping[str, AnyReader]:
    """All readers of some files by their names. Raises ValueError for a name that two files give."""
    readers: dict[str, AnyReader] = {}
    for file, table in tables:
        for name, reader in table.items():
            if readers.setdefault(name, reader) is not reader:
                raise ValueError(f"scoring/readers/{file}.py: another file has a reader named {name}")
    return readers


def _tables() -> Iterable[tuple[str, Mapping[str, AnyReader]]]:
    """The table of each file here, in the order of their names."""
    for file in sorted(module.name for module in iter_modules(__path__)):
        yield file, getattr(import_module(f"{__name__}.{file}"), "READERS", {})


READERS: Mapping[str, AnyReader] = together(_tables())
"""By the name that a rule gives under `reads`."""
