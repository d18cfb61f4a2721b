"""`envol bench [game|scoring|match|fair|tower|voice]`: numbers measured now, on this machine."""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands, positive
from cli.usage import WRONG_USE

ROOMS = ("game", "scoring", "match", "fair", "tower", "voice")


def add(commands: Commands) -> None:
    """`bench`."""
    say = commands.say
    parser = commands.add("bench", "bench.about", bench)
    parser.add_argument("room", nargs="?", choices=ROOMS, default="game", help=say("bench.room"))
    parser.add_argument("--visits", type=positive, default=5, help=say("bench.visits"))
    parser.add_argument("--workshop", default="", help=say("bench.workshop"))
    parser.add_argument("--peers", type=Path, help=say("bench.peers"))
    parser.add_argument("--json", action="store_true", help=say("bench.json"))


def bench(options: argparse.Namespace, voice: Voice) -> int:
    """Measure one room and print its figures."""
    from scenarios.load import scenario_id, workshop_files

    known = [scenario_id(path) for path in workshop_files()]
    if options.workshop and options.workshop not in known:
        print(voice.say("robots.unknown", scenario=options.workshop, known=", ".join(known)), file=sys.stderr)
        return WRONG_USE
    try:
        figures = measured(options, voice)
    except FileNotFoundError as error:
        print(voice.say("bench.no_peers", path=error.filename), file=sys.stderr)
        return PROBLEMS
    if figures is None:
        print(voice.say("bench.no_voice" if options.room == "voice" else "bench.no_scenario"))
        return PROBLEMS
    if options.json:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        for line in lines(figures):
            print(line)
    return DONE


def measured(options: argparse.Namespace, voice: Voice) -> Mapping[str, Any] | None:
    """The figures of a room; None when there is no sound scenario, or no voice, to measure."""
    if options.room == "scoring":
        from lab.benches import scoring as bench_scoring

        return bench_scoring.in_one_thread(peers=options.peers)
    if options.room == "match":
        from lab.benches import match as bench_match

        return bench_match.run(peers=options.peers)
    if options.room == "fair":
        from lab.benches import fair as bench_fair

        return bench_fair.run()
    if options.room == "tower":
        from lab.benches import tower as bench_tower

        return bench_tower.run()
    if options.room == "voice":
        from lab.benches import voice as bench_voice

        return bench_voice.run(voice.language)
    from game.library import MODELS
    from lab.benches import game as bench_game
    from scenarios.load import load_all, workshop_files
    from scoring.rules import EvidenceRule

    sound, _ = load_all(workshop_files(), MODELS, EvidenceRule)
    names = {scenario.head.id: scenario for scenario in sound}
    return bench_game.run(names.get(options.workshop, sound[0]), options.visits, options.workshop) if sound else None


def lines(figures: Mapping[str, Any], before: str = "") -> list[str]:
    """One `name: value` line a figure, nested names joined by dots."""
    out: list[str] = []
    for name, value in figures.items():
        if isinstance(value, Mapping):
            out += lines(value, f"{before}{name}.")
        else:
            out.append(f"{before}{name}: {value:.4g}" if isinstance(value, float) else f"{before}{name}: {value}")
    return out
