"""People by their code, and one person's result: what it says, and how sure it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from starlette.responses import Response

from desk.card_words import (
    around_rows,
    decision_rows,
    first_lines,
    looked_said,
    said_rows,
    told_by,
    told_card,
    told_said,
)
from desk.match_words import Words
from desk.unsure import between, why_unsure
from export.packets.keys import KeyFileError
from export.store.archive import NOT_FIRST, packets_of, runs_of_person
from export.store.beside import organisation_beside
from export.store.came import Came, came_of
from export.store.decisions import decisions_of
from export.store.moments import stamp
from export.store.observing import overrides_of, watches_of
from export.store.people import (
    ORDERS,
    PEOPLE_COLUMNS,
    STEPS,
    Margin,
    Wanted,
    card,
    counted_of,
    margins,
    people_count,
    people_in_turn,
    people_list,
)
from export.store.remarks import remarks_of
from export.store.sheets import csv_parts
from export.store.shown import shown_states, with_states
from scoring.match import UNMEASURED
from scoring.told import ABOVE, EXPECTED
from scoring.types import LEVEL_CUTS, AxisBand, cut_band, share
from tower.call import Call, sent, shown
from tower.extremes import extremes
from tower.in_view import for_person
from tower.pages.observing import override_row
from tower.pages.said import answer_rows, private_note
from tower.pages.under import passports
from tower.review import Evidence, weighed, workshop_titles
from tower.saying import by_others, own_words, plan_said
from tower.settling import NextSteps, Outlook, outlooks_of, plan_of
from tower.telling import telling_words

EACH = 50
AT_ONCE = 500
"""People of a sheet of everybody that are read at a time: the tower answers others between."""
FILTER = "filter:people"
DONE_AT = {
    "answer": "/people/WHO#remarks", "read": "/people/WHO", "decide": "/people/WHO/offers", "observe": "/observe",
    "more": "/people/WHO", "none": "", "other": "/people/WHO/offers", "follow": "/people/WHO#decisions",
    "kept": "/people/WHO#decisions", "hired": "/after",
}  # fmt: skip
"""Where what can be done next for a person (WHO) is done."""
FIRST = "next"
"""The order in which people stand before another is asked for."""


def wanted(call: Call) -> Wanted:
    """Which people were asked for last; those who contest, whom nobody read, or for whom an offer is to be looked for,
    are all of them, whatever was looked for elsewhere.
    """
    if call.path.startswith("/people/contested"):
        return Wanted(contested=True, reader=call.adviser)
    if call.path.startswith("/people/unread"):
        return Wanted(order=FIRST, reader=call.adviser, unread=stamp(call.now))
    if call.path.startswith("/people/undecided"):
        return undecided(call)
    kept = call.login.kept.get(FILTER, {})
    order = kept["order"] if kept.get("order") in ORDERS else FIRST
    return Wanted(kept.get("code", ""), kept.get("day", ""), order=order, reader=call.adviser)


def undecided(call: Call) -> Wanted:
    """Those whose result this adviser has read, neither proposed nor in view: an offer is to be looked for."""
    return Wanted(order=FIRST, reader=call.adviser, undecided=stamp(call.now))


def people(call: Call) -> Response:
    """Everybody, in the order that was asked for, a page at a time: what can be done next leads."""
    asked = wanted(call)
    span = call.span(people_count(call.store, asked), EACH)
    rows = with_rooms(call, people_list(call.store, asked, span.each, span.after))
    apart = "contested" if asked.contested else "unread" if asked.unread else "undecided" if asked.undecided else ""
    return call.page("people.html", rows=rows, span=span, asked=asked, orders=tuple(ORDERS), steps=DONE_AT, apart=apart)


def with_rooms(call: Call, rows: list[dict[str, Any]], everybody: Came | None = None) -> list[dict[str, Any]]:
    """The people of a list, each with the sitting and the seat their latest result came from, "" for none, and the
    workshops that count: by these a code is found again. `everybody`: where that was asked of all at once."""
    came = everybody or came_of(call.store, [str(row["candidate_id"]) for row in rows])
    titles = workshop_titles(call.login.language)
    # Many come from one seat, or played the same: each is put in words once.
    said: dict[tuple[str, int], tuple[str, str]] = {}
    named = cache(lambda played: [titles.get(workshop, workshop) for workshop in played])
    for row in rows:
        at = came.seats.get(row["candidate_id"])
        place = (at["day_id"], at["seat"]) if at else ("", 0)
        if place not in said:
            said[place] = room_said(call, at), f"/days/{place[0]}/seats/{place[1]}" if at else ""
        row["room"], row["seat"] = said[place]
        row["played"] = named(came.played.get(row["candidate_id"], ()))
    return rows


def room_of(call: Call, who: str) -> str:
    """The sitting and the seat that a person's latest result came from, "" for none."""
    return room_said(call, came_of(call.store, [who]).seats.get(who))


