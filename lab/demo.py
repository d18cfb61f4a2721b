"""Robots live the whole way as a person does: code, journal, evidence, packet, outbox, matching database."""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from assets.voice import Voice
from export.files.whole import write_whole
from export.packets.keys import ORGANISATION_FILE, organisation_keys
from export.store.beside import home_beside
from export.store.matching import for_candidate
from export.store.opening import open_base
from export.store.server import beside
from export.store.store import Store, StoreError
from game.journey.person import Person
from game.journey.result import read_try, what_was_shown
from game.journey.share import FINE, send
from game.mechanics import MECHANICS
from game.station.home import Home
from game.station.journal import read
from lab.robots import live
from scenarios.model import Scenario

Line = tuple[str, bool]


def land_robots(
    scenario: Scenario, options: argparse.Namespace, voice: Voice, *, post: Path | None = None, first: int = 0
) -> Iterator[Line]:
    """One line a robot and whether it landed, then what the database holds.

    `post`: the home of the post at which they play, which stays; None for one that is thrown away after. `first`: which
    of the cast begins.
    """
    with tempfile.TemporaryDirectory() if post is None else nullcontext(str(post)) as folder:
        home = Home.open(Path(folder))
        try:
            store = open_base(options.base, kind="demo")
            try:
                _share_key(Path(folder), store.path)
                names = MECHANICS[scenario.head.mechanic].cast.show
                for at in range(options.players):
                    robot = names[(first + at) % len(names)]
                    yield _land_one(scenario, robot, options.seed + at, (home, store, voice))
                n = len(store.rows("select 1 from candidates where kind='demo'"))
                offers = len(store.rows("select 1 from offers where example=1"))
                yield voice.say("demo.landed", db=store.named, n=n, offers=offers), True
            finally:
                store.close()
        except StoreError as error:
            yield voice.say(error.key, **error.values), False
        except OSError as error:
            yield voice.say("store.file", path=error.filename or beside(options.base), reason=error), False
        finally:
            home.close()


def _share_key(home: Path, db: Path) -> None:
    """The key the robots' results are sealed to stays beside the base, so that they can be explained later."""
    kept = home_beside(db)
    organisation_keys(kept)
    write_whole(home / ORGANISATION_FILE, (kept / ORGANISATION_FILE).read_bytes())


def _land_one(scenario: Scenario, robot: str, seed: int, where: tuple[Home, Store, Voice]) -> Line:
    home, store, voice = where
    person = Person.begin(home)
    person.kind = "demo"
    head = scenario.head
    device = MECHANICS[head.mechanic].cast.device(robot)
    settings = {"seed": seed, "form": "first", "device": device, "clock": False}
    named = {"scenario": head.id, "hash": scenario.hash, "bench": scenario.bench, "mechanic": head.mechanic}
    sink = person.record({**named, **settings})
    session = live(scenario, robot, seed, sink)
    assert person.journal is not None
    path = person.journal.path
    person.close()
    # What is scored is what the journal holds, as after a kill.
    session.events = list(read(path).trace.events)
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    shown = what_was_shown([read_try(scenario, session, person.header, made_at)])
    outcome = send(person, shown, 3, voice.language, (store, home.folder))
    person.leave("erased")
    if outcome.state not in FINE:
        return voice.say("demo.refused", code=person.code, robot=robot, reason=voice.say(outcome.key)), False
    bands = [p.band for p in for_candidate(store, person.candidate, datetime.now(UTC))]
    counts = {"n": bands.count("A"), "b": bands.count("B"), "c": bands.count("to_complete")}
    return voice.say("demo.best", code=person.code, robot=robot, **counts), True
