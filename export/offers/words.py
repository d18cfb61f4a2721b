"""What the words of an offer say of its conditions: yes, no, or something to be confirmed. Nothing is guessed."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from export.offers.texts import clean, plain, texts

ConditionState = Literal["yes", "no", "proposed"]
Conditions = tuple[tuple[str, ConditionState], ...]
CONSTRAINTS = ("shifts_2x8", "shifts_3x8", "nights", "weekends", "travel", "licence_b", "standing", "heights")
"""The closed list of constraints, in its order."""
WORDS = {
    "shifts_2x8": r"\b2x8\b",
    "shifts_3x8": r"\b[345]x8\b",
    "nights": r"\bnuits?\b(?! d (?:hotel|hebergement)\b)",
    "weekends": r"\bsamedis?\b|\bdimanches?\b|\bweek ?ends?\b|\bfins? de semaine\b|\bvsd\b",
    "travel": r"\bdeplacements?\b(?! (?:quotidiens? )?(?:domicile|pendulaires?)\b)",
    "licence_b": r"\bpermis b\b",
    "standing": r"\bdebout\b",
    "heights": r"(?<!\ba )(?<!\breglable en )(?<!\breglables en )\bhauteurs?\b(?! sous plafond)",
}
SYSTEM = re.compile(r"\b([2345])x8\b")
TEAMS = {"deux": "2", "trois": "3", "quatre": "4", "cinq": "5"}
TIMES = r"(?:[x*×✕✖⨯хχ]|fois|équipes? de|equipes? de)"
SPELLINGS = (
    rf"(?<![\w.,/])([2-5]|deux|trois|quatre|cinq)\s*{TIMES}\s*(?:8|huit)(?:\s*(?:h|heures?))?(?![\w/]|[.,]\d)",
    r"(?<!\w)(deux|trois|quatre|cinq)[\s\-‐-―]+(?:8|huit)(?!\w)",
)
SLASHED = re.compile(
    r"(?<![\d/.,])(?<!\ble )(?<!\bdu )(?<!\bau )([2-5])\s*/\s*8(?:\s*(?:h|heures?))?(?![\w/]|[.,]\d)", re.I
)
"""« En 2/8 », « horaires 3/8 »; « du 2/8 au 5/8 » are days of August."""
OF_HOURS = re.compile(
    r"\b(travail|horaires?|equipes?|postee?s?|rythme|roulement|cycles?|en|[2-5]x8)"
    r"(?: (?:de|d|en|type|ou|et|soit|les?|journee|equipes?|postee?s?))*$"
)
"""Words right before a « 2/8 » that is a system of shifts."""
IMPLIED = {"3": ("nights",), "4": ("nights", "weekends"), "5": ("nights", "weekends")}
"""Teams that turn through the night, and through the week: what a named system brings with it."""
POSTED = re.compile(
    r"\b(travail|horaires?|equipes?) (?:non )?postee?s?\b|"
    r"\bequipes? (successives?|alternees?|alternantes?|tournantes?)\b|\b(par|en) roulement\b"
)
SHIFTS = ("shifts_2x8", "shifts_3x8", "nights", "weekends")
HEDGE = re.compile(
    r"\b(etc|ou|selon|possibles?|possibilites?|eventuels?|eventuelles?|eventuellement|occasionnels?|occasionnelles?|"
    r"occasionnellement|ponctuels?|ponctuelles?|ponctuellement|parfois|peut|peuvent|pourra|souhaite|souhaites|apprecie|"
    r"serait|un plus|idealement|rares?|rarement|quelquefois|exceptionnels?|exceptionnelles?|exceptionnellement|"
    r"de temps en temps|fois par an|a l occasion|le cas echeant|en cas d|en cas de|si besoin|si necessaire|au besoin|"
    r"sur demande|volontariat|volontaires?|negociables?|au choix|potentiels?|potentielles?|potentiellement|"
    r"envisageables?|variables?|pourrait|pourraient|"
    r"a (?:definir|preciser|confirmer|convenir|discuter|voir|determiner|valider|passer|venir|terme)|"
    r"facultati(?:f|fs|ve|ves)|optionnel(?:le)?s?|inutiles?|recommandee?s?|conseillee?s?|preferee?s?|preferables?|"
    r"preference|souhaitables?|appreciee?s?|souhaitee?s?|atouts?|bienvenue?s?|indifferente?s?|peu|limitee?s?|faibles?|"
    r"moderee?s?|second temps|plus tard|futurs?|prochainement|ancien|ancienne|anciennement|ex|fin (?:des|du)|"
    r"remplacee?s?|supprimee?s?|fermee?s?|liberee?s?|vous (?:le )?(?:voulez|souhaitez)|neant|nc|0|zero)\b"
)
"""Words by which a condition may be, was, or will be: none says that it is."""
ELSEWHERE = {
    "travel": re.compile(
        r"\bmoyens? de deplacement|\bdeplacements? (?:(?:de|des|d) (?:la |l |une? )?)?(?:charges?|pieces?|outils?|"
        r"outillages?|produits?|palettes?|materiels?|marchandises?|sous ensembles?)\b"
    ),
    "heights": re.compile(
        r"\ba la hauteur\b|\bhauteur de vues?\b|\b(?:prise|prendre) de (?:la )?hauteur|"
        r"\b(?:ajustement|ajustables?|mesures?|jauges?|colonnes?|trusquins?) (?:(?:de|en|la|des|d) )*hauteurs?\b"
    ),
    "weekends": re.compile(
        r"\b[0-9]+ jours? de week ?ends?\b|\bweek ?ends? (?:de [0-9]+ jours?|prolonges?|des (?:le )?vendredi)\b|"
        r"\b(?:vos|votre) week ?ends?\b|\b(?:entretiens?|salon|rdv|rendez vous|portes ouvertes|forum|job dating)\b|"
        r"\bvendredi midi week ?end\b"
    ),
    "standing": re.compile(r"\bassis debout\b"),
}
"""What holds the word of a condition and speaks of another thing: of the work it is to be confirmed."""
EXCEPT = re.compile(r"\b(sauf|hormis|excepte|plus (?:de|le|la|les))\b")
BESIDE_DAY = re.compile(r"(?i)\b(?:journ[ée]e|normal|bureau)\s*/\s*[2-5]\s*x|8\s*/\s*(?:journ[ée]e|normal|bureau)\b")
"""« Journée / 2x8 » is one or the other."""
OF_A_SCREW = re.compile(r"(?i)[2-5]\s*[x*×]\s*8\s*(?:mm|cm|m)\b")
PAID = re.compile(r"\b(primes?|indemnites?|frais|majorations?|majores?|majorees?|astreintes?)\b")
"""What is paid for nights or travel, and who may be called, say that there may be some, not that there are."""
FREE = r"(?:repos|libres?|chomes?|chomees?|off)"
DAYS = r"(?:samedis?|dimanches?|week ?ends?|fins? de semaine)"
RESTS = re.compile(
    rf"\b{FREE} (?:(?:le|les|tous|chaque|du|des|pendant) )*{DAYS}\b|"
    rf"\b{DAYS}(?: et (?:le |les )?{DAYS})? (?:(?:de|en|toujours|sont|est) )*{FREE}\b"
)
"""« Repos le week-end », « week-ends libres »: nobody works then."""
SOME_RESTS = re.compile(
    rf"\b(?:sur|par|mois|[0-9]+|une? {DAYS}|deux|trois|quatre|certaine?s|quelques|souvent|generalement|en general|"
    r"etes|etre|soyez)\b"
)
"""« Week-end libre une semaine sur deux », « vous êtes libre le week-end »: some week-ends may be worked."""
NOT = re.compile(r"\b(pas|sans|aucune?|jamais|hors|ni|non)\b")
BETWEEN = frozenset((
    "a", "ai", "au", "aucun", "aucune", "aucuns", "aucunes", "aux", "avoir", "besoin", "charge", "charges",
    "contrainte",
    "contraintes", "d", "de", "des", "du", "en", "equipe", "equipes", "et", "est", "etre", "faire", "hors", "heure",
    "heures", "horaire", "horaires", "il", "jamais", "jour", "l", "la", "le", "les", "lourdes", "mission", "missions",
    "necessaire", "necessite", "ni", "non", "obligation", "on", "ou", "par", "pas", "permis", "plus", "port",
    "position",
    "poste", "postee", "postees", "postes", "posture", "prevu", "sans", "service", "station", "sur", "travail",
    "travaille", "travaillez", "travaux", "un", "une", "y", "astreinte", "astreintes",
))  # fmt: skip
"""What may stand between a « pas » and what it denies; after any other word it may deny something else."""
NEVER = re.compile(
    r" ?(jamais|aucune?|exclue?s?|interdite?s?|impossibles?|(non|pas)$|"
    r"(non|pas) (requise?s?|exigee?s?|demandee?s?|obligatoires?|necessaires?|prevue?s?))\b"
)
OPEN = re.compile(r" ?(non|pas)\b|.*\b(sauf|hormis|excepte|abstenir)\b")
"""« Travail de nuit non exclu », « sans permis B s'abstenir », « pas de nuit sauf en mars » deny nothing."""
HALF_WEEKEND = re.compile(r"\bsamedis?\b|\bdimanches?\b")
TRAVEL: dict[str, ConditionState] = {"1": "no", "2": "proposed", "3": "yes", "4": "yes"}
"""`deplacementCode`: never, now and then (to be confirmed), often, every day."""


