"""What a sitting's offers in view are, in words: which, what they ask, what the sitting's workshops look at of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assets.spoken import word
from desk.match_words import Words
from export.store.came import came_of
from export.store.in_view import asked_in_view, in_view, no_longer_open, offers_in_view
from scenarios.reference import in_order
from scoring.circuit import WorkshopAtHand, add_for
from scoring.match import TASKS_FOR_NOT_YET
from scoring.rules import evidence_rules
from tower.call import Call
from tower.review import installed, workshop_titles
from tower.settling import NextSteps

NAMED = 6
"""Offers that a page of the sitting names before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class View:
    """The offers in view of a sitting, in words. `n`: how many; `closed`: those of them that are not open any more, by
    title and state; `rows`: the first open ones; `more`: how many open ones stand in no row.

    `asks`: what they ask, each with how many ask it, that of most first; `often`, `once`, `never`: what of it two
    workshops of the sitting look at, one, none; `nowhere`: what no workshop here looks at. `add`: the title of a
    workshop that would say most more of it, "" for none, with what it would settle and what it would look at.
    """

    n: int
    closed: Sequence[tuple[str, str, str]]
    rows: Sequence[Mapping[str, Any]]
    more: int
    asks: Sequence[str]
    often: Sequence[str]
    once: Sequence[str]
    never: Sequence[str]
    nowhere: Sequence[str]
    add: str
    settles: Sequence[str]
    looks: Sequence[str]


def view_of(call: Call, day_id: str, workshops: Sequence[str], most: int = NAMED) -> View | None:
    """The offers in view of a sitting that plays these workshops, by their ids; None where it has none in view."""
    n = len(in_view(call.store, day_id))
    if not n:
        return None
    words = Words(call.store, call.voice)
    closed = no_longer_open(call.store, day_id)
    shown = offers_in_view(call.store, day_id, len(closed) + most)
    rows = [row_of(call, words, row) for row in shown]
    open_ = [row for row in rows if row["state"] == "open"]
    asked = asked_in_view(call.store, day_id)
    at_hand = [WorkshopAtHand(s.head.id, evidence_rules(s), s.head.needs.model_dump()) for s in installed()]
    chosen = [there for there in at_hand if there.workshop in workshops]
    often, once, never, nowhere = _looked(words, [need.habilete for need in asked], at_hand, chosen)
    added = add_for({need.habilete: need.level for need in asked}, chosen, at_hand)
    return View(
        n, [(row["offer_id"], row["title"], row["said"]) for row in rows if row["state"] != "open"], open_,
        n - len(closed) - len(open_),
        [call.say("tower.view.asks_one", name=words.short[need.habilete], n=need.offers) for need in asked],
        often, once, never, nowhere, workshop_titles(call.login.language).get(added.workshop, ""),
        [words.short[name] for name in added.settles], [words.short[name] for name in added.looks],
    )  # fmt: skip


def row_of(call: Call, words: Words, row: Mapping[str, Any]) -> dict[str, Any]:
    """An offer of a list in words: its title, its place, how it stands."""
    title = row["title_en"] if call.login.language == "en" else row["title_fr"]
    example = call.say("match.example") if row["example"] else ""
    state = str(row["state"])
    return {**row, "title": f"{title}{example}", "place": words.place(str(row["area"])),
            "said": word(call.say, "state", state)}  # fmt: skip


def _looked(
    words: Words, asked: Sequence[str], at_hand: Sequence[WorkshopAtHand], chosen: Sequence[WorkshopAtHand]
) -> tuple[list[str], list[str], list[str], list[str]]:
    """What is asked, in the order of the referential, by how many workshops of the sitting look at it."""
    n = {name: sum(any(rule.habilete == name for rule in there.rules) for there in chosen) for name in in_order(asked)}
    anywhere = {rule.habilete for there in at_hand for rule in there.rules}
    return (
        [words.short[name] for name in n if n[name] >= TASKS_FOR_NOT_YET],
        [words.short[name] for name in n if 0 < n[name] < TASKS_FOR_NOT_YET],
        [words.short[name] for name in n if not n[name] and name in anywhere],
        [words.short[name] for name in n if not n[name] and name not in anywhere],
    )


def first_asked(call: Call, day_id: str) -> tuple[str, ...]:
    """The habiletés that a sitting's plan looks at first: those that its open offers in view ask."""
    return tuple(need.habilete for need in asked_in_view(call.store, day_id))


def of_person(call: Call, who: str) -> tuple[str, frozenset[str]]:
    """The sitting that a person's latest result came from, by its id, and the offers it has in view; "" and none for
    who came from no sitting."""
    at = came_of(call.store, [who]).seats.get(who)
    day_id = str(at["day_id"]) if at else ""
    return day_id, in_view(call.store, day_id)


@dataclass(frozen=True, slots=True)
class PersonsView:
    """The offers in view of the sitting a person came from: how many of them are `open`, how many no longer are, and
    what of their own plan these open offers ask: a workshop and the habiletés it would tell of, in words."""

    open: int
    not_open: int
    play: Sequence[str]


def for_person(call: Call, words: Words, who: str, plan: NextSteps) -> PersonsView | None:
    """The offers in view of the sitting a person came from, and their own plan held against them; None for none."""
    day_id, there = of_person(call, who)
    if not there:
        return None
    asked, closed = first_asked(call, day_id), no_longer_open(call.store, day_id)

    def short(names: Iterable[str]) -> str:
        return ", ".join(words.short[name] for name in names)

    named = [(title, tuple(name for name in names if name in asked)) for title, names in plan.play]
    return PersonsView(
        len(there) - len(closed), len(closed),
        [call.say("tower.view.persons_play_one", title=title, names=short(names)) for title, names in named if names],
    )  # fmt: skip
