"""`gewu check`: say what is misconfigured."""

import typer
from django.core.checks import ERROR

from gewu.config import checks

app = typer.Typer(add_completion=False)


@app.command()
def check() -> None:
    """List everything that is wrong with this installation; status 1 if something must be mended."""
    findings = checks.everything()
    for finding in findings:
        typer.echo(str(finding).removeprefix("?: "), err=True)
    if any(finding.is_serious(ERROR) for finding in findings):
        raise typer.Exit(1)
    typer.echo("This installation is in order." if not findings else "It can be used.")
