"""The formulas of `domain/indicators.md` as pure functions on counts."""
