"""Django's PostgreSQL, with an end to every wait (docs/decisions/0023-fin-des-attentes.md)."""
