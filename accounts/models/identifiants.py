"""Opaque public identifiers: what may appear in a URL, a log line or a mail."""

from __future__ import annotations

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def identifiant_public() -> str:
    """16 random characters without look-alikes (79 bits): cannot be guessed, can be read aloud."""
    return "".join(secrets.choice(ALPHABET) for _ in range(16))
