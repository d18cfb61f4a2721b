"""A problem of a scenario or of a fair's file, in one sentence with its file and line."""

from collections.abc import Callable

from assets.texts import Catalogue
from scenarios.safe import Problem

Say = Callable[..., str]

def sentence(problem: Problem, say: Say, catalogue: Catalogue) -> str:
    """`file:line: where: what is wrong, what was expected, the nearest valid value`."""
    code = problem.code if f"check.{problem.code}" in catalogue.texts["fr"] else "other"
    values = {"detail": problem.code, **problem.values}
    text = say(f"check.{code}", **{name: say("check.nothing") if v == "" else v for name, v in values.items()})
    if problem.values.get("nearest"):
        text += say("check.nearest", word=problem.values["nearest"])
    where = f"{problem.where}: " if problem.where else ""
    return say("check.line", file=problem.file, line=problem.line, where=where, sentence=text)
