"""What is skipped is named and counted; what may not be skipped fails."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from skips import must_run

SKIPPING = """
import pytest
@pytest.mark.screen
@pytest.mark.skipif(True, reason="needs Xvfb and xdotool")
def test_window(): pass
def test_plain(): pass
"""


def test_a_skip_is_a_failure_in_ci_as_root_only() -> None:
    """CI alone, or root alone, may skip; both together may not."""
    assert must_run({"CI": "true"}, 0) == ("screen", "browser", "postgresql", "reader")
    assert must_run({"CI": "true"}, 1000) == must_run({}, 0) == ()


@pytest.mark.parametrize("ci", [True, False])
def test_a_run_names_and_counts_what_it_skipped(tmp_path: Path, ci: bool) -> None:
    """A whole run on a file with one skip: named and counted; in CI as root the run fails and says why."""
    (tmp_path / "test_it.py").write_text(SKIPPING)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = screen: needs X\n")
    env = {k: v for k, v in os.environ.items() if k != "CI"} | {"PYTHONPATH": str(Path(__file__).parent)}
    words = [sys.executable, "-m", "pytest", "-q", "-p", "skips", "-p", "no:randomly", "-p", "no:cacheprovider"]
    run = subprocess.run(words, cwd=tmp_path, env=env | ({"CI": "true"} if ci else {}), capture_output=True, text=True)
    if ci and os.geteuid() == 0:
        assert run.returncode == 1
        assert "may not be skipped here (needs Xvfb and xdotool)" in run.stdout
    else:
        assert run.returncode == 0, run.stdout
        assert "skipped: test_it.py::test_window (needs Xvfb and xdotool)" in run.stdout
        assert "1 test(s) skipped" in run.stdout
