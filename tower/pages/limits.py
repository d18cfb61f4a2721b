"""The longest times of a sitting's exercises: what they come to against its length, and which of them fit."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from scenarios.model import ClockBound
from scoring.circuit import WorkshopAtHand
from scoring.conduct import SeatNow, conduct
from scoring.rules import evidence_rules
from tower.call import Call, figure
from tower.in_view import first_asked
from tower.review import installed, workshop_titles

LIMIT, SHORTER = "limit", "shorter"
"""Where on the form of a sitting its limit stands; the press that keeps the workshops that fit at their longest."""


def longest_minutes() -> dict[str, int]:
    """For how many minutes the exercise of each workshop goes on at the most where a sitting limits it, practice apart;
    those alone that say so."""
    most = {s.head.id: s.params.longest_s()[0] for s in installed() if isinstance(s.params, ClockBound)}
    return {name: -(-s // 60) for name, s in most.items() if s}


def longest(call: Call, circuit: Sequence[str] = ()) -> list[str]:
    """How long the exercise of each workshop may last at the most where a sitting limits it, in words; of every one
    that is here, or of those of a circuit."""
    titles = workshop_titles(call.login.language)
    wanted = [(name, n) for name, n in longest_minutes().items() if not circuit or name in circuit]
    return [call.say("tower.day.workshop", title=titles[name], n=n) for name, n in wanted]


def limit_of(call: Call, chosen: Sequence[str], minutes: str, day_id: str = "") -> dict[str, Any] | None:
    """What workshops come to in a sitting of so many minutes where each exercise lasts as long as it may; None where
    that cannot be reckoned.

    `sum`: minutes of the exercises, practice apart; `over`: whether that is more than the sitting; `fits`: the
    workshops that fit with welcome and closing all the same, chosen as the conductor chooses; `kept`: their titles,
    `kept_sum`: what they come to; `less`: whether some do not fit. `day_id`: as for `tower.pages.days.budget`.
    """
    length, most = figure(minutes, most=999), longest_minutes()
    there = [s for s in installed() if s.head.id in chosen]
    if not there or length is None:
        return None
    circuit = [
        (WorkshopAtHand(s.head.id, evidence_rules(s), s.head.needs.model_dump()),
         max(most.get(s.head.id, 0), s.head.minutes)) for s in there
    ]  # fmt: skip
    (plan,) = conduct([SeatNow(1)], circuit, length, 0, first_asked(call, day_id))
    fits, titles = [stage.workshop for stage in plan.stages], workshop_titles(call.login.language)
    total = sum(most.get(s.head.id, 0) for s in there)
    return {
        "sum": total, "length": length, "over": total > length, "fits": fits, "less": len(fits) < len(there),
        "kept": [titles[name] for name in fits], "kept_sum": sum(most.get(name, 0) for name in fits),
    }  # fmt: skip


def shorter(call: Call) -> Response:
    """The form of a sitting once more as it was typed, with the workshops alone that fit at their longest: nothing is
    made yet."""
    form, path = call.form, call.path
    limit = limit_of(call, call.many.get("circuit", ()), form.get("minutes", ""), form.get("of", "")[:40])
    typed = dict(form)
    if limit is not None and limit["fits"]:
        typed["circuit"] = "\n".join(limit["fits"])
        call.tell("tower.day.limit_taken", names=", ".join(limit["kept"]))
    else:
        typed["circuit"] = "\n".join(call.many.get("circuit", ()))
    call.login.kept[in_hand(path)] = {name: value for name, value in typed.items() if name != "token"}
    like = form.get("like", "")
    return call.stay(f"{path}?{urlencode({'like': like})}" if like else path, LIMIT)


def in_hand(path: str) -> str:
    """Where the form of a sitting is held until its page is read again."""
    return f"{SHORTER}:{path}"
