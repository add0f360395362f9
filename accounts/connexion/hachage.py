"""How passwords are kept (docs/decisions/0003-hachage-des-mots-de-passe.md)."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Mesure(Argon2PasswordHasher):
    """Argon2id, 2 passes over 19 MiB, one lane: about 20 ms and 96 sign-ins a second on 2 cores."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
