"""Text that shows what it holds: no control signs, none that turn the writing round or take no room."""

import unicodedata

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Never seen: control, bidirectional and invisible signs, halves, private, unknown, line ends."""

BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0")
"""Letters and marks by their category that show nothing all the same: fillers, joiners, the empty Braille cell."""


def is_shown(sign: str) -> bool:
    """Whether one sign shows itself; spaces do, by the room they take."""
    return unicodedata.category(sign) not in HIDDEN and sign not in BLANK


def is_plain(text: str) -> bool:
    """Whether every sign of a text shows itself."""
    return (text.isascii() and text.isprintable()) or all(is_shown(sign) for sign in text)
