"""`envol check`: every problem of scenarios, drawings and texts. Status 0 all sound, 1 problems found."""

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assets import theme
from assets.drawings import drawings, faults_of
from assets.gaps import gaps
from assets.texts import is_text_file, text_problems
from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.outputs import SchemaOutput, evidence_beside
from cli.problems import sentence
from export.files.whole import write_whole
from game.library import MODELS, known
from scenarios.across import titles_twice
from scenarios.circuits import load_circuits, unsettled
from scenarios.everything import FORMS, OFFERS, content_in, content_problems, problems_of_file
from scenarios.load import load_all, scenario_files, workshop_files
from scenarios.model import Head, Scenario
from scenarios.safe import Problem
from scenarios.shipped import content
from scenarios.short_forms import form_problems
from scenarios.thin import thin_designs
from scoring.readers import READERS
from scoring.rules import EvidenceRule

TEXTS = ("*.yaml", "*/*.yaml", "*/*/*.yaml")
"""Where the texts of the house stand in a folder that is given: one language, `locales`, `assets`."""


def add(commands: Commands) -> None:
    """`check`."""
    say = commands.say
    parser = commands.add("check", "cli.check", check, "cli.check_more")
    parser.add_argument("files", nargs="*", type=Path, help=say("cli.files"))
    parser.add_argument("--schema", type=SchemaOutput, help=say("cli.schema"))


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
    of_content = of_files(given)
    given = [path for path in given if path not in of_content]
    places = [p for place in given for p in workshops_in(place) if p.suffix != ".svg"]
    if not options.files:
        places = workshop_files()
    if not places and not art and not of_content:
        print(say("check.nothing_there", places=", ".join(map(str, given))))
        return PROBLEMS
    sound, problems = load_all(places, MODELS, EvidenceRule, known())
    problems += titles_twice(places)
    faults = [fault for path in art for fault in faults_of(path)]
    beside = [problem for problems in of_content.values() for problem in problems] if options.files else of_the_house()
    beside += of_short_forms(list(of_content), sound if not options.files else None)
    for problem in (*problems, *beside, *faults):
        print(sentence(problem, say, voice.catalogue))
    others = [p for p in workshop_files() if p not in places]
    thin = [] if problems or not places else thin_designs(places, MODELS, EvidenceRule, others)
    asked = [path for path in of_content if path.name == OFFERS] if options.files else [content(OFFERS)]
    for warning in (*thin, *(problem for path in asked for problem in unsettled(path, load_circuits()[0]))):
        print(say("check.warning", sentence=sentence(warning, say, voice.catalogue)))
    lacking = () if given else gaps(voice.catalogue)
    for gap in lacking:
        print(say(f"check.text_{gap.code}", folder=gap.language, text=gap.key))
    if problems:
        print(say("check.some_broken", n=len(problems)))
    elif sound:
        print(say("check.all_sound", n=len(sound)))
    if of_content or not options.files:
        print(say("check.content_broken", n=len(beside)) if beside else say("check.content_sound"))
    if art:
        print(say("check.art_broken", n=len(faults)) if faults else say("check.art_sound", n=len(art)))
    return PROBLEMS if problems or beside or faults or lacking else DONE


def of_the_house() -> list[Problem]:
    """What is wrong with content beside the workshops: lists, offers, trades, regions, bridges, texts, colours."""
    return [*content_problems(_today()), *text_problems(), *theme.theme_problems()]


def of_files(given: Sequence[Path]) -> dict[Path, list[Problem]]:
    """What is wrong with each file beside the workshops that is given, by itself or with its folder."""
    problems_at: dict[Path, list[Problem]] = {}
    near = (path for place in given for deep in TEXTS for path in sorted(place.glob(deep)))
    texts = [path for path in (*given, *near) if path.is_file() and is_text_file(path)]
    for path in (path for place in given for path in content_in(place)):
        if (problems := problems_of_file(path, _today())) is not None:
            problems_at[path] = problems
    for path in (path for place in given for path in (place, place / theme.FILE.name)):
        if path.is_file() and path.name == theme.FILE.name:
            problems_at[path] = theme.theme_problems(path)
    if texts:
        problems_at |= {**{path: [] for path in texts}, texts[0]: text_problems(texts)}
    return problems_at


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def workshops_in(place: Path) -> list[Path]:
    """The scenarios of a place; of a whole content those of its workshops."""
    return scenario_files(place / "workshops" if (place / "workshops").is_dir() else place)


def of_short_forms(given: Sequence[Path], sound: Sequence[Scenario] | None) -> list[Problem]:
    """What of the house's short forms, or of a file of them that is given, does not fit the workshops.

    `sound`: the workshops that are known to be so; None: they are read here.
    """
    paths = [path for path in given if path.name == FORMS] if sound is None else [content(FORMS)]
    if not paths:
        return []
    whole = load_all(workshop_files(), MODELS, EvidenceRule)[0] if sound is None else sound
    return [problem for path in paths for problem in form_problems(path, {each.head.id: each for each in whole})]


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
    # The settings are those of the reader that the rule names.
    rule["properties"]["reads"]["enum"] = list(READERS)
    rule["properties"]["using"] = {"title": rule["properties"]["using"]["title"], "type": "object"}
    rule.pop("$defs", None)
    rule["allOf"] = [
        {"if": {"properties": {"reads": {"title": "Lecture", "const": name}}, "required": ["reads"]},
         "then": {"properties": {"using": _plain(reader.using.model_json_schema())}}}
        for name, reader in READERS.items()
    ]  # fmt: skip
    rules = {"type": "array", "minItems": 1, "title": "Règles d'observation", "items": rule}
    return _for_editors({
        "type": "object", "title": "Ce que l'atelier observe", "additionalProperties": False, "required": ["evidence"],
        "properties": {"evidence": rules},
    })  # fmt: skip


def _plain(settings: dict[str, Any]) -> dict[str, Any]:
    """Without what the code says of the settings of a reader."""
    settings.pop("description", None)
    return {**settings, "title": "Réglages de la lecture"}


def _for_editors(whole: dict[str, Any]) -> dict[str, Any]:
    """Without what the code says of its models: an author reads the titles."""
    for model in (whole, *whole.get("$defs", {}).values()):
        model.pop("description", None)
    whole.get("properties", {}).get("evidence", {}).get("items", {}).pop("description", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole}


def write_schemas(path: Path) -> tuple[Path, Path]:
    """Write the schema of a workshop's file, and beside it that of its rules. Raises OSError."""
    rules = evidence_beside(path)
    for place, what in ((path, schema()), (rules, evidence_schema())):
        write_whole(place, (json.dumps(what, ensure_ascii=False, indent=1) + "\n").encode(), private=False)
    return path, rules
