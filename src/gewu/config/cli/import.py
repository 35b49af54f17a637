"""`gewu import`: tickets, areas, people and the sheets of a county, all of a file or nothing."""

import typer

from gewu.config.cli import (
    import_areas,
    import_county,
    import_people,
    import_registers,
    import_tickets,
)

app = typer.Typer(add_completion=False, no_args_is_help=True)
app.command("tickets")(import_tickets.run)
app.command("registers")(import_registers.run)
app.command("areas")(import_areas.run)
app.command("people")(import_people.run)
app.command("county")(import_county.county)
app.command("staff")(import_county.staff)
app.command("units", help="Names and phones of units.")(import_county.one_sheet("units"))
app.command("appointments", help="Posts and who holds them.")(
    import_county.one_sheet("appointments")
)
app.command("leads", help="Which unit leads which work.")(import_county.one_sheet("leads"))


@app.callback()
def imports() -> None:
    """Bring data in from files; a repeat adds nothing twice."""
