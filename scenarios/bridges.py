"""The rule table of bridges: read from one versioned file with dates and sources, never written in code."""

from functools import cache
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from scenarios.days import Day
from scenarios.model import Strict, once
from scenarios.shipped import content, read_as

BridgeId = Literal[
    "direct_interview", "pmsmp", "poei", "poec", "afest", "retraining_period", "neighbouring_trades", "visit"
]
Band = Literal["A", "B", "C", "D", "to_complete"]
Status = Literal["jobseeker", "employee", "insertion_employee"]
Contract = Literal["permanent", "fixed_term", "apprenticeship", "seasonal", "temp"]
Fact = Literal[
    "has_prescriber", "not_filling_a_post", "offer_lodged", "commitment_to_hire", "trainable_before_hiring",
    "branch_need", "tutor_named", "learnt_on_the_job", "employer_agreement", "qualification_aimed_at",
    "one_aim", "three_party_agreement", "host_limits", "minor_signed_for",
]  # fmt: skip
FACTS: tuple[Fact, ...] = get_args(Fact)
OF_A_PERSON: tuple[Fact, ...] = (
    "has_prescriber", "trainable_before_hiring", "employer_agreement", "qualification_aimed_at", "one_aim",
    "three_party_agreement", "host_limits", "minor_signed_for",
)  # fmt: skip
"""Said for one reading of one pair and kept nowhere: what is true of somebody says nothing of the next person."""
OFFER_FACTS: tuple[Fact, ...] = tuple(fact for fact in FACTS if fact not in OF_A_PERSON)
Count = Annotated[int, Field(ge=0)]


class When(Strict):
    """What the situation must be. A condition that is not written is not asked.

    `declined: false`: no constraint of the offer is declined. `or_declined`: one is enough, whatever the band.
    """

    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    declined: Literal[False] | None = None
    or_declined: bool = False
    most_gap: Count | None = None
    people: tuple[Status, ...] = ()
    contracts: Annotated[dict[Contract, Count], Field(default_factory=dict)]
    least_group: Count = 0
    least_nearer: Count = 0


class BridgeRule(Strict):
    """One line of the table."""

    id: BridgeId
    label_fr: Annotated[str, Field(min_length=1, max_length=120, pattern=r"\(à vérifier\)$")]
    label_en: Annotated[str, Field(min_length=1, max_length=120, pattern=r"\(to check\)$")]
    when: When
    facts: tuple[Fact, ...]
    limits: dict[str, Count]
    legal: tuple[str, ...]
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    doubt_fr: str


class BridgeBook(Strict):
    """The whole table, in the order in which bridges are shown."""

    version: Annotated[int, Field(ge=1)]
    checked: Day
    status: Literal["to_confirm"]
    bridges: Annotated[tuple[BridgeRule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def each_once(self) -> Self:
        """Each bridge has one line."""
        once(bridge.id for bridge in self.bridges)
        return self


@cache
def bridges() -> BridgeBook:
    """The table of the package. Raises SourceErrors."""
    return read_as(content("bridges.yaml"), BridgeBook)
