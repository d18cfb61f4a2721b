"""The short form of a workshop, for a kiosk: which of its steps, gestures and rules are in it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Protocol, Self, runtime_checkable

from pydantic import BaseModel, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from scenarios.check import names_of
from scenarios.load import problems_of
from scenarios.model import Scenario, Strict, Title, among, canonical_hash, once, unlike
from scenarios.rule import Rule
from scenarios.safe import Lines, Problem, SourceErrors, dotted
from scenarios.shipped import content, read_as
from scenarios.source import read_yaml, workshop_folders

MOST = 15
"""Observations of a short form."""


IN_FEW_WORDS = "_short"
"""Ends the name of a gesture as a short form teaches it: once, in the few words of its sort."""


class Reread(Strict):
    """How a rule is read of which fewer trials are offered: settings in the place of its own, cuts for that many."""

    using: Annotated[dict[str, object], Field(default_factory=dict)]
    cuts: tuple[float, ...] | dict[str, tuple[float, ...]] = ()
    """By device, where the rule's own are."""


class More(Reread):
    """Another reading of a rule, on trials that the rule itself does not read here: `id` is its own, `of` the rule."""

    id: Annotated[str, Field(pattern=r"^[A-Z]{3}[0-9]{1,2}$")]
    of: str


class ShortForm(Strict):
    """Of one workshop: names of its own file. `told`: rules whose facts are said at the end, the best to say first."""

    minutes: Annotated[int, Field(ge=1, le=10)]
    does: Title
    """What one does there in about five words."""
    phases: Annotated[tuple[str, ...], Field(min_length=1)]
    practice: Annotated[tuple[str, ...], Field(min_length=1)]
    keeps: Annotated[dict[str, tuple[str, ...]], Field(default_factory=dict)]
    """Of a zone: the things to do that stay, where not all do (blades of a rotor, kits of a step, bars of a plan)."""
    quiet: bool = False
    """Nothing of the day comes in between: no time for what would have to be taught first."""
    lines: Annotated[dict[str, int], Field(default_factory=dict)]
    """Which line speaks of each sort of act in an order of its own (the text `order.first.in_short`)."""
    day: Annotated[dict[str, int], Field(default_factory=dict)]
    """What comes in a quiet day all the same, each after so many things done."""
    rules: Annotated[tuple[str, ...], Field(min_length=3, max_length=MOST)]
    reread: Annotated[dict[str, Reread], Field(default_factory=dict)]
    more: tuple[More, ...] = ()
    told: Annotated[tuple[str, ...], Field(min_length=3, max_length=8)]

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Nothing twice; what is told is read."""
        every = (*self.rules, *(added.id for added in self.more))
        for names in (self.phases, self.practice, every, self.told, self.day, *self.keeps.values()):
            once(names)
        if len(every) > MOST:
            raise PydanticCustomError("too_many", "at most {most} rules", {"most": MOST})
        among(self.told, self.rules)
        among(tuple(added.of for added in self.more), self.rules)
        among(tuple(self.reread), self.rules)
        return self


class ShortForms(Strict):
    """The whole file: by workshop."""

    forms: dict[str, ShortForm]


class WrittenStep(Protocol):
    """A step, a gesture or an event of a workshop's params."""

    @property
    def id(self) -> str: ...

    def model_copy(self, *, update: Mapping[str, object] | None = None) -> Self: ...


class WrittenPhase(WrittenStep, Protocol):
    """A step, with the zone where it works."""

    @property
    def zone(self) -> str: ...


class WrittenEvent(WrittenStep, Protocol):
    """Something that the day brings, with the step in which it comes."""

    @property
    def phase(self) -> str: ...


class WrittenThing(Protocol):
    """Something that lies about."""

    @property
    def id(self) -> str: ...

    @property
    def foreign(self) -> bool: ...


