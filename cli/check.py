"""`envol check`: every problem of scenarios, drawings and texts. Status 0 all sound, 1 problems found."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assets.drawings import drawings, faults_of
from assets.gaps import gaps
from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.problems import sentence
from export.files.whole import write_whole
from game.library import MODELS, known
from scenarios.load import Problem, load_all, scenario_files, workshop_files
from scenarios.model import Head
from scenarios.thin import thin_designs
from scoring.rules import EvidenceRule

Say = Callable[..., str]


def add(commands: Commands) -> None:
    """`check`."""
    say = commands.say
    made = commands.add("check", "cli.check", check, "cli.check_more")
    made.add_argument("files", nargs="*", type=Path, help=say("cli.files"))
    made.add_argument("--schema", type=Path, help=say("cli.schema"))


def check(options: argparse.Namespace, voice: Voice) -> int:
    """Every problem of scenarios, drawings and texts, one line each; --schema writes the JSON Schema editors read."""
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
    lacking = () if given else gaps(voice.catalogue)
    for gap in lacking:
        print(say(f"check.text_{gap.code}", folder=gap.language, text=gap.key))
    if problems:
        print(say("check.some_broken", n=len(problems)))
    elif sound or not art:
        print(say("check.all_sound", n=len(sound)))
    if art:
        print(say("check.art_broken", n=len(faults)) if faults else say("check.art_sound", n=len(art)))
    return PROBLEMS if problems or faults or lacking else DONE


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
