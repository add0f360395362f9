"""Countries as the post wants them at the foot of an address, in French."""

from __future__ import annotations

_NOMS = """
AD Andorre|AE Émirats arabes unis|AL Albanie|AM Arménie|AR Argentine|AT Autriche|AU Australie|BA Bosnie-Herzégovine|BE Belgique
BF Burkina Faso|BG Bulgarie|BJ Bénin|BO Bolivie|BR Brésil|CA Canada|CD République démocratique du Congo|CF République centrafricaine
CG Congo|CH Suisse|CI Côte d’Ivoire|CL Chili|CM Cameroun|CN Chine|CO Colombie|CR Costa Rica|CU Cuba|CV Cap-Vert|CY Chypre
CZ République tchèque|DE Allemagne|DJ Djibouti|DK Danemark|DO République dominicaine|DZ Algérie|EC Équateur|EE Estonie|EG Égypte
ES Espagne|FI Finlande|GA Gabon|GB Royaume-Uni|GE Géorgie|GN Guinée|GR Grèce|HK Hong Kong|HR Croatie|HT Haïti|HU Hongrie|ID Indonésie
IE Irlande|IL Israël|IN Inde|IS Islande|IT Italie|JP Japon|KH Cambodge|KM Comores|KR Corée du Sud|LA Laos|LB Liban|LI Liechtenstein
LT Lituanie|LU Luxembourg|LV Lettonie|MA Maroc|MC Monaco|MD Moldavie|ME Monténégro|MG Madagascar|MK Macédoine du Nord|ML Mali
MR Mauritanie|MT Malte|MU Maurice|MX Mexique|MY Malaisie|NE Niger|NG Nigéria|NL Pays-Bas|NO Norvège|NZ Nouvelle-Zélande|PE Pérou
PH Philippines|PL Pologne|PT Portugal|QA Qatar|RO Roumanie|RS Serbie|RU Russie|SA Arabie saoudite|SE Suède|SG Singapour|SI Slovénie
SK Slovaquie|SM Saint-Marin|SN Sénégal|TD Tchad|TG Togo|TH Thaïlande|TN Tunisie|TR Turquie|TW Taïwan|UA Ukraine|US États-Unis
UY Uruguay|VE Venezuela|VN Viêt Nam|ZA Afrique du Sud
"""
NOMS = dict(entree.split(" ", 1) for ligne in _NOMS.split("\n") for entree in ligne.split("|") if entree)


def nom_du_pays(code: str) -> str:
    """French name of an ISO code of two letters; the code itself when the table does not have it."""
    return NOMS.get(code, code)
