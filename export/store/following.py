"""What became of a person and an offer: met, or why not and by whom; immersion, hired, still there at 3 and 6 months.

An outcome stands until it is undone; it is of a pair that somebody decided to propose. No reason speaks of health.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from export.packets.body import new_id
from export.store.advisers import adviser_of
from export.store.contests import HELD_BACK, WAITS, refuse_contested
from export.store.moments import stamp
from export.store.store import Store, StoreError, audit
from scenarios.plain import is_plain

KINDS = ("met", "not_met", "immersion", "not_hired", "hired", "there_3", "left_3", "there_6", "left_6")
SIDES = {
    "person": ("hindered", "other_job", "other_project", "no_news"),
    "employer": ("filled", "postponed", "no_news"),
    "other": ("not_arranged", "place_or_day"),
}
"""Who it did not happen by, and why: closed words, none of which blames or speaks of health."""
LATER = {"there_3": 3, "left_3": 3, "there_6": 6, "left_6": 6}
"""Months after the hiring that an outcome speaks of: `there` once they are over, `left` in the three that end there."""
APART = {
    "hired": {"not_hired"}, "not_hired": {"hired"}, "there_3": {"left_3"}, "left_3": {"there_3", "left_6", "there_6"},
    "left_6": {"left_3", "there_6"}, "there_6": {"left_3", "left_6"},
}  # fmt: skip
"""Outcomes of which at most one is true of a pair."""
NEWS_DAYS = 14
"""Days after a proposal from which its outcome is asked for."""
MOST_BODY = 80
STANDS = "o.undone_at is null"
LEFT = (
    "select 1 from outcomes l where l.candidate_id=o.candidate_id and l.offer_id=o.offer_id and "
    "l.kind in('left_3','left_6') and l.undone_at is null"
)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What happened on a day (ISO); `side` and `reason` of what did not take place; `body`: who sent the person."""

    candidate_id: str
    offer_id: str
    kind: str
    on_day: str
    side: str = ""
    reason: str = ""
    body: str = ""


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def follow(store: Store, follow_up: FollowUp, by: tuple[str, datetime]) -> str:
    """Keep what became of a pair; its id. Raises StoreError naming what does not fit."""
    who, now = adviser_of(store, by[0]), by[1]
    _check_words(follow_up, now.date())
    body = " ".join(follow_up.body.split())
    if len(body) > MOST_BODY or not is_plain(body):
        raise StoreError("after.body", most=MOST_BODY)
    refuse_contested(store, follow_up.candidate_id)
    proposed = store.first_row(
        "select 1 from decisions where candidate_id=? and offer_id=? and verdict='propose'",
        follow_up.candidate_id, follow_up.offer_id,
    )  # fmt: skip
    if proposed is None:
        raise StoreError("after.not_proposed")
    known = [
        outcome
        for outcome in outcomes_of(store, follow_up.candidate_id, follow_up.offer_id)
        if not outcome["undone_at"]
    ]
    _check_order(follow_up, known)
    outcome_id, at = new_id(), stamp(now)
    with store.writing() as connection:
        connection.execute(
            "insert into outcomes values(?,?,?,?,?,?,?,?,?,?,null,null)",
            (outcome_id, follow_up.candidate_id, follow_up.offer_id, follow_up.kind, follow_up.on_day, follow_up.side,
             follow_up.reason, body, who, at),
        )  # fmt: skip
        audit(connection, at, who, f"after.{follow_up.kind}", (outcome_id, follow_up.offer_id))
    return outcome_id


def _check_words(follow_up: FollowUp, today: date) -> None:
    if follow_up.kind not in KINDS:
        raise StoreError("after.kind")
    try:
        day = date.fromisoformat(follow_up.on_day)
    except ValueError as error:
        raise StoreError("after.day") from error
    if day.isoformat() != follow_up.on_day or day > today:
        raise StoreError("after.day")
    fits = follow_up.reason in SIDES.get(follow_up.side, ())
    if fits != (follow_up.kind == "not_met") or (not fits and (follow_up.side or follow_up.reason)):
        raise StoreError("after.why")


def _check_order(follow_up: FollowUp, known: list[dict[str, Any]]) -> None:
    """What can be true after what is known: raises StoreError for twice the same, and for what cannot follow yet."""
    kinds = {outcome["kind"] for outcome in known}
    if (follow_up.kind in kinds and follow_up.kind != "not_met") or kinds & APART.get(follow_up.kind, set()):
        raise StoreError("after.twice")
    if follow_up.kind not in LATER:
        return
    hired = next((date.fromisoformat(outcome["on_day"]) for outcome in known if outcome["kind"] == "hired"), None)
    if hired is None:
        raise StoreError("after.not_hired_yet")
    day, months, left = date.fromisoformat(follow_up.on_day), LATER[follow_up.kind], follow_up.kind.startswith("left")
    least = months - 3 if left else months
    if least and months_before(day, least) < hired:
        raise StoreError("after.too_early", months=least)
    if left and (day < hired or months_before(day, months) >= hired):
        raise StoreError("after.not_then")


def undo_outcome(store: Store, outcome_id: str, by: tuple[str, datetime]) -> dict[str, Any]:
    """Take back what was noted; the row it was. It stays to be read. Raises StoreError."""
    who, now = adviser_of(store, by[0]), by[1]
    row = store.first_row("select * from outcomes where outcome_id=? and undone_at is null", outcome_id)
    if row is None:
        raise StoreError("after.undone_already")
    if row["kind"] == "hired":
        since = outcomes_of(store, row["candidate_id"], row["offer_id"])
        if any(outcome["kind"] in LATER and not outcome["undone_at"] for outcome in since):
            raise StoreError("after.later_first")
    with store.writing() as connection:
        connection.execute(
            "update outcomes set undone_by=?, undone_at=? where outcome_id=?", (who, stamp(now), outcome_id)
        )
        audit(connection, stamp(now), who, "after.undo", (outcome_id, row["offer_id"]))
    return row


