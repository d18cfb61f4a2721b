"""Single values of an offer, as people and spreadsheets write them. Each reader gives the value, and why not if not."""

import re
from datetime import UTC, datetime, timedelta

from export.offers.texts import Bad, plain

MAX_POSTS, MAX_WEIGHT, LEVELS = 1000, 10, 3
MAX_SHORT = 200
NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10,
}  # fmt: skip
DOMAINS = {
    "A": (11, 15), "B": (11, 18), "C": (11, 15), "D": (11, 15), "E": (11, 14), "F": (11, 17), "G": (11, 18),
    "H": (11, 34), "I": (11, 16), "J": (11, 15), "K": (11, 26), "L": (11, 15), "M": (11, 18), "N": (11, 44),
}  # fmt: skip
"""Letter of a ROME code -> first and last domain (its next two digits) that ROME 4 has under it."""
NARROW = (
    ("apprenticeship", r"\b(apprentissage|apprenti|alternance|alternant|professionnalisation|contrat pro)\b"),
    ("seasonal", r"\b(sai|saisonnier|saisonniere|saisonniers)\b"),
)
WIDE = (
    ("temp", r"\b(mis|interim|interimaire|mission|travail temporaire|tti|din)\b"),
    ("permanent", r"\b(cdi|duree indeterminee)\b"),
    ("fixed_term", r"\b(cdd|duree determinee)\b"),
)
"""Contracts of the closed list and the words that name them; of the wide ones two named are none."""
MONTHS = ("janv", "fevr", "mars", "avri", "mai", "juin", "juil", "aout", "sept", "octo", "nove", "dece")
RANGE = {"a", "à", "ou", "et", "demi", "mi", "-"}
VAGUE = re.compile(
    r"[a-zé]*aines?|cents?|mille|millions?|milliers?|vingt|trente|plusieurs|max.*|min|mini|minimum|environ|par|%|h|heures?|"
    r"h/(?!f).*|jours?|semaines?|mois|ans?|ann[ée]es?|km|euros?|€"
)
"""Words after a number that make another one of it, or count another thing: « une dizaine », « 2 mois », « 3 maxi »."""

FRENCH = re.compile(
    r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})(?:[ T]+([0-9]{1,2})[:hH]([0-9]{2})?(?::[0-9]{2})?)?"
)

ReadValue = tuple[str, Bad | None]


def posts(text: str) -> tuple[int, Bad | None]:
    """A number of posts: 1 where none is given; 0, with the reason, where it is nought or no number.

    « 2,0 » is two; « 2.000 » may be two or two thousand: it is neither.
    """
    if not text:
        return 1, None
    bare = re.sub(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))", "", plain_number(text))
    match = re.fullmatch(r"(?:x ?)?([0-9]{1,6})(?:[.,](?:0{0,2}|0{4,}))?(?: ?x| ([^0-9]*))?", bare)
    first, _, after = (match.group(1), "", match.group(2) or "") if match else plain(text).partition(" ")
    words = after.split()
    exact = not any(word in RANGE or word in NUMBERS or VAGUE.fullmatch(word) for word in words)
    number = (int(first) if match else NUMBERS.get(first, -1)) if exact else -1
    if number == 0:
        return 0, Bad("zero_posts")
    if not 0 < number <= MAX_POSTS:
        return 0, Bad("bad_posts", {"got": text[:40], "limit": MAX_POSTS})
    return number, None


def plain_number(text: str) -> str:
    """A number as typed, in small letters and without brackets, points and commas kept."""
    return " ".join(re.sub(r"[()\[\]«»]", " ", text.lower()).split())


def whole(text: str) -> str:
    """Digits as a spreadsheet may have turned them: « 76540.0 » and « 76 540 » are 76540."""
    return re.sub(r"[\s'’]", "", re.sub(r"[.,]0+\s*$", "", text))


