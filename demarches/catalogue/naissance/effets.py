"""From the deposit to the child in the file, and to the end (chapter 13): what happens, each thing at its date."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.dossier import naissances
from accounts.models import Beneficiaire
from ameli.noyau import formats
from ameli.noyau.calendrier import jours
from demarches.catalogue.naissance import enfants, silence
from demarches.catalogue.naissance.formulaires import FRANCE
from demarches.catalogue.naissance.regles import dates
from demarches.catalogue.naissance.reponses import Naissance
from demarches.moteur import previsions, transitions
from demarches.moteur.declaration import Papier
from demarches.moteur.models import Demarche, Etat

SANS_NOUVELLE = jours(35)  # hypothesis: a number takes two to four weeks
PAPIERS = "Le formulaire S3705 et l’acte sont à lire."
PROCHES = (
    "Une autre naissance de moins de 6 mois est au dossier : deux mères ou deux partenaires. À lire, sans refuser."
)
SANS_NUMERO = "Aucun numéro après 35 jours : demandez-le à l’Insee."


def declarer(demarche: Demarche) -> None:
    """Nobody is looked for in another file: every declaration takes the same time, whoever knows the child."""
    enfants.noter(demarche)
    if demarche.assure.adresse_protegee:
        demarche.reserver()
    if Naissance.de(demarche).situation.lieu != FRANCE:
        demarche.signaler("papiers", PAPIERS)
        return
    if naissances_proches(demarche):
        demarche.signaler("naissances_proches", PROCHES)
    previsions.promettre(demarche, SANS_NOUVELLE.apres(demarche.deposee_le))


def rattacher(demarche: Demarche, le: datetime) -> None:
    """The day after: the child is in the file. The papers of a child born elsewhere are read first."""
    transitions.prendre(demarche, le=le)
    if Naissance.de(demarche).situation.lieu == FRANCE:
        enfants.inscrire(demarche, acteur="horloge", le=le)
        transitions.prevenir(demarche, "rattache", le=le)


def dire_le_retard(demarche: Demarche, le: datetime) -> None:
    """No number after five weeks: an agent asks for it, and the person reads that they have nothing to do again."""
    if Naissance.de(demarche).situation.lieu != FRANCE or all(enfant.fini for enfant in enfants.lire(demarche)):
        return
    previsions.promettre(demarche, None)
    demarche.signaler("sans_numero", SANS_NUMERO)
    transitions.noter(demarche, "sans_numero", le=le)
    transitions.prevenir(demarche, "sans_numero", le=le)


def decider(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    """Accepted, the children stay and the person is told, unless there is a grief; otherwise they leave the file."""
    if evenement == "accepter":
        enfants.inscrire(demarche, acteur=acteur, le=le)
        if not silence.tenu(demarche):
            transitions.prevenir(demarche, "termine", le=le)
    for enfant in enfants.lire(demarche):
        if evenement != "accepter" and enfant.rattachement is not None:
            naissances.sortir(enfant.rattachement, le=le, acteur=acteur, cause=demarche.reference)
        enfant.passer(enfant.etat, identite={}, etat_civil={})


def pas_rattache(demarche: Demarche) -> bool:
    """Until the child is in the file, the declaration may be withdrawn."""
    return all(enfant.rattachement is None for enfant in enfants.lire(demarche))


def papiers(demarche: Demarche) -> tuple[Papier, ...]:
    """The attestation names the child from the day after on."""
    if demarche.etat in (Etat.REFUSEE, Etat.ANNULEE) or discrete(demarche) or pas_rattache(demarche):
        return ()
    return (Papier("Obtenir mon attestation de droits", reverse("documents:attestation_droits")),)


def discrete(demarche: Demarche) -> bool:
    """After a grief its pages say nothing of a birth."""
    return demarche.jalon == silence.JALON


def pour_message(demarche: Demarche) -> dict[str, Any]:
    prenoms = enfants.prenoms(demarche)
    return {"prenoms": formats.enumerer(prenoms), "plusieurs": len(prenoms) > 1}


def naissances_proches(demarche: Demarche) -> bool:
    """Has this parent another birth less than six months away, twins apart?"""
    couverts = Beneficiaire.objects.de(demarche.assure).filter(lien=Beneficiaire.Lien.ENFANT)
    autres = list(couverts.values_list("personne__date_naissance", flat=True))
    return any(dates.trop_proches(un.naissance, autres) for un in Naissance.de(demarche).enfants)
