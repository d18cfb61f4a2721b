"""Offers: listed, written, completed, confirmed one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import get_args
from urllib.parse import quote, urlencode

from starlette.responses import Response

from assets.spoken import word
from desk.match_words import Words
from desk.offer_words import SHOWN, OfferWords
from export.offers.desk import (
    LACKED,
    Completion,
    complete,
    conditions,
    correct_place,
    details,
    drop_requirement,
    set_constraint,
    set_state,
    suggestions,
    to_complete,
)
from export.offers.fields import from_row
from export.offers.lists import OFFER_COLUMNS, STATES, OffersWanted, areas_of, offers_count, offers_list
from export.offers.reading import RowPlace, RowSaid
from export.offers.storing import questions, take_in
from export.offers.texts import Bad, clean
from export.store.bridging import CONTRACTS, offer_facts, set_fact
from export.store.following import posts_taken
from export.store.in_view import days_with
from export.store.matching import offers_of, require
from export.store.sheets import to_csv
from export.store.store import StoreError
from scenarios.bridges import OFFER_FACTS
from scenarios.offers import Constraint
from scenarios.reference import habiletes
from scenarios.regions import basin, basins_in
from scenarios.trades import trades
from scoring.match import Requirement
from tower.call import Call, figure, sent, shown
from tower.pages.hiring import decided_on, posts_said

EACH = 50
CSV = "text/csv; charset=utf-8"
WRITTEN = ("intitule", "employeur", "lieu", "rome", "postes", "contrat", "duree", "horaires", "salaire", "reference")
"""What is asked of an offer that is written on the page."""
LEFT_EMPTY = ("no_rome", "place_missing")
"""What is only missing, and completed later."""
HINTS = {name: f"tower.offers.hint.{name}" for name in ("lieu", "rome", "postes", "contrat", "duree", "reference")}
CONSTRAINTS: tuple[str, ...] = get_args(Constraint)


def wanted(call: Call) -> OffersWanted:
    """Which offers the address asks for: nothing of a person is in it."""
    asked = {name: call.query.get(name, "")[:60] for name in ("words", "state", "place", "rome")}
    days = {name: a_day(call.query.get(name, "")) for name in ("since", "until")}
    return OffersWanted(**asked | days | {"state": asked["state"] if asked["state"] in STATES else ""})


def a_day(text: str) -> str:
    """A day as the base writes it, "" for what is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def address(asked: OffersWanted) -> str:
    """What the address of the list says of what is asked, to be followed by « page= »."""
    return urlencode({name: value for name, value in asdict(asked).items() if name != "of_day"})


def offers(call: Call) -> Response:
    """The offers, a page at a time."""
    asked = wanted(call)
    span = call.span(offers_count(call.store, asked), EACH)
    words = OfferWords(call.store, call.voice)
    taken = posts_taken(call.store)
    rows = [offer_row(call, words, row, taken) for row in offers_list(call.store, asked, span.each, span.after)]
    places = sorted((words.words.place(area), area) for area in areas_of(call.store))
    return call.page(
        "offers.html", rows=rows, span=span, asked=asked, address=address(asked), places=places, states=STATES,
        waiting=len(questions(call.store)), word=lambda kind, name: word(call.say, kind, name),
    )  # fmt: skip


def offer_row(
    call: Call, words: OfferWords, row: Mapping[str, object], taken: Mapping[str, int]
) -> dict[str, object]:
    """A row of the list in words, as the page shows it and the sheet holds it. `taken`: posts filled, by offer."""
    lacking = str(row["to_complete"])
    state = words.lacks(lacking.split(",")) if lacking else word(call.say, "state", str(row["state"]))
    title = row["title_en"] if call.login.language == "en" else row["title_fr"]
    example = call.say("match.example") if row["example"] else ""
    posts = posts_said(call, figure(str(row["posts"] or "")), taken.get(str(row["offer_id"]), 0))
    place = words.words.place(str(row["area"]))
    return {**row, "title": f"{title}{example}", "place": place, "said": state, "posts": posts}


def offers_sheet(call: Call) -> Response:
    """The same list, whole, as a sheet."""
    words = OfferWords(call.store, call.voice)
    taken = posts_taken(call.store)
    rows = [offer_row(call, words, row, taken) for row in offers_list(call.store, wanted(call))]
    heads = {name: call.say(f"tower.offers.{name}") for name in OFFER_COLUMNS}
    return call.file("offres.csv", CSV, to_csv(heads, [{**row, "state": row["said"]} for row in rows]))


def write(call: Call) -> Response:
    """Where an offer is written that came in no file."""
    return call.page(
        "offers_write.html", fields=[(name, call.say(f"columns.field.{name}")) for name in WRITTEN],
        hints={name: HINTS.get(name, "") for name in WRITTEN}, trades=romes(call),
    )  # fmt: skip


