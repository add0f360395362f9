"""After the installation the clock pays: allowances every fourteen days, pensions every month, held when the account is new."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.informations import coordonnees
from accounts.models import Assure
from ameli.bac_a_sable import machine_temps
from ameli.bac_a_sable.histoires import suite
from ameli.bac_a_sable.histoires.suite import Rythme
from ameli.bac_a_sable.installation import installer
from ameli.noyau import horloge
from ameli.noyau.calendrier import PARIS, jour_de, jours
from ameli.noyau.models import Echeance
from paiements import pensions
from paiements.models import Paiement, RevenuRemplacement
from tests.fabriques import creer_assure, iban_d_essai


def de(nom: str) -> Assure:
    return Assure.objects.systeme("test").get(personne__nom_naissance=nom)


def periodes(assure: Assure, code: str) -> list[tuple[date, date]]:
    lues = RevenuRemplacement.objects.de(assure).filter(prestation__code=code).order_by("du")
    return list(lues.values_list("du", "au"))


def test_periods_follow_each_other_to_the_end_of_the_leave():
    rythme, vues = Rythme("IJN", "2026-11-08", "35.34", "2026-12-10"), []
    while rythme is not None:
        vues.append((rythme.revenu().du, rythme.revenu().au))
        rythme = rythme.suivant()
    assert [du for du, _ in vues] == [date(2026, 11, 8), date(2026, 11, 22), date(2026, 12, 6)]
    assert vues[-1][1] == date(2026, 12, 10)


def test_a_pension_is_paid_on_the_eighth_of_the_next_month():
    rythme = Rythme("RTE", "2026-10-01", "968.40", csg="6.6")
    assert jour_de(rythme.paye_le()) == date(2026, 11, 9), "the 8th is a Sunday"
    assert rythme.revenu().au == date(2026, 10, 31) and rythme.revenu().casa
    assert rythme.suivant().du == "2026-11-01"


@pytest.mark.django_db(transaction=True)
def test_a_month_later_thomas_and_bernard_have_been_paid_without_a_hole():
    installer()
    thomas, bernard = de("Castets"), de("Saint-Loubert")
    avant = periodes(thomas, "IJN"), periodes(bernard, "INV")
    machine_temps.avancer(jours(40))
    for assure, code, deja in ((thomas, "IJN", avant[0]), (bernard, "INV", avant[1])):
        toutes, depuis = periodes(assure, code), deja[-1][0]
        assert len(toutes) > len(deja)
        toutes = [une for une in toutes if une[0] >= depuis]  # leaves of other years are years apart
        assert all(apres[0] == avant[1] + timedelta(days=1) for avant, apres in zip(toutes, toutes[1:], strict=False))
    assert not Echeance.objects.filter(etat="EN_PANNE").exists()


@pytest.mark.django_db(transaction=True)
def test_an_allowance_that_falls_due_on_a_new_account_is_held_then_paid():
    installer()
    thomas = de("Castets")
    echeance = Echeance.objects.get(genre="bac_a_sable.verser", donnees__assure=thomas.public_id)
    machine_temps.avancer(jours(max(0, (echeance.du_le - horloge.maintenant()).days - 1)))
    coordonnees.remplacer(
        thomas, iban=iban_d_essai(), titulaire="CASTETS THOMAS", civilite="MONSIEUR", effet=horloge.maintenant(), cause="D-1"
    )  # fmt: skip
    machine_temps.avancer(jours(2))
    retenu = Paiement.objects.de(thomas).get(etat=Paiement.Etat.RETENU)
    assert retenu.famille == "IJ" and retenu.disponible_le >= horloge.aujourdhui()
    machine_temps.avancer(jours(3))
    retenu.refresh_from_db()
    assert retenu.etat == Paiement.Etat.EMIS
    assert retenu.coordonnees == coordonnees.actuelles(thomas)


@pytest.mark.django_db
def test_allowances_for_illness_stop_the_day_before_a_pension():
    assure, effet = creer_assure("Thomas", "Castets", sexe="M", date_naissance=date(1979, 4, 27)), date(2027, 1, 10)
    for du in ("2027-01-03", "2027-01-17"):
        rythme = {**asdict(Rythme("IJN", du, "35.34", "2027-01-28"))}
        if du == "2027-01-03":
            octroi = pensions.Octroi(assure, 2, Decimal(25_800), effet, date(2041, 4, 30), cause="D-1")
            pensions.ouvrir(octroi, acteur="systeme:essai", le=datetime(2027, 1, 5, 9, tzinfo=PARIS))
        suite.verser(assure.public_id, rythme, datetime(2027, 1, 21, 9, tzinfo=PARIS))
    assert periodes(assure, "IJN") == [(date(2027, 1, 3), date(2027, 1, 9))]
    assert not Echeance.objects.filter(genre=suite.VERSER).exists()
