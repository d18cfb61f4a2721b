"""Another engine beside ours, on the same data: girth, in an environment of its own, named on the command line."""

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from scoring.estimate import Array

SINGLE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

GIRTH = """
import json, sys, time
from importlib.metadata import version
import numpy as np
from girth import grm_mml, multidimensional_ability_map

data = np.load(sys.argv[1])
precision = np.linalg.inv(data["covariance"])
prior = lambda theta: np.exp(-0.5 * theta @ precision @ theta)
y = data["sample"].T
multidimensional_ability_map(y[:, :1].repeat(2, 1), data["d"], data["a"], {"distribution": prior})
began = time.process_time()
map_ = multidimensional_ability_map(y, data["d"], data["a"], {"distribution": prior})
score_s = time.process_time() - began
fits = []
for _ in range(int(data["fits"])):
    began = time.process_time()
    fit = grm_mml(data["graded"].T)
    fits.append(time.process_time() - began)
print(json.dumps({
    "version": version("girth"), "score_s": score_s, "map": map_.T.tolist(), "fit_s": min(fits),
    "a": fit["Discrimination"].tolist(), "b": np.asarray(fit["Difficulty"]).tolist(),
}))
"""


def girth(place: Path | None, data: dict[str, Array]) -> dict[str, Any] | str:
    """What girth makes of the data (see GIRTH), or why it could not be asked. `place`: an environment that has it."""
    if place is None:
        return "not asked: name an environment that has it with --peers"
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        return f"absent: there is no {python}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.npz"
        np.savez(path, **data)  # type: ignore[arg-type]
        done = subprocess.run(
            [str(python), "-W", "ignore", "-c", GIRTH, str(path)],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | SINGLE_THREAD,
        )
    if done.returncode:
        return "absent: " + (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures
