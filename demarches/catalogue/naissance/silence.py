"""A grief, told by a parent or learnt from the civil register: everything stops the same minute, and one letter leaves.

No message, no mail, no reminder, no timeline, no list of things to do; nothing is asked, rights stay. The file says so of the
child to every room and every page (`Beneficiaire.silence_le`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from accounts.dossier import naissances
from accounts.informations import adresse
from accounts.messagerie import ecriture
from accounts.models import Assure, Fil
from ameli.noyau import formats
from ameli.noyau.envois import deposer_lettre
from demarches.catalogue.naissance import enfants
from demarches.catalogue.naissance.models import EnfantDeclare
from demarches.moteur import attentes, brouillons, previsions, transitions
from demarches.moteur.models import OUVERTS, Brouillon, Demarche, Etat

JALON = "silence"
THEME, SUJET = "situation", "Ma situation"
TEXTE = (
    "Ma situation est particulière. Je souhaite qu’un conseiller me réponde.\n\n"
    "Ce message a été préparé par le site. La personne n’a rien eu à expliquer."
)


def tenu(demarche: Demarche) -> bool:
    """Is there no child left of whom something may be said?"""
    siens = enfants.lire(demarche)
    return bool(siens) and all(enfant.etat == EnfantDeclare.Etat.SILENCE for enfant in siens)


def demander(assure: Assure, *, acteur: str, le: datetime) -> Fil | None:
    """The parent said that their situation is particular, and nothing else: whatever concerns a birth stops.

    Gives the thread in which a trained agent answers, None when too many messages were written that day.
    """
    brouillons.effacer(Brouillon.objects.de(assure).filter(teleservice=enfants.CODE, etat=brouillons.OUVERT))
    parlantes = EnfantDeclare.objects.de(assure).exclude(etat=EnfantDeclare.Etat.SILENCE).values("demarche")
    for demarche in Demarche.objects.de(assure).filter(pk__in=parlantes, etat__in=(*OUVERTS, Etat.ACCEPTEE)):
        faire(demarche, enfants.lire(demarche), acteur=acteur, le=le)
    try:
        return ecriture.ecrire(
            assure, theme=THEME, sujet=SUJET, texte=TEXTE, cle=f"situation:{formats.date_courte(le)}", acteur=acteur,
            le=le,
        )  # fmt: skip
    except ecriture.EcritureRefusee as refus:
        return refus.fil


def faire(
    demarche: Demarche, concernes: Sequence[EnfantDeclare], *, acteur: str, le: datetime, deces: date | None = None
) -> None:
    """Keep silent about these children of the declaration; it ends when no other child is left."""
    ligne = transitions.verrouiller(demarche)
    for enfant in concernes:
        enfant.passer(EnfantDeclare.Etat.SILENCE)
        if enfant.rattachement is not None:
            naissances.faire_silence(enfant.rattachement, le=le, acteur=acteur, cause=ligne.reference, deces=deces)
    if tenu(ligne):
        _finir(ligne, acteur, le)
    _ecrire(ligne)


def _finir(demarche: Demarche, acteur: str, le: datetime) -> None:
    """Its delays, its requests and its points to check go with it; trained agents alone see it from now on."""
    if demarche.ouverte:
        attentes.tout_retirer(demarche, motif="Un conseiller formé s’en occupe.", le=le)
        demarche.alertes = []
        demarche.save(update_fields=["alertes"])
        previsions.promettre(demarche, None)
        demarche = transitions.passer(demarche, "accepter", acteur="horloge", le=le)
    transitions.noter(demarche, JALON, le=le, acteur=acteur, meme_close=True).reserver()


def _ecrire(demarche: Demarche) -> None:
    """By post, once, whatever the number of times that it was told. It names nobody and nothing."""
    ou = adresse.actuelle(demarche.assure)
    if ou is None:
        return
    personne = demarche.assure.personne
    deposer_lettre(
        a="\n".join([f"{personne.prenom} {personne.nom}", *ou.lignes]), gabarit="naissance_silence",
        cle=f"{demarche.objet}:silence", assure_ref=demarche.assure.public_id, contexte={"caisse": demarche.caisse},
    )  # fmt: skip
