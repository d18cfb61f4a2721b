"""Problems in sentences: those of a file with their line, and what a command was refused."""

import argparse
import os
import sys

from assets.texts import Catalogue
from assets.voice import Say, Voice
from cli.commands import DONE, PROBLEMS, RunCommand
from scenarios.refusal import Refusal
from scenarios.safe import Problem

ABOUT = ("db", "archive", "file", "trace")
"""The options whose file an error of the system is about when it names none."""


def sentence(problem: Problem, say: Say, catalogue: Catalogue) -> str:
    """`file:line: where: what is wrong, what was expected, the nearest valid value`."""
    code = problem.code if f"check.{problem.code}" in catalogue.texts["fr"] else "other"
    values = {"detail": problem.code, **problem.values}
    text = say(f"check.{code}", **{name: say("check.nothing") if v == "" else v for name, v in values.items()})
    if problem.values.get("nearest"):
        text += say("check.nearest", word=problem.values["nearest"])
    where = f"{problem.where}: " if problem.where else ""
    return say("check.line", file=problem.file, line=problem.line, where=where, sentence=text)


def refusing(run: RunCommand) -> RunCommand:
    """A command whose known problems are a sentence on the error output and status 1; a reader that left is none."""

    def safe(options: argparse.Namespace, voice: Voice) -> int:
        try:
            status = run(options, voice)
            sys.stdout.flush()
            return status
        except Refusal as error:
            print(voice.say(error.key, **error.values), file=sys.stderr)
        except BrokenPipeError:
            # Whoever read us (head, less) has gone: nothing is left to say, and Python must not try again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        except OSError as error:
            given = vars(options)
            where = error.filename or next((given[name] for name in ABOUT if given.get(name)), "envol")
            print(voice.say("store.file", path=where, reason=error), file=sys.stderr)
        return PROBLEMS

    return safe
