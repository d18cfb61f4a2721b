"""The one reader of texts and of YAML: bounded in size, depth and number of things, so in time and memory too.

`scenarios.safe_json` and `scenarios.safe_xml` read theirs within the same bounds.

Pure: bytes come in, plain data or `SourceErrors` come out; nothing is opened and no clock is read. Whatever a file
holds, only that file is set aside. Refused: other encodings than UTF-8, control and bidirectional characters (written
or escaped), tags, anchors, aliases, several documents, keys written twice or that are no words.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from scenarios.plain import BLANK
from scenarios.vocabulary import Where

try:
    from yaml import CSafeLoader as Parser
except ImportError:  # pragma: no cover - PyYAML's own wheels all hold the parser in C
    from yaml import SafeLoader as Parser  # type: ignore[assignment]

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_NODES = 50_000
MAX_PROBLEMS = 100

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:[0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18})(?:[eE][-+]?[0-9]{1,3})?|[-+]?\.inf|\.nan")
_PLAIN = {"": None, "~": None, "null": None, "true": True, "false": False}
_TAB = re.compile(r"^[^\"'#\n]*\t", re.MULTILINE)
"""A tab outside quotes and comments: some readers take it for spaces, others do not."""
_ALLOWED = "\t\n\r\u00ad"
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
"""Categories of characters that nobody sees: control, direction, zero width, private, other ends of lines."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and where. `code` names a sentence of `assets/locales/*/check.yaml`, `values` fill it."""

    file: str
    line: int
    where: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


class SourceErrors(Exception):
    """All that is wrong with one file, or with one scenario."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problem(s)")
        self.problems = problems


class Lines:
    """Where each value of a file stands: a path of keys and indexes to a line, from 1."""

    def __init__(self) -> None:
        self.at: dict[Where, int] = {(): 1}

    def line(self, path: Where) -> int:
        """The line of a path, or of the nearest thing above it."""
        while path not in self.at:
            path = path[:-1]
        return self.at[path]


def dotted(path: Where) -> str:
    """zones.A.holes.A1"""
    return ".".join(str(part) for part in path)


def unseen(text: str) -> str:
    """The first kind of character of a text that nobody sees, as U+202E; "" when all are seen."""
    if text.isprintable() and BLANK.isdisjoint(text):  # most texts need no second look
        return ""
    signs = [c for c in set(text) if c not in _ALLOWED and (unicodedata.category(c) in _UNSEEN or c in BLANK)]
    return f"U+{ord(min(signs)):04X}" if signs else ""


def text_of(raw: bytes, name: str, limit: int = MAX_BYTES) -> str:
    """The text of a file. Raises SourceErrors when it is too big, not UTF-8, or holds what nobody sees."""
    if len(raw) > limit:
        raise SourceErrors([Problem(name, 1, "", "too_big", {"limit": limit})])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceErrors([Problem(name, raw[: error.start].count(b"\n") + 1, "", "encoding")]) from error
    if mark := unseen(text):
        line = text[: text.index(chr(int(mark[2:], 16)))].count("\n") + 1
        raise SourceErrors([Problem(name, line, "", "unseen", {"mark": mark})])
    return text


class _Yaml:
    """Builds plain data from the events of one YAML file, without recursion, and stops at the first bound."""

    def __init__(self, name: str, typed: bool, escapes: bool) -> None:
        self.name = name
        self.lines = Lines()
        self.problems: list[Problem] = []
        self._typed = typed
        self._escapes = escapes
        self._nodes = 0
        self._open: list[list[Any] | dict[str, Any]] = []
        self._path: list[str | int] = []
        self._key: list[str | None] = []
        self.data: Any = None

    def stop(self, event: yaml.Event, code: str, **values: object) -> SourceErrors:
        where = dotted(tuple(self._path))
        return SourceErrors([Problem(self.name, _line(event), where, code, values)])

    def take(self, event: yaml.Event) -> None:
        """One event more. Raises SourceErrors."""
        if isinstance(event, yaml.NodeEvent):
            if event.anchor or isinstance(event, yaml.AliasEvent):
                raise self.stop(event, "alias")
            self._nodes += 1
            if self._nodes > MAX_NODES:
                raise self.stop(event, "too_many", limit=MAX_NODES)
        if isinstance(event, yaml.ScalarEvent):
            if event.tag:
                raise self.stop(event, "tag")
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            if event.tag:
                raise self.stop(event, "tag")
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._key.pop()
            if self._path:
                self._path.pop()

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if self._escapes and (mark := unseen(event.value)):
            raise self.stop(event, "unseen", mark=mark)
        if self._open and isinstance(self._open[-1], dict) and self._key[-1] is None:
            self._name(event)
            return
        self._place(event)
        self._put(plain_value(event.value) if self._typed and event.implicit[0] else event.value)
        if self._path:
            self._path.pop()

    def _name(self, event: yaml.ScalarEvent) -> None:
        """A key of a mapping: always a word, and once."""
        key = str(event.value)
        here = self._open[-1]
        if key in here and len(self.problems) < MAX_PROBLEMS:
            where = dotted((*self._path, key))
            self.problems.append(Problem(self.name, _line(event), where, "twice", {"name": key}))
        self._key[-1] = key
        self.lines.at[(*self._path, key)] = _line(event)

    def _place(self, event: yaml.Event) -> None:
        """Note where the value that comes now stands: under the key in hand, or next in the list."""
        if not self._open:
            return
        here = self._open[-1]
        step = self._key[-1] if isinstance(here, dict) else len(here)
        assert step is not None
        self._path.append(step)
        self.lines.at.setdefault(tuple(self._path), _line(event))

    def _put(self, value: Any) -> None:
        if not self._open:
            self.data = value
            return
        here = self._open[-1]
        if isinstance(here, list):
            here.append(value)
            return
        key = self._key[-1]
        assert key is not None
        here[key] = value
        self._key[-1] = None

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise self.stop(event, "too_deep", limit=MAX_DEPTH)
        if self._open and isinstance(self._open[-1], dict) and self._key[-1] is None:
            raise self.stop(event, "key")
        self._place(event)
        value: list[Any] | dict[str, Any] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        self._put(value)
        self._open.append(value)
        self._key.append(None)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def plain_value(text: str) -> str | int | float | bool | None:
    """What an unquoted word is: yes, no, on, off stay words, 8:10 and dates stay texts, 012 too."""
    if text in _PLAIN:
        return _PLAIN[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text.replace(".inf", "inf").replace(".nan", "nan"))
    return text


def parse_yaml(text: str, name: str, *, typed: bool = True) -> tuple[Any, Lines]:
    """The plain data of a YAML text (from `text_of`) and its lines. `typed` False: values stay the text written.

    Raises SourceErrors.
    """
    build = _Yaml(name, typed, "\\" in text)
    documents = 0
    if "\t" in text and (tab := _TAB.search(text)):
        line = text[: tab.end()].count("\n") + 1
        raise SourceErrors([Problem(name, line, "", "tab")])
    try:
        for event in yaml.parse(text, Loader=Parser):
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                raise build.stop(event, "documents")
            build.take(event)
    except yaml.YAMLError as error:
        raise SourceErrors([Problem(name, *unreadable_yaml(error, text))]) from error
    except RecursionError as error:
        raise SourceErrors([Problem(name, 1, "", "too_deep", {"limit": MAX_DEPTH})]) from error
    if build.problems:
        raise SourceErrors(build.problems)
    return build.data, build.lines


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
