"""Where an offer's work is: a commune's code, a postcode, a department or a town's name, as files write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from export.offers.texts import Bad, plain
from export.offers.values import whole
from scenarios.departments import departments
from scenarios.regions import regions

ARRONDISSEMENTS = {"paris": "75", "lyon": "69", "marseille": "13"}
NUMBER = r"(9[78][0-9]|[0-9]{2}|2[ABab])"
STREET = re.compile(
    r"(?i)\s*(?:bis|ter|quater|[a-d](?=\s)|rues?|r\.|av|ave|avenue|bd|bld|blvd|boulevard|all|all[ée]es?|place|pl|chemin|ch|che|"
    r"impasse|imp|route|rte|quai|cours|cour|zone|zi|za|zac|lotissement|lot|sente|sentier|r[ée]sidence|r[ée]s|hameau|"
    r"square|sq|esplanade|faubourg|fbg|fg|rn|rd|n|d|mail|villa|parvis|promenade|voie|passage|traverse|mont[ée]e|"
    r"c[ôo]te|parc|technopole|technop[ôo]le|port|pont|clos|domaine|immeuble|imm|b[âa]timent|b[âa]t|[ée]tage|ruelle|"
    r"venelle|galerie|porte|cit[ée]|ferme|hall|hangar|jardins?|moulin|petite rue|grande rue|grand rue|"
    r"rond-point|lieu-dit)"
    r"(?![\w-])"
)
"""What follows the number of a street, not of a department."""
POST_BOX = re.compile(r"(?i)\b(?:bp|cs|tsa|cedex|c[ée]dex)\s*n?°?\s*[0-9]{1,3} ?[0-9]{0,3}\b")
"""A box of the post: its number is no place, « CS 10123 Rouen » is not in the Aube."""
MEASURED = re.compile(r"(?i)[0-9]+ ?[0-9]{3}\s*(?:m2|m²|km|€|euros?|ha)(?![a-zà-ÿ])")
"""How large something is."""
ALL_NUMBERS = re.compile(rf"(?i)[\s(]*{NUMBER}(?:\s*(?:[-–—:/,;&+]|\bet\b|\bou\b|\bà\b|\s)\s*{NUMBER})+[\s)]*")
"""« 76-27 », « 76 et 27 »."""
SMALL = re.compile(
    r"\b(cedex|region|departement|ville de|agglomeration|metropole|secteur|bassin|proche|pres|environs|lieu|et|de|du|"
    r"la|le|l|[0-9]+)\b"
)
"""Words of a place that name nothing by themselves."""
MAX_SAID = 300
"""Signs of a place that are read: patterns take the square of a length."""
TELLING_REASONS = ("only_region", "only_country", "several_places")
"""Reasons that tell more than « not understood »."""


@dataclass(frozen=True, slots=True)
class ReadPlace:
    """INSEE code (or ""), department (or ""), the place in the file's words, and what is wrong with it.

    `gap`: why there is no department. `note`: a code that was left out although the place is known.
    """

    insee: str
    area: str
    said: str
    gap: Bad | None = None
    note: Bad | None = None


def read_place(commune: str, postcode: str, department: str, label: str) -> ReadPlace:
    """The place from the most exact part that can be read; a number without its first zero gets it back."""
    commune, postcode, department, label = (text[:MAX_SAID] for text in (commune, postcode, department, label))
    # A column of communes may hold names: « Rouen » says more than the department beside it.
    town_there = commune if re.search("[A-Za-zÀ-ÿ]{3}", commune) else ""
    named = label or town_there or department or commune
    said = " ".join(dict.fromkeys(part for part in (postcode, named) if part))[:120]
    insee = _commune(commune)
    if insee:
        return ReadPlace(insee, area_of(insee), said)
    area, problems = "", []
    columns = ((commune, "bad_insee"), (postcode, "bad_postcode"), (department, "bad_department"), (label, "no_place"))
    for text, reason in columns:
        if text and not area:
            # A code that is none is not read as a department: its first digits may be as wrong as the rest. In the
            # column of a commune that is named, as « Le Havre (76351) », the number is that of a place.
            coded = reason == "bad_insee" and re.search("[0-9]", text) and not re.search("[A-Za-zÀ-ÿ]{3}", text)
            area, problem = ("", None) if coded else _named(text)
            if not area:
                telling = problem is not None and problem.reason in TELLING_REASONS
                problems.append(problem if problem and telling else Bad(reason, {"got": text[:60]}))
    if area:
        return ReadPlace("", area, said, None, problems[0] if problems else None)
    told_first = [problem for problem in problems if problem.reason in TELLING_REASONS] or problems
    return ReadPlace("", "", said, told_first[-1] if told_first else Bad("place_missing"))


def _commune(text: str) -> str:
    code = whole(text).upper()
    code = code.zfill(5) if re.fullmatch(r"[0-9]{4}", code) else code
    return code if re.fullmatch(r"([0-9]{2}|2[AB])[0-9]{3}", code) and area_of(code) else ""


def area_of(code: str) -> str:
    """The department of a commune's code or of a postcode, "" for one that is nowhere in France."""
    if re.fullmatch(r"20[0-9]+", code):
        return "2A" if code < "20200" else "2B"
    area = code[:3] if code.startswith(("97", "98")) else code[:2]
    return area if area in _known() else ""


