"""What is written down of a person: notes, kept after asking, changed or erased, and what they answered to the team."""

from typing import Any

from starlette.responses import Response

from desk.match_words import Words
from export.store.answers import ASKED, PLACE
from export.store.noting import COMMUTE, COMMUTES, note_answers, standing_answers
from export.store.region import region_of
from export.store.remarks import change, drop, write
from export.store.store import StoreError
from scenarios.private_words import private_said
from scenarios.regions import regions
from scoring.match import NO, NOT_ASKED, YES
from tower.call import Call, sent

BACK = "/people/{who}#remarks"


def private_note(call: Call) -> str:
    """What looks private in the note that was sent back, « 06 12 34 56 78, dos fragile »; "" where nothing does."""
    return private_said(call.typed("text"))


def remark(call: Call) -> Response:
    """A comment of the adviser's, what the person says of it, or the answer to that; then the note itself is shown."""
    who, kind = call.words["who"], call.form.get("kind", "")
    remark_id = write(
        call.store, who, (kind, call.form.get("text", "")), call.adviser, call.now, call.form.get("answers", "")
    )  # fmt: skip
    call.login.kept.setdefault(f"kept:{who}", {})["note"] = remark_id
    return call.go(f"/people/{who}#note-{remark_id}")


def mend_remark(call: Call) -> Response:
    """Other words for a note, or none any more."""
    who, note = call.words["who"], call.words["note"]
    if call.form.get("what") == "drop":
        drop(call.store, who, note, call.said_by)
        call.login.kept[f"kept:{who}"] = {"note": "dropped"}
        return call.go(f"/people/{who}#remarks")
    change(call.store, who, note, call.form.get("text", ""), call.said_by)
    call.login.kept[f"kept:{who}"] = {"note": note}
    return call.go(f"/people/{who}#note-{note}")


def answer_rows(call: Call, who: str, words: Words) -> dict[str, Any]:
    """What a form of answers shows: every condition and every place that was spoken of, with what stands."""
    stands = standing_answers(call.store, who)
    region = region_of(call.store)
    there = region.basins if region else tuple(basin for each in regions() for basin in each.basins)
    asked = [(name, words.condition_name(name), stands.get(name, NOT_ASKED)) for name in ASKED]
    places = [(about, words.place(about.removeprefix(PLACE)), said)
              for about, said in stands.items() if about.startswith(PLACE)]  # fmt: skip
    return {
        "rows": [*asked, *places], "commute": stands.get(COMMUTE, NOT_ASKED), "commutes": (*COMMUTES, NOT_ASKED),
        "states": (YES, NO, NOT_ASKED),
        "places": [(PLACE + basin.code, basin.name_fr) for basin in there if PLACE + basin.code not in stands],
    }  # fmt: skip


def answers(call: Call) -> Response:
    """What the person answered to whoever asks: yes, no, not asked after all; who noted it and when stays with it."""
    who, form = call.words["who"], call.form
    said = {name.removeprefix("a-"): value for name, value in form.items() if name.startswith("a-") and value}
    if form.get("place"):
        if form.get("place_said") not in (YES, NO):
            raise StoreError("tower.answers.place")
        said[form["place"]] = form["place_said"]
    n = note_answers(call.store, who, said, call.said_by)
    return call.stay(f"/people/{who}", "said", "tower.answers.kept" if n else "tower.answers.same", n=n)


WAYS = (
    sent("/people/{who}/remark", remark, BACK, free=("text",)),
    sent("/people/{who}/remarks/{note}", mend_remark, "/people/{who}#note-{note}", free=("text",)),
    sent("/people/{who}/answers", answers, "/people/{who}#said"),
)
