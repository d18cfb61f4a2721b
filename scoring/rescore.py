"""Stored runs under new rules: who would change, and because of which rule. Nothing is adopted by looking."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.types import Observation, Profile


@dataclass(frozen=True, slots=True)
class Moved:
    """One observation whose category is another one. None: missing (not offered, no cuts for the device, no rule)."""

    rule: str
    habilete: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one habileté, before and after, with the means. A stored mean is the one that was stored."""

    habilete: str
    before: str
    after: str
    mean_before: float
    mean_after: float


@dataclass(frozen=True, slots=True)
class Rescored:
    """One stored run. `version`: the rules that made its score, which stays readable under that name."""

    id: str
    version: str
    moved: tuple[Moved, ...]
    said: tuple[Said, ...]
    same_as_stored: bool  # the old rules give again the score that was stored

    @property
    def changes(self) -> bool:
        """Whether anything the person was told would be said otherwise."""
        return any(one.before != one.after for one in self.said)


def told(statement: str, level: int) -> str:
    """A statement with its level where it has one: "shown 2", "to_confirm"."""
    return f"{statement} {level}" if statement == "shown" else statement


def statements(profile: Profile) -> dict[str, tuple[str, float]]:
    """What a profile says of each habileté that was offered, and its mean."""
    return {m.habilete: (told(m.statement, m.level), m.mean) for m in profile.measured if m.n_offered}


def categories(observations: Sequence[Observation]) -> dict[str, tuple[str, int | None]]:
    """Habileté and category of each rule."""
    return {o.rule: (o.habilete, o.category) for o in observations}


def compare(
    before: tuple[Mapping[str, tuple[str, int | None]], Mapping[str, tuple[str, float]]],
    after: tuple[Mapping[str, tuple[str, int | None]], Mapping[str, tuple[str, float]]],
) -> tuple[tuple[Moved, ...], tuple[Said, ...]]:
    """(categories, statements) before and after: what moved, and what is said of every habileté offered in either."""
    old, new = before[0], after[0]
    moved = [
        Moved(
            rule,
            new.get(rule, old.get(rule, ("", None)))[0],
            old.get(rule, ("", None))[1],
            new.get(rule, ("", None))[1],
        )
        for rule in sorted({*old, *new})
    ]
    nothing = ("not_measured", 0.0)
    said = [
        Said(name, *_pair(before[1].get(name, nothing), after[1].get(name, nothing)))
        for name in sorted({*before[1], *after[1]})
    ]
    return tuple(m for m in moved if m.before != m.after), tuple(said)


def _pair(old: tuple[str, float], new: tuple[str, float]) -> tuple[str, str, float, float]:
    return old[0], new[0], old[1], new[1]


def by_rule(rescored: Sequence[Rescored]) -> dict[str, Counter[tuple[int | None, int | None]]]:
    """For each rule, how many runs go from one category to another."""
    tables: dict[str, Counter[tuple[int | None, int | None]]] = {}
    for one in rescored:
        for move in one.moved:
            tables.setdefault(move.rule, Counter())[move.before, move.after] += 1
    return tables
