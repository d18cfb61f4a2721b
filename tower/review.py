"""Why a result says what it says: each fact it stands on, in words, with the very moments of the exercise.

Nothing is simulated again: the events of the stored trace are read by the same rules that scored them.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from types import MappingProxyType
from typing import Any

from assets.texts import Catalogue, lowered
from export.store.archive import StoredRun
from export.store.shown import state_of
from game.journey.facts import SayKey, fact_sentence
from game.library import MODELS, catalogue_of
from game.simulation.trace import Trace
from scenarios.load import load_all, workshop_files
from scenarios.model import Scenario
from scenarios.reference import habiletes
from scenarios.vocabulary import FACETS, Event
from scoring.evidence import cuts_read, observe
from scoring.profile import read_out
from scoring.rules import EvidenceRule, evidence_rules
from scoring.types import Observation
from tower.around import around
from tower.circumstances import Passport, SeatTime, lighter, passport_of, seat_of, trace_in
from tower.thresholds import Thresholds, up

TICKS = 50
MUCH, SOME = 0.25, 0.08
"""Shares of a mean, in SD of the population, from which a fact is said to weigh much, or some."""


CAME = ("fits", "found", "ok", "on")
"""What an event says of what came of the act: yes or no, which ends the key of its words where they tell it."""


@dataclass(frozen=True, slots=True)
class SeenAct:
    """One event of the exercise: when, and what the person or the workshop did, in words. `tick`: 1/50 s."""

    at: str
    words: str
    tick: int
    kind: str


@dataclass(frozen=True, slots=True)
class SeenFact:
    """One fact a result stands on. `state`: done, part, open or missing. `weighs`: how much, by habileté."""

    rule: str
    habilete: str
    name: str
    said: str
    state: str
    weighs: Mapping[str, str]
    moments: tuple[SeenAct, ...]
    borne: bool = True
    """Whether the moments are the acts it rests on; else they are what the exercise showed of the same thing."""
    expected: str = ""
    """For what is read as a distance: how near is as expected, how far is not, and how near it was."""
    threshold: str = ""
    """For what is not wholly as expected: from where on it would be, and from where it is partly."""
    alike: str = ""
    """What is said of it beside another try, where its own sentence counts by a ruler of its own; else ""."""

    @property
    def parts(self) -> list[str]:
        """What is said of it, a part a line: the first leads, what it is made of follows."""
        return [part for part in re.split(r"(?<=\.) | ; ", self.said) if part]

    @property
    def lowered(self) -> str:
        """Its name as it stands inside a sentence."""
        return lowered(self.name)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One run as it can be explained. `problem` names the sentence that says why it cannot, or not wholly."""

    packet_id: str
    scenario: str
    title: str
    made_at: str
    device: str
    problem: str = ""
    facts: tuple[SeenFact, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    """Words of the trade that stand in its facts, each with what it means."""
    seen: tuple[Observation, ...] = ()
    """What its facts were read as."""
    came_in: str = ""
    """When it came in, where its post's clock was wrong: nobody knows on which day it was played."""
    seat: SeatTime | None = None
    """How its seat kept time, where the packet says it."""
    light: frozenset[str] = frozenset()
    """The rules whose fact weighs less here, as the device was hard for the person."""
    passport: Passport | None = None
    """What read it and what played it."""

    def of(self, habilete: str) -> list[SeenFact]:
        """The facts of a habileté itself, those that weigh most first."""
        order = ("much_for", "much_against", "some_for", "some_against", "little", "missing")
        own = [fact for fact in self.facts if fact.habilete == habilete]
        return sorted(own, key=lambda fact: order.index(fact.weighs.get(habilete, "missing")))

    def words(self, *facts: SeenFact) -> list[tuple[str, str]]:
        """The words of the trade that stand in some of its facts, each with what it means."""
        said = _said(facts)
        return [(name, says) for name, says in self.terms if _stands(name, said)]

    def beside(self, habilete: str) -> list[SeenFact]:
        """The facts of other habiletés that weigh on this one all the same."""
        return [
            fact for fact in self.facts
            if fact.habilete != habilete and fact.weighs.get(habilete, "missing") not in ("little", "missing")
        ]  # fmt: skip


@cache
def installed() -> tuple[Scenario, ...]:
    """The sound workshops there are, read once."""
    return tuple(load_all(workshop_files(), MODELS, EvidenceRule)[0])


def workshop_titles(language: str) -> dict[str, str]:
    """The title of each workshop that is installed, by id."""
    return {scenario.head.id: scenario.head.title.of(language) for scenario in installed()}


def workshops_for(habilete: str, played: Collection[str], language: str) -> dict[str, int]:
    """The titles of the workshops that look at a habileté, each with how many moments it looks at at the most, but for
    those `played`: a second try changes no result."""
    looks = [
        (s.head.title.of(language), sum(rule.habilete == habilete for rule in s.evidence))
        for s in installed() if s.head.id not in played
    ]  # fmt: skip
    return {title: n for title, n in looks if n}


def evidence(run: StoredRun, language: str) -> Evidence:
    """What a stored run shows, in a language."""
    trace = trace_in(run.trace)
    passport = passport_of(run, trace.header if isinstance(trace, Trace) else {})
    return replace(_evidence(run, trace, language), came_in=run.came_in, passport=passport)


def _evidence(run: StoredRun, trace: Trace | str, language: str) -> Evidence:
    """The same, of whichever day."""
    body, played = run.body, run.played
    if played is None:
        return Evidence(run.id, "", "", "", "", run.problem)
    scenario = next((s for s in installed() if s.head.id == played.scenario), None)
    named = scenario.head.title.of(language) if scenario else played.scenario
    head = (run.id, played.scenario, named, played.made_at)
    if body is None:
        return Evidence(*head, "", run.problem)
    if scenario is None:
        return Evidence(*head, "", "tower.why.unknown_workshop")
    if scenario.hash != played.scenario_hash:
        return Evidence(*head, "", "tower.why.other_version")
    if isinstance(trace, str):
        return Evidence(*head, "", trace)
    device = str(trace.header.get("device", ""))
    ease = body.device_ease or "unknown"
    facts, seen = facts_of(trace, scenario, ease, language), seen_in(trace, scenario, ease)
    return Evidence(
        *head, device, "", facts, terms_in(scenario, facts, language), seen,
        seat=seat_of(trace.header), light=lighter(seen, evidence_rules(scenario)),
    )  # fmt: skip


GLOSS, OWN_GLOSS = "tower.gloss", "gloss"


def terms_in(scenario: Scenario, facts: Collection[SeenFact], language: str) -> tuple[tuple[str, str], ...]:
    """The words of a workshop that its facts use, with what each means, by name.

    Its own first (`gloss.<word>.name` and `.says` beside it: « Indice D »), then those of its documents and the
    tower's; of these none that stands in one of its own.
    """
    catalogue, said = catalogue_of(scenario), _said(facts)
    of_mechanic = f"{scenario.head.mechanic.partition('@')[0]}.term"
    terms: dict[str, str] = {}
    for areas, keys in (((OWN_GLOSS,), scenario.texts.get(language, {})),
                        ((of_mechanic, GLOSS), catalogue.texts[language])):  # fmt: skip
        first = {name.lower() for name in terms}
        for key in keys:
            area, _, end = key.rpartition(".")
            if end != "name" or area.rpartition(".")[0] not in areas:
                continue
            name, says = (catalogue.t(f"{area}.{word}", language, False, scenario.head.id) for word in ("name", "says"))
            if _stands(name, said) and not any(_stands(name, held) for held in first):
                terms.setdefault(name, says)
    return tuple(sorted(terms.items()))


def _said(facts: Iterable[SeenFact]) -> str:
    """Everything that facts say, in small letters."""
    return " ".join(f"{fact.name} {fact.said}" for fact in facts).lower()


def _stands(name: str, said: str) -> bool:
    """Whether a word stands in a text in small letters, as it is or as several."""
    return re.search(rf"\b{re.escape(name.lower())}s?\b", said) is not None


def seen_in(trace: Trace, scenario: Scenario, ease: str) -> tuple[Observation, ...]:
    """What a run of this very version of a workshop is read as."""
    keys, device = scenario.params.model_dump(), str(trace.header.get("device", ""))
    return observe(trace.events, evidence_rules(scenario), keys, task=scenario.head.id, device=device, ease=ease)


def shares_of(seen: Sequence[Observation]) -> dict[tuple[str, str], dict[str, float]]:
    """The share of each observation, by workshop and rule, in the mean of each habileté."""
    shares: dict[tuple[str, str], dict[str, float]] = {}
    for measured in read_out(seen, [], [h.id for h in habiletes()], rules_version="").measured:
        for point in measured.points:
            shares.setdefault((point.task, point.rule), {})[measured.habilete] = point.points
    return shares


def weighed(runs: Sequence[Evidence]) -> list[Evidence]:
    """Runs whose facts weigh as they do among all of them: a result stands on all, and not on each alone."""
    if sum(bool(run.seen) for run in runs) < 2:
        return list(runs)
    shares = shares_of([observation for run in runs for observation in run.seen])
    return [
        replace(run, facts=tuple(
            replace(fact, weighs={h: weight(p) for h, p in shares.get((run.scenario, fact.rule), {}).items()})
            for fact in run.facts
        )) for run in runs
    ]  # fmt: skip


def pulled(runs: Sequence[Evidence], habilete: str) -> tuple[int, int]:
    """How much of what moves the estimate of a habileté is of the facts of others: tenths, and whether they move it up
    (1) or down (-1) in all. (0, 0) where no run can be read."""
    seen = [observation for run in runs for observation in run.seen]
    shares = shares_of(seen) if seen else {}
    points = [
        (shares.get((observation.task, observation.rule), {}).get(habilete, 0.0), observation.habilete != habilete)
        for observation in seen
    ]
    whole = sum(abs(point) for point, _ in points)
    others = [point for point, other in points if other]
    if not whole:
        return 0, 0
    return round(10 * sum(abs(point) for point in others) / whole), 1 if sum(others) > 0 else -1


def facts_of(trace: Trace, scenario: Scenario, ease: str, language: str) -> tuple[SeenFact, ...]:
    """Every fact of a run of this very version of a workshop, in words of a language. `ease`: easy, hard or unknown."""
    keys = scenario.params.model_dump()
    device = str(trace.header.get("device", ""))
    seen = seen_in(trace, scenario, ease)
    shares = {rule: points for (_, rule), points in shares_of(seen).items()}
    words = _ReviewWords(scenario, language, cuts_read(trace.events, evidence_rules(scenario), keys, device=device))
    return tuple(
        words.fact(observation, shares.get(observation.rule, {}), trace.events, keys, device) for observation in seen
    )


def fact_names(workshop: str, language: str) -> Callable[[str], str]:
    """The name of each fact of a workshop by its rule; a rule that has none, or of a workshop not here, by its id."""
    scenario = next((s for s in installed() if s.head.id == workshop), None)
    return _ReviewWords(scenario, language).named if scenario else str


class _ReviewWords:
    """The sentences of one workshop."""

    def __init__(
        self, scenario: Scenario, language: str, cuts: Mapping[str, tuple[float, ...]] = MappingProxyType({})
    ) -> None:
        """`cuts`: those that each rule of a run was read by."""
        self.catalogue: Catalogue = catalogue_of(scenario)
        self.workshop, self.language = scenario.head.id, language
        self.mechanic = scenario.head.mechanic.partition("@")[0]
        self.rules = {rule.id: rule for rule in evidence_rules(scenario)}
        self.cuts, self.thresholds = cuts, Thresholds(self.say, self.has, self.mm)

    def say(self, key: str, **values: object) -> str:
        return self.catalogue.t(key, self.language, False, self.workshop, **values)

    def has(self, key: str) -> bool:
        return self.catalogue.has(key, self.workshop)

    def named(self, rule: str) -> str:
        """The name of the fact a rule reads."""
        return self.say(f"fact.{rule}") if self.has(f"fact.{rule}") else rule

    def fact(
        self, observation: Observation, shares: Mapping[str, float], events: tuple[Event, ...],
        params: Mapping[str, Any], device: str,
    ) -> SeenFact:  # fmt: skip
        """One observation as a fact, with its moments in order; of what was offered and left, what there was of it."""
        missing, rule = observation.category is None, self.rules[observation.rule]
        places = observation.events if observation.events or missing else around(rule, events, params)
        cuts = self.cuts.get(observation.rule, ())
        return SeenFact(
            observation.rule, observation.habilete, self.named(observation.rule),
            fact_sentence(observation, rule, self.near(observation), self.has),
            state_of(observation) or "missing", {h: weight(p) for h, p in shares.items()},
            told_once(self.happening(events[at], events) for at in sorted(places)), bool(observation.events) or missing,
            self.expected(observation, device), self.thresholds.said(observation, rule, cuts), self.alike(observation),
        )  # fmt: skip

    def near(self, observation: Observation) -> SayKey:
        """The texts, with a distance as near as the page says it everywhere: a person is told the next tenth."""
        near = {} if observation.raw is None else {"mm": self.mm(up(observation.raw))}

        def say(key: str, **values: object) -> str:
            return self.say(key, **(values | near if "mm" in values else values))

        return say

    def expected(self, observation: Observation, device: str) -> str:
        """How near is as expected, beside how near it was; "" for what is not read as a distance (um), or not read."""
        rule = self.rules[observation.rule]
        key, cuts = f"tower.expected.{rule.reads}", rule.cuts_for(device)
        if observation.raw is None or not cuts or not self.has(key):
            return ""
        near, far, got = (self.mm(um) for um in (cuts[-1], cuts[0], up(observation.raw)))
        return self.say(key, near=near, far=far, got=got)

    def alike(self, observation: Observation) -> str:
        """What is said of a fact beside another try: « 5 of 10 within 0,5 mm » and « 7 of 10 within 0,6 mm » count by
        two rulers, each the median of its own try, so that the median alone is said of each. "" for any other fact."""
        key = f"tower.tries.alike.{self.rules[observation.rule].reads}.{observation.case}"
        if observation.raw is None or not self.has(key):
            return ""
        return self.say(key, mm=self.mm(up(observation.raw)), n=observation.n)

    def mm(self, um: float) -> str:
        """Micrometres as millimetres, to the hundredth: 350 is 0,35."""
        return f"{um / 1000:.2f}".rstrip("0").rstrip(".").replace(".", self.say("common.decimal"))

    def happening(self, event: Event, events: Sequence[Event]) -> SeenAct:
        """One event in words; a kind that has no words of its own is said to be another act, and no more.

        What it does not tell of itself (at which hole) is told by what happened with it.
        """
        seconds, at = event.tick // TICKS, bisect_left(events, event.tick, key=lambda happened: happened.tick)
        beside = [happened.data for happened in takewhile(lambda happened: happened.tick == event.tick, events[at:])]
        values = {name: self.value(name, value) for data in (*beside, event.data) for name, value in data.items()}
        height, asked = event.data.get("h_um"), event.data.get("shown_um", event.data.get("target_um"))
        if isinstance(height, int) and isinstance(asked, int):
            # From the figures the sentence of the fact is counted from: two heights, each rounded, are no distance.
            values |= {"off": self.mm(up(abs(height - asked))), "asked": self.mm(asked)}
        kind = str(event.data.get("act", event.kind)) if event.kind in FACETS else event.kind
        key = f"tower.act.{kind}"
        came = next((event.data[name] for name in CAME if isinstance(event.data.get(name), bool)), None)
        if came is not None and self.has(finer := f"{key}_{'yes' if came else 'no'}"):
            key = finer
        # An act of the same name may be of other things at another bench: a rivet set aside, a part put under lock.
        ways = (self.filled(sentence_key, values) for sentence_key in (key, f"{key}_else") if self.has(sentence_key))
        words = next((said for said in ways if said), self.say("tower.act.other"))
        return SeenAct(f"{seconds // 60}:{seconds % 60:02d}", words, event.tick, event.kind)

    def filled(self, key: str, values: Mapping[str, object]) -> str:
        """A sentence with its values, "" where one that it asks for is not there."""
        try:
            return self.say(key, **values)
        except KeyError:
            return ""

    def value(self, name: str, value: object) -> object:
        """A thing by the name the workshop gives it; micrometres as millimetres, rounded as everywhere on the page."""
        if name.endswith("um") and isinstance(value, int):
            return self.mm(up(value) if name == "distance_um" else value)
        areas = (name, f"workshop.{name}", f"{self.mechanic}.{name}", "thing", "tool", "workshop.thing",
                 "workshop.tool", "sheet", "reply", "kit")  # fmt: skip
        keys = [f"{area}.{value}" for area in areas]
        said = next((self.say(key) for key in keys if self.has(key)), None)
        # A part is called by what stands before « : »; what follows tells how to lay it.
        return value if said is None else said.partition(":")[0].strip() if name == "part" else said


def told_once(acts: Iterable[SeenAct]) -> tuple[SeenAct, ...]:
    """Acts, but for one that says in the same words what was said just before of the same instant."""
    acts_told: list[SeenAct] = []
    for act in acts:
        if not acts_told or (acts_told[-1].tick, acts_told[-1].words) != (act.tick, act.words):
            acts_told.append(act)
    return tuple(acts_told)


def weight(points: float) -> str:
    """How much a fact weighs, as the end of a key: no figure, as nobody can read one."""
    size = "much" if abs(points) >= MUCH else "some" if abs(points) >= SOME else ""
    return f"{size}_{'for' if points > 0 else 'against'}" if size else "little"
