"""The card of one person's result, on one A4 page that is theirs, and the same as a sheet."""

from collections.abc import Iterable, Mapping
from typing import Any

from starlette.responses import Response

from desk.card_words import around_rows, card_rows, first_lines, override_said, said_rows, told_card
from export.store.contests import refuse_contested
from export.store.people import CARD_COLUMNS, counted_of
from export.store.remarks import remarks_of
from export.store.sheets import to_csv
from tower.call import Call, sent, shown
from tower.pages.people import again_said, rows_of, runs_of, titled, whole_card
from tower.saying import own_words, plan_said
from tower.settling import outlooks_of, plan_of
from tower.telling import telling_words

SEEN_FIRST = ("shown", "to_confirm", "not_yet", "not_enough", "not_measured")
"""The order of statements on a person's sheet: what was surely seen first."""
OF_ADVISERS = ("comment", "answer")
"""Remarks that stand on a person's sheet only where the person agrees; their own words always do."""


def card_page(call: Call) -> Response:
    """The card on one A4 page: what the sheet holds, row by row."""
    who = call.words["who"]
    call.opens(who)
    words = telling_words(call)
    its_card = told_card(whole_card(call, who), words, who)
    rows, plan = rows_of(call, words, its_card, who)
    measured = [row for row in rows if row["offered"]]
    order = {name: at for at, name in enumerate(SEEN_FIRST)}
    return call.page(
        "card.html", who=who, card=its_card, titles=titled(call, counted_of(call.store, who)),
        rows=sorted(measured, key=lambda row: order[row["statement"]]),
        never=[words.names[row["habilete"]] for row in its_card["rows"] if not row["offered"]],
        other=[
            {"name": words.names[override["habilete"]], "said": override_said(override, words)}
            for override in its_card["overrides"]
        ],
        lines=first_lines(its_card, words), said=said_rows(its_card, words), used=used_words(rows),
        around=around_rows(its_card, words),
        plan=plan_said(words, plan), say=call.whole(own_words(words, its_card, plan, who)),
        again=again_said(call, runs_of(call, who)),
        remarks=told_rows(call, who),
        sure=bool(measured) and all(row["statement"] == "shown" for row in measured),
        notes=[row for row in remarks_of(call.store, who) if row["kind"] in OF_ADVISERS], agreed=agreed(call, who),
    )  # fmt: skip


def used_words(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """The words of a result that stand on a sheet of these rows, as the scale names them."""
    used = {f"shown{row['level']}" if row["statement"] == "shown" else str(row["statement"]) for row in rows}
    return used | ({"to_confirm"} if any(row["above"] for row in rows) else set())


def agreed(call: Call, who: str) -> set[str]:
    """The notes of advisers that the person agreed to have on their sheet: held with the open page, kept nowhere."""
    return set(filter(None, call.login.kept.get(f"card:{who}", {}).get("notes", "").split()))


def told_rows(call: Call, who: str) -> list[dict[str, str]]:
    """What stands on the card of remarks: the person's own words, and notes they agreed to; for page and sheet."""
    yes = agreed(call, who)
    return [
        {"about": f"{call.say('tower.remark.kind.' + row['kind'])}, {call.day(row['written_at'])}",
         "said": row["text"]}
        for row in remarks_of(call.store, who) if row["kind"] not in OF_ADVISERS or row["remark_id"] in yes
    ]  # fmt: skip


def card_agreed(call: Call) -> Response:
    """Which notes the person agreed to have on their sheet."""
    who = call.words["who"]
    call.login.kept[f"card:{who}"] = {"notes": " ".join(call.many.get("note", ()))}
    return call.stay(f"/people/{who}/card", "agreed")


def card_sheet(call: Call) -> Response:
    """The card as a sheet."""
    who, words = call.words["who"], telling_words(call)
    refuse_contested(call.store, who)
    call.opens(who)
    its_card = told_card(whole_card(call, who), words, who)
    heads = {name: call.say(f"card.column.{name}") for name in CARD_COLUMNS}
    rows = card_rows(its_card, words, who)
    plan = plan_of(outlooks_of(call.store, who, call.now, words).values())
    own = own_words(words, its_card, plan, who)
    said = {"about": call.say("tower.say.own"), "said": own}
    again = [{"about": call.say("tower.again.head"), "said": line}
             for line in again_said(call, runs_of(call, who))]  # fmt: skip
    rows += [{"code": its_card["code"], **row} for row in (said, *again, *told_rows(call, who))]
    return call.sheet(f"card-{who}.csv", to_csv(heads, rows), "card", who)


WAYS = (
    shown("/people/{who}/card", card_page),
    sent("/people/{who}/card", card_agreed, "/people/{who}/card"),
    shown("/people/{who}/card.csv", card_sheet),
)
