"""What is kept for how long, that it went, and what left the house.

Words: kind (of record, declared by its area through kernel.retention), period (how many days a kind is
kept here, within its bounds), purge (one run over one kind, which leaves a proof: how many went, what
is left, what was held back), export (a file that somebody took away, kernel.models.ExportRecord).
"""
