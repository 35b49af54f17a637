"""Residents' personal data, and its only home.

Words: contact (a name and a phone somebody gave so that we can answer), purpose (what data is held
for: which fields, on what ground, for how long), notice (what people are told of it), household and
person, part (what is held about a person for one purpose, sealed), consent, access (one reading:
who, when, why). Blind indexes find a name, a phone or a citizen ID again without opening anything.
Everyone else keeps an id.
"""
