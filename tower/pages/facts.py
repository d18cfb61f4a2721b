"""What a result rests on: facts and their weight, tries side by side, the moments of a fact and its pictures."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from desk.card_words import told_card
from desk.match_words import Words
from export.packets.keys import KeyFileError
from export.store.beside import organisation_beside
from export.store.people import (
    card,
)
from export.store.store import StoreError
from tower.call import Call, figure, shown
from tower.holding import explained_tries, trace_of
from tower.pages.people import first_of, rows_of, runs_of, whole_card, without_twins
from tower.pages.under import under
from tower.pictures import DrawnFact, picked
from tower.review import Evidence, pulled
from tower.telling import telling_words


def why(call: Call) -> Response:
    """One habileté of a result: every fact it stands on, and how much each weighs."""
    who, habilete = call.words["who"], call.words["habilete"]
    call.opens(who)
    words, runs = telling_words(call), runs_of(call, who)
    its_card = told_card(whole_card(call, who), words, who)
    row = next((card_row for card_row in its_card["rows"] if card_row["habilete"] == habilete), None)
    if row is None:
        raise StoreError("tower.error.unknown")
    rows, _ = rows_of(call, words, {**its_card, "rows": [row]}, who)
    first = first_of(runs)
    runs_once = without_twins(runs, first)
    # What looked at it stands first, then what counts for nothing; the rest is one line.
    idle = [run for run in runs_once if not run.problem and not run.of(habilete)]
    order = sorted((run for run in runs_once if run not in idle), key=lambda run: bool(run.problem))
    return call.page(
        "why.html", who=who, code=its_card["code"], row=rows[0], runs=runs_once, order=order,
        idle=[run.title for run in idle],
        habilete=habilete, first=first, undated={run.scenario for run in runs if run.came_in},
        under=lambda run: under(call, run, habilete), pulled=pulled_said(call, runs, habilete),
    )  # fmt: skip


def pulled_said(call: Call, runs: Sequence[Evidence], habilete: str) -> str:
    """How much of an estimate is of what was seen of the other habiletés, "" where that is not known."""
    tenths, way = pulled(runs, habilete)
    way_said = call.say(f"tower.why.pulled.{'up' if way > 0 else 'down'}")
    return call.text("tower.why.pulled", n=tenths, way=way_said) if way else ""


def tries(call: Call) -> Response:
    """The tries of each workshop side by side, fact by fact; the first counts, the others are read beside it."""
    who = call.words["who"]
    call.opens(who)
    its_card = card(call.store, who, call.now)
    try:
        runs = tries_made(call, who)
    except KeyFileError as error:
        runs = [(Evidence("", "", "", "", "", error.key), False)]
    played = {run.scenario: run.title for run, _ in runs if run.scenario}
    workshops = [
        side_by_side(title, [run for run in runs if run[0].scenario == name]) for name, title in played.items()
    ]
    return call.page(
        "tries.html", who=who, code=its_card["code"], workshops=workshops,
        problems=[run.problem for run, _ in runs if not run.scenario],
    )  # fmt: skip


def tries_made(call: Call, who: str) -> list[tuple[Evidence, bool]]:
    """Every try of a person, worked out once while nobody writes. Raises KeyFileError."""
    language, organisation = call.login.language, organisation_beside(call.house.db)
    return call.house.once(f"tries/{who}/{language}", lambda: explained_tries(call.store, organisation, who, language))


def side_by_side(title: str, runs: Sequence[tuple[Evidence, bool]]) -> dict[str, Any]:
    """A workshop: its tries in order, and of each fact what each try says (None where that try cannot tell)."""
    names = {fact.rule: fact.name for run, _ in runs for fact in run.facts}
    said = [{fact.rule: fact for fact in run.facts} for run, _ in runs]
    rows = [
        {"name": name, "said": across, "same": len({fact.state if fact else "" for fact in across}) == 1}
        for rule, name in names.items() for across in [[facts.get(rule) for facts in said]]
    ]  # fmt: skip
    return {"title": title, "tries": [{"run": run, "counts": counts} for run, counts in runs], "rows": rows,
            "terms": sorted({term for run, _ in runs for term in run.terms})}  # fmt: skip


def moment(call: Call) -> Response:
    """One fact: when it happened, act by act, and as pictures, which another process begins to draw at once."""
    fact_row = fact_of(call)
    return call.page("moment.html", **fact_row, drawn=drawn_of(call, fact_row))


def moment_pictures(call: Call) -> Response:
    """The pictures alone, asked for again until they are there."""
    fact_row = fact_of(call)
    return call.page("moment_pictures.html", **fact_row, drawn=drawn_of(call, fact_row))


def one_picture(call: Call) -> Response:
    """One of them, to whoever may see the result."""
    fact_row = fact_of(call)
    drawn, number = drawn_of(call, fact_row), figure(call.words["n"], most=99)
    if drawn is None or number is None or number >= len(drawn.images):
        raise StoreError("tower.error.unknown")
    return Response(drawn.images[number].png, media_type="image/png")


def large_picture(call: Call) -> Response:
    """One of them alone and large, with its act and the way back."""
    fact_row = fact_of(call)
    drawn, number = drawn_of(call, fact_row), figure(call.words["n"], most=99)
    if drawn is None or number is None or number >= len(drawn.images):
        raise StoreError("tower.error.unknown")
    return call.page(
        "moment_large.html", **fact_row, one=fact_row["shown"][number], n=number, last=len(drawn.images) - 1
    )


def fact_of(call: Call) -> dict[str, Any]:
    """The fact that the address names, its run, and the moments of it that are shown as pictures. Raises StoreError."""
    who, habilete = call.words["who"], call.words["habilete"]
    call.opens(who)
    its_card = card(call.store, who, call.now)
    asked = (call.words["run"], call.words["workshop"], call.words["rule"])
    for run in runs_of(call, who):
        for fact in run.facts:
            if (run.packet_id, run.scenario, fact.rule) == asked:
                name = Words(call.store, call.voice).names[fact.habilete]
                here = f"/people/{who}/why/{habilete}/{run.packet_id}/{run.scenario}/{fact.rule}"
                return {"who": who, "code": its_card["code"], "run": run, "fact": fact, "name": name,
                        "habilete": habilete, "here": here, "shown": picked(fact.moments)}  # fmt: skip
    raise StoreError("tower.error.unknown")


def drawn_of(call: Call, fact_row: Mapping[str, Any]) -> DrawnFact | None:
    """How the pictures of a fact stand, begun where nobody asked for them yet; None for a fact without a moment."""
    if not fact_row["shown"]:
        return None
    run, language = fact_row["run"], call.login.language
    key = f"{run.packet_id}/{run.scenario}/{fact_row['fact'].rule}/{language}"
    there = call.house.pictures.of(key)
    if there is not None:
        return there
    trace = trace_of(call.store, organisation_beside(call.house.db), run.packet_id, run.scenario)
    return call.house.pictures.ask(key, trace, [(act.tick, act.kind) for act in fact_row["shown"]], language)

WAYS = (
    shown("/people/{who}/tries", tries),
    shown("/people/{who}/why/{habilete}", why),
    shown("/people/{who}/why/{habilete}/{run}/{workshop}/{rule}", moment),
    shown("/people/{who}/why/{habilete}/{run}/{workshop}/{rule}/pictures", moment_pictures, part=True),
    shown("/people/{who}/why/{habilete}/{run}/{workshop}/{rule}/{n}.png", one_picture),
    shown("/people/{who}/why/{habilete}/{run}/{workshop}/{rule}/large/{n}", large_picture),
)
