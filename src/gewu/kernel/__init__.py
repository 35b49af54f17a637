"""What every area stands on, without a word of the domain.

Words: an *action* writes, a *state table* decides, an *event* is written to the *journal* in the
same transaction and later *heard* by *listeners*; a *hook* is a place where others plug in; a
*seal* hides personal data. Neighbours: `methods` beside it, everything else above it.
"""
