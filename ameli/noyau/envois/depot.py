"""Deposit what has to leave, in the transaction of the business change: rendered now, encrypted, sent afterwards."""

from __future__ import annotations

import json
import re
from typing import Any

from django.conf import settings
from django.db import connection
from django.template import Context, TemplateDoesNotExist, engines
from django.template.backends.django import Template

from ameli.noyau.envois.models import Envoi
from ameli.noyau.horloge import temps_reel
from ameli.noyau.masquage import masquer_adresse, masquer_courriel, masquer_telephone
from ameli.noyau.sonnette import sonner_la_livraison
from ameli.noyau.unicite import inserer_une_fois

DE_MEME_SORTE = ("canal", "gabarit", "partenaire", "objet")
CE_QUI_PART = (*DE_MEME_SORTE, "sujet", "destination", "contenu")
PURGES = ("destination", "contenu")
MASQUES = {
    Envoi.Canal.COURRIEL: masquer_courriel, Envoi.Canal.SMS: masquer_telephone, Envoi.Canal.LETTRE: masquer_adresse,
}  # fmt: skip
SMS = "SMS de votre compte"
CHIFFRES = re.compile(r"\d(?:[ \u00a0.-]?\d){5,}")


class EnvoiHorsTransaction(RuntimeError):
    """A message is written with the change that it tells of, or not at all."""


class CleDejaPrise(ValueError):
    """The key of this deposit names another message already: dropping either in silence would be losing it."""


class SujetIndiscret(ValueError):
    """A subject is read on a locked phone: it names nobody and shows no number."""


class GabaritIncomplet(ValueError):
    """A template gave no subject on its first line, or no body after the blank one."""


def deposer_courriel(
    *,
    a: str,
    gabarit: str,
    contexte: dict[str, Any],
    cle: str,
    assure_ref: str = "",
    premier_suffit: bool = False,
) -> Envoi:
    """A mail to the address `a` from templates/courriels/<gabarit>.txt (first line = subject) and .html when it exists.

    The same mail twice under one `cle` is one mail. With `premier_suffit`, so is another mail of the same template: the
    first speaks for all (one alert a day). Raises EnvoiHorsTransaction, SujetIndiscret, GabaritIncomplet, CleDejaPrise.
    """
    _exiger_transaction("deposer_courriel")
    sujet, texte = _rendre_texte(f"courriels/{gabarit}.txt", contexte)
    html = _rendre_html(f"courriels/{gabarit}.html", contexte, sujet)
    return _deposer(
        canal=Envoi.Canal.COURRIEL, cle=cle, destination=a, assure_ref=assure_ref, gabarit=gabarit,
        sujet=sujet, contenu={"texte": texte, "html": html}, premier_suffit=premier_suffit,
    )  # fmt: skip


def deposer_sms(*, a: str, texte: str, cle: str, sujet: str = SMS, assure_ref: str = "") -> Envoi:
    """An SMS to the number `a`. `sujet` does not leave: it says in the account, to the person, what was sent.

    The same SMS twice under one `cle` is one. Raises EnvoiHorsTransaction, SujetIndiscret, CleDejaPrise.
    """
    _exiger_transaction("deposer_sms")
    _exiger_discret(sujet, cle)
    return _deposer(
        canal=Envoi.Canal.SMS, cle=cle, destination=a, assure_ref=assure_ref, sujet=sujet,
        contenu={"texte": texte.strip()},
    )  # fmt: skip


def deposer_lettre(*, a: str, gabarit: str, contexte: dict[str, Any], cle: str, assure_ref: str = "") -> Envoi:
    """A letter to the address block `a` (lines separated by newlines) from templates/lettres/<gabarit>.txt.

    The same letter twice under one `cle` is one. Raises what deposer_courriel raises.
    """
    _exiger_transaction("deposer_lettre")
    sujet, texte = _rendre_texte(f"lettres/{gabarit}.txt", contexte)
    return _deposer(
        canal=Envoi.Canal.LETTRE, cle=cle, destination=a, assure_ref=assure_ref, gabarit=gabarit,
        sujet=sujet, contenu={"texte": texte},
    )  # fmt: skip


