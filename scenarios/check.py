"""What a scenario may refer to, and every name in it that refers to nothing; the lists are given as arguments."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from pydantic import BaseModel

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Ids that exist. `trades`: id to ROME code, None to leave them; `texts`: keys of texts; `art`: drawings."""

    habiletes: Sequence[str]
    readers: Sequence[str]
    trades: Mapping[str, str] | None
    texts: Iterable[str]
    art: Sequence[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """A name that refers to nothing: in the rules' file or not, where, the sentence's code and its values."""

    in_rules: bool
    path: Path
    code: str
    values: Mapping[str, object]


@runtime_checkable
class Referring(Protocol):
    """Params of a mechanic that name things of their own: (where, the name, what exists)."""

    def references(self) -> Iterable[tuple[Path, str, Sequence[str]]]: ...

    def needed_texts(self) -> Iterable[tuple[Path, str]]: ...

    def known_gates(self) -> Sequence[str]: ...

    def vocabulary(self) -> Mapping[str, Sequence[str]]: ...


def nearest(word: object, known: Iterable[str]) -> str:
    """The known word that looks most like one, or that begins like it; "" when none does."""
    names, got = list(known), str(word)
    found = difflib.get_close_matches(got, names, 1, 0.5) or [n for n in names if len(got) > 2 and n.startswith(got)]
    return found[0] if found else ""


def unknown(in_rules: bool, path: Path, got: str, known: Iterable[str]) -> Iterator[Finding]:
    """A finding when a name is not among those that exist."""
    names = list(known)
    if got not in names:
        expected = ", ".join(names if len(names) <= 20 else sorted(difflib.get_close_matches(got, names, 5, 0.2)))
        yield Finding(
            in_rules, path, "unknown_name", {"got": got, "expected": expected, "nearest": nearest(got, names)}
        )


def check(head: Any, params: BaseModel, rules: Sequence[Any], known: Known) -> Iterator[Finding]:
    """Every name of a scenario that refers to nothing, in the order of its parts: head, params, rules."""
    yield from _head(head, rules, known)
    if isinstance(params, Referring):
        for at, gate in enumerate(head.gates):
            yield from unknown(False, ("gates", at), gate, params.known_gates())
        for path, got, names in params.references():
            yield from unknown(False, ("params", *path), got, names)
        for path, key in params.needed_texts():
            yield from _text(False, ("params", *path), key, known)
    yield from check_rules(rules, known)
    for at, rule in enumerate(rules):
        yield from _text(True, ("evidence", at, "id"), f"fact.{rule.id}", known)
        if isinstance(params, Referring):
            yield from _using(at, rule.using, params.vocabulary())


def check_rules(rules: Sequence[Any], known: Known) -> Iterator[Finding]:
    """Every habileté and every reader of the rules that does not exist."""
    for at, rule in enumerate(rules):
        yield from unknown(True, ("evidence", at, "habilete"), rule.habilete, known.habiletes)
        yield from unknown(True, ("evidence", at, "reads"), rule.reads, known.readers)


def _using(at: int, using: Mapping[str, Any], words: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """The names in a rule's settings, for the settings that the mechanic has names for."""
    for name, value in using.items():
        if name not in words:
            continue
        path: Path = ("evidence", at, "using", name)
        if isinstance(value, list):
            for n, one in enumerate(value):
                yield from unknown(True, (*path, n), one, words[name])
        else:
            yield from unknown(True, path, str(value), words[name])


def _head(head: Any, rules: Sequence[Any], known: Known) -> Iterator[Finding]:
    if known.trades is not None:
        yield from unknown(False, ("trade", "id"), head.trade.id, known.trades)
        rome = known.trades.get(head.trade.id, head.trade.rome)
        if head.trade.rome != rome:
            yield Finding(False, ("trade", "rome"), "other_rome", {"got": head.trade.rome, "expected": rome})
    mentors = [name.removeprefix("mentor_") for name in known.art if name.startswith("mentor_")]
    yield from unknown(False, ("mentor",), head.mentor, mentors)
    names = [rule.id for rule in rules]
    for at, name in enumerate(head.debrief):
        yield from unknown(False, ("debrief", at), name, names)
        if name in names:
            for part in ("expected", "why", "next"):
                yield from _text(False, ("debrief", at), f"debrief.{part}.{name}", known)


def _text(in_rules: bool, path: Path, key: str, known: Known) -> Iterator[Finding]:
    if key not in known.texts:
        yield Finding(in_rules, path, "no_text", {"text": key})
