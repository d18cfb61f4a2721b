"""The columns of employers' lists: their headings by synonyms, and the row that holds them."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from export.offers.texts import plain
from scenarios.offer_columns import offer_columns

SMALL = {
    "de",
    "du",
    "des",
    "d",
    "la",
    "le",
    "les",
    "l",
    "un",
    "une",
    "en",
    "a",
    "au",
    "sur",
    "pour",
    "par",
    "et",
    "the",
    "of",
}
ASKED = re.compile(r"(habilete|niveau|poids) ?(?:n|no|numero)? ?([1-4])")


def _key(words: str) -> str:
    return "".join(word for word in words.split() if word not in SMALL)


def _table() -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for name, headings in offer_columns().items():
        for order, heading in enumerate(headings):
            found.setdefault(_key(plain(heading)), (name, order))
    return found


TABLE = _table()
"""A heading's letters -> the field it names and how surely."""


NO_POSTS = (
    "mois|heure|heures|jour|jours|semaine|semaines|annee|annees|salaries|employes|actuel|actuels|actuelle|candidat|"
    "candidats|candidature|candidatures|cv|entretien|entretiens|pourvu|pourvus|occupe|occupes|refus|realise|realises|"
    "realisees|stagiaires|apprenants"
)
"""Words of a count that is not one of posts."""
ELSEWHERE = "entretien|entretiens|rdv|rendez|stand|salon|reunion|siege|passage|accueil|ouverture"
"""Words of a place or an hour where one meets, not where one works."""


RULES: tuple[tuple[str, str, str], ...] = (
    ("siret", "siret", ""),
    ("insee", "insee", ""),
    ("rome", "rome", "libelle|intitule|appellation|nom"),
    ("code_postal", "cp|postal", ""),
    ("departement", "departement|dept|dpt", ""),
    ("duree", "duree&contrat|duree&mission|duree&mois|duree&semaines|duree&jours|duree&ans", ""),
    ("contrat", "contrat", "date|debut|fin"),
    ("postes", "nombre|nb|nbre|nbr|volume|quantite|qte", NO_POSTS),
    ("postes", "effectif|effectifs", f"{NO_POSTS}|total|entreprise|societe|etablissement|groupe|global|personnel"),
    ("date", "date", "limite|debut|fin|prise|embauche|cloture|naissance|entree|demarrage"),
    ("lien", "lien|url", ""),
    ("reference", "reference&offre|ref&offre|numero&offre|identifiant&offre|reference&annonce|numero&annonce", ""),
    ("salaire", "salaire|remuneration", ""),
    ("permis_b", "permis&b", ""),
    ("permis", "permis", ""),
    ("experience", "experience", ""),
    ("horaires", "horaire|horaires|heures|temps&travail|duree&travail|duree&hebdomadaire", f"date|{ELSEWHERE}"),
    ("contraintes", "contrainte|contraintes", ""),
    (
        "employeur",
        "raison|employeur|entreprise|societe|etablissement",
        "taille|adresse|ville|code|secteur|site|activite|effectif|effectifs|nombre|nb|numero|forme|type",
    ),
    ("lieu", "lieu|ville|commune|localite|localisation|adresse", f"naissance|code|{ELSEWHERE}"),
    (
        "intitule",
        "intitule|titre|libelle|poste|metier|emploi|fonction",
        "rome|code|type|niveau|description|contexte|date|fiche|numero|num|n|no|statut|etat|nature|"
        "secteur|domaine",
    ),
)
"""A heading off the list names the first field of which it has a word (`a&b`: both), and none of the last words."""
LASTS = ("semaines", "jours", "heures", "ans", "annees")
"""What a length is counted in where its heading says so; else in months."""
PERSONAL = {
    "mail",
    "email",
    "e",
    "courriel",
    "telephone",
    "tel",
    "contact",
    "portable",
    "prenom",
    "responsable",
    "tuteur",
}
"""A column of a person's own details is never read."""
CODES = {"rome", "siret", "insee"}
"""In brackets too these say what a column holds: « Métier (code ROME) »."""
Said = Mapping[str, str]
"""What somebody said of headings: their letters -> the field, "" for a column that is not to be read."""
NOTHING_SAID: Said = MappingProxyType({})
BY_RULE = 100
"""How unsure a field found by a rule is, beside those of the list."""


def _by_rule(bare: str) -> str | None:
    words = set(bare.split())
    # « Poste à pourvoir le » is a day.
    if words & PERSONAL or len(words) > 8 or bare.endswith(" le"):
        return None
    for name, some, none in RULES:
        if any(set(one.split("&")) <= words for one in some.split("|")) and not set(none.split("|")) & words:
            return name
    return None


def said_key(heading: str) -> str:
    """A heading as it is remembered: capitals, accents and small words do not count."""
    return _key(plain(heading))


def field_of(heading: str, said: Said = NOTHING_SAID) -> tuple[str, int] | None:
    """The field a heading names and how surely (0 the surest); None for a column that is not read.

    What somebody said goes before the list and the rules.
    """
    by_hand = said.get(said_key(heading)) if heading.strip() else None
    if by_hand is not None:
        return (by_hand, 0) if by_hand else None
    coded = CODES & set(plain(heading).split())
    for text in (heading,) if coded else (heading, re.sub(r"\(.*?\)|\[.*?\]", " ", heading)):
        bare = plain(text)
        if asked := ASKED.fullmatch(bare):
            return f"{asked.group(1)}_{asked.group(2)}", 0
        single = " ".join(word.rstrip("s") if len(word) > 3 else word for word in bare.split())
        for words in (bare, single):
            if known := TABLE.get(_key(words)):
                return known
    found = _by_rule(plain(heading))
    return (found, BY_RULE) if found else None


def unit_of(heading: str, field: str) -> str:
    """What the bare numbers of a column are counted in: « semaines » for « Durée du contrat (semaines) »."""
    words = plain(heading).split() if field == "duree" else ()
    return next((one for one in LASTS if one in words or one.removesuffix("s") in words), "")


def fields_of(cells: Sequence[str], said: Said = NOTHING_SAID) -> list[tuple[str, int] | None]:
    """The field of each column of a heading row."""
    return [field_of(cell, said) for cell in cells]


def is_heading(cells: Sequence[str], said: Said = NOTHING_SAID) -> bool:
    """Whether a row holds the headings: it names the title and one other field at least."""
    fields = fields_of(cells, said)
    named = {found[0] for found in fields if found}
    # A sentence may hold a word of a heading: at least one is a heading of the list.
    return "intitule" in named and len(named) > 1 and any(found and found[1] < BY_RULE for found in fields)


def by_field(fields: Sequence[tuple[str, int] | None], cells: Sequence[str]) -> dict[str, str]:
    """The cells of a row by field; of columns that name the same field, the surest that is filled."""
    found: dict[str, str] = {}
    columns = sorted((known[1], at) for at, known in enumerate(fields) if known)
    for _, at in columns:
        known = fields[at]
        if known and at < len(cells) and not found.get(known[0]):
            found[known[0]] = cells[at]
    return found
