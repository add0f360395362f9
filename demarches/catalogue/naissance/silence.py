"""A grief, told by a parent or learnt from the civil register: everything stops the same minute, and one person writes one letter.

No message, no mail, no reminder, no timeline, no list of things to do; nothing is asked, rights stay. The file of the child
says so to every room (`Beneficiaire.silence_le`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from accounts.dossier import naissances
from accounts.informations import adresse
from accounts.models import Assure
from ameli.noyau import echeances
from ameli.noyau.envois import deposer_lettre
from demarches.catalogue.naissance import enfants
from demarches.catalogue.naissance.models import EnfantDeclare
from demarches.moteur import brouillons, pieces, previsions, transitions
from demarches.moteur.models import Brouillon, Demarche, Etat

JALON = "silence"
A_TRAITER = "Deuil ou situation particulière : un conseiller formé s’en occupe. Aucun message, aucune relance."


def tenu(demarche: Demarche) -> bool:
    """Is there no child left of whom something may be said?"""
    siens = enfants.lire(demarche)
    return bool(siens) and all(enfant.etat == EnfantDeclare.Etat.SILENCE for enfant in siens)


def demander(assure: Assure, *, acteur: str, le: datetime) -> None:
    """The parent said that their situation is particular, and nothing else: whatever concerns a birth stops."""
    brouillons.effacer(Brouillon.objects.de(assure).filter(teleservice=enfants.CODE, etat=brouillons.OUVERT))
    declarees = EnfantDeclare.objects.de(assure).exclude(etat=EnfantDeclare.Etat.SILENCE).values("demarche")
    for demarche in Demarche.objects.de(assure).filter(pk__in=declarees).exclude(etat__in=(Etat.REFUSEE, Etat.ANNULEE)):
        faire(demarche, enfants.lire(demarche), acteur=acteur, le=le)


def faire(
    demarche: Demarche, concernes: Sequence[EnfantDeclare], *, acteur: str, le: datetime, deces: date | None = None
) -> None:
    """Keep silent about these children of the declaration; about all of it when no other child is left."""
    ligne = transitions.verrouiller(demarche)
    for enfant in concernes:
        enfant.passer(EnfantDeclare.Etat.SILENCE)
        if enfant.rattachement is not None:
            naissances.faire_silence(
                enfant.rattachement, le=le, acteur=acteur, cause=ligne.reference, deces=deces
            )  # fmt: skip
    if tenu(ligne) and ligne.ouverte:
        _arreter(ligne, acteur, le)
    _ecrire(ligne)


def _arreter(demarche: Demarche, acteur: str, le: datetime) -> None:
    echeances.annuler(objet=demarche.objet)
    echeances.annuler(objet=f"{previsions.PREFIXE}{demarche.reference}")
    pieces.ne_plus_attendre(demarche, le=le)
    previsions.promettre(demarche, None)
    transitions.prendre(demarche, le=le)
    demarche.signaler("silence", A_TRAITER)
    transitions.noter(demarche, JALON, le=le, acteur=acteur)


def _ecrire(demarche: Demarche) -> None:
    """By post, once, whatever the number of times that it was told."""
    ou = adresse.actuelle(demarche.assure)
    if ou is None:
        return
    personne = demarche.assure.personne
    deposer_lettre(
        a="\n".join([f"{personne.prenom} {personne.nom}", *ou.lignes]), gabarit="naissance_silence",
        cle=f"{demarche.objet}:silence", assure_ref=demarche.assure.public_id, contexte={"caisse": demarche.caisse},
    )  # fmt: skip
