"""Decisions: written by a declared adviser with a reason that fits, read again, undone with a reason, never deleted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from export.packets.body import new_id
from export.store.advisers import adviser_of
from export.store.bridging import Asked, Bridging, Ways
from export.store.contests import HELD_BACK, contested
from export.store.firms import refuse_tied
from export.store.groups import Groups
from export.store.matching import refuse_not_open
from export.store.moments import stamp
from export.store.port import Connection
from export.store.remarks import visible
from export.store.store import Store, StoreError, audit
from scenarios.bridges import bridges
from scenarios.reasons import FITTING, REASONS, UNDO_REASONS, VERDICTS
from scoring.match import NO, Pair

MOST_WORDS = 500
"""Signs of what is added to the reason of a decision."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an adviser decides of a pair, and why.

    `scheme`: the bridge chosen (an id of `bridges.yaml`); `list_id`: the kept list it was read in. `asked`: what the
    adviser says of the pair for the rules, kept nowhere; `overrule`: choose a bridge that the rules leave out. `after`:
    the id of the decision that stood when it was read ("" for none): where another stands by now it is refused.
    `text`: what the adviser adds to the reason in their own words, "" for nothing. `first`: the bridge that the page
    put first when the button was pressed ("" for none), kept whatever was answered since; None: what the rules put
    first now. `despite`: they are proposed although they said no to something of the offer.
    """

    offer_id: str
    candidate_id: str
    verdict: str
    reason: str
    adviser: str
    scheme: str | None = None
    list_id: str | None = None
    asked: Asked | None = None
    overrule: bool = False
    after: str | None = None
    text: str = ""
    first: str | None = None
    despite: bool = False


def decide(store: Store, decision: Decision, now: datetime, groups: Groups | None = None) -> str:
    """Write a decision, which supersedes the last one of the pair; its id. Raises StoreError when it is not whole.

    What the rules put first for this person and this offer is kept beside it, with the version of the rules. Who said
    no to something of the offer is proposed only where that was asked (`despite`).
    """
    adviser = adviser_of(store, decision.adviser)
    _check_words(decision)
    text = _words(decision.text)
    _check_list(store, decision)
    refuse_tied(store, adviser, decision.offer_id, now)
    ways = Bridging(store, now, decision.candidate_id, groups=groups).ways(decision.offer_id, decision.asked)
    _check_said_no(decision, ways.pair)
    detail = _check_scheme(decision, ways)
    first = _first_of(decision, ways)
    decision_id, at = new_id(), stamp(now)
    with store.writing() as connection:
        # Under the write lock: what a colleague has just written counts.
        _refuse_now(store, decision)
        last = connection.execute(
            "select decision_id from standing_decisions where offer_id=? and candidate_id=?",
            (decision.offer_id, decision.candidate_id),
        ).fetchone()
        if decision.after is not None and decision.after != (last[0] if last else ""):
            raise StoreError("decide.meanwhile")
        _keep_schemes(connection, (decision.scheme, first))
        connection.execute(
            "insert into decisions(decision_id, offer_id, candidate_id, preselection_id, scheme, verdict, reason_code, "
            "adviser, decided_at, supersedes, proposed_scheme, rules_version, words) values(?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (decision_id, decision.offer_id, decision.candidate_id, decision.list_id, decision.scheme, decision.verdict,
             decision.reason, adviser, at, last[0] if last else None, first, str(bridges().version),
             text),
        )  # fmt: skip
        if decision.verdict in ("decline", "candidate_declined"):
            _cancel_interviews(connection, "offer_id=? and candidate_id=?", (decision.offer_id, decision.candidate_id))
        audit(connection, at, adviser, f"decide.{decision.verdict}", (decision_id, detail or decision.offer_id))
    return decision_id


def _refuse_now(store: Store, decision: Decision) -> None:
    """Raise StoreError for what may not be decided as things stand.

    Whoever contests their result is decided upon by nobody before an answer, but may say no themselves; an offer that
    is no longer open, or not yet, is proposed to nobody.
    """
    if decision.verdict != "candidate_declined" and contested(store, decision.candidate_id):
        raise StoreError("decide.contested")
    if decision.verdict == "propose":
        refuse_not_open(store, decision.offer_id)


def _check_words(decision: Decision) -> None:
    if decision.verdict not in VERDICTS:
        raise StoreError("decide.unknown_verdict", got=decision.verdict, expected=", ".join(VERDICTS))
    if decision.reason not in REASONS:
        raise StoreError("decide.unknown_reason", got=decision.reason, expected=", ".join(REASONS))
    if decision.reason not in FITTING[decision.verdict]:
        expected = ", ".join(FITTING[decision.verdict])
        raise StoreError("decide.unfit", verdict=decision.verdict, reason=decision.reason, expected=expected)
    known = [rule.id for rule in bridges().bridges]
    if decision.scheme is not None and decision.scheme not in known:
        raise StoreError("decide.unknown_scheme", got=decision.scheme, expected=", ".join(known))


def _words(text: str) -> str:
    """What is added to a reason, as it is kept: with its lines, without signs that nobody sees. Raises StoreError."""
    plain = visible(text)
    if len(plain) > MOST_WORDS:
        raise StoreError("remark.long", most=MOST_WORDS, n=len(plain))
    return plain


def forget_words(store: Store, decision_id: str, by: str, now: datetime) -> None:
    """Erase what was added to the reason of a decision, which stays as it was; the log says who did. StoreError."""
    who = adviser_of(store, by)
    row = store.first_row("select words from decisions where decision_id=?", decision_id)
    if row is None or not row["words"]:
        raise StoreError("remark.unknown")
    with store.writing() as connection:
        connection.execute("update decisions set words='' where decision_id=?", (decision_id,))
        audit(connection, stamp(now), who, "decide.forget_words", (decision_id, ""))


def _check_list(store: Store, decision: Decision) -> None:
    """The list a decision was read in is one of the offer, and the person stands in it or was left out of it."""
    if decision.list_id is None:
        return
    its_offer = "select 1 from preselections where preselection_id=? and offer_id=?"
    if not store.first_row(its_offer, decision.list_id, decision.offer_id):
        raise StoreError("lists.unknown", got=decision.list_id)
    if not store.first_row(
        "select 1 from preselection_items where preselection_id=? and candidate_id=? union "
        "select 1 from preselection_left_out where preselection_id=? and candidate_id=?",
        decision.list_id, decision.candidate_id, decision.list_id, decision.candidate_id,
    ):  # fmt: skip
        raise StoreError("lists.not_in_it", got=decision.list_id[:8])


def _check_said_no(decision: Decision, pair: Pair) -> None:
    """Raise StoreError where somebody would be proposed for what they said no to, and nobody asked about it."""
    if decision.verdict == "propose" and not decision.despite:
        declined = tuple(condition.constraint for condition in pair.conditions if condition.state == NO)
        if declined:
            raise StoreError("decide.said_no")


def _first_of(decision: Decision, ways: Ways) -> str | None:
    """The bridge that was put first: as the page showed it, or as the rules say now. Raises StoreError: no bridge."""
    if decision.first is None:
        return ways.proposed[0].id if ways.proposed else None
    known = [rule.id for rule in bridges().bridges]
    if decision.first and decision.first not in known:
        raise StoreError("decide.unknown_scheme", got=decision.first, expected=", ".join(known))
    return decision.first or None


def _check_scheme(decision: Decision, ways: Ways) -> str:
    """The rule that was overruled, for the audit; "" when none stands against the bridge chosen.

    Raises StoreError, with the rule's reason under `why`, for a bridge that is left out and not overruled.
    """
    against = next((left_out.why for left_out in ways.out if left_out.id == decision.scheme), None)
    if against is None:
        return ""
    if not decision.overrule:
        raise StoreError("decide.left_out", scheme=decision.scheme, why=against)
    return f"{decision.offer_id} overruled {decision.scheme}: {against.key}"


def _keep_schemes(connection: Connection, chosen: Iterable[str | None]) -> None:
    """The bridges a decision names, with the version of the rules they come from."""
    book = bridges()
    connection.executemany(
        "insert into schemes values(?,?,?) on conflict(scheme) do update set rules_version=excluded.rules_version",
        [(rule.id, rule.label_fr, str(book.version)) for rule in book.bridges if rule.id in set(chosen)],
    )


def _cancel_interviews(connection: Connection, which: str, values: tuple[str, ...]) -> None:
    """What was planned on a decision that no longer stands is cancelled; what was held stays."""
    connection.execute(
        "update interviews set status='cancelled', pinned=0 where status='planned' and decision_id in "
        f"(select decision_id from decisions where {which})",
        values,
    )


ROWS = f"""
select d.*, c.code, u.reason_code as undone_reason, u.adviser as undone_by, u.undone_at,
  case when u.decision_id is not null then 'undone'
       when exists(select 1 from standing_decisions s where s.decision_id=d.decision_id)
         then case when {HELD_BACK} then 'held' else 'stands' end
       else 'superseded' end as state,
  (select o.kind from outcomes o where o.candidate_id=d.candidate_id and o.offer_id=d.offer_id and o.undone_at is null
   order by o.on_day desc, o.said_at desc, o.outcome_id limit 1) as became,
  (select max(o.on_day) from outcomes o where o.candidate_id=d.candidate_id and o.offer_id=d.offer_id
   and o.undone_at is null) as became_on
