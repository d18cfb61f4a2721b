"""Kept lists read again: who was shown, in which order and why, and who was left out by which rule."""

import json
import sys
from dataclasses import dataclass
from typing import Any

from export.store.contests import contested_people
from export.store.matching import CONTESTED
from export.store.store import Store, StoreError
from scoring.match import NOT_ASKED, YES, Change, Condition, MatchReason, Pair

FIRST = "match-1"


@dataclass(frozen=True, slots=True)
class KeptList:
    """One list as it was kept. `left_out` is (candidate id, rule): "limit", "contested", "declined:" and what it was.

    "not_ticked:": kept by version 1, which read what was not ticked as a no.
    """

    list_id: str
    offer_id: str
    made_at: str
    made_by: str
    engine_version: str
    n_seen: int
    pairs: tuple[Pair, ...]
    left_out: tuple[tuple[str, str], ...]


def lists_of(store: Store, offer_id: str | None = None) -> list[dict[str, Any]]:
    """The kept lists, of one offer or all, newest first, with how many are shown and left out."""
    return store.rows(
        "select p.*, (select count(*) from preselection_items i where i.preselection_id=p.preselection_id) as listed, "
        "(select count(*) from preselection_left_out o where o.preselection_id=p.preselection_id) as left_out "
        "from preselections p where ? is null or p.offer_id=? order by p.made_at desc, p.preselection_id",
        offer_id, offer_id,
    )  # fmt: skip


def kept_list(store: Store, list_id: str) -> KeptList:
    """A list as it was shown, but for who contests their result now, by its id or the start of it.

    Raises StoreError: unknown, or that of several.
    """
    word = list_id.strip().lower()
    lists = store.rows("select * from preselections where substr(preselection_id,1,?)=? limit 2", len(word), word)
    if len(lists) != 1 or not word:
        raise StoreError("lists.several" if lists and word else "lists.unknown", got=list_id)
    row = lists[0]
    name = row["preselection_id"]
    held = contested_people(store)
    items = store.rows(
        "select candidate_id, explain from preselection_items where preselection_id=? order by place", name
    )
    left = store.tuples("select candidate_id, rule from preselection_left_out where preselection_id=? order by 1", name)
    # Who contests their result since then is read in no list before an answer; then they stand where they stood.
    shown = [listed for listed in items if listed["candidate_id"] not in held]
    # A list leaves nearly everybody out, by a few rules: each is held once.
    out = [(str(who), sys.intern(_left(str(rule), row["engine_version"]))) for who, rule in left]
    out += [(listed["candidate_id"], CONTESTED) for listed in items if listed["candidate_id"] in held]
    return KeptList(
        name, row["offer_id"], row["made_at"], row["made_by"], row["engine_version"], row["n_seen"],
        tuple(_pair(json.loads(listed["explain"]), row["engine_version"]) for listed in shown),
        tuple(sorted(out)),
    )  # fmt: skip


def _left(rule: str, engine: str) -> str:
    """A rule as it is read today: version 1 took what was not ticked for a no."""
    return rule.replace("declined:", "not_ticked:", 1) if engine == FIRST else rule


def _pair(kept: dict[str, Any], engine: str) -> Pair:
    """A pair from its kept reasons; the number that sorted it is not kept."""
    return Pair(
        candidate_id=kept["candidate_id"],
        offer_id=kept["offer_id"],
        band=kept["band"],
        reasons=tuple(_reason(reason) for reason in kept["reasons"]),
        missing=tuple(kept["missing"]),
        tenths=kept["tenths"],
        changes=tuple(Change(tuple(change["habiletes"]), change["band"]) for change in kept["changes"]),
        conditions=tuple(Condition(c["constraint"], _said(c, engine)) for c in kept["conditions"]),
        score=0.0,
    )


def _reason(kept: dict[str, Any]) -> MatchReason:
    """A requirement as it was shown; lists of version 1 kept a term and no statement."""
    known = {name: value for name, value in kept.items() if name != "term"}
    stated = {"met": "shown", "not_measured": "not_measured"}.get(kept["state"], "to_confirm")
    return MatchReason(**{"statement": stated, **known})


def _said(kept: dict[str, Any], engine: str) -> str:
    """What the person had said. Of version 1 only a tick is an answer, and « travel » was none."""
    if engine != FIRST:
        return str(kept["state"])
    return YES if kept["state"] == "accepted" and kept["constraint"] != "travel" else NOT_ASKED
