"""The command line: ``python -m cartomut``. A command's modules are read when it is called."""

import ast
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

COMMANDS = {  # name: where in cartomut/commands its function, or its group of commands, is
    "build": "stores:build",
    "import": "study:bring",
    "template": "study:template",
    "map": "study:propose",
    "versions": "study:versions",
    "diff": "study:compare",
    "publish": "study:publish",
    "rollback": "study:rollback",
    "share": "share:share",
    "boundaries": "boundaries:boundaries",
    "population": "materials:population",
    "facilities": "materials:facilities",
    "roads": "materials:roads",
    "brief": "brief:brief",
    "export": "export:export",
    "bundle": "offline:bundle",
    "selftest": "offline:selftest",
    "backup": "backup:backup",
    "restore": "backup:restore",
    "health": "health:health",
    "settings": "settings:settings",
    "report": "report:app",
    "thresholds": "thresholds:app",
    "operations": "operations:app",
    "accounts": "accounts:app",
    "links": "accounts:link_app",
    "journal": "journal:app",
}


class Later(MutableMapping[str, Any]):
    """The commands by name; one is imported when it is taken out, never when it is listed."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = _command(name, COMMANDS[name])
        return self._made[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        raise TypeError(f"{name}: commands are those of COMMANDS")

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class Group(TyperGroup):
    """A group that knows the names of its commands without importing them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.commands = Later()

    def list_commands(self, ctx: Any) -> list[str]:
        """List the names, in the order of the table."""
        return list(COMMANDS)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands with what their sources say of them."""
        told: dict[str, Any] = {
            name: TyperCommand(name, help=first_words(place)) for name, place in COMMANDS.items()
        }
        TyperGroup(
            name=self.name,
            commands=told,
            params=self.params,
            help=self.help,
            rich_markup_mode=self.rich_markup_mode,
        ).format_help(ctx, formatter)


def first_words(place: str) -> str:
    """Read what a command says of itself in its source, without importing what it needs."""
    module, _, wanted = place.partition(":")
    path = Path(__file__).parent / "commands" / f"{module}.py"
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) if name == wanted:
                return ast.get_docstring(node) or ""
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Call(keywords=[ast.keyword("help", said)])
            ) if name == wanted:
                return str(ast.literal_eval(said))
    raise LookupError(place)


def _command(name: str, place: str) -> Any:
    module, _, wanted = place.partition(":")
    found = getattr(import_module(f"cartomut.commands.{module}"), wanted)
    if isinstance(found, typer.Typer):
        group = get_group(found)
        group.name = name
        return group
    holder = typer.Typer(add_completion=False)
    holder.command(name)(found)
    return get_command(holder)


app = typer.Typer(
    cls=Group,
    help="CartoMut : construire, importer et publier les données / build, import, publish.",
    no_args_is_help=True,
)


@app.callback()
def main() -> None:
    """Do nothing of its own: each command does."""


if __name__ == "__main__":
    app()
