"""What a scenario may refer to, and every name in it that refers to nothing; the lists are given as arguments."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from pydantic import BaseModel

from scenarios.model import ClockBound, Head, unlike
from scenarios.rule import Finding, Path, Rule

WordsByLanguage = Mapping[str, Mapping[str, str]]
BRIEFING = ("trade", "says", "day_prepare", "day_set", "day_check")
"""What is said of every workshop before it is tried: the trade, and its day in three pictures."""
DOES = "hangar.does"
"""What one does in a workshop, in about five words: on its card in the hangar."""
MENTOR = ("workshop.mentor", "workshop.mentor_name", "workshop.mentor_job")
"""What a mentor is called: with the trade on a card, the name alone, the trade alone."""
ANNOUNCED = 4
"""How many times what is announced the clock may leave."""
WHOLE = ("fr", "en")
"""Languages in which every text is there."""


@dataclass(frozen=True, slots=True)
class Named:
    """Said of a field of a rule's settings: it names one of the `kind` that the mechanic's `vocabulary` lists."""

    kind: str


@dataclass(frozen=True, slots=True)
class NamedAnswers:
    """Said of a mapping of a rule's settings: its keys are `field`s, each value an `answer.<key>`."""


@dataclass(frozen=True, slots=True)
class NamedBy:
    """Said of a mapping of a rule's settings: its keys are names of one kind, its values of another."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Ids that exist. `trades`: id to ROME code, None to leave them; `texts`: the house's, by language."""

    habiletes: Sequence[str]
    trades: Mapping[str, str] | None
    texts: Mapping[str, Mapping[str, str]]
    art: Sequence[str]


@runtime_checkable
class Referring(Protocol):
    """Params of a mechanic that name things of their own: (where, the name, what exists)."""

    def references(self) -> Iterable[tuple[Path, str, Sequence[str]]]: ...

    def needed_texts(self) -> Iterable[tuple[Path, str]]: ...

    def needed_drawings(self) -> Iterable[tuple[Path, str]]: ...

    def known_gates(self) -> Sequence[str]: ...

    def vocabulary(self) -> Mapping[str, Sequence[str]]: ...


@runtime_checkable
class Sensible(Protocol):
    """Params of a mechanic that tell what in them makes no sense together: (where, the sentence's code, its values)."""

    def nonsense(self) -> Iterable[tuple[Path, str, Mapping[str, object]]]: ...


def unknown(in_rules: bool, path: Path, got: str, known: Iterable[str]) -> Iterator[Finding]:
    """A finding when a name is not among those that exist."""
    names = list(known)
    if got not in names:
        yield Finding(in_rules, path, "unknown_name", unlike(got, names))


def check(
    head: Head, params: BaseModel, rules: Sequence[Rule], known: KnownNames, words: WordsByLanguage
) -> Iterator[Finding]:
    """Every name of a scenario that refers to nothing, in the order of its parts: head, params, rules.

    `words`: the scenario's own texts by language.
    """
    said = _SpokenText(known.texts, words)
    broken: list[Finding] = []
    yield from _head(head, rules, known, said)
    yield from _minutes(head, params)
    if isinstance(params, Referring):
        for at, gate in enumerate(head.gates):
            yield from unknown(False, ("gates", at), gate, params.known_gates())
        broken = [finding for path, got, names in params.references()
                  for finding in unknown(False, ("params", *path), got, names)]  # fmt: skip
        yield from broken
        for path, key in params.needed_texts():
            yield from _text(False, ("params", *path), key, said)
        for path, name in params.needed_drawings():
            yield from unknown(False, ("params", *path), name, known.art)
    said_of = params.nonsense() if isinstance(params, Sensible) else ()
    senseless = [Finding(False, ("params", *path), code, values) for path, code, values in said_of]
    yield from senseless
    yield from check_rules(rules, known)
    plain = params.model_dump()
    for at, rule in enumerate(rules):
        yield from _text(True, ("evidence", at, "id"), f"fact.{rule.id}", said)
        named = list(names_of(at, rule.settings, params.vocabulary())) if isinstance(params, Referring) else []
        yield from named
        # A reader looks names up in the params: it is asked where each of them leads somewhere, and all makes sense.
        for finding in rule.against(plain) if not (named or broken or senseless) else ():
            yield replace(finding, path=("evidence", at, *finding.path))


