"""People as an adviser may read them: by code, what was shown, what they said of place and hours. No name is here."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, cast

from export.store.answers import ASKED
from export.store.contests import HELD_BACK, WAITS
from export.store.days import AT_SITTING, notes_about
from export.store.following import LEFT, STANDS
from export.store.matching import people_of
from export.store.noting import noted_of
from export.store.observing import overrides_of
from export.store.port import SqlValue
from export.store.readings import CLOSED
from export.store.store import Store
from export.store.term import HELD
from scenarios.reference import in_order
from scoring.match import NOT_ASKED

CARD_COLUMNS = ("code", "about", "said", "observed", "offered", "done", "part", "open", "unseen")


def codes_of(store: Store) -> dict[str, str]:
    """The code of each person here, by id."""
    return {row["candidate_id"]: row["code"] for row in store.rows("select candidate_id, code from candidates")}


class PeopleCodes(dict[str, str]):
    """The code of each person by id, read as it is asked for: a page names a few, a sheet everybody."""

    FEW = 40

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store

    def __missing__(self, candidate_id: str) -> str:
        """One code; all of them at once after many. Raises KeyError for somebody who is not here."""
        if len(self) >= self.FEW:
            self.update(codes_of(self.store))
        else:
            row = self.store.first_row("select code from candidates where candidate_id=?", candidate_id)
            self.update({candidate_id: str(row["code"])} if row else {})
        code = self.get(candidate_id)
        if code is None:
            raise KeyError(candidate_id)
        return code


PEOPLE_COLUMNS = ("code", "since", "until", "results", "decisions", "contested")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people a list holds. `code`: how it begins, as it is typed, the code of
    any of their visits; `day`: of import, as ISO text; "" for all.

    `contested`: those alone whose disagreement waits for an answer. `unread`: a moment, as `stamp` gives it: those
    alone whose time is not over then and whose result nobody has opened; "" for all. `undecided`: a moment too:
    those alone whose time is not over then and for whom the reader's next step is to look for an offer. `sitting`: the
    id of a day: those alone who shared a result at one of its seats. `order`: one of ORDERS; `reader`: the adviser
    whose work the steps are, "" for nobody's. Nothing measured is in any order.
    """

    code: str = ""
    day: str = ""
    contested: bool = False
    order: str = "day"
    reader: str = ""
    unread: str = ""
    undecided: str = ""
    sitting: str = ""


STEPS = ("answer", "read", "decide", "other", "observe", "more", "follow", "kept", "hired", "none")
"""What can be done next for a person: answer a disagreement, read the result, look for an offer, for another one where
all that was decided is a no, close a grid first, see more of them where that is what was decided, hear of what they are
proposed for, come back to what is kept in view, ask again months after a hiring. None: they have another project, or
six months were told of."""
SEARCHING = (STEPS.index("decide"), STEPS.index("other"))
HIRED_HERE = f"select o.candidate_id from outcomes o where o.kind='hired' and {STANDS} and not exists ({LEFT})"
PROPOSED = f"""select d.candidate_id from standing_decisions d where d.verdict='propose' and not exists (
  select 1 from outcomes o where o.candidate_id=d.candidate_id and o.offer_id=d.offer_id
  and o.kind in('not_hired','left_3','left_6') and {STANDS})"""