@runtime_checkable
class Narrowable(Protocol):
    """Params of a mechanic of which a part can be taken."""

    @property
    def phases(self) -> Sequence[WrittenPhase]: ...

    @property
    def practice(self) -> Sequence[WrittenStep]: ...

    @property
    def day(self) -> Sequence[WrittenEvent]: ...

    @property
    def fod(self) -> Sequence[WrittenThing]: ...

    def narrowed(self, keeps: Mapping[str, Sequence[str]]) -> BaseModel: ...

    def vocabulary(self) -> Mapping[str, Sequence[str]]: ...


@cache
def short_forms() -> dict[str, ShortForm]:
    """The short forms there are. Raises SourceErrors."""
    return read_as(content("short_forms.yaml"), ShortForms).forms


def shortened(scenario: Scenario, form: ShortForm) -> Scenario:
    """A workshop in its short form, with a hash of its own.

    Raises ValueError for a name the workshop does not have, ValidationError where what is left makes no workshop.
    """
    if strange := next(_strange(scenario, form), None):
        raise ValueError(f"{scenario.head.id}: {strange[1]}")
    params = _narrowed(scenario.params, form)
    head = scenario.head.model_copy(update={"debrief": form.told, "minutes": form.minutes})
    own = {rule.id: rule for rule in scenario.evidence}
    if taken := [added.id for added in form.more if added.id in own]:
        raise ValueError(f"{scenario.head.id}: {taken[0]}")
    read = tuple(_reread(rule, form.reread[rule.id]) if rule.id in form.reread else rule for rule in scenario.evidence)
    evidence = (
        *(rule for rule in read if rule.id in form.rules),
        *(_reread(own[added.of], added).model_copy(update={"id": added.id}) for added in form.more),
    )
    zones = {phase.zone for phase in _written(params).phases}
    evidence = tuple(
        rule.model_copy(update={"lasts": tuple(zone for zone in rule.lasts if zone in zones)}) for rule in evidence
    )
    return scenario.model_copy(
        update={
            "head": head,
            "params": params,
            "evidence": evidence,
            "hash": canonical_hash(head, params, evidence),
        }
    )


def _written(params: BaseModel) -> Narrowable:
    """Params as far as a short form knows them. Raises TypeError for those of which no part can be taken."""
    if not isinstance(params, Narrowable):
        raise TypeError(f"{type(params).__name__}: no short form")
    return params


def _narrowed(params: BaseModel, form: ShortForm) -> BaseModel:
    """The steps, gestures and events that are in the form. Raises ValueError where what is left makes no workshop."""
    whole = _written(params)
    comes = [
        event.model_copy(update=_when(event.id, event.phase, form))
        for event in whole.day
        if event.id in form.day or (not form.quiet and (not event.phase or event.phase in form.phases))
    ]
    fallen = {event.id for event in comes}
    practice = (step for step in whole.practice if step.id in form.practice)
    kept = params.model_copy(
        update={
            "phases": tuple(phase for phase in whole.phases if phase.id in form.phases),
            "practice": tuple(
                step.model_copy(update={"id": f"{step.id}{IN_FEW_WORDS}", "goods": 1, "before": ""})
                for step in practice
            ),
            "day": tuple(comes),
            # What never falls is not waited for.
            "fod": tuple(fod for fod in whole.fod if not fod.foreign or fod.id in fallen),
            **({"lines": dict(form.lines)} if form.lines else {}),
        }
    )
    return _written(kept).narrowed(form.keeps) if form.keeps else kept


def _strange(scenario: Scenario, form: ShortForm) -> Iterator[tuple[tuple[str | int, ...], str, list[str]]]:
    """Where a form names what its workshop does not have, the name, and those there are."""
    params = _written(scenario.params)
    for field, names, there in (
        ("phases", form.phases, [phase.id for phase in params.phases]),
        ("practice", form.practice, [step.id for step in params.practice]),
        ("rules", form.rules, [rule.id for rule in scenario.evidence]),
        ("day", tuple(form.day), [event.id for event in params.day]),
    ):
        for n, name in enumerate(names):
            if name not in there:
                yield (field, name if field == "day" else n), name, there


