"""What `envol play` shows once its window stands: workshops, folder and journey. Loaded behind the first picture."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from assets.voice import Voice
from cli.commands import PROBLEMS
from cli.problems import sentence
from cli.to_tower import FirstScreenTower
from cli.usage import WRONG_USE
from export.packets.cards import CARD_FILE
from game.journey.journey import Journey
from game.journey.settle import settle_sent
from game.library import MODELS, known
from game.scenes.opening import NotOpened
from game.station.courier import Courier
from game.station.hails import Hails
from game.station.home import Home, HomeError, default_folder
from game.station.joining import FoundCard, cards_near, places
from game.station.seat_check import SeatCheck
from game.window.aloud import WindowVoice as Reader
from scenarios.circuits import Circuit, load_circuits
from scenarios.load import load_all, workshop_files
from scenarios.model import Scenario, nearest
from scenarios.safe import Problem
from scoring.rules import EvidenceRule


@dataclass(frozen=True, slots=True)
class ToPlay:
    """Workshops in the order they are offered, the circuit they follow, and what was set aside."""

    sound: Sequence[Scenario]
    circuit: Circuit | None
    problems: Sequence[Problem]

    @contextmanager
    def journey(self, voice: Voice, reader: Reader | None) -> Iterator[Journey | NotOpened]:
        """The journey of this station while it is used; what is wrong is said in the terminal and, once, in it."""
        home, trouble = open_home()
        with ExitStack() as closing:
            if home is not None:
                closing.callback(home.close)
            if trouble is not None:
                print(voice.say(f"{trouble.key}.says", **trouble.values))
                if trouble.key == "home.second_copy":
                    yield NotOpened(PROBLEMS, trouble.key, trouble.values)
                    return
            post = Hails(home.folder) if home else None
            if home and post:
                closing.callback(post.close)
                closing.callback(couriers(home, post).close)
            journey = Journey(
                self.sound[0], voice.language, home=home, more=self.sound[1:], circuit=self.circuit, voice=reader,
                post=post, checks=partial(SeatCheck, home.folder if home else default_folder()),
                tower=FirstScreenTower(default_folder() / "matching.db"),
            )  # fmt: skip
            if self.problems:
                names = ", ".join(sorted({p.file.split("/")[0] for p in self.problems}))
                print(voice.say("play.aside.says", names=names))
                journey.notice("play.aside", names=names)
            if home and not (home.folder / CARD_FILE).exists():
                ask_to_join(journey, cards_near(places()))
            if trouble is not None:
                journey.notice(trouble.key, **trouble.values)
            if home and home.problem:
                print(voice.say(f"{home.problem}.says"))
                journey.notice(home.problem)
            yield journey
            if post:
                post.end()


def read_workshops(asked: str | None, voice: Voice) -> ToPlay | NotOpened:
    """Every sound workshop, or those of the circuit asked for; each problem is said in the terminal."""
    sound, problems = load_all(workshop_files(), MODELS, EvidenceRule, known(to_play=voice.language))
    for problem in problems:
        print(sentence(problem, voice.say, voice.catalogue))
    if not sound:
        print(voice.say("play.nothing.says"))
        return NotOpened(PROBLEMS, "play.nothing")
    if asked is None:
        return ToPlay(list(sound), None, problems)
    chosen = circuit_of(asked, sound, voice)
    if isinstance(chosen, int):
        return NotOpened(chosen)
    circuit, there = chosen
    return ToPlay(there, circuit, problems)


def ask_to_join(journey: Journey, cards_found: Sequence[FoundCard]) -> None:
    """Of one organisation's card it is asked whether this post joins it; several are said, and none is taken."""
    if len(cards_found) > 1:
        journey.notice("joining.several", names=", ".join(card_found.card.label for card_found in cards_found))
    elif cards_found:
        journey.ask_to_join(cards_found[0])


def couriers(home: Home, post: Hails) -> Courier:
    """Who brings what waits to the tower, while the game is open."""
    folder = home.folder
    return Courier(folder, lambda: settle_sent(folder), heard=lambda: post.reached)


def circuit_of(name: str, sound: Sequence[Scenario], voice: Voice) -> tuple[Circuit, list[Scenario]] | int:
    """A circuit and its workshops in its order; what is set aside of it is said, and the rest opens.

    A status where there is no such circuit, or none of its workshops opens.
    """
    circuits, problems = load_circuits()
    for problem in problems:
        print(sentence(problem, voice.say, voice.catalogue))
    known_ = {circuit.id.lower(): circuit for circuit in circuits}
    circuit = known_.get(name.lower())
    if circuit is None:
        near = nearest(name.upper(), [circuit.id for circuit in circuits])
        names = ", ".join(f"{circuit.id} ({circuit.title.of(voice.language)})" for circuit in circuits)
        print(voice.say("play.no_circuit", name=name, names=names, nearest=near or "-"), file=sys.stderr)
        return WRONG_USE
    by_id = {scenario.head.id: scenario for scenario in sound}
    there = [by_id[workshop] for workshop in circuit.workshops if workshop in by_id]
    if not there:
        print(voice.say("play.nothing.says"))
        return PROBLEMS
    return circuit, there


def open_home() -> tuple[Home | None, HomeError | None]:
    """The station's folder, or why there is none: then only discovery can be played."""
    try:
        return Home.open(), None
    except HomeError as error:
        return None, error
