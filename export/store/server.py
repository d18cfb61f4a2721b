"""Where a region's base is: the address of a PostgreSQL server, read without a password, and what this machine keeps
outside it. Nothing here needs the driver."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from export.store.errors import StoreError

SCHEMES = ("postgresql", "postgres")
SAID = ("sslmode", "sslrootcert", "sslcert", "sslkey", "passfile", "host")
"""What an address may add to where the base is; `host`: the folder of a socket."""
HERE = ("localhost", "127.0.0.1", "::1")
PORT = 5432
SIDE = "base"
"""The name of what stands outside a base, in a folder of its own: `base.erased`, `base.audit-head`, `base.home`."""


@dataclass(frozen=True, slots=True)
class Server:
    """A base on a server. `host`: a name, an address, or the folder of a socket ("" for the driver's own).

    `options`: what the address adds, by name. `beside`: the name on this machine of what stands outside the base.
    """

    host: str
    port: int
    database: str
    user: str
    options: tuple[tuple[str, str], ...]
    beside: Path

    @property
    def named(self) -> str:
        """The address as it is said, and as another machine can read it: it never held a password."""
        host = "" if self.by_socket else f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORT else f":{self.port}"
        said = [("host", self.host)] if self.by_socket and self.host else []
        where = "&".join(f"{name}={value}" for name, value in (*said, *self.options))
        user = f"{self.user}@" if self.user else ""
        return f"postgresql://{user}{host}{port}/{self.database}{'?' if where else ''}{where}"

    @property
    def by_socket(self) -> bool:
        """Whether it is reached by a socket of this machine."""
        return not self.host or self.host.startswith("/")

    @property
    def words(self) -> dict[str, str]:
        """What the driver is told. Over a network the server must show who it is, unless the address says otherwise."""
        said = dict(self.options)
        if not self.by_socket and self.host not in HERE:
            said.setdefault("sslmode", "verify-full")
        known = {"host": self.host, "user": self.user, "dbname": self.database, "port": str(self.port)}
        return {name: value for name, value in {**said, **known}.items() if value}


Base = Path | Server
"""Where a base is: a file of this machine, or a server."""


def is_address(text: str) -> bool:
    """Whether a word names a server rather than a file."""
    return text.partition(":")[0].lower() in SCHEMES and "/" in text


def read_server(text: str, home: Path) -> Server:
    """The server an address names; `home`: the folder where this machine keeps what stands outside its bases.

    Raises StoreError: an address that names no database, what it may not say, and above all a password, which every
    program of the machine could read from the command line.
    """
    try:
        parts = urlsplit(text.strip())
        port = parts.port or PORT
    except ValueError as error:
        raise StoreError("server.address") from error
    said = parse_qsl(parts.query, keep_blank_values=True)
    if parts.password is not None or any(name.lower() == "password" for name, _ in said):
        raise StoreError("server.password_said")
    for name, _ in said:
        if name not in SAID:
            raise StoreError("server.option", got=name, known=", ".join(SAID))
    database, user = unquote(parts.path).strip("/"), unquote(parts.username or "")
    options = dict(said)
    host = options.pop("host", "") or _host(parts)
    if not database or "/" in database or any(not sign.isprintable() for sign in host + database + user):
        raise StoreError("server.address")
    place = "_".join(part for part in (host, database) if part)
    # Two addresses that are written alike once their signs are gone are still two bases.
    mark = hashlib.sha256("\x1f".join((host, str(port), database)).encode()).hexdigest()[:8]
    folder = home / "bases" / f"{re.sub(r'[^A-Za-z0-9.-]', '_', place).strip('._')}-{mark}"
    return Server(host, port, database, user, tuple(sorted(options.items())), folder / SIDE)


def _host(parts: SplitResult) -> str:
    """The host as it is written: `urlsplit` makes it small, and a socket's folder is not."""
    written = parts.netloc.rpartition("@")[2]
    if written.startswith("["):
        return written[1:].partition("]")[0]
    return unquote(written.partition(":")[0])


def beside(base: Base) -> Path:
    """The path beside which stands what is kept outside a base: its own file, or that of a server's base here."""
    return base if isinstance(base, Path) else base.beside
