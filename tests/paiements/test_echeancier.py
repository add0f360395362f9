"""A debt paid in three months: exact parts, a decision with a reason, reminders, nothing taken twice."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Message
from ameli.noyau import echeances
from ameli.noyau.calendrier import PARIS, ajouter_mois
from ameli.noyau.horloge import aujourdhui, maintenant
from paiements.creances import dette, echeancier, encaissement, regles, solde
from paiements.models import Avis, Contestation, Echeancier, PaiementEnLigne, Retenue
from tests.fabriques import connecter, creer_agent, creer_caisse, creer_compte
from tests.paiements.dossier import creer_avis, nouvelle_du_kiosque, payer_une_consultation

Etat = Echeancier.Etat
centimes = st.integers(min_value=0, max_value=10_000_000).map(lambda n: Decimal(n) / 100)


@given(centimes)
def test_parts_add_up_to_the_cent_and_are_never_more_than_a_cent_apart(total):
    parts = regles.parts(total)
    assert len(parts) == 3 and sum(parts) == total
    assert min(parts) >= 0 and max(parts) - min(parts) <= Decimal("0.01")


@given(centimes, centimes)
def test_what_was_paid_goes_to_the_earliest_part_first(total, paye):
    parts = regles.parts(total)
    restes = regles.restes_des_parts(parts, paye)
    assert sum(restes) == max(0, total - paye)
    assert all(0 <= reste <= part for reste, part in zip(restes, parts, strict=True))
    for avant, apres, part in zip(restes, restes[1:], parts[1:], strict=False):
        assert not avant or apres == part


@given(centimes, st.lists(centimes, max_size=5))
def test_an_amount_is_spread_over_lines_within_what_each_may_take(montant, payables):
    reparti = regles.repartir(montant, list(enumerate(payables)))
    assert sum(reparti.values()) == min(montant, sum(payables))
    assert all(0 < pris <= payables[rang] for rang, pris in reparti.items())


def test_parts_fall_month_after_month_also_from_the_31st():
    assert regles.jours_des_parts(date(2026, 1, 31)) == (date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30))


@pytest.fixture
def connectee(client, lea):
    return connecter(client, creer_compte(lea))


@pytest.fixture
def avis(lea, connectee):
    return creer_avis(lea, "50.00", "50.00", "22.50")


@pytest.fixture
def guichet(lea):
    return connecter(Client(), creer_agent(lea.caisse).compte)


def adresse(avis: Avis, nom: str = "avis") -> str:
    return reverse(f"paiements:creance_{nom}", args=[avis.public_id])


def dernier(lea) -> Echeancier:
    return Echeancier.objects.de(lea).order_by("-id")[0]


def accorder(connectee, guichet, avis: Avis, decision: str = "accepter") -> Echeancier:
    connectee.post(adresse(avis, "echeancier"))
    un = dernier(avis.assure)
    assert guichet.post(f"/agents/paiements/echeancier/{un.pk}/change/", {"decision": decision}).status_code == 302
    return dernier(avis.assure)


def payer(connectee, avis: Avis, combien: str = "mensualite") -> PaiementEnLigne:
    reponse = connectee.post(adresse(avis, "reglement"), {"combien": combien})
    paiement = PaiementEnLigne.objects.de(avis.assure).order_by("-id")[0]
    assert paiement.public_id in reponse["Location"]
    encaissement.recevoir(nouvelle_du_kiosque(paiement))
    return paiement


def passer(jours: int) -> None:
    """To noon of that day, whatever the time it is now."""
    midi = datetime.combine(aujourdhui() + timedelta(days=jours), time(12), PARIS)
    with time_machine.travel(midi, tick=False):
        echeances.balayer()


def sujets(lea) -> list[str]:
    return [message.sujet for message in Message.objects.de(lea).order_by("id")]


@pytest.mark.django_db
class TestDemande:
    def test_it_is_shown_asked_for_and_said_to_be_received(self, connectee, lea, avis):
        page = connectee.get(adresse(avis, "echeancier")).content.decode()
        assert page.count("40,8") == 3 and "sous 5 jours" in page
        assert adresse(avis, "echeancier") in connectee.get(adresse(avis)).content.decode()
        for _ in range(2):
            assert connectee.post(adresse(avis, "echeancier"))["Location"] == adresse(avis)
        assert Echeancier.objects.de(lea).count() == 1
        assert "demande reçue" in connectee.get(adresse(avis)).content.decode()
        assert adresse(avis) in connectee.get(reverse("paiements:creances")).content.decode()
        assert sujets(lea) == ["Votre demande de paiement en trois fois est reçue"]

    def test_a_small_debt_is_not_spread(self, connectee, lea):
        petit = creer_avis(lea, "47.99")
        assert connectee.post(adresse(petit, "echeancier"))["Location"] == adresse(petit)
        assert not Echeancier.objects.de(lea).exists()
        assert "trois fois" not in connectee.get(adresse(petit)).content.decode().split("<main")[1].split("<aside")[0]

    def test_an_agent_grants_it_once(self, connectee, guichet, lea, avis):
        un = accorder(connectee, guichet, avis)
        assert un.etat == Etat.EN_COURS
        posees = list(un.mensualites.order_by("rang").values_list("le", "montant"))
        jours = [ajouter_mois(aujourdhui(), n) for n in (1, 2, 3)]
        assert posees == list(zip(jours, map(Decimal, ("40.84", "40.83", "40.83")), strict=True))
        assert "La décision est prise" in guichet.get(f"/agents/paiements/echeancier/{un.pk}/change/").content.decode()
        with pytest.raises(echeancier.Impossible):
            echeancier.decider(un, creer_agent(lea.caisse), refus="AUTRE")
        page = connectee.get(adresse(avis)).content.decode()
        assert "Échéancier en cours" in page and "Tout régler" in page and "payer_1" not in page
        assert "40,84" in Message.objects.de(lea).order_by("-id")[0].corps

    def test_a_refusal_gives_its_reason_and_the_lines_stay_payable(self, connectee, guichet, lea, avis):
        un = accorder(connectee, guichet, avis, "RECENT")
        assert un.etat == Etat.REFUSE
        page = connectee.get(adresse(avis)).content.decode()
        assert "n’a pas été respecté" in page and "payer_1" in page
        assert "n’a pas été respecté" in Message.objects.de(lea).order_by("-id")[0].corps

    def test_after_a_refusal_it_is_not_asked_for_again_for_six_months(self, connectee, guichet, lea, avis):
        accorder(connectee, guichet, avis, "RECENT")
        assert adresse(avis, "echeancier") not in connectee.get(adresse(avis)).content.decode()
        assert connectee.post(adresse(avis, "echeancier"))["Location"] == adresse(avis)
        assert Echeancier.objects.de(lea).count() == 1
        Echeancier.objects.de(lea).update(decide_le=maintenant() - timedelta(days=190))
        connectee.post(adresse(avis, "echeancier"))
        assert Echeancier.objects.de(lea).count() == 2

    def test_what_nobody_answers_in_a_month_is_granted(self, connectee, lea, avis):
        connectee.post(adresse(avis, "echeancier"))
        passer(29)
        assert dernier(lea).etat == Etat.DEMANDE
        passer(31)
        un = dernier(lea)
        assert un.etat == Etat.EN_COURS
        assert un.mensualites.get(rang=1).le == ajouter_mois(aujourdhui() + timedelta(days=30), 1)
        assert sujets(lea)[-1] == "Vous pouvez payer en trois fois"

    def test_a_request_whose_debt_is_paid_meanwhile_is_over(self, connectee, lea, avis):
        connectee.post(adresse(avis, "echeancier"))
        for ligne in avis.lignes.order_by("rang"):
            dette.regler(ligne, ligne.montant, aujourdhui())
        echeancier.faire_le_point(avis.pk, maintenant())
        assert dernier(lea).etat == Etat.TERMINE
        passer(40)
        assert dernier(lea).etat == Etat.TERMINE

    def test_an_agent_says_something_and_one_of_another_caisse_sees_nothing(self, connectee, guichet, lea, avis):
        connectee.post(adresse(avis, "echeancier"))
        page = f"/agents/paiements/echeancier/{dernier(lea).pk}/change/"
        assert "Choisissez une décision." in guichet.post(page).content.decode()
        assert "demandé" in guichet.get("/agents/paiements/echeancier/").content.decode()
        ailleurs = connecter(Client(), creer_agent(creer_caisse("331", "CPAM de la Gironde")).compte)
        assert ailleurs.post(page, {"decision": "accepter"}).status_code == 404


@pytest.mark.django_db
class TestEnCours:
    def test_three_parts_paid_in_time_end_it(self, connectee, guichet, lea, avis):
        un = accorder(connectee, guichet, avis)
        montants = []
        for _ in range(3):
            montants.append(payer(connectee, avis).montant)
            passer(2)
        assert montants == [Decimal("40.84"), Decimal("40.83"), Decimal("40.83")]
        assert dernier(lea).etat == Etat.TERMINE
        assert not any(due.reste for due in dette.lire(avis))
        assert sujets(lea)[-1] == "Votre échéancier est terminé"
        assert connectee.post(adresse(avis, "reglement"))["Location"] == adresse(avis)
        assert un.mensualites.count() == 3

    def test_a_part_on_its_way_is_not_asked_for_again(self, connectee, guichet, avis):
        accorder(connectee, guichet, avis)
        assert payer(connectee, avis).montant == Decimal("40.84")
        assert payer(connectee, avis).montant == Decimal("40.83")

    def test_everything_may_be_paid_at_once(self, connectee, guichet, lea, avis):
        accorder(connectee, guichet, avis)
        assert payer(connectee, avis, "tout").montant == Decimal("122.50")
        passer(2)
        assert dernier(lea).etat == Etat.TERMINE
        passer(200)
        assert "Votre prochaine mensualité" not in sujets(lea)

    def test_a_reminder_comes_a_week_before_an_unpaid_part_only(self, connectee, guichet, lea, avis):
        accorder(connectee, guichet, avis)
        payer(connectee, avis)
        passer((ajouter_mois(aujourdhui(), 2) - aujourdhui()).days - 7)
        assert sujets(lea).count("Votre prochaine mensualité") == 1
        assert "40,83" in Message.objects.de(lea).order_by("-id")[0].corps

    def test_an_unpaid_part_stops_it_and_the_person_is_told(self, connectee, guichet, lea, avis):
        accorder(connectee, guichet, avis)
        passer((ajouter_mois(aujourdhui(), 1) - aujourdhui()).days + 9)
        assert dernier(lea).etat == Etat.EN_COURS
        passer((ajouter_mois(aujourdhui(), 1) - aujourdhui()).days + 10)
        assert dernier(lea).etat == Etat.ROMPU
        assert sujets(lea)[-1] == "Votre échéancier est arrêté"
        page = connectee.get(adresse(avis)).content.decode()
        assert "Votre échéancier est arrêté" in page and "payer_1" in page
        passer(200)
        assert sujets(lea)[-1] == "Votre échéancier est arrêté"

    def test_nothing_of_it_is_withheld_until_it_ends(self, connectee, guichet, lea):
        for montant in ("60", "50"):
            soin = payer_une_consultation(lea, aujourdhui())
            Retenue.objects.create(
                assure=lea, personne=lea.personne, prestation=soin, genre="PF", annee=soin.soins_le.year,
                acte_le=soin.soins_le, montant=Decimal(montant),
            )  # fmt: skip
        avis = solde.depuis_le_solde(lea)
        connectee.post(adresse(avis, "echeancier"))
        assert not solde.a_retenir(lea).exists()
        un = dernier(lea)
        guichet.post(f"/agents/paiements/echeancier/{un.pk}/change/", {"decision": "accepter"})
        assert not solde.a_retenir(lea).exists()
        assert solde.depuis_le_solde(lea) == avis
        passer((ajouter_mois(aujourdhui(), 1) - aujourdhui()).days + 10)
        assert sum(une.montant for une in solde.a_retenir(lea)) == 110

    def test_a_part_that_was_contested_on_its_last_day_is_looked_at_again(self, connectee, guichet, lea):
        avis = creer_avis(lea, "90.00", nature="INDU-IJ")
        accorder(connectee, guichet, avis)
        connectee.post(
            reverse("paiements:creance_contester", args=[avis.public_id, 1]),
            {"motif": "payee", "precisions": "Déjà payé."},
        )
        constat = (ajouter_mois(aujourdhui(), 3) - aujourdhui()).days + regles.TOLERANCE
        passer(constat)
        assert dernier(lea).etat == Etat.EN_COURS
        assert "Votre prochaine mensualité" not in sujets(lea)
        Contestation.objects.de(lea).update(conclusion="MAINTENU", conclu_le=maintenant() + timedelta(days=constat + 5))
        passer(constat + 10)
        assert dernier(lea).etat == Etat.EN_COURS
        passer(constat + 20)
        assert dernier(lea).etat == Etat.ROMPU

    def test_a_part_whose_payment_fails_after_its_last_day_is_looked_at_again(self, connectee, guichet, lea, avis):
        accorder(connectee, guichet, avis)
        connectee.post(adresse(avis, "reglement"), {"combien": "tout"})
        paiement = PaiementEnLigne.objects.de(lea).get()
        encaissement.partir(paiement)
        echeances.annuler(objet=paiement.objet)
        constat = (ajouter_mois(aujourdhui(), 3) - aujourdhui()).days + regles.TOLERANCE
        passer(constat)
        assert dernier(lea).etat == Etat.EN_COURS
        PaiementEnLigne.objects.de(lea).update(etat=PaiementEnLigne.Etat.REFUSE)
        passer(constat + 10)
        assert dernier(lea).etat == Etat.ROMPU


@pytest.mark.django_db
def test_a_notice_that_another_one_replaced_is_neither_paid_nor_spread(lea, avis):
    Avis.objects.de(lea).update(etat=Avis.Etat.ANNULE)
    with pytest.raises(encaissement.DejaEnCours):
        encaissement.commencer(lea, avis, {1: Decimal(16)}, acteur=lea.compte.acteur)
    with pytest.raises(echeancier.Impossible):
        echeancier.demander(avis, acteur=lea.compte.acteur)
