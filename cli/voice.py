"""`envol voice`: hear what the voice of this machine says of a text, or keep it as a sound file."""

import argparse
import subprocess
import sys

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.outputs import Output
from export.files.whole import write_whole
from game.voice.engines import Clip, SpeechEngine, as_wav, engines_here, open_engine
from game.voice.helper import main as serve
from game.voice.reading import read, sentences


def add(commands: Commands) -> None:
    """`voice`."""
    say = commands.say
    parser = commands.add("voice", "voice.cli.about", run, "voice.cli.more")
    parser.add_argument("text", nargs="?", help=say("voice.cli.text"))
    parser.add_argument("--out", type=Output, help=say("voice.cli.out"))
    parser.add_argument("--serve", action="store_true", help=say("voice.cli.serve"))


def run(options: argparse.Namespace, voice: Voice) -> int:
    """Name the engines, write the text as it is read, and make its sound. Status 1 where nothing can speak."""
    if options.serve:
        return serve()
    engines = engines_here()
    if not engines:
        print(voice.say("voice.none.cli"), file=sys.stderr)
        return PROBLEMS
    print(voice.say("voice.cli.engines", names=", ".join(engines)))
    if options.text is None:
        return DONE
    words = read(options.text, voice.language)
    print(words)
    try:
        if options.out:
            write_whole(options.out, as_wav(spoken(open_engine(engines[0]), words, voice.language)), private=False)
            print(voice.say("voice.cli.written", file=options.out))
    except OSError as error:
        print(voice.say("store.file", path=options.out, reason=error), file=sys.stderr)
        return PROBLEMS
    except (ImportError, RuntimeError, ValueError, subprocess.SubprocessError):
        print(voice.say("voice.cli.broken", name=engines[0]), file=sys.stderr)
        return PROBLEMS
    return DONE


def spoken(engine: SpeechEngine, words: str, language: str) -> Clip:
    """All sentences in one clip."""
    said = [list(engine(sentence, language, 100)) for sentence in sentences(words)]
    rate = next((clip.rate for clips in said for clip in clips), 16_000)
    return Clip(rate, bytes(rate // 5 * 2).join(b"".join(clip.samples for clip in clips) for clips in said))
