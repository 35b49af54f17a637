"""The change log of the structure: what became of the areas and of who leads what.

Words: entry (one thing that was decided), day (when it holds), decided (when it was said). Told from
the journal, versions and redraws below; nothing here writes, and nothing is kept a second time.
"""
