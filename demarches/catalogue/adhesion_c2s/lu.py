"""What the registry knows of an adhesion: its decision, its right, and who may pay for the foyer (chapter 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.dossier import c2s_lue
from accounts.models import AccordC2S, Assure, DroitC2S, Personne
from demarches.moteur.conditions import MAJORITE
from demarches.moteur.models import Demarche
from demarches.moteur.tiers import Chemin, chemin_vers


@dataclass(frozen=True)
class Payeur:
    """An adult of the foyer who may pay from an account of theirs, and how they are asked."""

    personne: Personne
    chemin: Chemin


def payeurs(assure: Assure, jour: date) -> dict[str, Payeur]:
    """Those whom the awaited adhesion covers besides who asks, by the id of the person; nobody, when the address of who asks is protected."""
    accord = c2s_lue.attendu_de(assure)
    if accord is None or assure.adresse_protegee:
        return {}
    autres = [un.personne for un in c2s_lue.membres_de(accord) if un.personne_id != assure.personne_id]
    adultes = [un for un in autres if un.date_deces is None and un.age(jour) >= MAJORITE]
    chemins = [(un, chemin_vers(un, assure)) for un in adultes]
    return {un.public_id: Payeur(un, chemin) for un, chemin in chemins if chemin is not None}


def accord_de(demarche: Demarche) -> AccordC2S | None:
    """The decision that this démarche adheres to."""
    siens = AccordC2S.objects.de(demarche.assure).filter(adhesion=demarche.reference)
    return siens.select_related("organisme", "assure").first()


def droit_de(demarche: Demarche) -> DroitC2S | None:
    accord = accord_de(demarche)
    return getattr(accord, "droit", None)
