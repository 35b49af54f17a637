"""Privacy classes: every model says for each field how private it is."""

from django.db.models import Model

# public: may be printed. internal: staff only. personal: about a person. sensitive: sealed.
CLASSES = ("public", "internal", "personal", "sensitive")


def unclassified(model: type[Model]) -> list[str]:
    """What is wrong with a model's PRIVACY: fields missing, classes unknown, fields gone."""
    declared: dict[str, str] = getattr(model, "PRIVACY", {})
    meta = model._meta
    fields = [field.name for field in (*meta.fields, *meta.many_to_many)]
    missing = [name for name in fields if name not in declared]
    wrong = [f"{name} ({kind})" for name, kind in declared.items() if kind not in CLASSES]
    gone = [f"{name} (no such field)" for name in declared if name not in fields]
    return missing + wrong + gone
