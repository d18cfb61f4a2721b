"""Observing a person beside the game: blind grids, what two observers say of each other, a level said otherwise."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from desk.card_words import mark_said, override_said, told_card
from desk.match_words import Words
from export.store.observing import (
    MARKS,
    OVERRIDE_REASONS,
    GridLine,
    go_alone,
    grids_of,
    join,
    lines_of,
    marked_by_two,
    open_watch,
    override,
    overrides_of,
    undo_override,
    watch_of,
    watches,
    write_grid,
)
from export.store.people import Wanted, card, people_count, people_list
from export.store.readings import keep_out, read_by
from export.store.sheets import to_csv
from export.store.store import StoreError
from scenarios.reference import habiletes
from scoring.agreement import agreement, alike
from tower.call import Call, figure, sent, shown
from tower.telling import telling_words

EACH = 30
FILTER = "filter:observe"
COLUMNS = ("code", "habilete", "game", "first", "first_fact", "second", "second_fact", "gap", "override")


def observing(call: Call) -> Response:
    """Whom to observe, by code and without a word of the result; the grids there are; how observers agree here."""
    asked = Wanted(call.login.kept.get(FILTER, {}).get("code", ""))
    span = call.span(people_count(call.store, asked), EACH)
    rows = people_list(call.store, asked, span.each, span.after)
    known = read_by(call.store, call.adviser, [row["candidate_id"] for row in rows])
    watched = watches(call.store)
    return call.page(
        "observe.html", rows=rows, span=span, asked=asked, known=known, found=watched[:EACH],
        under={row["candidate_id"]: row for row in watched if not row["revealed"]},
        kappa=agreement(marked_by_two(call.store)),
    )  # fmt: skip


def choose(call: Call) -> Response:
    """Look for a code; what is typed is in no address."""
    code = "" if call.form.get("what") == "all" else call.form.get("code", "")
    call.login.kept[FILTER] = {"code": code.strip()[:20]}
    return call.go("/observe")


def blank(call: Call) -> Response:
    """The empty grid on A4, for the room: what is seen is written by hand, then typed in."""
    names = [habilete.label(call.login.language) for habilete in habiletes()]
    return call.page("grid_sheet.html", habiletes=names, marks=list(zip(MARKS, said(call), strict=True)))


def said(call: Call) -> list[str]:
    """The words of the marks, from « not yet »."""
    words = Words(call.store, call.voice)
    return [mark_said(mark, words) for mark in MARKS]


def begin(call: Call) -> Response:
    """Observe a person: alone, or as the first of two."""
    n = figure(call.form.get("observers", ""), most=9) or 0
    watch_id = open_watch(call.store, call.words["who"], n, call.said_by)
    return call.go(f"/watches/{watch_id}")


def one_watch(call: Call) -> Response:
    """A watch as this reader may see it: their own grid to fill, or to wait with; everything once all are closed."""
    watch_id = call.words["watch"]
    watch, grids = watch_of(call.store, watch_id), grids_of(call.store, watch_id)
    own = next((grid for grid in grids if grid["observer"] == call.adviser), None)
    if watch["revealed"]:
        return _revealed(call, watch)
    knows = watch["candidate_id"] in read_by(call.store, call.adviser, [watch["candidate_id"]])
    lines = lines_of(call.store, watch_id, call.adviser).get(call.adviser, {})
    return call.page(
        "watch.html", watch=watch, own=own, knows=knows, who=[grid["observer"] for grid in grids],
        rows=[
            _typed(call, habilete.id, habilete.label(call.login.language), lines.get(habilete.id))
            for habilete in habiletes()
        ],
        marks=list(zip(MARKS, said(call), strict=True)),
    )  # fmt: skip


def _typed(call: Call, habilete: str, name: str, line: GridLine | None) -> dict[str, str]:
    """One line of the grid: as it was sent back, else as it is kept."""
    kept = (str(line.mark), line.fact) if line else ("", "")
    return {
        "id": habilete, "name": name, "mark": call.typed(f"m-{habilete}", kept[0]),
        "fact": call.typed(f"f-{habilete}", kept[1]),
    }  # fmt: skip


def write(call: Call) -> Response:
    """Keep the own grid, or close it."""
    close = call.form.get("what") == "close"
    lines = read_lines(call.form, call.login.language)
    bare = [
        habilete.label(call.login.language)
        for habilete in habiletes()
        if habilete.id in lines and not lines[habilete.id].fact
    ]
    if close and bare:
        raise StoreError("observe.no_fact", names=", ".join(bare))
    write_grid(call.store, call.words["watch"], lines, call.said_by, close=close)
    call.tell("tower.observe.closed_now" if close else "tower.observe.kept")
    return call.go(f"/watches/{call.words['watch']}")


def read_lines(form: Mapping[str, str], language: str) -> dict[str, GridLine]:
    """The lines of a form; `language`: of the names in what is said of them.

    Raises StoreError: a fact without a mark, a mark that is none.
    """
    lines = {}
    for habilete in habiletes():
        mark, fact = form.get(f"m-{habilete.id}", ""), form.get(f"f-{habilete.id}", "").strip()
        if not mark and fact:
            raise StoreError("observe.fact_alone", name=habilete.label(language))
        if mark:
            number = figure(mark, most=9)
            if number is None:
                raise StoreError("observe.no_level")
            lines[habilete.id] = GridLine(number, fact)
    return lines


def second(call: Call) -> Response:
    """Be the second observer."""
    join(call.store, call.words["watch"], call.said_by)
    return call.go(f"/watches/{call.words['watch']}")


def alone(call: Call) -> Response:
    """No second one will come."""
    go_alone(call.store, call.words["watch"], call.said_by)
    call.tell("tower.observe.alone_now")
    return call.go(f"/watches/{call.words['watch']}")


def _revealed(call: Call, watch: dict[str, Any]) -> Response:
    """Both grids beside the game's words, and the levels said otherwise."""
    rows, words = watch_rows(call, watch), telling_words(call)
    pairs = [(row["marks"][0], row["marks"][1]) for row in rows if len(row["marks"]) == 2 and None not in row["marks"]]
    return call.page(
        "watch_seen.html", watch=watch, rows=rows, alike=alike(pairs),
        who=[row["observer"] for row in grids_of(call.store, watch["watch_id"])],
        seen=[row for row in rows if any(mark is not None for mark in row["marks"])],
        overrides=[override_row(call, words, row) for row in overrides_of(call.store, watch["candidate_id"])],
        reasons=OVERRIDE_REASONS, marks=list(zip(MARKS, said(call), strict=True)),
    )  # fmt: skip


