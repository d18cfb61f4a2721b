"""A circuit is one file: the workshops of a sitting in their order, for whom, and what it is meant to look at."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scenarios.model import Strict, Title, nearest, once
from scenarios.offers import OfferFile
from scenarios.safe import Lines, Problem, SourceErrors
from scenarios.shipped import content, read_as
from scenarios.source import read_yaml, workshop_folders

MOST = 4
CircuitName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{2,40}$")]


class Circuit(Strict, title="Circuit d'ateliers"):
    """One circuit's file. `most`: how many of its workshops a sitting holds; `looks_at`: the habiletés it is for."""

    id: Annotated[str, Field(pattern=r"^C[0-9]{1,2}$", title="Identifiant")]
    title: Annotated[Title, Field(title="Titre")]
    whom: Annotated[Literal["session", "fair", "discovery"], Field(alias="for", title="Pour quelle séance")]
    minutes: Annotated[int, Field(ge=1, le=240, title="Durée annoncée (minutes)")]
    workshops: Annotated[tuple[CircuitName, ...], Field(min_length=1, max_length=40, title="Ateliers, dans l'ordre")]
    most: Annotated[int, Field(ge=1, le=MOST, title="Ateliers dans une séance, au plus")] = MOST
    looks_at: Annotated[tuple[CircuitName, ...], Field(max_length=40, title="Habiletés regardées")] = ()

    @model_validator(mode="after")
    def each_once(self) -> Self:
        """No workshop and no habileté twice."""
        once(self.workshops)
        once(self.looks_at)
        if "most" in self.model_fields_set and self.most > (there := len(self.workshops)):
            raise PydanticCustomError("less_than_equal", "at most {le}", {"got": self.most, "le": there})
        return self


HabiletesRead = Mapping[str, Sequence[str]]
"""The workshops there are, each with the habiletés its rules observe."""


def circuit_files() -> list[Path]:
    """The files of circuits, in the order of their names."""
    return sorted(content("circuits").glob("*.yaml"))


def read_circuit(path: Path, there: HabiletesRead | None = None) -> Circuit:
    """One circuit's file, which bears its id; each workshop is there, each habileté observed. Raises SourceErrors."""
    circuit = read_as(path, Circuit)
    _, lines = read_yaml(path)
    problems = list(_names(circuit, path, lines, measured() if there is None else there))
    if path.stem != circuit.id:
        problems.insert(0, Problem(path.name, 1, "id", "other_name", {"got": circuit.id, "expected": path.stem}))
    if problems:
        raise SourceErrors(problems)
    return circuit


def _names(circuit: Circuit, path: Path, lines: Lines, there: HabiletesRead) -> Iterator[Problem]:
    """Every name of a circuit that refers to nothing, with the nearest that does."""
    observed = sorted({name for workshop in circuit.workshops for name in there.get(workshop, ())})
    for field, names, known, code in (
        ("workshops", circuit.workshops, tuple(there), "unknown_name"),
        ("looks_at", circuit.looks_at, tuple(observed), "nobody_measures"),
    ):
        for n, name in enumerate(names):
            if name not in known:
                values = {"got": name, "expected": ", ".join(known), "nearest": nearest(name, known)}
                yield Problem(path.name, lines.line((field, n)), f"{field}.{n}", code, values)


@cache
def measured() -> HabiletesRead:
    """The workshops that come with the game and what their rules observe; of rules that cannot be read, nothing."""
    by_workshop: dict[str, tuple[str, ...]] = {}
    for folder in workshop_folders():
        try:
            rules = read_yaml(folder / "evidence.yaml")[0].get("evidence")
        except SourceErrors:
            rules = None
        named = [rule.get("habilete") for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []
        by_workshop[folder.name] = tuple(dict.fromkeys(str(name) for name in named if name))
    return by_workshop


def load_circuits(there: HabiletesRead | None = None) -> tuple[tuple[Circuit, ...], tuple[Problem, ...]]:
    """Every circuit that is sound, by id, and what is wrong with the others: each is set aside alone."""
    sound: list[Circuit] = []
    problems: list[Problem] = []
    for path in circuit_files():
        try:
            sound.append(read_circuit(path, there))
        except SourceErrors as error:
            problems += error.problems
    return tuple(sound), tuple(problems)


def unsettled(path: Path, sound: Sequence[Circuit], there: HabiletesRead | None = None) -> list[Problem]:
    """What the offers of a file ask that no workshop of any circuit observes: nothing is refused, it is told by line.

    `path`: a file of example offers. A file that cannot be read has nothing to be told of here.
    """
    known = measured() if there is None else there
    observed = sorted({name for circuit in sound for workshop in circuit.workshops for name in known.get(workshop, ())})
    try:
        offers, (_, lines) = read_as(path, OfferFile).offers, read_yaml(path)
    except SourceErrors:
        return []
    problems = []
    for n, offer in enumerate(offers):
        for k, asked in enumerate(offer.requirements):
            if asked.habilete not in observed:
                values = {"got": asked.habilete, "offer": offer.id, "expected": ", ".join(observed)}
                line = lines.line(("offers", n, "requirements", k))
                problems.append(Problem(path.name, line, f"offers.{n}.requirements.{k}", "no_circuit", values))
    return problems
