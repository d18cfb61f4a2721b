"""`make region`: a region's people by parts against all its offers, or a calibration (`TABLES=1`); what a part costs,
and what grows with what.

People are made up, part by part, as a base gives them (`MatchedPerson`), so that no million of them is ever in memory.
"""

import argparse
import json
import resource
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any

import numpy as np

from lab.studies.pages import bank, drawn
from scenarios.reference import habiletes
from scoring.match import CONSTRAINTS, MatchedPerson, Offer, Requirement, Wishes
from scoring.parts import CODES, CountArray, Key, PeoplePart, counted, first_keys, last_codes, merged
from scoring.tree_calibrate import Freed, fit_tables
from scoring.tree_sums import PART as PATTERNS
from scoring.tree_sums import Sessions, TreeModel, sums_of

NODES, MEASURED, BASINS = 31, 8, 12
MOST = 20
Cost = dict[str, float]
PartKeys = tuple[Key, ...]
PEOPLE, OFFERS, PART = 1_000_000, 20_000, 5_000


def made_up_people(seed: int, n: int) -> list[MatchedPerson]:
    """Some people of nobody: eight habiletés measured, chances given the general factor, some noes."""
    chance = np.random.default_rng(seed)
    names = [habilete.id for habilete in habiletes()]
    general = tuple(np.full(NODES, 1 / NODES))
    people = []
    for _ in range(n):
        who = chance.bytes(16).hex()
        levels, given = {}, {}
        skill = chance.normal()
        for name in chance.choice(names, MEASURED, replace=False):
            p = 1 / (1 + np.exp(-1.7 * (skill + chance.normal(0, 0.6) - np.array([-1.0, 0.2, 1.2]))))
            levels[str(name)] = (float(p[0]), float(p[1]), float(p[2]))
            given[str(name)] = np.tile(p, (NODES, 1)).tolist()
        noes = chance.random(len(CONSTRAINTS)) < 0.08
        wishes = Wishes(
            {f"{1000 + at}": "no" for at in np.flatnonzero(chance.random(BASINS) < 0.2)},
            {name: "no" for name, no in zip(CONSTRAINTS, noes, strict=True) if no},
        )
        stated, looked = dict.fromkeys(levels, "shown"), dict.fromkeys(levels, 2)
        people.append(MatchedPerson(who, levels, general, given, wishes, stated, looked))
    return people


def made_up_offers(n: int) -> list[Offer]:
    """Offers of nobody: three to six requirements, a basin, some conditions."""
    chance = np.random.default_rng(7)
    names = [habilete.id for habilete in habiletes()]
    offers = []
    for at in range(n):
        asked = chance.choice(names, int(chance.integers(3, 7)), replace=False)
        offers.append(
            Offer(
                f"o{at:06}", f"{1000 + int(chance.integers(BASINS))}",
                tuple(c for c in CONSTRAINTS if chance.random() < 0.1),
                tuple(Requirement(str(k), int(chance.integers(1, 4)), float(chance.integers(1, 5))) for k in asked),
            )
        )  # fmt: skip
    return offers


def count_one(seed: int, people: int, offers: Sequence[Offer]) -> tuple[Cost, CountArray]:
    """First round: what counting a part costs, and the counts."""
    persons = made_up_people(seed, people)
    start = time.process_time()
    counts = counted(PeoplePart(persons, {}), offers)
    return cost(start, people * len(offers)), counts


def keys_one(seed: int, people: int, offers: Sequence[Offer], upto: Sequence[int]) -> tuple[Cost, list[PartKeys]]:
    """Second round: what the first of each list of a part cost."""
    persons = made_up_people(seed, people)
    start = time.process_time()
    part = PeoplePart(persons, {})
    keys = [first_keys(part, offer, "", (last, MOST)) for offer, last in zip(offers, upto, strict=True)]
    return cost(start, people * len(offers)), keys


