"""The number: is this IBAN one on which the caisse can pay? (chapter 6 § 4). Pure.

The page checks it while it is typed, in static/js/iban.js, with these verdicts and these sentences: the form hands
them over, and tests/catalogue/iban/cas_iban.json holds both to the same answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from stdnum import iban as norme
from stdnum.iso7064 import mod_97_10

from ameli.noyau.saisie.iban import BIC, serrer, serrer_bic

Code = Literal["juste", "court", "long", "pays", "cle", "rib"]

# SEPA, table of November 2026: number of characters and name of each country. Overseas departments and the
# territories in euros have an IBAN in FR.
PAYS_SEPA: dict[str, tuple[int, str]] = {
    "AD": (24, "Andorre"), "AT": (20, "Autriche"), "BE": (16, "Belgique"), "BG": (22, "Bulgarie"), "CH": (21, "Suisse"),
    "CY": (28, "Chypre"), "CZ": (24, "Tchéquie"), "DE": (22, "Allemagne"), "DK": (18, "Danemark"), "EE": (20, "Estonie"),
    "ES": (24, "Espagne"), "FI": (18, "Finlande"), "FR": (27, "France"), "GB": (22, "Royaume-Uni"), "GR": (27, "Grèce"),
    "HR": (21, "Croatie"), "HU": (28, "Hongrie"), "IE": (22, "Irlande"), "IS": (26, "Islande"), "IT": (27, "Italie"),
    "LI": (21, "Liechtenstein"), "LT": (20, "Lituanie"), "LU": (20, "Luxembourg"), "LV": (21, "Lettonie"),
    "MC": (27, "Monaco"), "MT": (31, "Malte"), "NL": (18, "Pays-Bas"), "NO": (15, "Norvège"), "PL": (28, "Pologne"),
    "PT": (25, "Portugal"), "RO": (24, "Roumanie"), "SE": (24, "Suède"), "SI": (19, "Slovénie"), "SK": (24, "Slovaquie"),
    "SM": (27, "Saint-Marin"), "VA": (22, "Vatican"),
}  # fmt: skip

PHRASES: dict[Code, str] = {
    "court": "Il manque des caractères : cet IBAN en compte {attendus}, vous en avez saisi {saisis}.",
    "long": "Il y a trop de caractères : cet IBAN en compte {attendus}, vous en avez saisi {saisis}.",
    "pays": "Cet IBAN n’est pas d’un pays de la zone SEPA. Contactez votre caisse.",
    "cle": "Cet IBAN comporte une erreur. Comparez-le avec votre RIB.",
    "rib": "La clé de ce RIB ne correspond pas. Comparez-la avec votre RIB.",
    "juste": "IBAN valide",
}
# French RIB: letters of an account number count as digits, A and J as 1, … I, R and Z as 9; S starts again at 2.
CHIFFRES_DU_RIB = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")


@dataclass(frozen=True)
class Verdict:
    """What a number is worth; `phrase` tells it to the person."""

    code: Code
    phrase: str

    @property
    def juste(self) -> bool:
        return self.code == "juste"


def controler(texte: str) -> Verdict:
    """Country, length, ISO key, French RIB key, in this order: the first that fails is the one to tell."""
    numero = serrer(texte)
    attendus, _ = PAYS_SEPA.get(numero[:2], (0, ""))
    if not attendus:
        return _verdict("pays")
    if len(numero) != attendus:
        return _verdict("court" if len(numero) < attendus else "long", attendus=attendus, saisis=len(numero))
    if not _cle_iso_juste(numero) or not _forme_du_pays(numero):
        return _verdict("cle")
    if francais(numero) and not cle_rib_juste(numero[4:]):
        return _verdict("rib")
    return _verdict("juste")


def francais(numero: str) -> bool:
    """True for France and Monaco, whose accounts have a RIB."""
    return serrer(numero)[:2] in ("FR", "MC")


def pays(numero: str) -> str:
    """Name of the country; empty when outside SEPA."""
    return PAYS_SEPA.get(serrer(numero)[:2], (0, ""))[1]


def cle_rib_juste(rib: str) -> bool:
    """True when the 23 characters (bank 5, branch 5, account 11, key 2) end with their key."""
    return re.fullmatch(r"\d{10}[0-9A-Z]{11}\d{2}", rib) is not None and rib[-2:] == cle_rib(rib[:-2])


def cle_rib(compte: str) -> str:
    """The two digits of the key for bank, branch and account (21 characters): 97 − (89b + 15g + 3c) mod 97."""
    chiffres = compte.translate(CHIFFRES_DU_RIB)
    banque, guichet, numero = int(chiffres[:5]), int(chiffres[5:10]), int(chiffres[10:])
    return f"{97 - (89 * banque + 15 * guichet + 3 * numero) % 97:02}"


def bic_valide(bic: str, iban: str) -> bool:
    """8 or 11 characters, of the country of the IBAN."""
    serre = serrer_bic(bic)
    return BIC.fullmatch(serre) is not None and serre[4:6] == serrer(iban)[:2]


def _cle_iso_juste(numero: str) -> bool:
    return re.fullmatch(r"[0-9A-Z]+", numero) is not None and mod_97_10.is_valid(numero[4:] + numero[:4])


def _forme_du_pays(numero: str) -> bool:
    """Digits where the country has digits; its national keys are not ours to check."""
    return norme.is_valid(numero, check_country=False)


def _verdict(code: Code, **nombres: int) -> Verdict:
    return Verdict(code, PHRASES[code].format(**nombres))
