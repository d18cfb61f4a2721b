"""Which bridges are proposed for a person and an offer, and why. Pure: the adviser decides, nothing is refused here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scenarios.bridges import Band, BridgeBook, BridgeFact, BridgeId, BridgeRule, Contract, Limit, Status, bridges
from scoring.exposure import LEAST

AIMS: Mapping[str, tuple[Band, ...]] = {
    "hire": ("A", "B"), "confirm": ("B", "C", "to_complete"), "discover": ("C", "D", "to_complete"),
}  # fmt: skip
TO_COMPLETE: Band = "to_complete"
"""What an immersion may be for in each band: starting a hiring, confirming a plan, discovering a trade."""
EMPLOYEE: Status = "employee"


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a pair. A fact that is absent is not known, which is not the same as false."""

    band: Band
    declined: tuple[str, ...] = ()
    """Constraints of the offer that the person declines."""
    to_confirm: tuple[str, ...] = ()
    """Habiletés between shown and short."""
    unlikely: bool = False
    """Whether one of them is under even: a hiring is not what an immersion would start."""
    short: Mapping[str, int] = field(default_factory=dict)
    """Habiletés that are short, and by how many levels."""
    unmeasured: tuple[str, ...] = ()
    person: Status | None = None
    contract: Contract | None = None
    months: int | None = None
    group: int = 0
    """People of the same place who are short of the same."""
    nearer: tuple[str, ...] = ()
    """Offers or neighbouring trades where the pair is in band A or B, best known first."""
    facts: Mapping[BridgeFact, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: `key` names a sentence of `bridges.yaml`, `values` fill it; habiletés and constraints stay ids."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bridge:
    """A proposal, always to be confirmed: its reasons, what is left to check, the limits and the table's version."""

    id: BridgeId
    reasons: tuple[Reason, ...]
    to_check: tuple[str, ...]
    limits: Mapping[Limit, int]
    rules_version: int
    status: Literal["to_confirm"] = "to_confirm"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A bridge that is not proposed, and the first condition that stands against it."""

    id: BridgeId
    why: Reason


def propose(situation: Situation, book: BridgeBook | None = None) -> tuple[Bridge, ...]:
    """The bridges whose conditions hold or are not yet known, in the order of the table."""
    table = bridges() if book is None else book
    return tuple(
        Bridge(rule.id, _reasons(rule, situation), _to_check(rule, situation), dict(rule.limits), table.version)
        for rule in table.bridges
        if _against(rule, situation) is None
    )


def left_out(situation: Situation, book: BridgeBook | None = None) -> tuple[LeftOut, ...]:
    """The bridges that are not proposed, each with its reason: an adviser may see and overrule it."""
    table = bridges() if book is None else book
    checked = ((rule, _against(rule, situation)) for rule in table.bridges)
    return tuple(LeftOut(rule.id, why) for rule, why in checked if why is not None)


def _against(rule: BridgeRule, situation: Situation) -> Reason | None:
    """The first condition known not to hold; what is not known stands against nothing."""
    when = rule.when
    gap = max(situation.short.values(), default=0)
    if situation.band not in when.bands and not (when.or_declined and situation.declined):
        return Reason("bridges.not.band", {"band": situation.band})
    if when.declined is False and situation.declined:
        return Reason("bridges.not.declined", {"constraints": situation.declined})
    if when.most_gap is not None and gap > when.most_gap:
        return Reason("bridges.not.gap", {"n": gap, "limit": when.most_gap})
    if when.people and situation.person is not None and situation.person not in when.people:
        return Reason("bridges.not.person", {"person": situation.person})
    if when.people == (EMPLOYEE,) and situation.person is None:
        # Who plays here looks for a job: what is for employees alone is proposed once somebody says so.
        return Reason("bridges.not.person_unsaid", {"person": EMPLOYEE})
    if situation.group < when.least_group:
        # Not how many: a small number of people is told to nobody.
        return Reason("bridges.not.group", {"limit": when.least_group})
    if len(situation.nearer) < when.least_nearer:
        return Reason("bridges.not.nearer")
    if (why := _contract_against(rule, situation)) is not None:
        return why
    for fact in rule.facts:
        if situation.facts.get(fact) is False:
            return Reason("bridges.not.fact", {"fact": fact})
    return None


def _contract_against(rule: BridgeRule, situation: Situation) -> Reason | None:
    least = rule.when.contracts
    if not least or situation.contract is None:
        return None
    if situation.contract not in least:
        return Reason("bridges.not.contract", {"contract": situation.contract})
    months = least[situation.contract]
    if situation.months is not None and situation.months < months:
        return Reason("bridges.not.months", {"n": situation.months, "limit": months})
    return None


def _to_check(rule: BridgeRule, situation: Situation) -> tuple[str, ...]:
    """What is not known yet: it is asked, not assumed."""
    asked: list[str] = [fact for fact in rule.facts if fact not in situation.facts]
    if rule.when.people and situation.person is None:
        asked.append("person")
    if rule.when.contracts and situation.contract is None:
        asked.append("contract")
    elif rule.when.contracts and situation.months is None and situation.contract != "permanent":
        asked.append("months")
    return tuple(asked)


def _reasons(rule: BridgeRule, situation: Situation) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    if rule.id == "pmsmp":
        # What is to confirm though unlikely is as open as what was not measured.
        band: Band = TO_COMPLETE if situation.unlikely and situation.band == "B" else situation.band
        reasons += [Reason(f"bridges.why.aim_{aim}") for aim, bands in AIMS.items() if band in bands]
    if rule.id == "direct_interview":
        seen = situation.to_confirm
        reasons.append(Reason("bridges.why.nearly_met", {"habiletes": seen}) if seen else Reason("bridges.why.all_met"))
    if rule.id in ("pmsmp", "retraining_period") and situation.to_confirm:
        reasons.append(Reason("bridges.why.to_see", {"habiletes": situation.to_confirm}))
    if rule.id in ("pmsmp", "retraining_period") and situation.unmeasured:
        reasons.append(Reason("bridges.why.unmeasured", {"habiletes": situation.unmeasured}))
    if rule.id in ("poei", "poec", "afest", "retraining_period"):
        reasons += [
            Reason("bridges.why.short", {"habilete": name, "n": levels}) for name, levels in situation.short.items()
        ]
    if rule.id == "poec":
        # Whole tens: two readings that differ by one person would tell of that person.
        reasons.append(Reason("bridges.why.group", {"n": situation.group // LEAST * LEAST}))
    if rule.id == "neighbouring_trades":
        shown = rule.limits.get("shown", len(situation.nearer))
        reasons.append(Reason("bridges.why.nearer", {"names": situation.nearer[:shown]}))
    if rule.id == "neighbouring_trades" and situation.declined:
        reasons.append(Reason("bridges.why.declined", {"constraints": situation.declined}))
    if rule.id == "visit":
        reasons.append(Reason("bridges.why.visit"))
    if rule.id == "retraining_period" and situation.person == "employee":
        reasons.append(Reason("bridges.why.employee"))
    reasons += [Reason(f"bridges.fact.{fact}") for fact in rule.facts if situation.facts.get(fact) is True]
    return tuple(reasons) or (Reason("bridges.why.if_checked"),)
