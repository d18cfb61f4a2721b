"""Robots live the whole way as a person does: code, journal, evidence, packet, outbox, matching database."""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from envol.export.store import Store, StoreError
from envol.game.app import Voice
from envol.game.app_person import Person
from envol.game.app_result import Shown
from envol.game.app_robots import LIMIT_TICKS, measure, score
from envol.game.app_share import body_of, land, next_sequence
from envol.game.mechanics import MECHANICS
from envol.game.mechanics.assemble import players
from envol.game.ports.home import Home, station_of
from envol.game.ports.journal import read
from envol.game.session import Session
from envol.scenarios.model import Scenario


def land_robots(scenario: Scenario, options: argparse.Namespace, voice: Voice) -> Iterator[str]:
    """One line a robot, then what the database holds. Their home is a folder of their own, thrown away after."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home.open(Path(folder))
        try:
            store = Store.open(options.db)
            try:
                offers = store.load_examples()
                for at in range(options.players):
                    robot = players.NAMES[at % len(players.NAMES)]
                    yield _land_one(scenario, robot, options.seed + at, (home, store, voice))
                n = len(store.candidates())
                yield voice.say("demo.landed", db=options.db, n=n, offers=offers or len(store.jobs()))
            finally:
                store.close()
        except StoreError as error:
            yield voice.say(error.key, **error.values)
        finally:
            home.close()


def _land_one(scenario: Scenario, robot: str, seed: int, where: tuple[Home, Store, Voice]) -> str:
    home, store, voice = where
    person = Person.begin(home)
    person.kind = "demo"
    device = players.DEVICE.get(robot, "mouse")
    settings = {"seed": seed, "form": "first", "device": device, "clock": True}
    head = scenario.head
    sink = person.record({"scenario": head.id, "hash": scenario.hash, "mechanic": head.mechanic, **settings})
    task = MECHANICS[head.mechanic].make(scenario.params, seed, "first", device=device)
    session, player = Session(task, sink), players.make(robot, scenario.params, seed)
    while not task.done and task.tick < LIMIT_TICKS:
        for verb, args in player.act(task.see()):
            session.act(verb, args)
        session.advance()
    assert person.journal is not None
    path = person.journal.path
    person.close()
    # What is scored is what the journal holds, as after a kill.
    session.events = list(read(path).trace.events)
    shown = Shown(scenario, session, measure(scenario, session, device), device, "unknown", {})
    who = {
        "candidate_id": person.candidate, "code": person.code, "kind": "demo", "months": 3,
        "station_id": station_of(home.settings), "sequence": next_sequence(home),
    }  # fmt: skip
    land(home.folder, store, body_of(shown, who, person.trace(session, score(shown.profile))))
    person.erase(paper=True)
    bands = [p.band for p in store.matches_of(store.candidates(person.candidate)[0], seed="demo")]
    return voice.say(
        "demo.best", code=person.code, robot=robot, n=bands.count("A"), b=bands.count("B"), c=bands.count("to_complete")
    )
