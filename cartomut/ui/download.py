"""Every file that leaves a page passes here: what holds reserved data is told when it is taken.

The line of the journal is written when the reader presses the button, before the file is made: a
file that cannot be told is not given. How many files are made in a minute is limited, for each
session and for all.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.RootContainer_pb2 import RootContainer
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cartomut import journal, limiting, withheld
from cartomut.exports import audience
from cartomut.i18n import Language
from cartomut.journal import Actor
from cartomut.queries import query
from cartomut.rights import Reader
from cartomut.ui import acting, failing, reader, session

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
    if callable(data):
        data = partial(_seen_by, reader.current(), data)
        data = partial(_in_turn, _session_id(), data, file_name, session.language())
    st.download_button(label, data=data, file_name=file_name, **how)


def is_reserved(question: str) -> bool:
    """Tell whether the answer to a question holds rows, columns or sums not for everybody."""
    return withheld.withholds(query(question))


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


def _seen_by(who: Reader, make: Callable[[], bytes | str]) -> bytes | str:
    """Make a file that says for whom it is."""
    with audience.made_for(who):
        return make()


@contextmanager
def long_job(_: Language) -> Iterator[bool]:
    """Hold a place for a long job; without one, say so and give False."""
    with limiting.job(_session_id()) as held:
        if not held:
            told = _(
                "D'autres fichiers longs à faire sont en cours ici. "
                "Réessayez dès que l'un d'eux sera fini."
            )
            st.warning(told, icon=":material/hourglass_top:")
        yield held


def _in_turn(
    session_id: str, make: Callable[[], bytes | str], name: str, _: Language
) -> bytes | str:
    """Make a file if this session has not just asked for many; else tell it when to ask again.

    What is raised shows as a failure under the button; the reason comes as a message beside it.
    """
    try:
        limiting.FILES.take(session_id)
    except limiting.TooMany as refused:
        say(session_id, too_many(refused.seconds, _))
        raise
    try:
        return make()
    except Exception as failure:
        say(session_id, failing.unmade(failure, name, _), ":material/error:")
        raise


def too_many(seconds: float, _: Language) -> str:
    """Say that no file is made now, and when the next may be asked for."""
    return _.plural(
        "Beaucoup de fichiers viennent d'être demandés. Réessayez dans {} seconde.",
        "Beaucoup de fichiers viennent d'être demandés. Réessayez dans {} secondes.",
        max(1, int(seconds + 1)),
    )


def say(session_id: str, text: str, icon: str = ":material/hourglass_top:") -> None:
    """Show a message to a reader while no script runs, which ``st.toast`` cannot.

    The message goes the way of all others, through the session's own queue.
    """
    session = runtime.get_instance().get_app_session(session_id) if runtime.exists() else None
    if session is None:
        return
    message = ForwardMsg()
    message.metadata.delta_path[:] = [RootContainer.EVENT, 0]
    message.delta.new_element.toast.body = text
    message.delta.new_element.toast.icon = icon
    session._enqueue_forward_msg(message)


def _session_id() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""
