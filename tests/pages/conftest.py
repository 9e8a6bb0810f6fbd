"""The app reads the store of the checkout: it is built once when its files have changed."""

import pytest

from cartomut import store as stores


@pytest.fixture(scope="session", autouse=True)
def _fresh_store():
    for dataset in stores.available():
        if not stores.is_fresh(dataset):
            stores.build(dataset)