@cache
def _known() -> frozenset[str]:
    return frozenset(department.code for department in departments().departments)


@cache
def _names() -> dict[str, str]:
    """Plain name -> department: towns, then basins of the regions in use, then departments, which win."""
    # A basin's `towns` are no names of one place: alone, « Roussillon » may be elsewhere.
    names = {plain(basin.name_fr): basin.department for region in regions() for basin in region.basins}
    names |= {plain(town): department.code for department in departments().departments for town in department.towns}
    return names | {plain(department.name_fr): department.code for department in departments().departments}


@cache
def _departments() -> dict[str, str]:
    """Plain name of a department -> its code; not « Nord », a side of any town, nor one that a town bears: Vienne."""
    book = departments().departments
    towns = {plain(name) for region in regions() for basin in region.basins for name in (basin.name_fr, *basin.towns)}
    towns |= {"nord", *(plain(town) for department in book for town in department.towns)}
    return {plain(department.name_fr): department.code for department in book if plain(department.name_fr) not in towns}


@cache
def _wide() -> dict[str, str]:
    """Plain name of what is too wide to be a workplace -> the reason."""
    book = departments()
    return {plain(name): "country" for name in book.countries} | {plain(name): "region" for name in book.regions}


def _named(text: str) -> tuple[str, Bad | None]:
    """The department of a place in words; "" with the reason where there is none, or there are several."""
    got = {"got": text[:60]}
    text = MEASURED.sub(" ", POST_BOX.sub(" ", text))
    codes = list(dict.fromkeys(_numbers(text)))
    text = _in_order(text)
    # A town may bear another's name, a department never does: « Calvados (76) » is one or the other.
    named = {_departments().get(part, codes[0]) for part in _parts(text)} if codes else set()
    codes += sorted(named - set(codes))
    if not codes:
        codes = list(dict.fromkeys(_names()[part] for part in _parts(text) if part in _names()))
        last = re.search(rf"\s{NUMBER}\s*$", text)
        if codes and last and last.group(1) in _known():
            codes = list(dict.fromkeys((*codes, last.group(1))))
    if len(codes) == 1:
        return codes[0], None
    if codes:
        return "", Bad("several_places", got)
    wide = [_wide()[part] for part in _parts(text) if part in _wide()]
    return "", Bad("only_region" if "region" in wide else "only_country", got) if wide else Bad("no_place", got)


def _numbers(text: str) -> Iterator[str]:
    """Departments that numbers give: « 76600 Le Havre », « 76 - ROUEN », « Rouen (76) », « Rouen, 76 », « 76 »."""
    codes = re.findall(r"(?<![0-9])[0-9]{2} ?[0-9]{3}(?:[.,]0)?(?![0-9])", text)
    codes = codes or re.findall(r"^\s*[0-9]{4}(?:[.,]0)?(?=\s|$)", text)
    if codes:
        yield from (area for code in codes if (area := area_of(whole(code).zfill(5))))
        return
    bare = plain(text)
    town = next((area for name, area in ARRONDISSEMENTS.items() if re.match(rf"{name}( [0-9]|$)", bare)), "")
    if town:
        yield town
        return
    if ALL_NUMBERS.fullmatch(text):
        yield from (area for area in re.findall(NUMBER, text.upper()) if area in _known())
        return
    patterns = (
        rf"\(\s*(?:d[ée]p[a-z.é]*\s*)?{NUMBER}\s*\)",
        rf"[,;/–—]\s*{NUMBER}\s*$",
        rf"\s-\s*{NUMBER}\s*$",
        rf"^\s*[Dd]\.?\s?{NUMBER}\s*$",
        rf"(?i:\bd[ée]p[a-zé.]*|\bdpt\.?)\s*(?:n°|:)?\s*{NUMBER}\b",
    )
    short = re.fullmatch(r"\s*([1-9])(?:[.,]0)?\s*", text)
    named = [short.group(1).zfill(2)] if short else []
    if first := FIRST.match(text):
        named += [_two_signs(first[1])] if _names_a_place(first[2]) else []
    named += [match.group(1).upper() for pattern in patterns for match in re.finditer(pattern, text)]
    yield from (area for area in named if area in _known())


