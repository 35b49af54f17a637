"""Figures: the one module of indicator formulas, and counts of tickets for units and areas.

Words: indicator, ratio (numerator and denominator, always both), sample. Reads tickets below;
nothing here writes.
"""
