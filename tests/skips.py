"""Skipped tests are named and counted at the end of a run; where they must run, a skip is a failure (CI, as root)."""

import os
from collections.abc import Generator, Mapping

import pytest

INSTALLED = ("screen", "browser", "postgresql", "reader")
"""Marks of tests whose tools `.ci/run` installs where it may."""


def must_run(environ: Mapping[str, str], user: int) -> tuple[str, ...]:
    """Marks whose tests may not be skipped here."""
    return INSTALLED if environ.get("CI") == "true" and user == 0 else ()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the skip of a test that must run into a failure that says why."""
    report = yield
    mine = [m for m in must_run(os.environ, os.geteuid()) if item.get_closest_marker(m)]
    if report.skipped and mine:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: marked {mine[0]}, may not be skipped here ({reason_of(report)})"
    return report


def reason_of(report: pytest.TestReport) -> str:
    """Why a test was skipped."""
    where = report.longrepr
    return str(where[2] if isinstance(where, tuple) else where).removeprefix("Skipped: ")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name each skipped test with its reason, and count them."""
    skipped = terminalreporter.stats.get("skipped", [])
    for report in sorted(skipped, key=lambda r: r.nodeid):
        terminalreporter.write_line(f"skipped: {report.nodeid} ({reason_of(report)})")
    terminalreporter.write_line(f"{len(skipped)} test(s) skipped")