def room_said(call: Call, at: Mapping[str, Any] | None) -> str:
    """A sitting and a seat in words, "" for none."""
    return call.say("tower.people.at", title=at["title"], n=at["seat"]) if at else ""


def titled(call: Call, workshops: Sequence[str]) -> list[str]:
    """The titles of workshops, in the adviser's language; of one that is not installed here, its id."""
    titles = workshop_titles(call.login.language)
    return [titles.get(workshop, workshop) for workshop in workshops]


def choose(call: Call) -> Response:
    """Look for a code, or a day; another order. What is typed is in no address."""
    names = ("order",) if call.form.get("what") == "all" else ("code", "day", "order")
    call.login.kept[FILTER] = {name: call.form.get(name, "").strip()[:20] for name in names}
    return call.go("/people")


def people_sheet(call: Call) -> Response:
    """The same list, whole, as a sheet."""
    heads = {name: call.say(f"tower.people.{name}") for name in ("code", "room", *PEOPLE_COLUMNS[1:], "next")}
    # Everybody is in it: each word is asked for once.
    steps = {step: call.say(f"tower.people.step.{step}") for step in STEPS}

    def in_parts() -> Iterator[list[dict[str, Any]]]:
        everybody = None
        for some in people_in_turn(call.store, wanted(call), AT_ONCE):
            if everybody is None and len(some) == AT_ONCE:
                # There are many: where they come from is asked of all at once, and others are answered first.
                yield []
                everybody = came_of(call.store)
            for row in with_rooms(call, some, everybody):
                row["next"], row["results"] = steps[row["step"]], ", ".join(row["played"])
            yield some

    return call.long_sheet("personnes.csv", csv_parts(heads, in_parts()), "people")


def person(call: Call) -> Response:
    """One result."""
    who = call.words["who"]
    call.opens(who)
    words = telling_words(call)
    its_card = told_card(whole_card(call, who), words, who)
    runs, taken = runs_of(call, who), decisions_of(call.store, who)
    rows, plan = rows_of(call, words, its_card, who, runs)
    measured = [
        {**row, "extremes": extremes(runs, row["habilete"])} for row in rows if row["statement"] not in UNMEASURED
    ]  # fmt: skip
    return call.page(
        "person.html", who=who, card=its_card, measured=measured, whole=bool(call.query.get("whole")),
        plan=plan_said(words, plan), say=call.whole(own_words(words, its_card, plan, who)),
        again=again_said(call, runs), passports=passports(call, runs), view=for_person(call, words, who, plan),
        thin=[row for row in rows if row["statement"] == "not_enough"],
        unmeasured=[row for row in rows if row["statement"] == "not_measured"],
        unseen_lines=[line for line in first_lines(its_card, words) if line[0] in UNMEASURED],
        titles=titled(call, counted_of(call.store, who)), said=unasked_first(said_rows(its_card, words)),
        around=around_rows(its_card, words), runs=runs, room=room_of(call, who), watches=watches_of(call.store, who),
        overrides=[override_row(call, words, row) for row in overrides_of(call.store, who)],
        remarks=remarks_of(call.store, who), private=private_note(call),
        fresh=call.login.kept.pop(f"kept:{who}", {}).get("note", ""), answers=answer_rows(call, who, words),
        waiting={row["remark_id"] for row in call.contests(who)},
        decisions=list(zip(taken, decision_rows(taken, words), strict=True)),
    )  # fmt: skip


