"""The practice bank service: does this account belong to this name? (chapter 6 § 6)"""

from __future__ import annotations

import tomllib
from functools import cache
from operator import ne
from typing import Any

from ameli.bac_a_sable import identites
from ameli.bac_a_sable.personas import DONNEES, personas

CONCORDANT, PROCHE, NON_CONCORDANT = "concordant", "proche", "non_concordant"


@cache
def _donnees() -> dict[str, Any]:
    return tomllib.loads((DONNEES / "banque.toml").read_text(encoding="utf-8"))


def comptes_d_exercice() -> tuple[dict[str, str], ...]:
    """Accounts with an answer of their own: `iban`, `resultat`, `banque`, `usage` (a sentence for people)."""
    return tuple(_donnees()["compte"])


def prelever(donnees: dict[str, Any]) -> dict[str, str]:
    """The answer to an order of direct debit, `{"ordre": …, "iban": …, "montant": …}`: `resultat` is pris, or refuse on an account that
    its holder has closed (`prelevement` of donnees/banque.toml)."""
    iban = "".join(str(donnees.get("iban", "")).split()).upper()
    refuses = {compte["iban"] for compte in comptes_d_exercice() if compte.get("prelevement") == "refuse"}
    return {"resultat": "refuse" if iban in refuses else "pris"}


def verifier(donnees: dict[str, Any]) -> dict[str, str]:
    """The answer to `{"iban": …, "titulaire": …, "second_titulaire": …}`: `resultat` and `banque`.

    `resultat` is concordant, proche, non_concordant or indisponible. `nom` and `prenom` may stand for `titulaire`.
    """
    iban = "".join(str(donnees.get("iban", "")).split()).upper()
    force = {compte["iban"]: compte for compte in comptes_d_exercice()}.get(iban)
    if force:
        return {"resultat": force["resultat"], "banque": force["banque"]}
    if _est_neuf(iban):
        return {"resultat": CONCORDANT, "banque": _donnees()["neufs"]["banque"]}
    for une in personas():
        if une.iban == iban:
            return {"resultat": _comparer(_mots(donnees), une.titulaire, une.nom), "banque": une.banque}
    return {"resultat": NON_CONCORDANT, "banque": ""}


def est_d_exercice(iban: str, *, fautes: int = 0) -> bool:
    """Is it an account of the practice bank? `iban` in capitals without spaces; `fautes` signs may have been mistyped.

    Those are the list, new accounts, those of the personas, and those of people drawn at random (`peupler`).
    """
    if _est_neuf(iban):
        return True
    if iban[4:14] in _guichets() and iban[14:25].isdigit() and int(iban[14:25]) >= identites.COMPTES_PEUPLES:
        return True
    return any(len(un) == len(iban) and sum(map(ne, un, iban)) <= fautes for un in _comptes_connus())


def _est_neuf(iban: str) -> bool:
    neufs = _donnees()["neufs"]
    premier, dernier = neufs["comptes"]
    return iban[4:14] == neufs["guichet"] and iban[14:25].isdigit() and premier <= int(iban[14:25]) <= dernier


@cache
def _comptes_connus() -> tuple[str, ...]:
    return tuple(c["iban"] for c in comptes_d_exercice()) + tuple(une.iban for une in personas() if une.iban)


@cache
def _guichets() -> frozenset[str]:
    communes = tomllib.loads((DONNEES / "communes.toml").read_text(encoding="utf-8"))
    return frozenset(banque + guichet for banque, guichet in communes["banques"])


def _mots(donnees: dict[str, Any]) -> set[str]:
    noms = (donnees.get(cle) or "" for cle in ("titulaire", "second_titulaire", "nom", "prenom"))
    return set(identites.sans_accent(" ".join(str(nom) for nom in noms)).split())


def _comparer(mots: set[str], titulaire: str, nom_naissance: str) -> str:
    attendus = set(titulaire.split())
    communs = attendus & mots
    if communs == attendus:
        return CONCORDANT
    return PROCHE if communs or set(identites.sans_accent(nom_naissance).split()) & mots else NON_CONCORDANT
