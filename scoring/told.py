"""How a statement is told: nothing is called shown that the own moments of a habileté, alone, would not show.

One rule for the pass, the pages, the sheets and the commands. What is stored, and what matching sorts by, stays the
statement by all observations together (`scoring.profile.statement`).
"""

from collections.abc import Callable

from scoring.match import MET, OPEN

OWN, OTHERS, EXPECTED, ABOVE = "own", "others", "expected", "above"
"""Its own moments say a level too; they would say otherwise; all together let it be expected and they show none; they
show one below it."""


def said_by(own: float, whole: float) -> str:
    """OWN where a level would be said alike by its own moments, `own`, as by all, `whole`; else OTHERS."""
    if whole >= MET:
        return OWN if own >= MET else OTHERS
    return OWN if own < MET and (own >= OPEN) == (whole >= OPEN) else OTHERS


def told_statement(statement: str, level: int, by: Callable[[int], str]) -> tuple[str, int]:
    """A statement and its level as a person is told them: the highest level that is shown by all together and by its
    own moments too; to confirm where these carry none. So doing better anywhere never tells less.

    `by`: what its own moments say of a level (OWN, OTHERS), "" where nobody knows.
    """
    if statement != "shown":
        return statement, level
    carried = next((below for below in range(level, 0, -1) if by(below) != OTHERS), 0)
    return ("shown", carried) if carried else ("to_confirm", 1)
