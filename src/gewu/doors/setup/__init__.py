"""The set-up of a county in steps, from spreadsheets to the first report.

Words: a *book* is a workbook with a *sheet* for each kind of thing; a *fault* is what speaks against
a row of it; a book comes in whole or not at all. Neighbours: areas, units, people, posts and the
catalogue belong to their areas and are written by their actions only; this door puts them in order.
"""
