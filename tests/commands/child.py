"""Runs the commands that it is told, one JSON line each: the start is paid once for all of them."""

import json
import sys

from typer.testing import CliRunner

from cartomut.__main__ import app


def main() -> None:
    """Answer each line of the input with what its command said."""
    for line in sys.stdin:
        asked = json.loads(line)
        env = {"LANG": asked["lang"], "LC_ALL": asked["lang"]}
        done = CliRunner().invoke(app, asked["words"], env=env)
        told = {"code": done.exit_code, "stdout": done.stdout, "stderr": done.stderr}
        if done.exception and not isinstance(done.exception, SystemExit):
            told["stderr"] += f"Traceback: {done.exception!r}"
        print(json.dumps(told), file=sys.__stdout__, flush=True)


if __name__ == "__main__":
    main()
