"""What comes after: what became of each pair, whether the game foretold anything of it, and the watch over both."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from desk.card_words import exposure_lines
from desk.match_words import Words
from export.store.exposure import exposure
from export.store.following import KINDS, SIDES, FollowUp, due, follow, follow_count, followed, undo_outcome
from export.store.linking import FIT, Linked, linked
from export.store.readings import unseen_by
from export.store.settings import organisation_of
from export.store.sheets import to_csv
from export.store.store import Store, StoreError
from export.store.watching import fairness
from scoring.exposure import to_tens
from scoring.validity import Foretold
from tower.beside import under_way, worked_out
from tower.call import Call, sent, shown

EACH = 30
COLUMNS = ("code", "offer", "proposed", "last", "day", "body")
WATCH = "exposure"


def after(call: Call) -> Response:
    """Whose news is waited for, and what is known of every pair that was proposed; not of whom the adviser observes."""
    words = Words(call.store, call.voice)
    span = call.span(follow_count(call.store), EACH)
    hidden = unseen_by(call.store, call.adviser)
    waiting = [
        {**row, "offer": words.offer(row["offer_id"])}
        for row in due(call.store, call.now.date()) if row["candidate_id"] not in hidden
    ]  # fmt: skip
    seen = (row for row in followed(call.store, span.each, span.after) if row["candidate_id"] not in hidden)
    rows = [pair_row(call, words, row) for row in seen]
    return call.page("after.html", rows=rows, span=span, waiting=waiting)


def pair_row(call: Call, words: Words, row: Mapping[str, Any]) -> dict[str, Any]:
    """A pair in words: for the page and for the sheet."""
    last = call.say(f"tower.after.kind.{row['last']}") if row["last"] else call.say("tower.after.nothing")
    last = call.say("tower.decided.held_word", made=last) if row["held"] else last
    return {
        "code": row["code"], "offer": words.offer(row["offer_id"]), "last": last, "body": row["body"] or "",
        "proposed": call.day(row["proposed_at"] or ""), "day": call.day(row["on_day"] or ""),
        "who": row["candidate_id"], "offer_id": row["offer_id"],
    }  # fmt: skip


def after_sheet(call: Call) -> Response:
    """All of them, as a sheet."""
    words = Words(call.store, call.voice)
    hidden = unseen_by(call.store, call.adviser)
    rows = [pair_row(call, words, row) for row in followed(call.store) if row["candidate_id"] not in hidden]
    return call.sheet("suites.csv", to_csv({c: call.say(f"tower.after.column.{c}") for c in COLUMNS}, rows), "outcomes")


def note(call: Call) -> Response:
    """What became of a pair."""
    form, words = call.form, call.words
    side, _, reason = form.get("why", "").partition(":")
    kind = form.get("kind", "")
    if kind != "not_met":
        side = reason = ""
    follow_up = FollowUp(
        words["who"], words["offer"], kind, form.get("day", ""), side, reason, form.get("body", ""),
    )  # fmt: skip
    follow(call.store, follow_up, call.said_by)
    call.tell("tower.after.kept_hired" if kind == "hired" else "tower.after.kept")
    return to_pair(call, words["offer"], words["who"], "after")


def take_back(call: Call) -> Response:
    """What was noted is taken back; it stays to be read."""
    row = undo_outcome(call.store, call.words["outcome"], call.said_by)
    call.tell("tower.after.undone")
    return to_pair(call, row["offer_id"], row["candidate_id"], "after")


def to_pair(call: Call, offer_id: str, who: str, place: str) -> Response:
    """The page of a pair at a place of it, with the list that one came from, which the form holds as `list`."""
    came = call.form.get("list", "")
    return call.stay(f"/pairs/{offer_id}/{who}" + (f"?list={quote(came, safe='')}" if came else ""), place)


def choices(call: Call) -> dict[str, Any]:
    """What the form of a pair offers."""
    return {
        "kinds": KINDS, "sides": list(SIDES.items()), "body": organisation_of(call.store),
        "today": call.now.date().isoformat(),
    }  # fmt: skip


def link_rows(call: Call, questions: Sequence[Linked]) -> list[dict[str, Any]]:
    """Each question and each thing the game said, in plain words: for the page and for the sheet."""
    names = Words(call.store, call.voice).names
    rows = []
    for question in questions:
        for link in question.links:
            about = call.say("tower.after.fit") if link.name == FIT else names[link.name]
            rows.append({
                "question": call.say(f"tower.after.asks.{question.question}"), "about": about, "verdict": link.verdict,
                "said": call.say(f"tower.after.link.{link.verdict}", **tenths(link)), "key": question.question,
            })  # fmt: skip
    return rows


def asked(call: Call) -> list[Linked]:
    """Every question with its links, worked out once until the base changes."""
    return call.house.once("links", lambda: linked(call.store, call.now))


def tenths(link: Foretold) -> dict[str, int]:
    """A link in tenths, as it is said: nobody reads a coefficient."""
    if link.value is None or link.low is None or link.high is None:
        return {}
    return {"n": round(10 * link.value), "low": round(10 * link.low), "high": round(10 * link.high)}


def validity(call: Call) -> Response:
    """Whether what the game said goes with what became of people here."""
    questions = asked(call)
    rows = link_rows(call, questions)
    groups = []
    for question in questions:
        mine = [row for row in rows if row["key"] == question.question]
        counts = (to_tens(question.happened), to_tens(question.other))
        groups.append({
            "asks": call.say(f"tower.after.asks.{question.question}"), "counts": counts if None not in counts else None,
            "rows": [row for row in mine if row["verdict"] != "too_few"],
            "linked": [row for row in mine if row["verdict"] in ("link", "reverse")],
            "few": sum(row["verdict"] == "too_few" for row in mine),
        })  # fmt: skip
    return call.page("validity.html", groups=groups)


def validity_sheet(call: Call) -> Response:
    """The same rows as a sheet: nothing of it is about one person."""
    heads = {name: call.say(f"tower.after.column.{name}") for name in ("question", "about", "said")}
    return call.file("liens.csv", "text/csv; charset=utf-8", to_csv(heads, link_rows(call, asked(call))))


def watch(call: Call) -> Response:
    """Who is shown and who is not, and whether a group is proposed less; nothing is concluded on few."""
    job = call.house.jobs.of(WATCH)
    words = Words(call.store, call.voice)
    parts = parts_of(exposure_lines(job.outcome, words)) if job.outcome else []
    groups = fairness_rows(call)
    return call.page(
        "after_watch.html", job=job, parts=parts, groups=groups, running=job.running or groups is None
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A sentence of a report, and what stands indented under it: a name, and what is said of it or ""."""

    head: str
    rows: list[tuple[str, str]] = field(default_factory=list)


