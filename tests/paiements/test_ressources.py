"""Declarations of incomes in the database: opened once, late, used, said again; the pension that follows, to the cent (chapter 19)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.db import connection

from accounts.dossier import droits
from ameli.noyau.journal import auteur
from ameli.noyau.models import Echeance
from paiements import pensions
from paiements.models import DeclarationRessources, MoisDePension, Paiement, Pension, SalaireEmployeur
from paiements.ressources import agenda, lecture, vie
from tests.bench import declarations
from tests.fabriques import creer_caisse
from tests.paiements.pensionne import AVANT, bernard, declarer, le, ouverte, pension, relire

NOVEMBRE = date(2026, 11, 1)


@pytest.fixture
def assure(db):
    return bernard()


def prochaine(une: Pension) -> date:
    """The one day that is planned."""
    return Echeance.objects.get(genre=agenda.OUVRIR, objet=agenda.objet(une), etat="EN_ATTENTE").du_le.date()


def test_the_caisse_opens_the_months_that_the_pension_of_the_month_looks_at(assure):
    sienne = pension(assure)
    une = vie.ouvrir(sienne.public_id, le(NOVEMBRE))
    assert une is not None
    assert (une.premier, une.dernier, len(une.mois)) == (date(2025, 10, 1), date(2026, 9, 1), 12)
    assert une.limite_le == le(date(2026, 12, 1), 23, 59) + timedelta(seconds=59)
    assert prochaine(sienne) == date(2027, 11, 1) == relire(sienne).declaration_le


def test_the_same_day_twice_opens_one(assure):
    sienne = pension(assure)
    assert vie.ouvrir(sienne.public_id, le(NOVEMBRE)) is not None
    assert vie.ouvrir(sienne.public_id, le(NOVEMBRE)) is None
    assert DeclarationRessources.objects.de(assure).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_the_same_second_ask_each_person_once():
    """What `make bench` does with ten thousand."""
    creer_caisse()
    fait = declarations.mesurer(60)
    assert fait.exactement_une_fois
    assert DeclarationRessources.objects.systeme("test").count() == 60
    connection.close()


def test_without_income_the_pension_stays_and_the_next_declaration_is_a_year_later(assure):
    sienne = pension(assure)
    une = declarer(vie.ouvrir(sienne.public_id, le(NOVEMBRE)), le(date(2026, 11, 10)))
    effet = vie.exploiter(une, le=le(date(2026, 11, 17)))
    assert (effet.reduction.mois, effet.reduction.pensions, effet.reduction.retenue) == (NOVEMBRE, D("12411.48"), 0)
    assert relire(une).explication["pensions"] == "12411.48"
    assert prochaine(sienne) == date(2027, 11, 1)
    assert pensions.verser(sienne.public_id, NOVEMBRE, le(date(2026, 12, 8))).montant == D("993.76")


def test_a_wage_under_the_threshold_is_asked_for_again_after_six_months(assure):
    sienne = pension(assure)
    une = declarer(vie.ouvrir(sienne.public_id, le(NOVEMBRE)), le(date(2026, 11, 10)), salaires="500")
    assert not vie.premiere_reduction(une, le(date(2026, 11, 17)))
    assert vie.exploiter(une, le=le(date(2026, 11, 17))).reduction.retenue == 0
    assert prochaine(sienne) == date(2027, 5, 1)


def test_a_reduction_changes_the_next_payment_and_is_asked_for_again_each_month(assure):
    sienne = pension(assure, **AVANT)
    une = declarer(vie.ouvrir(sienne.public_id, le(NOVEMBRE)), le(date(2026, 11, 10)), salaires="1150")
    assert vie.premiere_reduction(une, le(date(2026, 11, 17)))
    vie.exploiter(une, le=le(date(2026, 11, 17)))
    assert relire(sienne).retenues == {"2026-11-01": "19.85"}
    assert prochaine(sienne) == date(2026, 12, 1)
    paye = pensions.verser(sienne.public_id, NOVEMBRE, le(date(2026, 12, 8)))
    assert MoisDePension.objects.de(assure).get().brut == D("1018.56")
    assert paye.montant == D("1018.56") - D("38.71") - D("5.09")
    suivante = vie.ouvrir(sienne.public_id, le(date(2026, 12, 1)))
    assert suivante.mois == (date(2026, 10, 1),)
    assert not vie.premiere_reduction(
        declarer(suivante, le(date(2026, 12, 3)), salaires="1150"), le(date(2026, 12, 10))
    )


@pytest.mark.parametrize(("trop", "jour"), [("0.01", date(2027, 5, 1)), ("0.12", date(2026, 12, 1))])
def test_a_cent_of_overrun_is_no_reduction_and_keeps_the_rhythm(assure, trop, jour):
    sienne = pension(assure)
    ecart = D("24921.79") - D("12411.48") + D(trop)
    ouverte_ = vie.ouvrir(sienne.public_id, le(NOVEMBRE))
    vie.transmettre(
        ouverte_, {ouverte_.mois[0]: {"salaires": ecart}}, demarche="D", acteur="x", le=le(date(2026, 11, 10))
    )
    vie.exploiter(relire(ouverte_), le=le(date(2026, 11, 17)))
    assert prochaine(sienne) == jour


def test_a_pension_brought_to_nothing_keeps_its_rights_and_comes_back_by_itself(assure):
    sienne = pension(assure, **AVANT)
    une = declarer(vie.ouvrir(sienne.public_id, le(NOVEMBRE)), le(date(2026, 11, 10)), salaires="3400")
    assert vie.exploiter(une, le=le(date(2026, 11, 17))).reduction.suspendue
    assert pensions.verser(sienne.public_id, NOVEMBRE, le(date(2026, 12, 8))) is None
    assert relire(sienne).suspendu_le is None and relire(sienne).clos_le is None
    remplacante = vie.ouvrir_la_remplacante(relire(une), le(date(2026, 12, 9)))
    vie.exploiter(declarer(relire(remplacante), le(date(2026, 12, 9)), salaires="0"), le=le(date(2026, 12, 16)))
    rendu = pensions.verser(sienne.public_id, date(2026, 12, 1), le(date(2027, 1, 8)))
    assert rendu.montant == 2 * D("993.76"), "November comes back with December"


def test_without_a_declaration_nothing_is_paid_from_the_next_month_and_all_comes_back_with_it(assure):
    sienne = pension(assure, date(2026, 10, 30))
    une = vie.ouvrir(sienne.public_id, le(date(2026, 10, 30)))
    assert une.limite_le.date() == date(2026, 11, 29)
    assert une.suspension_le.date() == date(2026, 12, 14)
    assert pensions.verser(sienne.public_id, NOVEMBRE, le(date(2026, 12, 8))).montant == D("993.76")
    vie.suspendre(relire(une), le(date(2026, 12, 14)))
    assert pensions.verser(sienne.public_id, date(2026, 12, 1), le(date(2027, 1, 8))).montant == D("993.76")
    assert pensions.verser(sienne.public_id, date(2027, 1, 1), le(date(2027, 2, 8))) is None
    assert vie.ouvrir(sienne.public_id, le(date(2027, 2, 1))) is None, "one is asked for already"
    envoyee = declarer(relire(une), le(date(2027, 2, 20)))
    assert envoyee.tardive and relire(sienne).suspendu_le is None
    assert pensions.verser(sienne.public_id, date(2027, 2, 1), le(date(2027, 3, 8))).montant == 2 * D("993.76")


@pytest.mark.parametrize(
    ("quand", "tardive"), [((date(2026, 11, 29), 23, 58), False), ((date(2026, 11, 30), 0, 1), True)]
)
def test_the_last_minute_of_the_last_day_is_in_time(assure, quand, tardive):
    sienne = pension(assure, date(2026, 10, 30))
    une = declarer(vie.ouvrir(sienne.public_id, le(date(2026, 10, 30))), le(*quand))
    assert une.tardive is tardive


def test_two_that_are_open_are_sent_the_oldest_first(assure):
    sienne = pension(assure, **AVANT)
    premiere = vie.ouvrir(sienne.public_id, le(NOVEMBRE))
    relue = relire(sienne)
    agenda.planifier(relue, date(2026, 12, 1), le=le(NOVEMBRE))
    seconde = vie.ouvrir(sienne.public_id, le(date(2026, 12, 1)))
    assert lecture.a_faire(assure, le(date(2026, 12, 2))) == premiere
    declarer(ouverte(sienne, le(date(2026, 12, 2))), le(date(2026, 12, 2)))
    assert lecture.a_faire(assure, le(date(2026, 12, 2))) == seconde


def test_what_was_used_is_said_again_from_the_same_month_and_the_money_follows(assure):
    sienne = pension(assure, **AVANT)
    une = declarer(vie.ouvrir(sienne.public_id, le(NOVEMBRE)), le(date(2026, 11, 10)), salaires="1150")
    vie.exploiter(une, le=le(date(2026, 11, 17)))
    pensions.verser(sienne.public_id, NOVEMBRE, le(date(2026, 12, 8)))
    autre = vie.ouvrir_la_remplacante(relire(une), le(date(2026, 12, 9)))
    assert vie.ouvrir_la_remplacante(relire(une), le(date(2026, 12, 9))) == autre
    assert autre.mois == une.mois and not autre.attendue
    vie.exploiter(declarer(relire(autre), le(date(2026, 12, 9)), salaires="500"), le=le(date(2026, 12, 16)))
    assert relire(sienne).retenues == {"2026-11-01": "0.00"}
    paye = pensions.verser(sienne.public_id, date(2026, 12, 1), le(date(2027, 1, 8)))
    assert paye.montant == D("993.76") + (D("993.76") - (D("1018.56") - D("38.71") - D("5.09")))


def test_a_month_paid_too_much_is_taken_back_from_the_next_ones(assure):
    sienne = pension(assure, **AVANT)
    une = declarer(vie.ouvrir(sienne.public_id, le(NOVEMBRE)), le(date(2026, 11, 10)))
    vie.exploiter(une, le=le(date(2026, 11, 17)))
    pensions.verser(sienne.public_id, NOVEMBRE, le(date(2026, 12, 8)))
    autre = vie.ouvrir_la_remplacante(relire(une), le(date(2026, 12, 9)))
    vie.exploiter(declarer(relire(autre), le(date(2026, 12, 9)), salaires="1150"), le=le(date(2026, 12, 16)))
    paye = pensions.verser(sienne.public_id, date(2026, 12, 1), le(date(2027, 1, 8)))
    reduit = D("1018.56") - D("38.71") - D("5.09")
    assert paye.montant == reduit - (D("993.76") - reduit)
    assert Paiement.objects.de(assure).count() == 2


def test_a_change_is_told_without_waiting_then_asked_for_with_its_last_day(assure):
    sienne = pension(assure, **AVANT)
    vie.exploiter(
        declarer(vie.ouvrir(sienne.public_id, le(NOVEMBRE)), le(date(2026, 11, 10))), le=le(date(2026, 11, 17))
    )
    assert vie.ouvrir_sans_attendre(sienne, le(date(2026, 11, 20))) is None, "every month is told"
    une = vie.ouvrir_sans_attendre(sienne, le(date(2027, 1, 20)))
    assert une.mois == (date(2026, 10, 1), date(2026, 11, 1)) and not une.attendue
    vie.ouvrir(sienne.public_id, le(date(2027, 11, 1)))
    relue = relire(une)
    assert relue.attendue and relue.dernier == date(2027, 9, 1) and relue.limite_le.date() == date(2027, 12, 1)


@pytest.mark.parametrize("fin", ["age", "deces", "close"])
def test_nothing_is_asked_of_a_pension_that_is_over(assure, fin):
    sienne = pension(assure, date(2026, 11, 2) if fin != "age" else date(2030, 2, 1))
    if fin == "deces":
        assure.personne.date_deces = date(2026, 11, 1)
        with auteur("agent:X"):
            assure.personne.save(update_fields=["date_deces"])
    elif fin == "close":
        droits.clore(sienne, acteur="agent:X", le=le(date(2026, 11, 1)), motif="retraite")
    if fin == "age":
        assert relire(sienne).declaration_le is None
        assert not Echeance.objects.filter(genre=agenda.OUVRIR).exists()
    else:
        assert vie.ouvrir(sienne.public_id, le(date(2026, 11, 2))) is None
    assert lecture.a_faire(assure, le(date(2026, 11, 3))) is None


def test_what_employers_say_otherwise_is_shown_to_agents(assure):
    sienne = pension(assure)
    une = declarer(vie.ouvrir(sienne.public_id, le(NOVEMBRE)), le(date(2026, 11, 10)), salaires="500")
    for mois, brut in ((date(2026, 8, 1), "500.40"), (date(2026, 9, 1), "730")):
        SalaireEmployeur.objects.create(assure=assure, mois=mois, brut=D(brut), recu_le=le(NOVEMBRE))
    assert lecture.ecarts(une) == [(date(2026, 9, 1), D("500"), D("730"))]
