"""The open offers for one person: those in view of their sitting first, in groups by how near they are."""

from collections.abc import Collection, Sequence

from starlette.responses import Response

from desk.match_words import COLUMNS
from desk.pages import only
from export.store.contests import refuse_contested
from export.store.in_view import no_longer_open
from export.store.matching import for_candidate
from export.store.sheets import to_csv
from scoring.match import GROUPS, TO_COMPLETE, Pair
from tower.call import Call, shown
from tower.in_view import of_person
from tower.pages.hiring import decided_of
from tower.pages.matching import EACH, pair_row
from tower.telling import telling_words

AT_FIRST = 6
"""Offers of each group that a person's page shows before the group alone is asked for."""
NEAR = ("A", "B", "C")
NEAREST = (*NEAR, TO_COMPLETE, "D", "outside")
"""The groups of a person's offers in the order in which they are worth a look: what another workshop may settle stands
before what is far."""


def pairs_of(call: Call, who: str) -> list[Pair]:
    """A person and every open offer, worked out once until the base changes: groups and pages follow each other."""
    return call.house.once(f"offers:{who}", lambda: for_candidate(call.store, who, call.now))


def person_offers(call: Call) -> Response:
    """Every open offer for one person: the nearest group is open, the first offers of each other are folded under how
    many there are; one group alone comes a page at a time.
    """
    who = call.words["who"]
    call.reads(who)
    (day_id, view), words = of_person(call, who), telling_words(call)
    only_view = bool(view and call.query.get("view"))
    pairs = view_first(pairs_of(call, who), view, alone=only_view)
    wanted = call.query.get("group", "")
    by_group = {name: only(pairs, name) for name in NEAREST if wanted not in GROUPS or name == wanted}
    there = {name: pairs for name, pairs in by_group.items() if pairs}
    span = call.span(len(by_group.get(wanted, [])), EACH)
    first = {name: span.of(pairs) if wanted in GROUPS else pairs[:AT_FIRST] for name, pairs in there.items()}
    return call.page(
        "person_offers.html", who=who, code=words.codes[who], span=span, wanted=wanted if wanted in GROUPS else "",
        groups=[(name, len(pairs), [pair_row(words, pair) for pair in first[name]]) for name, pairs in there.items()],
        n=len(pairs), near=any(pair.band in NEAR for pair in pairs), waiting=call.contests(who),
        decided=decided_of(call, who), view=view, only_view=only_view, sitting=day_id,
        not_open=len(no_longer_open(call.store, day_id)) if view else 0,
    )  # fmt: skip


def view_first(pairs: Sequence[Pair], view: Collection[str], *, alone: bool = False) -> list[Pair]:
    """Pairs with those whose offer is in view of the person's sitting before the others, or those alone; else in the
    order they stand in."""
    first = [pair for pair in pairs if pair.offer_id in view]
    return first if alone else first + [pair for pair in pairs if pair.offer_id not in view]


def person_offers_sheet(call: Call) -> Response:
    """All of them, as a sheet: those in view of the person's sitting first, and said to be."""
    words, who = telling_words(call), call.words["who"]
    refuse_contested(call.store, who)
    call.reads(who)
    _, view = of_person(call, who)
    pairs = view_first(pairs_of(call, who), view)
    said = {True: call.say("tower.view.tag"), False: ""}
    heads = {c: call.say(f"match.column.{c}") for c in COLUMNS} | {"view": call.say("tower.view.title")}
    rows = [{**words.row(pair, "adviser"), "view": said[pair.offer_id in view]} for pair in pairs]
    return call.sheet("offres-pour-elle.csv", to_csv(heads, rows), "offers", who)


WAYS = (
    shown("/people/{who}/offers", person_offers),
    shown("/people/{who}/offers.csv", person_offers_sheet),
)