FIRST = re.compile(r"^\s*(0?2[ABab]\b|0?[0-9]{2}(?![0-9])|9[78][0-9])(?:[.,]0+(?![0-9]))?(.*)$", re.S)
"""A number that a place begins with, and what follows it."""


def _two_signs(code: str) -> str:
    """« 02A » and « 076 », as tables of numbers write them, are 2A and 76."""
    return (code[1:] if len(code) == 3 and code[0] == "0" else code).upper()


def _names_a_place(after: str) -> bool:
    """Whether what follows a number makes it a department's: nothing, or a name; no street, no measure, no number.

    Nobody knows every town: a name begins with a capital, or is one we know.
    """
    bare = after.lstrip(" \t-–—:/,.")
    if not bare:
        return True
    first = _parts(re.split(r"[,(/]", bare)[0])
    if any(part in _names() or part in _wide() for part in first):
        return True
    return not STREET.match(bare) and (bare[0] == "(" or bare[0].isupper())


def _parts(text: str) -> list[str]:
    """The parts of a place between commas, brackets and lone hyphens, plain; each also without its small words."""
    parts: dict[str, None] = {}
    for part in re.split(r"\s[-–—]\s|[,;:/()|]|\sou\s", text):
        bare = _bare(part)
        town_of = next((re.sub(of, to, bare) for of, to in OF_TOWN if re.match(of, bare)), bare)
        coded = " ".join(re.sub(r"[0-9]+|\bcedex\b", " ", town_of).split())
        short = re.sub(SMALL, " ", bare)
        parts |= dict.fromkeys(word for word in (plain(part), bare, coded, " ".join(short.split())) if word)
    return list(parts)


def exact_area(said: str, area: str) -> str:
    """The basin that a place names, by its own name or a town's that stands in it; else the department.

    Of any other town, of several, or of what is near one, no file of ours says which basin it is in.
    """
    named = _named_alone(said, area)
    codes = [
        basin.code for region in regions() for basin in region.basins
        if basin.in_department(area) and named & set(map(_bare, (basin.name_fr, *basin.towns)))
    ]  # fmt: skip
    return codes[0] if len(codes) == 1 else area


def _bare(text: str) -> str:
    """Plain, with « saint » and « sainte » in full."""
    return re.sub(r"\bste\b", "sainte", re.sub(r"\bst\b", "saint", plain(text)))


def _named_alone(said: str, area: str) -> set[str]:
    """What a place names, codes apart, as it stands and without its department and its region."""
    bare = re.sub(r"[0-9]+|\b(cedex|2a|2b)\b", " ", _bare(_in_order(said)))
    bare = " ".join(bare.split())
    for pattern, article in OF_TOWN:
        bare = re.sub(pattern, article, bare)
    book = departments()
    own = [plain(department.name_fr) for department in book.departments if department.code == area]
    if bare in own:
        # « Mayenne » is a town and its department: the wider one is meant, until somebody says more.
        return set()
    less = bare
    for wider in (*own, *map(plain, book.regions)):
        less = less.removesuffix(f" {wider}").removeprefix(f"{wider} ")
    return {bare, less} - {""}


OF_TOWN = tuple(
    (rf"^(?:ville|commune|bassin|bassin d emploi) {of} (?=.)", article)
    for of, article in (("du", "le "), ("des", "les "), ("de la", "la "), ("de l", "l "), ("de", ""), ("d", ""))
)
"""« Ville du Havre » is Le Havre, « bassin de Rouen » is that of Rouen; « proche de Rouen » is neither."""


def _in_order(text: str) -> str:
    """Lists in the order of the alphabet write « Havre (Le) »."""
    return re.sub(r"(?i)^([0-9\s–—-]*)([^(]+?)\s*\(\s*(le|la|les|l')\s*\)", r"\1\3 \2", text)


def town(said: str) -> str:
    """The town that a place names, plain, for comparing; "" for a mere department or number."""
    bare = " ".join(re.sub(r"[0-9]+|\b(cedex|2a|2b)\b", " ", plain(said)).split())
    return "" if bare in {plain(department.name_fr) for department in departments().departments} - {"paris"} else bare
