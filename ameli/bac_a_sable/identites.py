"""Numbers that are right and belong to nobody: NIR of a commune that does not exist, IBAN with their keys, phones of fiction. Pure."""

from __future__ import annotations

from datetime import date

from ameli.noyau.saisie.signes import mots

COMMUNE_RESERVEE = "999"
DOMAINE = "exemple.fr"
DEBUT_DES_SERIES = "10123"  # of the serial of a Vitale card
SERIES_LIBRES = 45_000
COMPTES_PEUPLES = 80_000_000_000  # accounts of the practice bank from here on are those of people drawn at random


def nir(sexe: str, naissance: date, departement: str, ordre: int) -> str:
    """13 characters, without key (chapter 1 § 2). `sexe` is "F" or "M", `departement` "40", "2A", "99"; `ordre` 1 to 999."""
    if not 1 <= ordre <= 999:
        raise ValueError("The order number of a birth goes from 1 to 999")
    return f"{'1' if sexe == 'M' else '2'}{naissance:%y%m}{departement}{COMMUNE_RESERVEE}{ordre:03}"


def cle_rib(banque: str, guichet: str, compte: str) -> str:
    """The key of a French account, digits only (chapter 6 § 4)."""
    return f"{97 - (89 * int(banque) + 15 * int(guichet) + 3 * int(compte)) % 97:02}"


def iban(banque: str, guichet: str, compte: str) -> str:
    """A French IBAN, 27 characters without spaces, from 5, 5 and 11 digits."""
    bban = f"{banque}{guichet}{compte}{cle_rib(banque, guichet, compte)}"
    return f"FR{98 - int(bban + '152700') % 97:02}{bban}"


def sans_accent(texte: str) -> str:
    """Capital letters of the basic alphabet, apostrophes and hyphens made spaces: how banks write a name."""
    return " ".join(mots(texte))


def courriel(prenom: str, nom: str, numero: int | None = None) -> str:
    """prenom.nom@exemple.fr, with a number before the at sign when one is given."""
    local = ".".join(sans_accent(partie).replace(" ", "-").lower() for partie in (prenom, nom))
    return f"{local}{'' if numero is None else f'.{numero}'}@{DOMAINE}"


def telephone(numero: int) -> str:
    """A mobile of the range kept for fiction: 06 39 98 00 00 to 06 39 98 99 99."""
    return f"063998{numero % 10_000:04}"


def serie(rang: int) -> str:
    """The Vitale serial of the person drawn at random with this rank, from 1. Those of the personas stand higher."""
    if not 0 <= rang < SERIES_LIBRES:
        raise ValueError(f"Practice serials go to rank {SERIES_LIBRES - 1}")
    return f"{DEBUT_DES_SERIES}{rang:05}"


def compte_peuple(rang: int) -> str:
    """The 11 digits of the account of the person drawn at random with this rank."""
    return f"{COMPTES_PEUPLES + rang:011}"
