"""`envol kiosk`: a machine at a fair that strangers touch, left alone all day."""

import argparse
import getpass
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, NoReturn

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.keeper import ENDS, NEXT, STAFF, STOP, Keeper
from cli.lone import POSSIBLE, Follower, LoneVisitor
from cli.outputs import Output
from cli.problems import sentence
from game.kiosk.keeping import end_with_keeper, hear_keeper, tell_keeper

if TYPE_CHECKING:
    from game.kiosk.config import KioskConfig
    from game.kiosk.kiosk import KioskJourney
    from game.station.courier import Courier
    from game.station.hails import Hails
    from game.station.home import Home
    from game.window.aloud import WindowVoice as Reader
    from scenarios.model import Scenario

Beat = Callable[[str], bool]
"""A word to who keeps this process; False where it is to end."""
TAKEN_S, ALONE_S = 3.0, 30.0
"""How long the folder of a process that was just killed may still be held; for who takes the screen without a keeper,
by that of the visitor who was there, and who erases first."""


def add(commands: Commands) -> None:
    """`kiosk`."""
    say = commands.say
    parser = commands.add("kiosk", "kiosk.cli.about", run, "kiosk.cli.more")
    parser.add_argument("--config", type=Path, help=say("kiosk.cli.config"))
    parser.add_argument("--check", action="store_true", help=say("kiosk.cli.check"))
    parser.add_argument("--pin", action="store_true", help=say("kiosk.cli.pin"))
    parser.add_argument("--ticket", action="store_true", help=say("kiosk.cli.ticket"))
    parser.add_argument("--visitor", action="store_true", help=say("kiosk.cli.visitor"))
    parser.add_argument("--tree", type=Output, help=say("play.tree"))


def run(options: argparse.Namespace, voice: Voice) -> int:
    """Check the file, or write a PIN, or print one ticket, or keep the kiosk open."""
    from scenarios.safe import SourceErrors

    if options.pin:
        return _pin(voice)
    if options.config is None:
        print(voice.say("kiosk.cli.no_config"), file=sys.stderr)
        return 2
    try:
        from game.kiosk.config import read_config

        config = read_config(options.config)
    except SourceErrors as error:
        for problem in error.problems:
            print(sentence(problem, voice.say, voice.catalogue), file=sys.stderr)
        return PROBLEMS
    except OSError as error:
        print(voice.say("store.file", path=options.config, reason=error), file=sys.stderr)
        return PROBLEMS
    if options.check:
        print(voice.say("kiosk.cli.fine", names=", ".join(config.workshops), printer=config.printer or "-"))
        return DONE
    if options.ticket:
        return _ticket(config, voice)
    return gone(_visitor(options, config, voice)) if options.visitor else _keep(options, voice)


def gone(status: int) -> NoReturn:
    """End this process at once: all is erased and closed by now, and its memory goes back to the system as it is.

    Python would take itself apart first and wait for what its threads still draw: on a busy machine more than a second
    in which a visitor's memory is still there.
    """
    for out in (sys.stdout, sys.stderr):
        with suppress(OSError):
            out.flush()
    os._exit(status)


def _pin(voice: Voice) -> int:
    """What stands in the file for a PIN that is typed here."""
    from game.kiosk.config import hashed_pin

    typed = getpass.getpass(voice.say("kiosk.cli.type_pin")) if sys.stdin.isatty() else sys.stdin.readline().strip()
    try:
        print(f"pin: {hashed_pin(typed)}")
    except ValueError:
        print(voice.say("kiosk.cli.bad_pin"), file=sys.stderr)
        return PROBLEMS
    return DONE


def _ticket(config: "KioskConfig", voice: Voice) -> int:
    """A ticket that says it is a trial, on the kiosk's own printer."""
    from export.files.ticket import Printer, PrinterError, escpos, send
    from game.kiosk.tickets import trial_ticket

    if not config.printer:
        print(voice.say("kiosk.cli.no_printer"), file=sys.stderr)
        return PROBLEMS
    say = voice.say
    try:
        send(Printer.read(config.printer), escpos(trial_ticket(say)))
    except PrinterError as error:
        print(say(error.key, **error.values), file=sys.stderr)
        return PROBLEMS
    print(say("kiosk.cli.printed", printer=config.printer))
    return DONE


def _keep(options: argparse.Namespace, voice: Voice) -> int:
    from game.window.display import has_display

    if not has_display():
        print(voice.say("kiosk.cli.no_screen"), file=sys.stderr)
        return PROBLEMS
    start = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "cli"]
    words = [*start, "--lang", voice.language, "kiosk", "--config", str(options.config), "--visitor"]
    words += ["--tree", str(options.tree)] if options.tree else []

    def say(key: str, **values: object) -> None:
        print(voice.say(key, **values), file=sys.stderr, flush=True)

    return Keeper(words, say=say).run()


