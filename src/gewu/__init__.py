"""Gewu 格物: an open platform for neighbourhood grid services."""
