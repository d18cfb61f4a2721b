"""`envol play`: the window first, with a picture; what is heavy is loaded behind it, and then shown in it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands, positive
from cli.loading import loading
from cli.outputs import Output
from game.scenes.opening import NotOpened, OpeningScreen
from game.voice.engines import engines_here
from game.voice.port import Speech
from game.window.aloud import WindowVoice as Reader
from game.window.audio import heard
from game.window.display import has_display
from game.window.reader import ReadableWindow
from game.window.tree import TellingWindow

if TYPE_CHECKING:
    from cli.opened import ToPlay


def add(commands: Commands) -> None:
    """`play`."""
    parser = commands.add("play", "cli.play", start, "cli.play_more")
    parser.add_argument("--tree", type=Output, help=commands.say("play.tree"))
    parser.add_argument("--circuit", help=commands.say("play.circuit"))
    parser.add_argument("--frames", type=positive, help=commands.say("play.frames"))


def start(options: argparse.Namespace, voice: Voice) -> int:
    """Open the window on every sound workshop. What is wrong is said in the terminal and, once, on the screen."""
    if not has_display():
        return robots_instead(voice)
    reader = Speech(heard) if engines_here() else None
    try:
        if reader is None:
            print(voice.say("voice.none.says"))
        return show(options, voice, reader)
    finally:
        if reader:
            reader.close()


def show(options: argparse.Namespace, voice: Voice, reader: Reader | None) -> int:
    """Run the window to its end. A screen that is promised and not there is no screen."""
    out: Path | None = options.tree
    opening = OpeningScreen(voice.language, lambda: _behind(options, voice))
    try:
        window = TellingWindow(opening, out, voice=reader) if out else ReadableWindow(opening, voice=reader)
    except RuntimeError:
        # The way SDL says that nothing answers behind DISPLAY.
        return robots_instead(voice)
    except OSError as error:
        print(voice.say("store.file", path=out, reason=error))
        return PROBLEMS
    try:
        window.stay(options.frames, loading=True)
        status = DONE if opening.running else follow(window, opening, voice, options.frames, reader)
    finally:
        window.close()
    if window.speaker is not None and not window.speaker.card_opened:
        print(voice.say("play.no_sound"))
    if window.reader.trouble:
        print(voice.say("play.no_reader", reason=window.reader.trouble))
    return status


def follow(
    window: ReadableWindow, opening: "OpeningScreen[ToPlay | NotOpened]", voice: Voice, frames: int | None,
    reader: Reader | None,
) -> int:
    """The journey in the window that stands, to its end; or why there is none, until it is read."""
    opened = opening.get()
    if opening.closed:
        return DONE
    if isinstance(opened, NotOpened):
        return refuse(window, opening, opened)
    with opened.journey(voice, reader) as app:
        if isinstance(app, NotOpened):
            return refuse(window, opening, app)
        window.turn_to(app)
        window.stay(frames)
    return DONE


def refuse(window: ReadableWindow, opening: "OpeningScreen[ToPlay | NotOpened]", why: NotOpened) -> int:
    """Say on the screen why nothing opens, where who sits there must know it; the status for who typed the command."""
    if why.key:
        opening.refuse(why)
        window.turn_to(opening)
        window.stay()
    return why.status


def _behind(options: argparse.Namespace, voice: Voice) -> "ToPlay | NotOpened":
    with loading():
        # Not at the top: all the game is loaded with it, and the first picture needs none of it.
        from cli.opened import read_workshops

        return read_workshops(options.circuit, voice)


def robots_instead(voice: Voice) -> int:
    """On a machine with no screen say so in one line, and let robots show the main job."""
    from cli.demo import DEFAULTS, demo

    print(voice.say("cli.no_screen"))
    return demo(argparse.Namespace(**DEFAULTS), voice)
