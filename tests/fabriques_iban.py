"""IBAN for tests, without Django: right key, right RIB key."""

from __future__ import annotations


def iban_francais(banque: int, guichet: int, compte: int) -> str:
    """Grouped by four, as on a RIB."""
    cle_rib = 97 - (89 * banque + 15 * guichet + 3 * compte) % 97
    bban = f"{banque:05}{guichet:05}{compte:011}{cle_rib:02}"
    controle = 98 - int(f"{bban}152700") % 97
    serre = f"FR{controle:02}{bban}"
    return " ".join(serre[i : i + 4] for i in range(0, len(serre), 4))
