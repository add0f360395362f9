"""`python -m tests.machine.deploiement`: the environment of an installation where people are real, its keys drawn at the moment.

Keys written here would be published with it, and the product refuses those.
"""

from __future__ import annotations

import base64
import secrets


def environnement() -> dict[str, str]:
    """Every variable that has no default, and none that leads anywhere."""
    return {
        "AMELI_CLE_SECRETE": secrets.token_urlsafe(50),
        "AMELI_CLES_CHIFFREMENT": f"v1:{_cle()}",
        "AMELI_CLE_EMPREINTE": _cle(),
        "AMELI_HOTES": "compte.exemple",
        "AMELI_URL": "https://compte.exemple",
        "DATABASE_URL": f"postgres://site:{secrets.token_hex(16)}@base.exemple/site",
        "REDIS_URL": "redis://redis.exemple/0",
        "AMELI_SMTP_URL": f"smtp+tls://site:{secrets.token_hex(16)}@courriel.exemple:587",
        "AMELI_SMS_URL": "https://sms.exemple/envoyer",
        "AMELI_LETTRES_URL": "https://lettres.exemple/imprimer",
        "AMELI_BANQUE_URL": "https://banque.exemple/comparer",
    }


def _cle() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


if __name__ == "__main__":
    print("\n".join(f"{nom}={valeur}" for nom, valeur in environnement().items()))
