"""The app whole in one archive, for a computer without network: code, data in use, libraries."""

from cartomut.offline.bundle import Bundle, Wish, make
from cartomut.offline.wheels import PLATFORMS, Target, this_machine

__all__ = ["PLATFORMS", "Bundle", "Target", "Wish", "make", "this_machine"]
