"""Pensions of invalidity in the database: paid once, on the 8th; arrears, corrections, days taken back, ends (chapter 18)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal as D
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.dossier import droits
from accounts.models import Message
from ameli.noyau.calendrier import PARIS
from ameli.noyau.journal import auteur
from ameli.noyau.models import Echeance
from documents.editions import releve_fiscal
from paiements import pensions, reprises_de_pension
from paiements.calcul.invalidite.prelevements import Avis
from paiements.calcul.revenus import indemnites
from paiements.enregistrement import LigneAPayer, enregistrer
from paiements.models import MoisDePension, Paiement, Pension, Prestation, ReprisePension
from paiements.revenus_verses import REVENUS, entre, lire
from tests.fabriques import creer_assure

EFFET = date(2027, 1, 1)
EXONERE = {2024: Avis(12_000, D(1)), 2025: Avis(12_000, D(1))}


def le(jour: date, heure: int = 9) -> datetime:
    return datetime.combine(jour, time(heure), PARIS)


def ouvrir(assure, du: date = EFFET, *, decide: date = date(2027, 1, 20), **champs) -> Pension:
    valeurs = {"categorie": 2, "sam": D(25_800), "au": date(2041, 4, 30), "avis": EXONERE, "cause": "D-1", **champs}
    return pensions.ouvrir(pensions.Octroi(assure, du=du, **valeurs), acteur="agent:LANDES-01", le=le(decide))


def lignes(paiement: Paiement) -> list[tuple[str, D]]:
    siennes = Prestation.objects.systeme("test").filter(paiement=paiement).order_by("rang")
    return [(une.code, une.verse) for une in siennes]


def allouer(assure, du: date, au: date, journalier: str = "35.34") -> Paiement:
    r = indemnites("IJN", du, au, D(journalier))
    return enregistrer(assure, [LigneAPayer(r.ligne(1, None), assure.personne, revenu=r)], famille="IJ", du_le=le(au))


@pytest.fixture
def thomas(db):
    return creer_assure("Thomas", "Castets", sexe="M", date_naissance=date(1979, 4, 27))


def test_a_month_is_paid_on_the_8th_of_the_next_one_when_banks_are_open():
    assert pensions.paye_le(date(2026, 10, 1)) == le(date(2026, 11, 9)), "the 8th is a Sunday"
    assert pensions.paye_le(date(2026, 11, 1)) == le(date(2026, 12, 8))
    assert pensions.paye_le(date(2027, 4, 1)) == le(date(2027, 5, 10)), "the 8th is a holiday, and a Saturday"
    assert pensions.prochain_mois(le(date(2026, 12, 8), 8)) == date(2026, 11, 1)
    assert pensions.prochain_mois(le(date(2026, 12, 8), 10)) == date(2026, 12, 1)


def test_the_first_payment_is_planned_and_each_one_plans_the_next(thomas):
    pension = ouvrir(thomas)
    due = Echeance.objects.get(genre=pensions.VERSER)
    assert due.du_le == le(date(2027, 2, 8)) and due.donnees["mois"] == "2027-01-01"
    paye = pensions.verser(pension.public_id, EFFET, due.du_le)
    assert (paye.montant, paye.famille, paye.emis_le) == (D("1075.00"), "INVAL", date(2027, 2, 8))
    mois = [une.donnees["mois"] for une in Echeance.objects.filter(genre=pensions.VERSER).order_by("du_le")]
    assert mois == ["2027-01-01", "2027-02-01"]


def test_a_month_is_never_paid_twice(thomas):
    pension = ouvrir(thomas)
    assert pensions.verser(pension.public_id, EFFET, le(date(2027, 2, 8))) is not None
    assert pensions.verser(pension.public_id, EFFET, le(date(2027, 2, 8))) is None
    assert Paiement.objects.de(thomas).count() == 1


def test_the_same_decision_twice_opens_one_pension(thomas):
    assert ouvrir(thomas) == ouvrir(thomas)
    assert Echeance.objects.filter(genre=pensions.VERSER).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_pay_a_month_once():
    assure = creer_assure("Thomas", "Castets", sexe="M", date_naissance=date(1979, 4, 27))
    pension, depart, faits = ouvrir(assure), Barrier(2), []

    def travailler() -> None:
        try:
            depart.wait()
            faits.append(pensions.verser(pension.public_id, EFFET, le(date(2027, 2, 8))))
        finally:
            connections.close_all()

    fils = [Thread(target=travailler) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sorted(fait is None for fait in faits) == [False, True]
    assert [p.montant for p in Paiement.objects.de(assure)] == [D("1075.00")]
    assert MoisDePension.objects.de(assure).count() == 1
    connection.close()


def test_arrears_are_paid_with_the_first_due_date_a_line_for_each_month(thomas):
    pension = ouvrir(thomas, date(2026, 11, 10), decide=date(2027, 1, 20))
    paye = pensions.verser(pension.public_id, date(2027, 1, 1), le(date(2027, 2, 8)))
    assert lignes(paye) == [("INV", D("752.50")), ("INV", D("1075.00")), ("INV", D("1075.00"))]


def test_allowances_of_the_days_of_the_pension_are_taken_back_line_by_line(thomas):
    """Effect on 1 January, decided on the 20th: 2 days of one slice and the 14 of the next, 565,44 € gross."""
    premiere = allouer(thomas, date(2026, 12, 20), date(2027, 1, 2))
    seconde = allouer(thomas, date(2027, 1, 3), date(2027, 1, 16))
    pension = ouvrir(thomas)
    repris = reprises_de_pension.de(pension)
    assert [(une.du, une.au, une.jours, une.brut) for une in repris] == [
        (date(2027, 1, 1), date(2027, 1, 2), 2, D("70.68")), (date(2027, 1, 3), date(2027, 1, 16), 14, D("494.76")),
    ]  # fmt: skip
    assert sum(une.brut for une in repris) == D("565.44")
    assert [une.montant for une in repris] == [D("65.95"), D("461.61")], "net, as it was paid"
    assert seconde.montant == D("461.61") and premiere.montant == D("461.61")
    paye = pensions.verser(pension.public_id, EFFET, le(date(2027, 2, 8)))
    assert lignes(paye) == [("INV", D("1075.00")), *(("RIJ", -une.montant) for une in repris)]
    assert paye.montant == D("1075.00") - sum(une.montant for une in repris)
    assert all(une.reste == 0 for une in reprises_de_pension.de(pension))


def test_only_the_slice_that_was_paid_is_taken_back(thomas):
    allouer(thomas, date(2026, 12, 20), date(2027, 1, 2))
    assert [une.brut for une in reprises_de_pension.de(ouvrir(thomas))] == [D("70.68")]


def test_days_that_end_before_the_pension_are_nobodys_debt(thomas):
    allouer(thomas, date(2027, 1, 15), date(2027, 1, 28))
    assert reprises_de_pension.de(ouvrir(thomas, date(2027, 1, 29), decide=date(2027, 2, 2))) == []


def test_what_does_not_fit_in_a_payment_waits_for_the_next_one_and_is_never_asked_for(thomas):
    allouer(thomas, date(2027, 1, 15), date(2027, 1, 28), "30.00")
    pension = ouvrir(thomas, date(2027, 1, 15), decide=date(2027, 2, 2), sam=D(9_000), categorie=1)
    premier = pensions.verser(pension.public_id, EFFET, le(date(2027, 2, 8)))
    assert premier.montant == 0
    reste = reprises_de_pension.de(pension)[0].reste
    assert reste > 0
    second = pensions.verser(pension.public_id, date(2027, 2, 1), le(date(2027, 3, 8)))
    assert second.montant == D("338.31") - reste and reprises_de_pension.de(pension)[0].reste == 0


def test_the_statement_for_taxes_counts_days_once(thomas):
    allouer(thomas, date(2027, 1, 3), date(2027, 1, 16))
    pension = ouvrir(thomas)
    pensions.verser(pension.public_id, EFFET, le(date(2027, 2, 8)))
    periodes = entre(lire(thomas, REVENUS, date(2027, 12, 31)), date(2027, 1, 1), date(2027, 12, 31))
    assert sum(une.brut for une in periodes) == D("1075.00")
    assert sum(une.imposable for une in periodes) == D("1075.00")
    assert {ligne.libelle for ligne in releve_fiscal._lignes(periodes)} >= {"Pension d’invalidité"}


def test_the_third_category_is_paid_with_its_help_which_is_not_taxed(thomas):
    pension = ouvrir(thomas, categorie=3)
    paye = pensions.verser(pension.public_id, EFFET, le(date(2027, 2, 8)))
    assert lignes(paye) == [("INV", D("1075.00")), ("MTP", D("1298.43"))]
    assert [p.imposable for p in lire(thomas, REVENUS, date(2027, 12, 31))] == [D("1075.00"), D("0.00")]


def test_a_notice_that_comes_late_is_corrected_back_to_the_first_day(thomas):
    pension = ouvrir(thomas, avis={})
    premier = pensions.verser(pension.public_id, EFFET, le(date(2027, 2, 8)))
    assert premier.montant == D("977.17")
    pensions.recevoir_un_avis(pension, 2025, Avis(12_000, D(1)), le=le(date(2027, 2, 20)))
    second = pensions.verser(pension.public_id, date(2027, 2, 1), le(date(2027, 3, 8)))
    assert lignes(second) == [("INV", D("97.83")), ("INV", D("1075.00"))]
    periodes = lire(thomas, REVENUS, date(2027, 12, 31))
    assert sum(une.brut for une in periodes) == D("2150.00") and sum(une.csg for une in periodes) == 0


def test_a_notice_that_raises_the_rate_is_taken_back_from_the_next_payment(thomas):
    pension = ouvrir(thomas)
    pensions.verser(pension.public_id, EFFET, le(date(2027, 2, 8)))
    haut = Avis(40_000, D(1))
    for annee in (2024, 2025):
        pensions.recevoir_un_avis(pension, annee, haut, le=le(date(2027, 2, 20)))
    second = pensions.verser(pension.public_id, date(2027, 2, 1), le(date(2027, 3, 8)))
    assert lignes(second) == [("INV", D("977.17")), ("INV", D("-97.83"))]


def test_a_suspension_stops_the_next_months_and_its_end_pays_them(thomas):
    pension = ouvrir(thomas)
    pensions.verser(pension.public_id, EFFET, le(date(2027, 2, 8)))
    droits.suspendre(pension, acteur="agent:LANDES-01", le=le(date(2027, 2, 20)), motif="ressources")
    assert pensions.verser(pension.public_id, date(2027, 2, 1), le(date(2027, 3, 8))).montant == D("1075.00"), (
        "never back"
    )
    assert pensions.verser(pension.public_id, date(2027, 3, 1), le(date(2027, 4, 8))) is None
    droits.reprendre(pension, acteur="agent:LANDES-01")
    avril = pensions.verser(pension.public_id, date(2027, 4, 1), le(date(2027, 5, 10)))
    assert len(lignes(avril)) == 2


def hausses_dites(assure) -> list[str]:
    siens = Message.objects.de(assure).filter(sujet="Votre pension augmente").order_by("id")
    return [m.corps.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") for m in siens]


def test_a_rise_is_told_a_month_before_it_is_paid_and_paid_to_the_cent(thomas):
    pension = ouvrir(thomas, date(2026, 2, 1), decide=date(2026, 2, 2), sam=D(24_000))
    for mois in (2, 3, 4):
        paye = pensions.verser(pension.public_id, date(2026, mois, 1), le(date(2026, mois + 1, 9)))
        assert len(hausses_dites(thomas)) == (mois >= 3)
    (dit,) = hausses_dites(thomas)
    assert "le 1er avril 2026" in dit and "de 1 000,00 € à 1 008,00 € brut" in dit and "le 11 mai 2026" in dit
    assert paye.montant == D("1008.00")


def test_no_rise_is_told_to_who_is_paid_nothing(thomas):
    pension = ouvrir(thomas, date(2026, 2, 1), decide=date(2026, 2, 2))
    droits.suspendre(pension, acteur="agent:LANDES-01", le=le(date(2026, 2, 20)), motif="ressources")
    pensions.verser(pension.public_id, date(2026, 3, 1), le(date(2026, 4, 8)))
    assert hausses_dites(thomas) == []


def test_the_eve_of_retirement_is_the_last_day_and_nothing_is_planned_after_it(thomas):
    pension = ouvrir(thomas, date(2026, 11, 1), decide=date(2026, 11, 23), au=date(2026, 11, 30))
    paye = pensions.verser(pension.public_id, date(2026, 11, 1), le(date(2026, 12, 8)))
    assert paye.montant == D("1075.00")
    assert Echeance.objects.filter(genre=pensions.VERSER).count() == 1
    assert pensions.verser(pension.public_id, date(2026, 12, 1), le(date(2027, 1, 8))) is None


def test_the_last_month_is_paid_after_the_end_of_the_right(thomas):
    pension = ouvrir(thomas, date(2026, 11, 1), decide=date(2026, 11, 23), au=date(2026, 11, 30))
    droits.rappeler(Echeance.objects.get(genre="droit.rappel", objet=pension.objet))
    assert pensions.en_cours(thomas) is None
    due = Echeance.objects.get(genre=pensions.VERSER)
    assert due.etat == Echeance.Etat.EN_ATTENTE
    assert pensions.verser(pension.public_id, date(2026, 11, 1), due.du_le).montant == D("1075.00")


def test_six_months_before_the_end_the_person_is_told(thomas):
    pension = ouvrir(thomas, date(2026, 11, 1), decide=date(2026, 11, 23), au=date(2027, 12, 31))
    rappel = Echeance.objects.get(genre="droit.rappel", objet=pension.objet, donnees__quoi="6 mois")
    droits.rappeler(rappel)
    message = Message.objects.de(thomas).get()
    corps = message.corps.replace("\N{NO-BREAK SPACE}", " ")
    assert "jusqu’au 31 décembre 2027" in corps and "1er janvier 2028" in corps
    assert "invalid" not in message.sujet


def test_the_dead_are_paid_for_the_days_that_they_lived(thomas):
    pension = ouvrir(thomas)
    thomas.personne.date_deces = date(2027, 1, 10)
    with auteur("systeme:données d'essai"):
        thomas.personne.save(update_fields=["date_deces"])
    paye = pensions.verser(pension.public_id, EFFET, le(date(2027, 2, 8)))
    assert paye.montant == D("346.77")
    assert not Echeance.objects.filter(genre=pensions.VERSER, donnees__mois="2027-02-01").exists()


def test_a_pension_that_came_from_elsewhere_is_paid_from_its_first_month_here(thomas):
    pension = ouvrir(
        thomas, date(2023, 7, 1), decide=date(2026, 11, 23), mensuel=D("968.40"), sam=D("23241.60"),
        servie_depuis=date(2026, 11, 1), avis={annee: Avis(14_500, D(1)) for annee in range(2020, 2026)},
    )  # fmt: skip
    paye = pensions.verser(pension.public_id, date(2026, 11, 1), le(date(2026, 12, 8)))
    assert lignes(paye) == [("INV", D("993.76"))], "1 038,41 gross: Bernard, as today"


def test_a_file_has_one_pension_at_a_time(thomas):
    ouvrir(thomas)
    assert pensions.remplace_depuis(thomas) == EFFET
    assert ReprisePension.objects.de(thomas).count() == 0
    with pytest.raises(Exception, match="une_pension_a_la_fois"):
        ouvrir(thomas, cause="D-2")


@given(
    st.lists(st.integers(0, 27), min_size=1, max_size=12),
    st.dates(date(2026, 1, 1), date(2027, 6, 30)),
    st.sampled_from([1, 2, 3]),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.django_db(transaction=True)
def test_however_often_and_late_it_is_called_each_month_is_worth_its_amount_once(sauts, effet, categorie):
    assure = creer_assure("Thomas", "Castets", sexe="M", date_naissance=date(1979, 4, 27))
    pension = ouvrir(assure, effet, decide=effet, categorie=categorie)
    mois = effet.replace(day=1)
    for saut in sauts:
        mois = pensions.ajouter_mois(mois, saut % 4)
        pensions.verser(pension.public_id, mois, le(mois + timedelta(days=40)))
    attendus = [pensions.du_mois(pension.titre, un) for un in pensions.mois_jusqu_a(effet, mois)]
    assert sum(p.montant for p in Paiement.objects.de(assure)) == sum(un.net for un in attendus)
