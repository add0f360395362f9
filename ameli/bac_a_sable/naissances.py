"""Births that practice people declared before: their declarations live through every day that has passed since, as the product would."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import Assure
from ameli.bac_a_sable import etat_civil
from ameli.noyau import horloge
from ameli.noyau.calendrier import jour_de, jours
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.envois.models import Envoi
from demarches.catalogue.naissance import etat_civil as declaration
from demarches.gestionnaires import delai_ecoule
from demarches.models import Brouillon, Demarche
from demarches.moteur import registre
from demarches.moteur.depot import deposer

ENFANT = "abcd"
# Who declared whom, and how many days ago: the child was born eight days before, the town hall knew it six days before.
DECLARES = {
    "sandrine": (4, {"nom": "Dubosc", "prenoms": "Mathéo", "sexe": "M", "departement": "33"}),
    "aurelie": (30, {"nom": "Bordes", "prenoms": "Anaïs", "sexe": "F", "departement": "40"}),
}


def installer(assures: Mapping[str, Assure]) -> None:
    """In the caller's transaction."""
    for cle, (il_y_a, enfant) in DECLARES.items():
        le = horloge.maintenant() - timedelta(days=il_y_a)
        _vivre(deposer(_brouillon(assures[cle], enfant, le), le=le))


def _brouillon(assure: Assure, enfant: Mapping[str, Any], le: datetime) -> Brouillon:
    ne_le: date = jour_de(le) - timedelta(days=8)
    naissance = {**enfant, "naissance": f"{ne_le}", "mairie_le": f"{ne_le + timedelta(days=2)}"}
    reponses = {
        "situation": {"lieu": "FRANCE", "qui": "MOI"}, f"enfants/{ENFANT}": naissance, "enfants": {"items": [ENFANT]},
        "second_parent": {"nom": "", "prenom": "", "nir": "", "inscrire": False},
    }  # fmt: skip
    return Brouillon.objects.create(
        assure=assure, compte=assure.compte, teleservice="naissance", version=registre.celui_de("naissance").version,
        contenu={"reponses": reponses, "saisies": {}, "tours": {}}, commence_le=le, enregistre_le=le,
        expire_le=jours(30).apres(le),
    )  # fmt: skip


def _vivre(demarche: Demarche) -> None:
    """Each delay that has run does what it does, at its date, and the practice register answers on that day."""
    passees = Echeance.objects.filter(
        objet=demarche.objet, genre="demarche.delai", etat=Echeance.Etat.EN_ATTENTE, du_le__lte=horloge.maintenant()
    )
    for echeance in passees.order_by("du_le", "id"):
        delai_ecoule(echeance)
        Echeance.objects.filter(pk=echeance.pk).update(etat=Echeance.Etat.FAITE, faite_le=echeance.du_le)
        for appel in Envoi.objects.filter(partenaire="etat_civil", etat=Envoi.Etat.EN_ATTENTE).order_by("id"):
            reponse = etat_civil.repondre(json.loads(appel.contenu), jour_de(echeance.du_le))
            declaration.recevoir(int(appel.objet.removeprefix(declaration.PREFIXE)), reponse, echeance.du_le)
            Envoi.objects.filter(pk=appel.pk).update(etat=Envoi.Etat.ENVOYE, envoye_le=echeance.du_le)
