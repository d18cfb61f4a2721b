"""The trades of aerospace workshops, their neighbours, and the automotive trades that lead to them.

They suggest and show the way; nothing of them enters a score.
"""

from functools import cache
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scenarios.days import Day
from scenarios.model import Label, Strict, among, once, once_said
from scenarios.reference import habiletes
from scenarios.shipped import content, read_as

Rome = Annotated[str, Field(pattern=r"^[A-N][0-9]{4}$")]
TradeId = Annotated[str, Field(pattern=r"^[a-z][a-z_]{2,40}$")]
EntryLevel = Literal[
    "open", "after_training", "after_training_possible", "after_experience_possible", "from_bodywork_possible",
    "experience_or_training", "certificate_required", "aero_training_required", "diploma", "diploma_or_experience",
]  # fmt: skip
LinkKind = Literal["same_sheet", "same_parent_sheet", "rome", "rome_parent", "rome_reverse", "suggestion"]
KINDS: tuple[LinkKind, ...] = ("same_sheet", "rome", "same_parent_sheet", "rome_parent", "rome_reverse", "suggestion")
"""From the surest link to the least sure."""


class CalledTrade(Strict):
    """A trade as it is called; what is neither French nor English reads it in French."""

    name_fr: Label
    name_en: Label

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_fr


class AeroTrade(CalledTrade):
    """A trade of the workshop. `importance` 1 to 4 suggests weights; `near` gives ROME's order, 1 the nearest."""

    id: TradeId
    rome: Rome
    rome_v3: Rome
    other_rome: tuple[Rome, ...]
    entry: EntryLevel
    importance: Annotated[dict[str, Annotated[int, Field(ge=1, le=4)]], Field(min_length=1)]
    near: dict[str, Annotated[int, Field(ge=1, le=100)]]

    @model_validator(mode="after")
    def each_once(self) -> Self:
        """No code twice, and no two neighbours in one place of the order."""
        once((self.rome, *self.other_rome))
        once(str(order) for order in self.near.values())
        return self


class Link(Strict):
    """From an automotive trade to one of the workshop; `order` is ROME's, none for a suggestion."""

    trade: TradeId
    kind: LinkKind
    order: Annotated[int, Field(ge=0, le=100)] | None

    @model_validator(mode="after")
    def ordered(self) -> Self:
        """ROME orders its own links; ours are suggestions, of no order."""
        if (self.order is None) != (self.kind == "suggestion"):
            raise PydanticCustomError("order_or_suggestion", "an order, or a suggestion", {"got": self.kind})
        return self


class AutoTrade(CalledTrade):
    """A trade of the automotive industry and where it leads."""

    id: TradeId
    rome: Rome
    rome_v3: Rome
    leads_to: Annotated[tuple[Link, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def each_once(self) -> Self:
        """No link twice."""
        once(f"{link.trade} ({link.kind}, {link.order})" for link in self.leads_to)
        return self


class TradeBook(Strict):
    """The whole file."""

    version: Annotated[int, Field(ge=1)]
    checked: Day
    status: Literal["to_confirm"]
    trades: tuple[AeroTrade, ...]
    automotive: tuple[AutoTrade, ...]

    @model_validator(mode="after")
    def whole(self) -> Self:
        """No id twice, no link to nowhere, only habiletés of the referential."""
        known = [trade.id for trade in self.trades]
        once([*known, *(trade.id for trade in self.automotive)])
        for language in ("fr", "en"):
            once_said(trade.name(language) for trade in (*self.trades, *self.automotive))
        among((near for trade in self.trades for near in trade.near), known)
        for trade in self.trades:
            among(trade.near, [name for name in known if name != trade.id])
        among((link.trade for trade in self.automotive for link in trade.leads_to), known)
        among((skill for trade in self.trades for skill in trade.importance), [habilete.id for habilete in habiletes()])
        return self

    def of_rome(self, code: str) -> tuple[AeroTrade, ...]:
        """The trades of a ROME code, those for which it is the first code before the others."""
        first = tuple(trade for trade in self.trades if trade.rome == code)
        return first + tuple(trade for trade in self.trades if code in trade.other_rome and trade not in first)

    def near(self, trade: str) -> tuple[str, ...]:
        """The neighbours of a trade, nearest first."""
        for other in self.trades:
            if other.id == trade:
                return tuple(sorted(other.near, key=lambda name: (other.near[name], name)))
        raise KeyError(trade)

    def from_auto(self, trade: str) -> tuple[Link, ...]:
        """Where an automotive trade leads, the surest links first, then ROME's order."""
        for auto in self.automotive:
            if auto.id == trade:
                return tuple(sorted(auto.leads_to, key=lambda x: (KINDS.index(x.kind), x.order or 0, x.trade)))
        raise KeyError(trade)


@cache
def trades() -> TradeBook:
    """The trades of the package. Raises SourceErrors."""
    return read_as(content("trades.yaml"), TradeBook)
