"""What registers keeps."""

from gewu.ground.registers.models.due import DueNotice
from gewu.ground.registers.models.duplicates import KeptApart
from gewu.ground.registers.models.imports import RegisterImport, RegisterMapping
from gewu.ground.registers.models.kinds import FieldGroup, RegisterField, RegisterKind
from gewu.ground.registers.models.lending import FieldAnswer, FieldRequest
from gewu.ground.registers.models.records import Record, RecordChange

__all__ = [
    "DueNotice",
    "FieldAnswer",
    "FieldGroup",
    "FieldRequest",
    "KeptApart",
    "Record",
    "RecordChange",
    "RegisterField",
    "RegisterImport",
    "RegisterKind",
    "RegisterMapping",
]
