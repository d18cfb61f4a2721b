"""What SDL's SVG reader draws, and nothing else: every fault of a drawing is listed with its line.

The reader (nanosvg) silently leaves out or distorts the rest: clips, masks, filters, patterns, references and texts
are not drawn; colour names and functions turn grey; gradient coordinates without a unit give one flat colour; the
opacity of a group is given to each of its shapes, so that overlaps show.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from scenarios.safe import Problem, SourceErrors
from scenarios.safe_xml import XmlHandlers, parse_xml
from scenarios.source import read_bytes

MAX_BYTES = 200_000
SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
GRADIENTS: Mapping[str, tuple[str, ...]] = {
    "linearGradient": ("x1", "y1", "x2", "y2"),
    "radialGradient": ("cx", "cy", "r", "fx", "fy"),
}
KNOWN = ("svg", "g", "defs", "stop", "title", "desc", "style", *GRADIENTS, *SHAPES)
PAINTS = ("fill", "stroke", "stop-color", "color")
LEFT_OUT = ("clip-path", "mask", "filter", "marker-start", "marker-mid", "marker-end", "mix-blend-mode")
SIZES = ("width", "height", "r", "rx", "ry", "stroke-width")
"""Lengths, which are not negative; the others below are places."""
LENGTHS = frozenset((*SIZES, "x", "y", "cx", "cy", "fx", "fy", "x1", "y1", "x2", "y2"))
LENGTH = re.compile(r"[+-]?([0-9]{1,6}(\.[0-9]*)?|\.[0-9]+)(e[+-]?[0-9])?(px|%)?")
PATH = re.compile(r"\s*[Mm][MmZzLlHhVvCcSsQqTtAaeE0-9+\-.,\s]*")
ELSEWHERE = re.compile(r"on.+|.*href|src")
"""Attributes that would run something, or fetch what stands elsewhere."""
COLOUR = re.compile(r"#[0-9a-fA-F]{6}|none")
REFERENCE = re.compile(r"url\(#([^)]+)\)")


MAX_FAULTS = 100
"""A drawing with so many faults is read no further."""
DrawingFault = Problem
"""What is wrong in a drawing and where. `code` names a sentence `check.<code>`, `values` fill it."""


@dataclass(slots=True)
class _Element:
    """An open element, with what must wait until it closes to be judged."""

    name: str
    line: int
    faded: bool
    shapes: int = 0


class _SvgReader:
    """Walks one drawing and collects its faults."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[DrawingFault] = []
        self._open: list[_Element] = []
        self._ids: dict[str, int] = {}
        self._gradients: set[str] = set()
        self._wanted: list[tuple[int, str, str]] = []
        self._line = 1

    def read(self, data: bytes) -> list[DrawingFault]:
        """All faults, in the order of their lines."""
        handlers = XmlHandlers(self._start, self._end, self._words, self._doctype)
        try:
            parse_xml(data, self.name, handlers)
            for line, where, id in self._wanted:
                if id not in self._gradients:
                    near = difflib.get_close_matches(id, self._gradients, 1, 0.5)
                    self._note("art_reference", where, line, id=id, nearest=near[0] if near else "")
        except SourceErrors as error:
            self.faults += error.problems
        return sorted(self.faults, key=lambda f: f.line)

    def _note(self, code: str, where: str = "", line: int = 0, **values: object) -> None:
        self.faults.append(DrawingFault(self.name, line or self._line, where, code, values))
        if len(self.faults) >= MAX_FAULTS:
            raise SourceErrors([])

    def _doctype(self, line: int) -> None:
        self._line = line
        self._note("art_doctype")

    def _start(self, tag: str, given: dict[str, str], line: int) -> None:
        self._line = line
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
        self._open.append(_Element(name, self._line, faded))

    def _end(self, tag: str, line: int) -> None:
        self._line = line
        group = self._open.pop()
        if group.faded and group.name in ("g", "svg") and group.shapes > 1:
            self._note("art_group_opacity", group.name, group.line, n=group.shapes)

    def _words(self, text: str, line: int) -> None:
        self._line = line
        if self._open and self._open[-1].name == "style":
            if "@" in text:
                self._note("art_attribute", "style", name="@")
            for rule in re.findall(r"\{([^}]*)\}", text):
                self._attributes("style", dict(_declarations(rule)))

    def _attributes(self, name: str, attributes: Mapping[str, str]) -> None:
        for key, value in attributes.items():
            if key in PAINTS:
                self._paint(name, key, value)
            elif (key in LEFT_OUT and value != "none") or (name in KNOWN and ELSEWHERE.fullmatch(key)):
                self._note("art_attribute", f"{name}.{key}", name=key)
            elif (key in LENGTHS and not _length(key, value)) or (key == "d" and not PATH.fullmatch(value)):
                self._note("art_number", f"{name}.{key}", got=value[:40])
        if (id := attributes.get("id")) is not None:
            if id in self._ids:
                self._note("twice", f"{name}.id", name=id)
            self._ids[id] = self._line
            if name in GRADIENTS:
                self._gradients.add(id)
        if attributes.get("gradientUnits") != "userSpaceOnUse":
            for key in GRADIENTS.get(name, ()):
                if key in attributes and not attributes[key].endswith("%"):
                    self._note("art_gradient", f"{name}.{key}", got=attributes[key])

    def _paint(self, name: str, key: str, value: str) -> None:
        if match := REFERENCE.fullmatch(value):
            self._wanted.append((self._line, f"{name}.{key}", match[1]))
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
    numbers = len(words) == 4 and all(LENGTH.fullmatch(word) and word[-1] not in "x%" for word in words)
    return numbers and all(float(word) > 0 for word in words[2:])


def _length(key: str, value: str) -> bool:
    return bool(LENGTH.fullmatch(value)) and not (key in SIZES and value.startswith("-"))


def faults_of(path: Path) -> list[DrawingFault]:
    """Every fault of one drawing."""
    try:
        return _SvgReader(path.name).read(read_bytes(path, path.name, MAX_BYTES))
    except SourceErrors as error:
        return error.problems


def drawings() -> list[Path]:
    """The drawings that come with the game, in the order of their names."""
    return sorted(Path(str(files("assets"))).joinpath("art").glob("*.svg"))
