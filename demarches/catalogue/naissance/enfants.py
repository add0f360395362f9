"""The children of a declaration, read and put in the parent's file."""

from __future__ import annotations

from datetime import datetime

from accounts.dossier import naissances
from accounts.dossier.naissances import Identite
from demarches.catalogue.naissance.models import EnfantDeclare, premier_prenom
from demarches.catalogue.naissance.reponses import Naissance
from demarches.moteur import transitions
from demarches.moteur.lues import ecrire
from demarches.moteur.models import Demarche

CODE = "naissance"  # how addresses and drafts name this room


def noter(demarche: Demarche) -> None:
    """At the deposit: a record each, of what the parent says."""
    EnfantDeclare.objects.systeme("written with its démarche").bulk_create(
        EnfantDeclare(demarche=demarche, place=f"enfants/{un.id}", identite=ecrire(un))
        for un in Naissance.de(demarche).enfants
    )


def lire(demarche: Demarche) -> list[EnfantDeclare]:
    """In their order. One query."""
    siens = EnfantDeclare.objects.de(demarche.assure).filter(demarche=demarche)
    return list(siens.select_related("rattachement__personne", "rattachement__assure").order_by("id"))


def declaree(enfant: EnfantDeclare) -> Identite:
    """What the parent says of the child."""
    dite = enfant.identite
    return Identite(dite["nom"], dite["prenoms"], dite["sexe"], enfant.naissance, enfant.etat_civil.get("commune", ""))


def inscrire(demarche: Demarche, *, acteur: str, le: datetime) -> None:
    """Every child is in the file from now on, without number; done once, and not for one of whom nothing is said."""
    nouveaux = [enfant for enfant in lire(demarche) if enfant.rattachement is None and not enfant.fini]
    for enfant in nouveaux:
        rattachement = naissances.inscrire(demarche.assure, declaree(enfant), acteur=acteur, cause=demarche.reference)
        enfant.passer(enfant.etat, rattachement=rattachement)
    if nouveaux and demarche.ouverte:
        transitions.noter(demarche, "rattache", le=le, acteur=acteur)


def prenoms(demarche: Demarche) -> list[str]:
    """First names of those of whom something may be said; those of the answers while the registry has none."""
    reponses = {f"enfants/{un.id}": un for un in Naissance.de(demarche).enfants}
    return [
        enfant.prenom or premier_prenom(reponses[enfant.place].prenoms)
        for enfant in lire(demarche)
        if enfant.etat != EnfantDeclare.Etat.SILENCE
    ]
