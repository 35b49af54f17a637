"""`gewu administrator`: the first sign-in of an empty installation."""

from typing import Annotated

import typer

from gewu.config.env import EnvError
from gewu.ground.accounts.actions import NewUser, admit_users
from gewu.ground.accounts.queries import is_separated
from gewu.kernel.acting import SYSTEM

app = typer.Typer(add_completion=False)


@app.command()
def run(
    username: Annotated[str, typer.Argument(help="The name to sign in with.")],
    name: Annotated[str, typer.Option(help="The full name; else the sign-in name.")] = "",
    although_separated: Annotated[
        bool, typer.Option(help="Even where three people hold the three roles: all keys are lost.")
    ] = False,
) -> None:
    """Let somebody administer everything; the password is shown once and changed at the first use."""
    if is_separated() and not although_separated:
        raise EnvError(
            "A system administrator, a security administrator and an auditor are appointed, and "
            "no one person may be more than one of them. New sign-ins are added under Users. "
            "If nobody can sign in there any more: --although-separated."
        )
    person = NewUser(username, name or username, "")
    first = admit_users(people=[person], everything=True, by=SYSTEM)[0]
    typer.echo(f"{first.user.username}\n{first.password}")
