"""What the game said of people beside what became of them: `scoring.validity` says whether there is a link."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from pydantic_core import from_json

from export.store.following import STANDS
from export.store.matching import offers_named, people_of
from export.store.moments import stamp
from export.store.store import Store
from export.store.telling import Marks, arrivals, tell
from export.store.term import HELD
from scenarios.reference import habiletes
from scoring.match import UNMEASURED, match
from scoring.validity import Foretold, links

FIT = "fit"
"""The name of the offer's fit among what the game says; the others are ids of habiletés."""
QUESTIONS = {"hired": ("hired", "not_hired"), "three": ("there_3", "left_3"), "six": ("there_6", "left_6")}
"""Question -> what happened, what did not; who is neither is not known, and not counted."""


@dataclass(frozen=True, slots=True)
class Linked:
    """One question: for whom it happened, for whom not, and each thing the game said of them."""

    question: str
    happened: int
    other: int
    links: tuple[Foretold, ...]


READER = TypeAdapter(Linked)
REPORT = "links"


def linked(store: Store, now: datetime) -> list[Linked]:
    """Each question with its links. A person counts once: for what happened, should it have happened anywhere.

    What is said is said anew when ten people at least have changed it (`export.store.telling`).
    """
    counted = arrivals(store)
    sides_of = {question: _sides(store, now, *kinds, counted.keys()) for question, kinds in QUESTIONS.items()}
    numbers = tell(store, REPORT, sides_of, lambda question, marks: _worked_out(store, now, question, marks))
    nobody = tuple(links(_sorted({}, {})))
    return [
        READER.validate_json(numbers[question].value) if question in numbers else Linked(question, 0, 0, nobody)
        for question in QUESTIONS
    ]


def _sides(store: Store, now: datetime, yes: str, no: str, counted: Collection[str]) -> dict[str, str]:
    """Who counts in a question, and as what: what happened or did not, and the offer it was about."""
    rows = store.rows(
        "select o.candidate_id, o.offer_id, o.kind from outcomes o join candidates c using(candidate_id) "
        f"where {STANDS} and o.kind in(?,?) and c.{HELD} order by o.candidate_id, "
        "case when o.kind=? then 0 else 1 end, o.on_day, o.offer_id", yes, no, stamp(now), yes,
    )  # fmt: skip
    first = {row["candidate_id"]: row for row in reversed(rows) if row["candidate_id"] in counted}
    return {who: f"{'yes' if row['kind'] == yes else 'no'} {row['offer_id']}" for who, row in first.items()}


def _worked_out(store: Store, now: datetime, question: str, marks: Marks) -> str:
    """A question and its links, as they are kept."""
    sides = {who: mark.startswith("yes ") for who, mark in marks.items()}
    counts = Counter(sides.values())
    said = _said(store, now, ((who, mark.partition(" ")[2]) for who, mark in marks.items()))
    linked = Linked(question, counts[True], counts[False], tuple(links(_sorted(said, sides))))
    return READER.dump_json(linked).decode()


def _sorted(
    said: Mapping[str, Mapping[str, float]], sides: Mapping[str, bool]
) -> dict[str, tuple[list[float], list[float]]]:
    """What was said of those for whom it happened, and of those for whom not."""
    names = (FIT, *(habilete.id for habilete in habiletes()))
    values = {name: said.get(name, {}) for name in names}
    return {
        name: ([v for who, v in of.items() if sides[who]], [v for who, v in of.items() if not sides[who]])
        for name, of in values.items()
    }


def _said(store: Store, now: datetime, pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """By what the game says, then by person: the mean of a habileté that was measured, the fit of the offer."""
    wanted = list(pairs)
    means_of: dict[str, dict[str, float]] = {FIT: {}, **{habilete.id: {} for habilete in habiletes()}}
    offers = offers_named(store, [offer for _, offer in wanted])
    for who, offer in wanted:
        (person,) = people_of(store, now, who)
        pair = match(person, offers[offer])
        if pair.whole:
            means_of[FIT][who] = pair.score
        row = store.first_row("select readout from readouts where candidate_id=?", who)
        for name, shown in (from_json(row["readout"])["readout"] if row else {}).items():
            if shown["statement"] not in UNMEASURED:
                means_of[name][who] = float(shown["mean"])
    return means_of
