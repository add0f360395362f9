"""What happens to one card after its order: lost, brought back by the post, posted again. Each with its message, at once or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.informations import adresse, cartes_europeennes
from accounts.messagerie.depot import deposer_message
from accounts.models import CarteEuropeenne
from demarches.catalogue.ceam import arrivees
from demarches.moteur import transitions
from demarches.moteur.models import Demarche

SUJETS = {
    "opposition": "Votre carte européenne ne vaut plus rien",
    "revenue": "Votre carte européenne nous est revenue",
    "renvoyee": "Votre carte européenne est repartie",
}


@transaction.atomic
def opposer(carte: CarteEuropeenne, *, etat: str, le: datetime, acteur: str, motif: str = "") -> None:
    """Lost or stolen, and no new one in the same breath: on a call, or when another card is awaited already. Raises PasMaintenant."""
    ligne = cartes_europeennes.opposer_une(carte, etat=etat, le=le, acteur=acteur, motif=motif)
    attendues = CarteEuropeenne.objects.systeme("is another card awaited?").filter(personne=ligne.personne)
    suivie = attendues.filter(etat__in=CarteEuropeenne.ATTENDUES).exists()
    _ecrire(ligne, "opposition", le, suivie=suivie, par_agent=acteur.startswith("agent:"))


@transaction.atomic
def noter_le_retour(carte: CarteEuropeenne, *, le: datetime, acteur: str, motif: str = "") -> None:
    """The envelope is at the caisse again (« n’habite pas à l’adresse indiquée »). Raises PasMaintenant."""
    ligne = cartes_europeennes.revenir(carte, le=le, acteur=acteur, motif=motif)
    _jalonner(ligne, "retour", le, acteur, motif)
    _ecrire(ligne, "revenue", le)


@transaction.atomic
def renvoyer(carte: CarteEuropeenne, *, le: datetime, acteur: str, motif: str = "") -> None:
    """The same card leaves again, to the address of the file. Raises PasMaintenant, when there is no address among other reasons."""
    actuelle = adresse.actuelle(carte.demandee_par)
    if actuelle is None:
        raise cartes_europeennes.PasMaintenant(carte.public_id)
    ou = "\n".join(actuelle.lignes)
    ligne = cartes_europeennes.renvoyer(carte, adresse=ou, le=le, acteur=acteur, motif=motif)
    arrivees.attendre(ligne)
    _jalonner(ligne, "renvoi", le, acteur, motif)
    _ecrire(ligne, "renvoyee", le)


def _jalonner(carte: CarteEuropeenne, jalon: str, le: datetime, acteur: str, motif: str) -> None:
    demarche = Demarche.objects.de(carte.demandee_par).ouvertes().filter(reference=carte.cause).first()
    if demarche is not None:
        transitions.noter(demarche, jalon, le=le, acteur=acteur, motif=motif)


def _ecrire(carte: CarteEuropeenne, nouvelle: str, le: datetime, **contexte: Any) -> None:
    assure = carte.demandee_par
    deposer_message(
        assure, sujet=SUJETS[nouvelle], gabarit=f"ceam/{nouvelle}", demarche_reference=carte.cause, le=le,
        cle=f"carte_europeenne:{carte.public_id}:{nouvelle}:{le:%Y%m%d%H%M%S}",
        contexte={
            "carte": carte, "personne": carte.personne, "caisse": assure.caisse, "le": le,
            "adresse": ", ".join(carte.adresse.split("\n")), **contexte,
        },
    )  # fmt: skip
