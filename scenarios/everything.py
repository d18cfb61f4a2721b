"""All content beside the workshops, checked at once: what `envol check` says of it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from pydantic import BaseModel

from scenarios.across import across
from scenarios.bridges import BridgeBook
from scenarios.circuits import circuit_files, read_circuit
from scenarios.departments import DepartmentBook
from scenarios.offer_columns import ColumnBook
from scenarios.offers import OfferFile
from scenarios.private_words import PrivateWords
from scenarios.qualities import QualityFile
from scenarios.reference import HabileteFile
from scenarios.regions import read_region, region_files
from scenarios.safe import Problem
from scenarios.shipped import content, problems_in, read_as
from scenarios.short_forms import ShortForms
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
READ: dict[str, Callable[[Path], object]] = {"regions": read_region, "circuits": read_circuit}
"""The folders whose files are read by themselves."""


def content_problems(today: str = "") -> list[Problem]:
    """Every problem of every file of content. `today`: as "2026-11-30", "" where nobody says."""
    paths = (*(content(name) for name in FILES), *region_files(), *circuit_files())
    return [problem for path in paths for problem in problems_of_file(path, today) or ()]


def content_in(place: Path) -> list[Path]:
    """The files of content of a folder, with its regions and circuits, or of one of these alone; a file is itself."""
    if not place.is_dir():
        return [place]
    own = sorted(place.glob("*.yaml")) if place.absolute().name in READ else []
    beside = (path for folder in READ for path in sorted((place / folder).glob("*.yaml")))
    return [*own, *(place / name for name in FILES if (place / name).is_file()), *beside]


def problems_of_file(path: Path, today: str = "") -> list[Problem] | None:
    """The problems of a file of content given by itself; None for a file that is none of them."""
    folder = path.absolute().parent.name
    read: Callable[[], object]
    if folder in READ and path.suffix == ".yaml":
        kind, read = folder, partial(READ[folder], path)
    elif model := FILES.get(path.name):
        kind, read = path.name, partial(read_as, path, model)
    else:
        return None
    return problems_in(iter([read])) or across(path, kind, today)