def watch_rows(call: Call, watch: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every habileté of a revealed watch: the game's words, each observer's mark and fact, the level said otherwise.

    For the page and its sheet alike. Raises StoreError before it is revealed.
    """
    if not watch["revealed"]:
        raise StoreError("observe.blind")
    who = str(watch["candidate_id"])
    call.reads(who)
    words = telling_words(call)
    its_card = told_card(card(call.store, who, call.now), words, who)
    game = {row["habilete"]: words.stated(row["statement"], row["level"], named=True) for row in its_card["rows"]}
    other = {override["habilete"]: override_said(override, words) for override in its_card["overrides"]}
    grids = list(lines_of(call.store, str(watch["watch_id"]), call.adviser).values())
    rows = []
    for habilete in habiletes():
        lines = [grid.get(habilete.id) for grid in grids]
        marks = [line.mark if line else None for line in lines]
        marks_said = [
            mark_said(mark, words) if mark is not None else call.say("tower.observe.unseen") for mark in marks
        ]
        facts = [line.fact if line else "" for line in lines]
        named = dict(zip(("first", "second"), marks_said, strict=False)) | dict(
            zip(("first_fact", "second_fact"), facts, strict=False)
        )
        rows.append({
            "code": watch["code"], "id": habilete.id, "habilete": words.names[habilete.id],
            "game": game[habilete.id], "marks": marks,
            "lines": list(zip(marks_said, facts, strict=True)), "gap": call.say(f"tower.observe.gap.{gap(marks)}"),
            "override": other.get(habilete.id, ""), "apart": gap(marks) == "apart", **named,
        })  # fmt: skip
    return rows


def gap(marks: list[int | None]) -> str:
    """How two marks lie: same, near (one step), apart; "one" where one alone saw it, "none" where nobody did."""
    seen = [mark for mark in marks if mark is not None]
    return ("none", "one")[len(seen)] if len(seen) < 2 else ("same", "near", "apart")[min(2, abs(seen[0] - seen[1]))]


def watch_sheet(call: Call) -> Response:
    """The same rows as a sheet."""
    watch = watch_of(call.store, call.words["watch"])
    rows = watch_rows(call, watch)
    heads = {name: call.say(f"tower.observe.column.{name}") for name in COLUMNS}
    return call.sheet("observation.csv", to_csv(heads, rows), "observation", str(watch["candidate_id"]))


def say_otherwise(call: Call) -> Response:
    """A level said beside the game's, for a reason."""
    watch = watch_of(call.store, call.words["watch"])
    mark = figure(call.form.get("mark", ""), most=9)
    if mark is None:
        raise StoreError("observe.no_level")
    why = (call.form.get("reason", ""), call.form.get("text", ""))
    override(call.store, watch["candidate_id"], (call.form.get("habilete", ""), mark), why, call.said_by)
    call.tell("tower.observe.said_otherwise")
    return call.go(f"/watches/{call.words['watch']}")


def take_back(call: Call) -> Response:
    """The game's word alone stands again; what was said stays to be read."""
    who = undo_override(call.store, call.form.get("override", ""), call.said_by)
    keep_out(call.store, [who], call.adviser)
    call.tell("tower.observe.taken_back")
    return call.go(f"/watches/{call.words['watch']}")


def override_row(call: Call, words: Words, override: Mapping[str, Any]) -> dict[str, Any]:
    """A level said otherwise as a page shows it, with what the game said then."""
    who, habilete = str(override["candidate_id"]), str(override["habilete"])
    said, level = words.told_statement(who, habilete, str(override["statement"]), int(override["level"]))
    game = words.stated(said, level, named=True)
    sentence = call.say("tower.observe.otherwise", told=override_said(override, words), game=game)
    return {**override, "name": words.names[override["habilete"]], "told": sentence}


WAYS = (
    shown("/observe", observing),
    sent("/observe/choose", choose, "/observe"),
    shown("/observe/grid", blank),
    sent("/observe/{who}", begin, "/observe"),
    shown("/watches/{watch}", one_watch),
    sent("/watches/{watch}", write, "/watches/{watch}", free=("f-*",)),
    sent("/watches/{watch}/join", second, "/watches/{watch}"),
    sent("/watches/{watch}/alone", alone, "/watches/{watch}"),
    shown("/watches/{watch}/list.csv", watch_sheet),
    sent("/watches/{watch}/otherwise", say_otherwise, "/watches/{watch}", free=("text",)),
    sent("/watches/{watch}/back", take_back, "/watches/{watch}"),
)
