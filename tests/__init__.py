"""Tests never touch what was typed in this checkout: each process writes to a folder of its own."""

import atexit
import os
import shutil
import tempfile

_FOLDER = tempfile.mkdtemp(prefix="cartomut-tests-")
os.environ["CARTOMUT_REGLAGES"] = ""  # the settings of this checkout are not those of the tests
os.environ["CARTOMUT_OPERATIONS"] = os.path.join(_FOLDER, "operations.sqlite")
os.environ["CARTOMUT_SUIVI"] = os.path.join(_FOLDER, "suivi")
os.environ["CARTOMUT_SAUVEGARDES"] = os.path.join(_FOLDER, "sauvegardes")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
