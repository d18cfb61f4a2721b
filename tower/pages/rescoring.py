"""Results read again under other rules: who would be told something else. A preview: nothing is applied."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from desk.match_words import Words
from export.store.archive import counted_by_rules, note_rescore
from export.store.contests import contested_people
from export.store.readings import unseen_by
from export.store.sheets import to_csv
from export.store.store import StoreError
from export.store.term import people_over
from scenarios.safe import MAX_BYTES
from tower.call import Call, sent, shown
from tower.pages.people import band_of, margin_said
from tower.preview import MarginSpan, Preview, SaidOtherwise, ToReread
from tower.review import fact_names, installed

HERE = "/house/rescore"
EACH = 50
COLUMNS = ("code", "habilete", "before", "after", "why")


@dataclass(frozen=True, slots=True)
class Hidden:
    """Who is in no row of the preview for an adviser, by reason."""

    contested: set[str]
    observed: set[str]
    over: set[str]

    @property
    def all(self) -> set[str]:
        """All of them."""
        return self.contested | self.observed | self.over


def rescore(call: Call) -> Response:
    """What can be read again, how far the last preview has come, and who would change."""
    preview = call.house.previews.last
    there = workshops(call)
    values: dict[str, Any] = {"workshops": there, "made": preview}
    if preview is not None:
        name = preview.asked.workshop
        values["title"] = next((row["title"] for row in there if row["id"] == name), name)
        values["own"] = preview.asked.rules[0] if preview.asked.rules else call.say("tower.rescore.own")
    if preview is not None and preview.state == "done":
        values |= result(call, preview)
    return call.page("rescore.html", **values)


def workshops(call: Call) -> list[dict[str, Any]]:
    """The workshops whose results are here: how many there are, and how many of them other rules have read."""
    here = {s.head.id: s for s in installed()}
    rows: dict[str, dict[str, Any]] = {}
    for row in counted_by_rules(call.store):
        name = str(row["workshop"])
        scenario = here.get(name)
        title = scenario.head.title.of(call.login.language) if scenario else name
        held = rows.setdefault(name, {"id": name, "title": title, "here": scenario is not None, "n": 0, "other": 0})
        held["n"] += row["n"]
        held["other"] += row["n"] if scenario and row["rules_version"] != scenario.hash[:12] else 0
    return sorted(rows.values(), key=lambda row: str(row["title"]).casefold())


def result(call: Call, preview: Preview) -> dict[str, Any]:
    """A finished preview as the page shows it, a page of rows at a time."""
    hidden = hidden_from(call)
    changes = seen(preview, hidden)
    span = call.span(len(changes), EACH)
    rows = list(span.of(changes))
    call.reads(*{change.who for change in rows})
    words, names = Words(call.store, call.voice), fact_names(preview.asked.workshop, call.login.language)
    left = [
        {"n": n, "why": call.say(key, **{"path": "organisation.key", **dict(values)})}
        for (key, values), n in sorted(preview.left.items())
    ]
    return {
        "rows": [
            {**said(call, words, change, names), "who": change.who, "sides": [side(words, change, at) for at in (0, 1)]}
            for change in rows
        ],
        "span": span, "people": len({change.who for change in changes}), "changes": len(changes), "left": left,
        "hidden": hidden, "reread": preview.read - sum(preview.left.values()),
    }  # fmt: skip


def hidden_from(call: Call) -> Hidden:
    """Whoever contests waits for an answer, whoever is observed stays unknown, whose time is over is shown no more."""
    return Hidden(
        contested_people(call.store), unseen_by(call.store, call.adviser), set(people_over(call.store, call.now))
    )


def seen(preview: Preview, hidden: Hidden) -> list[SaidOtherwise]:
    """The changes an adviser may see, in the order of the archive: by code."""
    return [change for change in preview.changes if change.who not in hidden.all]


def said(call: Call, words: Words, change: SaidOtherwise, names: Any) -> dict[str, str]:
    """A change in words: for the page and for the sheet."""
    why = [call.say(f"tower.rescore.how.{how}", fact=names(rule)) for rule, how in change.moved]
    return {
        "code": change.code, "habilete": words.names[change.habilete], "before": stated(words, change.before),
        "after": stated(words, change.after), "why": " ; ".join(why) or call.say("tower.rescore.indirect"),
    }  # fmt: skip


def stated(words: Words, label: str) -> str:
    """What is said of a habileté: « shown 2 » as the level's word."""
    statement, _, level = label.partition(" ")
    return words.stated(statement, int(level or 1), named=True)


def side(words: Words, change: SaidOtherwise, at: int) -> dict[str, Any]:
    """One side of a change as it is drawn; without a margin where nothing was measured."""
    label, span = (change.before, change.after)[at], change.spans[at]
    drawn = {"statement": label.partition(" ")[0], "said": stated(words, label), "margin": ""}
    return drawn | (drawing(words, span, label) if span else {})


def drawing(words: Words, span: MarginSpan, label: str) -> dict[str, Any]:
    """The margin of what is said (« shown 2 »), to be drawn, and in words."""
    low, mean, high = span
    statement, _, level = label.partition(" ")
    shown = (statement, int(level or 1)) if statement == "shown" else ("", 0)
    return {"low": low, "mean": mean, "high": high, "band": band_of((low, high), *shown),
            "margin": margin_said(words, (low, high), *shown)}  # fmt: skip


def begin(call: Call) -> Response:
    """Read the results of a workshop again, beside the pages: with a file of rules, or those of this version."""
    workshop = call.form.get("workshop", "")
    if workshop not in {workshop["id"] for workshop in workshops(call) if workshop["here"]}:
        raise StoreError("tower.rescore.no_workshop")
    rules = rules_given(call) if call.form.get("what") == "file" else None
    if not call.house.previews.start(ToReread(workshop, rules, call.login.language, call.adviser, call.now)):
        raise StoreError("tower.rescore.busy")
    note_rescore(call.store, workshop, call.said_by)
    return call.go(HERE)


def rules_given(call: Call) -> tuple[str, bytes]:
    """The file of rules that was dropped. Raises StoreError."""
    if not call.uploads:
        raise StoreError("tower.rescore.no_file")
    with call.uploads[0].path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise StoreError("tower.rescore.too_big", most=MAX_BYTES // 1_000_000)
    return call.uploads[0].name, data


def progress(call: Call) -> Response:
    """How far it has come; once it is over, the page is read again."""
    preview = call.house.previews.last
    return call.progress("rescore_progress.html", over=preview is None or preview.state != "running", made=preview)


def stop(call: Call) -> Response:
    """Stop it."""
    call.house.previews.stop()
    return call.go(HERE)


def sheet(call: Call) -> Response:
    """Every row of the preview that this adviser may see. Raises StoreError where there is none."""
    preview = call.house.previews.last
    if preview is None or preview.state != "done":
        raise StoreError("tower.rescore.nothing_made")
    changes = seen(preview, hidden_from(call))
    call.reads(*{change.who for change in changes})
    words, names = Words(call.store, call.voice), fact_names(preview.asked.workshop, call.login.language)
    rows: Sequence[dict[str, str]] = [said(call, words, change, names) for change in changes]
    heads = {name: call.say(f"tower.rescore.column.{name}") for name in COLUMNS}
    return call.sheet("relecture.csv", to_csv(heads, rows), "rescore")


WAYS = (
    shown(HERE, rescore),
    sent(HERE, begin, HERE, files=1),
    shown(f"{HERE}/progress", progress, part=True),
    sent(f"{HERE}/stop", stop, HERE),
    shown(f"{HERE}/list.csv", sheet),
)
