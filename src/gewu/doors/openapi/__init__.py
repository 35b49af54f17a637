"""The programming interface: machines report, follow and work on tickets with a key.

Words: a *key* acts as one user, with that user's posts and nothing more. Neighbours: calls the
same actions as the pages; knows no page.
"""