def cost(start: float, pairs: int) -> Cost:
    """Seconds of a processor since a moment, nanoseconds a pair, and the most memory held so far in megabytes."""
    took = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu_s": round(took, 2), "ns_a_pair": round(1e9 * took / pairs, 1), "peak_mb": round(peak)}


def growth(people: int, offers: int) -> list[dict[str, float]]:
    """The first round of a part of half, once and twice the people, against half and all the offers."""
    return [
        {"people": n, "offers": m, **count_one(1, n, made_up_offers(m))[0]}
        for n in (people // 2, people, 2 * people) for m in (offers // 2, offers)
    ]  # fmt: skip


def whole(people: int, offers: int, part: int, workers: int) -> dict[str, Any]:
    """Everybody by parts, in some processes: what each round costs a part, and all of them together."""
    asked, parts = made_up_offers(offers), range(people // part)
    start = time.perf_counter()
    counts = np.zeros((offers, CODES), np.int64)
    keys: list[tuple[Key, ...]] = [()] * offers
    costs: dict[str, list[Cost]] = {"count": [], "keys": []}
    with ProcessPoolExecutor(workers) as pool:
        for spent, some in pool.map(partial(count_one, people=part, offers=asked), parts):
            costs["count"].append(spent)
            counts += some
        upto = last_codes(counts, MOST)
        for spent, its_keys in pool.map(partial(keys_one, people=part, offers=asked, upto=upto), parts):
            costs["keys"].append(spent)
            keys = [merged(two, MOST) for two in zip(keys, its_keys, strict=True)]
    rounds = {
        name: {"cpu_s": round(sum(spent["cpu_s"] for spent in here), 1),
               "cpu_s_a_part": round(float(np.median([spent["cpu_s"] for spent in here])), 2),
               "ns_a_pair": round(float(np.median([spent["ns_a_pair"] for spent in here])), 1),
               "peak_mb": max(spent["peak_mb"] for spent in here)}
        for name, here in costs.items()
    }  # fmt: skip
    return {
        "people": people, "offers": offers, "parts": len(parts), "workers": workers,
        "s": round(time.perf_counter() - start, 1), "rounds": rounds, "kept": sum(map(len, keys)),
        "all_counted": int(counts.sum()) == people * offers,
    }  # fmt: skip


def tables(people: int) -> dict[str, float]:
    """A calibration of 36 rules in six cells, as a workshop has: what is sent, a part's sums, and a fit without errors.

    Answers are drawn from the model that they are read by.
    """
    items = bank(36, 6, 1)
    some = [drawn(items, min(PART, people - at), at)[1].astype(np.int8) for at in range(0, people, PART)]
    rows = np.concatenate(some)
    start = time.process_time()
    sessions = Sessions(items, rows)
    figures: dict[str, float] = {"people": people, "patterns": len(sessions.patterns)}
    figures["counted_s"] = round(time.process_time() - start, 2)
    part, model = sessions.parts()[0], TreeModel(sessions.items, 0.6, 0.3)
    start = time.process_time()
    sums_of(part, [model])
    figures |= {
        f"part_{name}": figure for name, figure in cost(start, len(part.patterns)).items() if name != "ns_a_pair"
    }
    figures["part_bytes"] = part.patterns.nbytes + part.people.nbytes
    start = time.process_time()
    fit = fit_tables(sessions, Freed(), errors=False)
    took = time.process_time() - start
    return figures | {"of_a_part": PATTERNS, "steps": fit.steps, "fit_s": round(took, 1)}


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("people", PEOPLE), ("offers", OFFERS), ("part", PART), ("workers", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--tables", action="store_true")
    given = parser.parse_args()
    if given.tables:
        print(json.dumps(tables(given.people), indent=1))
    elif given.growth:
        print(json.dumps(growth(given.part, given.offers), indent=1))
    else:
        print(json.dumps(whole(given.people, given.offers, given.part, given.workers), indent=1))


if __name__ == "__main__":
    main()
