"""What papers, applications and keyboards put around a value: samples of each, and any noise."""

from __future__ import annotations

from hypothesis import strategies as st

INVISIBLES = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202c\u2066\u2069\u00ad\u034f\ufe0f\u2800\x00"
ESPACES = " \u00a0\u202f\u2009\u2007\u3000\t\n"
TIRETS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043"
POINTS = ".·•/\\⁄"

SEPARATEURS = st.text(INVISIBLES + ESPACES + TIRETS + POINTS, max_size=3)


@st.composite
def habillees(tirer, valeurs):
    """(a value, the same as somebody may type or copy it): small letters, and anything that parts or surrounds."""
    valeur = tirer(valeurs)
    ecrite = valeur.lower() if tirer(st.booleans()) else valeur
    return valeur, tirer(SEPARATEURS) + "".join(signe + tirer(SEPARATEURS) for signe in ecrite)


# « Comme sur votre RIB » : the line of the number, as eight banks and their applications give it.
IBAN_DU_RIB = "FR7613335000400897012345694"
RIBS = (
    "FR76 1333 5000 4008 9701 2345 694", "IBAN FR76 1333 5000 4008 9701 2345 694", "IBAN : FR76 1333 5000 4008 9701 2345 694",
    "IBAN: FR7613335000400897012345694", "Code IBAN : FR76 1333 5000 4008 9701 2345 694", "FR76\u00a01333\u00a05000\u00a04008\u00a09701\u00a02345\u00a0694",
    "FR76-1333-5000-4008-9701-2345-694", "FR76\u20111333\u20115000\u20114008\u20119701\u20112345\u2011694", "FR76/1333/5000/4008/9701/2345/694",
    "fr76 1333 5000 4008 9701 2345 694", "N° IBAN FR76 1333 5000 4008 9701 2345 694", "\u200eFR76 1333 5000 4008 9701 2345 694\u200f",
    "FR76 1333 5000 4008 9701 2345 694.", "| FR76 | 1333 | 5000 | 4008 | 9701 | 2345 | 694 |", "(IBAN) FR76 1333 5000 4008 9701 2345 694",
    "IBAN N° FR76 1333 5000 4008 9701 2345 694", "Votre IBAN : FR76 1333 5000 4008 9701 2345 694", "N° de compte FR76 1333 5000 4008 9701 2345 694",
    "IBAN (International Bank Account Number) FR76 1333 5000 4008 9701 2345 694", "ＦＲ７６ １３３３ ５０００ ４００８ ９７０１ ２３４５ ６９４",
    "FR76 1333 5000 4008 9701 2345 694 BIC : COBADEFFXXX", "IBAN=FR76*1333*5000*4008*9701*2345*694", "RIB étranger : FR76 1333 5000 4008 9701 2345 694",
)  # fmt: skip
BICS = (
    "COBADEFFXXX",
    "COBA DE FF XXX",
    "BIC : COBADEFFXXX",
    "Code BIC (SWIFT) : COBADEFFXXX",
    "BIC/SWIFT COBA-DE-FF-XXX",
    "cobadeffxxx",
    "BIC (Bank Identifier Code) COBADEFFXXX",
    "Adresse SWIFT = COBADEFFXXX",
    "N° BIC COBADEFFXXX",
)

# « Comme sur votre carte Vitale » and on a décompte.
NIR_DE_LA_CARTE = "2900640999014"
CARTES = (
    "2 90 06 40 999 014 24", "2 90 06 40 999 014", "290064099901424", "N° 2 90 06 40 999 014 24", "Numéro de sécurité sociale : 2 90 06 40 999 014",
    "NIR 2900640999014", "n° SS : 2 90 06 40 999 014 / 24", "2.90.06.40.999.014", "2\u201190\u201106\u201140\u2011999\u2011014", "\u200b2\u200b90\u200b06 40 999 014",
    "2 90 06 40 999 014 (24)", "2 90 06 40 999 014 clé 24", "2 90 06 40 999 014 – Clef : 24", "Sécurité sociale n° 2 90 06 40 999 014",
    "N° d’assurée sociale : 2 90 06 40 999 014", "№ 2900640999014", "２ ９０ ０６ ４０ ９９９ ０１４", "2*90*06*40*999*014", "Numéro de Sécurité sociale (NIR) = 2900640999014",
    "Nume\u0301ro de se\u0301cu 2900640999014",
)  # fmt: skip
SERIES = (
    "1012345678",
    "10123 45678",
    "10 12 34 56 78",
    "10123456789",
    "N° de série 1012345678",
    "N° 10-1234-5678",
    "Série : 1012345678",
    "\u206610123\u206945678",
    "Carte Vitale n° 1012345678",
    "Numéro de série de la carte : 10123 45678",
    "S/N 1012345678",
    "１０１２３４５６７８",
)

