"""The offers in view of a sitting: searched, ticked, all of a search at once; those that closed are said."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from starlette.responses import Response

from desk.match_words import Words
from export.offers.lists import OffersWanted, areas_of, offers_count, offers_list
from export.store.days import day_of
from export.store.in_view import in_view, no_longer_open, put_in_view
from export.store.store import StoreError
from tower.call import Call, sent, shown
from tower.in_view import row_of
from tower.pages.days import view_here
from tower.pages.offers import romes

EACH = 50
LIST = "list"
SEARCH = ("words", "place", "rome", "only")
"""What a search of this page asks for: `only`: what is in view already, whatever became of it."""


def searched(day_id: str, asked: Mapping[str, str]) -> OffersWanted:
    """The offers of a search: open ones, or those that are in view."""
    words, place, rome = (asked.get(name, "")[:60] for name in SEARCH[:3])
    wanted = OffersWanted(words, "open", place, rome)
    return replace(wanted, state="", of_day=day_id) if asked.get("only") else wanted


def address(asked: Mapping[str, str]) -> str:
    """What the address says of a search; "" for the whole list."""
    return urlencode({name: asked[name][:60] for name in SEARCH if asked.get(name)})


def choose(call: Call) -> Response:
    """The offers of a search, a page at a time, each with a box; what is in view stands above."""
    day = day_of(call.store, call.words["day"])
    day_id = str(day["day_id"])
    asked = {name: call.query.get(name, "") for name in SEARCH}
    wanted = searched(day_id, asked)
    n, there = offers_count(call.store, wanted), in_view(call.store, day_id)
    span, words = call.span(n, EACH), Words(call.store, call.voice)
    rows = [row_of(call, words, row) for row in offers_list(call.store, wanted, span.each, span.after)]
    # What was ticked and refused stands as it was ticked.
    typed, seen = call.typed("in").split("\n"), call.typed("shown").split("\n")
    for row in rows:
        row["in"] = row["offer_id"] in (typed if row["offer_id"] in seen else there)
    places = sorted((words.place(area), area) for area in areas_of(call.store))
    return call.page(
        "day_offers.html", one=day, rows=rows, span=span, asked=asked, address=address(asked), places=places,
        trades=romes(call), view=view_here(call, day), n=n,
        place_named=words.place(asked["place"]) if asked["place"] else "",
    )  # fmt: skip


def chosen(call: Call) -> Response:
    """What was ticked on this page of the list; all of the search; none of it; or what is open no more is taken out."""
    form, day_id = call.form, call.words["day"]
    what = form.get("what", "")
    ticked = call.many.get("in", ())
    listed = call.many.get("shown", ())
    if what == "keep":
        more, fewer = ticked, [offer_id for offer_id in listed if offer_id not in ticked]
    elif what in ("all", "none"):
        matching = [str(row["offer_id"]) for row in offers_list(call.store, searched(day_id, form))]
        more, fewer = (tuple(matching), []) if what == "all" else ((), matching)
    elif what == "closed":
        more, fewer = (), no_longer_open(call.store, day_id)
    else:
        raise StoreError("tower.error.form")
    n = put_in_view(call.store, day_id, more, fewer, call.said_by)
    back = "&".join(part for part in (address(form), f"page={form.get('page', '1')}") if part)
    return call.stay(f"/days/{day_id}/offers?{back}", LIST, "tower.view.kept" if n else "tower.view.kept_none", n=n)


WAYS = (
    shown("/days/{day}/offers", choose),
    sent("/days/{day}/offers", chosen, "/days/{day}/offers#" + LIST),
)
