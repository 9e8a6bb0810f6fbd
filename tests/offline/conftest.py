"""The app reads the stores of the checkout: they are made once when their files have changed."""

import pytest
from filelock import FileLock

from cartomut import sample
from cartomut.paths import DATA


@pytest.fixture(scope="session", autouse=True)
def _fresh_stores():
    with FileLock(
        DATA / "store" / ".tests.lock"
    ):  # test processes that run side by side share them
        for dataset in sample.known():
            if not sample.is_current(dataset):
                sample.make(dataset)
