"""A file of the operations that nobody has written to yet, for each test."""

import pytest

from cartomut import paths


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "saisies" / "operations.sqlite"
    monkeypatch.setattr(paths, "OPERATIONS", path)
    return path
