"""What each command does. Status: 0 done, 1 problems found, 2 wrong use."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from envol.assets.drawings import drawings, faults_of
from envol.assets.texts import Catalogue
from envol.export.files import write_whole
from envol.game.app import Commands, Voice, positive
from envol.game.mechanics import MECHANICS
from envol.scenarios.check import Known
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
    made = commands.add("play", "cli.play", play, "cli.play_more")
    made.add_argument("--tree", type=Path, help=say("play.tree"))
    made = commands.add("demo", "cli.demo", demo, "cli.demo_more")
    made.add_argument("--players", type=positive, default=7, help=say("cli.players"))
    made.add_argument("--seed", type=int, default=1, help=say("cli.seed"))
    made.add_argument("--traces", type=Path, help=say("cli.traces"))
    made.add_argument("--db", type=Path, help=say("cli.demo_db"))
    made.add_argument("--pictures", type=Path, help=say("cli.pictures"))
    made = commands.add("check", "cli.check", check, "cli.check_more")
    made.add_argument("files", nargs="*", type=Path, help=say("cli.files"))
    made.add_argument("--schema", type=Path, help=say("cli.schema"))
    made = commands.add("replay", "cli.replay", replay, "cli.replay_more")
    made.add_argument("trace", type=Path, help=say("cli.trace"))
    made.add_argument("--verify", action="store_true", help=say("cli.verify"))


def replay(options: argparse.Namespace, voice: Voice) -> int:
    """Tell a trace, or play it again."""
    from envol.game.app_replay import replay as run

    return run(options, voice.say)


def sentence(problem: Problem, say: Say, catalogue: Catalogue) -> str:
    """`file:line: where: what is wrong, what was expected, the nearest valid value`."""
    code = problem.code if f"check.{problem.code}" in catalogue.texts["fr"] else "other"
    values = {"detail": problem.code, **problem.values}
    text = say(f"check.{code}", **{name: say("check.nothing") if v == "" else v for name, v in values.items()})
    if problem.values.get("nearest"):
        text += say("check.nearest", word=problem.values["nearest"])
    where = f"{problem.where}: " if problem.where else ""
    return say("check.line", file=problem.file, line=problem.line, where=where, sentence=text)


def check(options: argparse.Namespace, voice: Voice) -> int:
    """Every problem of every scenario and drawing, one line each; --schema writes the JSON Schema that editors read."""
    say = voice.say
    if options.schema:
        try:
            for file in write_schemas(options.schema):
                print(say("cli.schema_written", file=file))
        except OSError as error:
            print(say("store.file", path=options.schema, reason=error))
            return PROBLEMS
    given: list[Path] = options.files
    art = [path for place in given for path in art_files(place)] if given else drawings()
    places = [p for place in given for p in scenario_files(place) if p.suffix != ".svg"] if given else workshop_files()
    if not places and not art:
        print(say("check.nothing_there", places=", ".join(map(str, given))))
        return PROBLEMS
    sound, problems = load_all(places, MODELS, EvidenceRule, known())
    faults = [Problem(f.file, f.line, f.where, f.code, f.values) for path in art for f in faults_of(path)]
    for problem in (*problems, *faults):
        print(sentence(problem, say, voice.catalogue))
    others = [p for p in workshop_files() if p not in places]
    for thin in () if problems else thin_designs(places, MODELS, EvidenceRule, others):
        print(say("check.warning", sentence=sentence(thin, say, voice.catalogue)))
    if problems:
        print(say("check.some_broken", n=len(problems)))
    elif sound or not art:
        print(say("check.all_sound", n=len(sound)))
    if art:
        print(say("check.art_broken", n=len(faults)) if faults else say("check.art_sound", n=len(art)))
    return PROBLEMS if problems or faults else DONE


def known(*, to_play: bool = False) -> Known:
    """What the names of a scenario may refer to here. The long book of trades is left closed when it is to be played:
    nothing of the game stands on it."""
    from envol.scenarios.reference import habiletes
    from envol.scenarios.trades import trades
    from envol.scoring.readers import READERS

    return Known(
        tuple(h.id for h in habiletes()),
        tuple(READERS),
        None if to_play else {trade.id: trade.rome for trade in trades().trades},
        Catalogue.load().texts["fr"].keys(),
        tuple(path.stem for path in drawings()),
    )


def art_files(place: Path) -> list[Path]:
    """A drawing itself, or the drawings of a folder."""
    if not place.is_dir():
        return [place] if place.suffix == ".svg" else []
    return sorted(place.glob("*.svg"))


def schema() -> dict[str, Any]:
    """JSON Schema of a workshop's file: its head, and for `params` the model of each mechanic. Titles are French."""
    whole: dict[str, Any] = Head.model_json_schema()
    definitions = whole.setdefault("$defs", {})
    choices = []
    for name, model in MODELS.items():
        params = model.model_json_schema(ref_template="#/$defs/{model}")
        definitions.update(params.pop("$defs", {}))
        definitions[name] = params
        choices.append({"$ref": f"#/$defs/{name}"})
    whole["properties"]["params"] = {"title": "Réglages de la mécanique", "anyOf": choices}
    return _for_editors(whole)


