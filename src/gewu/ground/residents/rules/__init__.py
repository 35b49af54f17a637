"""What may be kept, and how it is written. Pure."""
