"""Papers with invented content, for what needs no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from documents.editions.attestation_c2s import AttestationC2S, Couvert
from documents.editions.attestation_droits import (
    AttestationDroits,
    LigneBeneficiaire,
    LigneComplementaire,
    LigneExoneration,
)
from documents.editions.attestation_ij import AttestationIJ, Total
from documents.editions.attestation_ij import Ligne as LigneIJ
from documents.editions.attestation_pension import AttestationPension, TotalVerse
from documents.editions.avis import LettreAvis
from documents.editions.certificat_europeen import CertificatEuropeen
from documents.editions.courrier import Destinataire, EnTete
from documents.editions.decompte import Decompte, GroupeSoins, LigneRetenue, LigneRevenu, LigneSoin
from documents.editions.recapitulatif import RecapitulatifDemarche, Section
from documents.editions.recu import Recu
from documents.editions.releve import GroupePapier, RelevePapier
from documents.editions.releve_fiscal import LigneFiscale, ReleveFiscal
from paiements.releves import LigneReleve
from paiements.revenus_verses import Carence, Periode

LANDES = EnTete("CPAM des Landes", ("207 rue de Fontainebleau", "40013 MONT-DE-MARSAN CEDEX"))
FIN = date(2027, 3, 13)


def _ligne(usage: str, prenoms: str, naissance: date, rang: str, medecin: bool, nom: str = "") -> LigneBeneficiaire:
    return LigneBeneficiaire(nom or usage, usage if nom else "", prenoms, naissance, rang, medecin, naissance, FIN)


FAMILLE_DUPRAT = AttestationDroits(
    en_tete=LANDES,
    destinataire=Destinataire("Léa Duprat", ("12 rue des Pins", "40100 DAX")),
    pour="toute la famille",
    edite_le=date(2026, 3, 14),
    nir="2 90 06 40 999 001 37",
    nom_naissance="Lafitte",
    nom_usage="Duprat",
    prenoms="Léa Marie",
    naissance=date(1990, 6, 6),
    regime="régime général",
    code_organisme="01 401 0000",
    code_gestion="10",
    valide_du=date(2026, 3, 14),
    valide_au=FIN,
    personnes=(),
    beneficiaires=(
        _ligne("Duprat", "Léa Marie", date(1990, 6, 6), "01", True, "Lafitte"),
        _ligne("Duprat", "Hugo", date(2012, 2, 29), "02", True),
        _ligne("Duprat", "Inès", date(2015, 12, 1), "03", False),
        _ligne("Duprat", "Noé", date(2026, 1, 2), "04", False),
    ),
    exonerations=None,
    complementaires=(),
)

COMPLETE = replace(
    FAMILLE_DUPRAT,
    exonerations=(
        LigneExoneration(
            "Léa Duprat", "affection de longue durée (liste)", 100, date(2024, 1, 1), None, "soins en rapport"
        ),
        LigneExoneration("Noé Duprat", "nouveau-né", 100, date(2026, 1, 2), date(2026, 2, 1), "hospitalisation"),
    ),
    complementaires=(
        LigneComplementaire(
            "Léa Duprat",
            "Complémentaire santé solidaire sans participation",
            "CPAM des Landes",
            "207 rue de Fontainebleau, 40013 Mont-de-Marsan Cedex",
            date(2025, 10, 1),
            date(2026, 9, 30),
        ),
    ),
)

SANS_EXONERATION = replace(FAMILLE_DUPRAT, exonerations=())

UN_ENFANT = replace(FAMILLE_DUPRAT, pour="Hugo Duprat", beneficiaires=FAMILLE_DUPRAT.beneficiaires[1:2])

# Everything that can overflow: long names, an address abroad, a table over several pages.
DEBORDANTE = replace(
    FAMILLE_DUPRAT,
    destinataire=Destinataire(
        "Anne-Charlotte Élisabeth Rakotondrainibe-Andriamanantena",
        (
            "Résidence Les Jardins de l’Observatoire",
            "Bâtiment C, escalier 4, appt 1203",
            "SW1A 2AA LONDON",
            "ROYAUME-UNI",
        ),
    ),
    beneficiaires=tuple(
        _ligne(
            "Rakotondrainibe-Andriamanantena",
            "Anne-Charlotte Élisabeth Marie-Joséphine",
            date(2010, 1, 1),
            f"{rang:02}",
            rang % 2 == 0,
            "de La Rochefoucauld d’Estissac-Montmorency",
        )
        for rang in range(1, 16)
    ),
)

RECAPITULATIF = RecapitulatifDemarche(
    en_tete=LANDES,
    reference="CB-7K4M-29QX",
    demarche="Changer mes coordonnées bancaires",
    deposee_le=datetime(2026, 3, 1, 8, 12, tzinfo=UTC),
    identite=(("Nom et prénom", "DUPRAT Léa"), ("Numéro de Sécurité sociale", "2 90 •• •• ••• •••")),
    sections=(
        Section("Titulaire du compte", (("Civilité", "Madame"), ("Nom et prénom", "LEA DUPRAT"))),
        Section("Compte bancaire", (("IBAN", "FR76 •••• •••• 705"), ("Banque", "Crédit Agricole d’Aquitaine"))),
    ),
    honneur="J’atteste sur l’honneur que ces renseignements sont exacts.",
    suivi=("Votre caisse vérifie votre demande.", "Vos nouvelles coordonnées sont enregistrées le 3 mars 2026."),
)

CERTIFICAT = CertificatEuropeen(
    en_tete=LANDES,
    nom="DUPRAT",
    prenoms="Inès Marie",
    naissance=date(2015, 12, 1),
    nir="2 15 12 40 999 003 51",
    institution="01 401 0000 – CPAM des Landes",
    numero="80250 999401 01000 0007",
    valide_du=date(2026, 3, 14),
    valide_au=date(2026, 6, 13),
    edite_le=date(2026, 3, 14),
    code_verif="7k3m92qx4htb8npr",
)

_CONSULTATION = LigneSoin(
    "Consultation de médecin généraliste",
    "",
    date(2026, 3, 4),
    "Dr Anne Lartigue",
    Decimal(30),
    Decimal(30),
    70,
    Decimal(21),
)
DECOMPTE = Decompte(
    en_tete=LANDES,
    destinataire=Destinataire("Léa Duprat", ("12 rue des Pins", "40100 DAX")),
    nir="2 90 06 40 999 001 37",
    numero="202603-K7MX2PQ4",
    paye_le=date(2026, 3, 10),
    montant=Decimal("37.00"),
    famille="Remboursements de soins",
    verse_a="vous, sur le compte FR76 •••• •••• 705",
    situation="",
    remplace="",
    groupes=(GroupeSoins("Léa Duprat", (_CONSULTATION,), ()), GroupeSoins("Zoé Duprat", (_CONSULTATION,), ())),
    retenues=(
        LigneRetenue("Participation forfaitaire", date(2026, 3, 4), "Léa", Decimal(-2)),
        LigneRetenue("Franchise sur les médicaments", date(2026, 2, 20), "Léa", Decimal(-3)),
    ),
    total_verse=Decimal("42.00"),
    total_retenu=Decimal("5.00"),
    transmission="Transmis à Mutuelle des Gaves le 11 mars 2026.",
)
DECOMPTE_IJ = replace(
    DECOMPTE,
    famille="Indemnités journalières",
    montant=Decimal("354.28"),
    situation="Virement retourné par la banque. Nouvelle date : 20 mars 2026.",
    groupes=(
        GroupeSoins(
            "Léa Duprat", (),
            (LigneRevenu("Indemnités journalières, maladie", date(2026, 3, 4), date(2026, 3, 14), 11, Decimal("379.72"),
                         Decimal("23.54"), Decimal("1.90"), Decimal(0), Decimal("354.28")),),
        ),
    ),
    retenues=(),
    transmission="",
)  # fmt: skip

DECOMPTE_REPRIS = replace(
    DECOMPTE,
    remplace="Ce virement remplace celui du 3 mars 2026, retourné par la banque (décompte n° 202603-ABCD2345).",
    groupes=(GroupeSoins("Léa Duprat", (
        _CONSULTATION,
        LigneSoin("Remboursement d’une somme versée à tort", "Soin payé deux fois, repris sur ce paiement : Radiographie, "
                  "soins du 04/02/2026 (décompte n° 202602-ABCD2345).", date(2026, 3, 10), "", None, None, None, Decimal("-14.90")),
    ), ()),),
    retenues=(), montant=Decimal("6.10"), total_verse=Decimal("6.10"), total_retenu=Decimal(0),
)  # fmt: skip

_QUATORZAINE = Periode(
    "IJN", date(2025, 3, 4), date(2025, 3, 14), 11, Decimal("34.52"), Decimal("379.72"), Decimal("23.54"), Decimal("1.90"),
    Decimal(0), Decimal(0), "ALD", date(2025, 3, 21), "",
)  # fmt: skip
_CHEZ_L_EMPLOYEUR = replace(_QUATORZAINE, code="IJA", tiers="Thermes de l’Adour", particularite="")
INDEMNITES = AttestationIJ(
    en_tete=LANDES, destinataire=FAMILLE_DUPRAT.destinataire, edite_le=date(2026, 3, 14), nir=FAMILLE_DUPRAT.nir,
    nom="Léa Duprat", naissance=date(1990, 6, 6), du=date(2025, 1, 1), au=date(2025, 12, 31), avec_retenues=True,
    lignes=(
        LigneIJ(None, Carence(date(2025, 3, 1), date(2025, 3, 3)), ""),
        LigneIJ(_QUATORZAINE, None, "Affection de longue durée."),
        LigneIJ(_CHEZ_L_EMPLOYEUR, None, "Versé à l’employeur : Thermes de l’Adour."),
    ),
    total=Total.de("Total", [_QUATORZAINE, _CHEZ_L_EMPLOYEUR]),
    sous_totaux=(
        Total.de("Accident du travail, à l’employeur", [_CHEZ_L_EMPLOYEUR]),
        Total.de("Maladie, à la personne", [_QUATORZAINE]),
    ),
)  # fmt: skip
_MOIS_DE_PENSION = Periode(
    "INV", date(2025, 3, 1), date(2025, 3, 31), 0, Decimal(0), Decimal("1075.00"), Decimal("70.95"), Decimal("5.38"), Decimal("3.22"),
    Decimal(0), "", date(2025, 4, 8), "",
)  # fmt: skip
PENSION = AttestationPension(
    en_tete=LANDES, destinataire=FAMILLE_DUPRAT.destinataire, edite_le=date(2026, 3, 14), nir=FAMILLE_DUPRAT.nir,
    nom="Léa Duprat", naissance=date(1990, 6, 6), du=date(2025, 1, 1), au=date(2025, 12, 31), lignes=(_MOIS_DE_PENSION,) * 12,
    total=TotalVerse.de([_MOIS_DE_PENSION] * 12),
)  # fmt: skip
FISCAL = ReleveFiscal(
    en_tete=LANDES, destinataire=FAMILLE_DUPRAT.destinataire, annee=2025, edite_le=date(2026, 4, 14),
    nir=FAMILLE_DUPRAT.nir, paiements=2, premier=date(2025, 3, 21), dernier=date(2025, 4, 2),
    lignes=(
        LigneFiscale(
            "Indemnités journalières, maladie", Decimal("1379.72"), Decimal("25.44"), Decimal(0), Decimal("354.28"),
            Decimal("365.29"),
        ),
    ),
    a_declarer=Decimal("365.29"), a_un_tiers=True,
)  # fmt: skip

RECU = Recu(
    en_tete=LANDES, destinataire=FAMILLE_DUPRAT.destinataire, numero="K7MX2PQ4", reference="4012 6030 0000 1231 N",
    nature="Participations forfaitaires et franchises", paye_le=datetime(2026, 3, 14, 11, tzinfo=UTC),
    montant=Decimal("72.50"), lignes=(("Participations forfaitaires 2023", Decimal(50)), ("Franchises 2022", Decimal("22.50"))),
)  # fmt: skip

AVIS = LettreAvis(
    en_tete=LANDES, destinataire=FAMILLE_DUPRAT.destinataire, reference="4012 6030 0000 1231 N",
    nature="Indemnités journalières versées en trop", emis_le=date(2026, 3, 14), cause="Votre salaire a été corrigé.",
    total=Decimal("62.50"), lignes=(("Indemnités du 3 au 9 mars", 2026, Decimal(40)), ("Indemnités du 10 mars", 2026, Decimal("22.50"))),
    juge="La commission de recours amiable de votre caisse", dernier=date(2026, 5, 14),
)  # fmt: skip

_LIGNE_RELEVE = LigneReleve(
    "Consultation de médecin généraliste", "Dr Maud Lafargue", "Remboursements de soins", "Médecin", date(2026, 3, 2), date(2026, 3, 2),
    date(2026, 3, 9), Decimal(30), Decimal(21), "",
)  # fmt: skip
_LIGNE_IJ = replace(
    _LIGNE_RELEVE,
    libelle="Indemnités journalières, maladie",
    professionnel="",
    sorte="",
    soins_au=date(2026, 3, 15),
    paye=None,
)
_LIGNE_TIERS = replace(_LIGNE_RELEVE, libelle="Médicaments remboursés à 65 %", tiers="Pharmacie du Marché")
RELEVE = RelevePapier(
    en_tete=LANDES, destinataire=FAMILLE_DUPRAT.destinataire, nir=FAMILLE_DUPRAT.nir, du=date(2026, 3, 1),
    au=date(2026, 3, 31), mensuel=True,
    groupes=(
        GroupePapier("Léa Duprat", (_LIGNE_RELEVE, _LIGNE_TIERS, _LIGNE_IJ), Decimal(42), Decimal(21)),
        GroupePapier("Hugo Duprat", (_LIGNE_RELEVE,), Decimal(21), Decimal(0)),
    ),
    familles=(("Remboursements de soins", Decimal(42)), ("Soins payés directement au professionnel (tiers payant)", Decimal(21))),
    sortes=(("Médecin", Decimal(42)), ("Pharmacie", Decimal(21))), recu=Decimal(61), a_des_tiers=Decimal(21),
    retenu=Decimal(2), retenu_avant=(),
)  # fmt: skip

C2S = AttestationC2S(
    en_tete=LANDES, destinataire=Destinataire("Nadia Belkacem", ("3 impasse des Genêts", "40000 MONT-DE-MARSAN")),
    edite_le=date(2026, 12, 1), avec_participation=True, organisme="CPAM des Landes", adresse_organisme="",
    valide_du=date(2026, 12, 1), valide_au=date(2027, 11, 30), personnes=(),
    couverts=(
        Couvert("BELKACEM", "Nadia", date(1988, 3, 9), "2 88 03 99 999 015 60"),
        Couvert("BELKACEM", "Yanis", date(2017, 2, 11), "1 17 02 40 999 007 07"),
    ),
)  # fmt: skip

TOUS = {
    "attestation de c2s": C2S,
    "attestation de c2s seule": replace(C2S, couverts=C2S.couverts[:1], avec_participation=False),
    "releve": RELEVE,
    "releve long": replace(RELEVE, groupes=(replace(RELEVE.groupes[0], lignes=(_LIGNE_RELEVE, _LIGNE_TIERS) * 60),)),
    "releve annuel": replace(
        RELEVE,
        mensuel=False,
        du=date(2025, 1, 1),
        au=date(2025, 12, 31),
        retenu=Decimal(109),
        retenu_avant=((2024, Decimal(9)),),
    ),
    "recu": RECU,
    "avis": AVIS,
    "avis sans cause ni limite": replace(AVIS, cause="", dernier=None),
    "indemnites": INDEMNITES,
    "indemnites sans detail": replace(INDEMNITES, avec_retenues=False),
    "indemnites d’un an": replace(INDEMNITES, lignes=INDEMNITES.lignes[1:2] * 26),
    "pension": PENSION,
    "pension de deux lignes par mois": replace(PENSION, lignes=PENSION.lignes * 2),
    "releve fiscal": FISCAL,
    "decompte": DECOMPTE,
    "decompte d’IJ": DECOMPTE_IJ,
    "decompte repris": DECOMPTE_REPRIS,
    "decompte long": replace(
        DECOMPTE,
        groupes=(GroupeSoins("Odette Darrigade", (_CONSULTATION,) * 60, ()),),
        retenues=DECOMPTE.retenues * 20,
    ),
    "certificat europeen": CERTIFICAT,
    "certificat europeen debordant": replace(
        CERTIFICAT,
        nom="DE LA ROCHEFOUCAULD D’ESTISSAC-MONTMORENCY-RAKOTON",
        prenoms="Anne-Charlotte, Élisabeth, Marie-Joséphine, Andriamanantena, Marguerite",
    ),
    "famille": FAMILLE_DUPRAT,
    "complete": COMPLETE,
    "sans exoneration": SANS_EXONERATION,
    "un enfant": UN_ENFANT,
    "debordante": DEBORDANTE,
    "recapitulatif": RECAPITULATIF,
    "recapitulatif nu": replace(RECAPITULATIF, sections=(), honneur="", suivi=()),
}