from decisions d join candidates c using(candidate_id) left join undone_decisions u using(decision_id)
where (? is null or d.candidate_id=?) and (? is null or d.offer_id=?)
order by d.decided_at desc, d.rowid desc
"""


STANDING = ("stands", "held")
"""Of a decision that no later one replaced and nobody undid: it goes, or waits until a disagreement is answered."""


def decisions_of(
    store: Store, candidate_id: str | None = None, offer_id: str | None = None, most: int = -1, after: int = 0
) -> list[dict[str, Any]]:
    """The decisions on a person, on an offer, or all, newest first; `state`: one of STANDING, superseded or undone.

    `became` and `became_on`: the last that is noted of the pair (a kind of `following.KINDS`), and its day.

    `most` of them after `after` others; -1: all.
    """
    return store.rows(ROWS + "limit ? offset ?", candidate_id, candidate_id, offer_id, offer_id, most, after)


def standing(store: Store, offer_id: str, candidate_id: str) -> str:
    """The id of the decision that stands for a pair, "" where none does."""
    row = store.first_row(
        "select decision_id from standing_decisions where offer_id=? and candidate_id=?", offer_id, candidate_id
    )
    return str(row["decision_id"]) if row else ""


def find_decision(store: Store, word: str) -> str:
    """The id of a decision from its id or the start of it. Raises StoreError: unknown, or that of several."""
    text = word.strip().lower()
    ids = [row["decision_id"] for row in store.rows(
        "select decision_id from decisions where substr(decision_id,1,?)=?", len(text), text)]  # fmt: skip
    if not text or not ids:
        raise StoreError("decisions.unknown", got=word)
    if len(ids) > 1:
        raise StoreError("decisions.several", got=word)
    return str(ids[0])


def undo(store: Store, decision_id: str, reason: str, adviser: str, now: datetime) -> None:
    """Take a decision back, once, with a reason; the one before it stands again. It is kept and audited.

    What was planned on it is cancelled. Raises StoreError.
    """
    who = adviser_of(store, adviser)
    if reason not in UNDO_REASONS:
        raise StoreError("decide.unknown_reason", got=reason, expected=", ".join(UNDO_REASONS))
    if store.first_row("select 1 from undone_decisions where decision_id=?", decision_id):
        raise StoreError("decisions.undone_already", got=decision_id[:8])
    if not store.first_row("select 1 from decisions where decision_id=?", decision_id):
        raise StoreError("decisions.unknown", got=decision_id)
    at = stamp(now)
    with store.writing() as connection:
        connection.execute("insert into undone_decisions values(?,?,?,?)", (decision_id, reason, who, at))
        _cancel_interviews(connection, "decision_id=?", (decision_id,))
        audit(connection, at, who, "decide.undo", (decision_id, reason))
