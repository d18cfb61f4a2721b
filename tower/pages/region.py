"""A group on one page without jargon, and a region from the bundles of its organisations."""

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from desk.match_words import Words
from export.packets.receipts import signing_of
from export.store.beside import organisation_beside
from export.store.days import days_of
from export.store.exposure import is_month
from export.store.reporting import (
    MOST_BUNDLES,
    MOST_BYTES,
    Figure,
    Merged,
    bundle,
    group_report,
    merge,
    read_bundle,
)
from export.store.sheets import to_csv
from export.store.store import StoreError
from tower.beside import under_way, worked_out
from tower.call import Call, sent, shown
from tower.review import workshop_titles

MOST_SITTINGS = 6
"""Sittings, the last first, whose own page a group's leads to: of twelve people it says more."""
PARTS = {
    "came": ("people", "tried", "ease", "noted"), "shown": ("measured", "shown"),
    "became": ("proposed", "met", "not_met", "immersion", "hired", "there_3", "there_6"),
}  # fmt: skip


def month_of(call: Call) -> str | None:
    """The month that is asked for, None for all. Raises StoreError."""
    asked = call.query.get("month", "")
    if asked and not is_month(asked):
        raise StoreError("report.wrong_month", got=asked[:10])
    return asked or None


def figures(call: Call, month: str | None) -> list[Figure] | None:
    """The figures of a month, or of all, worked out once until the base changes; None while they are."""
    return worked_out(call, group_work(month), lambda store: group_report(store, month))


def group_work(month: str | None) -> str:
    """The name of the work of a month's figures."""
    return f"group:{month}"


def page_of(month: str | None) -> str:
    """The page of a month's figures, which works them out."""
    return f"/after/report?month={month}" if month else "/after/report"


def months(call: Call) -> list[str]:
    """The months in which people came, the last first."""
    rows = call.store.rows("select distinct substr(created_at,1,7) as month from candidates order by 1 desc")
    return [str(row["month"]) for row in rows]


def said_figures(call: Call, figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Figures in words, by their part: for the page and for the sheet."""
    words = Words(call.store, call.voice)
    rows = []
    for figure in figures:
        n = call.say("report.hidden") if figure.n is None else call.say("report.about_n", n=figure.n)
        kind = figure.name.partition(":")[0]
        part = next(name for name, kinds in PARTS.items() if kind in kinds)
        about = figure_name(call, words, figure.name)
        rows.append({"about": about, "said": n, "part": part, "name": figure.name, "n": figure.n})
    # Of who was measured nothing is told: that who showed it is hidden too goes without a line.
    few = [
        figure.name.partition(":")[2] for figure in figures if figure.name.startswith("measured:") and figure.n is None
    ]
    silent = {f"shown:{name}" for name in few}
    return [row for row in rows if row["name"] not in silent]


def figure_name(call: Call, words: Words, name: str) -> str:
    """What a figure counts, in words; one that another version made, or nobody knows, is named as it is."""
    kind, _, of = name.partition(":")
    if not any(kind in kinds for kinds in PARTS.values()):
        return name
    titles = workshop_titles(call.login.language)
    if kind in ("measured", "shown", "tried"):
        return call.say(f"tower.group.{kind}", name=words.names.get(of) or titles.get(of, of))
    key = f"tower.group.{name.replace(':', '_')}"
    return call.say(key) if call.house.catalogue.has(key) else name


def report(call: Call) -> Response:
    """One A4 page: who came, what was shown, what became of it."""
    month = month_of(call)
    reported = figures(call, month)
    if reported is None:
        title = call.text("tower.after.report")
        return call.page("worked_out.html", title=title, part=progress_of(month), doing="")
    rows = said_figures(call, reported)
    skills = skill_rows(call, rows)
    sittings = [row for row in days_of(call.store, MOST_SITTINGS) if row["state"] != "planned"]
    return call.page("group.html", month=month or "", months=months(call), rows=rows, skills=skills, sittings=sittings)


def progress_of(month: str | None) -> str:
    """The part of the page that says that its figures are being worked out."""
    return f"/after/report/progress?month={month or ''}"


def report_progress(call: Call) -> Response:
    """That it goes on; once it is over, the page is read again."""
    month = month_of(call)
    return call.progress(
        "worked_out_progress.html", over=not under_way(call, group_work(month)), part=progress_of(month), doing=""
    )  # fmt: skip


def skill_rows(call: Call, rows: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """Habiletés side by side: looked at, shown; those alone of which something can be told."""
    words = Words(call.store, call.voice)
    by_name = {row["name"]: row for row in rows}
    return [
        {"name": words.names[of], "measured": row["said"], "shown": by_name[f"shown:{of}"]["said"]}
        for name, row in by_name.items() if (of := name.partition(":")[2]) and name.startswith("measured:")
        and row["n"] is not None
    ]  # fmt: skip


def report_sheet(call: Call) -> Response:
    """The same figures as a sheet: no row is about one person."""
    month = month_of(call)
    reported = figures(call, month)
    if reported is None:
        return call.go(page_of(month))
    rows = said_figures(call, reported)
    heads = {name: call.say(f"tower.group.column.{name}") for name in ("about", "said")}
    return call.file("groupe.csv", "text/csv; charset=utf-8", to_csv(heads, rows))


def report_bundle(call: Call) -> Response:
    """The same figures for the region, signed by the organisation."""
    month = month_of(call)
    reported = figures(call, month)
    if reported is None:
        return call.go(page_of(month))
    head = (call.house.organisation, call.house.kind, month)
    data = bundle(reported, head, signing_of(organisation_beside(call.house.db)), call.now)
    return call.file(f"region-{month or 'tout'}.envol-region", "application/json", data)


def region(call: Call) -> Response:
    """Bundles put together, as they were dropped last."""
    merged = call.house.held.merged.get(call.adviser)
    return call.page("region.html", found=merged, rows=region_rows(call, merged) if merged else [])


def region_rows(call: Call, merged: Merged) -> list[dict[str, Any]]:
    """The figures of a region in words: for the page and for the sheet."""
    words = Words(call.store, call.voice)
    rows = []
    for row in merged.rows:
        key = "none" if not row.organisations else "least" if row.hidden else "about"
        said = call.say(f"tower.region.{key}", n=row.n, hidden=row.hidden)
        rows.append({"about": figure_name(call, words, row.name), "said": said})
    return rows


def put_together(call: Call) -> Response:
    """Files of organisations are read, held against their signature, and added up."""
    if not call.uploads:
        raise StoreError("tower.error.no_file")
    bundles = []
    for upload in call.uploads:
        with upload.path.open("rb") as file:
            bundles.append(read_bundle(file.read(MOST_BYTES + 1)))
    call.house.held.merged[call.adviser] = merge(bundles)
    call.tell("tower.region.done", n=len(bundles))
    return call.go("/after/region")


def region_sheet(call: Call) -> Response:
    """The same rows as a sheet."""
    merged = call.house.held.merged.get(call.adviser)
    if merged is None:
        raise StoreError("region.none")
    heads = {name: call.say(f"tower.group.column.{name}") for name in ("about", "said")}
    return call.file("region.csv", "text/csv; charset=utf-8", to_csv(heads, region_rows(call, merged)))


WAYS = (
    shown("/after/report", report),
    shown("/after/report/progress", report_progress, part=True),
    shown("/after/report.csv", report_sheet),
    shown("/after/report.bundle", report_bundle),
    shown("/after/region", region),
    sent("/after/region", put_together, "/after/region", files=MOST_BUNDLES),
    shown("/after/region.csv", region_sheet),
)