# « La date écrite sur la pièce » : identity cards, passports, residence permits, driving licences, calendars.
DATES = (
    "11 02 2030", "11.02.2030", "11-02-2030", "11/02/2030", "11 / 02 / 2030", "11022030", "11 février 2030", "11 fevrier 2030", "11 FÉVRIER 2030",
    "11 FEV 2030", "11 févr. 2030", "11-févr.-2030", "le 11 février 2030", "lundi 11 février 2030", "2030-02-11", "2030/02/11", "11/2/2030", "11\u00a002\u00a02030",
    "11–02–2030", "11\u200b/02/2030", "11.02.30", "110230", "11 février 30", "11\u20242\u20242030", "Au 11/02/2030",
    "11 FEV/FEB 30", "11 FEV / FEB 2030", "11 Feb 2030", "11/FEB/2030", "Feb 11, 2030", "20300211", "11févr.2030", "11ème février 2030", "Expire le : 11.02.2030",
    "Valable jusqu’au 11/02/2030", "Lun. 11 févr. 2030", "Mar. 11 fév. 2030", "１１/０２/２０３０", "11 fe\u0301vrier 2030",
    "11/02/2030 à 10h", "11/02/2030 00:00", "2030-02-11T00:00", "2030-02-11 00:00:00", "11 février 2030 (lundi)", "11 de février de l’an 2030",
    "11 II 2030", "11.Ⅱ.2030", "4b. 11.02.2030",
)  # fmt: skip
PREMIERS = (
    "1er mars 2026",
    "1 mars 2026",
    "01/03/2026",
    "1ᵉʳ mars 2026",
    "1 er mars 2026",
    "Le 1er mars 2026",
    "premier mars 2026",
    "1ER MARS 2026",
    "mar. 1er mars 2026",
    "01 MAR/MAR 2026",
    "March 1, 2026",
    "1ère mars 2026",
    "1º mars 2026",
)
PAS_DES_DATES = (
    "", "hier", "31/02/2030", "29/02/2027", "00/02/2030", "11/13/2030", "11/02", "2030", "11/02/203", "11/02/20300", "11 frimaire 2030", "1er/13/2026",
    "11/02/0030", "11/02/9999", "11/02/99999999999999999999", "1102203", "٠١/٠٢/٢٠٣٠", "11 02 2030 12", "2030-02-11T00:00Z", "2030-02-11T23:00+02:00", "onze février 2030", "I mars 2030", "-11/02/-2030x", "11,5/02/2030", "1O/02/2030",
    "février 2030", "février 11 mars", "mars mars 2030", "lundi mardi 2030",
)  # fmt: skip

