"""Free words of a form that look as if they told who somebody is, or of their health: asked about before anything."""

from collections.abc import Mapping, Sequence

from export.store.store import StoreError
from scenarios.private_words import private_said

PRIVATE = "tower.remark.private"
"""The sentence that asks."""
MEANT = "sure"
"""The field by which an adviser says that the words stay as they are."""

TAKES_AWAY = ("drop", "remove")
"""What a button of a form says that keeps nothing of it."""


def refuse_private(free: Sequence[str], form: Mapping[str, Sequence[str]]) -> None:
    """Raise StoreError where free words look private and are not said to be meant.

    `free`: the fields that hold such words, or how their names begin, ended by « * »; `form`: every value of each.
    """
    if form.get(MEANT, ("",))[0] == "yes" or form.get("what", ("",))[0] in TAKES_AWAY:
        return
    texts = [text for name, values in form.items() if _free(name, free) for text in values]
    if private := private_said("\n".join(texts)):
        raise StoreError(PRIVATE, found=private)


def _free(name: str, free: Sequence[str]) -> bool:
    return any(name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern for pattern in free)
