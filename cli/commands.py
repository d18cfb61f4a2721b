"""Where a group of commands adds its own, and the statuses they end with."""

import argparse
from collections.abc import Callable

from assets.texts import languages
from assets.voice import Say, Voice
from cli.usage import speaking

DONE, PROBLEMS = 0, 1


def positive(text: str) -> int:
    """A whole number of at least 1."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


RunCommand = Callable[[argparse.Namespace, Voice], int]


class Commands:
    """Where a room of commands adds its own: `commands.add("score", "score.about", run)` gives the parser to fill."""

    def __init__(self, parser: argparse.ArgumentParser, say: Say) -> None:
        self.say = say
        self._parsers = parser.add_subparsers(
            dest="command",
            required=True,
            title=say("cli.commands"),
            metavar=say("cli.command"),
            parser_class=speaking(say),
        )

    def add(self, name: str, key: str, run: RunCommand, more: str = "") -> argparse.ArgumentParser:
        """A command that speaks and takes --lang; what it does is `run`. `more`: key of what its own help adds."""
        description = _as_sentence(self.say(key)) + (" " + self.say(more) if more else "")
        parser: argparse.ArgumentParser = self._parsers.add_parser(name, help=self.say(key), description=description)
        parser.add_argument("--lang", choices=languages(), help=self.say("cli.lang"))
        parser.set_defaults(run=run)
        return parser

    def group(self, name: str, key: str) -> "Commands":
        """A command with commands of its own, such as `envol candidate erase`."""
        parser = self._parsers.add_parser(name, help=self.say(key), description=_as_sentence(self.say(key)))
        return Commands(parser, self.say)


def _as_sentence(summary: str) -> str:
    """A line of the list of commands as a sentence."""
    return f"{summary[:1].upper()}{summary[1:]}."
