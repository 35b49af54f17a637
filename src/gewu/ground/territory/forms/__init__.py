"""Shapes of input: areas and their import, changes with a date, plans of fair parts."""

from gewu.ground.territory.forms.areas import (
    AreaForm,
    ColumnsForm,
    DayForm,
    UploadForm,
    guessed,
)
from gewu.ground.territory.forms.buildings import BuildingForm, BuildingsFileForm
from gewu.ground.territory.forms.mending import MendForm
from gewu.ground.territory.forms.posters import PosterForm
from gewu.ground.territory.forms.proposing import AgainForm, MoveForm, ProposeForm
from gewu.ground.territory.forms.redrawing import (
    MergeForm,
    RedrawForm,
    RenameForm,
    SplitForm,
)

__all__ = [
    "AgainForm",
    "AreaForm",
    "BuildingForm",
    "BuildingsFileForm",
    "ColumnsForm",
    "DayForm",
    "MendForm",
    "MergeForm",
    "MoveForm",
    "PosterForm",
    "ProposeForm",
    "RedrawForm",
    "RenameForm",
    "SplitForm",
    "UploadForm",
    "guessed",
]