STEP_OF = f"""case
when c.candidate_id in (select r.candidate_id from remarks r where {WAITS}) then 0
when c.candidate_id in (select g.candidate_id from grids g join watches w using(watch_id)
  where g.observer=? and {CLOSED}<w.observers) then 4
when c.candidate_id not in (select candidate_id from readings where adviser=? and opened_at is not null) then 1
when c.candidate_id not in (select candidate_id from standing_decisions) then 2
when c.candidate_id in ({HIRED_HERE} and not exists (select 1 from outcomes t where t.candidate_id=o.candidate_id
  and t.offer_id=o.offer_id and t.kind='there_6' and t.undone_at is null)) then 8
when c.candidate_id in ({HIRED_HERE}) then 9
when c.candidate_id in (select candidate_id from standing_decisions
  where verdict='keep' and reason_code='more_evidence') then 5
when c.candidate_id in ({PROPOSED}) then 6
when c.candidate_id in (select candidate_id from standing_decisions where verdict='keep') then 7
when c.candidate_id in (select candidate_id from standing_decisions
  where verdict='candidate_declined' and reason_code='other_project') then 9
else 3 end"""
STEP = f"{STEP_OF} as step"
LATEST = "c.created_at desc, c.code, c.candidate_id"
ORDERS = {"next": f"c.step, {LATEST}", "day": LATEST, "code": "c.code, c.candidate_id"}
HEAD = "c.code, c.candidate_id, substr(c.created_at,1,10) as since, substr(c.expires_at,1,10) as until"
COUNTED = f"""{HEAD},
(select count(*) from workshops w where w.candidate_id=c.candidate_id) as results,
(select count(*) from standing_decisions d where d.candidate_id=c.candidate_id and not {HELD_BACK}) as decisions
"""


WHERE = f"""
from candidates c where (?='' or replace(c.code,'-','') like ?||'%' or c.candidate_id in
(select v.candidate_id from evidence_archive v where replace(v.code,'-','') like ?||'%'))
and (?='' or substr(c.created_at,1,10)=?)
and (?=0 or c.candidate_id in (select r.candidate_id from remarks r where {WAITS}))
and (?='' or c.{HELD} and c.candidate_id not in (select candidate_id from readings where opened_at is not null))
and (?='' or c.{HELD} and ({STEP_OF}) in {SEARCHING})
and (?='' or c.candidate_id in ({AT_SITTING}))
"""


def people_list(
    store: Store, wanted: Wanted | None = None, most: int = -1, after: int = 0
) -> list[dict[str, Any]]:
    """Everybody here, in the order asked for: code, id, day of import, day until which it is kept, number of workshops,
    of decisions that stand and are not held, whether a disagreement waits, and what can be done next (one of STEPS).

    `most` after `after` others; -1: all. Raises KeyError for an order that is none.
    """
    asked = wanted or Wanted()
    # Which people first, then what is counted of them alone: of everybody else nothing is.
    rows = store.rows(
        f"select {COUNTED}, c.step from (select * from (select c.*, {STEP} {WHERE}) c order by {ORDERS[asked.order]} "
        f"limit ? offset ?) c order by {ORDERS[asked.order]}",
        asked.reader, asked.reader, *_values(asked), most, after,
    )  # fmt: skip
    return [stepped(row, row["step"]) for row in rows]


def people_in_turn(store: Store, wanted: Wanted, each: int) -> Iterator[list[dict[str, Any]]]:
    """The same but for the workshops, all of them as they are at one moment, `each` at a time. Who leaves meanwhile is
    in no later part.
    """
    parts: list[str] = []
    with store.reading():
        settled = _last_entry(store)
        counts = store.stream(
            f"select candidate_id, count(*) from standing_decisions d where not {HELD_BACK} group by candidate_id"
        )
        decided = {str(who): str(n) for who, n in counts}
        people = cast(Iterator[tuple[str, str, str, str, int | None]], store.stream(
            f"select {HEAD}, c.step from (select c.*, {STEP} {WHERE}) c order by {ORDERS[wanted.order]}",
            wanted.reader, wanted.reader, *_values(wanted),
        ))  # fmt: skip
        # As lines, in a third of the memory that so many rows take: who waits for their part holds everybody.
        while some := [
            f"{code}\t{who}\t{since}\t{until}\t{decided.get(who, 0)}\t{step or 0}"
            for code, who, since, until, step in islice(people, each)
        ]:
            parts.append("\n".join(some))
    for at, part in enumerate(parts):
        parts[at] = ""
        lines = [line.split("\t") for line in part.split("\n")]
        # Nobody leaves without a line in the log: where there is none they are all here.
        same = _last_entry(store) == settled
        here = None if same else _still_here(store, [line[1] for line in lines])
        yield [
            stepped({"code": code, "candidate_id": who, "since": since, "until": until, "decisions": int(n)}, int(step))
            for code, who, since, until, n, step in lines if here is None or who in here
        ]  # fmt: skip