def check_rules(rules: Sequence[Rule], known: KnownNames) -> Iterator[Finding]:
    """Every habileté of the rules that does not exist."""
    for at, rule in enumerate(rules):
        yield from unknown(True, ("evidence", at, "habilete"), rule.habilete, known.habiletes)


def names_of(at: int, using: BaseModel, words: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """The names in a rule's settings that the mechanic does not know."""
    for name, field in type(using).model_fields.items():
        value = using.model_dump().get(field.alias or name)
        path: Path = ("evidence", at, "using", field.alias or name)
        for mark in field.metadata:
            if isinstance(mark, Named) and value is not None:
                several = isinstance(value, tuple)
                for n, word in enumerate(value if several else (value,)):
                    yield from unknown(True, (*path, n) if several else path, str(word), words.get(mark.kind, ()))
            elif isinstance(mark, NamedAnswers) and value is not None:
                for key, answer in value.items():
                    yield from unknown(True, (*path, key), key, words.get("field", ()))
                    yield from unknown(True, (*path, key), answer, words.get(f"answer.{key}", (answer,)))
            elif isinstance(mark, NamedBy) and value is not None:
                for key, name in value.items():
                    yield from unknown(True, (*path, key), key, words.get(mark.key, ()))
                    yield from unknown(True, (*path, key), name, words.get(mark.value, ()))


def _head(head: Head, rules: Sequence[Rule], known: KnownNames, said: "_SpokenText") -> Iterator[Finding]:
    if known.trades is not None:
        yield from unknown(False, ("trade", "id"), head.trade.id, known.trades)
        rome = known.trades.get(head.trade.id, head.trade.rome)
        if head.trade.rome != rome:
            yield Finding(False, ("trade", "rome"), "other_rome", {"got": head.trade.rome, "expected": rome})
    # A face of a mentor (mentor_karim_glad) is no mentor.
    drawn = [name for name in known.art if name.startswith("mentor_") and name.count("_") == 1]
    mentors = [name.removeprefix("mentor_") for name in drawn]
    yield from unknown(False, ("mentor",), head.mentor, mentors)
    for key in MENTOR if head.mentor in mentors else ():
        yield from _text(False, ("mentor",), f"{key}.{head.mentor}", said)
    for part in BRIEFING:
        yield from _text(False, ("title",), f"briefing.{part}", said)
    yield from _text(False, ("title",), DOES, said)
    names = [rule.id for rule in rules]
    for at, name in enumerate(head.debrief):
        yield from unknown(False, ("debrief", at), name, names)
        if name in names:
            for part in ("expected", "why", "next"):
                yield from _text(False, ("debrief", at), f"debrief.{part}.{name}", said)


def _minutes(head: Head, params: BaseModel) -> Iterator[Finding]:
    """What is announced is no more than the clock leaves, nor under a quarter of its ceilings."""
    if not isinstance(params, ClockBound):
        return
    longest_s, bounded = params.longest_s()
    least, most = -(-longest_s // (60 * ANNOUNCED)), longest_s // 60
    if head.minutes < least:
        yield Finding(False, ("minutes",), "greater_than_equal", {"got": head.minutes, "ge": least})
    elif bounded and head.minutes > most:
        yield Finding(False, ("minutes",), "less_than_equal", {"got": head.minutes, "le": most})


@dataclass(frozen=True, slots=True)
class _SpokenText:
    """Where texts are looked up: the scenario's own first, then the house's."""

    house: WordsByLanguage
    own: WordsByLanguage

    def lacking(self, key: str) -> list[str]:
        """The languages in which nobody says a key."""
        return [name for name in WHOLE if key not in self.own.get(name, {}) and key not in self.house.get(name, {})]


def _text(in_rules: bool, path: Path, key: str, said: _SpokenText) -> Iterator[Finding]:
    lacking = said.lacking(key)
    if lacking == list(WHOLE):
        yield Finding(in_rules, path, "no_text", {"text": key})
    elif lacking:
        yield Finding(in_rules, path, "no_text_in", {"text": key, "language": lacking[0]})
