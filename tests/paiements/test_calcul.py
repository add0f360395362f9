"""The worked examples of chapter 7, figure by figure."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from paiements.calcul.explication import expliquer
from paiements.calcul.liquidation import Liquidation
from paiements.calcul.mots import Genre, MotifRetenue, MotifTaux, Protection
from paiements.calcul.patient import Patient, Periode
from paiements.calcul.retenues import Compteurs
from paiements.calcul.revenus import (
    indemnites,
    journaliere_accident,
    journaliere_maladie,
    journaliere_maternite,
    pension,
    pension_mensuelle,
    quatorzaines,
)
from paiements.calcul.soins import Acte, calculer
from paiements.calcul.virements import Dette, Indu, virer

ADULTE = Patient(date(1990, 6, 6))
ENFANT = Patient(date(2014, 9, 16))
LE = date(2025, 3, 4)


def ligne(acte: Acte, patient: Patient = ADULTE, compteurs: Compteurs | None = None):
    return calculer(acte, patient, compteurs or Compteurs())[0]


@pytest.mark.parametrize(
    ("acte", "verse", "net"),
    [
        (Acte("G", date(2024, 9, 2), D("26.50")), "18.55", "16.55"),
        (Acte("G", LE, D("30.00")), "21.00", "19.00"),
        (Acte("G", LE, D("30.00"), parcours=False), "9.00", "7.00"),
        (Acte("AMK", LE, D("16.13")), "9.68", "8.68"),
        (Acte("CD", LE, D("23.00")), "13.80", "13.80"),
        (Acte("PH7", LE, D("8.20")), "5.33", "4.33"),
        (Acte("VSL", LE, D("60.00")), "33.00", "29.00"),
        (Acte("PH7", LE, D("1.16")), "0.75", "0.00"),
    ],
    ids=["G-2024", "G-2025", "hors parcours", "kiné", "dentiste", "pharmacie", "transport", "petite boîte"],
)
def test_the_worked_examples_of_the_reference(acte, verse, net):
    faite = ligne(acte)
    assert (faite.verse, faite.net) == (D(verse), D(net))


@pytest.mark.parametrize(("paye", "verse"), [("1.30", "0.85"), ("5.30", "3.45"), ("1.10", "0.72")])
def test_half_a_cent_is_rounded_upwards(paye, verse):
    assert ligne(Acte("PH7", LE, D(paye))).verse == D(verse)


def test_the_official_example_thirty_euros_paid_fifteen_received():
    dossier = Liquidation({1: ADULTE})
    dossier.payer(LE, [Acte("PH7", LE, D("40"), qui=1, unites=4, tiers_payant=True)])
    (virement,) = dossier.payer(LE + timedelta(days=6), [Acte("G", LE, D("30"), qui=1)])
    assert (virement.lignes[0].net, virement.montant) == (D("19.00"), D("15.00"))
    assert dossier.dettes == ()


def test_a_scaling_can_be_wholly_absorbed_by_older_withholdings():
    anciennes = [Dette(n, 1, Genre.BOITE, LE - timedelta(days=n), D("1.00")) for n in range(30)]
    virement, reste = virer(LE, [ligne(Acte("DET", LE, D("28.92")))], anciennes)
    assert virement.montant == 0
    assert sum(prise.montant for prise in virement.prises) == D("17.35")
    assert sum(dette.montant for dette in reste.dettes) == D("12.65")
    assert max(prise.dette.le for prise in virement.prises) <= min(dette.le for dette in reste.dettes)


@pytest.mark.parametrize(
    ("naissance", "le", "mineur"),
    [
        (date(2008, 1, 1), date(2026, 6, 1), False),
        (date(2008, 1, 2), date(2026, 6, 1), True),
        (date(2008, 1, 2), date(2027, 1, 1), False),
        (date(2014, 9, 16), LE, True),
    ],
)
def test_a_child_is_exempt_when_under_18_on_the_first_of_january(naissance, le, mineur):
    faite = ligne(Acte("G", le, D("30.00")), Patient(naissance))
    assert faite.retenue == (0 if mineur else 2)
    assert (faite.motif_retenue is MotifRetenue.MINEUR) == mineur


@pytest.mark.parametrize(
    ("nature", "taux", "retenue"),
    [
        (Protection.MATERNITE, 100, "0"),
        (Protection.C2S, 70, "0"),
        (Protection.AME, 100, "0"),
        (Protection.INVALIDITE, 100, "2"),
        (Protection.TERRORISME, 100, "0"),
        (Protection.MILITAIRE, 70, "0"),
        (Protection.ALD, 70, "2"),
    ],
)
def test_who_pays_less_and_from_whom_nothing_is_withheld(nature, taux, retenue):
    protege = Patient(date(1990, 6, 6), (Periode(nature, LE, LE + timedelta(days=10)),))
    faite = ligne(Acte("G", LE, D("30.00")), protege)
    assert (faite.taux, faite.retenue) == (taux, D(retenue))
    assert ligne(Acte("G", LE - timedelta(days=1), D("30.00")), protege).retenue == 2
    assert ligne(Acte("G", LE + timedelta(days=11), D("30.00")), protege).taux == 70


SOLIDAIRE = Patient(date(1990, 6, 6), (Periode(Protection.C2S, date(2020, 1, 1)),))


@pytest.mark.parametrize(
    ("acte", "base", "part"),
    [
        (Acte("G", LE, D("30.00")), "21.00", "9.00"),
        (Acte("G", LE, D("30.00"), parcours=False), "9.00", "9.00"),
        (Acte("CS", LE, D("60.00"), base=D("23.00")), "16.10", "6.90"),
        (Acte("PH7", LE, D("10.00")), "6.50", "3.50"),
        (Acte("ATM", LE, D("150.00")), "105.00", "45.00"),
        (Acte("PH1", LE, D("10.00")), "10.00", None),
    ],
)
def test_the_c2s_is_a_line_of_its_own_and_the_base_keeps_its_rate(acte, base, part):
    lignes = calculer(acte, SOLIDAIRE, Compteurs())
    assert lignes[0].verse == D(base) and lignes[0].retenue == 0
    parts = [une.verse for une in lignes[1:]]
    assert parts == ([D(part)] if part else [])
    for une in lignes:
        assert sum(etape.effet for etape in expliquer(une)) == une.net
    if parts:
        assert lignes[1].paye == 0 and "Complémentaire santé solidaire" in expliquer(lignes[1])[0].texte


@pytest.mark.parametrize("acte", [Acte("G", LE, D("30.00")), Acte("PH7", LE, D("10.00")), Acte("ATM", LE, D("150.00"))])
def test_a_c2s_that_an_organism_manages_exempts_and_its_part_is_not_paid_here(acte):
    ailleurs = Patient(date(1990, 6, 6), (Periode(Protection.C2S, date(2020, 1, 1), par_la_caisse=False),))
    (seule,) = calculer(acte, ailleurs, Compteurs())
    assert seule == calculer(acte, SOLIDAIRE, Compteurs())[0], "the base is the same, whoever manages it"
    assert (seule.retenue, seule.motif_retenue) == (0, MotifRetenue.C2S)


def test_with_a_long_illness_and_the_c2s_the_base_pays_all_of_the_care_that_goes_with_it():
    patient = Patient(date(1948, 11, 2), (Periode(Protection.ALD, date(2020, 1, 1)), *SOLIDAIRE.protections))
    (seule,) = calculer(Acte("G", LE, D("30"), en_rapport=Protection.ALD), patient, Compteurs())
    assert (seule.taux, seule.verse) == (100, 30)


def test_a_long_illness_pays_for_the_care_that_goes_with_it_and_does_not_exempt():
    malade = Patient(date(1948, 11, 2), (Periode(Protection.ALD, date(2020, 1, 1)),))
    faite = ligne(Acte("G", LE, D("30"), en_rapport=Protection.ALD), malade)
    assert (faite.taux, faite.motif_taux, faite.retenue) == (100, MotifTaux.ALD, 2)
    assert ligne(Acte("G", LE, D("30"), en_rapport=Protection.ALD, parcours=False), malade).taux == 60


def test_a_work_accident_exempts_from_the_pf_and_not_from_the_franchise():
    blesse = Patient(date(1990, 6, 6), (Periode(Protection.AT_MP, LE),))
    assert ligne(Acte("G", LE, D("30"), en_rapport=Protection.AT_MP), blesse).retenue == 0
    assert ligne(Acte("G", LE, D("30")), blesse).retenue == 2
    assert ligne(Acte("PH7", LE, D("10"), en_rapport=Protection.AT_MP), blesse).retenue == 1


def test_an_exemption_that_keeps_the_share_of_the_patient_changes_nothing():
    coeliaque = Patient(date(1999, 5, 17), (Periode(Protection.ALD, date(2020, 1, 1), taux=60),))
    assert ligne(Acte("G", LE, D("30"), en_rapport=Protection.ALD), coeliaque).taux == 70


@pytest.mark.parametrize(("naissance", "taux"), [(date(2009, 3, 4), 30), (date(2009, 3, 5), 70)])
def test_the_care_path_binds_from_16_years_on(naissance, taux):
    assert ligne(Acte("G", LE, D("30"), parcours=False), Patient(naissance)).taux == taux


def test_alsace_moselle_has_its_own_rates():
    local = Patient(date(1987, 12, 12), regime_local=True)
    assert ligne(Acte("G", LE, D("30")), local).taux == 90
    assert ligne(Acte("G", LE, D("30"), parcours=False), local).taux == 50
    assert ligne(Acte("PH4", LE, D("10")), local).taux == 80
    assert ligne(Acte("PH2", LE, D("10")), local).taux == 15


def test_fees_above_the_tariff_are_not_paid_back_nor_a_tariff_above_the_fees():
    assert ligne(Acte("CS", LE, D("60.00"), base=D("23.00"))).verse == D("16.10")
    assert ligne(Acte("OPA", LE, D("5.00"))).base == 5


def test_what_stays_with_the_patient_is_a_line_that_pays_nothing():
    faite = ligne(Acte("FJ", date(2026, 4, 1), D("23.00")))
    assert (faite.verse, faite.motif_taux) == (0, MotifTaux.A_CHARGE)


def test_a_costly_act_is_paid_whole_less_a_participation():
    acte, participation = calculer(Acte("ATM", LE, D("200"), base=D("180")), ADULTE, Compteurs())
    assert (acte.taux, acte.verse, participation.code, participation.verse) == (100, 180, "PAT24", -24)
    _, apres = calculer(Acte("ATM", date(2026, 4, 1), D("180")), ADULTE, Compteurs())
    assert apres.verse == -32


@pytest.mark.parametrize(("le", "attendu"), [(date(2024, 5, 14), "4"), (date(2024, 5, 15), "8")])
def test_the_pf_stops_at_the_ceiling_of_the_day_for_one_professional(le, attendu):
    compteurs = Compteurs()
    analyses = [
        ligne(Acte("B", le, D("10"), coefficient=D(40), professionnel="labo"), compteurs=compteurs) for _ in range(9)
    ]
    assert sum(une.retenue for une in analyses) == D(attendu)
    assert analyses[-1].motif_retenue is MotifRetenue.PLAFOND_JOUR
    assert ligne(Acte("G", le, D("30"), professionnel="médecin"), compteurs=compteurs).retenue > 0


def test_paramedical_care_and_trips_stop_at_their_own_ceilings_of_the_day():
    compteurs = Compteurs()
    seances = [
        ligne(Acte("AMI", LE, D("6.30"), coefficient=D(2), professionnel=n), compteurs=compteurs) for n in range(6)
    ]
    trajets = [ligne(Acte("VSL", LE, D("30")), compteurs=compteurs) for _ in range(3)]
    assert (sum(une.retenue for une in seances), sum(un.retenue for un in trajets)) == (4, 8)


def test_fifty_euros_a_year_for_the_pf_and_fifty_for_the_franchises():
    compteurs = Compteurs()
    jours = [date(2025, 1, 1) + timedelta(days=n) for n in range(60)]
    pf = [ligne(Acte("G", le, D("30")), compteurs=compteurs) for le in jours]
    boites = [ligne(Acte("PH7", le, D("20"), unites=2), compteurs=compteurs) for le in jours]
    assert (sum(une.retenue for une in pf), sum(une.retenue for une in boites)) == (50, 50)
    assert pf[-1].motif_retenue is MotifRetenue.PLAFOND_AN
    assert ligne(Acte("G", date(2026, 1, 1), D("30")), compteurs=compteurs).retenue == 2


def test_an_urgent_transport_has_no_franchise():
    assert ligne(Acte("AMB", LE, D("150"), urgence=True)).motif_retenue is MotifRetenue.URGENCE


def test_the_professional_is_paid_whole_and_the_patient_owes():
    dossier = Liquidation({1: ADULTE, 2: ENFANT})
    boites = Acte("PH7", LE, D("20"), qui=1, unites=2, tiers_payant=True, professionnel="pharmacie")
    (tiers,) = dossier.payer(LE, [boites])
    assert (tiers.destinataire, tiers.montant, tiers.prises) == ("pharmacie", D("13.00"), ())
    (remboursement,) = dossier.payer(LE, [Acte("G", LE, D("30"), qui=2)])
    assert remboursement.montant == D("19.00"), "the debt of the parent is taken from the child's refund"
    assert remboursement.prises[0].dette.qui == 1


def test_a_debt_is_taken_from_daily_allowances_too():
    dossier = Liquidation({1: ADULTE})
    dossier.payer(LE, [Acte("PH7", LE, D("20"), qui=1, unites=3, tiers_payant=True)])
    ij = indemnites("IJN", LE, LE + timedelta(days=13), D("30.00"))
    (virement,) = dossier.payer(LE + timedelta(days=20), [], [ij.ligne(1, "ij")])
    assert virement.montant == ij.net - 3


def test_a_debt_older_than_five_years_is_not_taken_any_more():
    vieille = Dette("v", 1, Genre.PF, date(2020, 3, 3), D("2"))
    limite = Dette("l", 1, Genre.PF, date(2020, 3, 4), D("2"))
    virement, reste = virer(LE, [ligne(Acte("CD", LE, D("23")))], [limite, vieille])
    assert [prise.dette for prise in virement.prises] == [limite]
    assert reste.dettes == ()


def test_a_sum_paid_by_mistake_is_a_negative_line_within_what_is_there():
    virement, reste = virer(LE, [ligne(Acte("CD", LE, D("23")))], (), [Indu("i", LE, D("20.00"))])
    assert (virement.montant, virement.lignes[-1].code, virement.lignes[-1].verse) == (0, "IND", D("-13.80"))
    assert reste.indus[0].montant == D("6.20")


def test_the_daily_allowance_of_the_reference():
    ij = indemnites("IJN", date(2025, 3, 4), date(2025, 3, 14), D("34.52"))
    assert (ij.jours, ij.brut, ij.csg, ij.crds, ij.net) == (11, D("379.72"), D("23.54"), D("1.90"), D("354.28"))


@pytest.mark.parametrize(
    ("debut", "maximum"),
    [
        (date(2023, 1, 1), "50.58"), (date(2023, 5, 1), "51.70"), (date(2024, 1, 1), "52.28"),
        (date(2024, 11, 1), "53.31"), (date(2025, 4, 1), "41.47"), (date(2026, 1, 1), "41.95"),
    ],
)  # fmt: skip
def test_the_highest_sickness_allowance_is_that_of_the_day_the_leave_began(debut, maximum):
    assert journaliere_maladie([D(9000)] * 3, debut) == D(maximum)


def test_maternity_and_accident_allowances_have_their_ceilings():
    assert journaliere_maternite([D(9000)] * 3, date(2026, 3, 1)) == D("104.02")
    assert journaliere_maternite([D(2000)] * 3, date(2026, 3, 1)) == D("51.95")
    assert journaliere_accident(D(20000), date(2026, 3, 1), majoree=False) == D("240.49")
    assert journaliere_accident(D(20000), date(2026, 3, 1), majoree=True) == D("320.66")


def test_three_days_are_not_paid_then_every_fourteen_days():
    tranches = list(quatorzaines(date(2025, 3, 1), date(2025, 4, 5)))
    assert tranches[0] == (date(2025, 3, 4), date(2025, 3, 17))
    assert tranches[-1][1] == date(2025, 4, 5)
    assert sum((au - du).days + 1 for du, au in tranches) == 36 - 3
    assert not list(quatorzaines(date(2025, 3, 1), date(2025, 3, 3)))


@pytest.mark.parametrize(
    ("sam", "taux", "attendu"), [("24000", 30, "600.00"), ("60000", 50, "1962.50"), ("8000", 30, "335.29")]
)
def test_a_disability_pension_lies_between_its_bounds(sam, taux, attendu):
    assert pension_mensuelle(D(sam), taux, date(2025, 6, 1)) == D(attendu)


def test_contributions_of_a_pension_are_rounded_together():
    mois = pension("INV", date(2025, 6, 1), date(2025, 6, 30), D("987.65"), csg=D("6.6"), casa=True)
    assert mois.csg + mois.crds + mois.casa == D("73.09")
    assert mois.net == D("914.56")
    assert pension("INV", LE, LE, D("600.00")).net == 600


def test_why_an_amount_is_told_in_sentences():
    textes = [etape.texte.replace("\u00a0", " ") for etape in expliquer(ligne(Acte("G", LE, D("30.00"))))]
    assert textes == [
        "Le soin du 04/03/2025 a été facturé 30,00 €.",
        "La base de remboursement est la même : 30,00 €.",
        "C’est le taux habituel pour ce soin.",
        "30,00 € × 70 % = 21,00 €.",
        "La participation forfaitaire est retenue : −2,00 €.",
    ]


def test_a_child_is_told_why_nothing_is_withheld():
    derniere = expliquer(ligne(Acte("G", LE, D("30.00")), ENFANT))[-1]
    assert "moins de 18 ans au 1er janvier" in derniere.texte
    assert derniere.effet == 0


@pytest.mark.parametrize(
    ("code", "le", "taux"),
    [
        ("HOS", date(2026, 3, 10), 100),
        ("G", date(2026, 3, 10), 70),  # outside the hospital, like anybody else
        ("G", date(2025, 3, 10), 100),  # before the table says otherwise
        ("HOS", date(2026, 4, 1), 80),  # after thirty days
    ],
)
def test_a_newborn_is_paid_whole_in_hospital_for_thirty_days(code, le, taux):
    naissance = le.replace(day=1) if le.month == 3 else date(2026, 3, 1)
    periode = Periode(Protection.NOUVEAU_NE, naissance, naissance + timedelta(days=29))
    (ligne, *_) = calculer(Acte(code, le, D("100.00")), Patient(naissance, (periode,)), Compteurs())
    assert ligne.taux == taux
