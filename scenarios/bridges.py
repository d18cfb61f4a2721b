"""The rule table of bridges: read from one versioned file with dates and sources, never written in code."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from scenarios.days import Day
from scenarios.model import SaidText, Strict, each_once, not_blank, once, once_said
from scenarios.shipped import content, read_as

BridgeId = Literal[
    "direct_interview", "pmsmp", "poei", "poec", "afest", "retraining_period", "neighbouring_trades", "visit"
]
Band = Literal["A", "B", "C", "D", "to_complete"]
Status = Literal["jobseeker", "employee", "insertion_employee"]
Contract = Literal["permanent", "fixed_term", "apprenticeship", "seasonal", "temp"]
BridgeFact = Literal[
    "has_prescriber", "not_filling_a_post", "offer_lodged", "commitment_to_hire", "trainable_before_hiring",
    "branch_need", "tutor_named", "learnt_on_the_job", "employer_agreement", "qualification_aimed_at",
    "one_aim", "three_party_agreement", "host_limits", "minor_signed_for",
]  # fmt: skip
FACTS: tuple[BridgeFact, ...] = get_args(BridgeFact)
OF_A_PERSON: tuple[BridgeFact, ...] = (
    "has_prescriber", "trainable_before_hiring", "employer_agreement", "qualification_aimed_at", "one_aim",
    "three_party_agreement", "host_limits", "minor_signed_for",
)  # fmt: skip
"""Said for one reading of one pair and kept nowhere: what is true of somebody says nothing of the next person."""
OFFER_FACTS: tuple[BridgeFact, ...] = tuple(fact for fact in FACTS if fact not in OF_A_PERSON)
Limit = Literal[
    "min_hours", "max_hours", "max_hours_some_people", "max_hours_tutoring_only", "max_hours_by_agreement",
    "max_months", "max_months_by_agreement", "temp_months_within", "max_days", "max_days_in_12_months_same_host",
    "renewals", "max_agreements_in_12_months_same_host", "usual_group_max", "shown",
]  # fmt: skip
"""What a limit is called: each has its sentence in `bridges_desk.yaml`."""
NARROWER: tuple[tuple[Limit, Limit], ...] = (
    ("min_hours", "max_hours"), ("max_hours_tutoring_only", "max_hours"), ("max_hours", "max_hours_some_people"),
    ("max_hours", "max_hours_by_agreement"), ("max_months", "max_months_by_agreement"),
    ("max_days", "max_days_in_12_months_same_host"),
)  # fmt: skip
"""Limits of which the first is never above the second."""
NEEDS: Mapping[BridgeId, tuple[BridgeFact | Limit, ...]] = {
    "poei": ("offer_lodged", "commitment_to_hire", "trainable_before_hiring", "max_hours"),
    "poec": ("branch_need", "trainable_before_hiring", "max_hours"),
    "afest": ("tutor_named", "learnt_on_the_job"),
    "pmsmp": ("has_prescriber", "one_aim", "three_party_agreement", "tutor_named", "not_filling_a_post", "host_limits",
              "minor_signed_for", "max_days", "renewals"),
    "retraining_period": ("employer_agreement", "qualification_aimed_at", "min_hours", "max_hours", "max_months"),
    "neighbouring_trades": ("shown",),
}  # fmt: skip
"""What a bridge is not without: facts that would be checked by nobody, and the bounds that its law sets."""
GROUPS: Mapping[tuple[BridgeId, str], int] = {("poec", "least_group"): 10, ("neighbouring_trades", "least_nearer"): 1}
"""How many there are at least of what a bridge tells: of fewer than ten people nothing is told."""
TO_CHECK_FR, TO_CHECK_EN = " (à vérifier)", " (to check)"
"""How the name of every bridge ends."""
BridgeNumber = Annotated[int, Field(ge=0, le=600)]
"""Months, levels, people."""
Several = AfterValidator(each_once)


class When(Strict):
    """What the situation must be. A condition that is not written is not asked.

    `declined: false`: no constraint of the offer is declined. `or_declined`: one is enough, whatever the band.
    """

    bands: Annotated[tuple[Band, ...], Field(min_length=1), Several]
    declined: Literal[False] | None = None
    or_declined: bool = False
    most_gap: BridgeNumber | None = None
    people: Annotated[tuple[Status, ...], Several] = ()
    contracts: Annotated[dict[Contract, BridgeNumber], Field(default_factory=dict)]
    least_group: BridgeNumber = 0
    least_nearer: BridgeNumber = 0


class BridgeRule(Strict):
    """One line of the table."""

    id: BridgeId
    label_fr: Annotated[str, Field(min_length=1, max_length=120, pattern=r"\(à vérifier\)$")]
    label_en: Annotated[str, Field(min_length=1, max_length=120, pattern=r"\(to check\)$")]
    when: When
    facts: Annotated[tuple[BridgeFact, ...], Several]
    limits: dict[Limit, Annotated[int, Field(ge=1, le=10_000)]]
    legal: Annotated[tuple[SaidText, ...], Several]
    sources: Annotated[tuple[SaidText, ...], Field(min_length=1), Several]
    doubt_fr: Literal[""] | SaidText

    @model_validator(mode="after")
    def means(self) -> Self:
        """A name before its mark, and limits that leave something between them."""
        not_blank(self.label_fr.removesuffix(TO_CHECK_FR))
        not_blank(self.label_en.removesuffix(TO_CHECK_EN))
        for least, most in NARROWER:
            if least in self.limits and self.limits[least] > self.limits.get(most, self.limits[least]):
                values = {"name": least, "got": self.limits[least], "other": most, "most": self.limits[most]}
                raise PydanticCustomError("limits_crossed", "{name} is above {other}", values)
        return self


class BridgeBook(Strict):
    """The whole table, in the order in which bridges are shown."""

    version: Annotated[int, Field(ge=1)]
    checked: Day
    status: Literal["to_confirm"]
    bridges: Annotated[tuple[BridgeRule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def each_once(self) -> Self:
        """Each bridge has one line, and a name of its own."""
        once(bridge.id for bridge in self.bridges)
        once_said(bridge.label_fr for bridge in self.bridges)
        once_said(bridge.label_en for bridge in self.bridges)
        return self


@cache
def bridges() -> BridgeBook:
    """The table of the package. Raises SourceErrors."""
    return read_as(content("bridges.yaml"), BridgeBook)
