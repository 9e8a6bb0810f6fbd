"""Let a process of its own read a file that may be slow or hostile, and take its answer."""

import json
import os
import subprocess
import sys
from typing import Any

from cartomut.paths import ROOT

SECONDS = 180  # that a file may take to read
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "PROJ_NETWORK": "OFF", "GDAL_DRIVER_PATH": "disable"}


def ask(module: str, job: Any, seconds: float = SECONDS) -> Any:
    """Give a job (JSON) to ``python -m module``; None when it was stopped or died."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", module],
            input=json.dumps(job),
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env={**os.environ, **_ENVIRONMENT},
            timeout=seconds,
            check=True,
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return None
