"""From a sentence as it is written to one as it is said: hours, units, codes and numbers in words.

Pure text to text. Engines read « 8 h 10 » as « huit hache dix » or worse, each in its way: all are told the same words.
Languages without rules are given as they are written.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from game.voice.numbers import WORDS, date, decimal, whole

SPACE = "[   ]"
NUMBER = r"\d{1,3}(?:[   ]\d{3})+(?!\d)|\d+"
CODE = re.compile(r"(?<![\w-])([A-Z])(\d)-([A-Z]{3})(?![\w-])")
SPELLED = re.compile(r"\b(MRS|QR|USB|PDF|PIN|CV|RQTH|OF|SD|PC)\b")
MIXED = re.compile(r"(?<![\w,.])(?=[A-Z]*\d)(?=\d*[A-Z])([A-Z0-9]{2,8})(?![\w])")
DATE = re.compile(r"(?<![\d.,])(\d{1,2})([./])(\d{1,2})\2(\d{4}|\d{2})(?![\d])")
ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
RUN = re.compile(r"(?<![\d:])(\d{1,2}):([0-5]\d)(?![\d:])")
PHONE = re.compile(r"(?<!\d)0\d(?:[   .]\d\d){4}(?!\d)")
STAGES = re.compile(r"(?<![\d,.])(\d{1,3})/(\d{1,3})(?![\d/])")
SHIFT = re.compile(r"(?<!\d)([23])" + SPACE + r"?[×x]" + SPACE + r"?8(?!\d)")
TIMES = re.compile(r"(?<=\d)" + SPACE + r"?[×]" + SPACE + r"?(?=\d)")
THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d)")
VERSION = re.compile(r"(?<![\d.,])\d+(?:\.\d+){2,}(?![\d])")
BARE = re.compile(NUMBER)


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of one language for what is not a word."""

    mark: str
    """The sign before decimals."""
    units: dict[str, tuple[str, str]]
    """One and several."""
    hour: re.Pattern[str]
    signs: tuple[tuple[str, str], ...]
    """Pattern and replacement, in order."""
    over: str
    times: str
    minute: tuple[str, str]
    second: tuple[str, str]
    to: str
    minus: str
    shift: str
    dot: str
    single: Callable[[float], bool]


UNITS_FR = {
    "mm": ("millimètre", "millimètres"), "cm": ("centimètre", "centimètres"), "m": ("mètre", "mètres"),
    "km": ("kilomètre", "kilomètres"), "µm": ("micromètre", "micromètres"), "kg": ("kilo", "kilos"),
    "g": ("gramme", "grammes"), "N·m": ("newton-mètre", "newtons-mètres"), "Nm": ("newton-mètre", "newtons-mètres"),
    "kN": ("kilonewton", "kilonewtons"), "N": ("newton", "newtons"), "bars": ("bar", "bars"), "bar": ("bar", "bars"),
    "%": ("pour cent", "pour cent"), "°C": ("degré", "degrés"), "°": ("degré", "degrés"), "min": ("minute", "minutes"),
    "ms": ("milliseconde", "millisecondes"), "s": ("seconde", "secondes"), "Mo": ("mégaoctet", "mégaoctets"),
    "€": ("euro", "euros"), "V": ("volt", "volts"), "px": ("pixel", "pixels"),
}  # fmt: skip
UNITS_EN = {
    "mm": ("millimetre", "millimetres"), "cm": ("centimetre", "centimetres"), "m": ("metre", "metres"),
    "km": ("kilometre", "kilometres"), "µm": ("micrometre", "micrometres"), "kg": ("kilo", "kilos"),
    "g": ("gram", "grams"), "N·m": ("newton metre", "newton metres"), "Nm": ("newton metre", "newton metres"),
    "kN": ("kilonewton", "kilonewtons"), "N": ("newton", "newtons"), "bars": ("bar", "bars"), "bar": ("bar", "bars"),
    "%": ("percent", "percent"), "°C": ("degree", "degrees"), "°": ("degree", "degrees"), "min": ("minute", "minutes"),
    "ms": ("millisecond", "milliseconds"), "s": ("second", "seconds"), "h": ("hour", "hours"),
    "MB": ("megabyte", "megabytes"), "€": ("euro", "euros"), "V": ("volt", "volts"), "px": ("pixel", "pixels"),
}  # fmt: skip
LANGUAGES = {
    "fr": Spoken(
        ",", UNITS_FR,
        re.compile(rf"(?<![\d,])(\d{{1,2}}){SPACE}?h(?:{SPACE}?(\d{{2}}))?(?!\w)"),
        (
            (rf"\b[Nn]°{SPACE}?(?=\d)", "numéro "), (r"\b1er\b", "premier"), (r"\b1re\b", "première"),
            (r"\b2e\b", "deuxième"), (r"\b3e\b", "troisième"), (r"\bMme\b", "madame"), (r"\bp\. ex\.", "par exemple"),
            (r"\b8e\b", "huitième"), (r"≤", " au plus "), (r"≥", " au moins "), (r"±", "plus ou moins "),
            (r"&", " et "),
            (r"(?<=\d) ?\+ ?(?=\d)", " plus "), (r"(?<=\d) ?= ?(?=\d)", " égale "), (r"→", " donne "),
        ),
        "sur", " fois ", ("minute", "minutes"), ("seconde", "secondes"), "à", "moins", "{n}-huit", "point",
        lambda n: n < 2,
    ),
    "en": Spoken(
        ".", UNITS_EN,
        re.compile(rf"(?<![\d.])(\d{{1,2}})(?:[:.](\d{{2}}))?{SPACE}?([ap])\.?m\b\.?"),
        (
            (rf"\b[Nn]o\.{SPACE}?(?=\d)", "number "), (r"\b1st\b", "first"), (r"\b2nd\b", "second"),
            (r"\b3rd\b", "third"),
            (r"\b4th\b", "fourth"), (r"\b8th\b", "eighth"), (r"\be\.g\.", "for example"), (r"≤", " at most "),
            (r"≥", " at least "), (r"±", "plus or minus "), (r"&", " and "), (r"(?<=\d) ?\+ ?(?=\d)", " plus "),
            (r"(?<=\d) ?= ?(?=\d)", " equals "), (r"→", " gives "),
        ),
        "of", " times ", ("minute", "minutes"), ("second", "seconds"), "to", "minus", "{n} by eight", "point",
        lambda n: n == 1,
    ),
}  # fmt: skip


