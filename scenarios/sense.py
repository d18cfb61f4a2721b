"""Nonsense in any params, whatever the mechanic: names that cannot be names, things twice, one place for two.

Params hold names and figures only: what a person reads stands in the texts. A name is plain letters and figures, so
that no letter of another alphabet passes for one of ours, and none becomes a path.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scenarios.vocabulary import Where

SenseFault = tuple[Where, str, dict[str, object]]
"""Where, the code of the sentence, its values."""
NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_ -]|\.(?!\.)){0,59}")
ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l"})
"""Figures and letters that one takes for another on paper."""


def nonsense(data: Any, path: Where = ("params",)) -> Iterator[SenseFault]:
    """Everything of that kind in plain data, in the order of the file."""
    yield from _walk(data, path)
    places: dict[str, dict[tuple[object, object], str]] = {}
    for where, kind, name, place in _placed(data, path, ""):
        other = places.setdefault(kind, {}).setdefault(place, name)
        if other != name:
            yield where, "same_place", {"name": name, "other": other}


def misread(written: Any, read: Any, path: Where = ()) -> Iterator[SenseFault]:
    """Numbers that a model made of something else: a yes, or a text that holds figures."""
    if isinstance(written, Mapping) and isinstance(read, Mapping):
        for key, value in written.items():
            if key in read:
                yield from misread(value, read[key], (*path, key))
    elif isinstance(written, list) and isinstance(read, list | tuple):
        for n, (value, read_value) in enumerate(zip(written, read, strict=False)):
            yield from misread(value, read_value, (*path, n))
    elif isinstance(written, bool | str) and isinstance(read, int | float) and not isinstance(read, bool):
        yield path, "plain_int", {"got": str(written).lower()[:60]}


def _walk(data: Any, path: Where) -> Iterator[SenseFault]:
    if isinstance(data, Mapping):
        yield from _names([(key, (*path, key)) for key in data])
        for key, value in data.items():
            yield from _walk(value, (*path, key))
    elif isinstance(data, list):
        yield from _names(list(_called(data, path)))
        for n, value in enumerate(data):
            if not isinstance(value, str):
                yield from _walk(value, (*path, n))
    elif isinstance(data, str) and not _is_name(data):
        yield path, "id_letters", {"got": data[:60]}
    elif isinstance(data, float) and not math.isfinite(data):
        yield path, "finite_number", {"got": str(data)}


def _called(data: Sequence[Any], path: Where) -> Iterator[tuple[str, Where]]:
    """The names in a list: its words, or the ids or numbers of its things."""
    for n, value in enumerate(data):
        if isinstance(value, str):
            yield value, (*path, n)
        elif isinstance(value, Mapping):
            for key in ("id", "number"):
                if isinstance(value.get(key), str | int):
                    yield str(value[key]), (*path, n, key)


def _names(names: Sequence[tuple[str, Where]]) -> Iterator[SenseFault]:
    """Names that are none, that come twice, or that look like another beside them."""
    seen: dict[str, str] = {}
    for name, where in names:
        if not _is_name(name):
            yield where, "id_letters", {"got": name[:60]}
        looks = name.casefold().translate(ALIKE)
        if seen.get(looks) == name:
            yield where, "twice", {"name": name}
        elif looks in seen:
            yield where, "look_alike", {"name": name, "other": seen[looks]}
        seen.setdefault(looks, name)


def _is_name(text: str) -> bool:
    """Whether a word may be a name; nothing at all is left to the model of the params."""
    return text == "" or (NAME.fullmatch(text) is not None and text[-1] not in " .")


def _number(value: object) -> object:
    """A number as itself, 690 and 690.0 alike; anything else as its text."""
    return value if isinstance(value, int | float) else str(value)


def _placed(data: Any, path: Where, kind: str) -> Iterator[tuple[Where, str, str, tuple[object, object]]]:
    """(where, the collection, the name, (x, y)) of all things that have a place."""
    inside = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inside:
        here = (*path, key)
        if isinstance(value, Mapping) and "x_mm" in value and "y_mm" in value:
            name = str(value.get("id", key))
            yield here, kind, name, (_number(value["x_mm"]), _number(value["y_mm"]))
        else:
            yield from _placed(value, here, str(key))