def evidence_schema() -> dict[str, Any]:
    """JSON Schema of the file of rules beside a workshop's."""
    rule = EvidenceRule.model_json_schema()
    rule["title"] = "Règle d'observation"
    rules = {"type": "array", "minItems": 1, "title": "Règles d'observation", "items": rule}
    return _for_editors({
        "type": "object", "title": "Ce que l'atelier observe", "additionalProperties": False, "required": ["evidence"],
        "properties": {"evidence": rules},
    })  # fmt: skip


def _for_editors(whole: dict[str, Any]) -> dict[str, Any]:
    """Without what the code says of its models: an author reads the titles."""
    for model in (whole, *whole.get("$defs", {}).values()):
        model.pop("description", None)
    whole.get("properties", {}).get("evidence", {}).get("items", {}).pop("description", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole}


def write_schemas(path: Path) -> tuple[Path, Path]:
    """Write the schema of a workshop's file, and beside it that of its rules. Raises OSError."""
    rules = path.with_name(path.name.removesuffix(path.suffix) + ".evidence" + path.suffix)
    for place, what in ((path, schema()), (rules, evidence_schema())):
        write_whole(place, (json.dumps(what, ensure_ascii=False, indent=1) + "\n").encode(), private=False)
    return path, rules


def demo(options: argparse.Namespace, voice: Voice) -> int:
    """Robots live through the workshop; what was measured of each is printed in words."""
    say = voice.say
    sound, _ = load_all(workshop_files(), MODELS, EvidenceRule)
    landed = True
    for scenario in sound:
        print(say("demo.title", title=title(scenario, voice.language), seed=options.seed))
        try:
            landed = _show_robots(scenario, options, voice) and landed
        except OSError as error:
            print(say("store.file", path=error.filename or "", reason=error))
            return PROBLEMS
    print(say("demo.note"))
    return DONE if sound and landed else PROBLEMS


def _show_robots(scenario: Scenario, options: argparse.Namespace, voice: Voice) -> bool:
    """Report, then what was asked for: pictures, database. Says whether every robot landed. Raises OSError."""
    from envol.game.app_robots import robots_report

    settings = {"say": voice.say, "language": voice.language, "traces": options.traces}
    for line in robots_report(scenario, options.players, options.seed, **settings):
        print(line)
    if options.pictures:
        from envol.game.app_pictures import write_pictures

        write_pictures(scenario, voice.language, options.pictures)
    landed = True
    if options.db:
        from envol.game.app_demo import land_robots

        for line, fine in land_robots(scenario, options, voice):
            print(line)
            landed = landed and fine
    return landed


def play(options: argparse.Namespace, voice: Voice) -> int:
    """Open the window; on a machine with no screen say so and let robots show the main job."""
    from envol.game.app_start import start

    return start(options, voice)


def title(scenario: Scenario, language: str) -> str:
    """The scenario's title in a language."""
    return scenario.head.title.en if language == "en" else scenario.head.title.fr
