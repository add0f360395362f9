"""Mails that tell somebody what happened to their account: when, from where, what to do if it was not them. No link."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import Appareil, Compte
from ameli.noyau import formats
from ameli.noyau.envois import deposer_courriel, deposer_sms


def en_toutes_lettres(le: datetime) -> str:
    """« lundi 23 novembre 2026 à 9 h 12 (heure de Paris) »."""
    return f"{formats.JOURS[formats.a_paris(le).weekday()]} {formats.jour(le)} à {formats.heure(le)} (heure de Paris)"


def _instant(le: datetime) -> str:
    return f"{le.timestamp():.6f}"


def connexion(compte: Compte, appareil: Appareil, le: datetime, *, connu: bool) -> None:
    """Each sign-in [C]; grouped in one mail per device and day unless asked otherwise, an unknown device always (chapter 2 § 10)."""
    contexte = {"le": en_toutes_lettres(le), "appareil": appareil.resume}
    chacune, du_jour = _instant(le), f"{le.astimezone(formats.PARIS):%Y-%m-%d}"
    if not connu:
        _envoyer(compte, "connexion_appareil_inconnu", f"{appareil.public_id}:{chacune}", contexte)
    elif compte.alerte_chaque_connexion:
        _envoyer(compte, "connexion", f"{appareil.public_id}:{chacune}", contexte)
    else:
        _envoyer(compte, "connexion", f"{appareil.public_id}:{du_jour}", contexte, premier_suffit=True)


def blocage(compte: Compte, jusqu_a: datetime, cle: str) -> None:
    """Too many wrong passwords: when it opens again."""
    _envoyer(compte, "compte_bloque", cle, {"jusqu_a": en_toutes_lettres(jusqu_a)})


def code_provisoire(compte: Compte, le: datetime, cle: str, *, parti_au: str = "") -> None:
    """A provisional code was given for this account: what to do if nobody asked for it.

    Told to the address, and to the known mobile when the code went to another one, `parti_au`: a thief gives a number of
    their own.
    """
    _envoyer(compte, "code_provisoire", cle, {"le": en_toutes_lettres(le)})
    if parti_au and compte.telephone and parti_au != compte.telephone:
        deposer_sms(
            a=compte.telephone, cle=f"alerte:code_provisoire:{cle}:ancien_mobile", assure_ref=_ref(compte),
            texte=(
                "compte ameli\N{NO-BREAK SPACE}: un code provisoire a été envoyé à un autre numéro que le vôtre."
                " Ce n’était pas vous\N{NO-BREAK SPACE}? Appelez tout de suite le 36 46."
            ),
        )  # fmt: skip


def bienvenue(compte: Compte) -> None:
    """The address is confirmed: the account is complete."""
    _envoyer(compte, "bienvenue", compte.public_id, {})


def mot_de_passe_modifie(compte: Compte, le: datetime) -> None:
    """The password is another one [C]: when, and what to do if it was not them."""
    _envoyer(compte, "mot_de_passe_modifie", f"{compte.public_id}:{_instant(le)}", {"le": en_toutes_lettres(le)})


def franceconnect(compte: Compte, le: datetime) -> None:
    """FranceConnect opens this account from now on."""
    _envoyer(compte, "franceconnect", f"{compte.public_id}:{_instant(le)}", {"le": en_toutes_lettres(le)})


def gel(compte: Compte, le: datetime, cle: str) -> None:
    """The account is frozen: how to open it again."""
    _envoyer(compte, "compte_gele", cle, {"le": en_toutes_lettres(le)})


def cles(compte: Compte, quoi: str, le: datetime) -> None:
    """A passkey, an application of codes or the codes to print changed."""
    contexte = {"quoi": quoi, "le": en_toutes_lettres(le)}
    _envoyer(compte, "cles", f"{compte.public_id}:{_instant(le)}", contexte)


def fermeture(compte: Compte, le: datetime) -> None:
    """The account is closed: what does not change, how to open it again."""
    _envoyer(compte, "compte_ferme", f"{compte.public_id}:{_instant(le)}", {"le": en_toutes_lettres(le)})


def franceconnect_delie(compte: Compte, le: datetime) -> None:
    """FranceConnect does not open this account any more."""
    _envoyer(compte, "franceconnect_delie", f"{compte.public_id}:{_instant(le)}", {"le": en_toutes_lettres(le)})


def degel(compte: Compte, le: datetime, cle: str) -> None:
    """The account is open again."""
    _envoyer(compte, "compte_degele", cle, {"le": en_toutes_lettres(le)})


def _envoyer(compte: Compte, gabarit: str, cle: str, contexte: dict[str, Any], *, premier_suffit: bool = False) -> None:
    """To a confirmed address only: another one might be somebody else's.

    `cle` names the event; it is made the alert's own here, since what caused it often leaves under the same name.
    """
    if compte.email_valide_le is None:
        return
    deposer_courriel(
        a=compte.email, gabarit=gabarit, contexte=contexte, cle=f"alerte:{gabarit}:{cle}", assure_ref=_ref(compte),
        premier_suffit=premier_suffit,
    )  # fmt: skip


def _ref(compte: Compte) -> str:
    return compte.assure.public_id if compte.assure is not None else ""
