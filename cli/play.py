"""`envol play`: what must be there before the window opens, and what is said when something is not."""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands, positive
from cli.demo import DEFAULTS, demo
from cli.outputs import Output
from cli.problems import sentence
from cli.usage import WRONG_USE
from export.packets.cards import CARD_FILE
from game.journey.journey import Journey
from game.journey.settle import settle_sent
from game.library import MODELS, known
from game.station.courier import Courier
from game.station.hails import Hails
from game.station.home import Home, HomeError, default_folder
from game.station.joining import FoundCard, cards_near, places
from game.station.seat_check import SeatCheck
from game.voice.engines import found
from game.voice.port import Speech
from game.window.aloud import Voice as Reader
from game.window.audio import heard
from game.window.display import has_display
from game.window.tree import TellingWindow
from game.window.window import Window
from scenarios.circuits import Circuit, load_circuits
from scenarios.load import load_all, workshop_files
from scenarios.model import Scenario, nearest
from scoring.rules import EvidenceRule


def add(commands: Commands) -> None:
    """`play`."""
    made = commands.add("play", "cli.play", start, "cli.play_more")
    made.add_argument("--tree", type=Output, help=commands.say("play.tree"))
    made.add_argument("--circuit", help=commands.say("play.circuit"))
    made.add_argument("--frames", type=positive, help=commands.say("play.frames"))


def start(options: argparse.Namespace, voice: Voice) -> int:
    """Open the window on every sound workshop. What is wrong is said in the terminal and, once, on the screen."""
    if not has_display():
        return robots_instead(voice)
    sound, problems = load_all(workshop_files(), MODELS, EvidenceRule, known(to_play=True))
    for problem in problems:
        print(sentence(problem, voice.say, voice.catalogue))
    if not sound:
        print(voice.say("play.nothing.says"))
        return PROBLEMS
    circuit, sound = None, list(sound)
    if options.circuit:
        chosen = circuit_of(options.circuit, sound, voice)
        if isinstance(chosen, int):
            return chosen
        circuit, sound = chosen
    home, trouble = open_home()
    if trouble is not None:
        print(voice.say(f"{trouble.key}.says", **trouble.values))
        if trouble.key == "home.second_copy":
            return PROBLEMS
    reader = Speech(heard) if found() else None
    if reader is None:
        print(voice.say("voice.none.says"))
    post = Hails(home.folder) if home else None
    courier = couriers(home, post) if home and post else None
    try:
        journey = Journey(
            sound[0], voice.language, home=home, more=sound[1:], circuit=circuit, voice=reader, post=post,
            checks=partial(SeatCheck, home.folder if home else default_folder()),
        )  # fmt: skip
        if problems:
            names = ", ".join(sorted({p.file.split("/")[0] for p in problems}))
            print(voice.say("play.aside.says", names=names))
            journey.notice("play.aside", names=names)
        if home and not (home.folder / CARD_FILE).exists():
            ask_to_join(journey, cards_near(places()))
        if trouble is not None:
            journey.notice(trouble.key, **trouble.values)
        if home and home.problem:
            print(voice.say(f"{home.problem}.says"))
            journey.notice(home.problem)
        return show(journey, options, voice, reader)
    finally:
        if courier:
            courier.close()
        if post:
            post.close()
        if reader:
            reader.close()
        if home:
            home.close()


def ask_to_join(journey: Journey, found: Sequence[FoundCard]) -> None:
    """Of one organisation's card it is asked whether this post joins it; several are said, and none is taken."""
    if len(found) > 1:
        journey.notice("joining.several", names=", ".join(one.card.label for one in found))
    elif found:
        journey.ask_to_join(found[0])


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
    known_ = {one.id.lower(): one for one in circuits}
    circuit = known_.get(name.lower())
    if circuit is None:
        near = nearest(name.upper(), [one.id for one in circuits])
        names = ", ".join(f"{one.id} ({one.title.of(voice.language)})" for one in circuits)
        print(voice.say("play.no_circuit", name=name, names=names, nearest=near or "-"), file=sys.stderr)
        return WRONG_USE
    by_id = {one.head.id: one for one in sound}
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


def show(journey: Journey, options: argparse.Namespace, voice: Voice, reader: Reader | None = None) -> int:
    """Run the window to its end. A screen that is promised and not there is no screen."""
    out: Path | None = options.tree
    try:
        window = TellingWindow(journey, out, voice=reader) if out else Window(journey, voice=reader)
    except RuntimeError:
        # The way SDL says that nothing answers behind DISPLAY.
        return robots_instead(voice)
    except OSError as error:
        print(voice.say("store.file", path=out, reason=error))
        return PROBLEMS
    window.run(options.frames)
    if window.speaker is not None and not window.speaker.found:
        print(voice.say("play.no_sound"))
    return DONE


def robots_instead(voice: Voice) -> int:
    """On a machine with no screen say so in one line, and let robots show the main job."""
    print(voice.say("cli.no_screen"))
    return demo(argparse.Namespace(**DEFAULTS), voice)
