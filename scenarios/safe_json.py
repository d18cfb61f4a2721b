"""JSON as `scenarios.safe` reads texts: bounded in size, depth and number of things, and nothing in it twice."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from scenarios.safe import MAX_DEPTH, MAX_NODES, Problem, SourceErrors, unseen

_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)', re.DOTALL)
"""A string, also one that never closes: else each sign of quotation in it is tried as the beginning of another."""
MAX_DIGITS = 40
"""Figures of a whole number: no model has one near that, and arithmetic stumbles over more."""
_LONG = re.compile(rf"[0-9]{{{MAX_DIGITS}}}")


def parse_json(text: str, name: str, *, depth: int = MAX_DEPTH, nodes: int = MAX_NODES) -> Any:
    """The plain data of a JSON text. Raises SourceErrors: not JSON, too deep, too many things, a key twice, NaN,
    a number that is too long or too large."""
    bare = _STRINGS.sub("", text)
    if _too_deep(bare, depth):
        raise SourceErrors([Problem(name, 1, "", "too_deep", {"limit": depth})])
    if bare.count(",") + bare.count("[") + bare.count("{") > nodes:
        raise SourceErrors([Problem(name, 1, "", "too_many", {"limit": nodes})])
    try:
        data = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite,
            # Asked of each number, it would take a tenth of the time of a trace: there is hardly ever one so long.
            parse_int=_whole if _LONG.search(bare) else int,
        )  # fmt: skip
    except _KeyTwice as error:
        raise SourceErrors([Problem(name, 1, "", "twice", {"name": str(error)})]) from error
    except ValueError as error:
        raise SourceErrors([Problem(name, getattr(error, "lineno", 1), "", "json_syntax")]) from error
    if "\\u" in text:
        for said in _words(data):
            if mark := unseen(said):
                raise SourceErrors([Problem(name, 1, "", "unseen", {"mark": mark})])
    return data


_SQUARE = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - {*b"[]{}"})


def _too_deep(bare: str, depth: int) -> bool:
    """Whether brackets go deeper, strings left out. Pairs are taken away from within: what is left is looked at."""
    marks = bare.encode(errors="surrogatepass").translate(_SQUARE, _NO_BRACKETS)
    for _ in range(depth):
        marks = marks.replace(b"[]", b"")
    # What does not close, and so is no JSON, is told as too deep only where it is.
    return bool(marks) and _deepest(bare) > depth


def _deepest(bare: str) -> int:
    """How deep brackets go, strings left out."""
    deepest = now = 0
    for match in re.finditer(r"[\[{\]}]", bare):
        now += 1 if match[0] in "[{" else -1
        deepest = max(deepest, now)
    return deepest


class _KeyTwice(ValueError):
    """A key that a JSON object holds twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise _KeyTwice(_first_twice(pairs))
    return members


def _first_twice(pairs: list[tuple[str, Any]]) -> str:
    """The first key that was there before."""
    seen: set[str] = set()
    return next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _whole(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError("a number too long")
    return int(text)


def _finite(text: str) -> float:
    """A number that a machine can hold: « 1e999 » would be without end."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large")
    return number


def _words(data: Any) -> Iterator[str]:
    """Every word of plain data, keys included."""
    left = [data]
    while left:
        node = left.pop()
        if isinstance(node, str):
            yield node
        elif isinstance(node, dict):
            left += [*node, *node.values()]
        elif isinstance(node, list):
            left += node
