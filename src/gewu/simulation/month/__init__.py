"""A month of a whole town through the real actions, with an accelerated clock and from a seed."""
