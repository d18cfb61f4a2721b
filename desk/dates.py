"""Days as they are written."""


def day(moment: str, language: str) -> str:
    """A day, or a month, as it is written in the language: « 24/11/2026 », « 11/2026 »."""
    iso = moment[:10]
    return iso if language == "en" else "/".join(reversed(iso.split("-")))
