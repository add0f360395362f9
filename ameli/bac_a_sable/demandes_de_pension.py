"""Requests for a pension that practice people sent before, lived through every day that has passed since; an appointment to choose, and one that the caisse proposes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from accounts.models import Assure
from ameli.noyau import horloge
from ameli.noyau.calendrier import PARIS, est_ouvre, jour_de, jours
from ameli.noyau.echeances.models import Echeance
from demarches.catalogue.pension_invalidite import creneaux, proposition, rendez_vous
from demarches.gestionnaires import delai_ecoule
from demarches.models import Brouillon, Demarche
from demarches.moteur import registre, transitions
from demarches.moteur.depot import deposer

CODE, MEDECIN = "pension-invalidite", "agent:MEDECIN-01"
# Who asked, and how many days ago: one waits for the doctor, the other has waited for more than two months.
DEMANDES = {"gilles": 12, "maryse": 66}
RENDEZ_VOUS = {"gilles": 3}  # whom the doctor wants to see, and asked how many days ago
PROPOSEES = {"corinne": 4}  # to whom, and how many days ago
EMPLOYEUR = {"employeur": "Thermes de l’Adour", "siret": "73282932000074", "poste": "Agent d’accueil", "temps": "PLEIN"}


def installer(assures: Mapping[str, Assure]) -> None:
    """In the caller's transaction."""
    for cle, il_y_a in DEMANDES.items():
        le = horloge.maintenant() - timedelta(days=il_y_a)
        demarche = deposer(_brouillon(assures[cle], le), le=le)
        _vivre(demarche)
        if cle in RENDEZ_VOUS:
            _convoquer(demarche, horloge.maintenant() - timedelta(days=RENDEZ_VOUS[cle]))
    for cle, il_y_a in PROPOSEES.items():
        le = horloge.maintenant() - timedelta(days=il_y_a)
        connu = {"situation": "SALARIEE", "arret": f"{_arret(le)}", "employeur": EMPLOYEUR["employeur"]}
        proposition.proposer(assures[cle], connu, acteur=MEDECIN, le=le)


def _convoquer(demarche: Demarche, le: datetime) -> None:
    """Three working days at half past nine, as the medical service would propose them."""
    jours_ouvres = (jour for n in range(30) if est_ouvre(jour := creneaux.premier_jour(le) + timedelta(days=n)))
    moments = [datetime.combine(jour, time(9, 30), PARIS) for jour in islice(jours_ouvres, 3)]
    lieu = f"Service médical, {', '.join(demarche.assure.caisse.adresse.splitlines())}"
    transitions.noter(demarche, "convoquer", le=le, acteur=MEDECIN, statut=False)
    rendez_vous.convoquer(demarche, MEDECIN, {"lieu": lieu, "moments": moments}, le)


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
