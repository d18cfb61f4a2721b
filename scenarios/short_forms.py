"""The short form of a workshop, for a kiosk: which of its steps, gestures and rules are in it."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Self

from pydantic import Field, model_validator

from scenarios.check import Rule
from scenarios.model import Scenario, Strict, Title, among, canonical_hash, once
from scenarios.shipped import content, read_as


class Reread(Strict):
    """How a rule is read of which fewer trials are offered: settings in the place of its own, cuts for that many."""

    using: Annotated[dict[str, object], Field(default_factory=dict)]
    cuts: tuple[float, ...] | dict[str, tuple[float, ...]] = ()
    """By device, where the rule's own are."""


class ShortForm(Strict):
    """Of one workshop: names of its own file. `told`: rules whose facts are said at the end, the best to say first."""

    minutes: Annotated[int, Field(ge=1, le=10)]
    does: Title
    """What one does there in about five words."""
    phases: Annotated[tuple[str, ...], Field(min_length=1)]
    practice: tuple[str, ...]
    keeps: Annotated[dict[str, tuple[str, ...]], Field(default_factory=dict)]
    """Of a zone: the things to do that stay, where not all do (blades of a rotor, kits of a step, bars of a plan)."""
    quiet: bool = False
    """Nothing of the day comes in between: no time for what would have to be taught first."""
    day: tuple[str, ...] = ()
    """What comes in a quiet day all the same."""
    rules: Annotated[tuple[str, ...], Field(min_length=3, max_length=15)]
    reread: Annotated[dict[str, Reread], Field(default_factory=dict)]
    told: Annotated[tuple[str, ...], Field(min_length=3, max_length=8)]

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Nothing twice; what is told is read."""
        for names in (self.phases, self.practice, self.rules, self.told, self.day, *self.keeps.values()):
            once(names)
        among(self.told, self.rules)
        among(tuple(self.reread), self.rules)
        return self


class ShortForms(Strict):
    """The whole file: by workshop."""

    forms: dict[str, ShortForm]


@cache
def short_forms() -> dict[str, ShortForm]:
    """The short forms there are. Raises SourceErrors."""
    return read_as(content("short_forms.yaml"), ShortForms).forms


def shortened(scenario: Scenario, form: ShortForm) -> Scenario:
    """A workshop in its short form, with a hash of its own.

    Raises ValueError for a name the workshop does not have, ValidationError where what is left makes no workshop.
    """
    phases = [one.id for one in scenario.params.phases]
    gestures = [one.id for one in scenario.params.practice]
    rules = [one.id for one in scenario.evidence]
    day = [one.id for one in scenario.params.day]
    for names, known in ((form.phases, phases), (form.practice, gestures), (form.rules, rules), (form.day, day)):
        if strange := [name for name in names if name not in known]:
            raise ValueError(f"{scenario.head.id}: {strange[0]}")
    comes = [
        one
        for one in scenario.params.day
        if (not form.quiet or one.id in form.day) and (not one.phase or one.phase in form.phases)
    ]
    fallen = {one.id for one in comes}
    params = scenario.params.model_copy(
        update={
            "phases": tuple(one for one in scenario.params.phases if one.id in form.phases),
            "practice": tuple(one for one in scenario.params.practice if one.id in form.practice),
            "day": tuple(comes),
            # What never falls is not waited for.
            "fod": tuple(one for one in scenario.params.fod if not one.foreign or one.id in fallen),
        }
    )
    if form.keeps:
        params = params.narrowed(form.keeps)
    head = scenario.head.model_copy(update={"debrief": form.told, "minutes": form.minutes})
    evidence = tuple(_reread(one, form.reread) for one in scenario.evidence if one.id in form.rules)
    return scenario.model_copy(
        update={
            "head": head,
            "params": params,
            "evidence": evidence,
            "hash": canonical_hash(head, params, evidence),
        }
    )


def _reread(rule: Rule, reread: Mapping[str, Reread]) -> Rule:
    """A rule as the short form reads it. Raises ValidationError for settings or cuts that it does not take."""
    if rule.id not in reread:
        return rule
    told, plain = reread[rule.id], rule.model_dump()
    cuts = told.cuts or plain["cuts"]
    using = {**rule.settings.model_dump(by_alias=True), **told.using}
    return type(rule).model_validate({**plain, "using": using, "cuts": cuts})
