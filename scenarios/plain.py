"""Text that shows what it holds: no control signs, none that turn the writing round or take no room."""

import unicodedata

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Never seen: control, bidirectional and invisible signs, halves, private, unknown, line ends."""


def is_plain(text: str) -> bool:
    """Whether every sign of a text shows itself."""
    return (text.isascii() and text.isprintable()) or not any(unicodedata.category(sign) in HIDDEN for sign in text)
