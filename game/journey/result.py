"""From a finished exercise to what the last screens show: moments, boarding pass, paper."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from assets.texts import Catalogue
from game.journey.facts import told
from game.journey.measured import observed, profile_of
from game.library import catalogue_of
from game.scenes.shown import Destination, Moment, Pass, Row
from game.screen.scene import Comfort
from game.simulation.session import Session
from scenarios.model import Scenario
from scenarios.reference import habiletes
from scoring.types import Measured, Observation, Profile

VALID_DAYS = 92
"""How long a proof may be shown: as long as a result lives at the least."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the first finished try showed, and what it rests on."""

    scenario: Scenario
    session: Session
    observations: tuple[Observation, ...]
    profile: Profile
    device: str
    ease: str
    wishes: Mapping[str, tuple[str, ...]]
    seat: Mapping[str, int] = field(default_factory=dict)


def what_was_shown(
    scenario: Scenario, session: Session, device: str, ease: str, wishes: Mapping[str, tuple[str, ...]]
) -> Shown:
    """Read an exercise once: its observations, and the profile they give."""
    found = observed(scenario, session, device, ease)
    return Shown(scenario, session, found, profile_of(scenario, session, found), device, ease, wishes)


def state_of(item: Observation) -> str:
    """How a fact stands: as expected, partly, or not yet."""
    if not item.category:
        return "open"
    return "done" if item.category == item.top else "part"


def facts(scenario: Scenario, found: Sequence[Observation], comfort: Comfort) -> Mapping[str, str]:
    """What each rule says happened, in the person's language."""
    catalogue, name = catalogue_of(scenario), scenario.head.id
    rules = {rule.id: rule for rule in scenario.evidence}

    def say(key: str, **values: object) -> str:
        return catalogue.t(key, comfort.language, comfort.easy, name, **values)

    def has(key: str) -> bool:
        return catalogue.has(key, name)

    return {o.rule: told(o, rules[o.rule], say, has) for o in found}


def moments(
    scenario: Scenario, session: Session, device: str, ease: str, comfort: Comfort
) -> tuple[Moment, ...]:
    """The scenario's chosen rules as facts, in the order of their moments; those that never came stand last."""
    read = observed(scenario, session, device, ease)
    by_rule, words = {o.rule: o for o in read}, facts(scenario, read, comfort)
    found = []
    for rule in scenario.head.debrief:
        item = by_rule[rule]
        ticks = [session.events[at].tick for at in item.events]
        found.append(Moment(rule, max(ticks, default=-1), state_of(item), words[rule]))
    return tuple(sorted(found, key=lambda m: (m.tick < 0, m.tick)))


def progress(first: Sequence[Moment], second: Sequence[Moment]) -> tuple[Moment, ...]:
    """The first try's moments with how the same facts stand in the second: shown, never counted."""
    again = {m.rule: m for m in second}
    return tuple(replace(m, second=again[m.rule].state, told_again=again[m.rule].told) for m in first)


def boarding_pass(shown: Shown, code: str, comfort: Comfort) -> Pass:
    """The pass in the person's language: statements, margins, the two actions that spoke most, where it leads."""
    catalogue = Catalogue.load()

    def t(key: str, **values: object) -> str:
        return catalogue.t(key, comfort.language, comfort.easy, shown.scenario.head.id, **values)

    labels = {h.id: h.label(comfort.language, comfort.easy) for h in habiletes()}
    told_of = facts(shown.scenario, shown.observations, comfort)
    rows = []
    for m in shown.profile.measured:
        if not m.n_observed:
            continue
        actions = tuple(told_of[rule] for rule in carried(m))
        settle = t("boarding.settle") if m.statement in ("to_confirm", "not_enough") else ""
        span = (m.low, m.mean, m.high)
        rows.append(Row(m.habilete, labels[m.habilete], m.statement, words(m, t), actions, span, settle))
    kept = sum(state.startswith("kept") for _, state in shown.profile.gates)
    return Pass(
        code, t("boarding.region"), tuple(rows), t("boarding.gates", kept=kept, n=len(shown.profile.gates)),
        t(f"boarding.ease.{shown.ease}"), destinations(shown, comfort),
    )  # fmt: skip


