"""`envol fair plan`: a fair's timetable from one plain file to another. Status: 0 done, 1 problems found."""

import argparse
import sys
from pathlib import Path

from envol.game.app import Commands, Voice

DONE, PROBLEMS = 0, 1
MOST_LINES = 20


def add(commands: Commands) -> None:
    """`fair plan`."""
    say = commands.say
    made = commands.group("fair", "fair.about").add("plan", "fair.plan", plan)
    made.add_argument("--instance", type=Path, required=True, help=say("fair.instance"))
    made.add_argument("--out", type=Path, required=True, help=say("fair.out"))
    made.add_argument("--seed", type=seed, default=1, help=say("fair.seed"))


def seed(text: str) -> int:
    """A whole number from 0, as the generator of chance takes it."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def plan(options: argparse.Namespace, voice: Voice) -> int:
    """Read the fair, plan it, write the plan, and say what it is worth beside its bound."""
    from envol.export.fairs import FairTrouble, Trouble, read_instance, write_plan
    from envol.scoring.fair import plan as make

    file = options.instance
    try:
        fair = read_instance(options.instance)
        if options.out.resolve() == options.instance.resolve():
            raise FairTrouble(Trouble("fair.same_file"))
        made = make(fair, options.seed)
        file = options.out
        write_plan(options.out, made)
    except FairTrouble as trouble:
        for one in trouble.troubles[:MOST_LINES]:
            print(voice.say("fair.line", file=file, sentence=voice.say(one.key, **one.values)), file=sys.stderr)
        more = len(trouble.troubles) - MOST_LINES
        if more > 0:
            print(voice.say("fair.more", n=more), file=sys.stderr)
        return PROBLEMS
    share = 100 * made.value / made.bound if made.bound else 100.0
    values = {"value": f"{made.value:.2f}", "bound": f"{made.bound:.2f}", "share": f"{share:.2f}"}
    print(voice.say("fair.done", n=len(made.interviews), served=made.served, servable=made.servable, **values))
    if made.left_out:
        print(voice.say("fair.left_out", n=len(made.left_out)))
    return DONE
