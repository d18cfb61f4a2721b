"""Stored runs under new rules: who would change, and because of which rule. Nothing is adopted by looking."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from scoring.types import Observation, Profile

Interval = tuple[float, float]
"""The ends of a margin on the scale of the levels (2.5 % and 97.5 % quantiles)."""


@dataclass(frozen=True, slots=True)
class RuleGrade:
    """What a rule gave: its habileté, the category (None: missing) and the highest category it can give.

    `counts`: its weight, discrimination and thresholds, by which the same category may speak otherwise.
    """

    habilete: str
    category: int | None
    top: int
    counts: tuple[float, float, tuple[float, ...]] = (1.0, 1.0, ())


@dataclass(frozen=True, slots=True)
class Stated:
    """What is said of a habileté that was offered ("shown 2", "to_confirm"), with its mean and margin."""

    label: str
    mean: float
    margin: Interval


@dataclass(frozen=True, slots=True)
class Moved:
    """One observation whose category is another one, or counts otherwise.

    None: missing (not offered, no cuts for the device, no rule).
    `top_before`, `top_after`: the highest category the rule gives then, None where there is no such rule.
    """

    rule: str
    habilete: str
    before: int | None
    after: int | None
    top_before: int | None = None
    top_after: int | None = None

    @property
    def how(self) -> str:
        """The way it went, as the end of a key: gone, new, up or down; other, where the two cannot be compared."""
        if self.before is None or self.after is None:
            return "gone" if self.after is None else "new"
        if self.top_before != self.top_after or self.before == self.after:
            return "other"
        return "up" if self.after > self.before else "down"


@dataclass(frozen=True, slots=True)
class SaidRun:
    """What is said of one habileté, before and after, with means and margins; None: not said at all on that side.

    What is stored stands as it was stored.
    """

    habilete: str
    before: str
    after: str
    mean_before: float
    mean_after: float
    margin_before: Interval | None = None
    margin_after: Interval | None = None


@dataclass(frozen=True, slots=True)
class Rescored:
    """One stored run. `version`: the rules that made its score, which stays readable under that name."""

    id: str
    version: str
    moved: tuple[Moved, ...]
    said: tuple[SaidRun, ...]
    same_as_stored: bool | None  # the old rules give again the score that was stored; None: they are not at hand

    @property
    def changes(self) -> bool:
        """Whether anything the person was told would be said otherwise."""
        return any(sentence.before != sentence.after for sentence in self.said)


def labelled(statement: str, level: int) -> str:
    """A statement with its level where it has one: "shown 2", "to_confirm"."""
    return f"{statement} {level}" if statement == "shown" else statement


def statements(profile: Profile) -> dict[str, Stated]:
    """What a profile says of each habileté that was offered, with its mean and margin."""
    return {
        m.habilete: Stated(labelled(m.statement, m.level), m.mean, (m.low, m.high))
        for m in profile.measured if m.n_offered
    }  # fmt: skip


def categories(observations: Sequence[Observation]) -> dict[str, RuleGrade]:
    """What each rule gave."""
    return {o.rule: graded(o) for o in observations}


class CountedFact(Protocol):
    """What is known of one graded fact: as a rule gave it, or as it was stored."""

    @property
    def habilete(self) -> str: ...
    @property
    def category(self) -> int | None: ...
    @property
    def top(self) -> int: ...
    @property
    def weight(self) -> float: ...
    @property
    def a(self) -> float: ...
    @property
    def b(self) -> tuple[float, ...]: ...


def graded(fact: CountedFact) -> RuleGrade:
    """What a rule gave, and how it counts."""
    return RuleGrade(fact.habilete, fact.category, fact.top, (fact.weight, fact.a, fact.b))


Side = tuple[Mapping[str, RuleGrade], Mapping[str, Stated]]
"""What each rule gave, by its name, and what is said of each habileté."""


def compare(before: Side, after: Side) -> tuple[tuple[Moved, ...], tuple[SaidRun, ...]]:
    """Two sides: what moved, and what is said of every habileté offered in either."""
    sides = [(rule, before[0].get(rule), after[0].get(rule)) for rule in sorted({*before[0], *after[0]})]
    moved = [_moved(*side) for side in sides if _speaks_otherwise(*side[1:])]
    said = [_said(name, before[1].get(name), after[1].get(name)) for name in sorted({*before[1], *after[1]})]
    return tuple(moved), tuple(said)


def _speaks_otherwise(old: RuleGrade | None, new: RuleGrade | None) -> bool:
    """Whether a rule gave another category, or the same one counts otherwise."""
    if old is None or new is None or old.category is None or new.category is None:
        return (old.category if old else None) != (new.category if new else None)
    return old != new


def _moved(rule: str, old: RuleGrade | None, new: RuleGrade | None) -> Moved:
    last = new or old
    return Moved(
        rule, last.habilete if last else "", old.category if old else None, new.category if new else None,
        old.top if old else None, new.top if new else None,
    )  # fmt: skip


def _said(name: str, old: Stated | None, new: Stated | None) -> SaidRun:
    labels = [state.label if state else "not_measured" for state in (old, new)]
    means = [state.mean if state else 0.0 for state in (old, new)]
    margins = [state.margin if state else None for state in (old, new)]
    return SaidRun(name, labels[0], labels[1], means[0], means[1], margins[0], margins[1])


def by_rule(rescored: Sequence[Rescored]) -> dict[str, Counter[tuple[int | None, int | None]]]:
    """For each rule, how many runs go from one category to another."""
    tables: dict[str, Counter[tuple[int | None, int | None]]] = {}
    for run in rescored:
        for move in (move for move in run.moved if move.before != move.after):
            tables.setdefault(move.rule, Counter())[move.before, move.after] += 1
    return tables
