"""The mail that tells the owner of a deposit, whoever made it, with « ce n’est pas moi » (`Teleservice.alerte`)."""

from __future__ import annotations

from datetime import timedelta

from accounts.securite import alertes, promesses
from demarches.moteur import contestation
from demarches.moteur.models import Demarche
from demarches.moteur.termes import Alerte


def promettre(alerte: Alerte) -> None:
    """Its row in « Mes alertes »; twice is once."""
    if alerte.code not in promesses.TABLE:
        promesses.declarer(
            alerte.code, alerte.promesse, promesses.courriel(alerte.gabarit), par=("demarche",)
        )  # fmt: skip


def envoyer(alerte: Alerte, demarche: Demarche) -> None:
    """To the confirmed address of the account, at once; nothing leaves to another one."""
    contexte = {
        "le": alertes.en_toutes_lettres(demarche.deposee_le),
        "lien": contestation.creer_lien(demarche, timedelta(hours=alerte.heures)),
        "heures": alerte.heures,
        **alerte.contexte(demarche),
    }
    alertes.alerter(demarche.compte, alerte.code, demarche.objet, contexte, assure_ref=demarche.assure.public_id)
