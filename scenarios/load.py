"""Reads scenarios. Every problem is listed at once, with its file and line; a broken scenario is set aside alone."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from scenarios.check import KnownNames, check, check_rules
from scenarios.model import Head, Scenario, canonical_hash, nearest, unlike
from scenarios.rule import Rule
from scenarios.safe import Lines, Problem, SourceErrors, dotted
from scenarios.sense import misread, nonsense
from scenarios.source import read_yaml, workshop_folders
from scenarios.words import read_words

SCENARIO = "scenario.yaml"
EVIDENCE = "evidence.yaml"
R = TypeVar("R", bound=Rule)
ScenarioErrors = SourceErrors
"""All that is wrong with one scenario."""


def problems_of(
    error: ValidationError,
    model: type[BaseModel],
    file: str,
    lines: Lines,
    root: tuple[str | int, ...],
    names_in: Mapping[str, Sequence[str]] | None = None,
) -> list[Problem]:
    """pydantic's errors as ours: one sentence each, with what was expected and the nearest valid value.

    `names_in`: for a field whose model depends on another field, the names it may hold.
    """
    problems = []
    for broken in _told_once(error.errors(include_url=False)):
        path = (*root, *(part for part in broken["loc"] if not _is_tag(part)))
        context = dict(broken.get("ctx", {}))
        values: dict[str, object] = {"got": shown(broken["input"]), "detail": str(context.get("error", broken["msg"]))}
        values |= {name: value for name, value in context.items() if name != "error"}
        if broken["type"] == "literal_error":
            options = [word.strip(" '") for word in str(context["expected"]).replace(" or ", ",").split(",")]
            options = [{"True": "true", "False": "false"}.get(word, word) for word in options]
            values |= {"expected": ", ".join(options), "nearest": nearest(broken["input"], options)}
        elif broken["type"] == "extra_forbidden":
            name = str(broken["loc"][-1])
            inside = broken["loc"][:-1]
            names = (names_in or {}).get(dotted(inside)) or fields_at(model.model_json_schema(), inside)
            values |= {"name": name, "nearest": nearest(name, names)}
        code = "empty" if broken["input"] is None and broken["type"].endswith(("_type", "_parsing")) else broken["type"]
        whole = broken["input"] if isinstance(broken["input"], dict | list) else ()
        inside = _inside(whole, str(context.get("name", context.get("got", ""))))
        problems.append(Problem(file, lines.line((*path, *inside)), dotted(path), code, values))
    return problems


def _inside(data: Any, word: str) -> tuple[str | int, ...]:
    """Where in plain data a word stands that a sentence names, the last time: of what comes twice, the second."""
    place: tuple[str | int, ...] = ()
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if word and word in (str(key) if isinstance(key, str) else "", str(value)):
            place = (key,)
        if isinstance(value, dict | list) and (deeper := _inside(value, word)):
            place = (key, *deeper)
    return place


def _is_tag(part: str | int) -> bool:
    """Whether a step of a path is pydantic's name for one kind of a union, or for a key, and not the author's word."""
    return isinstance(part, str) and part.endswith("]") and "[" in part


def _told_once(errors: Sequence[Any]) -> Iterator[Any]:
    """pydantic's errors without its echoes.

    It counts only the sound items of a list, though the others have their own line; and it tries every kind of a union.
    """
    tried: dict[tuple[str | int, ...], list[Any]] = {}
    for error in errors:
        loc = error["loc"]
        if error["type"] == "too_short" and any(o["loc"][: len(loc)] == loc for o in errors if o is not error):
            continue
        at = next((n for n, part in enumerate(loc) if _is_tag(part)), None)
        if at is None:
            yield error
        else:
            tried.setdefault(loc[:at], []).append(error)
    for before, ones in tried.items():
        inside = [error for error in ones if len(error["loc"]) > len(before) + 1]
        yield from inside or ones[:1]


def shown(value: object) -> str:
    """What an author wrote, as they wrote it, cut short; "" for nothing."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else repr(value)[:60]


def fields_at(schema: dict[str, Any], path: tuple[str | int, ...]) -> list[str]:
    """The names a schema knows at a path of keys and indexes, [] where it knows none."""
    node: Any = schema
    for part in (*path, ""):
        while isinstance(node, dict) and "$ref" in node:
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        if not isinstance(node, dict):
            return []
        if part == "":
            break
        inside = node.get("properties", {}).get(part) or node.get("additionalProperties") or node.get("items")
        node = inside or next(iter(node.get("prefixItems", [])), None)
    return list(node.get("properties", {}))


def load_scenario(
    path: Path, mechanics: Mapping[str, type[BaseModel]], rule_model: type[Rule], known: KnownNames | None = None
) -> Scenario:
    """Read `<id>/scenario.yaml`, `evidence.yaml` and the texts beside it. Raises ScenarioErrors with every problem.

    `known`, when given, is what the names in it may refer to; else only the shapes are checked.
    """
    problems: list[Problem] = []
    name = told_as(path)
    data, lines = read_yaml(path, name)
    head = params = None
    for at, code, values in nonsense(data.get("params")):
        problems.append(Problem(name, lines.line(at), dotted(at), code, values))
    try:
        head = Head.model_validate(data)
    except ValidationError as error:
        problems += problems_of(error, Head, name, lines, ())
    try:
        params = _params(data, mechanics, name, lines)
    except ScenarioErrors as error:
        problems += error.problems
    rules, more, lines_of_rules = load_evidence(path.with_name(EVIDENCE), rule_model)
    words, of_words = read_words(path.parent)
    problems += [*more, *of_words]
    whole = {**(head.model_dump() if head else {}), "params": params.model_dump() if params else None}
    for at, code, values in misread(data, whole):
        problems.append(Problem(name, lines.line(at), dotted(at), code, values))
    if head is not None and head.id != scenario_id(path):
        values = {"got": head.id, "stem": scenario_id(path)}
        problems.append(Problem(name, lines.line(("id",)), "id", "wrong_name", values))
    if known is not None and head is not None and params is not None and not more:
        where = {"scenario": (name, lines), "rules": (told_as(path.with_name(EVIDENCE)), lines_of_rules)}
        for finding in check(head, params, rules, known, words.texts):
            file, its = where["rules" if finding.in_rules else "scenario"]
            problems.append(Problem(file, its.line(finding.path), dotted(finding.path), finding.code, finding.values))
    if known is not None:
        problems += words.problems(known.texts)
    if problems or head is None or params is None:
        raise ScenarioErrors(problems)
    return Scenario(
        head=head, params=params, evidence=rules, hash=canonical_hash(head, params, rules), texts=words.texts
    )


