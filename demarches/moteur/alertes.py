"""The mail that tells the owner of a deposit, whoever made it, with « ce n’est pas moi » (`Teleservice.alerte`)."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import Compte
from accounts.securite import alertes, promesses
from demarches.moteur import contestation
from demarches.moteur.models import Demarche
from demarches.moteur.suites import Alerte


def promettre(alerte: Alerte) -> None:
    """Its row in « Mes alertes »; twice is once."""
    if alerte.code not in promesses.TABLE:
        promesses.declarer(
            alerte.code, alerte.promesse, promesses.courriel(alerte.gabarit), par=("demarche",)
        )  # fmt: skip


def envoyer(alerte: Alerte, demarche: Demarche) -> None:
    """To the confirmed address of the owner's account, at once; nothing leaves to another one, nor to whoever acts for them."""
    compte = _du_titulaire(demarche)
    if compte is None:
        return
    contexte = {
        "le": alertes.en_toutes_lettres(demarche.deposee_le),
        "lien": contestation.creer_lien(demarche, compte, timedelta(hours=alerte.heures)),
        "heures": alerte.heures,
        **alerte.contexte(demarche),
    }
    alertes.alerter(compte, alerte.code, demarche.objet, contexte, assure_ref=demarche.assure.public_id)


def _du_titulaire(demarche: Demarche) -> Compte | None:
    if demarche.compte.assure_id == demarche.assure_id:
        return demarche.compte
    return Compte.objects.filter(assure=demarche.assure_id).first()
