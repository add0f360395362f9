"""Where the card is worth something: 31 countries and the United Kingdom (chapter 15 § 5)."""

from __future__ import annotations

COUVERTS = {
    "DE": "Allemagne", "AT": "Autriche", "BE": "Belgique", "BG": "Bulgarie", "CY": "Chypre", "HR": "Croatie",
    "DK": "Danemark", "ES": "Espagne", "EE": "Estonie", "FI": "Finlande", "GR": "Grèce", "HU": "Hongrie",
    "IE": "Irlande", "IS": "Islande", "IT": "Italie", "LV": "Lettonie", "LI": "Liechtenstein", "LT": "Lituanie",
    "LU": "Luxembourg", "MT": "Malte", "NO": "Norvège", "NL": "Pays-Bas", "PL": "Pologne", "PT": "Portugal",
    "CZ": "République tchèque", "RO": "Roumanie", "GB": "Royaume-Uni", "SK": "Slovaquie", "SI": "Slovénie",
    "SE": "Suède", "CH": "Suisse",
}  # fmt: skip

# There, the card of somebody who is not a citizen of the European Union may be refused (hypothesis of the reference).
SELON_LA_NATIONALITE = frozenset({"DK", "NO", "IS", "LI", "CH", "GB"})


def note(code: str) -> str:
    """What to know before leaving for this country, in one sentence; empty when there is nothing."""
    if code in SELON_LA_NATIONALITE:
        return f"{COUVERTS[code]} : la carte est acceptée selon votre nationalité. Vérifiez avant de partir au 36 46."
    return ""
