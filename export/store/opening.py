"""Open a base wherever it is: a file, or a server's, whose driver is loaded only then."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from export.store.server import Base, is_address, read_server
from export.store.store import Store, StoreError

if TYPE_CHECKING:
    from export.store.postgres import ServerStore


def read_base(text: str, home: Path) -> Base:
    """The base that a word names: an address, or a file. `home`: see `read_server`. Raises StoreError."""
    return read_server(text, home) if is_address(text) else Path(text)


def open_base(
    base: Base, kind: str | None = None, *, make: bool = True, damaged: bool = False, checked: bool = True
) -> Store:
    """Open a base. `make`: where there is none it is made; `kind`, `damaged` and `checked` as in `Store.open`.

    Raises StoreError with what to do: not there, emptied, no driver, no server.
    """
    if not isinstance(base, Path):
        return _on_server(base, kind, make)
    if not make and not base.exists():
        raise StoreError("store.missing", path=base)
    if not make and base.is_file() and base.stat().st_size == 0:
        raise StoreError("store.emptied", path=base)
    return Store.open(base, kind=kind, damaged=damaged, checked=checked)


def _on_server(base: Base, kind: str | None, make: bool) -> "ServerStore":
    if find_spec("psycopg") is None:
        raise StoreError("server.no_driver")
    # The driver is an extra, and takes longer to load than most commands take to work.
    from export.store.postgres import ServerStore

    assert not isinstance(base, Path)
    return ServerStore.reach(base, kind, make_it=make)
