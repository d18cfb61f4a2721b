"""What each command does. Status: 0 done, 1 problems found, 2 wrong use."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from envol.assets.texts import Catalogue
from envol.game.app import Commands, Voice, positive
from envol.game.mechanics import MECHANICS
from envol.scenarios.load import Problem, load_all, scenario_files, workshop_files
from envol.scenarios.model import Head, Scenario
from envol.scenarios.thin import thin_designs
from envol.scoring.rules import EvidenceRule

Say = Callable[..., str]
DONE, PROBLEMS = 0, 1
MODELS = {name: mechanic.params for name, mechanic in MECHANICS.items()}


def add(commands: Commands) -> None:
    """`play`, `demo`, `check`, `replay`."""
    say = commands.say
    commands.add("play", "cli.play", play)
    made = commands.add("demo", "cli.demo", demo)
    made.add_argument("--players", type=positive, default=7, help=say("cli.players"))
    made.add_argument("--seed", type=int, default=1, help=say("cli.seed"))
    made.add_argument("--traces", type=Path, help=say("cli.traces"))
    made.add_argument("--db", type=Path, help=say("cli.demo_db"))
    made.add_argument("--pictures", type=Path, help=say("cli.pictures"))
    made = commands.add("check", "cli.check", check)
    made.add_argument("files", nargs="*", type=Path, help=say("cli.files"))
    made.add_argument("--schema", type=Path, help=say("cli.schema"))
    made = commands.add("replay", "cli.replay", replay)
    made.add_argument("trace", type=Path, help=say("cli.trace"))
    made.add_argument("--verify", action="store_true", help=say("cli.verify"))


def replay(options: argparse.Namespace, voice: Voice) -> int:
    """Tell a trace, or play it again."""
    from envol.game.app_replay import replay as run

    return run(options, voice.say)


def sentence(problem: Problem, say: Say, catalogue: Catalogue) -> str:
    """`file:line: where: what is wrong, what was expected, the nearest valid value`."""
    code = problem.code if f"check.{problem.code}" in catalogue.texts["fr"] else "other"
    text = say(f"check.{code}", **{"detail": problem.code, **problem.values})
    if problem.values.get("nearest"):
        text += say("check.nearest", word=problem.values["nearest"])
    return say("check.line", file=problem.file, line=problem.line, where=problem.where, sentence=text)


def check(options: argparse.Namespace, voice: Voice) -> int:
    """Every problem of every scenario, one line each; --schema writes the JSON Schema that editors read."""
    say = voice.say
    if options.schema:
        options.schema.write_text(json.dumps(schema(), ensure_ascii=False, indent=1) + "\n", "utf-8")
        print(say("cli.schema_written", file=options.schema))
    places = [p for place in options.files for p in scenario_files(place)] if options.files else workshop_files()
    sound, problems = load_all(places, MODELS, EvidenceRule)
    for problem in problems:
        print(sentence(problem, say, voice.catalogue))
    for thin in thin_designs(places, MODELS, EvidenceRule, [p for p in workshop_files() if p not in places]):
        print(say("check.warning", sentence=sentence(thin, say, voice.catalogue)))
    print(say("check.some_broken", n=len(problems)) if problems else say("check.all_sound", n=len(sound)))
    return PROBLEMS if problems else DONE


def schema() -> dict[str, Any]:
    """JSON Schema of a workshop's file: its head, and for `params` the model of each mechanic."""
    whole: dict[str, Any] = Head.model_json_schema()
    definitions = whole.setdefault("$defs", {})
    choices = []
    for name, model in MODELS.items():
        params = model.model_json_schema(ref_template="#/$defs/{model}")
        definitions.update(params.pop("$defs", {}))
        definitions[name] = params
        choices.append({"$ref": f"#/$defs/{name}"})
    whole["properties"]["params"] = {"title": "Réglages de la mécanique", "anyOf": choices}
    return whole


def demo(options: argparse.Namespace, voice: Voice) -> int:
    """Robots live through the workshop; what was measured of each is printed in words."""
    from envol.game.app_robots import robots_report

    say, language = voice.say, voice.language
    sound, _ = load_all(workshop_files(), MODELS, EvidenceRule)
    for scenario in sound:
        print(say("demo.title", title=title(scenario, language), seed=options.seed))
        for line in robots_report(
            scenario, options.players, options.seed, say=say, language=language, traces=options.traces
        ):
            print(line)
        if options.pictures:
            from envol.game.app_pictures import write_pictures

            write_pictures(scenario, language, options.pictures)
        if options.db:
            from envol.game.app_demo import land_robots

            for line in land_robots(scenario, options, voice):
                print(line)
    print(say("demo.note"))
    return DONE if sound else PROBLEMS


def play(options: argparse.Namespace, voice: Voice) -> int:
    """Open the window; on a machine with no screen say so and let robots show the main job."""
    from envol.game import window

    say = voice.say
    if not window.has_display():
        print(say("cli.no_screen"))
        options.players, options.seed, options.traces, options.pictures, options.db = 7, 1, None, None, None
        return demo(options, voice)
    from envol.game.app_play import Journey
    from envol.game.ports.home import Home, HomeError

    sound, problems = load_all(workshop_files(), MODELS, EvidenceRule)
    if not sound:
        print(say("check.some_broken", n=len(problems)))
        return PROBLEMS
    home: Home | None = None
    try:
        home = Home.open()
    except HomeError as error:
        print(say(f"{error.key}.says", **error.values))
        if error.key == "home.second_copy":
            return PROBLEMS
    try:
        if home and home.problem:
            print(say(home.problem))
        window.Window(Journey(sound[0], voice.language, home=home)).run()
    finally:
        if home:
            home.close()
    return DONE


def title(scenario: Scenario, language: str) -> str:
    """The scenario's title in a language."""
    return scenario.head.title.en if language == "en" else scenario.head.title.fr
