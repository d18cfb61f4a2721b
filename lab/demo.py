"""Robots live the whole way as a person does: code, journal, evidence, packet, outbox, matching database."""

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from assets.voice import Voice
from export.files.whole import write_whole
from export.packets.keys import ORGANISATION_FILE, organisation_keys
from export.store.beside import home_beside
from export.store.intake import Outcome
from export.store.matching import for_candidate
from export.store.opening import open_base
from export.store.server import Base, beside
from export.store.store import Store, StoreError
from game.journey.person import Earlier, Person
from game.journey.result import ReadTry, read_try, what_was_shown
from game.journey.share import FINE, send
from game.mechanics.table import MECHANICS
from game.simulation.bots import Bot
from game.station.home import Home
from game.station.journal import read
from lab.robots import run
from scenarios.model import Scenario

DemoLine = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class RobotPlay:
    """A robot's exercise in one workshop of its visit."""

    scenario: Scenario
    bot: Bot[object]
    seed: int
    device: str


@dataclass(frozen=True, slots=True)
class RobotVisit:
    """What a robot, by the name a line gives it, plays in one sitting and says at its end (by answer: "yes", "no",
    "commute"). `again`: what it plays when it comes back with its code: a second try stands beside the first."""

    robot: str
    plays: tuple[RobotPlay, ...]
    says: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    again: tuple[RobotPlay, ...] = ()


def land_robots(scenario: Scenario, options: argparse.Namespace, voice: Voice) -> Iterator[DemoLine]:
    """One line a robot of the cast and whether it landed, then what the database holds."""
    cast = MECHANICS[scenario.head.mechanic].cast
    visits = []
    for at in range(options.players):
        robot, seed = cast.show[at % len(cast.show)], options.seed + at
        play = RobotPlay(scenario, cast.make(robot, scenario.params, seed), seed, cast.device(robot))
        visits.append(RobotVisit(robot, (play,)))
    with tempfile.TemporaryDirectory() as folder:
        yield from land_visits(visits, options.base, voice, Path(folder), count=True)


def land_visits(
    visits: Sequence[RobotVisit], base: Base, voice: Voice, post: Path, *, count: bool = False
) -> Iterator[DemoLine]:
    """Visits landed as a person's are, each with a line and whether it landed. `post`: the home at which they play.

    `count`: at the end, how many the base holds.
    """
    home = Home.open(post)
    try:
        store = open_base(base, kind="demo")
        try:
            _share_key(post, store.path)
            for visit in visits:
                yield _land(visit, (home, store, voice))
            if count:
                n = len(store.rows("select 1 from candidates where kind='demo'"))
                offers = len(store.rows("select 1 from offers where example=1"))
                yield voice.say("demo.landed", db=store.named, n=n, offers=offers), True
        finally:
            store.close()
    except StoreError as error:
        yield voice.say(error.key, **error.values), False
    except OSError as error:
        yield voice.say("store.file", path=error.filename or beside(base), reason=error), False
    finally:
        home.close()


def _share_key(home: Path, db: Path) -> None:
    """The key the robots' results are sealed to stays beside the base, so that they can be explained later."""
    kept = home_beside(db)
    organisation_keys(kept)
    write_whole(home / ORGANISATION_FILE, (kept / ORGANISATION_FILE).read_bytes())


def _land(visit: RobotVisit, where: tuple[Home, Store, Voice]) -> DemoLine:
    home, store, voice = where
    person = Person.begin(home)
    outcome = _shared(person, visit.plays, visit.says, where)
    if outcome.state in FINE and visit.again:
        done = tuple(play.scenario.head.id for play in visit.plays)
        earlier = Earlier(person.candidate, person.code, person.day.isoformat(), done)
        outcome = _shared(Person.begin(home, earlier=earlier), visit.again, visit.says, where)
    if outcome.state not in FINE:
        return voice.say("demo.refused", code=person.code, robot=visit.robot, reason=voice.say(outcome.key)), False
    bands = [p.band for p in for_candidate(store, person.candidate, datetime.now(UTC))]
    counts = {"n": bands.count("A"), "b": bands.count("B"), "c": bands.count("to_complete")}
    return voice.say("demo.best", code=person.code, robot=visit.robot, **counts), True


def _shared(
    person: Person, plays: Sequence[RobotPlay], says: Mapping[str, tuple[str, ...]], where: tuple[Home, Store, Voice]
) -> Outcome:
    """What became of a visit that was played and shared."""
    home, store, voice = where
    person.kind = "demo"
    shown = replace(what_was_shown([_tried(person, play) for play in plays]), wishes=says)
    outcome = send(person, shown, 3, voice.language, (store, home.folder))
    person.leave("erased")
    return outcome


def _tried(person: Person, play: RobotPlay) -> ReadTry:
    head = play.scenario.head
    named = {"scenario": head.id, "hash": play.scenario.hash, "bench": play.scenario.bench, "mechanic": head.mechanic}
    sink = person.record({**named, "seed": play.seed, "form": "first", "device": play.device, "clock": False})
    session = run(play.scenario, play.bot, play.seed, device=play.device, sink=sink)
    assert person.journal is not None
    path = person.journal.path
    person.close()
    # What is scored is what the journal holds, as after a kill.
    session.events = list(read(path).trace.events)
    return read_try(play.scenario, session, person.header, datetime.now(UTC).isoformat(timespec="seconds"))
