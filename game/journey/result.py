"""From a finished exercise to what the last screens show: moments, boarding pass, paper."""

import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets.texts import Catalogue, lowered
from game.journey.card_words import FRONT, STANDS, answers, beside, carried, how_they_stand, on_paper, unsaid
from game.journey.fact_words import words_of
from game.journey.facts import (
    Has,
    amiss,
    debrief_sentence,
    fact_sentence,
    following,
    only_left,
    only_over,
    pictured,
    when,
    whole_sentence,
)
from game.journey.gates import WORN, safety, unworn
from game.journey.measured import observed, profile_of, score, told_of
from game.journey.onward import clearer, onward, settled_by
from game.journey.settle import ends_on, lies_in
from game.scenes.shown import Moment, Pass, Row
from game.screen.scene import Comfort
from game.simulation.bots import mine
from game.simulation.session import Session
from game.simulation.trace import Trace
from game.workshop.params import WorkshopParams
from scenarios.model import Scenario
from scenarios.offers import asked_region
from scenarios.reference import habiletes
from scoring.rules import EvidenceRule, evidence_rules
from scoring.settling import NextSteps
from scoring.types import Measured, Observation, Profile, share

if TYPE_CHECKING:
    from game.journey.destinations import Destinations

ORDER = ("shown", "to_confirm", "not_yet", "not_enough", "not_measured")
"""In which order rows stand on the pass: by what is known of them, never by height."""


@dataclass(frozen=True, slots=True)
class ReadTry:
    """A workshop's finished first try, read once. `header`: what its trace says of it, its own `score` too;

    `made_at`: when it ended (ISO text with its zone).
    """

    scenario: Scenario
    session: Session
    observations: tuple[Observation, ...]
    header: Mapping[str, Any]
    made_at: str

    def trace(self) -> Trace:
        """The run in its canonical form; nothing in it says whose it is."""
        session = self.session
        return Trace(self.header, tuple(session.actions), tuple(session.events), tuple(session.digests))


@dataclass(frozen=True, slots=True)
class Shown:
    """What the first finished try of each workshop of a visit showed, and what it rests on."""

    tries: tuple[ReadTry, ...]
    profile: Profile
    ease: str
    wishes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plan: NextSteps = field(default_factory=NextSteps)
    """What to do next, as an adviser reads it too: installed workshops by their titles, what only the job shows."""

    def told_profile(self) -> Profile:
        """The profile as the person is told it (`scoring.told`); `profile` is what the packet holds."""
        return told_of(self.profile, [o for read in self.tries for o in read.observations])


PRIVATE = ("code", "candidate")
"""What a journal says of the person, and a trace does not."""


def read_try(scenario: Scenario, session: Session, header: Mapping[str, Any], made_at: str) -> ReadTry:
    """Read an exercise once. `header`: at least its device; what the journal or the settings say of it."""
    observations = observed(scenario, session, str(header["device"]), str(header.get("ease", "unknown")))
    own = score(profile_of([(scenario, session, observations)]))
    head = {name: value for name, value in header.items() if name not in PRIVATE}
    return ReadTry(scenario, session, observations, head | {"score": own}, made_at)


def what_was_shown(tries: Sequence[ReadTry], ease: str = "unknown") -> Shown:
    """The profile of a visit, from the observations of all its workshops; of none, it says that nothing was seen."""
    profile = profile_of([(read.scenario, read.session, read.observations) for read in tries])
    return Shown(tuple(tries), profile, ease)


def state_of(item: Observation) -> str:
    """How a fact stands: as expected, partly, not yet; or, where nothing can be said, why: the words of `told`."""
    if item.category is None:
        return "unlooked" if item.why_missing == "device" else "little" if item.events else "unseen"
    if not item.category:
        # What was reached was brought down by work that was left: a part of it is there.
        return "part" if item.left[1] else "open"
    return "done" if item.category == item.top else "part"


def facts(scenario: Scenario, observations: Sequence[Observation], comfort: Comfort) -> Mapping[str, str]:
    """What each rule says happened, in the person's language."""
    rules = {rule.id: rule for rule in evidence_rules(scenario)}
    say, has = words_of(scenario, comfort)
    return {o.rule: fact_sentence(o, rules[o.rule], say, has) for o in observations}


