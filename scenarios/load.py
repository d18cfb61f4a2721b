"""Reads scenarios. Every problem is listed at once, with its file and line; a broken scenario is set aside alone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from scenarios.check import Known, Rule, check, check_rules, nearest
from scenarios.model import Head, Scenario, canonical_hash

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
CONTENT = "content/workshops"
R = TypeVar("R", bound=Rule)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and where. `code` names a sentence of `assets/locales/*/check.yaml`, `values` fill it."""

    file: str
    line: int
    where: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


class ScenarioErrors(Exception):
    """All that is wrong with one scenario."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problem(s)")
        self.problems = problems


class PlainLoader(yaml.SafeLoader):
    """YAML 1.1 without its traps: yes, no, on, off stay words, 8:10 stays a text, dates stay text."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag.rsplit(":", 1)[-1] not in ("timestamp", "bool", "int")]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789")
)


class Lines:
    """Where each value of a file stands: a path of keys and indexes to a line, from 1."""

    def __init__(self) -> None:
        self.at: dict[tuple[str | int, ...], int] = {(): 1}
        self.problems: list[tuple[int, str, str, dict[str, object]]] = []

    def walk(self, node: yaml.Node, path: tuple[str | int, ...] = ()) -> None:
        """Note the lines of a tree; keys written twice and trees too deep are problems."""
        self.at.setdefault(path, node.start_mark.line + 1)
        if len(path) > MAX_DEPTH:
            self.problems.append((node.start_mark.line + 1, dotted(path), "too_deep", {"limit": MAX_DEPTH}))
            return
        if isinstance(node, yaml.SequenceNode):
            for index, child in enumerate(node.value):
                self.walk(child, (*path, index))
        elif isinstance(node, yaml.MappingNode):
            keys: set[str] = set()
            for name, child in node.value:
                key = str(name.value)
                line = name.start_mark.line + 1
                if key in keys:
                    self.problems.append((line, dotted((*path, key)), "twice", {"name": key}))
                keys.add(key)
                self.at[(*path, key)] = line
                self.walk(child, (*path, key))

    def line(self, path: tuple[str | int, ...]) -> int:
        """The line of a path, or of the nearest thing above it."""
        while path not in self.at:
            path = path[:-1]
        return self.at[path]


def unreadable_yaml(error: Exception, text: str) -> tuple[int, str, str]:
    """The line of a mistake of YAML itself, nowhere in particular, and the sentence that names its likely cause."""
    mark = getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None)
    context, problem = str(getattr(error, "context", "")), str(getattr(error, "problem", ""))
    line = mark.line + 1 if mark else 1
    written = text.splitlines()[line - 1 : line]
    if any("\t" in part for part in written):
        return line, "", "tab"
    if begun and "quoted scalar" in context:
        return begun.line + 1, "", "quote"
    if begun and "flow" in context:
        return begun.line + 1, "", "bracket"
    if "could not find expected ':'" in problem:
        return begun.line + 1 if begun else line, "", "colon"
    return line, "", "indent" if "mapping values" in problem else "syntax"


def dotted(path: tuple[str | int, ...]) -> str:
    """zones.A.holes.A1"""
    return ".".join(str(part) for part in path)


