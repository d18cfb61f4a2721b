"""What is looked at across files of content, once each is sound by itself: names, codes and places that must agree.

Of a file that is not sound nothing is said here: it has its own problems. None of this is looked at in play.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from scenarios.bridges import FACTS, GROUPS, NEEDS, BridgeBook
from scenarios.circuits import circuit_files, read_circuit
from scenarios.departments import DepartmentBook
from scenarios.model import alike, unlike
from scenarios.offers import OfferFile
from scenarios.regions import Region, read_region, region_files
from scenarios.safe import Problem, SourceErrors, dotted
from scenarios.shipped import content, read_as
from scenarios.source import read_yaml, workshop_folders
from scenarios.source_names import SourceNames
from scenarios.trades import TradeBook

Mismatches = Iterator[tuple[tuple[str | int, ...], str, dict[str, object]]]
"""Where, the code of the sentence, its values."""


def across(path: Path, kind: str, today: str = "") -> list[Problem]:
    """What of one sound file does not agree with the others, or with the day.

    `kind`: "regions", "circuits", or the file's own name. `today`: as "2026-11-30", "" where nobody says.
    """
    data, lines = read_yaml(path)
    wrong = list(LOOKS[kind](path)) if kind in LOOKS else []
    if today and str(data.get("checked", "")) > today:
        wrong.append((("checked",), "to_come", {"got": str(data["checked"])}))
    return [Problem(path.name, lines.line(at), dotted(at), code, values) for at, code, values in wrong]


def titles_twice(paths: Sequence[Path]) -> list[Problem]:
    """Each workshop's title that one before it bears already: nobody could tell the two apart. `paths`: scenarios."""
    problems: list[Problem] = []
    seen: dict[tuple[str, str], str] = {}
    for path in paths:
        with suppress(SourceErrors):
            data, lines = read_yaml(path)
            titles = data.get("title")
            for language, title in titles.items() if isinstance(titles, dict) else ():
                other = seen.setdefault((language, alike(str(title))), path.parent.name)
                if other != path.parent.name:
                    at, values = ("title", language), {"got": str(title), "name": other}
                    name = f"{path.parent.name}/{path.name}"
                    problems.append(Problem(name, lines.line(at), dotted(at), "others_already", values))
    return problems


def _of_offers(path: Path) -> Mismatches:
    """The offers' trades are trades of the book, their basins those of a region, by the same names."""
    read = read_as(path, OfferFile)
    with suppress(SourceErrors):
        known = {trade.id: trade.rome for trade in read_as(content("trades.yaml"), TradeBook).trades}
        for n, offer in enumerate(read.offers):
            if offer.trade not in known:
                yield ("offers", n, "trade"), "unknown_name", {**unlike(offer.trade, known)}
            elif offer.rome != known[offer.trade]:
                yield ("offers", n, "rome"), "other_rome", {"got": offer.rome, "expected": known[offer.trade]}
    regions = list(_regions())
    basins = {basin.code: basin.name_fr for region in regions for basin in region.basins}
    listed = {area.code for area in read.areas}
    for region in regions:
        codes = {basin.code for basin in region.basins}
        if codes & listed:
            for code in sorted(codes - listed):
                yield ("areas",), "basin_lacks", {"got": code, "name": basins[code]}
    for n, area in enumerate(read.areas):
        if area.code not in basins:
            yield ("areas", n, "code"), "unknown_name", {**unlike(area.code, basins)}
        elif area.name != basins[area.code]:
            yield ("areas", n, "name"), "other_basin", {"got": area.name, "expected": basins[area.code]}


def _of_bridges(path: Path) -> Mismatches:
    """Each source has a name that a reader knows; no bridge lacks what it is not without."""
    for n, rule in enumerate(read_as(path, BridgeBook).bridges):
        for name in NEEDS.get(rule.id, ()):
            part = "facts" if name in FACTS else "limits"
            if name not in (*rule.facts, *rule.limits):
                yield ("bridges", n, part), "bridge_lacks", {"got": rule.id, "name": name}
        for field, group in (("least_group", rule.when.least_group), ("least_nearer", rule.when.least_nearer)):
            if group < (least := GROUPS.get((rule.id, field), 0)):
                yield ("bridges", n, "when", field), "greater_than_equal", {"got": group, "ge": least}
    with suppress(SourceErrors):
        named = [source.source for source in read_as(content("source_names.yaml"), SourceNames).names]
        for n, rule in enumerate(read_as(path, BridgeBook).bridges):
            for k, source in enumerate(rule.sources):
                if source not in named:
                    yield ("bridges", n, "sources", k), "source_unnamed", {"got": source}


def _of_region(path: Path) -> Mismatches:
    """Its departments are its own, and none of its basins is another region's: a code leads to one place. A basin may
    reach into a department of its neighbours."""
    own = read_region(path)
    with suppress(SourceErrors):
        book = read_as(content("departments.yaml"), DepartmentBook)
        there = {department.code for department in book.departments}
        mine = book.of_region.get(own.insee, ())
        if not mine:
            yield ("insee",), "unknown_name", {**unlike(own.insee, book.of_region)}
        for n, basin in enumerate(own.basins):
            if mine and basin.department not in mine:
                yield ("basins", n, "department"), "other_region", {**unlike(basin.department, mine)}
            for code in set(basin.also) - there:
                yield ("basins", n, "also"), "unknown_name", {**unlike(code, there)}
    for other in (region for region in _regions() if region.id != own.id):
        codes = {basin.code for basin in other.basins}
        for n, basin in enumerate(own.basins):
            if basin.code in codes:
                yield ("basins", n, "code"), "others_already", {"got": basin.code, "name": other.id}


def _of_circuit(path: Path) -> Mismatches:
    """It is long enough for each of its workshops, and bears no other circuit's title."""
    own = read_circuit(path)
    longest = max((minutes for name, minutes in _minutes() if name in own.workshops), default=0)
    if own.minutes < longest:
        yield ("minutes",), "greater_than_equal", {"got": own.minutes, "ge": longest}
    for other in circuit_files():
        with suppress(SourceErrors):
            circuit = read_circuit(other)
            for language in ("fr", "en"):
                if circuit.id != own.id and alike(circuit.title.of(language)) == alike(own.title.of(language)):
                    yield ("title", language), "others_already", {"got": own.title.of(language), "name": circuit.id}


def _regions() -> Iterator[Region]:
    for path in region_files():
        with suppress(SourceErrors):
            yield read_region(path)


def _minutes() -> Iterator[tuple[str, int]]:
    """The minutes that each workshop says it takes, of those that can be read."""
    for folder in workshop_folders():
        with suppress(SourceErrors):
            minutes = read_yaml(folder / "scenario.yaml")[0].get("minutes")
            if isinstance(minutes, int):
                yield folder.name, minutes


LOOKS: dict[str, Callable[[Path], Mismatches]] = {
    "offers_examples.yaml": _of_offers,
    "bridges.yaml": _of_bridges,
    "regions": _of_region,
    "circuits": _of_circuit,
}
