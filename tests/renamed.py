"""A copy of a workshop in which every word an author chose is another one: names, numbers, mentor, title, order."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

Data = dict[str, Any]

CLOSED = {"draw", "does", "kind", "shape", "look", "who", "art", "art_done", "label", "until", "today", "file"}
"""Fields of params whose words are the house's, or no names: what is drawn, what sort of thing, a date."""
BY_KIND = {"arrives", "lines"}
"""Maps by words of the house to numbers; those of `needs` lead to names."""
MAPS = {"zones", "holes", "refs", "store", "rounds", "kits", "plans", "bars", "rotors", "blades", "points"}
"""Maps by names of the author's."""
LISTS = {"issues", "calibres", "folders", "places", "other_lots", "aisles", "scanners", "lamps", "replies", "options"}
"""Lists of names of the author's."""
NAMING = ("id", "lot", "says", "ends_with")
SETTINGS = {"faulty", "needed", "jobs", "signals", "noises"}
"""Settings of rules whose words are the house's: faults, kinds of events."""
OWN = ("message", "folder", "place", "sheet", "part", "reply", "tool", "thing", "ref", "kit", "answer")
"""First words of the keys that go on with an author's name."""


def new(name: str) -> str:
    """Another name that sorts as the old one does."""
    return f"q{name}"


def shifted(bin: int) -> int:
    """Bins 1, 2, 3 become 4, 5, 6; 7, 8, 9 become 1, 2, 3."""
    return (bin + 2) % 9 + 1


def names_in(value: object, field: str = "") -> set[str]:
    """Every name an author chose, anywhere below a field."""
    if isinstance(value, Mapping):
        found = {str(key) for key in value} if field in MAPS else set[str]()
        found |= {str(value[key]) for key in NAMING if isinstance(value.get(key), str)}
        return found.union(*(names_in(v, "" if field in MAPS else str(k)) for k, v in value.items()))
    if isinstance(value, list):
        found = {item for item in value if isinstance(item, str)} if field in LISTS else set()
        return found.union(*(names_in(item, field) for item in value))
    return set()


def renamed(value: Any, names: set[str], field: str = "") -> Any:
    """The same with every name changed. Answers of the sheet that count something are numbers, and stay."""
    if field in CLOSED or field in BY_KIND:
        return value
    if field == "needs":
        return {act: new(tool) for act, tool in value.items()}
    if field == "place_draw":
        return {new(place): draw for place, draw in value.items()}
    if field == "about" and (bin := re.fullmatch(r"bin(\d+)", str(value))):
        return f"bin{shifted(int(bin[1]))}"
    if isinstance(value, Mapping):
        if value.get("counts"):
            return {**value, "id": new(value["id"])}
        if field in MAPS:
            return {new(str(key)): renamed(v, names) for key, v in value.items()}
        return {key: renamed(v, names, str(key)) for key, v in value.items()}
    if isinstance(value, list):
        return [renamed(item, names, field) for item in value]
    return new(value) if isinstance(value, str) and value in names else value


def _settings(using: Data, names: set[str]) -> Data:
    """The settings of a rule with the names in them changed."""

    def other(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {other(key): other(v) for key, v in value.items()}
        if isinstance(value, list):
            return [other(item) for item in value]
        return new(value) if isinstance(value, str) and value in names else value

    changed = {key: value if key in SETTINGS else other(value) for key, value in using.items()}
    return changed | ({"bin": shifted(changed["bin"])} if isinstance(changed.get("bin"), int) else {})


def _key(key: str, names: set[str]) -> str:
    """The key of a text of the scenario's own things; « found » is the kit's word."""
    head, _, rest = key.partition(".")
    if head not in OWN or key == "message.found":
        return key
    first, _, last = rest.rpartition("_")
    if rest not in names and first in names:
        return f"{head}.{new(first)}_{new(last)}"
    return ".".join((head, *(new(part) if part in names else part for part in _parts(rest, names))))


def _parts(rest: str, names: set[str]) -> list[str]:
    """`short.K12`, `largest.4.6`: a name may hold a point."""
    if rest in names or "." not in rest:
        return [rest]
    return list(rest.partition(".")[::2])


def write(old: Path, folder: Path, mentor: str) -> Path:
    """A workshop under other words, as an author would write it; the path of its scenario. `old`: its folder."""
    folder.mkdir(parents=True)
    # `no` stands without quotes among the replies of one: the house reads it as a word.
    whole = yaml.load((old / "scenario.yaml").read_text("utf-8"), yaml.BaseLoader)
    plain = yaml.safe_load((old / "scenario.yaml").read_text("utf-8"))
    params = _words(plain["params"], whole["params"])
    names = names_in(params)
    params = renamed(params, names) | {"order_number": "77-Z"}
    if params.get("bins"):
        params["bins"] = [{**bin, "number": shifted(bin["number"])} for bin in params["bins"]]
    if params.get("mixed"):
        params["mixed"] = {**params["mixed"], "bin": shifted(params["mixed"]["bin"])}
    head = {"id": folder.name, "mentor": mentor, "title": {"fr": "Autre titre", "en": "Other title"}}
    rules = yaml.safe_load((old / "evidence.yaml").read_text("utf-8"))
    for rule in rules["evidence"]:
        if "using" in rule:
            rule["using"] = _settings(rule["using"], names)
        if "lasts" in rule:
            rule["lasts"] = [f"q{zone}" for zone in rule["lasts"]]
    (folder / "scenario.yaml").write_text(yaml.safe_dump({**plain, **head, "params": params}, sort_keys=False), "utf-8")
    (folder / "evidence.yaml").write_text(yaml.safe_dump(rules, sort_keys=False), "utf-8")
    for texts in old.glob("texts.*.yaml"):
        said = yaml.safe_load(texts.read_text("utf-8"))
        told = {_key(key, names): text for key, text in said.items()}
        (folder / texts.name).write_text(yaml.safe_dump(told, allow_unicode=True), "utf-8")
    return folder / "scenario.yaml"


def _words(value: Any, written: Any) -> Any:
    """What YAML reads, with every truth that was written as another word left a word."""
    if isinstance(value, Mapping):
        return {key: _words(v, written[str(key)]) for key, v in value.items()}
    if isinstance(value, list):
        return [_words(v, w) for v, w in zip(value, written, strict=True)]
    return written if isinstance(value, bool) and written not in ("true", "false") else value