def conditions(said: Iterable[tuple[str, ConditionState]]) -> Conditions:
    """Each constraint once, in the order of the list; said both yes and no, it is to be confirmed."""
    states: dict[str, ConditionState] = {}
    for code, state in said:
        before = states.get(code, state)
        states[code] = (
            state if before == state else "proposed" if {before, state} == {"yes", "no"} else _surer(before, state)
        )
    return tuple((code, states[code]) for code in CONSTRAINTS if code in states)


def _surer(state: ConditionState, other: ConditionState) -> ConditionState:
    return other if state == "proposed" else state


def from_texts(said: Iterable[str]) -> Conditions:
    """What sentences say. Two systems of shifts named for one job, or a word such as « etc. », are to be confirmed."""
    spelled = [_spelled_alike(text) for text in said if text]
    sentences = [part for text in spelled for part in re.split(r"(?<!etc)\.(?!\d)|[;\n|]", text)]
    systems = {number for sentence in sentences for number in SYSTEM.findall(_asserted(sentence))}
    pairs = [pair for sentence in sentences for pair in _sentence(sentence)]
    doubtful = len(systems) > 1
    return conditions(
        (code, "proposed" if doubtful and state == "yes" and code in SHIFTS and _from_system(code, systems) else state)
        for code, state in pairs
    )