def deposer_appel(*, partenaire: str, donnees: dict[str, Any], cle: str, objet: str) -> Envoi:
    """A question to settings.PARTENAIRES[partenaire]: HTTP POST of `donnees` as JSON, `cle` as Idempotency-Key; for a
    `Consultation`, GET with `donnees` as query.

    The answer is given to the function registered by `@reponse(partenaire)`. The same question twice under one `cle` is
    asked once. Raises KeyError for an unknown partner, EnvoiHorsTransaction, CleDejaPrise.
    """
    _exiger_transaction("deposer_appel")
    if partenaire not in settings.PARTENAIRES:
        raise KeyError(f"Unknown partner {partenaire!r}; see settings.PARTENAIRES")
    return _deposer(canal=Envoi.Canal.APPEL, cle=cle, objet=objet, partenaire=partenaire, contenu=donnees)


def retirer_les_appels(objet: str) -> int:
    """Nothing more is asked about `objet`: questions that have not left are forgotten; how many. One in flight still gets its answer."""
    return Envoi.objects.filter(canal=Envoi.Canal.APPEL, objet=objet, etat=Envoi.Etat.EN_ATTENTE).delete()[0]


def _exiger_transaction(nom: str) -> None:
    if not connection.in_atomic_block:
        raise EnvoiHorsTransaction(f"{nom}() must run inside transaction.atomic(), with the change that it tells of")


def _deposer(*, contenu: dict[str, Any], premier_suffit: bool = False, **champs: Any) -> Envoi:
    le, masquer = temps_reel(), MASQUES.get(champs["canal"])
    apercu = masquer(champs["destination"]) if masquer else None
    demande = Envoi(
        contenu=json.dumps(contenu, ensure_ascii=False), apercu=apercu, essai_le=le, cree_le=le, **champs
    )  # fmt: skip
    envoi, nouveau = inserer_une_fois(demande)
    if nouveau:
        sonner_la_livraison()
    else:
        _exiger_le_meme(envoi, demande, DE_MEME_SORTE if premier_suffit else CE_QUI_PART)
    return envoi


def _exiger_le_meme(deja: Envoi, demande: Envoi, champs: tuple[str, ...]) -> None:
    """What a purge has emptied is not compared any more."""
    differents = [
        champ for champ in champs
        if getattr(deja, champ) != getattr(demande, champ) and not (deja.purge_le and champ in PURGES)
    ]  # fmt: skip
    if differents:
        raise CleDejaPrise(f"The key of {deja} names another message already: {', '.join(differents)} differ")


def _rendre_texte(nom: str, contexte: dict[str, Any]) -> tuple[str, str]:
    """(subject, body) of a text template; nothing is escaped, this is not HTML."""
    sujet, _, corps = _rendre(nom, contexte, echapper=False).strip().partition("\n")
    sujet, corps = sujet.strip(), corps.strip()
    if not sujet or not corps:
        raise GabaritIncomplet(f"{nom}: the first line is the subject, the body follows a blank line")
    _exiger_discret(sujet, nom)
    return sujet, re.sub(r"\n{3,}", "\n\n", corps) + "\n"


def _exiger_discret(sujet: str, nom: str) -> None:
    if CHIFFRES.search(sujet) or "@" in sujet:
        raise SujetIndiscret(f"{nom}: a subject shows no number of six digits or more and no address")


def _rendre_html(nom: str, contexte: dict[str, Any], sujet: str) -> str:
    try:
        return _rendre(nom, {"sujet": sujet, **contexte}, echapper=True).strip()
    except TemplateDoesNotExist as absence:
        if absence.args[0] == nom:
            return ""
        raise


def _rendre(nom: str, contexte: dict[str, Any], *, echapper: bool) -> str:
    gabarit = engines["django"].get_template(nom)
    assert isinstance(gabarit, Template)
    complet = {"url_publique": settings.URL_PUBLIQUE, "caisse": None, **contexte}
    return gabarit.template.render(Context(complet, autoescape=echapper))