def rome(text: str) -> ReadValue:
    """A ROME code, with or without its label; "" with the reason where there is none or it cannot be one."""
    if not text.strip():
        return "", Bad("no_rome")
    codes = dict.fromkeys(a + b for a, b in re.findall(r"(?<![A-Za-z])([A-Za-z])[ -]?([0-9]{4})(?![0-9])", text))
    trades = list(dict.fromkeys(code.upper() for code in codes))
    # An engine or an aircraft may be named like a code: « I1602 moteur V2500 ».
    trades = [code for code in trades if _rome_has(code)] or trades
    if len(trades) > 1:
        return "", Bad("several_rome", {"got": ", ".join(trades[:6])})
    if not trades:
        return "", Bad("bad_rome", {"got": text[:40]})
    return (trades[0], None) if _rome_has(trades[0]) else ("", Bad("unknown_rome", {"got": trades[0]}))


def _rome_has(code: str) -> bool:
    """Whether a code may be one of ROME: its letter has the domain, and it counts in it from 01."""
    first, last = DOMAINS.get(code[0], (1, 0))
    return first <= int(code[1:3]) <= last and code[2] != "0" and code[3:] != "00"


def moment(text: str) -> ReadValue:
    """A moment in UTC, so that texts compare as moments do; "" where none is given or it is no date."""
    if not text:
        return "", None
    try:
        read_at = _moment(text)
        read_at = read_at.replace(tzinfo=UTC) if read_at.tzinfo is None else read_at.astimezone(UTC)
    except (ValueError, OverflowError):
        return "", Bad("bad_date", {"got": text[:40]})
    return utc(read_at), None


def utc(at: datetime) -> str:
    """A moment as texts that compare as moments do."""
    # Not `strftime`, whose years before 1000 have fewer signs than the others.
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _moment(text: str) -> datetime:
    """« 01/12/2026 08:30 », « 1er décembre 2026 », an ISO date, a spreadsheet's day number. Raises ValueError."""
    french = FRENCH.fullmatch(text)
    if french:
        day, month, year, hour, minute = french.groups()
        century = 2000 if len(year) == 2 else 0
        return datetime(int(year) + century, int(month), int(day), int(hour or 0), int(minute or 0))
    named = re.fullmatch(r"(?:[a-z]+ )?([0-9]{1,2})(?: ?er)? ([a-z]{3,9}) ([0-9]{4})", plain(text))
    if named:
        day, word, year = named.groups()
        months_named = [at for at, name in enumerate(MONTHS, 1) if word.startswith(name) or name.startswith(word)]
        return datetime(int(year), months_named[0] if len(months_named) == 1 else 0, int(day))
    if re.fullmatch(r"[345][0-9]{4}(?:[.,][0-9]{1,12})?", text):
        return datetime(1899, 12, 30) + timedelta(days=int(text[:5]))
    return datetime.fromisoformat(text)


def siret(text: str) -> ReadValue:
    """A SIRET of 14 digits whose key is right; "" with the reason for anything else."""
    if powered := re.fullmatch(r"([1-9])[.,]([0-9]+)[eE]\+?13", text.strip()):
        # « 7,8467169500087E+13 » has all its digits.
        text = "".join(powered.groups()) if len(powered[2]) == 13 else text
    if re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+", text.strip()):
        return "", Bad("rounded_siret", {"got": text[:40]})
    number = re.sub(r"[.\-_]", "", whole(text))
    if not number:
        return "", None
    if not re.fullmatch(r"[0-9]+", number):
        return "", Bad("bad_siret", {"got": text[:40]})
    if len(number) == 9:
        return "", Bad("siren", {"got": text[:40]})
    # A spreadsheet drops the zeros a number starts with.
    if len(number) == 13 and _siret_key(number.zfill(14)):
        return number.zfill(14), None
    if len(number) != 14:
        return "", Bad("long_siret", {"got": text[:40], "n": len(number)})
    return (number, None) if _siret_key(number) else ("", Bad("siret_key", {"got": text[:40]}))


