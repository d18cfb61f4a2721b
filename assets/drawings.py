"""What SDL's SVG reader draws, and nothing else: every fault of a drawing is listed with its line.

The reader (nanosvg) silently leaves out or distorts the rest: clips, masks, filters, patterns, references and texts
are not drawn; colour names and functions turn grey; gradient coordinates without a unit give one flat colour; the
opacity of a group is given to each of its shapes, so that overlaps show.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from xml.parsers import expat

MAX_BYTES = 200_000
SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
GRADIENTS: Mapping[str, tuple[str, ...]] = {
    "linearGradient": ("x1", "y1", "x2", "y2"),
    "radialGradient": ("cx", "cy", "r", "fx", "fy"),
}
KNOWN = ("svg", "g", "defs", "stop", "title", "desc", "style", *GRADIENTS, *SHAPES)
PAINTS = ("fill", "stroke", "stop-color", "color")
LEFT_OUT = ("clip-path", "mask", "filter", "marker-start", "marker-mid", "marker-end", "mix-blend-mode")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}|none")
REFERENCE = re.compile(r"url\(#([^)]+)\)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a drawing and where. `code` names a sentence `check.<code>`, `values` fill it."""

    file: str
    line: int
    where: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class _Element:
    """An open element, with what must wait until it closes to be judged."""

    name: str
    line: int
    faded: bool
    shapes: int = 0


class _Reader:
    """Walks one drawing and collects its faults."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self._open: list[_Element] = []
        self._ids: dict[str, int] = {}
        self._gradients: set[str] = set()
        self._wanted: list[tuple[int, str, str]] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._words
        self._parser.StartDoctypeDeclHandler = lambda *_: self._note("art_doctype")

    def read(self, data: bytes) -> list[Fault]:
        """All faults, in the order of their lines."""
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            self.faults.append(Fault(self.name, error.lineno, "", "art_syntax"))
        for line, where, id in self._wanted:
            if id not in self._gradients:
                near = difflib.get_close_matches(id, self._gradients, 1, 0.5)
                self._note("art_reference", where, line, id=id, nearest=near[0] if near else "")
        return sorted(self.faults, key=lambda f: f.line)

    def _note(self, code: str, where: str = "", line: int = 0, **values: object) -> None:
        self.faults.append(Fault(self.name, line or self._parser.CurrentLineNumber, where, code, values))

    def _start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rsplit(" ", 1)[-1]
        attributes = {key.rsplit(" ", 1)[-1]: value.strip() for key, value in given.items()}
        if not self._open and (name != "svg" or not _box(attributes.get("viewBox", ""))):
            self._note("art_root")
        if name not in KNOWN:
            near = difflib.get_close_matches(name, KNOWN, 1, 0.7)
            self._note("art_element", name, name=name, nearest=near[0] if near else "")
        elif self._open and name in SHAPES:
            for group in self._open:
                group.shapes += 1
        style = dict(_declarations(attributes.pop("style", "")))
        self._attributes(name, {**attributes, **style})
        faded = {**attributes, **style}.get("opacity", "1") not in ("1", "1.0", "100%")
        self._open.append(_Element(name, self._parser.CurrentLineNumber, faded))

    def _end(self, tag: str) -> None:
        group = self._open.pop()
        if group.faded and group.name in ("g", "svg") and group.shapes > 1:
            self._note("art_group_opacity", group.name, group.line, n=group.shapes)

    def _words(self, text: str) -> None:
        if self._open and self._open[-1].name == "style":
            for rule in re.findall(r"\{([^}]*)\}", text):
                self._attributes("style", dict(_declarations(rule)))

    def _attributes(self, name: str, attributes: Mapping[str, str]) -> None:
        for key, value in attributes.items():
            if key in PAINTS:
                self._paint(name, key, value)
            elif key in LEFT_OUT and value != "none":
                self._note("art_attribute", f"{name}.{key}", name=key)
        if (id := attributes.get("id")) is not None:
            if id in self._ids:
                self._note("twice", f"{name}.id", name=id)
            self._ids[id] = self._parser.CurrentLineNumber
            if name in GRADIENTS:
                self._gradients.add(id)
        if attributes.get("gradientUnits") != "userSpaceOnUse":
            for key in GRADIENTS.get(name, ()):
                if key in attributes and not attributes[key].endswith("%"):
                    self._note("art_gradient", f"{name}.{key}", got=attributes[key])

    def _paint(self, name: str, key: str, value: str) -> None:
        if found := REFERENCE.fullmatch(value):
            self._wanted.append((self._parser.CurrentLineNumber, f"{name}.{key}", found[1]))
        elif not COLOUR.fullmatch(value):
            self._note("art_colour", f"{name}.{key}", got=value)


def _declarations(text: str) -> Iterator[tuple[str, str]]:
    """The `name: value` pairs of a style."""
    for part in text.split(";"):
        key, colon, value = part.partition(":")
        if colon:
            yield key.strip(), value.strip()


def _box(text: str) -> bool:
    """Whether a viewBox is four numbers, the last two above zero."""
    words = text.replace(",", " ").split()
    try:
        return len(words) == 4 and all(float(word) > 0 for word in words[2:]) and float(words[0]) == float(words[0])
    except ValueError:
        return False


def faults_of(path: Path) -> list[Fault]:
    """Every fault of one drawing."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return [Fault(path.name, 1, "", "unreadable", {"reason": error})]
    if len(data) > MAX_BYTES:
        return [Fault(path.name, 1, "", "too_big", {"limit": MAX_BYTES})]
    return _Reader(path.name).read(data)


def drawings() -> list[Path]:
    """The drawings that come with the game, in the order of their names."""
    return sorted(Path(str(files("assets"))).joinpath("art").glob("*.svg"))
