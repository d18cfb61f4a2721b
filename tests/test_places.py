"""A person's no to places beside what is known of an offer's: town, basin, department, region; in every pair."""

from collections.abc import Iterable
from itertools import combinations

import pytest

from export.offers.places import exact_area, read_place
from scenarios.regions import Basin, basin, basins_in, regions
from scoring.match import NO, NOT_ASKED, YES, MatchedPerson, Offer, Wishes, match
from scoring.parts import PeoplePart

BASINS = {one.code: one for region in regions() for one in region.basins}
DEPARTMENTS = sorted({code for one in BASINS.values() for code in (one.department, *one.also)})


def said(area: str, refused: set[str], wanted: Iterable[str] = ()) -> str:
    """What the matching says of an offer's place, held against what arrays say."""
    places = dict.fromkeys(refused, NO) | dict.fromkeys(wanted, YES)
    who = MatchedPerson("a" * 32, {}, (), {}, Wishes(places, {}, None))
    offer = Offer("o", area, (), (), basins_in(area))
    pair = match(who, offer)
    assert bool(PeoplePart([who], {}).declining(offer)[0]) == pair.outside_wishes
    return next((one.state for one in pair.conditions if one.constraint == "area"), "")


def inside(area: str) -> set[str]:
    """The basins an offer may be in, worked out from the files alone."""
    if area in BASINS:
        return {area}
    return {one.code for one in BASINS.values() if area == one.department or area in one.also}


@pytest.mark.parametrize("area", [*BASINS, *DEPARTMENTS, "75", "974", "2A"])
def test_a_no_declines_what_is_wholly_inside_it_and_asks_of_what_is_partly(area: str) -> None:
    """Refused: nothing, each basin, each department, each region, all but one basin of the place.

    Never a no of what may be elsewhere, never a missed one.
    """
    may = inside(area)
    refusals = [set(), set(BASINS), may, *({one} for one in BASINS), *(inside(one) for one in DEPARTMENTS)]
    refusals += [{one.code for one in region.basins} for region in regions()]
    refusals += [may - {one} for one in may] + [set(BASINS) - {one} for one in may]
    for refused in refusals:
        assert said(area, refused) == (NO if may and may <= refused else NOT_ASKED), (area, refused)


def test_a_yes_and_a_no_in_one_department_are_to_ask() -> None:
    """Of a department where some basins are wanted and others refused nothing is said; all wanted is a yes."""
    for department in DEPARTMENTS:
        may = inside(department)
        assert said(department, set(), may) == YES
        for one, other in combinations(sorted(may)[:3], 2):
            assert said(department, {one}, {other}) == NOT_ASKED


def spellings(one: Basin) -> list[str]:
    """How files write a town that bears the name of a basin, or that is named in it."""
    found = []
    for name in (one.name_fr, *one.towns):
        upper = name.upper().replace("-", " ")
        found += [f"{name} ({one.department})", f"{one.department} - {upper}", f"{one.department}100 {name}"]
        found.append(f"{upper} CEDEX ({one.department})")
    return found


def test_a_town_stands_in_the_basin_that_is_named_for_it() -> None:
    """However it is spelled; but for a name that is also that of its department, which is the wider one."""
    wrong = []
    for one in BASINS.values():
        for text in spellings(one):
            place = read_place("", "", "", text)
            if exact_area(place.said, place.area) != one.code and one.name_fr != "Mayenne":
                wrong.append((text, place.area, exact_area(place.said, place.area)))
    assert wrong == []


@pytest.mark.parametrize(("text", "known"), [
    ("Havre (Le)", "2806"), ("LE HAVRE CEDEX", "2806"), ("Ville du Havre", "2806"), ("bassin de Rouen", "2801"),
    ("Rouen (Seine-Maritime)", "2801"), ("Rouen, Normandie", "2801"), ("St-Nazaire (44)", "5225"),
    ("38200 Vienne", "8415"),
    ("Mayenne (53)", "53"), ("53", "53"), ("proche de Rouen (76)", "76"), ("Rouen et environs (76)", "76"),
    ("Le Havre, Fécamp", "76"), ("Rouen / Elbeuf", "76"), ("Lyon (69)", "69"), ("Yvetot (76)", "76"), ("Vienne", "86"),
    ("Roussillon (84)", "84"), ("Saint-Denis (974)", "974"), ("Ajaccio (2A)", "2A"), ("20200 Bastia", "2B"),
    ("Normandie", ""), ("France", ""),
])  # fmt: skip
def test_what_is_near_or_several_places_is_only_its_department(text: str, known: str) -> None:
    """Nothing is said more exactly than the place does."""
    place = read_place("", "", "", text)
    assert exact_area(place.said, place.area) == known
    assert known not in BASINS or basin(known) is not None


def test_a_column_of_communes_may_hold_names() -> None:
    """« Rouen » beside the department 76 is the basin of Rouen."""
    place = read_place("Rouen", "", "76", "")
    assert exact_area(place.said, place.area) == "2801"