def whole_facts(scenario: Scenario, observations: Sequence[Observation], comfort: Comfort) -> Mapping[str, str]:
    """What each rule says happened, each in a whole sentence to the person where that can be."""
    rules = {rule.id: rule for rule in evidence_rules(scenario)}
    say, has = words_of(scenario, comfort)
    return {o.rule: whole_sentence(o, rules[o.rule], say, has) for o in observations}


def stands(scenario: Scenario, observations: Sequence[Observation], comfort: Comfort) -> Mapping[str, str]:
    """How each fact stands: "done", "part" or "open"; of what was not read, why."""
    rules = {rule.id: rule for rule in evidence_rules(scenario)}
    _, has = words_of(scenario, comfort)
    return {o.rule: _stands(o, rules[o.rule], has) for o in observations}


def moments(
    scenario: Scenario, session: Session, device: str, ease: str, comfort: Comfort,
    read: Sequence[Observation] | None = None,
) -> tuple[Moment, ...]:  # fmt: skip
    """The scenario's chosen rules as facts, in the order of their moments; those that never came stand last.

    `read`: what was observed, where it is known already.
    """
    read = observed(scenario, session, device, ease) if read is None else read
    by_rule, rules = {o.rule: o for o in read}, {rule.id: rule for rule in evidence_rules(scenario)}
    words, moments_seen = words_of(scenario, comfort), list[Moment]()
    zones = {step.zone: step.id for step in mine(scenario.params, WorkshopParams).phases if step.zone}
    for rule in scenario.head.debrief:
        state = _stands(item := by_rule[rule], rules[rule], words[1])
        tick, watch = when(item, session.events, amiss=state in ("part", "open"))
        then = following(item, rules[rule], *words) if state in ("part", "open") else ""
        left, sentence = state == "part" and only_left(item), debrief_sentence(item, rules[rule], *words)
        more = only_over(item, rules[rule], words[1])
        shown, shows = (-1, "") if tick >= 0 and watch else pictured(item, rules[rule], session.events, zones)
        moments_seen.append(
            Moment(rule, tick, state, sentence, then, watch=watch, left=left, over=more, pictured=shown, shows=shows)
        )
    return tuple(sorted(moments_seen, key=lambda m: (m.tick < 0, m.tick)))


def elsewhere(scenario: Scenario, read: Sequence[Observation], comfort: Comfort) -> tuple[str, ...]:
    """What was otherwise than expected in the facts that the debrief does not choose, the farthest from it first."""
    rules, words = {rule.id: rule for rule in evidence_rules(scenario)}, words_of(scenario, comfort)
    beside = [o for o in read if o.rule not in scenario.head.debrief]
    otherwise = [o for o in beside if _stands(o, rules[o.rule], words[1]) in ("part", "open")]
    otherwise.sort(key=lambda o: (o.category or 0) / max(1, o.top))
    return tuple(debrief_sentence(o, rules[o.rule], *words) for o in otherwise)


def _stands(item: Observation, rule: EvidenceRule, has: Has) -> str:
    """How a fact stands where it is told whole: as expected, unless something beside it is to be done otherwise."""
    state = state_of(item)
    beside = amiss(item, rule, has) or (item.extra and has(f"told.{rule.reads}.extra"))
    return "part" if state == "done" and beside else state


def progress(first: Sequence[Moment], second: Sequence[Moment]) -> tuple[Moment, ...]:
    """The first try's moments with how the same facts stand in the second: shown, never counted.

    What to try next follows the second try, where that fact was seen in it: nobody is told to do what they just did.
    """
    again = {m.rule: m for m in second}
    return tuple(_again(m, again[m.rule]) for m in first)


def _again(first: Moment, now: Moment) -> Moment:
    following = now.following if now.state in ("done", "part", "open") else first.following
    return replace(first, second=now.state, told_again=now.sentence, following=following)


