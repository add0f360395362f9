"""What allauth.mfa asks of this site: names shown by telephones, secrets encrypted at rest."""

from __future__ import annotations

import base64

from allauth.mfa.adapter import DefaultMFAAdapter

from accounts.models import Compte
from ameli.noyau.chiffrement import chiffrer_octets, dechiffrer_octets

CONTEXTE = "mfa.authenticator.data"


class AdaptateurCles(DefaultMFAAdapter):
    """No NIR and no name leaves for the telephone: « compte ameli » and the opaque id of the account."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(chiffrer_octets(text.encode(), CONTEXTE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return dechiffrer_octets(base64.b64decode(encrypted_text), CONTEXTE).decode()

    def get_totp_issuer(self) -> str:
        return "compte ameli"

    def get_totp_label(self, user: Compte) -> str:
        return user.identifiant

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "compte ameli"}

    def get_public_key_credential_user_entity(self, user: Compte) -> dict:
        return {"id": user.public_id.encode(), "display_name": "compte ameli", "name": "compte ameli"}