def scenario_id(path: Path) -> str:
    """The id that a scenario's file must bear: the name of its folder."""
    return path.absolute().parent.name


def told_as(path: Path) -> str:
    """What problems call a file: its folder and its name, for each scenario has files of the same names."""
    return f"{path.absolute().parent.name}/{path.name}"


def _params(
    data: Mapping[str, Any], mechanics: Mapping[str, type[BaseModel]], file: str, lines: Lines
) -> BaseModel | None:
    """What the mechanic accepts; None where the head already says that something is missing. Raises ScenarioErrors."""
    if "mechanic" not in data:
        return None
    name = str(data["mechanic"])
    if name not in mechanics:
        values = unlike(name, sorted(mechanics))
        raise ScenarioErrors([Problem(file, lines.line(("mechanic",)), "mechanic", "unknown_mechanic", values)])
    if not isinstance(data.get("params"), dict):
        return None
    try:
        return mechanics[name].model_validate(data["params"], context={"mentor": data.get("mentor", "")})
    except ValidationError as error:
        raise ScenarioErrors(problems_of(error, mechanics[name], file, lines, ("params",))) from error


def load_evidence(
    path: Path, rule_model: type[R], known: KnownNames | None = None
) -> tuple[tuple[R, ...], list[Problem], Lines]:
    """The rules of an evidence file, every problem of it, and its lines; with `known`, unknown names are problems."""
    name = told_as(path)
    try:
        data, lines = read_yaml(path, name)
    except ScenarioErrors as error:
        return (), error.problems, Lines()
    rules: list[R] = []
    problems: list[Problem] = []
    listed = data.get("evidence")
    if not isinstance(listed, list) or not listed:
        return (), [Problem(name, 1, "evidence", "no_evidence")], lines
    for other in [key for key in data if key != "evidence"]:
        got: dict[str, object] = {"name": other, "nearest": nearest(other, ["evidence"])}
        problems.append(Problem(name, lines.line((other,)), other, "extra_forbidden", got))
    ids: set[str] = set()
    for index, written in enumerate(listed):
        try:
            rules.append(rule_model.model_validate(written))
            for at, code, values in misread(written, rules[-1].model_dump(by_alias=True), ("evidence", index)):
                problems.append(Problem(name, lines.line(at), dotted(at), code, values))
        except ValidationError as error:
            settings = rule_model.settings_of(str(written.get("reads"))) if isinstance(written, dict) else []
            problems += problems_of(error, rule_model, name, lines, ("evidence", index), {"using": settings})
        rule = str(written.get("id")) if isinstance(written, dict) else ""
        if rule in ids:
            line = lines.line(("evidence", index))
            problems.append(Problem(name, line, f"evidence.{index}", "twice", {"name": rule}))
        ids.add(rule)
    if not problems:
        problems = _same_facts(rules, name, lines)
        for finding in check_rules(rules, known) if known is not None else ():
            problems.append(Problem(name, lines.line(finding.path), dotted(finding.path), finding.code, finding.values))
    return tuple(rules), problems, lines


def _same_facts(rules: Sequence[Rule], file: str, lines: Lines) -> list[Problem]:
    """One fact feeds one observation: two rules that read the same thing in the same way would count it twice."""
    problems: list[Problem] = []
    first: dict[str, str] = {}
    for index, rule in enumerate(rules):
        plain = rule.model_dump(mode="json")
        fact = repr((plain.get("reads"), plain.get("using")))
        name = str(plain.get("id"))
        if fact in first:
            values = {"name": name, "other": first[fact]}
            problems.append(Problem(file, lines.line(("evidence", index)), f"evidence.{index}", "same_fact", values))
        first.setdefault(fact, name)
    return problems


def workshop_files() -> list[Path]:
    """The scenarios that come with the game."""
    return [folder / SCENARIO for folder in workshop_folders()]


def scenario_files(place: Path) -> list[Path]:
    """The scenario of a file (the files beside it stand for it) or of a folder, or those of the folders in it."""
    if place.name == EVIDENCE or (place.name.startswith("texts.") and place.suffix == ".yaml"):
        return [place.with_name(SCENARIO)]
    if not place.is_dir():
        return [place]
    own = place / SCENARIO
    return [own] if own.exists() else sorted(place.glob(f"*/{SCENARIO}"))


def load_all(
    places: list[Path],
    mechanics: Mapping[str, type[BaseModel]],
    rule_model: type[Rule],
    known: KnownNames | None = None,
) -> tuple[list[Scenario], list[Problem]]:
    """Every scenario that is sound, in the order of the hangar, and every problem of those that are not."""
    sound, problems = [], []
    for path in places:
        try:
            sound.append(load_scenario(path, mechanics, rule_model, known))
        except ScenarioErrors as error:
            problems += error.problems
    return sorted(sound, key=lambda scenario: (scenario.head.hangar, scenario.head.id)), problems