def unasked_first(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """What a person said, with what they were not asked yet before what they answered: it is what to ask."""
    yes, no, not_asked, *rest = rows
    return [not_asked, yes, no, *rest]


def whole_card(call: Call, who: str) -> dict[str, Any]:
    """The card with what its moments showed; without the organisation's key, the rest of it. Raises StoreError."""
    its_card = card(call.store, who, call.now)
    try:
        organisation = organisation_beside(call.house.db)
        states = call.house.once(f"shown/{who}", lambda: shown_states(runs_of_person(call.store, organisation, who)))
        return with_states(its_card, states)
    except KeyFileError:
        return its_card


def rows_of(
    call: Call, words: Words, its_card: Mapping[str, Any], who: str, runs: Sequence[Evidence] = ()
) -> tuple[list[dict[str, Any]], NextSteps]:
    """Every habileté of a card as it is shown, and the one plan of what to do next, which each row follows.

    `runs`: what was played, where each row is to say what counts most in it.
    """
    looks, spans = outlooks_of(call.store, who, call.now, words), margins(call.store, who)
    plan = plan_of(looks.values())
    rows = [_row(call, words, row, spans[row["habilete"]], looks[row["habilete"]], who) for row in its_card["rows"]]
    for row in rows:
        row["counted"] = counted_said(call, runs, row["habilete"])
        outlook = looks[row["habilete"]]
        if outlook.enough:
            row["enough"] = call.text(f"tower.why_unsure.enough.{outlook.enough}", title=plan.title_of(outlook))
    return rows, plan


LEAST_BAND = 0.05
"""How long the full part of a band is at the least, as a share of the axis."""
MOST_COUNTED = 2
"""Facts that are named as what counts most in a level."""


def counted_said(call: Call, runs: Iterable[Evidence], habilete: str) -> str:
    """What makes the word of a habileté: the facts of it that weigh most, each with how it went; "" where none does."""
    own = [fact for run in runs if not run.problem for fact in run.of(habilete)]
    facts = [fact for size in ("much", "some") for fact in own if fact.weighs.get(habilete, "").startswith(size)]
    named = [f"{fact.lowered} ({call.say(f'state.{fact.state}')})" for fact in facts if fact.state != "missing"]
    names = list(dict.fromkeys(named))[:MOST_COUNTED]
    return call.text("tower.person.counted", names=", ".join(names)) if names else ""


def _row(call: Call, words: Words, row: Mapping[str, Any], span: Margin, outlook: Outlook, who: str) -> dict[str, Any]:
    """One habileté as it is shown: words, the margin to be drawn, and what would look at it."""
    unsure, known_to = why_unsure(row["statement"], span.p_levels), between(span.p_levels[0])
    if told_by(row, words, who) in (EXPECTED, ABOVE):
        # Its reason stands beside its word; the chances of the whole would say another thing.
        unsure = EXPECTED
    gloss = f"tower.habilete.{row['habilete']}"
    return {
        **row, "above": words.level(row["above"]) if "above" in row else "",
        "name": words.names[row["habilete"]], "low": span.low, "mean": span.mean, "high": span.high,
        "gloss": call.text(gloss) if call.house.catalogue.has(gloss) else "",
        "said": words.stated(row["statement"], row["level"], named=True),
        "band": band_of((span.low, span.high), row["statement"], row["level"]), "looked": looked_said(row, words),
        "needs": call.text("tower.person.needs", level=words.level(row["above"])) if "above" in row else "",
        "told": told_said(row, words, who), "others": by_others(words, row, who),
        "margin": margin_said(words, (span.low, span.high), row["statement"], row["level"]),
        "looks": outlook.looks, "unsure": unsure, "settle": outlook.settle,
        "why": call.text(f"tower.why_unsure.{unsure}", n=row["observed"]) if unsure not in ("", EXPECTED) else "",
        "chances": call.text("tower.why_unsure.chances", **known_to) if unsure == "straddles" else "", "enough": "",
    }  # fmt: skip


def again_said(call: Call, runs: Sequence[Evidence]) -> list[str]:
    """Each later try of a workshop, with its day where that is known, and why the first counts."""
    later = [run for run in without_twins(runs, first_of(runs)) if run.problem == NOT_FIRST]
    undated = {run.scenario for run in runs if run.came_in}
    return [
        call.say("tower.again.undated", title=run.title) if run.scenario in undated
        else call.say("tower.again.said", title=run.title, day=call.day(run.made_at)) for run in later
    ]  # fmt: skip


def first_of(runs: Sequence[Evidence]) -> dict[str, str]:
    """When the try of each workshop that counts was made."""
    return {run.scenario: run.made_at for run in runs if run.scenario and run.problem != NOT_FIRST}


def said_from(statement: str, level: int) -> float:
    """Where on the scale what is said to be shown begins: at its level, wherever the margin begins; the end of the
    scale for what is not shown."""
    return LEVEL_CUTS[level - 1] if statement == "shown" else float("-inf")


def band_of(span: tuple[float, float], statement: str, level: int) -> AxisBand:
    """The band of a margin (its ends on the scale), cut at the `level` that is shown; in one piece where none is."""
    return cut_band(share(span[0]), share(span[1]), level if statement == "shown" else 0, LEAST_BAND)


def margin_said(words: Words, span: tuple[float, float], statement: str = "", level: int = 0) -> str:
    """A margin in words, as it is drawn: from one level to another, or all of it in one; where `level` is shown, that
    it is, and how far the margin goes above it, which is to confirm.

    All of it before the first level is still to confirm where one workshop alone looked: that is said with it.
    """
    first = said_from(statement, level)
    if first > span[0] or (statement == "shown" and band_of(span, statement, level).beyond):
        low, high = step(words, first), step(words, span[1])
        return words.say("tower.margin.shown" if low != high else "tower.margin.shown_one", low=low, high=high)
    ends = step(words, span[0]), step(words, span[1])
    if ends[0] != ends[1]:
        return words.say("tower.margin", low=ends[0], high=ends[1])
    alone = span[1] < LEVEL_CUTS[0] and statement == "to_confirm"
    return words.say("tower.margin.one_alone" if alone else "tower.margin.one", level=ends[0])


def step(words: Words, value: float) -> str:
    """The word of the level in which a point of the scale lies."""
    level = sum(value >= cut for cut in LEVEL_CUTS)
    return words.level(level) if level else words.stated("not_yet", 1)


def runs_of(call: Call, who: str) -> list[Evidence]:
    """What was played, the newest first, as it can be explained. Without the organisation's key nothing is."""
    try:
        packets = packets_of(call.store, who)
        return weighed([run for packet in packets for run in explained(call, packet)])
    except KeyFileError as error:
        return [Evidence("", "", "", "", "", error.key)]


def explained(call: Call, packet_id: str) -> list[Evidence]:
    """Why a packet says what it says. Raises KeyFileError where the organisation's key is not beside the base."""
    organisation = organisation_beside(call.house.db)
    return call.house.held.explained(call.store, organisation, packet_id, call.login.language)


def without_twins(runs: Iterable[Evidence], first: Mapping[str, str]) -> list[Evidence]:
    """Runs, each try told once: a visit that went on is told again by each of its packets, and the try that counts is
    no second one. `first`: when the one that counts was made, by workshop."""
    runs_kept: dict[tuple[str, ...], Evidence] = {}
    for run in runs:
        if run.problem != NOT_FIRST:
            runs_kept[run.packet_id, run.scenario, run.problem] = run
        elif run.made_at != first.get(run.scenario, run.made_at):
            runs_kept.setdefault((run.scenario, run.made_at), run)
    return list(runs_kept.values())


WAYS = (
    shown("/people", people),
    shown("/people/contested", people),
    sent("/people/choose", choose, "/people"),
    shown("/people/list.csv", people_sheet),
    shown("/people/contested/list.csv", people_sheet),
    shown("/people/unread", people),
    shown("/people/unread/list.csv", people_sheet),
    shown("/people/undecided", people),
    shown("/people/undecided/list.csv", people_sheet),
    shown("/people/{who}", person),
)
