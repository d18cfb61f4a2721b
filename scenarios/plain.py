"""Text that shows what it holds: no hidden sign, none that turns the writing round, no mark parted from its word."""

import re
import unicodedata

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Never seen: control, bidirectional and invisible signs, halves, private, unknown, line ends."""

BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0")
"""Letters and marks by their category that show nothing all the same: fillers, joiners, the empty Braille cell."""

BREAKS = re.compile("(?<=«) | (?=[»:;!?])")
"""Where a French line never breaks: inside quotation marks, before a mark of two signs."""


def unbroken(text: str) -> str:
    """A French text whose marks do not part from their words."""
    return BREAKS.sub("\u00a0", text)


def is_shown(sign: str) -> bool:
    """Whether one sign shows itself; spaces do, by the room they take."""
    return unicodedata.category(sign) not in HIDDEN and sign not in BLANK


def is_plain(text: str) -> bool:
    """Whether every sign of a text shows itself."""
    return (text.isascii() and text.isprintable()) or all(is_shown(sign) for sign in text)
