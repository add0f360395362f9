"""Mails that tell somebody what happened to their account: when, from where, what to do if it was not them. No link."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import Appareil, Compte
from ameli.noyau import formats
from ameli.noyau.envois import deposer_courriel


def en_toutes_lettres(le: datetime) -> str:
    """« lundi 23 novembre 2026 à 9 h 12 (heure de Paris) »."""
    return f"{formats.JOURS[formats.a_paris(le).weekday()]} {formats.jour(le)} à {formats.heure(le)} (heure de Paris)"


def connexion(compte: Compte, appareil: Appareil, le: datetime, *, connu: bool) -> None:
    """Each sign-in [C]; grouped in one mail per device and day unless asked otherwise, an unknown device always (chapter 2 § 10)."""
    moment = f"{le.timestamp():.0f}" if compte.alerte_chaque_connexion else f"{le.astimezone(formats.PARIS):%Y-%m-%d}"
    cle = f"connexion:{appareil.public_id}:{moment}"
    if connu:
        _envoyer(compte, "connexion", cle, {"le": en_toutes_lettres(le), "appareil": appareil.resume})
    else:
        cle = f"appareil:{appareil.public_id}:{le.timestamp():.0f}"
        _envoyer(compte, "connexion_appareil_inconnu", cle, {"le": en_toutes_lettres(le), "appareil": appareil.resume})


def blocage(compte: Compte, jusqu_a: datetime, cle: str) -> None:
    """Too many wrong passwords: when it opens again."""
    _envoyer(compte, "compte_bloque", cle, {"jusqu_a": en_toutes_lettres(jusqu_a)})


def code_provisoire(compte: Compte, le: datetime, cle: str) -> None:
    """A provisional code was given for this account: what to do if nobody asked for it."""
    _envoyer(compte, "code_provisoire", cle, {"le": en_toutes_lettres(le)})


def bienvenue(compte: Compte) -> None:
    """The address is confirmed: the account is complete."""
    _envoyer(compte, "bienvenue", f"bienvenue:{compte.public_id}", {})


def mot_de_passe_modifie(compte: Compte, le: datetime) -> None:
    """The password is another one [C]: when, and what to do if it was not them."""
    cle = f"mot_de_passe:{compte.public_id}:{le.timestamp():.3f}"
    _envoyer(compte, "mot_de_passe_modifie", cle, {"le": en_toutes_lettres(le)})


def franceconnect(compte: Compte, le: datetime) -> None:
    """FranceConnect opens this account from now on."""
    _envoyer(
        compte, "franceconnect", f"franceconnect:{compte.public_id}:{le.timestamp():.0f}", {"le": en_toutes_lettres(le)}
    )


def gel(compte: Compte, le: datetime, cle: str) -> None:
    """The account is frozen: how to open it again."""
    _envoyer(compte, "compte_gele", cle, {"le": en_toutes_lettres(le)})


def cles(compte: Compte, quoi: str, le: datetime) -> None:
    """A passkey, an application of codes or the codes to print changed."""
    cle = f"cles:{compte.public_id}:{le.timestamp():.6f}"
    _envoyer(compte, "cles", cle, {"quoi": quoi, "le": en_toutes_lettres(le)})


def fermeture(compte: Compte, le: datetime) -> None:
    """The account is closed: what does not change, how to open it again."""
    _envoyer(compte, "compte_ferme", f"ferme:{compte.public_id}:{le.timestamp():.0f}", {"le": en_toutes_lettres(le)})


def franceconnect_delie(compte: Compte, le: datetime) -> None:
    """FranceConnect does not open this account any more."""
    cle = f"franceconnect_delie:{compte.public_id}:{le.timestamp():.0f}"
    _envoyer(compte, "franceconnect_delie", cle, {"le": en_toutes_lettres(le)})


def degel(compte: Compte, le: datetime, cle: str) -> None:
    """The account is open again."""
    _envoyer(compte, "compte_degele", cle, {"le": en_toutes_lettres(le)})


def _envoyer(compte: Compte, gabarit: str, cle: str, contexte: dict[str, Any]) -> None:
    """To a confirmed address only: another one might be somebody else's."""
    if compte.email_valide_le is None:
        return
    assure_ref = compte.assure.public_id if compte.assure is not None else ""
    deposer_courriel(a=compte.email, gabarit=gabarit, contexte=contexte, cle=cle, assure_ref=assure_ref)