def form_problems(path: Path, whole: Mapping[str, Scenario]) -> list[Problem]:
    """What of each short form does not fit its workshop: names, settings, cuts that nobody or everybody reaches.

    `whole`: the sound workshops; of one that is set aside its form is not judged. A file that is not sound by itself
    has its own problems, and none here.
    """
    try:
        (_, lines), forms = read_yaml(path), read_as(path, ShortForms).forms
    except SourceErrors:
        return []
    there = [folder.name for folder in workshop_folders()]
    problems: list[Problem] = []
    for id, form in forms.items():
        if id not in there:
            unlike_names = unlike(id, there)
            problems.append(
                Problem(path.name, lines.line(("forms", id)), f"forms.{id}", "unknown_name", {**unlike_names})
            )
        elif id in whole:
            for at, code, values in _unfit(whole[id], form):
                where = ("forms", id, *at)
                problems.append(Problem(path.name, lines.line(where), dotted(where), code, values))
    return problems


FormFault = tuple[tuple[str | int, ...], str, Mapping[str, object]]


def _unfit(scenario: Scenario, form: ShortForm) -> Iterator[FormFault]:
    if strange := [(at, "unknown_name", unlike(name, there)) for at, name, there in _strange(scenario, form)]:
        yield from strange
        return
    if wrong := list(_misread(scenario, form)):
        yield from wrong
        return
    try:
        short = shortened(scenario, form)
    except PydanticCustomError as error:
        yield ("keeps",), error.type, error.context or {}
        return
    except ValueError as error:
        yield ("keeps",), "no_workshop_left", {"detail": " ".join(str(error).split())[:200]}
        return
    keys, words = short.params.model_dump(), _written(short.params).vocabulary()
    more = {added.id: n for n, added in enumerate(form.more)}
    for rule in short.evidence:
        where: tuple[str | int, ...] = ("rules",)
        where = ("more", more[rule.id]) if rule.id in more else ("reread", rule.id) if rule.id in form.reread else where
        named = [(finding.path[2:], finding.code, finding.values) for finding in names_of(0, rule.settings, words)]
        for at, code, values in named or [
            (finding.path, finding.code, finding.values) for finding in rule.against(keys)
        ]:
            yield (*where, *at), code, values


def _misread(scenario: Scenario, form: ShortForm) -> Iterator[FormFault]:
    """Settings and cuts that a rule does not take; a name of its own that a rule of the workshop bears."""
    own = {rule.id: rule for rule in scenario.evidence}
    for n, added in enumerate(form.more):
        if added.id in own:
            yield ("more", n, "id"), "twice", {"name": added.id}
    read: list[tuple[tuple[str | int, ...], Rule, Reread]] = [
        (("reread", name), own[name], reread) for name, reread in form.reread.items()
    ]
    read += [(("more", n), own[added.of], added) for n, added in enumerate(form.more)]
    for where, rule, rewritten in read:
        try:
            _reread(rule, rewritten)
        except ValidationError as error:
            settings = {"using": rule.settings_of(rule.reads)}
            for problem in problems_of(error, type(rule), "", Lines(), (), settings):
                yield (*where, *filter(None, problem.where.split("."))), problem.code, problem.values


def _when(id: str, phase: str, form: ShortForm) -> dict[str, object]:
    """When something comes in a short form: after as many things as it says; in its first step if its own is gone."""
    if id not in form.day:
        return {}
    return {"phase": phase if phase in form.phases else form.phases[0], "after": form.day[id]}


def _reread(rule: Rule, rewritten: Reread) -> Rule:
    """A rule as the short form reads it. Raises ValidationError for settings or cuts that it does not take."""
    plain = rule.model_dump()
    using = {**rule.settings.model_dump(by_alias=True), **rewritten.using}
    return type(rule).model_validate({**plain, "using": using, "cuts": rewritten.cuts or plain["cuts"], "b": ()})
