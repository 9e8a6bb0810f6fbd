"""CartoMut: the server, then, at each visit, the router: language, data, theme, filters, page."""

import streamlit as st

if __name__ == "__main__":  # the router, which Streamlit runs for each reader
    from cartomut import ui

    st.set_page_config(page_title="CartoMut", page_icon="static/cartomut/icone.svg", layout="wide")
    with ui.run():
        _ = ui.language()
        page = ui.navigation(_)
        ui.document(_)
        ui.admit(_)
        ui.start()
        ui.draw_frame(_, page.title, page.url_path)
        page.run()
else:  # the server, once: what it logs, what it tells browsers to refuse
    from cartomut import serving

    def show(failure: Exception) -> bool:
        """Show a fault to its reader; the interface is there by then, and not before."""
        from cartomut.ui import failing

        return failing.show(failure)

    def refuse(session: str, seconds: float) -> None:
        """Tell a reader that the file they brought was not taken."""
        from cartomut.ui import received

        received.refuse(session, seconds)

    def room(session: str, size: int | None) -> serving.Place:
        """Keep room in memory for a file that a reader brings."""
        from cartomut.ui import received

        return received.room(session, size)

    address = st.get_option("server.address")
    serving.start(address, st.get_option("secrets.files"))
    around = serving.middleware(address, room, refuse)
    app = st.App(__file__, middleware=around, on_script_error=show)
