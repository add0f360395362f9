"""How personal data is shown once it is known: enough to recognise it, too little to use it. Pure functions."""

from __future__ import annotations

import re

from ameli.noyau.formats import SANS_NUMERO

POINT = "•"


def masquer_iban(iban: str) -> str:
    """Country and key, then the last three characters: "FR76 •••• •••• 705" (chapter 6 § 8)."""
    serre = _serrer(iban)
    if len(serre) < 12:
        return POINT * 4
    return f"{serre[:4]} {POINT * 4} {POINT * 4} {serre[-3:]}"


def masquer_nir(nir: str | None) -> str:
    """Sex and year of birth, nothing that tells one person from another: "1 85 •• •• ••• •••" (chapter 14); words for none."""
    if nir is None:
        return SANS_NUMERO
    serre = _serrer(nir)
    if len(serre) < 13:
        return POINT * 4
    return f"{serre[0]} {serre[1:3]} {POINT * 2} {POINT * 2} {POINT * 3} {POINT * 3}"


def masquer_courriel(adresse: str) -> str:
    """First letter and domain: "l•••@exemple.fr". The number of points says nothing of the length."""
    nom, arobase, domaine = adresse.strip().rpartition("@")
    if not arobase or not nom:
        return POINT * 4
    return f"{nom[0]}{POINT * 3}@{domaine}"


def masquer_telephone(numero: str) -> str:
    """The first two and last two digits of a French number, "06 •• •• •• 34"; of another one, the last two."""
    serre = re.sub(r"[^\d+]", "", numero)
    serre = re.sub(r"^(?:\+33|0033)", "0", serre)
    if len(serre) < 6:
        return POINT * 4
    if len(serre) == 10 and serre.startswith("0"):
        return f"{serre[:2]} {POINT * 2} {POINT * 2} {POINT * 2} {serre[-2:]}"
    return f"{POINT * 4} {serre[-2:]}"


def masquer_serie(serie: str) -> str:
    """The last four digits of a Vitale serial: "•••• •• 4821" (chapter 9)."""
    serre = _serrer(serie)
    if len(serre) < 6:
        return POINT * 4
    return f"{POINT * 4} {POINT * 2} {serre[-4:]}"


def masquer_adresse(bloc: str) -> str:
    """Of an address block, its last line alone, without the post code: "•••• MONT-DE-MARSAN"; abroad, the country."""
    lignes = [ligne.strip() for ligne in bloc.splitlines() if ligne.strip()]
    lieu = re.sub(r"^[\d\s]+", "", lignes[-1]) if len(lignes) > 1 else ""
    return f"{POINT * 4} {lieu}".strip()


def _serrer(texte: str) -> str:
    return re.sub(r"[\s.\-]", "", texte).upper()
