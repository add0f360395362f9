"""« Payer une créance » (chapter 16): who may pay what; only the kiosk changes a debt, and it does so once."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from urllib.parse import parse_qsl

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.messagerie import themes
from accounts.models import Message
from ameli.noyau import formats
from ameli.noyau.calendrier import ajouter_mois
from ameli.noyau.horloge import aujourdhui, maintenant, temps_reel
from ameli.noyau.models import Envoi
from paiements.creances import dette, encaissement, kiosque, regles, solde
from paiements.creances.kiosque import Sens
from paiements.models import Avis, EcartCreance, EcritureCreance, LigneCreance, PaiementEnLigne, Retenue
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte
from tests.outils.requetes import requetes
from tests.paiements.dossier import (
    annoncer,
    commencer,
    creer_avis,
    ecarts,
    etat,
    nouvelle_du_kiosque,
    partir,
    passer,
    payer_une_consultation,
    restes,
)

Etat = PaiementEnLigne.Etat
ACCUEIL = "/mes-paiements/creances/"
REFERENCE = "4012603000001231N"


# The rules


def test_the_references_of_the_examples_have_their_letter():
    for reference in (REFERENCE, "4012605000004562C", "4012511000007893E"):
        assert regles.lettre(reference[:16]) == reference[16]


@pytest.mark.parametrize(("du", "payable"), [("99.99", False), ("100", True), ("150", True), ("150.01", False)])
def test_a_balance_is_paid_between_100_and_150_euros(du, payable):
    assert regles.solde_payable(Decimal(du)) is payable


@pytest.mark.parametrize(
    ("montant", "reste", "faute"),
    [
        ("15.99", "50", "minimum"), ("16", "50", ""), ("50", "50", ""), ("50.01", "80", "maximum"), ("12", "12", ""),
        ("10", "12", "en une fois"), ("22.50", "22.50", ""), ("16", "22.50", "resterait 6,50"), ("50", "60", ""),
        ("34", "50", ""), ("34.01", "50", "resterait 15,99"),
    ],
)  # fmt: skip
def test_a_line_is_paid_from_16_to_50_euros_without_leaving_crumbs(montant, reste, faute):
    dit = regles.juger(Decimal(montant), Decimal(reste), plafonnee=True)
    assert faute in dit if faute else dit == ""


def test_a_sum_paid_by_mistake_may_be_given_back_whole():
    assert regles.juger(Decimal("348.17"), Decimal("348.17"), plafonnee=False) == ""


@given(st.decimals("0.01", "400", places=2), st.booleans())
def test_whatever_is_left_something_may_be_paid_until_nothing_is(reste, plafonnee):
    for _ in range(40):
        if not reste:
            break
        _, plus = regles.bornes(reste, plafonnee=plafonnee)
        assert Decimal(0) < plus <= reste
        assert regles.juger(plus, reste, plafonnee=plafonnee) == ""
        reste -= plus
    assert reste == 0


# What the kiosk says


@pytest.fixture
def lea(db):
    assure = creer_assure()
    creer_compte(assure)
    return assure


@pytest.fixture
def avis(lea):
    return creer_avis(lea, "50.00", "22.50", "12.00")


@pytest.fixture
def connectee(client, lea):
    return connecter(client, lea.compte)


def test_an_accepted_payment_lowers_the_debt_after_24_hours_and_is_acknowledged_at_once(lea, avis):
    paiement = partir(lea, avis, l1="30", l3="12")
    assert annoncer(nouvelle_du_kiosque(paiement)) == 200
    assert etat(paiement) == Etat.AUTORISE
    assert restes(avis) == [Decimal(50), Decimal("22.50"), Decimal(12)]
    assert [due.payable for due in dette.lire(avis)] == [Decimal(20), Decimal("22.50"), Decimal(0)]
    corps = Message.objects.de(lea).get().corps.replace("\u00a0", " ")
    assert "42,00 €" in corps and "Franchises 1 : 30,00 €" in corps
    passer(timedelta(hours=25))
    assert etat(paiement) == Etat.COMPTABILISE
    assert restes(avis) == [Decimal(20), Decimal("22.50"), Decimal(0)]
    assert not ecarts(paiement)


@pytest.mark.django_db(transaction=True)
def test_the_same_event_a_hundred_times_in_parallel_is_one_line_of_the_ledger():
    assure = creer_assure()
    creer_compte(assure)
    paiement = partir(assure, creer_avis(assure, "50.00"), l1="50")
    champs = nouvelle_du_kiosque(paiement)

    def une_fois(_: int) -> int:
        try:
            return annoncer(champs)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as fils:
        assert set(fils.map(une_fois, range(100))) == {200}
    assert EcritureCreance.objects.systeme("essai").count() == 1
    assert Message.objects.de(assure).count() == 1


@pytest.mark.parametrize(
    "changes",
    [{"montant": "3001"}, {"montant": "2999"}, {"devise": "USD"}, {"boutique": "autre"}, {"transaction": "x" * 16},
     {"date": "2020-01-01T00:00:00+00:00"}, {"date": "hier"}, {"date": "2026-11-23T10:00:00"}],
)  # fmt: skip
def test_a_signed_message_that_says_something_else_is_refused(lea, avis, changes):
    paiement = partir(lea, avis, l1="30")
    assert annoncer(nouvelle_du_kiosque(paiement, **changes)) == 400
    assert etat(paiement) == Etat.ATTENTE
    assert ecarts(paiement) == (["MONTANT"] if {"montant", "devise"} & set(changes) else [])


@pytest.mark.parametrize("changes", [{"montant": "1"}, {"statut": "ACCEPTE"}, {"signature": ""}, {"signature": "é"}])
def test_a_message_that_was_changed_after_its_signature_is_refused_without_a_word(lea, avis, changes):
    paiement = partir(lea, avis, l1="30")
    assert annoncer({**nouvelle_du_kiosque(paiement, "REFUSE"), **changes}) == 400
    assert etat(paiement) == Etat.ATTENTE and not ecarts(paiement)


@pytest.mark.parametrize(("statut", "attendu"), [("REFUSE", Etat.REFUSE), ("ABANDON", Etat.ABANDONNE)])
def test_a_refusal_frees_the_line(lea, avis, statut, attendu):
    paiement = partir(lea, avis, l1="50")
    assert dette.lire(avis)[0].payable == 0
    annoncer(nouvelle_du_kiosque(paiement, statut))
    assert etat(paiement) == attendu
    assert dette.lire(avis)[0].payable == 50


def test_an_old_message_that_comes_late_changes_nothing(lea, avis):
    paiement = partir(lea, avis, l1="50")
    ancienne = nouvelle_du_kiosque(paiement, "REFUSE", date=(temps_reel() - timedelta(minutes=1)).isoformat())
    assert [annoncer(nouvelle_du_kiosque(paiement)), annoncer(ancienne)] == [200, 200]
    assert etat(paiement) == Etat.AUTORISE and not ecarts(paiement)


def test_a_kiosk_that_contradicts_itself_opens_a_case_and_the_debt_stays_paid(lea, avis):
    paiement = partir(lea, avis, l1="50")
    annoncer(nouvelle_du_kiosque(paiement))
    annoncer(nouvelle_du_kiosque(paiement, "REFUSE"))
    assert etat(paiement) == Etat.AUTORISE and ecarts(paiement) == ["CONTRAIRE"]


def test_money_taken_after_an_abandonment_is_believed(lea, avis):
    paiement = partir(lea, avis, l1="50")
    annoncer(nouvelle_du_kiosque(paiement, "ABANDON"))
    annoncer(nouvelle_du_kiosque(paiement))
    assert etat(paiement) == Etat.AUTORISE


def test_what_was_paid_twice_opens_a_case(lea, avis):
    premier = partir(lea, avis, l1="50")
    annoncer(nouvelle_du_kiosque(premier, "ABANDON"))
    second = partir(lea, avis, l1="50")
    for un in (premier, second):
        annoncer(nouvelle_du_kiosque(un))
    passer(timedelta(hours=25))
    assert restes(avis)[0] == 0
    assert sorted(ecarts(premier) + ecarts(second)) == ["TROP"]


def test_two_tabs_do_not_pay_the_same_line(lea, avis):
    partir(lea, avis, l1="40")
    with pytest.raises(encaissement.DejaEnCours):
        partir(lea, avis, l1="16")


def test_who_goes_back_before_the_kiosk_has_lost_nothing(connectee, lea):
    avis = creer_avis(lea, "348.17", nature="INDU-IJ")
    page = f"{ACCUEIL}{avis.public_id}/"
    avant = connectee.get(page).content.decode()
    assert "Payer en trois fois" in avant
    suite = connectee.post(page, {"payer_1": "on", "montant_1": "348,17"})["Location"]
    assert "Revenir aux lignes" in connectee.get(suite).content.decode()
    assert "en cours" not in connectee.get(page).content.decode(), (
        "the « Précédent » of the browser cancels nothing, and holds nothing"
    )
    assert connectee.post(f"{suite}renoncer/")["Location"] == page
    apres = connectee.get(page).content.decode()
    assert "Payer en trois fois" in apres and "en cours" not in apres and "Tout est réglé" not in apres
    assert etat(PaiementEnLigne.objects.de(lea).get()) == Etat.ABANDONNE
    assert "pas de réponse de la banque" not in connectee.get(ACCUEIL).content.decode()


def test_the_debt_is_held_from_the_departure_for_the_kiosk_and_the_signed_fields_go_there(connectee, lea, avis):
    paiement = commencer(lea, avis, l1="50")
    assert dette.lire(avis)[0].payable == 50
    etape = reverse("paiements:creance_etat", args=[paiement.public_id])
    depart = connectee.post(f"{etape}depart/")
    ou, _, champs = depart["Location"].partition("?")
    assert ou == f"{settings.KIOSQUE['adresse']}/paiement"
    assert kiosque.authentique(dict(parse_qsl(champs)), Sens.AU_KIOSQUE)
    assert not re.search("Duprat|Lea|4012603000001231N", champs), "nothing in the address names anybody"
    assert etat(paiement) == Etat.ATTENTE and dette.lire(avis)[0].payable == 0
    connectee.post(f"{etape}renoncer/")
    assert etat(paiement) == Etat.ATTENTE, "the bank alone ends what has left"
    assert "Aller au kiosque" in connectee.get(etape).content.decode(), "back from the kiosk, the way is still there"
    assert connectee.post(f"{etape}depart/")["Location"].startswith(ou)
    annoncer(nouvelle_du_kiosque(paiement, "REFUSE"))
    assert connectee.post(f"{etape}depart/")["Location"] == etape, "what is over does not leave again"


def test_of_two_tabs_before_the_kiosk_only_the_first_to_leave_pays(connectee, lea, avis):
    premier, second = commencer(lea, avis, l1="50"), commencer(lea, avis, l1="50")
    assert encaissement.partir(premier)
    depart = connectee.post(reverse("paiements:creance_depart", args=[second.public_id]))
    assert depart["Location"] == f"{ACCUEIL}{avis.public_id}/"
    assert (etat(premier), etat(second)) == (Etat.ATTENTE, Etat.ABANDONNE)


def test_a_receipt_is_filed_under_payments_and_not_under_demarches(connectee, lea, avis):
    annoncer(nouvelle_du_kiosque(partir(lea, avis, l1="30")))
    fil = Message.objects.de(lea).select_related("fil").get().fil
    assert themes.libelle(fil.theme) == "Mes paiements"
    assert "Votre paiement est reçu" in connectee.get("/messagerie/?theme=paiement").content.decode()


def test_an_address_that_only_takes_what_a_form_sends_says_so(connectee, lea, avis):
    for adresse in (reverse("paiements:creance_solde"), reverse("paiements:creance_reglement", args=[avis.public_id])):
        page = connectee.get(adresse)
        assert page.status_code == 405 and page["Allow"] == "POST"
        assert "Cette page ne s’ouvre pas directement" in page.content.decode()


@pytest.mark.parametrize(
    ("nature", "juge", "mois"),
    [("INDU-IJ", "commission de recours amiable", 2), ("PENAL", "Votre caisse décide", 1), ("PFFR", "Votre caisse décide", 0)],
)  # fmt: skip
def test_the_notice_and_its_lines_say_who_decides_and_until_when(connectee, lea, nature, juge, mois):
    avis = creer_avis(lea, "348.17", nature=nature)
    fin = formats.jour(ajouter_mois(aujourdhui(), mois)).replace("\u00a0", " ") if mois else "à tout moment"
    for adresse in (f"{ACCUEIL}{avis.public_id}/", f"{ACCUEIL}{avis.public_id}/1/"):
        html = connectee.get(adresse).content.decode().replace("\u00a0", " ")
        assert juge in html and fin in html, adresse
        principal = html.partition("<main")[2].partition("</main")[0].lower()
        assert nature == "PFFR" or "soin" not in principal, adresse


# Our own question


def test_without_news_we_ask_after_20_minutes_and_believe_only_a_signed_answer(lea, avis):
    paiement = partir(lea, avis, l1="50")
    passer(timedelta(minutes=19))
    assert not Envoi.objects.filter(partenaire="kiosque").exists()
    passer(timedelta(minutes=21))
    envoi = Envoi.objects.get(partenaire="kiosque")
    assert settings.KIOSQUE["cle"] not in envoi.contenu
    encaissement.lire_la_reponse(envoi.objet, {**nouvelle_du_kiosque(paiement), "montant": "1"})
    assert etat(paiement) == Etat.ATTENTE
    encaissement.lire_la_reponse(envoi.objet, nouvelle_du_kiosque(paiement))
    assert etat(paiement) == Etat.AUTORISE


def test_what_the_kiosk_never_saw_is_abandoned(lea, avis):
    paiement = partir(lea, avis, l1="50")
    encaissement.lire_la_reponse(paiement.objet, nouvelle_du_kiosque(paiement, "INCONNU"))
    assert etat(paiement) == Etat.ABANDONNE


def test_an_answer_about_another_payment_is_not_believed(lea, avis):
    paiement, autre = partir(lea, avis, l1="50"), partir(lea, avis, l2="22.50")
    encaissement.lire_la_reponse(paiement.objet, nouvelle_du_kiosque(autre))
    assert (etat(paiement), etat(autre)) == (Etat.ATTENTE, Etat.ATTENTE)


def test_while_the_bank_hesitates_we_ask_again_every_hour(lea, avis):
    paiement = partir(lea, avis, l1="50")
    passer(timedelta(minutes=21))
    encaissement.lire_la_reponse(paiement.objet, nouvelle_du_kiosque(paiement, "ATTENTE"))
    assert etat(paiement) == Etat.ATTENTE
    passer(timedelta(minutes=90))
    assert Envoi.objects.filter(partenaire="kiosque").count() == 2
    encaissement.lire_la_reponse(paiement.objet, None)
    assert etat(paiement) == Etat.ATTENTE


def test_the_night_after_we_ask_again_and_a_difference_opens_a_case(lea, avis):
    paiement = partir(lea, avis, l1="50")
    annoncer(nouvelle_du_kiosque(paiement))
    passer(timedelta(hours=30))
    assert Envoi.objects.filter(partenaire="kiosque", cle__startswith="creance.rapprocher").count() == 1
    encaissement.lire_la_reponse(paiement.objet, nouvelle_du_kiosque(paiement))
    assert not ecarts(paiement)
    encaissement.lire_la_reponse(paiement.objet, nouvelle_du_kiosque(paiement, "INCONNU"))
    assert ecarts(paiement) == ["ABSENT"]


# The balance


def devoir(assure, *montants: str) -> None:
    for montant in montants:
        soin = payer_une_consultation(assure, aujourdhui())
        Retenue.objects.create(
            assure=assure, personne=assure.personne, prestation=soin, genre="PF", annee=aujourdhui().year,
            acte_le=soin.soins_le, montant=Decimal(montant),
        )  # fmt: skip


def test_a_balance_becomes_a_notice_once_and_paying_it_marks_the_acts(lea, connectee):
    devoir(lea, "40", "30", "45")
    page = connectee.get(ACCUEIL).content.decode()
    assert "Payer mon solde" in page and "115,00" in page
    adresses = {connectee.post(reverse("paiements:creance_solde"))["Location"] for _ in range(2)}
    assert len(adresses) == 1
    avis = Avis.objects.de(lea).get()
    assert restes(avis) == [Decimal(115)]
    paiement = partir(lea, avis, l1="50")
    annoncer(nouvelle_du_kiosque(paiement))
    passer(timedelta(hours=25))
    assert restes(avis) == [Decimal(65)]
    attente = solde.en_attente(lea)
    assert sum(une.montant for une in attente) == 65
    assert Retenue.objects.de(lea).filter(recupere_le__isnull=False, paiement=None).count() == 2


def test_what_is_being_paid_online_is_not_withheld_as_well(lea):
    from paiements.calcul.mots import Famille
    from paiements.calcul.revenus import indemnites
    from paiements.enregistrement import LigneAPayer, enregistrer

    devoir(lea, "60", "60")
    avis = solde.depuis_le_solde(lea)
    paiement = partir(lea, avis, l1="50")
    r = indemnites("IJN", aujourdhui() - timedelta(days=20), aujourdhui() - timedelta(days=7), Decimal(40))
    due = LigneAPayer(r.ligne(1, None), lea.personne, revenu=r)
    verse = enregistrer(lea, [due], famille=Famille.IJ, du_le=maintenant())
    assert verse.montant == r.net
    annoncer(nouvelle_du_kiosque(paiement, "REFUSE"))
    autre = indemnites("IJN", aujourdhui() - timedelta(days=6), aujourdhui() - timedelta(days=1), Decimal(40))
    verse = enregistrer(
        lea, [LigneAPayer(autre.ligne(1, None), lea.personne, revenu=autre)], famille=Famille.IJ, du_le=maintenant()
    )
    assert verse.montant == autre.net - 120
    assert restes(avis) == [Decimal(0)]


@pytest.mark.parametrize("montants", [("60", "39.99"), ("100", "50.01")])
def test_outside_100_to_150_euros_there_is_no_way_in_without_a_notice(lea, connectee, montants):
    devoir(lea, *montants)
    assert "Payer mon solde" not in connectee.get(ACCUEIL).content.decode()
    assert connectee.post(reverse("paiements:creance_solde"))["Location"] == ACCUEIL
    assert not Avis.objects.de(lea).exists()


# The screens


def test_from_the_reference_to_the_kiosk(connectee, lea, avis):
    page = connectee.post(ACCUEIL, {"reference": "4012 6030 0000 1231 n"})
    assert page["Location"] == f"{ACCUEIL}{avis.public_id}/"
    html = connectee.get(page["Location"]).content.decode().replace("\u00a0", " ")
    assert "84,50 €" in html and "De 16 € à 50 €." in html and "À payer en une fois." in html
    assert re.search(r"<button[^>]*>Payer</button>", html)
    suite = connectee.post(page["Location"], {"payer_1": "on", "montant_1": "20,5", "montant_2": "1"})["Location"]
    html = connectee.get(suite).content.decode().replace("\u00a0", " ")
    assert "20,50 €" in html and "Aller au kiosque bancaire" in html
    retour = connectee.get(f"{suite}?retour=1").content.decode()
    assert "en cours de vérification" in retour and "Aller au kiosque" not in retour
    paiement = PaiementEnLigne.objects.de(lea).get()
    depart = dict(parse_qsl(connectee.post(f"{suite}depart/")["Location"].partition("?")[2]))
    assert depart["montant"] == "2050" and kiosque.authentique(depart, Sens.AU_KIOSQUE)
    assert etat(paiement) == Etat.ATTENTE, "the return of a browser proves nothing"


@pytest.mark.parametrize(
    ("donnees", "message"),
    [
        ({}, "Cochez au moins une ligne à payer."),
        ({"payer_1": "on", "montant_1": ""}, "Saisissez le montant que vous souhaitez régler."),
        ({"payer_1": "on", "montant_1": "vingt"}, "Saisissez un montant en euros, par exemple 22,50."),
        ({"payer_1": "on", "montant_1": "16,999"}, "Saisissez un montant en euros, par exemple 22,50."),
        ({"payer_1": "on", "montant_1": "15.99"}, "Le montant minimum est de 16"),
        ({"payer_1": "on", "montant_1": "50,01"}, "Le montant maximum est de 50"),
        ({"payer_3": "on", "montant_3": "6"}, "Cette ligne se paie en une fois"),
    ],
)
def test_a_wrong_amount_is_explained_and_stays(connectee, lea, avis, donnees, message):
    html = connectee.post(f"{ACCUEIL}{avis.public_id}/", donnees).content.decode()
    assert message in html
    assert all(f'value="{v}"' in html for cle, v in donnees.items() if cle.startswith("montant") and v)
    assert not PaiementEnLigne.objects.de(lea).exists()


def test_a_reference_of_somebody_else_is_as_unknown_as_any_and_five_tries_close_the_door(connectee, lea):
    autre = creer_assure(sexe="M")
    creer_avis(autre, "50.00")
    inconnue = connectee.post(ACCUEIL, {"reference": "4012605000004562C"}).content.decode()
    a_un_autre = connectee.post(ACCUEIL, {"reference": REFERENCE}).content.decode()
    for html in (inconnue, a_un_autre):
        assert html.count("Nous ne trouvons pas d’avis à payer avec cette référence.") == 2
    for _ in range(4):
        html = connectee.post(ACCUEIL, {"reference": REFERENCE}).content.decode()
    assert "Trop d’essais. Réessayez " in html


def test_the_pages_cost_what_they_cost(connectee, lea, avis):
    partir(lea, avis, l2="22.50")
    connectee.get(ACCUEIL)
    for adresse, attendu in ((ACCUEIL, 5), (f"{ACCUEIL}{avis.public_id}/", 7), (f"{ACCUEIL}{avis.public_id}/1/", 8)):
        with requetes() as faites:
            assert connectee.get(adresse).status_code == 200
        assert len(faites) == attendu, (adresse, faites)


def test_without_a_kiosk_there_is_nothing_to_see(connectee, settings):
    settings.KIOSQUE = {**settings.KIOSQUE, "adresse": ""}
    assert connectee.get(ACCUEIL).status_code == 404
    assert "Payer une créance" not in connectee.get("/mes-paiements/").content.decode()


def test_an_agent_sees_the_cases_of_their_caisse_and_closes_them_once(lea, avis):
    paiement = partir(lea, avis, l1="50")
    annoncer(nouvelle_du_kiosque(paiement, montant="1"))
    agent = connecter(Client(), creer_agent(lea.caisse).compte)
    page = agent.get("/agents/paiements/ecartcreance/").content.decode()
    assert "le kiosque annonce un autre montant" in page
    ecart = EcartCreance.objects.systeme("essai").get()
    adresse = f"/agents/paiements/ecartcreance/{ecart.pk}/change/"
    assert "Décider" in agent.get(adresse).content.decode()
    for _ in range(2):
        agent.post(adresse, {"decision": "expliquer", "texte": "Nous avons reçu 50 € : tout est en ordre."})
    ecart.refresh_from_db()
    assert ecart.clos_le is not None
    assert Message.objects.de(lea).filter(sujet="À propos de votre paiement en ligne").count() == 1
    assert LigneCreance.objects.systeme("essai").get(avis=avis, rang=1).regle == 0
