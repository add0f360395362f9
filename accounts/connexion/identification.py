"""Who is behind these credentials? The same work whether the account exists or not.

`get_user` brings account, file, person and caisse in one query: it runs at each request.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import Compte
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.preparees import preparee
from ameli.noyau.saisie import mot_de_passe as saisie


def comptes() -> QuerySet[Compte]:
    """Accounts with all that the frame of a page shows. An agent's own row is read by the few pages that are theirs."""
    return Compte.objects.select_related("assure__personne", "assure__caisse")


@preparee
def _celui(numero: int) -> QuerySet[Compte]:
    return comptes().filter(pk=numero)


class _Identification(ModelBackend):
    """What both ways in share."""

    def get_user(self, user_id: int) -> Compte | None:
        """The account of a session, unless it was closed or frozen meanwhile."""
        compte = next(iter(_celui(user_id)), None)
        return compte if compte is not None and compte.is_active and compte.gele_le is None else None

    def _juger(self, compte: Compte | None, mot_de_passe: str) -> Compte | None:
        """Frozen and closed accounts pass here: what happens to them is said after the right password, not before."""
        essais = saisie.essais(mot_de_passe)
        if compte is None:
            for essai in essais:
                make_password(essai)  # the time of a true check
            return None
        return compte if any(compte.check_password(essai) for essai in essais) else None


class ParNir(_Identification):
    """An insured person: 13 characters of the NIR and password."""

    def authenticate(self, request: HttpRequest | None, *, nir: str, mot_de_passe: str) -> Compte | None:  # type: ignore[override]
        compte = comptes().filter(assure__personne__nir_empreinte=empreinte("nir", nir)).first()
        return self._juger(compte, mot_de_passe)


class ParMatricule(_Identification):
    """An agent: matricule and password. Insured people have none."""

    def authenticate(self, request: HttpRequest | None, *, username: str, password: str, **_: Any) -> Compte | None:  # type: ignore[override]
        compte = comptes().filter(identifiant=username, is_staff=True, assure=None).first()
        return self._juger(compte, password)
