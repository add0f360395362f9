"""Codes sent to a person: drawn at random, kept as a keyed hash, three tries, few sends, bound to one request.

The life of a code follows the domain's clock; how often one may be asked for follows the wall clock, so that a jump
of the sandbox frees nobody. Everything is in PostgreSQL: a lost cache forgets no limit.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import CodeSecurite, Compte
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import maintenant, temps_reel


@dataclass(frozen=True)
class Politique:
    """How one kind of code may be tried and asked for."""

    essais: int
    renvoi: timedelta
    par_jour: int
    par_demande: bool = False  # each request (`liaison`) has a living code of its own, and its own wait
    en_tout: int = (
        0  # above zero: `par_jour` is for one request, and for the codes that were tried wrong; this is for all of them
    )


# Chapter 2 § 3, table of November 2026. Three tries on four digits leave 3 chances in 10 000 per code. A mail takes up
# to a minute: asking again sooner only kills the code that is on its way. Three sends a day for one request, of which the first
# is ours: who corrects what they typed has asked for none, and three codes tried wrong close the day whatever they correct. Five
# at sign-in (several devices: each has its own code, that of another serves nowhere else).
PAR_DEFAUT = Politique(essais=3, renvoi=timedelta(seconds=60), par_jour=3, en_tout=10)
POLITIQUES = {
    "telephone": Politique(essais=3, renvoi=timedelta(seconds=60), par_jour=5),
    "connexion": Politique(essais=3, renvoi=timedelta(seconds=60), par_jour=5, par_demande=True),
}
JOURNEE = timedelta(days=1)

Motif = Literal["", "absent", "faux", "expire", "epuise"]


class TropDeCodes(Exception):
    """Too many codes were asked for; `jusqu_a` (wall clock, aware) says from when another may be."""

    def __init__(self, jusqu_a: datetime) -> None:
        super().__init__("too many codes were asked for")
        self.jusqu_a = jusqu_a


@dataclass(frozen=True)
class Resultat:
    """What a code was worth. `motif` is empty when it was right; "epuise" when no try is left."""

    valide: bool
    essais_restants: int
    motif: Motif


def politique(usage: str) -> Politique:
    """How this kind of code may be tried and asked for."""
    return POLITIQUES.get(usage, PAR_DEFAUT)


def emettre(compte: Compte, usage: str, liaison: str, *, chiffres: int = 4, duree: timedelta) -> str:
    """Draw a code of `chiffres` digits for `liaison` (a draft, a device) and return it in clear, this once.

    Former codes of the same `usage` die (those of the same `liaison` alone, when the policy is `par_demande`). Raises
    TropDeCodes when the policy says to wait.
    """
    le, envoye_le = maintenant(), temps_reel()
    code, sel = f"{secrets.randbelow(10**chiffres):0{chiffres}}", secrets.token_hex(16)
    with transaction.atomic():
        Compte.objects.select_for_update(no_key=True).only("pk").get(pk=compte.pk)
        _exiger_un_delai(compte, usage, liaison, envoye_le)
        _vivants(compte, usage, liaison).update(annule_le=le)
        CodeSecurite.objects.create(
            compte=compte, usage=usage, liaison=liaison, sel=sel, empreinte=_hacher(compte, usage, liaison, sel, code),
            emis_le=le, envoye_le=envoye_le, expire_le=le + duree,
        )  # fmt: skip
    return code


def prochain_envoi(compte: Compte, usage: str, liaison: str = "") -> datetime | None:
    """From when another code may be asked for (wall clock), or None when it may be at once."""
    return _attendre(compte, usage, liaison, temps_reel())


def fin_du_vivant(compte: Compte, usage: str, liaison: str) -> datetime | None:
    """Until when the code sent for `liaison` works (domain clock); None when none works."""
    vivants = _vivants(compte, usage, liaison).filter(liaison=liaison, expire_le__gt=maintenant())
    return vivants.values_list("expire_le", flat=True).first()


@transaction.atomic
def verifier(compte: Compte, usage: str, liaison: str, code: str) -> Resultat:
    """Try `code` for `liaison`. A right code is spent; the last wrong try kills it. Spaces in `code` are dropped."""
    regle, le = politique(usage), maintenant()
    ligne = _vivants(compte, usage, liaison).select_for_update(no_key=True).order_by("-id").first()
    if ligne is None or ligne.liaison != liaison:
        return Resultat(False, 0, "absent")
    if ligne.expire_le <= le:
        return Resultat(False, 0, "expire")
    propose = _hacher(compte, usage, liaison, ligne.sel, "".join(code.split()))
    ligne.essais += 1
    restants = regle.essais - ligne.essais
    if propose.vaut(ligne.empreinte):
        ligne.utilise_le = le
    elif restants <= 0:
        ligne.annule_le = le
    ligne.save(update_fields=["essais", "utilise_le", "annule_le"])
    if ligne.utilise_le:
        return Resultat(True, restants, "")
    return Resultat(False, max(restants, 0), "faux" if restants > 0 else "epuise")


def deja_verifie(compte: Compte, usage: str, liaison: str) -> bool:
    """True when a right code was given for `liaison`: what a deposit checks again, the code itself being spent."""
    return CodeSecurite.objects.filter(compte=compte, usage=usage, liaison=liaison, utilise_le__isnull=False).exists()


def _vivants(compte: Compte, usage: str, liaison: str) -> QuerySet[CodeSecurite]:
    """What a new code for `liaison` kills."""
    vivants = CodeSecurite.objects.filter(compte=compte, usage=usage, utilise_le=None, annule_le=None)
    return vivants.filter(liaison=liaison) if politique(usage).par_demande else vivants


def _exiger_un_delai(compte: Compte, usage: str, liaison: str, le: datetime) -> None:
    jusqu_a = _attendre(compte, usage, liaison, le)
    if jusqu_a is not None:
        raise TropDeCodes(jusqu_a)


def _attendre(compte: Compte, usage: str, liaison: str, le: datetime) -> datetime | None:
    """The latest of the waits: since the last code, and since the first of each full day. A code that served makes nobody wait."""
    regle = politique(usage)
    envois = list(
        CodeSecurite.objects.filter(compte=compte, usage=usage, envoye_le__gt=le - JOURNEE).order_by("-envoye_le")[
            : regle.en_tout or regle.par_jour
        ]
    )
    chacune = regle.par_demande or regle.en_tout
    siens = [envoi for envoi in envois if not chacune or envoi.liaison == liaison]
    attentes = [siens[0].envoye_le + regle.renvoi] if siens and siens[0].utilise_le is None else []
    comptes = [(envois, regle.en_tout or regle.par_jour)]
    if regle.en_tout:
        rates = [envoi for envoi in envois if envoi.essais and envoi.utilise_le is None]
        comptes += [(siens, regle.par_jour), (rates, regle.par_jour)]
    attentes += [lot[plein - 1].envoye_le + JOURNEE for lot, plein in comptes if len(lot) >= plein]
    jusqu_a = max(attentes, default=le)
    return jusqu_a if jusqu_a > le else None


def _hacher(compte: Compte, usage: str, liaison: str, sel: str, code: str) -> str:
    return empreinte(f"code:{usage}", f"{sel}\0{compte.public_id}\0{liaison}\0{code}")
