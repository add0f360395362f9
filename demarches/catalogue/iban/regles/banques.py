"""Names of banks, to show the person that the number is the one they meant. Pure.

A table for display only, written in November 2026 from the codes that banks print on their RIB: a bank that is not
in it is shown without a name, and nothing is decided by it.
"""

from __future__ import annotations

from ameli.noyau.saisie.iban import serrer
from demarches.catalogue.iban.regles import iban as regles_iban

BANQUES_FRANCAISES = {
    "10057": "CIC Sud Ouest",
    "10207": "Banque Populaire Rives de Paris",
    "10278": "Crédit Mutuel",
    "10907": "Banque Populaire Aquitaine Centre Atlantique",
    "11315": "Caisse d’Épargne CEPAC",
    "13306": "Crédit Agricole d’Aquitaine",
    "13335": "Caisse d’Épargne Aquitaine Poitou-Charentes",
    "14518": "Fortuneo",
    "15589": "Crédit Mutuel Arkéa",
    "16598": "Nickel",
    "16906": "Crédit Agricole Pyrénées Gascogne",
    "16958": "Qonto",
    "17515": "Caisse d’Épargne Île-de-France",
    "18206": "Crédit Agricole d’Île-de-France",
    "20041": "La Banque Postale",
    "20433": "N26",
    "28233": "Revolut",
    "30002": "LCL",
    "30003": "Société Générale",
    "30004": "BNP Paribas",
    "30066": "CIC",
    "40618": "BoursoBank",
    "42559": "Crédit Coopératif",
}


def nommer(iban: str) -> str:
    """ "BNP Paribas"; « Banque en Allemagne » for a foreign account; empty for a French bank that the table has not."""
    numero = serrer(iban)
    if numero.startswith("FR"):
        return BANQUES_FRANCAISES.get(numero[4:9], "")
    pays = regles_iban.pays(numero)
    return f"Banque en dehors de la France ({pays})" if pays else ""
