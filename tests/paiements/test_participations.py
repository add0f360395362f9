"""Monthly terms of the Complémentaire santé solidaire: taken, refused by the bank, reminded, suspended, closed, paid in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.dossier import c2s, complementaires
from accounts.models import Assure, DroitC2S, Message
from ameli.noyau import horloge
from ameli.noyau.echeances import balayer
from ameli.noyau.echeances.models import Echeance
from paiements import participations
from paiements.creances import dette, echeancier, encaissement
from paiements.models import Avis, Echeancier, PaiementEnLigne, TermeC2S
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte, creer_enfant, mourir
from tests.outils.requetes import requetes
from tests.outils.solidaire import AGENT, accorder, adherer
from tests.paiements.dossier import nouvelle_du_kiosque

pytestmark = pytest.mark.django_db
Etat = TermeC2S.Etat


@pytest.fixture(autouse=True)
def lundi() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 23, 8, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def nadia() -> Assure:
    assure = creer_assure("Nadia", "Belkacem", date_naissance=date(1988, 3, 9))
    creer_compte(assure)
    creer_enfant(assure, "Yanis")
    return assure


def attendre(**duree: float) -> None:
    """The clock goes on, and each thing happens on its day."""
    fin = horloge.decalage() + timedelta(**duree)
    while (prochaine := Echeance.objects.filter(etat="EN_ATTENTE").order_by("du_le").first()) is not None:
        pas = prochaine.du_le - horloge.temps_reel()
        if pas > fin:
            break
        horloge.regler_decalage(max(pas, horloge.decalage()))
        balayer()
    horloge.regler_decalage(fin)


def termes(droit: DroitC2S) -> list[TermeC2S]:
    return list(TermeC2S.objects.systeme("essai").filter(droit=droit).order_by("rang"))


def refuser(droit: DroitC2S, rang: int = 1) -> Avis:
    return participations.refuser(termes(droit)[rang - 1], acteur=AGENT, le=horloge.maintenant())


def payer(avis: Avis) -> None:
    """The kiosk took the money, and the day after it is on the account."""
    (due,) = dette.lire(avis)
    dette.regler(due.ligne, due.reste, horloge.aujourdhui())
    participations.faire_le_point(avis.pk, horloge.maintenant())


def relu(droit: DroitC2S) -> DroitC2S:
    return DroitC2S.objects.systeme("essai").select_related("assure", "accord").get(pk=droit.pk)


def sujets(assure: Assure) -> list[str]:
    return [str(un.sujet) for un in Message.objects.de(assure).order_by("envoye_le", "id")]


def test_twelve_terms_of_all_the_members_are_taken_on_the_fifth_of_each_month(nadia):
    droit = adherer(nadia)
    assert [(un.le, un.montant) for un in termes(droit)][:2] == [
        (date(2026, 12, 5), Decimal(16)),
        (date(2027, 1, 5), Decimal(16)),
    ]
    assert len(termes(droit)) == 12
    attendre(days=45)  # 7 January
    assert [un.etat for un in termes(droit)][:3] == [Etat.PRELEVE, Etat.PRELEVE, Etat.A_VENIR]


def test_there_is_no_term_of_a_free_right_nor_of_one_that_an_organism_manages(nadia):
    accorder(nadia)
    pins = complementaires.organisme_nomme("Mutuelle des Pins", numero="40123456")
    adherer(nadia, cause="D-2", organisme=str(pins.numero))
    assert not TermeC2S.objects.systeme("essai").exists()


def test_the_share_of_who_died_meanwhile_is_taken_no_more(nadia):
    droit = adherer(nadia)
    attendre(days=15)  # 8 December
    mourir(nadia.beneficiaires.get().personne)
    attendre(days=45)
    assert [un.montant for un in termes(droit)][:2] == [Decimal(16), Decimal(8)]


def test_nothing_is_taken_from_who_has_died(nadia):
    droit = adherer(nadia)
    mourir(nadia.personne)
    attendre(days=45)
    assert [un.etat for un in termes(droit)][:2] == [Etat.ANNULE, Etat.ANNULE]


def test_only_what_was_taken_can_be_refused(nadia):
    droit = adherer(nadia)
    with pytest.raises(participations.PasPreleve):
        refuser(droit)
    attendre(days=15)
    refuser(droit)
    with pytest.raises(participations.PasPreleve):
        refuser(droit)


def test_refused_it_becomes_a_notice_that_is_paid_like_another(nadia):
    droit = adherer(nadia)
    attendre(days=15)
    avis = refuser(droit)
    (due,) = dette.lire(avis)
    assert (avis.nature, due.reste, due.ligne.libelle, due.bornes) == (
        "C2S", Decimal(16), "Participation de décembre 2026", (Decimal(16), Decimal(16)),
    )  # fmt: skip
    assert relu(droit).impaye_depuis == date(2026, 12, 5)
    payer(avis)
    assert (termes(droit)[0].etat, relu(droit).impaye_depuis) == (Etat.REGLE, None)


def test_unpaid_it_is_reminded_then_suspended_then_closed(nadia):
    droit = adherer(nadia)
    attendre(days=15)  # 8 December
    refuser(droit)
    attendre(days=45)
    assert relu(droit).suspendu_le is not None and relu(droit).clos_le is None
    attendre(days=45)
    assert (relu(droit).motif, relu(droit).clos_le is not None) == (DroitC2S.IMPAYE, True)
    assert sujets(nadia)[-4:] == [
        "Une participation n’a pas pu être prélevée",
        "Une participation est impayée",
        "Votre Complémentaire santé solidaire est suspendue",
        "Votre Complémentaire santé solidaire est fermée",
    ]
    envois = Message.objects.de(nadia).order_by("-envoye_le", "-id")[:4]
    assert [str(un.envoye_le.date()) for un in reversed(envois)] == [
        "2026-12-08", "2026-12-23", "2027-01-22", "2027-03-08",
    ]  # fmt: skip
    assert {un.etat for un in termes(droit)[4:]} == {Etat.ANNULE}, "nothing more is taken"
    attendre(days=60)
    assert Etat.A_VENIR not in {un.etat for un in termes(droit)}


def test_paid_before_the_closing_it_goes_on_from_the_first_day_of_the_suspension(nadia):
    droit = adherer(nadia)
    attendre(days=15)
    avis = refuser(droit)
    attendre(days=60)
    payer(avis)
    assert (relu(droit).suspendu_le, relu(droit).impaye_depuis) == (None, None)
    unes = complementaires.de_toujours(nadia)[nadia.personne_id]
    assert [(une.du, une.au) for une in unes] == [
        (date(2026, 12, 1), date(2027, 1, 21)),
        (date(2027, 1, 22), date(2027, 11, 30)),
    ]
    attendre(days=60)
    assert relu(droit).clos_le is None


def test_two_unpaid_months_are_both_paid_before_it_goes_on(nadia):
    droit = adherer(nadia)
    attendre(days=15)
    premier = refuser(droit)
    attendre(days=31)
    second = refuser(droit, 2)
    attendre(days=20)
    payer(premier)
    assert relu(droit).suspendu_le is not None and relu(droit).impaye_depuis == date(2027, 1, 5)
    payer(second)
    assert relu(droit).suspendu_le is None


def test_money_on_its_way_and_a_payment_in_three_times_hold_the_suspension_back(nadia):
    droit = adherer(nadia)
    attendre(days=15)
    avis = refuser(droit)
    paiement = PaiementEnLigne.objects.create(
        assure=nadia, avis=avis, montant=16, etat=PaiementEnLigne.Etat.ATTENTE, cree_le=horloge.maintenant()
    )
    attendre(days=50)
    assert relu(droit).suspendu_le is None
    PaiementEnLigne.objects.systeme("essai").filter(pk=paiement.pk).update(etat=PaiementEnLigne.Etat.REFUSE)
    attendre(days=8)
    assert relu(droit).suspendu_le is not None


def test_a_notice_of_it_is_on_home_and_may_be_paid_in_three_times_when_it_is_large_enough(nadia):
    for _ in range(5):
        creer_enfant(nadia)
    droit = adherer(nadia)
    attendre(days=15)
    avis = refuser(droit)
    dues = dette.lire(avis)
    assert echeancier.possible(avis, dues, None)


def test_paid_in_three_times_it_keeps_nobody_from_renewing_as_long_as_the_parts_are_paid(nadia):
    for _ in range(5):
        creer_enfant(nadia)
    droit = adherer(nadia)
    attendre(days=15)
    avis = refuser(droit)
    assert relu(droit).impaye_depuis == date(2026, 12, 5)
    un = echeancier.demander(avis, acteur=nadia.compte.acteur)
    assert relu(droit).impaye_depuis is not None, "nobody has answered yet"
    echeancier.decider(un, creer_agent(nadia.caisse))
    assert relu(droit).impaye_depuis is None and termes(droit)[0].etat == Etat.IMPAYE
    attendre(days=80)
    un.refresh_from_db()
    assert un.etat == Echeancier.Etat.ROMPU
    assert relu(droit).impaye_depuis == date(2026, 12, 5)


# What is read


def test_the_page_says_each_month_and_where_to_pay_what_is_not(nadia):
    client = connecter(Client(), nadia.compte)
    vide = client.get(reverse("paiements:c2s"))
    assert "Vous ne payez pas de participation" in vide.content.decode()
    droit = adherer(nadia)
    attendre(days=15)
    avis = refuser(droit)
    with requetes() as vues:
        page = client.get(reverse("paiements:c2s")).content.decode()
    assert reverse("paiements:creance_avis", args=[avis.public_id]) in page
    assert page.count("À venir") == 11 and "Impayé" in page and "280" in page and "FR7630004" not in page
    assert len(vues) == 5


def test_the_panel_says_where_it_stands_and_costs_one_query(nadia):
    from accounts.informations.c2s.panneau import situations

    enfant = nadia.beneficiaires.get()
    with requetes() as vues:
        assert situations(nadia, [nadia.personne_id], horloge.aujourdhui()) == {}
    accord = accorder(nadia, gratuite=False)
    lues = situations(nadia, [nadia.personne_id, enfant.personne_id], horloge.aujourdhui())
    assert lues[enfant.personne_id].courant == accord and lues[nadia.personne_id].demandeur
    c2s.adherer(accord, acteur=AGENT, le=horloge.maintenant())
    attendre(days=260)  # 10 August 2027
    jour = horloge.aujourdhui()
    with requetes() as vues:
        lue = situations(nadia, [nadia.personne_id, enfant.personne_id], jour)[nadia.personne_id]
        assert (lue.renouvelable_le, lue.renouvelable) == (date(2027, 8, 1), True)
    assert len(vues) == 1
    page = connecter(Client(), nadia.compte).get(reverse("informations:accueil")).content.decode()
    assert "Avec participation" in page and "Mes participations" in page


def test_a_right_that_ends_on_the_31st_of_march_is_renewed_from_the_first_of_december(nadia):
    from accounts.informations.c2s.panneau import Situation
    from accounts.models import AccordC2S

    accord = AccordC2S(assure=nadia)
    accord.droit = DroitC2S(du=date(2026, 4, 1), au=date(2027, 3, 31))
    assert not Situation(accord, le=date(2026, 11, 30)).renouvelable
    assert Situation(accord, le=date(2026, 12, 1)).renouvelable


def test_paid_at_the_kiosk_the_right_goes_on_a_day_later_by_itself(nadia):
    droit = adherer(nadia)
    attendre(days=15)
    avis = refuser(droit)
    attendre(days=50)
    paiement = encaissement.commencer(nadia, avis, {1: Decimal(16)}, acteur=nadia.compte.acteur)
    assert encaissement.partir(paiement)
    encaissement.recevoir(nouvelle_du_kiosque(paiement))
    assert relu(droit).suspendu_le is not None
    attendre(days=2)
    assert relu(droit).suspendu_le is None and termes(droit)[0].etat == Etat.REGLE


def test_what_a_notice_of_14_euros_says_does_not_promise_three_times(nadia):
    nadia = creer_assure("Nora")
    creer_compte(nadia)
    droit = adherer(nadia)
    attendre(days=15)
    refuser(droit)
    dit = Message.objects.de(nadia).get(sujet="Une participation n’a pas pu être prélevée").corps
    assert "8,00" in dit and "trois fois" not in dit and "22 janvier 2027" in dit.replace("\N{NO-BREAK SPACE}", " ")
