"""What the operator decided, and where each value comes from."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cartomut import setting_texts
from cartomut.commands.speech import speaking


def settings(
    example: Annotated[
        bool, typer.Option("--example", help="écrire de nouveau cartomut.example.toml")
    ] = False,
) -> None:
    """Dire les réglages en vigueur et d'où ils viennent / tell the settings in force."""
    if example:
        setting_texts.MODEL.write_text(setting_texts.example(), encoding="utf-8")
        typer.echo(str(setting_texts.MODEL))
        return
    _ = speaking()
    shown = Table(_("réglage"), _("valeur"), _("d'où elle vient"), box=None, pad_edge=False)
    for name, value, origin in setting_texts.in_force():
        shown.add_row(name, value, _.pick(*origin))
    Console(soft_wrap=True, highlight=False, markup=False).print(shown)
    for variable, near in setting_texts.unknown_variables():
        text = _("La variable {} n'est pas un réglage ; elle est ignorée.").format(variable)
        hint = _("Vouliez-vous dire {} ?").format(near) if near else ""
        typer.echo(f"{text} {hint}".rstrip(), err=True)