def _siret_key(number: str) -> bool:
    """Luhn's sum, of the number and of the SIREN it begins with; La Poste's many sites have a plain sum instead."""
    if number.startswith("356000000"):
        return _luhn(number) or sum(map(int, number)) % 5 == 0
    return number.strip("0") != "" and not number.startswith("000000000") and _luhn(number)


def _luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    return (sum(digits[0::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


def level(text: str) -> int:
    """A level from 1 to 3, 0 for anything else."""
    match = re.fullmatch(r"(?:niveau ?)?([0-9])(?:[.,]0+)?", plain_number(text))
    return int(match.group(1)) if match and 1 <= int(match.group(1)) <= LEVELS else 0


def weight(text: str) -> float:
    """A weight above 0 up to 10, decimals with a comma or a point; 0 for anything else."""
    match = re.fullmatch(r"[0-9]{1,2}(?:[.,][0-9]{1,6})?", text.replace(" ", ""))
    number = float(match.group(0).replace(",", ".")) if match else 0.0
    return number if 0 < number <= MAX_WEIGHT else 0.0


def link(text: str) -> ReadValue:
    """An address that opens in a browser; "" with the reason for anything else."""
    if not text:
        return "", None
    address = (
        text if re.match(r"https?://", text, re.I) else f"https://{text}" if text.lower().startswith("www.") else ""
    )
    if not re.fullmatch(r"(?i)https?://[^\s<>\"'`{}|\\^]{3,480}", address):
        return "", Bad("bad_link", {"got": text[:60]})
    return address, None


def contract(text: str) -> str:
    """The contract of the closed list that a text names, "" for none."""
    bare = plain(text)
    named = [name for name, words in (*NARROW, *WIDE) if re.search(words, bare)]
    if DENIED.search(bare):
        return ""
    # A narrow one is told by a wide one: « CDD saisonnier », « contrat pro en CDD ».
    wide = [name for name in named if name in {"permanent", "temp"}]
    narrow = [name for name, _ in NARROW if name in named]
    if narrow:
        return "" if wide or len(narrow) > 1 else narrow[0]
    return named[0] if len(named) == 1 else ""


DENIED = re.compile(
    r"\b(?:hors|pas|sans|aucune?|ni|non) (?:(?:d|de|en|un|une|contrat) )*"
    r"(?:apprenti|alternan|profession|contrat pro|saison|mission|interim|cdi|cdd)|\bmission locale\b"
)
"""A contract that is named and is none."""


LASTING = re.compile(
    r"\b([0-9]{1,4}) ?(mois|jours?|semaines?|ans?|annees?)\b"
    r"(?! (?:par|sur|d essai|de preavis|d experience|d anciennete|de formation|et demi|maxi?|maximum|mini?|minimum|"
    r"environ|(?:a|ou|et) [0-9]))"
)
OTHER_TIME = re.compile(
    r"\b(?:essai|preavis|moins|plus|environ|minimum|maximum|max|mini|jusqu a)(?: de| d)? $|"
    r"\b[0-9]+ (?:mois |semaines? |ans? )?(?:(?:a|ou|et|x|fois) )?$"
)
"""What stands before a length that is not that of the contract, or no single one."""


def months(text: str) -> str:
    """Whole months a contract lasts, as digits: « CDD - 6 Mois » is "6", « 10 jours » "0"; "" where none is said.

    « 6 à 12 mois » says none, « 3 jours par semaine » and « essai de 2 mois » say another thing; so does what stands
    beside a CDI, which has no end: « payé sur 13 mois ».
    """
    bare = plain(text)
    if contract(text) == "permanent":
        return ""
    match = LASTING.search(bare)
    if not match or OTHER_TIME.search(bare[: match.start()]):
        return ""
    number, unit = int(match.group(1)), match.group(2)
    counted = (
        number
        if unit == "mois"
        else number * 12
        if unit.startswith("an")
        else number * (7 if unit[0] == "s" else 1) // 30
    )
    return str(counted) if counted <= 60 else ""