def _last_entry(store: Store) -> SqlValue:
    """The number of the last line of the log."""
    return store.tuples("select max(entry) from audit")[0][0]


def _still_here(store: Store, people: Sequence[str]) -> set[SqlValue]:
    """Those of some people who are in the base."""
    named = "select candidate_id from candidates where candidate_id in (select value from json_each(?))"
    return {who for (who,) in store.tuples(named, json.dumps(people))}


def stepped(row: dict[str, Any], step: int) -> dict[str, Any]:
    """A row with what can be done next as its name."""
    row["contested"], row["step"] = int(step == 0), STEPS[step]
    return row


def people_count(store: Store, wanted: Wanted | None = None) -> int:
    """How many `people_list` holds."""
    row = store.first_row(f"select count(*) as n {WHERE}", *_values(wanted or Wanted()))
    return int(row["n"]) if row else 0


def _values(wanted: Wanted) -> tuple[str | int, ...]:
    code = "".join(sign for sign in wanted.code.upper() if sign.isalnum())
    asked = (code, code, code, wanted.day, wanted.day, int(wanted.contested), wanted.unread, wanted.unread)
    mine = (wanted.undecided, wanted.undecided, wanted.reader, wanted.reader)
    return *asked, *mine, wanted.sitting, wanted.sitting


@dataclass(frozen=True, slots=True)
class Margin:
    """Low, middle and high of a habileté on the scale of the levels: to be drawn, never written as figures.

    `p_levels`: P(theta >= level 1, 2, 3), for the reason why something is not sure.
    """

    low: float
    mean: float
    high: float
    p_levels: tuple[float, float, float]


def margins(store: Store, candidate_id: str) -> dict[str, Margin]:
    """The margin of each habileté of a person."""
    kept = store.first_row("select readout from readouts where candidate_id=?", candidate_id)
    readout = json.loads(kept["readout"])["readout"] if kept else {}
    return {
        name: Margin(shown["low"], shown["mean"], shown["high"], tuple(shown["p_levels"]))
        for name, shown in readout.items()
    }


def counted_of(store: Store, candidate_id: str) -> list[str]:
    """The workshops that a person's result stands on, by id: another try of one of them changes nothing in it."""
    rows = store.rows("select workshop from workshops where candidate_id=? order by workshop", candidate_id)
    return [str(row["workshop"]) for row in rows]


def card(store: Store, candidate_id: str, now: datetime) -> dict[str, Any]:
    """One person's card: head and one row a habileté, with the statements and answers every list reads, the
    levels that an adviser says otherwise, and what was noted at the seat on the days played.

    Raises StoreError for someone who is not here, or whose time is over.
    """
    person = people_of(store, now, candidate_id)[0]
    head = store.first_row("select * from candidates where candidate_id=?", candidate_id)
    kept = store.first_row("select * from readouts where candidate_id=?", candidate_id)
    assert head is not None
    assert kept is not None
    counts = json.loads(kept["readout"])["readout"]
    said = person.wishes
    return {
        "code": head["code"],
        "since": head["created_at"][:10],
        "until": head["expires_at"][:10],
        "scenario": kept["scenario"],
        "places": dict(said.places),
        "conditions": {name: said.conditions.get(name, NOT_ASKED) for name in ASKED},
        "commute": said.commute or NOT_ASKED,
        "device_ease": head["device_ease"],
        "rows": [
            {"habilete": name, "statement": person.stated[name], "level": counts[name]["level"],
             "observed": counts[name]["n_observed"], "offered": counts[name]["n_offered"]}
            for name in in_order(person.stated)
        ],
        "overrides": [
            {name: row[name] for name in ("habilete", "mark", "reason_code", "text", "said_by", "said_at")}
            for row in overrides_of(store, candidate_id) if row["stands"]
        ],
        "notes": [
            {name: row[name] for name in ("seat", "kind", "text", "written_by", "written_at")}
            for row in notes_about(store, candidate_id)
        ],
        "noted_answers": noted_of(store, candidate_id),
    }  # fmt: skip
