"""Days as files of content write them: 2026-11-26, or less of it where no more is known."""

import datetime
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

YEAR, MONTH = 4, 7
"""Signs of a text that holds a year alone, or a year and a month."""


def _there_is(text: str) -> str:
    whole = text + {YEAR: "-01-01", MONTH: "-01"}.get(len(text), "")
    try:
        datetime.date.fromisoformat(whole)
    except ValueError as error:
        raise PydanticCustomError("no_such_day", "there is no day {got}", {"got": text}) from error
    return text


Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_there_is)]
Since = Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}$"), AfterValidator(_there_is)]