def read(text: str, language: str) -> str:
    """The sentence in words, for any engine; one line, no sign that is not said."""
    spoken = LANGUAGES.get(language)
    if spoken is None:
        return " ".join(text.split())
    say = WORDS[language]
    text = PHONE.sub(lambda m: _phone(m[0], language), text)
    text = CODE.sub(lambda m: f"{m[1]}, {say(int(m[2]))}, {', '.join(m[3])}", text)
    text = ISO.sub(lambda m: _date(m[0], (m[3], m[2], m[1]), language), text)
    text = DATE.sub(lambda m: _date(m[0], (m[1], m[3], m[4]), language), text)
    text = spoken.hour.sub(lambda m: _hour(m, language), text)
    text = RUN.sub(lambda m: _run(int(m[1]), int(m[2]), spoken, say), text)
    text = SHIFT.sub(lambda m: spoken.shift.format(n=say(int(m[1]))), text)
    text = TIMES.sub(spoken.times, text)
    if language == "en":
        text = THOUSANDS.sub(lambda m: m[0].replace(",", ""), text)
    text = VERSION.sub(lambda m: f" {spoken.dot} ".join(whole(digits, language) for digits in m[0].split(".")), text)
    for pattern, words in spoken.signs:
        text = re.sub(pattern, words, text)
    text = _minus(text, spoken)
    text = _ranges(text, spoken)
    text = STAGES.sub(lambda m: f"{say(int(m[1]))} {spoken.over} {say(int(m[2]))}", text)
    text = re.sub(r"(?<=[A-Z0-9])-(?=[A-Z0-9])", ", ", text)
    text = _quantities(language).sub(lambda m: _quantity(m, spoken, language), text)
    text = SPELLED.sub(lambda m: " ".join(m[1]), text)
    text = MIXED.sub(lambda m: _mixed(m[1], say), text)
    text = BARE.sub(lambda m: whole(re.sub(r"\D", "", m[0]), language), text)
    return _tidy(text)


SHORT = 30
"""Signs of a first piece that are soon heard: an engine looks at a whole piece before it says anything of it."""
TURNS = (
    "et|ou|que|qui|où|mais|car|si|quand|comme|pour|avec|sans|dans|sur|par|"
    "and|or|that|which|where|but|because|if|when|as|for|with|without|in|on|by"
)
"""Words before which a sentence draws breath."""
BREATH = re.compile(rf".{{8,60}}?(?:[,–—](?=\s)|(?<=\w)(?= (?:{TURNS}) ))")


def sentences(text: str, first: int = SHORT) -> list[str]:
    """A reading in pieces that are made and heard one after another; the first is short, to be heard at once."""
    parts = [part for part in re.split(r"(?<=[.!?:;…])\s+", text) if re.search(r"\w", part)]
    if parts and len(parts[0]) > first and (cut := BREATH.match(parts[0])):
        parts[:1] = [cut[0], parts[0][cut.end() :].strip()]
    return parts


