"""Pages of accounts: signing in, users and keys, the audit."""
