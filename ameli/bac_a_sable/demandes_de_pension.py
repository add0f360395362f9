"""Requests for a pension that practice people sent before, lived through every day that has passed since; and one that the caisse proposes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import Assure
from ameli.noyau import horloge
from ameli.noyau.calendrier import jour_de, jours
from ameli.noyau.echeances.models import Echeance
from demarches.catalogue.pension_invalidite import proposition
from demarches.gestionnaires import delai_ecoule
from demarches.models import Brouillon, Demarche
from demarches.moteur import registre
from demarches.moteur.depot import deposer

CODE = "pension-invalidite"
# Who asked, and how many days ago: one waits for the doctor, the other has waited for more than two months.
DEMANDES = {"gilles": 12, "maryse": 66}
PROPOSEES = {"corinne": 4}  # to whom, and how many days ago
EMPLOYEUR = {"employeur": "Thermes de l’Adour", "siret": "73282932000074", "poste": "Agent d’accueil", "temps": "PLEIN"}


def installer(assures: Mapping[str, Assure]) -> None:
    """In the caller's transaction."""
    for cle, il_y_a in DEMANDES.items():
        le = horloge.maintenant() - timedelta(days=il_y_a)
        _vivre(deposer(_brouillon(assures[cle], le), le=le))
    for cle, il_y_a in PROPOSEES.items():
        le = horloge.maintenant() - timedelta(days=il_y_a)
        connu = {"situation": "SALARIEE", "arret": f"{_arret(le)}", "employeur": EMPLOYEUR["employeur"]}
        proposition.proposer(assures[cle], connu, acteur="agent:MEDECIN-01", le=le)


def _brouillon(assure: Assure, le: datetime) -> Brouillon:
    reponses: dict[str, dict[str, Any]] = {
        "informations": {"nationalite": "FR", "titre": "", "titre_numero": "", "titre_fin": None},
        "situation": {"situation": "SALARIEE", "tierce_personne": "non", "accident": "non"},
        "salariee": {**EMPLOYEUR, "embauche": "2009-09-01", "arret": f"{_arret(le)}", "maintien": "non"},
        "controle": {},
        "avis": {"lequel": "SANS", "avis": []},
    }
    return Brouillon.objects.create(
        assure=assure, compte=assure.compte, teleservice=CODE, version=registre.celui_de(CODE).version,
        contenu={"reponses": reponses, "saisies": {}, "tours": {}}, commence_le=le, enregistre_le=le,
        expire_le=jours(30).apres(le),
    )  # fmt: skip


def _arret(le: datetime) -> date:
    return jour_de(le) - timedelta(days=300)


def _vivre(demarche: Demarche) -> None:
    """Each delay that has run does what it does, at its date."""
    passees = Echeance.objects.filter(
        objet=demarche.objet, genre="demarche.delai", etat=Echeance.Etat.EN_ATTENTE, du_le__lte=horloge.maintenant()
    )
    for echeance in passees.order_by("du_le", "id"):
        delai_ecoule(echeance)
        Echeance.objects.filter(pk=echeance.pk).update(etat=Echeance.Etat.FAITE, faite_le=echeance.du_le)