@cache
def _quantities(language: str) -> re.Pattern[str]:
    """A number, decimals or not, and the unit that follows it if one does."""
    spoken = LANGUAGES[language]
    units = "|".join(re.escape(unit) for unit in sorted(spoken.units, key=len, reverse=True))
    mark = re.escape(spoken.mark)
    return re.compile(rf"(?<![\w.,])({NUMBER})(?:{mark}(\d+))?(?:{SPACE}?({units})(?![\w·]))?(?!\w)")


def _quantity(m: re.Match[str], spoken: Spoken, language: str) -> str:
    digits, after, unit = re.sub(r"\D", "", m[1]), m[2], m[3]
    number = decimal(digits, after, language) if after else whole(digits, language)
    if not unit:
        return number
    single, many = spoken.units[unit]
    name = single if spoken.single(float(f"{digits}.{after or 0}")) else many
    if language == "fr" and number == "un" and single.endswith(("minute", "seconde")):
        number = "une"
    return f"{_feminine(number, single) if language == 'fr' else number} {name}"


def _feminine(number: str, unit: str) -> str:
    """« Vingt et une minutes »."""
    feminine = unit in ("minute", "seconde", "milliseconde")
    return f"{number}e" if feminine and re.search(r"\bun$", number) else number


def _minus(text: str, spoken: Spoken) -> str:
    return re.sub(r"(?<![\w−-])[−-](?=\d)", f"{spoken.minus} ", text)


def _ranges(text: str, spoken: Spoken) -> str:
    """« 3-5 min » is from three to five; a number on each side and no letter near."""
    return re.sub(r"(?<![\w,.-])(\d{1,4})[-–](\d{1,4})(?![\w-])", rf"\1 {spoken.to} \2", text)


def _hour(m: re.Match[str], language: str) -> str:
    hour, minute = int(m[1]), int(m[2] or 0)
    if hour > 24 or minute > 59:
        return m[0]
    say = WORDS[language]
    if language == "en":
        low = "" if not minute else f" {'oh ' if minute < 10 else ''}{say(minute)}"
        return f"{say(hour)}{low} {m[3]} m"
    hour_said = {0: "zéro", 1: "une", 21: "vingt et une"}.get(hour) or say(hour)
    word = "heure" if hour < 2 else "heures"
    more = "" if m[2] is None or not minute else f" {say(minute)}"
    return f"{hour_said} {word}{more}"


def _run(minutes: int, seconds: int, spoken: Spoken, say: Callable[[int], str]) -> str:
    """A moment of an exercise, as minutes and seconds."""
    feminine = spoken.minute == ("minute", "minutes") and spoken.mark == ","

    def counted(n: int, words: tuple[str, str]) -> str:
        number = _feminine(say(n), "minute") if feminine else say(n)
        return f"{number} {words[0] if spoken.single(n) else words[1]}"

    parts = [counted(n, w) for n, w in ((minutes, spoken.minute), (seconds, spoken.second)) if n]
    return " ".join(parts) or counted(0, spoken.second)


def _date(written: str, parts: tuple[str, str, str], language: str) -> str:
    day, month, year = (int(part) for part in parts)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return written
    return date(day, month, year, language)


def _phone(written: str, language: str) -> str:
    say = WORDS[language]
    pairs = re.findall(r"\d\d", written)
    return ", ".join(f"{say(0)} {say(int(p[1]))}" if p[0] == "0" else say(int(p)) for p in pairs)


def _mixed(sign: str, say: Callable[[int], str]) -> str:
    """A mark such as A7, 4A, E12, H2909: letters by name, figures as numbers; four figures two by two."""
    parts_said = []
    for part in re.findall(r"\d+|[A-Z]+", sign):
        if part.isalpha():
            parts_said.append(" ".join(part))
        elif len(part) == 4:
            parts_said.append(
                " ".join(f"{say(0)} {say(int(p[1]))}" if p[0] == "0" else say(int(p)) for p in (part[:2], part[2:]))
            )
        elif part[0] == "0" and len(part) > 1:
            parts_said.append(" ".join(say(int(digit)) for digit in part))
        else:
            parts_said.append(say(int(part)))
    return " ".join(parts_said)


def _tidy(text: str) -> str:
    """Without the signs that are not said; the pauses that they stand for stay."""
    text = re.sub(r"[«»“”\"()\[\]*_#]", " ", text)
    text = re.sub(rf"{SPACE}[·–—|/]{SPACE}", ", ", text)
    text = re.sub(r"[·|/]", " ", text).replace("…", ".").replace("...", ".")
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"(?:[.]\s*){2,}", ". ", text)
    text = re.sub(r"\s+([,.])", r"\1", text)
    text = re.sub(r"([:;!?])\s*\.", r"\1", text)
    text = re.sub(r",\s*(?=[,.;:!?])", "", text)
    return text.strip(" ,–—-")
