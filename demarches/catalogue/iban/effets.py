"""From the deposit to the registration: alerts, the question to the bank, 48 hours, then the account serves (chapter 6 § 6)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.informations import coordonnees, en_cours
from accounts.models import CoordonneesBancaires
from accounts.securite import signaux
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import temps_reel
from ameli.noyau.masquage import masquer_iban
from ameli.noyau.saisie.noms import Reponse
from demarches.catalogue.iban import banque
from demarches.catalogue.iban.regles import banques, controle, titulaires
from demarches.catalogue.iban.regles import iban as regles_iban
from demarches.catalogue.iban.reponses import Iban
from demarches.moteur import previsions, transitions
from demarches.moteur.models import Demarche

SUJET = "coordonnees_bancaires"


def deposer(demarche: Demarche) -> None:
    lue = Iban.de(demarche)
    for alerte in _alertes(demarche, lue):
        demarche.signaler(alerte, controle.ALERTES[alerte].phrase)
    _annoncer(demarche, controle.delai_annonce(demarche.alertes).apres(demarche.deposee_le))
    noms = lue.titulaire.noms
    banque.interroger(demarche, noms[0], noms[1] if len(noms) > 1 else "")


def enregistrer(demarche: Demarche, le: datetime) -> None:
    """The 48 hours have run: registered, unless a person must look first."""
    if not banque.a_repondu(demarche):
        demarche.signaler("banque_indisponible", controle.ALERTES["banque_indisponible"].phrase)
    if not demarche.alertes:
        transitions.passer(demarche, "accepter", acteur="horloge", le=le)
        return
    if demarche.prevue_le is None or demarche.prevue_le <= le:  # a longer delay has not been told yet
        _annoncer(demarche, controle.DELAI_CONTROLE.apres(le))
        transitions.prevenir(demarche, "controle", le=le)
    transitions.prendre(demarche, le=le)


def decider(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    """Accepted by the clock or by an agent, the account serves from `le`; otherwise the former one stays."""
    if evenement == "accepter":
        lue = Iban.de(demarche)
        noms, numero = lue.titulaire.noms, lue.compte.iban
        coordonnees.remplacer(
            demarche.assure, iban=numero, bic=lue.compte.bic or "", banque=banques.nommer(numero),
            civilite=lue.titulaire.civilite, titulaire=noms[0], second_titulaire=noms[1] if len(noms) > 1 else "",
            demande_le=demarche.deposee_le, effet=le, cause=demarche.reference, acteur=acteur,
        )  # fmt: skip
    en_cours.lever(demarche.assure, SUJET, demarche.reference)


def pour_message(demarche: Demarche) -> dict[str, Any]:
    numero, actuelles = Iban.de(demarche).compte.iban, coordonnees.actuelles(demarche.assure)
    return {
        "iban_masque": masquer_iban(numero),
        "banque": banques.nommer(numero),
        "controle": bool(demarche.alertes),
        "sans_ancien": actuelles is None,
        "premier_paiement_le": actuelles.premier_paiement_le if actuelles is not None else None,
    }


def pour_l_alerte(demarche: Demarche) -> dict[str, Any]:
    return {"fin": Iban.de(demarche).compte.iban[-4:]}


def comparer(demarche: Demarche) -> list[tuple[str, str, str]]:
    """The account in force when it was sent, and the one asked for: the same before the decision and after it."""
    lue, avant = Iban.de(demarche), coordonnees.en_vigueur(demarche.assure, demarche.deposee_le)
    numero = lue.compte.iban
    anciens = (
        ("", "", "")
        if avant is None
        else (avant.iban_masque, avant.banque, _en_un(avant.titulaire, avant.second_titulaire))
    )
    nouveaux = (masquer_iban(numero), banques.nommer(numero), _en_un(*lue.titulaire.noms))
    return list(zip(("Compte", "Banque", "Titulaire"), anciens, nouveaux, strict=True))


def _en_un(*noms: str) -> str:
    return " et ".join(filter(None, noms))


def score(demarche: Demarche) -> str:
    """Low, medium or high, from the weights of the alerts; nothing when there are none."""
    return controle.niveau(_codes(demarche)) if demarche.alertes else ""


def accords(demarche: Demarche) -> int:
    return controle.accords(_codes(demarche))


def _codes(demarche: Demarche) -> list[str]:
    return [alerte["code"] for alerte in demarche.alertes if alerte["code"] in controle.ALERTES]


def _alertes(demarche: Demarche, lue: Iban) -> list[str]:
    """What the deposit itself shows; the bank adds its own."""
    holders = lue.titulaire.holders
    constats = {
        "etranger": not regles_iban.francais(lue.compte.iban),
        "titulaire_proche": titulaires.concordance(holders, demarche.assure.personne.identite) is not Reponse.MEME,
        "partage": _sert_a_un_autre(demarche, lue.compte.iban, holders),
    }
    faits = signaux.lire(demarche.compte, demarche.deposee_le, temps_reel()).presents
    return controle.a_examiner([*(code for code, vrai in constats.items() if vrai), *faits])


def _sert_a_un_autre(demarche: Demarche, numero: str, holders: list[titulaires.Titulaire]) -> bool:
    """True when somebody is paid on this account who is not one of its holders: a couple may share theirs."""
    autres = (
        CoordonneesBancaires.objects.systeme("is this account shared?")
        .filter(iban_empreinte=empreinte("iban", numero), fin_le=None)
        .exclude(assure_id=demarche.assure_id)
        .select_related("assure__personne")
    )
    return any(titulaires.concordance(holders, autre.assure.personne.identite) is not Reponse.MEME for autre in autres)


def _annoncer(demarche: Demarche, jusqu_a: datetime) -> None:
    previsions.promettre(demarche, jusqu_a)
    en_cours.annoncer(
        demarche.assure, SUJET, demarche.reference, jusqu_a=jusqu_a, depuis=demarche.deposee_le,
        apercu=masquer_iban(Iban.de(demarche).compte.iban),
    )  # fmt: skip