def read_yaml(path: Path) -> tuple[dict[str, Any], Lines]:
    """The mapping of a file and its lines. Raises ScenarioErrors."""
    name = path.name
    try:
        with path.open("rb") as source:
            raw = source.read(MAX_BYTES + 1)
    except OSError as error:
        raise ScenarioErrors([Problem(name, 1, "", "unreadable", {"reason": error})]) from error
    if len(raw) > MAX_BYTES:
        raise ScenarioErrors([Problem(name, 1, "", "too_big", {"limit": MAX_BYTES})])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScenarioErrors([Problem(name, raw[: error.start].count(b"\n") + 1, "", "encoding")]) from error
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, PlainLoader)):
            raise ScenarioErrors([Problem(name, 1, "", "alias")])
        node = yaml.compose(text, PlainLoader)
        lines = Lines()
        if node is not None:
            lines.walk(node)
        found = [Problem(name, *problem) for problem in lines.problems]
        if found:
            raise ScenarioErrors(found)
        data = yaml.load(text, PlainLoader)
    except RecursionError as error:
        raise ScenarioErrors([Problem(name, 1, "", "too_deep", {"limit": MAX_DEPTH})]) from error
    except (yaml.YAMLError, ValueError) as error:
        raise ScenarioErrors([Problem(name, *unreadable_yaml(error, text))]) from error
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise ScenarioErrors([Problem(name, 1, "", "not_a_mapping")])
    return data, lines


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
    found = []
    for one in _told_once(error.errors(include_url=False)):
        path = (*root, *(part for part in one["loc"] if not _is_tag(part)))
        context = dict(one.get("ctx", {}))
        values: dict[str, object] = {"got": shown(one["input"]), "detail": str(context.get("error", one["msg"]))}
        values |= {name: value for name, value in context.items() if name != "error"}
        if one["type"] == "literal_error":
            options = [word.strip(" '") for word in str(context["expected"]).replace(" or ", ",").split(",")]
            options = [{"True": "true", "False": "false"}.get(word, word) for word in options]
            values |= {"expected": ", ".join(options), "nearest": nearest(one["input"], options)}
        elif one["type"] == "extra_forbidden":
            name = str(one["loc"][-1])
            inside = one["loc"][:-1]
            names = (names_in or {}).get(dotted(inside)) or fields_at(model.model_json_schema(), inside)
            values |= {"name": name, "nearest": nearest(name, names)}
        code = "empty" if one["input"] is None and one["type"].endswith(("_type", "_parsing")) else one["type"]
        found.append(Problem(file, lines.line(path), dotted(path), code, values))
    return found


def _is_tag(part: str | int) -> bool:
    """Whether a step of a path is pydantic's name for one kind of a union, or for a key, and not the author's word."""
    return isinstance(part, str) and part.endswith("]") and "[" in part


def _told_once(errors: Sequence[Any]) -> Iterator[Any]:
    """pydantic's errors without its echoes.

    It counts only the sound items of a list, though the others have their own line; and it tries every kind of a union.
    """
    tried: dict[tuple[str | int, ...], list[Any]] = {}
    for one in errors:
        loc = one["loc"]
        if one["type"] == "too_short" and any(o["loc"][: len(loc)] == loc for o in errors if o is not one):
            continue
        at = next((n for n, part in enumerate(loc) if _is_tag(part)), None)
        if at is None:
            yield one
        else:
            tried.setdefault(loc[:at], []).append(one)
    for before, ones in tried.items():
        inside = [one for one in ones if len(one["loc"]) > len(before) + 1]
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
    path: Path, mechanics: Mapping[str, type[BaseModel]], rule_model: type[Rule], known: Known | None = None
) -> Scenario:
    """Read `<id>.yaml` and `<id>.evidence.yaml` beside it. Raises ScenarioErrors with every problem of both.

    `known`, when given, is what the names in it may refer to; else only the shapes are checked.
    """
    problems: list[Problem] = []
    data, lines = read_yaml(path)
    head = params = None
    try:
        head = Head.model_validate(data)
    except ValidationError as error:
        problems += problems_of(error, Head, path.name, lines, ())
    try:
        params = _params(data, mechanics, path.name, lines)
    except ScenarioErrors as error:
        problems += error.problems
    beside = path.with_suffix(".evidence.yaml")
    rules, more, lines_of_rules = load_evidence(beside, rule_model)
    problems += more
    if head is not None and head.id != path.stem:
        problems.append(
            Problem(path.name, lines.line(("id",)), "id", "wrong_name", {"got": head.id, "stem": path.stem})
        )
    if known is not None and head is not None and params is not None and not more:
        for found in check(head, params, rules, known):
            where = (beside.name, lines_of_rules) if found.in_rules else (path.name, lines)
            line = where[1].line(found.path)
            problems.append(Problem(where[0], line, dotted(found.path), found.code, found.values))
    if problems or head is None or params is None:
        raise ScenarioErrors(problems)
    return Scenario(head=head, params=params, evidence=rules, hash=canonical_hash(head, params, rules))


