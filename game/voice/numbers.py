"""Whole numbers and decimals as words, in French and English: a figure is never left to an engine."""

from collections.abc import Callable

FR = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize",
)  # fmt: skip
FR_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
EN = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
MOST = 999_999_999
"""Longer figures are read sign by sign."""


def french(n: int) -> str:
    """0 to MOST as words, with the hyphens of before 1990."""
    if n < 100:
        return _french_tens(n)
    if n < 1000:
        hundreds, rest = divmod(n, 100)
        head = "cent" if hundreds == 1 else f"{FR[hundreds]} cent{'' if rest else 's'}"
        return f"{head} {french(rest)}" if rest else head
    if n < 1_000_000:
        thousands, rest = divmod(n, 1000)
        # « quatre-vingt » and « cent » take no s before mille.
        head = (
            "mille"
            if thousands == 1
            else f"{french(thousands).removesuffix('s') if _plural(thousands) else french(thousands)} mille"
        )
        return f"{head} {french(rest)}" if rest else head
    millions, rest = divmod(n, 1_000_000)
    head = f"{french(millions)} million{'' if millions == 1 else 's'}"
    return f"{head} {french(rest)}" if rest else head


def _plural(n: int) -> bool:
    return n % 100 == 80 or (n % 100 == 0 and n > 100)


def _french_tens(n: int) -> str:
    if n < 17:
        return FR[n]
    tens, rest = divmod(n, 10)
    if tens == 1:
        return f"dix-{FR[rest]}"
    if tens in (7, 9):
        base = "soixante" if tens == 7 else "quatre-vingt"
        return "soixante et onze" if n == 71 else f"{base}-{_french_tens(10 + rest)}"
    if tens == 8:
        return f"quatre-vingt-{FR[rest]}" if rest else "quatre-vingts"
    return FR_TENS[tens] + (" et un" if rest == 1 else f"-{FR[rest]}" if rest else "")


def english(n: int) -> str:
    """0 to MOST as words."""
    if n < 20:
        return EN[n]
    if n < 100:
        tens, rest = divmod(n, 10)
        return EN_TENS[tens] + (f"-{EN[rest]}" if rest else "")
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= size:
            head, rest = divmod(n, size)
            more = f"{' and' if rest < 100 else ''} {english(rest)}" if rest else ""
            return f"{english(head)} {name}{more}"
    raise AssertionError(n)


WORDS: dict[str, Callable[[int], str]] = {"fr": french, "en": english}
POINT = {"fr": "virgule", "en": "point"}


def whole(digits: str, language: str) -> str:
    """Figures as one number, or one by one when they are too many."""
    if int(digits) <= MOST:
        return WORDS[language](int(digits))
    return " ".join(WORDS[language](int(digit)) for digit in digits)


def decimal(before: str, after: str, language: str) -> str:
    """A decimal: French reads what follows the comma as a number after its noughts, English figure by figure."""
    say = WORDS[language]
    if language == "fr":
        noughts = len(after) - len(after.lstrip("0"))
        rest = after.lstrip("0")
        tail = " ".join([say(0)] * noughts + ([say(int(rest))] if rest else []))
    else:
        tail = " ".join(say(int(digit)) for digit in after)
    return f"{whole(before, language)} {POINT[language]} {tail}"


FR_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
EN_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def date(day: int, month: int, year: int, language: str) -> str:
    """A day of the calendar as words; a year of two figures is of this century."""
    full = year + 2000 if year < 100 else year
    if language == "fr":
        first = "premier" if day == 1 else french(day)
        return f"{first} {FR_MONTHS[month - 1]} {french(full)}"
    return f"{ordinal(day)} of {EN_MONTHS[month - 1]} {_english_year(full)}"


ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def ordinal(n: int) -> str:
    """A rank below a hundred in English."""
    head, dash, last = english(n).rpartition("-")
    rank = ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return f"{head}{dash}{rank}"


def _english_year(year: int) -> str:
    if 2000 <= year < 2010 or year % 100 == 0:
        return english(year)
    low = year % 100
    return f"{english(year // 100)} {'oh ' if low < 10 else ''}{english(low)}"
