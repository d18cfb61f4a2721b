"""A sitting person by person, for the team alone: what is decided of each, what comes next, what news is asked for.

Page and sheet are made of the same rows, and these of what « Personnes », a person's page and « Suites » read.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from starlette.responses import Response

from desk.card_words import decision_rows
from export.store.days import day_of
from export.store.decisions import STANDING, decisions_of
from export.store.following import due
from export.store.people import STEPS, Wanted, people_count, people_in_turn, people_list
from export.store.readings import unseen_by
from export.store.sheets import csv_parts
from tower.call import Call, shown
from tower.pages.people import DONE_AT, EACH, FIRST, with_rooms
from tower.pages.recap import elsewhere
from tower.telling import telling_words

COLUMNS = ("code", "room", "results", "decided", "news", "next")
"""Those of the sheet, in the order of the page."""


def of_sitting(call: Call) -> Wanted:
    """Who shared a result at a seat of the day, what can be done next first, as « Personnes » puts them."""
    return Wanted(order=FIRST, reader=call.adviser, sitting=str(day_of(call.store, call.words["day"])["day_id"]))


def with_decisions(call: Call, some: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """People of a list, each with the decisions that stand of them, in words, and the news that is asked for.

    Of whom the adviser observes neither is told: a decision tells of the result.
    """
    hidden, words, asked = unseen_by(call.store, call.adviser), telling_words(call), news_by(call)
    rows = with_rooms(call, some)
    for row in rows:
        who = str(row["candidate_id"])
        seen = row["seen"] = who not in hidden
        taken = decisions_of(call.store, who) if seen else []
        stands = [decision for decision in taken if decision["state"] in STANDING]
        row["decided"] = [
            {**said, "offer_id": decision["offer_id"]}
            for decision, said in zip(stands, decision_rows(stands, words), strict=True)
        ]
        row["news"] = [
            {"offer_id": news["offer_id"], "offer": words.offer(str(news["offer_id"])),
             "said": call.say(f"tower.after.asked.{news['asks']}", day=call.day(str(news["since"])))}
            for news in (asked.get(who, ()) if seen else ())
        ]  # fmt: skip
    return rows


def news_by(call: Call) -> dict[str, list[Mapping[str, Any]]]:
    """Whose news is waited for today, by person: the very rows of « Suites »."""
    today = call.now.date()

    def asked() -> dict[str, list[Mapping[str, Any]]]:
        waiting: dict[str, list[Mapping[str, Any]]] = {}
        for row in due(call.store, today):
            waiting.setdefault(str(row["candidate_id"]), []).append(row)
        return waiting

    return call.house.once(f"news {today}", asked)


def sitting_people(call: Call) -> Response:
    """The page, so many people at a time."""
    day, asked = day_of(call.store, call.words["day"]), of_sitting(call)
    # Counted once until the base changes: which packets came from its seats is asked of each of a house's packets.
    n = call.house.once(f"came/{day['day_id']}", lambda: people_count(call.store, asked))
    span = call.span(n, EACH)
    rows = with_decisions(call, people_list(call.store, asked, span.each, span.after))
    other = elsewhere(call, str(day["day_id"]))
    return call.page("sitting_people.html", one=day, rows=rows, span=span, steps=DONE_AT, elsewhere=other)


def decided_line(decision: Mapping[str, Any]) -> str:
    """A decision in one cell of a sheet: verdict, offer, reason, who and when, and what became of it."""
    signed = f"{decision['adviser']}, {decision['at']}"
    return " · ".join([*(str(decision[name]) for name in ("verdict", "offer", "reason")), signed, decision["state"]])


def sitting_sheet(call: Call) -> Response:
    """The same, whole, as a sheet."""
    heads = {name: call.say(f"tower.sitting.{name}") for name in COLUMNS}
    steps = {step: call.say(f"tower.people.step.{step}") for step in STEPS}

    def rows(some: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for row in with_decisions(call, list(some)):
            yield {
                **row, "results": ", ".join(row["played"]), "next": steps[row["step"]],
                "decided": " | ".join(map(decided_line, row["decided"])),
                "news": " | ".join(f"{news['offer']} : {news['said']}" for news in row["news"]),
            }  # fmt: skip

    in_parts = (rows(some) for some in people_in_turn(call.store, of_sitting(call), EACH))
    return call.long_sheet("bilan-personnes.csv", csv_parts(heads, in_parts), "sitting")


WAYS = (
    shown("/days/{day}/report/people", sitting_people),
    shown("/days/{day}/report/people.csv", sitting_sheet),
)