def _params(
    data: Mapping[str, Any], mechanics: Mapping[str, type[BaseModel]], file: str, lines: Lines
) -> BaseModel | None:
    """What the mechanic accepts; None where the head already says that something is missing. Raises ScenarioErrors."""
    if "mechanic" not in data:
        return None
    name = str(data["mechanic"])
    if name not in mechanics:
        values = {"got": name, "expected": ", ".join(sorted(mechanics)), "nearest": nearest(name, list(mechanics))}
        raise ScenarioErrors([Problem(file, lines.line(("mechanic",)), "mechanic", "unknown_mechanic", values)])
    if not isinstance(data.get("params"), dict):
        return None
    try:
        return mechanics[name].model_validate(data["params"])
    except ValidationError as error:
        raise ScenarioErrors(problems_of(error, mechanics[name], file, lines, ("params",))) from error


def load_evidence(
    path: Path, rule_model: type[R], known: Known | None = None
) -> tuple[tuple[R, ...], list[Problem], Lines]:
    """The rules of an evidence file, every problem of it, and its lines; with `known`, unknown names are problems."""
    try:
        data, lines = read_yaml(path)
    except ScenarioErrors as error:
        return (), error.problems, Lines()
    rules: list[R] = []
    problems: list[Problem] = []
    listed = data.get("evidence")
    if not isinstance(listed, list) or not listed:
        return (), [Problem(path.name, 1, "evidence", "no_evidence")], lines
    ids: set[str] = set()
    for index, one in enumerate(listed):
        try:
            rules.append(rule_model.model_validate(one))
        except ValidationError as error:
            settings = rule_model.settings_of(str(one.get("reads"))) if isinstance(one, dict) else []
            problems += problems_of(error, rule_model, path.name, lines, ("evidence", index), {"using": settings})
        name = str(one.get("id")) if isinstance(one, dict) else ""
        if name in ids:
            problems.append(
                Problem(path.name, lines.line(("evidence", index)), f"evidence.{index}", "twice", {"name": name})
            )
        ids.add(name)
    if not problems:
        problems = _same_facts(rules, path.name, lines)
        for found in check_rules(rules, known) if known is not None else ():
            problems.append(Problem(path.name, lines.line(found.path), dotted(found.path), found.code, found.values))
    return tuple(rules), problems, lines


def _same_facts(rules: Sequence[Rule], file: str, lines: Lines) -> list[Problem]:
    """One fact feeds one observation: two rules that read the same thing in the same way would count it twice."""
    found: list[Problem] = []
    first: dict[str, str] = {}
    for index, rule in enumerate(rules):
        plain = rule.model_dump(mode="json")
        fact = repr((plain.get("reads"), plain.get("using")))
        name = str(plain.get("id"))
        if fact in first:
            values = {"name": name, "other": first[fact]}
            found.append(Problem(file, lines.line(("evidence", index)), f"evidence.{index}", "same_fact", values))
        first.setdefault(fact, name)
    return found


def workshop_files() -> list[Path]:
    """The scenarios that come with the game."""
    return scenario_files(Path(str(files("scenarios"))) / CONTENT)


def scenario_files(place: Path) -> list[Path]:
    """A file itself (a file of rules stands for its scenario), or those of a folder, in the order of their names."""
    if not place.is_dir():
        return [place.with_name(place.name.replace(".evidence.yaml", ".yaml"))]
    return sorted(p for p in place.glob("*.yaml") if not p.name.endswith(".evidence.yaml"))


def load_all(
    places: list[Path],
    mechanics: Mapping[str, type[BaseModel]],
    rule_model: type[Rule],
    known: Known | None = None,
) -> tuple[list[Scenario], list[Problem]]:
    """Every scenario that is sound, and every problem of those that are not."""
    sound, problems = [], []
    for path in places:
        try:
            sound.append(load_scenario(path, mechanics, rule_model, known))
        except ScenarioErrors as error:
            problems += error.problems
    return sound, problems