def carried(m: Measured, n: int = 2) -> tuple[str, ...]:
    """The rules whose facts stand under a statement: those that carried it, else those that spoke most."""
    own = [p for p in m.points if not p.indirect]
    if m.statement == "shown":
        own = sorted((p for p in own if p.points > 0), key=lambda p: (-p.points, p.rule))
    return tuple(p.rule for p in own[:n])


def words(m: Measured, t: object) -> str:
    """The statement about one habileté, in a few words."""
    assert callable(t)
    return str(t(f"statement.shown{m.level}" if m.statement == "shown" else f"statement.{m.statement}"))


def destinations(shown: Shown, comfort: Comfort) -> tuple[Destination, ...]:
    """Up to three offers, each from another trade, with why in one sentence."""
    from game.journey.destinations import find

    return find(shown.profile, shown.wishes, comfort.language)


def proof_of(shown: Shown, candidate: str, folder: Path, today: date, days: int = VALID_DAYS) -> str:
    """The signed proof of a result, "" where the station's key cannot be used: the paper says so."""
    from export.packets.keys import KeyFileError, station_keys
    from export.packets.proof import Proof, make_proof, rows_of

    try:
        station = station_keys(folder)
    except (KeyFileError, OSError):
        return ""
    head = shown.scenario.head
    rows = rows_of((m.habilete, m.statement, m.level, m.low, m.high) for m in shown.profile.measured if m.n_observed)
    until = today + timedelta(days=days)
    return make_proof(
        Proof(station.station_id, candidate, "person", today, until, head.trade.rome, head.id, rows), station
    )


def print_paper(card: Pass, path: Path | None, comfort: Comfort, proof: tuple[str, date] = ("", date.min)) -> str:
    """Write the pass as a PDF, send it to the printer where there is one, and say in a sentence what was done.

    In discovery (`path` None) nothing is written down: the sentence says so. `proof`: its text, its last day.
    """
    t = Catalogue.load().t
    if path is None:
        return t("paper.discovery", comfort.language)
    from export.files.paper import write_pass

    try:
        write_pass(path, paper_of(card, comfort, path.name.partition("-")[0], proof))
    except OSError as error:
        return t("paper.failed", comfort.language, reason=error)
    if printed(path):
        return t("paper.sent", comfort.language)
    return t("paper.written", comfort.language, file=path.name[:8])


def day_of(day: date, comfort: Comfort) -> str:
    """A day as the language writes it."""
    return f"{day:%d/%m/%Y}" if comfort.language != "en" else f"{day.day} {day:%B %Y}"


def printed(path: Path) -> bool:
    """Whether a printer took the file; a spooler that does not answer in ten seconds has not."""
    if shutil.which("lp") is None:
        return False
    try:
        # The title stands in the printer's queue for all to read: no id in it.
        words = ["lp", "-s", "-t", "Envol", str(path)]
        return subprocess.run(words, capture_output=True, check=False, timeout=10).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def paper_of(
    card: Pass, comfort: Comfort, ticket: str, proof: tuple[str, date] = ("", date.min)
) -> "dict[str, object]":
    """What the PDF says, as plain data: title, code, rows, destinations, notes; `ticket` is the person's id."""
    t = Catalogue.load().t

    def say(key: str) -> str:
        return t(key, comfort.language, comfort.easy)

    return {
        "language": comfort.language,
        "title": say("boarding.pass"),
        "region": card.region,
        "code": card.code,
        "code_says": say("boarding.code_says"),
        "proof": proof[0],
        "proof_says": t("paper.proof", comfort.language, comfort.easy, until=day_of(proof[1], comfort)),
        "shown": say("boarding.shown"),
        "rows": [
            (r.label, r.words, (*r.actions, *([r.settle] if r.settle else [])), r.span, r.statement) for r in card.rows
        ],
        "to": say("boarding.destinations"),
        "destinations": [(d.title, d.place, d.why, d.band) for d in card.destinations],
        "notes": [
            card.gates, card.ease, say("boarding.margin"), say("paper.note"),
            t("paper.ticket", comfort.language, comfort.easy, id=ticket),
        ],
    }