def _spelled_alike(text: str) -> str:
    """Systems of shifts in one spelling: « deux-huit », « 2 fois 8 », « 2 X 8 h » and « en 2/8 » are « 2x8 »."""
    for pattern in SPELLINGS:
        text = re.sub(pattern, lambda match: f"{TEAMS.get(match[1].lower(), match[1])}x8", text, flags=re.I)
    others = NOT.sub(" ", HEDGE.sub(" ", plain(SLASHED.sub("", text))))
    alone = BETWEEN.issuperset(others.split())
    kept, after = [""], 0
    for match in SLASHED.finditer(text):
        before = kept[-1][-5:] + text[max(after, match.start() - 60) : match.start()]
        system = alone or OF_HOURS.search(plain(before))
        kept += [text[after : match.start()], f"{match[1]}x8" if system else match[0]]
        after = match.end()
    return "".join(kept) + text[after:]


def _from_system(code: str, systems: set[str]) -> bool:
    return code.startswith("shifts") or any(code in IMPLIED.get(number, ()) for number in systems)


def _asserted(sentence: str) -> str:
    return " , ".join(bare for part in re.split(r"[,()]", sentence) if not NOT.search(bare := plain(part)))


def _sentence(sentence: str) -> Iterable[tuple[str, ConditionState]]:
    whole = plain(sentence)
    sure = re.sub(r"\b(samedis?|dimanches?)( et)? ou( les?)? (samedis?|dimanches?)\b", "samedi", whole)
    doubts = ("?" in sentence, HEDGE.search(sure), BESIDE_DAY.search(sentence), OF_A_SCREW.search(sentence))
    hedged = any(doubts)
    posted = POSTED.search(whole)
    if posted and (NOT.search(whole[: posted.start()]) or re.search(r"\bnon poste", posted.group())):
        yield from (("shifts_2x8", "no"), ("shifts_3x8", "no"))
    elif posted and not _one_system(whole):
        # The label « Travail posté (2x8, 3x8, 5x8, etc.) » covers several schedules: none of them is a fact.
        yield from ((code, "proposed") for code in SHIFTS)
        return
    parts = re.split(r"([,()])", sentence)
    for sign, before, part in zip(["", *parts[1::2]], ["", *parts[::2]], parts[::2], strict=False):
        bare = plain(part)
        # « Pas d'équipes (2x8) »: what stands in brackets may be what is denied.
        doubtful = hedged or (sign == "(" and bool(NOT.search(plain(before))))
        for code, words in WORDS.items():
            if at := re.search(words, bare):
                yield from _named(code, bare, at, doubtful or bool(PAID.search(bare)))
        for number in SYSTEM.findall(bare) if not NOT.search(bare) else ():
            yield from ((code, "proposed" if doubtful else "yes") for code in IMPLIED.get(number, ()))


def _one_system(bare: str) -> bool:
    return len(set(SYSTEM.findall(bare))) == 1 and not HEDGE.search(bare)