def boarding_pass(shown: Shown, code: str, comfort: Comfort) -> Pass:
    """The pass in the person's language: statements, margins, the two actions that spoke most, where it leads."""
    catalogue = Catalogue.load()

    def t(key: str, **values: Any) -> str:
        return catalogue.t(key, comfort.language, comfort.easy, "", **values)

    plain = {h.id: h.label(comfort.language, easy=True) for h in habiletes()}
    as_told = shown.told_profile()
    facts_of, seen = _facts_of_visit(shown, comfort, t), [m for m in as_told.measured if m.n_observed]
    rows = sorted((_row(shown.plan, m, facts_of, comfort, t) for m in seen), key=lambda row: ORDER.index(row.statement))
    read = [o for tried in shown.tries for o in tried.observations]
    silent = {m.habilete: [state_of(o) for o in read if o.habilete == m.habilete]
              for m in shown.profile.measured if not m.n_observed}  # fmt: skip
    reached = destinations(shown, comfort, rows)
    return Pass(
        code, t("boarding.region"), tuple(rows), safety(shown.profile.gates, t, {WORN: _unworn(shown, comfort)}),
        t(f"boarding.ease.{shown.ease}"), reached.destinations, reached.places, clearer(shown.plan, comfort),
        unsaid(silent, plain, t), onward(shown.plan, comfort), answers(shown.wishes, asked_region(), t),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _PassFact:
    """One fact in the words of the pass: alone, in a whole sentence; how it stands, and how far it went, 0 to 1."""

    said: str
    whole: str
    state: str
    height: float


def _facts_of_visit(shown: Shown, comfort: Comfort, t: Callable[..., str]) -> Mapping[tuple[str, str], _PassFact]:
    """Every fact of a visit by its (workshop, rule); where there are several workshops each says which it was."""
    every = {}
    for read in shown.tries:
        title, several = read.scenario.head.title.of(comfort.language), len(shown.tries) > 1
        whose = (read.scenario, read.observations, comfort)
        said, whole, states = facts(*whose), whole_facts(*whose), stands(*whose)
        for o in read.observations:
            named = t("boarding.fact", name=title, fact=said[o.rule]) if several else said[o.rule]
            height = 1.0 if o.category is None else o.category / o.top
            every[read.scenario.head.id, o.rule] = _PassFact(named, whole[o.rule], states[o.rule], height)
    return every


def _row(
    plan: NextSteps, m: Measured, facts_of: Mapping[tuple[str, str], _PassFact], comfort: Comfort,
    t: Callable[..., str],
) -> Row:
    """A habileté of which something was seen."""
    name = next(h for h in habiletes() if h.id == m.habilete)
    every = [facts_of[key] for key in (*carried(m), *beside(m))]
    if m.statement != "shown":
        # What was done well stands in front; how many others did not go as far stands beside it.
        every.sort(key=lambda fact: (STANDS.index(fact.state), -fact.height))
    states = tuple(fact.state for fact in every)
    first, rest = every[:FRONT], every[FRONT:]
    return Row(
        m.habilete, name.label(comfort.language, easy=True), m.statement, words(m, t),
        tuple(fact.said for fact in first), (m.low, m.mean, m.high), settled_by(plan, m, t),
        m.level if m.statement == "shown" else 0, tuple(fact.said for fact in rest),
        name.label(comfort.language), name.short(comfort.language),
        how_they_stand(states, [fact.height for fact in every], t),
        first[0].whole if first else "", states,
    )  # fmt: skip


def _unworn(shown: Shown, comfort: Comfort) -> tuple[str, ...]:
    """What was not worn yet when the work of a visit was stopped for it, each once."""
    there = (unworn(t.scenario.params, t.session.events, *words_of(t.scenario, comfort)) for t in shown.tries)
    return tuple(dict.fromkeys(name for names in there for name in names))


def words(m: Measured, t: object) -> str:
    """The statement about one habileté, in the words of the tower (`desk.match_words.Words.stated`): what is shown says
    at which level. It is the least of which one is sure, as the pass says once: facts beside it may speak of more.
    """
    assert callable(t)
    if m.statement == "not_enough":
        # Beside a fact it would else look as if that fact were doubted.
        return str(t("boarding.not_enough", n=m.n_observed))
    if m.statement != "shown":
        return str(t(f"statement.{m.statement}"))
    return str(t("boarding.shown_at", level=lowered(str(t(f"statement.shown{m.level}")))))


def destinations(shown: Shown, comfort: Comfort, rows: Sequence[Row]) -> "Destinations":
    """Up to three offers, one a trade, in words; `rows`: what the pass says of each habileté."""
    from game.journey.destinations import find

    tried, levels = [read.scenario.head.trade.id for read in shown.tries], {row.habilete: row.level for row in rows}
    return find(shown.profile, shown.wishes, comfort, tried, {row.habilete: row.words for row in rows}, levels)


def proof_of(shown: Shown, candidate: str, folder: Path, today: date) -> str:
    """The signed proof of a result, good as long as its paper; "" where the station's key cannot be used, or its clock
    cannot be right."""
    from export.packets.keys import KeyFileError, station_keys
    from export.packets.proof import Proof, make_proof, rows_of
    from export.store.moments import believable

    try:
        station = station_keys(folder)
    except (KeyFileError, OSError):
        return ""
    # A clock without its battery begins at 1970: a proof of such a day would be over, or never be.
    if not shown.tries or not believable(datetime.combine(today, time(12)).timestamp()):
        return ""
    head = shown.tries[0].scenario.head
    # One word names the workshops: the first, and how many more.
    name = head.id if len(shown.tries) == 1 else f"{head.id}+{len(shown.tries) - 1}"
    measured = shown.told_profile().measured
    rows = rows_of((m.habilete, m.statement, m.level, m.low, m.high) for m in measured if m.n_observed)
    return make_proof(
        Proof(station.station_id, candidate, "person", today, ends_on(today), head.trade.rome, name, rows), station
    )


def print_paper(
    card: Pass, path: Path | None, comfort: Comfort, candidate: str, proof: tuple[str, date] = ("", date.min),
    day: date | None = None,
) -> str:  # fmt: skip
    """Write the pass as a PDF, send it to the printer where there is one, and say in a sentence what was done.

    In discovery (`path` None) nothing is written down: the sentence says so. `candidate`: the id by which what is left
    of the visit can be erased later, which the paper bears. `proof`: its text, its last day. `day`: of the visit.
    """
    t = Catalogue.load().t
    if path is None:
        return t("paper.discovery", comfort.language)
    try:
        from export.files.paper import write_pass

        write_pass(path, paper_of(card, comfort, candidate, proof, day))
    except (OSError, ImportError) as error:
        # A part that a copied folder lost stops the paper, not the person.
        return t("paper.failed", comfort.language, reason=error)
    if printed(path):
        return t("paper.sent", comfort.language)
    return t("paper.written", comfort.language, comfort.easy, **lies_in(path))


def day_of(day: date, comfort: Comfort) -> str:
    """A day as the language writes it."""
    return f"{day:%d/%m/%Y}" if comfort.language != "en" else f"{day.day} {day:%B %Y}"


def may_print() -> bool:
    """Whether a paper can be sent to a printer from here; whether one takes it shows when it is."""
    return shutil.which("lp") is not None


def printed(path: Path) -> bool:
    """Whether a printer took the file; a spooler that does not answer in ten seconds has not."""
    if not may_print():
        return False
    try:
        # The title stands in the printer's queue for all to read: no id in it.
        words = ["lp", "-s", "-t", "Envol", str(path)]
        return subprocess.run(words, capture_output=True, check=False, timeout=10).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def paper_of(
    card: Pass, comfort: Comfort, ticket: str, proof: tuple[str, date] = ("", date.min), day: date | None = None
) -> "dict[str, object]":
    """What the PDF says, as plain data: title, code, rows, destinations, notes; `ticket` is the person's id, `day` that
    of the visit, None where nobody can be sure of it."""
    t = Catalogue.load().t

    def say(key: str, **values: object) -> str:
        return t(key, comfort.language, comfort.easy, "", **values)

    return {
        "language": comfort.language,
        "title": say("boarding.pass"),
        "region": card.region,
        "day": say("paper.day", day=day_of(day, comfort)) if day else "",
        "no_diploma": say("proof.no_diploma"),
        "code": card.code,
        "code_head": say("boarding.code"),
        "code_says": f"{say('boarding.code_says')} {say('paper.code_lost')}",
        "proof": proof[0],
        "proof_says": t("paper.proof", comfort.language, comfort.easy, until=day_of(proof[1], comfort)),
        "shown": say("boarding.shown"),
        "rows": [
            (r.named, r.words, on_paper(r, say)[0], tuple(map(share, r.span)), r.statement, r.level, r.less)
            for r in card.rows
        ],
        "more": [on_paper(r, say)[1] for r in card.rows],
        "levels": [say(f"boarding.level.{n}") for n in range(4)],
        "to": say("boarding.destinations"),
        "places": card.places,
        "short": [d.short or d.why for d in card.destinations],
        "destinations": [(d.title, d.place, d.why, d.band) for d in card.destinations],
        "notes": [
            *([card.clearer] if card.clearer else []),
            " ".join(part for part in (card.gates, card.ease, card.answers) if part),
            " ".join(group.named for group in card.unsaid),
            say("boarding.margin"), say("paper.note"),
            t("paper.ticket", comfort.language, comfort.easy, id=ticket),
        ],
    }