def parts_of(lines: Iterable[str]) -> list[ReportPart]:
    """The lines of a report as a page lays them out."""
    parts: list[ReportPart] = []
    for line in lines:
        if parts and line.startswith(" "):
            name, _, said = line.strip().partition(" : ")
            parts[-1].rows.append((name, said))
        else:
            parts.append(ReportPart(line.strip()))
    return parts


FAIRNESS = "fairness"


def fairness_rows(call: Call) -> list[dict[str, str]] | None:
    """Each group beside the one proposed most, in words; None while they are compared."""
    now, rows = call.now, []
    watched = worked_out(call, FAIRNESS, lambda store: fairness(store, now))
    if watched is None:
        return None
    for comparison in watched:
        by, both = comparison.grouping, (comparison.group, comparison.beside)
        names = {name: group_name(call, by, name) for name in both if name}
        said = call.say(f"tower.after.fair.{comparison.verdict}", beside=names.get(comparison.beside, ""))
        rows.append({"about": call.say(f"tower.after.by.{by}"), "group": names[comparison.group], "said": said})
    return rows


def group_name(call: Call, grouping: str, name: str) -> str:
    """A group in words; a language that has none by its sign."""
    key = f"tower.after.{grouping}.{name}"
    return call.say(key) if call.house.catalogue.has(key) else name


def compute(call: Call) -> Response:
    """Match everybody anew, beside the pages: seconds to minutes."""
    now = call.now

    def work(store: Store, _: Callable[[int], None]) -> dict[str, Any]:
        return exposure(store, now)

    call.house.jobs.start(WATCH, work)
    return call.go("/after/watch")


def watch_progress(call: Call) -> Response:
    """That it goes on; once it is over, the page is read again."""
    running = call.house.jobs.of(WATCH).running or under_way(call, FAIRNESS)
    return call.progress("watch_progress.html", over=not running)


def watch_sheet(call: Call) -> Response:
    """What the page shows, as a sheet. Raises StoreError before it was computed."""
    job = call.house.jobs.of(WATCH)
    if job.outcome is None:
        raise StoreError("after.not_computed")
    groups = fairness_rows(call)
    if groups is None:
        return call.go("/after/watch")
    words = Words(call.store, call.voice)
    rows = [{"said": line.strip()} for line in exposure_lines(job.outcome, words)]
    rows += [{"said": f"{row['about']}, {row['group']} : {row['said']}"} for row in groups]
    return call.file("veille.csv", "text/csv; charset=utf-8", to_csv({"said": call.say("tower.after.watch")}, rows))


WAYS = (
    shown("/after", after),
    shown("/after/list.csv", after_sheet),
    sent("/pairs/{offer}/{who}/after", note, "/pairs/{offer}/{who}", free=("body",)),
    sent("/outcomes/{outcome}/undo", take_back, "/after"),
    shown("/after/links", validity),
    shown("/after/links.csv", validity_sheet),
    shown("/after/watch", watch),
    shown("/after/watch/progress", watch_progress, part=True),
    sent("/after/watch", compute, "/after/watch"),
    shown("/after/watch.csv", watch_sheet),
)