def _named(code: str, bare: str, at: re.Match[str], hedged: bool) -> Iterable[tuple[str, ConditionState]]:
    before, after = bare[: at.start()], bare[at.end() :]
    if code == "weekends" and (rest := re.search(rf"\b{FREE}\b", bare)):
        some = hedged or SOME_RESTS.search(bare) or OPEN.match(bare[rest.end() :])
        if some or not RESTS.search(bare) or NOT.search(bare[: rest.start()]):
            yield code, "proposed"
        elif not HALF_WEEKEND.fullmatch(at.group()):
            yield code, "no"
        return
    denies = [*NOT.finditer(before)]
    other = ELSEWHERE.get(code)
    hedged = hedged or bool(other and other.search(bare)) or bool(EXCEPT.search(before))
    out_of_reach = denies and not _joined(before[denies[-1].end() :])
    if out_of_reach or (OPEN.match(after) and not NEVER.match(after)):
        yield code, "proposed"
    elif denies or NEVER.match(after):
        # « Jamais le dimanche » leaves Saturdays open: it denies no week-end.
        if not (code == "weekends" and HALF_WEEKEND.fullmatch(at.group())):
            yield code, "no"
    else:
        yield code, "proposed" if hedged else "yes"


def _joined(between: str) -> bool:
    """Whether a « pas » reaches what is named after these words: small words, and other conditions, alone."""
    for words in WORDS.values():
        between = re.sub(words, " ", between)
    return BETWEEN.issuperset(between.split())


def of_api(offer: Mapping[str, Any]) -> Conditions:
    """The conditions of an offer of the API: its labels, how often it sends people away, a licence it requires."""
    context = offer.get("contexteTravail")
    context = context if isinstance(context, dict) else {"horaires": context}
    named = ("dureeTravailLibelle", "conditionExercice", "complementExercice")
    said = [text for key in named for text in texts(offer.get(key))]
    said += [text for key in ("horaires", "conditionsExercice") for text in texts(context.get(key))]
    pairs: list[tuple[str, ConditionState]] = list(from_texts(said))
    if code := clean(offer.get("deplacementCode")):
        pairs.append(("travel", TRAVEL.get(code, "proposed")))
    permits = offer.get("permis")
    for permit in permits if isinstance(permits, list) else []:
        if isinstance(permit, dict) and re.match(r"(permis )?b\b", plain(clean(permit.get("libelle")))):
            pairs.append(("licence_b", "yes" if permit.get("exigence") == "E" else "proposed"))
    return conditions(pairs)


def of_row(row_texts: tuple[str, str], licence: str, licence_b: str) -> Conditions:
    """The conditions of a row: what it lists by name or in words, its hours, and the licence it asks.

    `licence` names licences (« B », « permis B souhaité »), `licence_b` answers for licence B (« oui », « exigé »).
    """
    named = {plain(part).replace(" ", "_") for part in re.split(r"[|,;/]", row_texts[0])}
    pairs: list[tuple[str, ConditionState]] = [(code, "yes") for code in CONSTRAINTS if code in named]
    pairs += from_texts(row_texts)
    pairs += [("licence_b", state) for state in (_licence(plain(licence)), _licence_b(licence_b)) if state]
    return conditions(pairs)


UNASKED = re.compile(r"(?:b )?(?:non|aucun|sans|neant|0|(?:pas|non) (?:requis|exige|demande|obligatoire|necessaire))")
ASKED = re.compile(r"b|oui|o|x|1|yes|true|vrai|exige|obligatoire|requis|indispensable|imperatif|necessaire")
TICKS = str.maketrans(dict.fromkeys("✓✔☑☒✗", "x"))
"""Signs of a box that is marked; which of them mean « oui » differs from sheet to sheet."""


def _licence(said: str) -> ConditionState | None:
    """Whether words that name licences ask licence B."""
    if UNASKED.fullmatch(said):
        return "no"
    if re.search(r"\bb\b", said):
        doubtful = NOT.search(said) or HEDGE.search(said) or re.search(r"\b(caces|habilitation)\b", said)
        return "proposed" if doubtful else "yes"
    # A licence, but which?
    return "proposed" if said == "oui" else None


def _licence_b(text: str) -> ConditionState | None:
    """What a column of licence B answers; what is neither a yes nor a no is to be confirmed."""
    said = plain(text.translate(TICKS))
    if UNASKED.fullmatch(said) or said in {"n", "no", "false", "faux"}:
        return "no"
    if not said:
        return "proposed" if text.strip("-–— .") else None
    words = said.split()
    doubts = (
        {"n", "no"} & set(words),
        NOT.search(said),
        HEDGE.search(said),
        "?" in text,
        text.translate(TICKS) != text,
    )
    sure = not any(doubts)
    return "yes" if sure and any(ASKED.fullmatch(word) for word in words) else "proposed"
