"""Orders of Vitale cards by the thousand, made cheaply: the rows that queues and follow-up pages read, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import Assure
from demarches.models import Brouillon, Demarche, Etat, Evenement

CODE = "commande-carte-vitale"
ALERTE = [{"code": "images", "phrase": "La photo et la pièce d’identité sont à vérifier."}]


def semer(assures: list[Assure], nombre: int, le: datetime, *, ouvertes: int = 2, heures: int = 1) -> None:
    """`nombre` orders shared among `assures` (who have accounts), `heures` apart, the last at `le`; one in `ouvertes` waits for an agent."""
    dates = [le - timedelta(hours=heures * (nombre - rang)) for rang in range(nombre)]
    qui = [assures[rang % len(assures)] for rang in range(nombre)]
    brouillons = Brouillon.objects.bulk_create(
        [
            Brouillon(assure=un, compte=un.compte, teleservice=CODE, etat="DEPOSE", commence_le=quand,
                      enregistre_le=quand, expire_le=quand + timedelta(days=30))
            for un, quand in zip(qui, dates, strict=True)
        ]
    )  # fmt: skip
    demarches = Demarche.objects.bulk_create(
        [
            _demarche(brouillon, quand, rang % ouvertes == 0)
            for rang, (brouillon, quand) in enumerate(zip(brouillons, dates, strict=True))
        ]
    )
    Evenement.objects.bulk_create(
        [
            Evenement(demarche=une, nom="deposer", vers=Etat.DEPOSEE, acteur="ASSURE", auteur=une.compte.acteur, le=une.deposee_le)
            for une in demarches
        ]
    )  # fmt: skip


def _demarche(brouillon: Brouillon, le: datetime, ouverte: bool) -> Demarche:
    etat = Etat.DEPOSEE if ouverte else Etat.ACCEPTEE
    return Demarche(
        brouillon=brouillon, assure=brouillon.assure, compte=brouillon.compte, caisse=brouillon.assure.caisse,
        teleservice=CODE, version=1, recapitulatif={"sections": []}, etat=etat, deposee_le=le,
        reponses={"beneficiaire": {"personne": brouillon.assure.personne.public_id}}, alerte_le=le + timedelta(days=4),
        alertes=ALERTE if ouverte else [], close_le=None if ouverte else le + timedelta(days=10),
    )  # fmt: skip
