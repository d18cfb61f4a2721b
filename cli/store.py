"""`envol store`: a base moved whole with its proof, what it says in digests, pages written anew."""

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.database import base_named, base_of, with_db

if TYPE_CHECKING:
    from export.store.filling import BaseDigest
    from export.store.store import Store

SHORT = 16
"""Signs of a digest on the screen; JSON holds it whole."""


def add(commands: Commands) -> None:
    """`store copy`, `check`, `clean`."""
    say = commands.say
    group = commands.group("store", "base.cli.about")
    parser = group.add("copy", "base.cli.copy", _copy)
    for name in ("source", "target"):
        parser.add_argument(name, type=base_named, help=say(f"base.cli.{name}"))
    parser.add_argument("--json", action="store_true", help=say("match.cli.json"))
    parser = with_db(group, "check", _check, about="base.cli.check")
    parser.add_argument("--json", action="store_true", help=say("match.cli.json"))
    with_db(group, "clean", _clean, about="base.cli.clean")


def _copy(options: argparse.Namespace, voice: Voice) -> int:
    """Status 1, and nothing kept, where both would not say the same."""
    from export.store.beside import home_beside
    from export.store.copying import copy
    from export.store.server import beside

    source, target = base_of(options.source), base_of(options.target)
    said = copy(source, target)
    _tell(said, options, voice)
    if not options.json:
        print(voice.say("base.copied"))
        print(voice.say("base.keys", source=home_beside(beside(source)), target=home_beside(beside(target))))
    return DONE


def _check(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    """Status 1 where the audit no longer holds, or a head of it that was kept is no line of it."""
    from export.store.backup import heads_hold
    from export.store.filling import digest_of
    from export.store.store import audit_holds

    _tell(digest_of(store), options, voice)
    whole = audit_holds(store) and heads_hold(store)
    if not options.json:
        print(voice.say("base.audit_holds" if whole else "base.audit_broken"))
        for key in store.doubts():
            print(voice.say(key))
    return DONE if whole else PROBLEMS


def _clean(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    """Pages are written anew, without what was deleted."""
    store.forget_pages()
    print(voice.say("base.cleaned"))
    return DONE


def _tell(said: "BaseDigest", options: argparse.Namespace, voice: Voice) -> None:
    if options.json:
        print(json.dumps(asdict(said), indent=1))
        return
    for table in said.tables:
        print(voice.say("base.table", name=table.name.ljust(22), n=table.rows, digest=table.digest[:SHORT]))
    print(voice.say("base.head", n=said.entry, head=said.head[:SHORT] or "–"))
