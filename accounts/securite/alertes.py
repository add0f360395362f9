"""Mails that tell somebody what happened to their account: when, from where, what to do if it was not them. No link.

Which events, to whom and by which ways: `accounts.securite.promesses`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import Appareil, CodeProvisoire, Compte
from accounts.securite import promesses
from accounts.securite.moyens import Moyen
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.envois import deposer_courriel, deposer_sms
from ameli.noyau.masquage import masquer_telephone

# How a password was changed, by the reason that the journal holds.
CHANGEMENTS = {
    "depuis le compte": "depuis votre compte, avec l’ancien mot de passe",
    "mot de passe oublié": "avec le lien «\N{NO-BREAK SPACE}Mot de passe oublié\N{NO-BREAK SPACE}?\N{NO-BREAK SPACE}», reçu par courriel",
    "code provisoire": "avec un code provisoire",
    "lien donné par la caisse": "avec le lien donné par votre caisse",
}


def en_toutes_lettres(le: datetime) -> str:
    """« lundi 23 novembre 2026 à 9 h 12 (heure de Paris) »."""
    return f"{formats.JOURS[formats.a_paris(le).weekday()]} {formats.jour(le)} à {formats.heure(le)} (heure de Paris)"


def _instant(le: datetime) -> str:
    return f"{le.timestamp():.6f}"


def connexion(compte: Compte, appareil: Appareil, le: datetime, *, connu: bool, moyen: Moyen) -> None:
    """Each sign-in [C], by which means; one mail per device and day for who chose that, an unknown device always (chapter 2 § 10)."""
    contexte = {"le": en_toutes_lettres(le), "appareil": appareil.resume, "moyen": moyen}
    chacune, du_jour = _instant(le), jour_de(le).isoformat()
    if not connu:
        alerter(compte, "connexion_appareil_inconnu", f"{appareil.public_id}:{chacune}", contexte)
    elif compte.alerte_chaque_connexion:
        alerter(compte, "connexion", f"{appareil.public_id}:{chacune}", contexte)
    else:
        alerter(compte, "connexion", f"{appareil.public_id}:{du_jour}", contexte, premier_suffit=True)


def blocage(compte: Compte, jusqu_a: datetime, cle: str) -> None:
    """Too many wrong passwords: when it opens again."""
    alerter(compte, "compte_bloque", cle, {"jusqu_a": en_toutes_lettres(jusqu_a)})


def code_provisoire(compte: Compte, code: CodeProvisoire) -> None:
    """A provisional code was given for this account: how, and what to do if nobody asked for it.

    Told to the address, and to the known mobile when the code went to another one: a thief gives a number of their own.
    """
    ailleurs = bool(code.telephone) and code.telephone != compte.telephone
    alerter(
        compte, "code_provisoire", code.public_id,
        {
            "le": en_toutes_lettres(code.emis_le), "canal": code.canal, "ailleurs": ailleurs,
            "mobile": masquer_telephone(code.telephone) if code.telephone else "",
        },
    )  # fmt: skip
    if ailleurs and compte.telephone:
        deposer_sms(
            a=compte.telephone, cle=f"alerte:code_provisoire:{code.public_id}:ancien_mobile", assure_ref=_ref(compte),
            sujet="Un code provisoire est parti à un autre numéro",
            texte=(
                "compte ameli\N{NO-BREAK SPACE}: un code provisoire a été envoyé à un autre numéro que le vôtre."
                " Ce n’était pas vous\N{NO-BREAK SPACE}? Appelez tout de suite le 36 46."
            ),
        )  # fmt: skip


def bienvenue(compte: Compte) -> None:
    """The address is confirmed: the account is complete."""
    deposer_courriel(
        a=compte.email, gabarit="bienvenue", contexte={}, cle=f"bienvenue:{compte.public_id}", assure_ref=_ref(compte)
    )


def mot_de_passe_modifie(compte: Compte, le: datetime, motif: str) -> None:
    """The password is another one [C]: when, how (`motif`, a key of CHANGEMENTS), and what to do if it was not them."""
    contexte = {"le": en_toutes_lettres(le), "comment": CHANGEMENTS[motif]}
    alerter(compte, "mot_de_passe_modifie", f"{compte.public_id}:{_instant(le)}", contexte)


def franceconnect(compte: Compte, le: datetime) -> None:
    """FranceConnect opens this account from now on."""
    alerter(compte, "franceconnect", f"{compte.public_id}:{_instant(le)}", {"le": en_toutes_lettres(le)})


def gel(compte: Compte, le: datetime, cle: str) -> None:
    """The account is frozen: how to open it again."""
    alerter(compte, "compte_gele", cle, {"le": en_toutes_lettres(le)})


def cles(compte: Compte, quoi: str, le: datetime) -> None:
    """A passkey, an application of codes or the codes to print changed."""
    contexte = {"quoi": quoi, "le": en_toutes_lettres(le)}
    alerter(compte, "cles", f"{compte.public_id}:{quoi}:{_instant(le)}", contexte)


def fermeture(compte: Compte, le: datetime) -> None:
    """The account is closed: what does not change, how to open it again."""
    alerter(compte, "compte_ferme", f"{compte.public_id}:{_instant(le)}", {"le": en_toutes_lettres(le)})


def franceconnect_delie(compte: Compte, le: datetime) -> None:
    """FranceConnect does not open this account any more."""
    alerter(compte, "franceconnect_delie", f"{compte.public_id}:{_instant(le)}", {"le": en_toutes_lettres(le)})


def degel(compte: Compte, le: datetime, cle: str) -> None:
    """The account is open again."""
    alerter(compte, "compte_degele", cle, {"le": en_toutes_lettres(le)})


def alerter(
    compte: Compte,
    alerte: str,
    cle: str,
    contexte: dict[str, Any],
    *,
    assure_ref: str = "",
    premier_suffit: bool = False,
) -> None:
    """The mail of an alert of the table, to a confirmed address only: another one might be somebody else's.

    `cle` names the event; it is made the alert's own here, since what caused it often leaves under the same name. With
    `premier_suffit`, the first mail of a key speaks for all. Raises KeyError for an alert that the table does not hold.
    """
    if compte.email_valide_le is None:
        return
    [gabarit] = [avis.gabarit for avis in promesses.TABLE[alerte].avis if avis.canal == "courriel"]
    deposer_courriel(
        a=compte.email, gabarit=gabarit, contexte=contexte, cle=f"alerte:{alerte}:{cle}",
        assure_ref=assure_ref or _ref(compte), premier_suffit=premier_suffit,
    )  # fmt: skip


def _ref(compte: Compte) -> str:
    return compte.assure.public_id if compte.assure is not None else ""
