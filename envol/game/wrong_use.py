"""What argparse and the system say in English, in the person's language."""

import re
from collections.abc import Callable

Say = Callable[..., str]
PATTERNS = (
    ("choice", r"argument (?P<name>.+?): invalid choice: (?P<got>.+?) \(choose from (?P<known>.+)\)"),
    ("required", r"the following arguments are required: (?P<name>.+)"),
    ("one_of", r"one of the arguments (?P<name>.+) is required"),
    ("unknown", r"unrecognized arguments: (?P<name>.+)"),
    ("value", r"argument (?P<name>.+?): expected (one|at least one) argument"),
    ("not_with", r"argument (?P<name>.+?): not allowed with argument (?P<got>.+)"),
    ("invalid", r"argument (?P<name>.+?): invalid \w+ value: (?P<got>.+)"),
)
REASONS = {
    "No such file or directory": "missing",
    "Permission denied": "denied",
    "Is a directory": "folder",
    "Not a directory": "not_folder",
    "No space left on device": "full",
    "Read-only file system": "denied",
    "File name too long": "long",
    "Input/output error": "disk",
}


def problem(message: str, say: Say) -> str:
    """argparse's complaint, as it is where no pattern fits."""
    for name, pattern in PATTERNS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return say(f"wrong_use.{name}", **found.groupdict())
    return message


def reason(text: object, say: Say) -> str:
    """The system's reason for refusing a file, as it is where it is not known."""
    known = REASONS.get(str(text))
    return say(f"reason_of.{known}") if known else str(text)