def romes(call: Call) -> list[tuple[str, str]]:
    """The ROME codes of the trades known here, each with the names of its trades, in the order of the names."""
    names_of: dict[str, list[str]] = {}
    for trade in sorted(trades().trades, key=lambda trade: trade.name(call.login.language)):
        names_of.setdefault(trade.rome, []).append(trade.name(call.login.language))
    return [(code, " ; ".join(names)) for code, names in names_of.items()]


def written(call: Call) -> Response:
    """It comes in as the row of an employer's list does; what is typed and cannot be read is said, and nothing kept.

    What is left empty is to complete on the page of the offer.
    """
    cells = {name: clean(call.form.get(name, "")) for name in WRITTEN}
    offer = from_row({name: text for name, text in cells.items() if text})
    if isinstance(offer, Bad):
        raise StoreError(f"offers_in.{offer.reason}", **offer.values)
    for unread in (*offer.gaps, *offer.notes):
        if unread.reason not in LEFT_EMPTY:
            raise StoreError(f"offers_in.{unread.reason}", **unread.values)
    # Each is a list of its own: a question about one takes no question about another away.
    at = f"{call.moment(call.now.isoformat())}:{call.now.second:02}"
    name = call.say("tower.offers.written_by", who=call.adviser, at=at)
    taken = take_in(call.store, [(offer, RowPlace(name, 1, "line", cells))], call.now, by=call.adviser)
    what = "asked" if taken.asked else "new" if taken.new else "updated" if taken.updated else "same"
    call.tell(f"tower.offers.written.{what}", title=offer.title)
    return call.go("/offers/same" if taken.asked else f"/offers?words={quote(offer.title[:60], safe='')}")


def offer(call: Call) -> Response:
    """All that is known of one offer, what is proposed, and what waits for somebody."""
    offer_id = call.words["offer"]
    offer = offers_of(call.store, offer_id)[0]
    words = OfferWords(call.store, call.voice)
    known, facts = details(call.store, offer_id), offer_facts(call.store, offer_id)
    row = words.words.offers[offer_id]
    asked = [{"id": r.habilete, "name": words.words.names[r.habilete], "level": r.level, "weight": r.weight,
              "said": words.words.level(r.level)} for r in offer.requirements]  # fmt: skip
    proposed = [
        {"id": suggestion.habilete, "name": words.words.names[suggestion.habilete], "level": suggestion.level or 2,
         "weight": suggestion.weight or 1, "basis": suggestion.basis}
        for suggestion in suggestions(call.store, offer_id)
    ]  # fmt: skip
    said = conditions(call.store, offer_id)
    taken = posts_taken(call.store).get(offer_id, 0)
    area, held = str(row["area"] or ""), call.house.held.reports.get(call.adviser)
    gaps = [
        gap for reference, title, gap in (held.gaps if held else ())
        if title == row["title_fr"] and reference == (row["source_id"] or "")
    ]  # fmt: skip
    return call.page(
        "offer.html", posts=posts_said(call, row["posts"], taken), full=bool(row["posts"]) and taken >= row["posts"],
        offer=row, title=words.words.offer(offer_id), asked=asked, proposed=proposed,
        details=[(call.say(f"offers_change.{name}"), known[name]) for name in SHOWN if known.get(name)],
        conditions=[(code, call.say(f"match.constraint.{code}"), *said.get(code, ("", ""))) for code in CONSTRAINTS],
        gaps=[words.reason(gap) for gap in gaps], got=got_of(gaps), area=area,
        basins=[(code, words.words.place(code)) for code in basins_in(area)], said_place=known.get("place", ""),
        places=places_beside(words.words, area), place_now=words.words.place(area),
        levels_kept=call.login.kept.get(f"levels:{offer_id}", {}),
        lacking=to_complete(call.store).get(offer_id, ()), states=STATES[1:], trades=romes(call),
        facts=[(name, call.say(f"bridges.fact.{name}"), facts.get(name, "")) for name in OFFER_FACTS],
        contract=facts.get("contract", ""), months=facts.get("months", ""), contracts=CONTRACTS,
        others=[h for h in habiletes() if h.id not in {a["id"] for a in asked}],
        levels=[(n, words.words.level(n)) for n in (1, 2, 3)],
        decided=decided_on(call, offer_id), sittings=days_with(call.store, offer_id),
        word=lambda kind, name: word(call.say, kind, name),
    )  # fmt: skip


def places_beside(words: Words, area: str) -> list[tuple[str, str]]:
    """Where an offer that stands under a basin may be instead: the basins of its department, or that alone."""
    held = basin(area)
    if held is None:
        return []
    return [(code, words.place(code)) for code in (*basins_in(held.department), held.department)]