def outcomes_of(store: Store, candidate_id: str, offer_id: str) -> list[dict[str, Any]]:
    """Everything noted of a pair, in order of its day; what was undone too."""
    return store.rows(
        "select * from outcomes where candidate_id=? and offer_id=? order by on_day, said_at, outcome_id",
        candidate_id, offer_id,
    )  # fmt: skip


def hired_since(store: Store) -> dict[str, dict[str, Any]]:
    """Who was hired and is not noted to have left since: by person, the offer and the day of the last hiring."""
    rows = store.rows(
        f"select o.candidate_id, o.offer_id, o.on_day from outcomes o where o.kind='hired' and {STANDS} "
        f"and not exists ({LEFT}) order by o.on_day, o.said_at"
    )
    return {row["candidate_id"]: row for row in rows}


HIRED = (
    "select 1 from outcomes o where o.candidate_id=d.candidate_id and o.kind='hired' and "
    f"{STANDS} and not exists ({LEFT})"
)
"""Whether the person of a decision `d` is one of `hired_since`."""


def not_hired(store: Store) -> set[tuple[str, str]]:
    """Of whom it is noted that an employer did not take them: person and offer."""
    rows = store.rows(f"select o.candidate_id, o.offer_id from outcomes o where o.kind='not_hired' and {STANDS}")
    return {(row["candidate_id"], row["offer_id"]) for row in rows}


def posts_taken(store: Store) -> dict[str, int]:
    """How many people of here were hired for each offer and are not noted to have left; offers without one: absent."""
    rows = store.rows(
        f"select o.offer_id, count(distinct o.candidate_id) as n from outcomes o where o.kind='hired' and {STANDS} "
        f"and not exists ({LEFT}) group by o.offer_id"
    )
    return {row["offer_id"]: int(row["n"]) for row in rows}


def follow_count(store: Store) -> int:
    """How many pairs `followed` holds."""
    row = store.first_row(f"select count(*) as n from ({PAIRS}) p")
    return int(row["n"]) if row else 0


PAIRS = (
    "select d.candidate_id, d.offer_id from standing_decisions d where d.verdict='propose' "
    f"union select o.candidate_id, o.offer_id from outcomes o where {STANDS}"
)


def followed(store: Store, most: int = -1, after: int = 0) -> list[dict[str, Any]]:
    """The pairs that are proposed, or of which something is known: what was noted last, the newest first."""
    return store.rows(
        "select p.candidate_id, p.offer_id, c.code, (select o.kind from outcomes o where "
        f"o.candidate_id=p.candidate_id and o.offer_id=p.offer_id and {STANDS} "
        "order by o.on_day desc, o.said_at desc, o.outcome_id limit 1) as last, "
        "(select max(o.on_day) from outcomes o where o.candidate_id=p.candidate_id and o.offer_id=p.offer_id "
        f"and {STANDS}) as on_day, (select max(o.body) from outcomes o where o.candidate_id=p.candidate_id and "
        f"o.offer_id=p.offer_id and {STANDS}) as body, "
        "(select max(d.decided_at) from decisions d where d.candidate_id=p.candidate_id and d.offer_id=p.offer_id "
        "and d.verdict='propose') as proposed_at, exists (select 1 from remarks r where r.candidate_id=p.candidate_id "
        f"and {WAITS}) as held from ({PAIRS}) p join candidates c on c.candidate_id=p.candidate_id "
        "order by proposed_at desc, c.code, p.offer_id limit ? offset ?", most, after,
    )  # fmt: skip


def due(store: Store, today: date) -> list[dict[str, Any]]:
    """Whose news is waited for; of whose result waits for an answer no employer is asked anything before.

    `asks` is "news" (proposed two weeks ago), "three" or "six" (months after hiring).
    """
    known = "exists (select 1 from outcomes x where x.candidate_id={0}.candidate_id and x.offer_id={0}.offer_id and "\
            "x.undone_at is null{1})"  # fmt: skip
    two_weeks = (today - timedelta(days=NEWS_DAYS)).isoformat()
    rows_due = store.rows(
        "select 'news' as asks, d.candidate_id, d.offer_id, c.code, substr(d.decided_at,1,10) as since "
        "from standing_decisions d join candidates c using(candidate_id) where d.verdict='propose' and "
        f"not {HELD_BACK} and substr(d.decided_at,1,10)<=? and not {known.format('d', '')} order by since, c.code",
        two_weeks,
    )  # fmt: skip
    for asks, months, kinds in (("three", 3, "'there_3','left_3'"), ("six", 6, "'there_6','left_6','left_3'")):
        later = known.format("o", f" and x.kind in({kinds})")
        rows_due += store.rows(
            f"select '{asks}' as asks, o.candidate_id, o.offer_id, c.code, o.on_day as since from outcomes o "
            f"join candidates c using(candidate_id) where o.kind='hired' and {STANDS} and o.on_day<=? and not {later} "
            f"and not exists (select 1 from remarks r where r.candidate_id=o.candidate_id and {WAITS}) "
            "order by since, c.code", months_before(today, months).isoformat(),
        )  # fmt: skip
    return rows_due