def _visitor(options: argparse.Namespace, config: "KioskConfig", voice: Voice) -> int:
    """One visitor: load all, wait for one's turn, open the window, end with the visit; and with its keeper."""
    from game.kiosk.kiosk import KioskJourney
    from game.library import MODELS, known
    from game.station.hails import Hails
    from game.station.seat_check import SeatCheck
    from game.voice.engines import engines_here
    from game.voice.port import Speech
    from game.window.audio import heard
    from scenarios.everything import FORMS
    from scenarios.load import load_all, workshop_files
    from scenarios.shipped import content
    from scoring.rules import EvidenceRule

    loaded = load_all(workshop_files(), MODELS, EvidenceRule, known(to_play=voice.language))
    by_id = {scenario.head.id: scenario for scenario in loaded[0]}
    short = short_ones([by_id[id] for id in config.workshops if id in by_id], content(FORMS), voice)
    if not short:
        print(voice.say("play.nothing.says"), file=sys.stderr)
        return PROBLEMS
    _warm(short)
    tell_keeper("ready")
    turn = _turn(voice)
    if turn is None:
        return STOP
    home, lone = turn.home, turn.lone
    beat = lone.beat if lone else tell_keeper
    with ExitStack() as ending:
        if home:
            ending.callback(home.close)
        if post := Hails(home.folder) if home else None:
            ending.callback(post.close, 0.0)
        if reader := Speech(heard) if engines_here() else None:
            ending.callback(reader.close)
        if courier := _courier(home, post):
            # The wipe waits for no network.
            ending.callback(courier.close, 0.0)
        folder = home.folder if home else Path(os.devnull)
        carry = _carrier(home, config, voice)
        checks = partial(SeatCheck, home.folder) if home else None
        app = KioskJourney(config, short, home, folder, reader, beat=beat, carry=carry, post=post, checks=checks)
        if lone:
            lone.free = lambda: app.waits
        else:
            app.count(wiped_ms=turn.wiped_ms)
            Thread(target=end_with_keeper, args=(app,), name="keeper", daemon=True).start()
        beat(".")
        if (status := _show(app, options, reader, voice, beat)) == STAFF and lone:
            lone.staff_stopped()
        return status


@dataclass(frozen=True, slots=True)
class VisitTurn:
    """A process's turn: the station's folder (without it one can only look), what the wipe before took in ms, -1 for
    none, and its own heart where its keeper was ended by force: the attract loop is back at once, and found there."""

    home: "Home | None"
    wiped_ms: int
    lone: LoneVisitor | None = None


def _turn(voice: Voice) -> VisitTurn | None:
    """Wait for it; None where it does not come."""
    turn = hear_keeper().split()
    if not turn and not POSSIBLE:
        return None
    try:
        home = _home(voice, TAKEN_S if turn else ALONE_S)
    except EOFError:
        return None
    if turn:
        return VisitTurn(home, int(turn[1]))
    return VisitTurn(home, -1, LoneVisitor(home.folder)) if home else None


def short_ones(whole: "Sequence[Scenario]", forms: Path, voice: Voice) -> "list[Scenario]":
    """Workshops in their short forms; one that a form does not fit is set aside alone, and each problem is said."""
    from scenarios.shipped import read_as
    from scenarios.short_forms import ShortForms, form_problems, shortened

    unfit = form_problems(forms, {scenario.head.id: scenario for scenario in whole})
    for problem in unfit:
        print(sentence(problem, voice.say, voice.catalogue), file=sys.stderr)
    aside = {problem.where.split(".")[1] for problem in unfit}
    by_workshop = read_as(forms, ShortForms).forms
    return [shortened(scenario, by_workshop[scenario.head.id]) for scenario in whole if scenario.head.id not in aside]


def _courier(home: "Home | None", post: "Hails | None") -> "Courier | None":
    """Who brings to the tower what was claimed here; None where nothing can be."""
    from game.journey.settle import settle_sent
    from game.station.courier import Courier

    if home is None or post is None:
        return None
    folder = home.folder
    return Courier(folder, lambda: settle_sent(folder), heard=lambda: post.reached)


def _carrier(home: "Home | None", config: "KioskConfig", voice: Voice) -> Callable[[], str] | None:
    """What empties the outbox to the kiosk's stick, and says what came of it; None where no stick is named."""
    if home is None or not config.stick:
        return None
    from export.packets.keys import KeyFileError
    from export.packets.packet import PacketError

    folder = home.folder

    def carry() -> str:
        from cli.carry import carried, refusal, visit_lines

        try:
            return " ".join(visit_lines(carried(folder, Path(config.stick)), voice))
        except (PacketError, KeyFileError, OSError) as error:
            return refusal(error, Path(config.stick), voice)

    return carry


def _warm(short: "list[Scenario]") -> None:
    """Load what a visit needs, so that its window opens at once."""
    from game.journey.ahead import load
    from scenarios.trades import trades

    load()
    trades()


def _show(
    app: "KioskJourney", options: argparse.Namespace, reader: "Reader | None", voice: Voice, beat: Beat
) -> int:
    from game.window.kiosk import KioskWindow, TellingKiosk

    def stop(number: int, frame: object) -> None:
        app.stop_asked = True

    for name in ENDS:
        signal.signal(name, stop)
    try:
        window = TellingKiosk(app, options.tree, voice=reader) if options.tree else KioskWindow(app, voice=reader)
    except RuntimeError:
        # The way SDL says that nothing answers behind DISPLAY.
        print(voice.say("kiosk.cli.no_screen"), file=sys.stderr)
        return PROBLEMS
    beat(".")
    window.run()
    return {"next": NEXT, "stop": STOP, "staff": STAFF}[app.outcome]


def _home(voice: Voice, taken_s: float) -> "Home | None":
    """The station's folder; without it one can only look. That of a process killed just now is free in a moment.

    Raises EOFError when the keeper asks to end while another visitor's process still has the screen, SystemExit when
    the staff stopped the kiosk there.
    """
    import time

    from game.station.home import Home, HomeError, default_folder

    follower = Follower(default_folder(), tell_keeper)
    until = time.monotonic() + taken_s
    while True:
        try:
            home = Home.open()
        except HomeError as error:
            held = error.key == "home.second_copy"
            if held and taken_s == TAKEN_S and follower.waits():
                until = time.monotonic() + taken_s
            elif not held or time.monotonic() > until:
                print(voice.say(f"{error.key}.says", **error.values), file=sys.stderr)
                return None
        else:
            if follower.over():
                return home
            home.close()
            raise SystemExit(STAFF)
        time.sleep(0.05)