def got_of(gaps: Sequence[RowSaid]) -> dict[str, str]:
    """What the file wrote where something lacks, by field: shown where it is to be mended."""
    return {LACKED[gap.reason_key]: str(gap.values["got"]) for gap in reversed(gaps) if gap.reason_key in LACKED}


def change(call: Call) -> Response:
    """What an adviser says of an offer: all that stands on the page is kept, whichever button was pressed.

    The button says what is done besides, and of which habileté: « require:dexterite ».
    """
    offer_id, (what, _, about) = call.words["offer"], call.form.get("what", "").partition(":")
    own = {name: call.form.get(f"{name}-{about}", "") for name in ("level", "weight")}
    form = {**call.form, "habilete": about, **own} if about else call.form
    offers_of(call.store, offer_id)
    was = state_of(call, offer_id)
    if what not in CHANGES:
        raise StoreError("tower.error.form")
    for kept in KEPT:
        if kept != what:
            CHANGES[kept](call, offer_id, form)
    CHANGES[what](call, offer_id, form)
    call.login.kept[f"levels:{offer_id}"] = {name: value for name, value in form.items() if name.startswith("level-")}
    opened = was != "open" and state_of(call, offer_id) == "open"
    return call.stay(
        f"/offers/{offer_id}", "who" if opened else PLACES[what],
        "tower.offers.kept_open" if opened else "tower.offers.kept",
    )  # fmt: skip


def state_of(call: Call, offer_id: str) -> str:
    """How an offer stands now: draft, open, filled or closed."""
    row = call.store.first_row("select status from offers where offer_id=?", offer_id)
    return str(row["status"]) if row else ""


Form = Mapping[str, str]


def _require(call: Call, offer_id: str, form: Form) -> None:
    level, weight = form.get("level", ""), form.get("weight", "1").replace(",", ".")
    try:
        asked = Requirement(form.get("habilete", ""), int(level), float(weight))
    except ValueError as error:
        raise StoreError("offer.wrong_level") from error
    require(call.store, offer_id, asked, call.adviser, call.now)


def _drop(call: Call, offer_id: str, form: Form) -> None:
    drop_requirement(call.store, offer_id, form.get("habilete", ""), call.said_by)


def _conditions(call: Call, offer_id: str, form: Form) -> None:
    """Every condition whose answer was changed on the page; what was left as it stood is not said again."""
    said = conditions(call.store, offer_id)
    for code in CONSTRAINTS:
        answer = form.get(f"c-{code}", "")
        now = {"yes": "yes", "no": "no"}.get(said.get(code, ("", ""))[0], "ask")
        if answer in ("yes", "no", "ask") and answer != now:
            set_constraint(call.store, offer_id, code, answer, call.said_by)


def _complete(call: Call, offer_id: str, form: Form) -> None:
    names, asked = ("rome", "place", "posts", "basin"), form.get("what", "") == "complete"
    # Pressed for something else, what the file wrote wrong and nobody has touched is not read again.
    left = {name for name in names if not asked and form.get(name) == form.get(f"was-{name}")}
    given = Completion(*("" if name in left else form.get(name, "").strip() for name in names))
    if given == Completion() and not asked:
        return
    complete(call.store, offer_id, given, call.said_by)


def _place(call: Call, offer_id: str, form: Form) -> None:
    given = Completion(place=form.get("to_place", "").strip(), basin=form.get("to_basin", ""))
    correct_place(call.store, offer_id, given, call.said_by)


def _facts(call: Call, offer_id: str, form: Form) -> None:
    known = offer_facts(call.store, offer_id)
    for name in (*OFFER_FACTS, "contract", "months"):
        value = form.get(f"f-{name}", "").strip()
        if value and value != known.get(name):
            set_fact(call.store, offer_id, (name, value), call.adviser, call.now)


def _state(call: Call, offer_id: str, form: Form) -> None:
    state = form.get("state") or form.get("habilete", "")
    if state not in STATES[1:]:
        raise StoreError("tower.error.form")
    set_state(call.store, offer_id, state, call.said_by)


CHANGES = {
    "require": _require, "drop": _drop, "conditions": _conditions, "complete": _complete, "facts": _facts,
    "state": _state, "place": _place,
}  # fmt: skip

PLACES = {
    "require": "asks", "drop": "asks", "conditions": "conditions", "complete": "lacks", "facts": "known",
    "state": "state", "place": "lacks",
}  # fmt: skip
"""Where on the page of an offer each is pressed: one is there again afterwards."""
KEPT = ("complete", "conditions", "facts")
"""What is kept with whatever button: what was typed or ticked elsewhere on the page is not lost."""

WAYS = (
    shown("/offers", offers),
    shown("/offers/list.csv", offers_sheet),
    shown("/offers/write", write),
    sent("/offers/write", written, "/offers/write"),
    shown("/offers/{offer}", offer),
    sent("/offers/{offer}", change, "/offers/{offer}"),
)
