"""What registers keeps."""

from gewu.ground.registers.models.kinds import FieldGroup, RegisterField, RegisterKind
from gewu.ground.registers.models.records import Record, RecordChange

__all__ = ["FieldGroup", "Record", "RecordChange", "RegisterField", "RegisterKind"]
