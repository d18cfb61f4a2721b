"""What argparse says about a wrong command line, in the person's language, with what was expected and what is near."""

import argparse
import difflib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from assets.voice import Say

WRONG_USE = 2
PATTERNS: tuple[tuple[str, str], ...] = (
    ("required", r"the following arguments are required: (?P<names>.*)"),
    ("unknown", r"unrecognized arguments: (?P<names>.*)"),
    ("one_of", r"one of the arguments (?P<names>.*) is required"),
    ("ambiguous", r"ambiguous option: (?P<got>\S+) could match (?P<names>.*)"),
    ("choice", r"argument (?P<name>.*?): invalid choice: (?P<got>.*?) \(choose from (?P<expected>.*)\)"),
    ("int", r"argument (?P<name>.*?): invalid int value: (?P<got>.*)"),
    ("float", r"argument (?P<name>.*?): invalid (?:float|number) value: (?P<got>.*)"),
    ("positive", r"argument (?P<name>.*?): invalid positive value: (?P<got>.*)"),
    ("hour", r"argument (?P<name>.*?): invalid (?:hour|span) value: (?P<got>.*)"),
    ("months", r"argument (?P<name>.*?): invalid months value: (?P<got>.*)"),
    ("fact", r"argument (?P<name>.*?): invalid fact value: (?P<got>.*)"),
    ("wrong", r"argument (?P<name>.*?): invalid \S+ value: (?P<got>.*)"),
    ("value", r"argument (?P<name>.*?): expected .*argument.*"),
    ("together", r"argument (?P<name>.*?): not allowed with argument (?P<names>.*)"),
    ("no_value", r"argument (?P<name>.*?): ignored explicit argument (?P<got>.*)"),
)
"""argparse's sentences, from Python 3.11 on; the first that fits is said by `usage.<name>`."""
METAVARS = {"code": "CODE", "offer": "ID"}
AnyAction = TypeVar("AnyAction", bound=argparse.Action)
KINDS = {"at": "hour", "after": "hour", "same": "text"}
"""What an option takes that is neither a path nor plain text, where it is no number."""


def explain(message: str, say: Say, known: Sequence[str] = ()) -> str:
    """The sentence for a message of argparse; `known`: the options and commands that exist here."""
    for name, pattern in PATTERNS:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return _sentence(name, {k: v.strip("'") for k, v in match.groupdict().items()}, say, known)
    return message.rstrip(".") + "."


def _sentence(name: str, values: dict[str, str], say: Say, known: Sequence[str]) -> str:
    if name == "required" and values["names"] == say("cli.command"):
        return say("usage.no_command", expected=", ".join(word for word in known if not word.startswith("-")))
    options = [word.strip(" '") for word in values.get("expected", "").split(",")]
    got = values.get("got", values.get("names", "").split(" ")[0])
    if name == "choice":
        values["expected"] = ", ".join(options)
        if values["name"] == say("cli.command"):
            name = "command"
    # A word that was written out is near no letter: « --who » is not « -h ».
    among = options if name in ("choice", "command") else [word for word in known if word[1:2] == "-" or len(got) < 3]
    near = difflib.get_close_matches(got, among, 1, 0.5)
    wished = name in ("choice", "command", "unknown") and near
    return say(f"usage.{name}", **values) + (say("usage.nearest", word=near[0]) if wished else "")


class Parser(argparse.ArgumentParser):
    """A parser that speaks the person's language and leaves with status 2 on wrong use."""

    def __init__(self, *, say: Say, **settings: Any) -> None:
        super().__init__(**settings, add_help=False)
        self.say = say
        self._optionals.title = say("cli.options")
        self._positionals.title = say("cli.arguments")
        self.add_argument("-h", "--help", action="help", help=say("cli.help"))

    def _add_action(self, action: AnyAction) -> AnyAction:
        """As argparse does, also for options of which one excludes another, their values named in the language."""
        if action.option_strings and action.metavar is None and action.nargs != 0 and action.choices is None:
            given, name = action.type, action.option_strings[-1].lstrip("-")
            path = isinstance(given, type) and issubclass(given, Path)
            kind = "path" if path else "text" if given is None else KINDS.get(name, "number")
            action.metavar = METAVARS.get(name, self.say(f"usage.metavar.{kind}"))
        return super()._add_action(action)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """What a command does not know is its own mistake, not that of `envol`."""
        options, extra = super().parse_known_args(args, namespace)
        if extra:
            self.error("unrecognized arguments: " + " ".join(extra))
        return options, extra

    def format_usage(self) -> str:
        """With « usage : » in the person's language."""
        return super().format_usage().replace("usage: ", self.say("cli.usage"), 1)

    def format_help(self) -> str:
        """With « usage : » in the person's language."""
        return super().format_help().replace("usage: ", self.say("cli.usage"), 1)

    def error(self, message: str) -> NoReturn:
        """One sentence and where the help is, on the error output; status 2."""
        command = self.prog.removeprefix("envol").strip()
        known = [str(word) for action in self._actions for word in (action.option_strings or action.choices or ())]
        said = self.say("cli.wrong_use", problem=explain(message, self.say, known), command=command)
        self.exit(WRONG_USE, said.replace("  ", " ") + "\n")


def speaking(say: Say) -> type[argparse.ArgumentParser]:
    """A parser class bound to a language, as argparse makes its sub-parsers itself."""

    class Speaking(Parser):
        def __init__(self, **settings: Any) -> None:
            super().__init__(say=say, **settings)

    return Speaking
