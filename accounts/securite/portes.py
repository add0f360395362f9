"""Every limit of settings.LIMITES as a door: what fills it, who can, what closes then, and what stays open for the owner.

Strangers never close somebody's last door, whatever they know: number, matricule, birth date, mail address. So a limit on
a number is counted for each place (`accounts.securite.lieux`), what is counted wherever it is tried asks for one more proof
instead of closing, and what sends something counts what left. `tableau` writes docs/securite/regles.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.conf import settings

from accounts.securite.limites import limite


class Secours(StrEnum):
    """What the owner can still do, in the order of the screen."""

    OUBLI = "link by mail"
    MOT_DE_PASSE = "number and password"
    FRANCECONNECT = "FranceConnect"
    CODE = "provisional code"
    PREMIERE_VISITE = "first visit"
    BORNE = "kiosk"
    APPAREIL = "a known device"
    AILLEURS = "any other place"
    SUPERVISEUR = "their supervisor"
    TELEPHONE = "36 46"
    ACCUEIL = "desk"


@dataclass(frozen=True)
class Porte:
    """`compte`, `qui` and `ferme` are for the table of docs/securite/regles.md; `restent` for it and for the screen."""

    compte: str
    qui: str
    ferme: str
    restent: tuple[Secours, ...] = ()


S = Secours
HUMAINS = (S.TELEPHONE, S.ACCUEIL)
LIEU, RESEAU = "who tries this number at this place", "who shares this network address"
CAPTCHA, SANS_CAPTCHA = "nothing: a captcha is asked too", (S.MOT_DE_PASSE, S.FRANCECONNECT, S.CODE, *HUMAINS)
TITULAIRE = "the owner alone, signed in"

PORTES = {
    "connexion_numero": Porte(
        "wrong passwords of a number at a place", LIEU, "the password, there",
        (S.OUBLI, S.FRANCECONNECT, S.CODE, S.APPAREIL, S.AILLEURS, *HUMAINS),
    ),
    "connexion_adresse": Porte(
        "wrong passwords, any number, unknown devices", RESEAU, "the password, there, on an unknown device",
        (S.FRANCECONNECT, S.CODE, S.APPAREIL, S.AILLEURS, *HUMAINS),
    ),
    "connexion_partout": Porte(
        "wrong passwords of a number, unknown devices", "anybody who knows the number", "nothing: a captcha is asked too",
        (S.MOT_DE_PASSE, S.OUBLI, S.FRANCECONNECT, S.CODE, S.APPAREIL, *HUMAINS),
    ),
    "agent_numero": Porte(
        "wrong passwords of a matricule at a place", "who tries this matricule at this place", "the password, there",
        (S.APPAREIL, S.AILLEURS, S.SUPERVISEUR),
    ),
    "agent_adresse": Porte(
        "wrong passwords, any matricule, unknown devices", RESEAU, "the password, there, on an unknown device",
        (S.APPAREIL, S.AILLEURS, S.SUPERVISEUR),
    ),
    "agent_partout": Porte(
        "wrong passwords of a matricule, unknown devices", "anybody who knows the matricule", "nothing: a captcha is asked too",
        (S.MOT_DE_PASSE, S.APPAREIL, S.SUPERVISEUR),
    ),
    "franceconnect_numero": Porte(
        "wrong numbers for an identity", "who proved this identity at FranceConnect", "FranceConnect, for this identity",
        (S.MOT_DE_PASSE, S.OUBLI, S.CODE, S.PREMIERE_VISITE, *HUMAINS),
    ),
    "cle": Porte(
        "wrong codes of a key at a place", "who knows the password, at this place", "the key, there",
        (S.FRANCECONNECT, S.CODE, S.APPAREIL, S.AILLEURS, *HUMAINS),
    ),
    "cle_partout": Porte(
        "wrong codes of a key, unknown devices", "who knows the password", "the key on an unknown device",
        (S.FRANCECONNECT, S.CODE, S.APPAREIL, *HUMAINS),
    ),
    "agent_cle": Porte(
        "wrong codes of an agent's key at a place", "who knows the password, at this place", "the key, there",
        (S.APPAREIL, S.AILLEURS, S.SUPERVISEUR),
    ),
    "agent_cle_partout": Porte(
        "wrong codes of an agent's key, unknown devices", "who knows the password", "the key on an unknown device",
        (S.APPAREIL, S.SUPERVISEUR),
    ),
    "code_provisoire_numero": Porte(
        "codes typed for a number at a place; three are judged for a code", LIEU, "the code, there",
        (S.MOT_DE_PASSE, S.OUBLI, S.FRANCECONNECT, S.APPAREIL, S.AILLEURS, *HUMAINS),
    ),
    "code_provisoire_adresse": Porte(
        "wrong codes, any number, unknown devices", RESEAU, "the code, there, on an unknown device",
        (S.MOT_DE_PASSE, S.OUBLI, S.FRANCECONNECT, S.APPAREIL, S.AILLEURS, *HUMAINS),
    ),
    "code_provisoire_partout": Porte(
        "wrong codes of a number, unknown devices", "anybody who knows the number", "nothing: the Vitale serial is asked too",
        (S.MOT_DE_PASSE, S.OUBLI, S.FRANCECONNECT, S.CODE, S.APPAREIL, *HUMAINS),
    ),
    "borne_numero": Porte(
        "requests of a card", "who holds the card, or knows its serial", "the kiosk, for this card",
        (S.MOT_DE_PASSE, S.OUBLI, S.FRANCECONNECT, *HUMAINS),
    ),
    "borne_adresse": Porte(
        "distinct cards", RESEAU, "the kiosk, there", (S.MOT_DE_PASSE, S.OUBLI, S.FRANCECONNECT, S.AILLEURS, *HUMAINS),
    ),
    "premiere_visite_numero": Porte(
        "wrong proofs of a number at a place", LIEU, "the first visit, there", (S.FRANCECONNECT, S.CODE, S.AILLEURS, *HUMAINS),
    ),
    "premiere_visite_adresse": Porte(
        "wrong proofs, any number", RESEAU, "the first visit, there", (S.FRANCECONNECT, S.CODE, S.AILLEURS, *HUMAINS),
    ),
    "premiere_visite_partout": Porte(
        "wrong proofs of a number", "anybody who knows the number", "the first visit", (S.FRANCECONNECT, S.CODE, *HUMAINS),
    ),
    "oubli_numero": Porte(
        "requests for a number at a place", LIEU, "asking again, there: the last link still works",
        (S.MOT_DE_PASSE, S.FRANCECONNECT, S.CODE, S.APPAREIL, S.AILLEURS, *HUMAINS),
    ),
    "oubli_adresse": Porte(
        "distinct numbers", RESEAU, "asking for a new number, there",
        (S.MOT_DE_PASSE, S.FRANCECONNECT, S.CODE, S.APPAREIL, S.AILLEURS, *HUMAINS),
    ),
    "oubli_courriel": Porte(
        "requests for a number with its birth date", "who knows number and birth date",
        "nothing: another mail leaves once the last link is dead", (S.OUBLI, S.FRANCECONNECT, S.CODE, *HUMAINS),
    ),
    "controle_identite": Porte(
        "wrong answers over the phone", "who calls for this file", "a code over the phone",
        (S.MOT_DE_PASSE, S.OUBLI, S.FRANCECONNECT, S.BORNE, S.ACCUEIL),
    ),
    "procuration_controle": Porte(
        "papers not found", "an agent at the desk", "the control of procurations, for this agent", (S.SUPERVISEUR,)
    ),
    "captcha_numero": Porte("tries of a number, reset and first visit", "anybody who knows the number", CAPTCHA, SANS_CAPTCHA),
    "captcha_adresse": Porte("tries, reset and first visit", RESEAU, CAPTCHA, SANS_CAPTCHA),
    "captcha_site": Porte("tries of the whole site, reset and first visit", "anybody", CAPTCHA, SANS_CAPTCHA),
    "confirmation": Porte(
        "wrong passwords in an open session", "who holds this session", "this session, which ends",
        (S.MOT_DE_PASSE, S.OUBLI, S.FRANCECONNECT, S.CODE, *HUMAINS),
    ),
    "courriel_a_confirmer": Porte(
        "mails asked again", TITULAIRE, "asking again: the last link still works", (S.MOT_DE_PASSE, *HUMAINS)
    ),
    "courriel_change": Porte("addresses asked for", TITULAIRE, "another change of address", HUMAINS),
    "copie_des_donnees": Porte("copies asked for", TITULAIRE, "another copy"),
    "creance_reference": Porte("wrong references of notices", TITULAIRE, "looking for a notice", HUMAINS),
    "fichiers": Porte("files sent", TITULAIRE, "sending files", HUMAINS),
    "a_faire_adresse": Porte(
        "codes asked for, and wrong numbers or codes of who has no account", RESEAU, "answering without account, there",
        (S.AILLEURS, *HUMAINS),
    ),
    "messages": Porte("messages sent", TITULAIRE, "writing", HUMAINS),
    "relais": Porte("squares asked for", TITULAIRE, "another square: the computer goes on"),
    "relais_code": Porte("wrong codes of a square", TITULAIRE, "the square: the computer goes on"),
    "suggestions": Porte("addresses looked up while typing", TITULAIRE, "suggestions: addresses are typed by hand"),
    "verification_adresse": Porte("papers that were not recognised", RESEAU, "the check of papers, there", (S.AILLEURS,)),
    "verification_code": Porte(
        "wrong names for a paper at a place", "who holds the paper's code, at this place", "the check of this paper, there",
        (S.AILLEURS,),
    ),
}  # fmt: skip

ENTETE = (
    "| Limit | Tries | Within (minutes) | Closed for (minutes) | Counts | Filled by | What closes | Open to the owner |\n"
    "|---|---|---|---|---|---|---|---|"
)


def tableau() -> str:
    """The table of docs/securite/regles.md, in Markdown, from the limits themselves."""
    return "\n".join([ENTETE, *(_ligne(nom) for nom in settings.LIMITES)])


def _ligne(nom: str) -> str:
    regle, porte = limite(nom), PORTES[nom]
    figures = f"| `{nom}` | {regle.essais} | {_minutes(regle.fenetre)} | {_minutes(regle.blocage)} |"
    return f"{figures} {porte.compte} | {porte.qui} | {porte.ferme} | {', '.join(porte.restent) or 'everything else'} |"


def _minutes(duree: timedelta) -> int:
    return int(duree.total_seconds() // 60)