TELEPHONES = (
    "06 39 98 00 01", "0639980001", "06.39.98.00.01", "06-39-98-00-01", "06/39/98/00/01", "+33 6 39 98 00 01", "+33639980001", "0033 6 39 98 00 01",
    "+33 (0)6 39 98 00 01", "Tél. : 06 39 98 00 01", "Mobile 06 39 98 00 01", "06\u201139\u201198\u201100\u201101", "\u202a06 39 98 00 01\u202c", "(06) 39 98 00 01",
    "Tél. portable : 06 39 98 00 01", "Port. 06 39 98 00 01", "tel:+33639980001", "33 6 39 98 00 01", "06 39 98 00 01 (mobile)", "☎️ 06 39 98 00 01", "０６ ３９ ９８ ００ ０１",
    "(+33) 6 39 98 00 01", "+33 (0) 6.39.98.00.01",
)  # fmt: skip
SIRETS = (
    "732 829 320 00074", "73282932000074", "SIRET : 732 829 320 00074", "N° Siret 732.829.320.00074", "732829320-00074", "７３２ ８２９ ３２０ ０００７４",
)  # fmt: skip
# Names, as banks, identity documents and tax notices print them; whether they are hers is for `noms`.
NOMS = (
    "DUPRAT",
    "MME DUPRAT LEA",
    "M L DUPRAT",
    "DARRIGADE NEE LABAT",
    "DUPRAT ép. LARTIGUE",
    "D’ARTAGNAN-LE GOFF",
    "Nguyễn Thị Đặng",
    "DUPRAT/LARTIGUE",
)
TITRES_DE_SEJOUR = ("9912345678", "99 1234 5678", "AB12 345 678", "XZ1234567")
CODES_D_ECRAN = ("7K3M 92QX", "7k3m92qx", "Code : 7K3M-92QX")
CODES_BARRES = (
    "3017620422003",
    "3 017620 422003",
    ">3017620422003<",
    "EAN 13 : 3 017620 422003",
    "GTIN 03017620422003",
    "Code-barres 3017620422003",
)
CODES_D_UNE_LETTRE = ("123456", "123 456", "Votre code : 123 456.", "Code n° 123-456", "« 123456 »")
# Bills of other countries, each in its writing.
FACTURES = ("1234,50", "1 234,50", "1.234,50", "1,234.50", "1’234.50", "1234.5", "+1234,50", "1\u202f234,500")
CODES_POSTAUX = (
    "40100",
    "40 100",
    "F-40100",
    "F - 40100",
    "FR-40100",
    "CP 40100",
    "40.100",
    "40100,",
    "\u200b40100",
    "Code postal : 40100",
    "40100 Dax",
    "40100 – Saint-Vincent-de-Paul",
    "４０１００",
)
REFERENCES = (
    "4012603000001231N",
    "4012 6030 0000 1231 N",
    "Réf. : 4012 6030 0000 1231 N",
    "4012603000001231 n",
    "N° 4012-6030-0000-1231-N",
    "Référence 4012603000001231N",
    "Référence de l’avis : 4012 6030 0000 1231 N",
    "V/Réf. 4012603000001231N",
    "４０１２６０３０００００１２３１Ｎ",
)
COURRIELS = (
    "lea.duprat@exemple.fr", " Lea.Duprat@Exemple.fr ", "mailto:lea.duprat@exemple.fr", "Léa Duprat <lea.duprat@exemple.fr>", "<lea.duprat@exemple.fr>",
    "lea.duprat@exemple.fr.", "lea.duprat @ exemple.fr", "\u200blea.duprat@exemple.fr\ufeff", "« lea.duprat@exemple.fr »", "lea.duprat@exemple.fr;",
    "Mail : lea.duprat@exemple.fr", "mailto:lea.duprat@exemple.fr?subject=Bonjour", "lea.duprat＠exemple.fr", "lea.duprat@exemple.fr…", "‘lea.duprat@exemple.fr’",
    "email lea.duprat@exemple.fr", "Mon adresse de courriel lea.duprat@exemple.fr", "lea.duprat@exemple。fr", "lea.duprat@exemple.fr-",
    "[lea.duprat@exemple.fr](mailto:lea.duprat@exemple.fr)", "lea.duprat@exemple.fr (maison)", "Duprat, Léa <lea.duprat@exemple.fr>",
)  # fmt: skip
MONTANTS = (
    "1234,50",
    "1 234,50",
    "1 234,5",
    "1 234,50 €",
    "1\u202f234,50\u00a0€",
    "1.234,50",
    "1,234.50",
    "EUR 1234.50",
    "1234,50 euros",
    "1 234 € 50",
    "€1234.50",
    "\u200b1234,50",
    "1234€50",
    "1'234,50",
    "1’234.50",
    "1 234 euros et 50 centimes",
    "1234 € 50 cts",
    "1234,50 euros.",
    "Montant : 1 234,50 €",
    "１２３４,５０",
    "+1234,50",
    "= 1 234,50 €",
    "1234·50",
    "1 234,50 E",
    "1234,50 €,",
    "1_234,50",
    "Total 1234,50 €",
    "TOTAL À PAYER TTC : 1 234,50 €",
    "1 234,50 € TTC",
    "€ 1 234,50 EUR",
    "1 234,50 €*",
)
PAS_DES_MONTANTS = (
    "",
    "€",
    "1.234",
    "1,234",
    "12-14",
    "-5",
    "1e5",
    "NaN",
    "Infinity",
    "1,2,3",
    "1.23.45",
    "22,505",
    "12€5",
    "-12,-",
    "12,50 € par mois",
    "12,50 ou 13",
    "12,50 €/mois",
    "12,50 euros net",
    "(12,50)",
    "≈ 12,50",
    "12,50 F",
    "12h50",
    "12:50",
    "12e50",
    "1 234,500",
    "1234⁄50",
    "moins 12",
    "0x10",
    "½",
    "٢٢",
    "9" * 40,
)
