"""A third person who has no account: a number and a code, by mail or by post, lead them to one question and to nothing else.

What leaves names neither the démarche, nor who made it, nor what is asked: that is read on the page, once both are given. A
number that nobody has is answered like any other.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.informations import adresse
from accounts.models import Assure, Caisse, Personne
from accounts.models.identifiants import identifiant_public
from ameli.noyau import formats
from ameli.noyau.calendrier import jours
from ameli.noyau.chiffrement import Empreinte, empreinte
from ameli.noyau.envois import deposer_courriel, deposer_lettre
from demarches.moteur.models_acces import AccesTiers
from demarches.moteur.models_attente import Attente
from documents.verification.codes import grouper

Canal = AccesTiers.Canal
CHIFFRES, ESSAIS = 6, 10
VIE_DU_CODE, ENTRE_DEUX_CODES, CODES = timedelta(minutes=15), timedelta(minutes=1), 10
COURRIER = jours(
    5
)  # hypothesis: a letter takes four days; whoever is written to by post has as many days as the others
QUOI = "Vous répondez à une question de votre caisse."
POURQUOI = "a number and a code lead to it"


@dataclass(frozen=True)
class Joindre:
    """Where to write: a mail address, or the block of a letter."""

    canal: Canal
    destination: str


@dataclass(frozen=True)
class Chemin:
    """How somebody of a household is asked: in their account, else by post. `assure` is their own file, if they have one."""

    assure: Assure | None
    joindre: Joindre | None = None


def chemin_vers(personne: Personne, foyer: Assure) -> Chemin | None:
    """By post, at their own address, or at that of the file `foyer` when they have no file. None when nothing reaches them."""
    siens = Assure.objects.systeme("somebody of a household is asked").filter(personne=personne)
    sien = siens.select_related("personne", "caisse", "compte").first()
    if sien is not None and getattr(sien, "compte", None) is not None:
        return Chemin(sien)
    joindre = par_lettre(personne, sien or foyer)
    return Chemin(sien, joindre) if joindre is not None else None


def par_courriel(a: str) -> Joindre:
    return Joindre(Canal.COURRIEL, a)


def par_lettre(personne: Personne, chez: Assure) -> Joindre | None:
    """To somebody, at the address of the file `chez`: their own, or that of their household. None when none is known, or nobody is there to read."""
    ou = adresse.actuelle(chez)
    if ou is None or personne.date_deces is not None:
        return None
    return Joindre(Canal.LETTRE, "\n".join([str(personne), *ou.lignes]))


def ecrire(attente: Attente, joindre: Joindre, *, le: datetime) -> AccesTiers:
    """A new number leaves; a former one leads nowhere any more, and tries start again."""
    numero, code = identifiant_public(), _tirer() if joindre.canal == Canal.LETTRE else ""
    acces, _ = AccesTiers.objects.systeme("one for a wait").update_or_create(
        attente=attente,
        defaults={
            "canal": joindre.canal, "destination": joindre.destination, "numero": _du_numero(numero),
            "code": _du_code(numero, code) if code else "", "code_expire_le": attente.echeance if code else None,
            "code_demande_le": None, "codes_demandes": 0, "essais": 0, "envoye_le": le,
        },
    )  # fmt: skip
    contexte = {
        "numero": grouper(numero), "code": code, "jusqu_a": formats.jour(attente.echeance), "caisse": _caisse(attente),
        "lien": f"{_page()}?{urlencode({'numero': numero})}", "page": _page().partition("://")[2],
    }  # fmt: skip
    cle, ref = f"attente:{attente.public_id}:acces:{acces.numero[:16]}", _dossier_de(attente)
    if joindre.canal == Canal.LETTRE:
        deposer_lettre(a=joindre.destination, gabarit="reponse_attendue", contexte=contexte, cle=cle, assure_ref=ref)
    else:
        deposer_courriel(a=joindre.destination, gabarit="reponse_attendue", contexte=contexte, cle=cle, assure_ref=ref)
    return acces


def ecrire_encore(attente: Attente, *, le: datetime) -> bool:
    """A reminder, where the first one went; False when this person was not written to so."""
    acces = AccesTiers.objects.systeme("a reminder").filter(attente=attente).first()
    if acces is not None:
        ecrire(attente, Joindre(Canal(acces.canal), acces.destination), le=le)
    return acces is not None


@transaction.atomic
def envoyer_un_code(numero: str, *, le: datetime) -> None:
    """A short-lived code to the mailbox that the number was sent to; nothing for another number, nor too often."""
    acces = _verrouiller(numero)
    if acces is None or acces.canal != Canal.COURRIEL or not acces.destination or acces.essais >= ESSAIS:
        return
    trop_tot = acces.code_demande_le is not None and le < acces.code_demande_le + ENTRE_DEUX_CODES
    if trop_tot or acces.codes_demandes >= CODES:
        return
    code = _tirer()
    acces.code, acces.code_expire_le, acces.code_demande_le = _du_code(numero, code), le + VIE_DU_CODE, le
    acces.codes_demandes += 1
    acces.save(update_fields=["code", "code_expire_le", "code_demande_le", "codes_demandes"])
    deposer_courriel(
        a=acces.destination, gabarit="code_de_preuve", assure_ref=_dossier_de(acces.attente),
        contexte={"quoi": QUOI, "code": code, "minutes": int(VIE_DU_CODE.total_seconds() // 60)},
        cle=f"attente:{acces.attente.public_id}:code:{acces.numero[:16]}:{acces.codes_demandes}",
    )  # fmt: skip


@transaction.atomic
def reconnaitre(numero: str, code: str, *, le: datetime) -> AccesTiers | None:
    """Whoever gives a number and its code; None for any others. A code of a mail is spent; ten wrong ones close the number."""
    acces = _verrouiller(numero)
    bon = _du_code(numero, code).vaut(acces.code if acces is not None else "")
    if acces is None or acces.essais >= ESSAIS:
        return None
    if not bon or acces.code_expire_le is None or acces.code_expire_le <= le:
        acces.essais += 1
        acces.save(update_fields=["essais"])
        return None
    if acces.canal == Canal.COURRIEL:
        acces.code = ""
        acces.save(update_fields=["code"])
    return acces


def oublier_ou(attente: Attente) -> None:
    """Nothing is awaited any more: where they were written to is forgotten. The number still says that it is over."""
    AccesTiers.objects.systeme("the wait is over").filter(attente=attente).update(destination="")


def _verrouiller(numero: str) -> AccesTiers | None:
    lignes = AccesTiers.objects.systeme(POURQUOI).select_for_update(of=("self",), no_key=True)
    return lignes.filter(numero=_du_numero(numero)).select_related("attente__tiers").first()


def _page() -> str:
    return f"{settings.URL_PUBLIQUE}{reverse('demarches:tiers_entrer')}"


def _caisse(attente: Attente) -> Caisse:
    """Their own; the one that asks, for somebody whom no file knows."""
    return attente.tiers.caisse if attente.tiers is not None else attente.demarche.caisse


def _dossier_de(attente: Attente) -> str:
    return attente.tiers.public_id if attente.tiers is not None else ""


def _tirer() -> str:
    return f"{secrets.randbelow(10**CHIFFRES):0{CHIFFRES}}"


def _du_numero(numero: str) -> Empreinte:
    return empreinte("tiers_numero", numero)


def _du_code(numero: str, code: str) -> Empreinte:
    """Bound to its number, whose 79 bits are its salt."""
    return empreinte("tiers_code", f"{numero}\0{code}")
