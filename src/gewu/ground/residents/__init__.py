"""Residents' personal data, and its only home.

Words: contact (a name and a phone somebody gave so that we can answer), purpose (what they were given
for), access (one reading of a contact: who, when, why). Both are sealed; a blind index finds a phone
again without opening anything. Everyone else keeps a contact's id.
"""
