"""`--engine HOST:PORT`: a region's work on an engine that runs already."""

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from assets.voice import Say, Voice
from cli.database import now

if TYPE_CHECKING:
    from export.store.postgres import ServerStore
    from export.store.store import Store
    from lab.region.engine import RegionList
    from lab.rescored import ComparedRun, NewRules
    from lab.stored import FirstTries
    from scenarios.model import Scenario
    from scoring.tree_sums import Sessions, Summing


def add_engine(parser: argparse.ArgumentParser, say: Say) -> None:
    """`--engine`."""
    parser.add_argument("--engine", metavar=say("usage.metavar.engine"), help=say("engine.cli"))


def lists_on(store: "Store", options: argparse.Namespace, voice: Voice) -> "list[RegionList]":
    """The lists of the region. Raises StoreError: a base that is a file, no engine there, nobody working for it."""
    from export.store.store import StoreError

    server = _on_server(store)
    if options.code or options.offer:
        raise StoreError("engine.whole_region")
    from lab.region.engine import lists_on as by_engine

    most = options.most if whole_region(options) else None
    return by_engine(options.engine, server, now(), most, _telling(voice))


def whole_region(options: argparse.Namespace) -> bool:
    """Whether only the first pairs of each list are kept: past some thousand people nobody reads all of them."""
    return bool(options.engine and options.all and options.most and not options.group)


def rescored_on(
    options: argparse.Namespace, scenario: "Scenario", new: "NewRules", voice: Voice
) -> "list[ComparedRun]":
    """The runs of the region's archive, read again. Raises StoreError."""
    from export.store.opening import open_base

    with open_base(options.base, make=False) as store:
        server = _on_server(store)
        from lab.region.engine import rescored_on as by_engine

        return by_engine(options.engine, server, (scenario, new, options.keys), _telling(voice), now())


def tries_on(options: argparse.Namespace, scenario: "Scenario", voice: Voice) -> "FirstTries":
    """The first tries of the region's archive. Raises StoreError."""
    from export.store.opening import open_base

    with open_base(options.base, make=False) as store:
        server = _on_server(store)
        from lab.region.engine import tries_on as by_engine

        return by_engine(options.engine, server, (scenario, options.keys), _telling(voice), now())


def summing_on(options: argparse.Namespace, sessions: "Sessions", voice: Voice) -> "AbstractContextManager[Summing]":
    """The engine as who sums over the people of some sessions. Raises StoreError."""
    from lab.region.engine import summing_on as by_engine

    rounds = 0

    def show_round(n: int, whole: int) -> None:
        nonlocal rounds
        rounds += n == 1
        if sys.stderr.isatty():
            print(voice.say("engine.round", round=rounds, n=n, of=whole), end="\r", file=sys.stderr)

    return by_engine(options.engine, sessions, show_round)


def _on_server(store: "Store") -> "ServerStore":
    from export.store.store import StoreError

    if find_spec("distributed") is None or find_spec("psycopg") is None:
        raise StoreError("engine.not_installed")
    from export.store.postgres import ServerStore

    if not isinstance(store, ServerStore):
        raise StoreError("engine.needs_server", path=store.named)
    return store


def _telling(voice: Voice) -> Callable[[int, int], None]:
    """Say how far the work is, on one line of the error output where that is a terminal."""

    def show_part(n: int, whole: int) -> None:
        if sys.stderr.isatty():
            print(voice.say("engine.part", n=n, of=whole), end="\n" if n == whole else "\r", file=sys.stderr)

    return show_part
