"""`envol demo`: robots live through the workshop."""

import argparse

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands, positive
from cli.database import add_db, base_of
from cli.outputs import OutputFolder
from game.library import MODELS
from scenarios.load import load_all, workshop_files
from scenarios.model import Scenario
from scoring.rules import EvidenceRule

DEFAULTS: dict[str, object] = {
    "players": 7, "seed": 1, "traces": None, "db": None, "strips": None, "pictures": None,
}  # fmt: skip
"""What the demonstration is when nothing is said of it."""


def add(commands: Commands) -> None:
    """`demo`."""
    say = commands.say
    parser = commands.add("demo", "cli.demo", demo, "cli.demo_more")
    parser.add_argument("--players", type=positive, help=say("cli.players"))
    parser.add_argument("--seed", type=int, help=say("cli.seed"))
    parser.add_argument("--traces", type=OutputFolder, help=say("cli.traces"))
    add_db(parser, say, "cli.demo_db")
    parser.add_argument("--strips", type=OutputFolder, help=say("cli.strips"))
    parser.add_argument("--pictures", type=OutputFolder, help=say("cli.pictures"))
    parser.set_defaults(**DEFAULTS)


def demo(options: argparse.Namespace, voice: Voice) -> int:
    """Robots live through the workshop; what was measured of each is printed in words."""
    say = voice.say
    sound, _ = load_all(workshop_files(), MODELS, EvidenceRule)
    landed = True
    for scenario in sound:
        print(say("demo.title", title=scenario.head.title.of(voice.language), seed=options.seed))
        try:
            landed = _show_robots(scenario, options, voice) and landed
        except OSError as error:
            print(say("store.file", path=error.filename or "", reason=error))
            return PROBLEMS
    print(say("demo.note"))
    return DONE if sound and landed else PROBLEMS


def _show_robots(scenario: Scenario, options: argparse.Namespace, voice: Voice) -> bool:
    """Report, then what was asked for: pictures, database. Says whether every robot landed. Raises OSError."""
    from lab.robots import robots_report

    settings = {"say": voice.say, "language": voice.language, "traces": options.traces}
    for line in robots_report(scenario, options.players, options.seed, **settings):
        print(line)
    if options.pictures:
        from lab.pictures import write_pictures

        write_pictures(scenario, voice.language, options.pictures)
    if options.strips:
        from lab.strips import write_strips

        write_strips(scenario, voice.language, options.strips)
    landed = True
    if options.db:
        from lab.demo import land_robots

        options.base = base_of(options.db)

        for line, fine in land_robots(scenario, options, voice):
            print(line)
            landed = landed and fine
    return landed
