"""All content beside the workshops, checked at once: what `envol check` says of it."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from pydantic import BaseModel

from scenarios.bridges import BridgeBook
from scenarios.circuits import circuit_files, read_circuit
from scenarios.departments import DepartmentBook
from scenarios.model import unlike
from scenarios.offer_columns import ColumnBook
from scenarios.offers import OfferFile
from scenarios.private_words import PrivateWords
from scenarios.qualities import QualityFile
from scenarios.reference import HabileteFile
from scenarios.regions import read_region, region_files
from scenarios.safe import Problem, SourceErrors
from scenarios.shipped import content, problems_in, read_as
from scenarios.short_forms import ShortForms
from scenarios.source import read_yaml
from scenarios.source_names import SourceNames
from scenarios.trades import TradeBook

OFFERS, FORMS = "offers_examples.yaml", "short_forms.yaml"
FILES: dict[str, type[BaseModel]] = {
    "habiletes.yaml": HabileteFile,
    "qualities.yaml": QualityFile,
    "trades.yaml": TradeBook,
    "bridges.yaml": BridgeBook,
    OFFERS: OfferFile,
    "departments.yaml": DepartmentBook,
    "private_words.yaml": PrivateWords,
    "source_names.yaml": SourceNames,
    "offer_columns.yaml": ColumnBook,
    FORMS: ShortForms,
}
"""Each file of content with its model; regions and circuits have folders of their own. A test finds the one missing."""


def content_problems() -> list[Problem]:
    """Every problem of every file of content."""
    return problems_in(_readers())


def problems_of_file(path: Path) -> list[Problem] | None:
    """The problems of a file of content given by itself; None for a file that is none of them."""
    if path.absolute().parent.name == "regions" and path.suffix == ".yaml":
        return problems_in(iter([partial(read_region, path)]))
    if path.absolute().parent.name == "circuits" and path.suffix == ".yaml":
        return problems_in(iter([partial(read_circuit, path)]))
    model = FILES.get(path.name)
    if model is None:
        return None
    return problems_in(iter([partial(read_as, path, model)])) or problems_in(iter(_across(path)))


def _readers() -> Iterator[Callable[[], object]]:
    for name, model in FILES.items():
        yield partial(read_as, content(name), model)
    for path in region_files():
        yield partial(read_region, path)
    for path in circuit_files():
        yield partial(read_circuit, path)
    yield from _across(content(OFFERS))


def _across(path: Path) -> list[Callable[[], object]]:
    """What is looked at across files, once each is sound by itself."""
    return [partial(_trades_of_offers, path)] if path.name == OFFERS else []


def _trades_of_offers(path: Path) -> None:
    """The offers' trades are trades of the book; not looked at in play, where the book stays shut."""
    known = {trade.id: trade.rome for trade in read_as(content("trades.yaml"), TradeBook).trades}
    offers = read_as(path, OfferFile).offers
    _, lines = read_yaml(path)
    problems = []
    for n, offer in enumerate(offers):
        if offer.trade not in known:
            line = lines.line(("offers", n, "trade"))
            problems.append(Problem(path.name, line, f"offers.{n}.trade", "unknown_name", unlike(offer.trade, known)))
        elif offer.rome != known[offer.trade]:
            line = lines.line(("offers", n, "rome"))
            values = {"got": offer.rome, "expected": known[offer.trade]}
            problems.append(Problem(path.name, line, f"offers.{n}.rome", "other_rome", values))
    if problems:
        raise SourceErrors(problems)
