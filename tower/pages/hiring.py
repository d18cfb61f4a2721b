"""What a hiring changes elsewhere, told where it matters: posts left, the person's other proposals, hours to come."""

from collections.abc import Mapping
from typing import Any

from assets.spoken import word
from desk.match_words import Words
from export.fairs.planning import fair_of
from export.fairs.proposals import hired_to_come
from export.store.contests import HELD_BACK
from export.store.decisions import STANDING, decisions_of
from export.store.following import hired_since, posts_taken
from export.store.readings import unseen_by
from tower.call import Call

MOST_DECIDED = 20
"""Decisions that the page of an offer shows."""


def posts_said(call: Call, posts: int | None, taken: int) -> str:
    """The posts of an offer, and how many are left once people of here were hired; "" where no number is known."""
    if not posts or not taken:
        return str(posts or "")
    return call.say("tower.offer.posts_left", posts=posts, n=max(0, posts - taken))


def after_hiring(call: Call, words: Words, who: str) -> dict[str, Any] | None:
    """Of who is hired: for what, since when, the posts left there, and what still stands that nobody has undone.

    `others`: standing proposals for other offers; `hours`: appointments of fairs still to come. None: not hired.
    """
    hired = hired_since(call.store).get(who)
    if hired is None:
        return None
    offer_id = str(hired["offer_id"])
    posts, taken = words.offers[offer_id]["posts"] or 0, posts_taken(call.store).get(offer_id, 0)
    others = [
        {"id": row["decision_id"], "offer": words.offer(row["offer_id"]), "offer_id": row["offer_id"]}
        for row in decisions_of(call.store, who)
        if row["state"] in STANDING and row["verdict"] == "propose" and row["offer_id"] != offer_id
    ]
    hours = [
        {**row, "hour": fair_of(call.store, row["fair_id"]).hours.starts(row["slot"]),
         "stand": row["stand_id"].split("/", 1)[1]} for row in hired_to_come(call.store, call.now, who)
    ]  # fmt: skip
    return {
        "offer": words.offer(offer_id), "offer_id": offer_id, "day": hired["on_day"], "others": others, "hours": hours,
        "posts": posts, "left": max(0, posts - taken),
    }  # fmt: skip


def made_said(call: Call, row: Mapping[str, Any]) -> str:
    """What stands decided, in a word, and that it is held where a disagreement waits (`held`)."""
    said = call.say(f"decisions.made.{row['verdict']}")
    return call.say("tower.decided.held_word", made=said) if row["held"] else said


def decided_of(call: Call, who: str) -> dict[str, str]:
    """What stands decided of each offer for a person, in words."""
    return {
        row["offer_id"]: made_said(call, row) for row in call.store.rows(
            f"select offer_id, verdict, {HELD_BACK} as held from standing_decisions d where candidate_id=?", who)
    }  # fmt: skip


def decided_on(call: Call, offer_id: str) -> list[dict[str, str]]:
    """Of whom something stands decided for an offer, newest first: code, id, in words; not of whom one observes."""
    hidden = unseen_by(call.store, call.adviser)
    rows = call.store.rows(
        f"select d.candidate_id, c.code, d.verdict, d.reason_code, {HELD_BACK} as held from standing_decisions d "
        "join candidates c using(candidate_id) where d.offer_id=? order by d.decided_at desc, c.code limit ?",
        offer_id, MOST_DECIDED,
    )  # fmt: skip
    return [
        {"who": row["candidate_id"], "code": row["code"], "verdict": made_said(call, row),
         "reason": word(call.say, "reason", row["reason_code"])} for row in rows if row["candidate_id"] not in hidden
    ]  # fmt: skip


def decided_tags(call: Call, offer_id: str) -> dict[str, list[str]]:
    """What stands of each person for an offer, in words: what was decided, and that they are hired, here or not."""
    tags = {
        row["candidate_id"]: [made_said(call, row)] for row in call.store.rows(
            f"select candidate_id, verdict, {HELD_BACK} as held from standing_decisions d where offer_id=?", offer_id)
    }  # fmt: skip
    for who, hired in hired_since(call.store).items():
        here = hired["offer_id"] == offer_id
        tags.setdefault(who, []).append(call.say("tower.list.hired" if here else "tower.list.hired_elsewhere"))
    return tags

