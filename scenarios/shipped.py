"""Files of content beside the workshops: read once, as a model says; every problem has its file and line."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from scenarios.load import problems_of
from scenarios.safe import Problem, SourceErrors, dotted
from scenarios.sense import misread
from scenarios.source import CONTENT, read_yaml

M = TypeVar("M", bound=BaseModel)


def content(name: str) -> Path:
    """A file of `scenarios/content` by its name."""
    return CONTENT / name


def read_as(path: Path, model: type[M]) -> M:
    """A file as a model. Raises SourceErrors with every problem."""
    data, lines = read_yaml(path)
    try:
        book = model.model_validate(data)
    except ValidationError as error:
        raise SourceErrors(problems_of(error, model, path.name, lines, ())) from error
    if wrong := list(misread(data, book.model_dump(by_alias=True))):
        raise SourceErrors([Problem(path.name, lines.line(at), dotted(at), code, values) for at, code, values in wrong])
    return book


def problems_in(readers: Iterator[Callable[[], object]]) -> list[Problem]:
    """The problems of files that are read one after the other: one that is broken hides no other."""
    problems: list[Problem] = []
    for read in readers:
        try:
            read()
        except SourceErrors as error:
            problems += error.problems
    return problems
