"""Django's PostgreSQL backend, with the second wall before every cursor."""
