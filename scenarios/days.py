"""Days as files of content write them: 2026-11-26, or less of it where no more is known."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

FIRST, LAST = 1900, 2199
"""Years that may be meant: « 0026 » and « 9999 » are slips."""
YEAR, MONTH = 4, 7
"""Signs of a text that holds a year alone, or a year and a month."""


def last_day(year: int, month: int) -> int:
    """The last day of a month of the Gregorian calendar, 28 to 31. Without `datetime`: what scores holds no clock."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 + leap if month == 2 else 30 if month in (4, 6, 9, 11) else 31


def _there_is(text: str) -> str:
    whole = text + {YEAR: "-01-01", MONTH: "-01"}.get(len(text), "")
    year, month, day = (int(part) for part in whole.split("-"))
    if not (FIRST <= year <= LAST and 1 <= month <= 12 and 1 <= day <= last_day(year, month)):
        raise PydanticCustomError("no_such_day", "there is no day {got}", {"got": text})
    return text


Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_there_is)]
Since = Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}$"), AfterValidator(_there_is)]
