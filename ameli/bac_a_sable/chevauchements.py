"""Practice people whose covers overlap: a choice that has taken effect, one that was rejected, and what waits for the others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.models import Assure, OrganismeComplementaire
from ameli.noyau import horloge
from ameli.noyau.calendrier import jour_de, jours
from ameli.noyau.echeances.models import Echeance
from demarches.catalogue.organisme_complementaire import regles
from demarches.catalogue.organisme_complementaire.formulaires import DEPUIS, ECARTES, ORGANISME
from demarches.gestionnaires import delai_ecoule
from demarches.models import Brouillon
from demarches.moteur import invitations, registre
from demarches.moteur.depot import deposer

# Who chose what, how many days ago; the day (days ago) when that organism was struck off, if it was.
CHOIX = {"regis": ("Santé des Entreprises du Sud", 10, None), "denis": ("Mutuelle du Littoral", 9, 4)}


def installer(assures: Mapping[str, Assure]) -> None:
    """In the caller's transaction, once the payments are there."""
    maintenant = horloge.maintenant()
    for cle, (organisme, il_y_a, radie) in CHOIX.items():
        le = maintenant - timedelta(days=il_y_a)
        invitations.revoir(regles.CODE, assures[cle], le=le - timedelta(days=2))
        demarche = deposer(_brouillon(assures[cle], organisme, le), le=le)
        if radie is not None:
            jour = jour_de(maintenant - timedelta(days=radie))
            OrganismeComplementaire.objects.filter(nom=organisme).update(radie_le=jour)
        for echeance in Echeance.objects.filter(
            objet=demarche.objet, genre="demarche.delai", etat=Echeance.Etat.EN_ATTENTE
        ):
            delai_ecoule(echeance)
            Echeance.objects.filter(pk=echeance.pk).update(etat=Echeance.Etat.FAITE, faite_le=echeance.du_le)
    invitations.revoir_tous(maintenant)


def _brouillon(assure: Assure, organisme: str, le: datetime) -> Brouillon:
    reponses = {}
    for conflit in regles.conflits(assure, le):
        cle = conflit.personne.public_id
        reponses |= {
            f"{cle}{ORGANISME}": next(un.public_id for un in conflit.organismes if un.nom == organisme),
            f"{cle}{DEPUIS}": conflit.depuis.isoformat(),
            f"{cle}{ECARTES}": [un.public_id for un in conflit.organismes if un.nom != organisme],
        }
    return Brouillon.objects.create(
        assure=assure, compte=assure.compte, teleservice=regles.CODE, version=registre.celui_de(regles.CODE).version,
        contenu={"reponses": {"choix": reponses}, "saisies": {}, "tours": {}}, commence_le=le, enregistre_le=le,
        expire_le=jours(30).apres(le),
    )  # fmt: skip
