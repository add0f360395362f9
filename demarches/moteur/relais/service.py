"""The life of a relay: asked for on the computer, opened once on the phone, over when the step is answered or time is up."""

from __future__ import annotations

from datetime import datetime, timedelta
from hmac import compare_digest
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Assure, Compte
from accounts.models.identifiants import ALPHABET, identifiant_public
from accounts.securite import limites
from accounts.securite.limites import Prise
from accounts.securite.mots import phrase
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.formats import INSECABLE
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.saisie.code import lire_lettres
from ameli.noyau.saisie.signes import Illisible
from demarches.moteur.models import Brouillon
from demarches.moteur.pieces_du_brouillon import objet_de
from demarches.moteur.relais.models import Relais
from documents.verification.codes import code_de as signes_de

CODE = timedelta(minutes=10)  # to scan the square and sign in
PRISE_DE_VUE = timedelta(minutes=20)  # then to take the photos, both sides of a card, without hurry
LONGUEUR = 8  # 40 bits, tried five times by somebody who is signed in already
declarer_genre("relais.demande", "{acteur} : code demandé pour continuer une démarche sur un téléphone")
declarer_genre("relais.ouvert", "{acteur} : démarche continuée sur un téléphone")


class TropSouvent(Exception):
    """Asked for, or tried, too often; `phrase` says why, and from when again."""

    def __init__(self, limite: str, prise: Prise) -> None:
        super().__init__("too often")
        self.phrase = phrase(limite, prise.jusqu_a)


def demander(compte: Compte, brouillon: Brouillon, etape: str, le: datetime) -> Relais:
    """A new code for `etape` of `brouillon`, in the place of any other of this account. Raises TropSouvent."""
    _compter("relais", compte)
    with transaction.atomic():
        relais, _ = Relais.objects.systeme("an account has one, whichever file it was about").update_or_create(
            compte=compte,
            defaults={
                "brouillon": brouillon, "etape": etape, "tirage": identifiant_public(), "demande_le": le,
                "expire_le": le + CODE, "ouvert_le": None, "recu_le": None,
            },
        )  # fmt: skip
        _journaliser("relais.demande", compte, brouillon.assure, relais)
    return relais


def ouvrir(compte: Compte, dossier: Assure, code: str, le: datetime) -> Relais | None:
    """The relay that `code` opens for this account, in this file, this once; None for any other code. Raises TropSouvent."""
    _compter("relais_code", compte)
    with transaction.atomic():
        relais = (
            _vivants(compte, dossier, le).filter(ouvert_le=None).select_for_update(of=("self",), no_key=True).first()
        )
        if relais is None or not compare_digest(code_de(relais).encode(), lire(code).encode()):
            return None
        relais.ouvert_le, relais.expire_le = le, le + PRISE_DE_VUE
        relais.save(update_fields=["ouvert_le", "expire_le"])
        _journaliser("relais.ouvert", compte, dossier, relais)
    limites.oublier("relais_code", _sujet(compte))
    return relais


def relie(compte: Compte, dossier: Assure, tirage: str, le: datetime) -> Relais | None:
    """The relay that was opened in this browser, while it lasts and its draft is open, or just ended well."""
    vivants = _vivants(compte, dossier, le)
    return vivants.filter(tirage=tirage).exclude(ouvert_le=None).first() if tirage else None


def attendu(brouillon: Brouillon, etape: str) -> Relais | None:
    """What the computer waits for on this step, living or not."""
    return Relais.objects.de(brouillon.assure).filter(brouillon=brouillon, etape=etape).first()


def etat(relais: Relais | None, le: datetime) -> str:
    """For the page of the computer: "recu", "fini" (nothing may come any more), "relie" or "attente"."""
    if relais is not None and relais.recu_le:
        return "recu"
    if relais is None or relais.expire_le <= le:
        return "fini"
    return "relie" if relais.ouvert_le else "attente"


def terminer(relais: Relais, le: datetime) -> None:
    """The step is answered: the computer may go on, the phone has nothing more to do."""
    Relais.objects.de(relais.brouillon.assure).filter(pk=relais.pk, tirage=relais.tirage).update(recu_le=le)


def code_de(relais: Relais) -> str:
    """The code, as it is compared."""
    return signes_de("relais", relais.tirage)[:LONGUEUR]


def grouper(code: str) -> str:
    """As it is read: "7K3M 92QX"."""
    return f"{code[:4]}{INSECABLE}{code[4:]}".upper()


def lire(saisie: str) -> str:
    """What was typed, as it is compared; empty when it cannot be a code."""
    try:
        return lire_lettres(saisie, LONGUEUR, ALPHABET, "")
    except Illisible:
        return ""


def carre(relais: Relais) -> str:
    """A data: address of the square that telephones read."""
    adresse = f"{settings.URL_PUBLIQUE}{reverse('demarches:telephone')}?{urlencode({'code': code_de(relais)})}"
    return segno.make(adresse, error="m").svg_data_uri(scale=5, border=3, light="#fff", dark="#10305F")


def _vivants(compte: Compte, dossier: Assure, le: datetime) -> QuerySet[Relais]:
    return Relais.objects.de(dossier).filter(
        compte=compte, expire_le__gt=le, brouillon__etat=Brouillon.EtatBrouillon.OUVERT
    ).select_related("brouillon")  # fmt: skip


def _compter(nom: str, compte: Compte) -> None:
    prise = limites.prendre(nom, _sujet(compte))
    if not prise.permis:
        raise TropSouvent(nom, prise)


def _sujet(compte: Compte) -> str:
    return empreinte("relais", compte.public_id)


def _journaliser(genre: str, compte: Compte, dossier: Assure, relais: Relais) -> None:
    journaliser(
        genre, acteur=compte.acteur_pour(dossier.pk), assure_ref=dossier.public_id, objet=objet_de(relais.brouillon),
        donnees={"etape": relais.etape},
    )  # fmt: skip
