"""`gewu administrator`: the first sign-in of an empty installation."""

from typing import Annotated

import typer

from gewu.ground.accounts.actions import NewUser, admit_users
from gewu.kernel.acting import SYSTEM

app = typer.Typer(add_completion=False)


@app.command()
def run(
    username: Annotated[str, typer.Argument(help="The name to sign in with.")],
    name: Annotated[str, typer.Option(help="The full name; else the sign-in name.")] = "",
) -> None:
    """Let somebody administer everything; the password is shown once and changed at the first use."""
    person = NewUser(username, name or username, "")
    first = admit_users(people=[person], everything=True, by=SYSTEM)[0]
    typer.echo(f"{first.user.username}\n{first.password}")
