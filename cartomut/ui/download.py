"""Every file that leaves a page passes here: what holds reserved data is told when it is taken.

The line of the journal is written when the reader presses the button, before the file is made: a
file that cannot be told is not given.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from cartomut import journal
from cartomut.journal import Actor
from cartomut.queries import query
from cartomut.ui import acting, reader, session

Content = bytes | str | Callable[[], bytes | str]


def button(
    label: str,
    *,
    data: Content,
    file_name: str,
    reserved: bool | Callable[[], bool] = False,
    **how: Any,
) -> None:
    """Offer a file.

    Parameters
    ----------
    data
        The content, or what makes it when it is asked for, without a session.
    reserved
        Whether the file may hold what not everybody sees, now or when it is asked for; it is then
        told in the journal, if this reader sees such things at all.
    how
        What ``st.download_button`` takes.
    """
    if reserved and sees_reserved():
        who, dataset = acting.now(), session.dataset()
        data = partial(_given, who, file_name, dataset, reserved, data)
    st.download_button(label, data=data, file_name=file_name, **how)


def is_reserved(question: str) -> bool:
    """Tell whether the answer to a question holds rows or columns that not everybody sees."""
    return bool(query(question).text("Restricted"))


def sees_reserved() -> bool:
    """Tell whether this reader sees accounts that others do not: of everybody, or its own."""
    sight = reader.current().sight
    return sight.everything or bool(sight.organisation)


def _given(
    who: Actor, name: str, dataset: str, reserved: bool | Callable[[], bool], data: Content
) -> bytes | str:
    """Tell who takes the file, then make it."""
    if reserved() if callable(reserved) else reserved:
        journal.write(*who, "export_reserve", name, {"jeu": dataset})
    return data() if callable(data) else data
