"""Names that are kept in two languages."""

from django.utils.translation import get_language


def in_language(chinese: str, english: str) -> str:
    """Words in the reader's language, the Chinese ones where the others are missing."""
    return english if english and (get_language() or "").startswith("en") else chinese
