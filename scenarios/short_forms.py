"""The short form of a workshop, for a kiosk: which of its steps, gestures and rules are in it."""

from functools import cache
from typing import Annotated, Self

from pydantic import Field, model_validator

from scenarios.model import Scenario, Strict, among, canonical_hash, once
from scenarios.shipped import content, read_as


class ShortForm(Strict):
    """Of one workshop: names of its own file. `told`: rules whose facts are said at the end, the best to say first."""

    minutes: Annotated[int, Field(ge=1, le=10)]
    phases: Annotated[tuple[str, ...], Field(min_length=2)]
    practice: tuple[str, ...]
    rules: Annotated[tuple[str, ...], Field(min_length=3)]
    told: Annotated[tuple[str, ...], Field(min_length=3, max_length=8)]

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Nothing twice; what is told is read."""
        for names in (self.phases, self.practice, self.rules, self.told):
            once(names)
        among(self.told, self.rules)
        return self


class ShortForms(Strict):
    """The whole file: by workshop."""

    forms: dict[str, ShortForm]


@cache
def short_forms() -> dict[str, ShortForm]:
    """The short forms there are. Raises SourceErrors."""
    return read_as(content("short_forms.yaml"), ShortForms).forms


def shortened(scenario: Scenario, form: ShortForm) -> Scenario:
    """A workshop in its short form, with a hash of its own. Raises ValueError for a name the workshop does not have."""
    phases = [one.id for one in scenario.params.phases]
    gestures = [one.id for one in scenario.params.practice]
    rules = [one.id for one in scenario.evidence]
    for names, known in ((form.phases, phases), (form.practice, gestures), (form.rules, rules)):
        if strange := [name for name in names if name not in known]:
            raise ValueError(f"{scenario.head.id}: {strange[0]}")
    kept = tuple(one for one in scenario.params.phases if one.id in form.phases)
    params = scenario.params.model_copy(
        update={
            "phases": kept,
            "practice": tuple(one for one in scenario.params.practice if one.id in form.practice),
            "day": tuple(one for one in scenario.params.day if not one.phase or one.phase in form.phases),
        }
    )
    head = scenario.head.model_copy(update={"debrief": form.told, "minutes": form.minutes})
    evidence = tuple(one for one in scenario.evidence if one.id in form.rules)
    return scenario.model_copy(
        update={
            "head": head,
            "params": params,
            "evidence": evidence,
            "hash": canonical_hash(head, params, evidence),
        }
    )
