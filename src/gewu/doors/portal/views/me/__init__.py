"""Pages of a resident who has shown that a number is theirs."""
