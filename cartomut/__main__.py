"""The command line: ``python -m cartomut``."""

import typer

from cartomut.commands import (
    accounts,
    backup,
    boundaries,
    brief,
    export,
    health,
    journal,
    materials,
    offline,
    operations,
    report,
    settings,
    share,
    stores,
    study,
    thresholds,
)

app = typer.Typer(
    help="CartoMut : construire, importer et publier les données / build, import, publish.",
    no_args_is_help=True,
)
app.command("build")(stores.build)
app.command("import")(study.bring)
app.command("template")(study.template)
app.command("map")(study.propose)
app.command("versions")(study.versions)
app.command("diff")(study.compare)
app.command("publish")(study.publish)
app.command("rollback")(study.rollback)
app.command("share")(share.share)
app.command("boundaries")(boundaries.boundaries)
app.command("population")(materials.population)
app.command("facilities")(materials.facilities)
app.command("roads")(materials.roads)
app.command("brief")(brief.brief)
app.command("export")(export.export)
app.command("bundle")(offline.bundle)
app.command("selftest")(offline.selftest)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("health")(health.health)
app.command("settings")(settings.settings)
app.add_typer(report.app, name="report")
app.add_typer(thresholds.app, name="thresholds")
app.add_typer(operations.app, name="operations")
app.add_typer(accounts.app, name="accounts")
app.add_typer(accounts.link_app, name="links")
app.add_typer(journal.app, name="journal")

if __name__ == "__main__":
    app()
