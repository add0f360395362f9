"""« Mes délais » as the person meets it: the question, the answer, what is overdue, the message, the reminder."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.informations.adresse import CHANGE_DE_CAISSE
from accounts.models import Fil, Message
from ameli.noyau.echeances import balayer
from ameli.noyau.journal import journaliser
from ameli.noyau.models import Echeance
from demarches.delais import estimation as calcul
from demarches.delais import grille
from demarches.models import DelaiDeTraitement, Demarche, Estimation, Etat
from tests.fabriques import connecter, creer_agent, creer_caisse
from tests.moteur.essai import SERVICE
from tests.outils.requetes import requetes
from tests.outils.salles import changer
from tests.suivi.salle import LUNDI, envoyer, lu

pytestmark = pytest.mark.django_db
DELAIS = "/mes-delais/"
SAISIES = {"theme": "soins", "precision": "soins-papier", "canal": "EN_LIGNE", "deposee_le": "2026-11-20"}


def annoncer(lea, jours=12, precision="soins-papier", du=date(2026, 11, 16), **champs) -> DelaiDeTraitement:
    return DelaiDeTraitement.objects.create(
        caisse=lea.caisse, precision=precision, jours=jours, du=du, ecrit_le=LUNDI, **champs
    )


def demander(client, **champs) -> str:
    """The page of the answer."""
    reponse = client.post(DELAIS, SAISIES | champs)
    assert reponse.status_code == 302, lu(reponse)
    return lu(client.get(reponse.url))


def test_it_is_two_clicks_away_under_the_words_of_the_catalogue(connectee):
    for page in ("/", "/demarches/"):
        assert re.search(
            r'class="service" href="/mes-delais/">.*?Consulter les délais de traitements de ma CPAM',
            lu(connectee.get(page)), re.DOTALL,
        )  # fmt: skip
    assert "Consulter les délais de traitements de ma CPAM" in lu(connectee.get("/aide/services/mes-delais/"))


def test_who_waits_for_a_payment_finds_it_from_the_payments(connectee):
    assert 'href="/mes-delais/">Mes délais' in lu(connectee.get("/mes-paiements/"))


def test_the_question_offers_themes_and_waits_for_one_to_offer_precisions(connectee):
    page = lu(connectee.get(DELAIS))
    assert "Remboursement de soins" in page and "Choisissez d’abord la thématique" in page
    assert "Jour, mois, année." in page and 'type="date"' not in page, "dates are typed in one way everywhere"


def options(page: str) -> str:
    return re.search(r'<select name="precision".*?</select>', page, re.DOTALL)[0]


def test_without_script_continue_brings_the_precisions_and_keeps_the_rest(connectee):
    page = lu(
        connectee.post(DELAIS, {"theme": "css", "canal": "COURRIER", "deposee_le": "2026-11-01", "continuer": "1"})
    )
    assert "Renouvellement" in options(page) and "Feuille de soins" not in options(page)
    assert 'value="2026-11-01"' in page and re.search(r'value="COURRIER"[^>]*checked', page)
    assert "Erreur" not in page


def test_without_script_another_theme_empties_the_precision(connectee):
    page = lu(connectee.post(DELAIS, SAISIES | {"theme": "css", "continuer": "1"}))
    assert "selected" not in options(page).replace('<option value="" selected>', "")
    page = lu(connectee.post(DELAIS, SAISIES | {"theme": "css"}))
    assert "La thématique a changé : choisissez ce que vous attendez." in page


def test_continue_with_everything_said_is_the_answer_too(connectee):
    assert connectee.post(DELAIS, SAISIES | {"continuer": "1"}).status_code == 302


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"theme": "", "continuer": "1"}, "Choisissez une thématique."),
        ({"precision": ""}, "Choisissez ce que vous attendez."),
        ({"canal": ""}, "Dites comment vous l’avez envoyée."),
        ({"deposee_le": ""}, "Donnez la date de dépôt ou d’envoi."),
        ({"deposee_le": "31/02/2026"}, "Saisissez une date qui existe"),
        ({"deposee_le": "la semaine dernière"}, "Écrivez une date en chiffres"),
        ({"deposee_le": "2026-11-24"}, "Cette date n’est pas encore passée."),
        ({"deposee_le": "2024-11-22"}, "Cette date est trop ancienne."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(connectee, lea, champs, phrase):
    page = lu(connectee.post(DELAIS, SAISIES | champs))
    assert page.count(phrase) == 2  # in the summary and beside the field
    assert not Estimation.objects.de(lea).exists()


def test_a_date_may_be_typed_as_people_write_it(connectee, lea):
    demander(connectee, deposee_le="01/11/2026")
    assert Estimation.objects.de(lea).get().deposee_le == date(2026, 11, 1)


def test_the_answer_says_the_date_the_days_left_and_where_it_comes_from(connectee, lea):
    annoncer(lea, traitees_jusqu_au=date(2026, 11, 9), message="Un nouvel outil nous ralentit.")
    page = demander(connectee)
    assert "mercredi 2 décembre 2026" in page and "Dans 9 jours." in page
    assert "Comptez entre le 29 novembre 2026 et le 5 décembre 2026." in page
    assert "La CPAM des Landes annonce 12 jours. Délai mis à jour le 16 novembre 2026." in page
    assert "reçues jusqu’au 9 novembre 2026" in page and "Un nouvel outil nous ralentit." in page
    assert "elle n’engage pas votre caisse" in page and "Paiement" in page
    assert "Écrire à ma caisse" not in page


def test_a_caisse_that_says_nothing_gives_the_national_delay(connectee, lea):
    assert "n’annonce pas de délai pour cette demande. Le délai national est de 18 jours." in demander(connectee)
    assert Estimation.objects.de(lea).get().source == "NATIONAL"


def test_a_row_of_tomorrow_or_of_another_caisse_says_nothing_today(connectee, lea):
    annoncer(lea, jours=50, du=date(2026, 11, 24))
    autre = creer_caisse("331", "CPAM de la Gironde")
    DelaiDeTraitement.objects.create(
        caisse=autre, precision="soins-papier", jours=60, du=date(2026, 11, 2), ecrit_le=LUNDI
    )
    demander(connectee)
    assert Estimation.objects.de(lea).get().jours == 18


def test_a_message_past_its_last_day_is_not_shown(connectee, lea):
    annoncer(lea, message="Un nouvel outil nous ralentit.", message_fin=date(2026, 11, 22))
    assert "nouvel outil" not in demander(connectee)


def test_the_post_adds_two_days(connectee, lea):
    page = demander(connectee, canal="COURRIER")
    assert "Nous ajoutons 2 jours pour le courrier." in page and "Demande reçue" in page
    assert Estimation.objects.de(lea).get().prevue_le == date(2026, 12, 10)


def test_a_deposit_of_today_online_is_received_within_two_days(connectee):
    assert "Sous 24 à 48 heures" in demander(connectee, deposee_le="2026-11-23")


def test_sick_leave_names_the_papers_and_who_is_paid(connectee):
    page = demander(connectee, theme="arret", precision="ij-maladie")
    assert "L’attestation de salaire" in page and "les indemnités lui sont payées" in page


def test_an_estimate_already_given_does_not_change_and_the_new_date_is_said(connectee, lea, lundi_matin):
    annoncer(lea)
    demander(connectee)
    lundi_matin.shift(timedelta(days=2))
    connecter(connectee, lea.compte)
    annoncer(lea, jours=20, du=date(2026, 11, 24))
    page = demander(connectee)
    assert "mercredi 2 décembre 2026" in page
    assert "Aujourd’hui, la date serait le 10 décembre 2026" in re.sub("</?strong>", "", page)
    assert Estimation.objects.de(lea).count() == 1


def test_a_changed_caisse_is_said(connectee, lea):
    journaliser(CHANGE_DE_CAISSE, acteur="horloge", assure_ref=lea.public_id, donnees={"vers": "401"})
    assert "Votre dossier a changé de caisse le 23 novembre 2026" in demander(connectee)


def test_in_the_window_it_is_for_these_days(connectee):
    page = demander(connectee, deposee_le="2026-11-05")
    assert "C’est pour ces jours-ci" in page and "Comptez jusqu’au 26 novembre 2026." in page


def test_overdue_gives_the_three_places_then_the_message_already_written(connectee, lea):
    page = demander(connectee, deposee_le="2026-10-01", canal="COURRIER")
    assert "Le délai estimé est dépassé" in page and "Nous vous prions de nous excuser." in page
    for place in ("/mes-informations/", "/mes-paiements/", "/messagerie/"):
        assert f'href="{place}"' in page[page.index("Regardez d’abord") :]
    assert "Et si rien ne vient ?" in page and "médiateur" in page
    adresse = re.search(
        r'class="bouton" href="(/messagerie/ecrire/remboursement/\?delai=\w+)">Écrire à ma caisse', page
    )
    ecrire = lu(connectee.get(adresse[1]))
    assert 'value="Délai dépassé : Feuille de soins papier"' in ecrire
    assert "Le 1er octobre 2026, j’ai envoyé cette demande (par courrier)" in ecrire
    jeton = re.search(r'name="jeton" value="(\w+)"', ecrire)[1]
    texte = re.search(r"<textarea[^>]*>(.*?)</textarea>", ecrire, re.DOTALL)[1].strip()
    envoi = {"theme": "remboursement", "sujet": "Délai dépassé", "texte": texte, "jeton": jeton}
    assert connectee.post(adresse[1], envoi).status_code == 302
    assert "Feuille de soins papier" in Message.objects.de(lea).get().corps


def test_the_message_prepared_for_somebody_is_prepared_for_nobody_else(connectee, lea, voisin):
    precision = grille.PRECISIONS["soins-papier"][1]
    sienne = calcul.demander(voisin, precision=precision, canal="EN_LIGNE", deposee_le=date(2026, 10, 1), le=LUNDI)
    page = lu(connectee.get(f"/messagerie/ecrire/remboursement/?delai={sienne.public_id}"))
    assert "Feuille de soins papier" not in page and "Écrire à ma caisse" in page
    for nom in ("delai", "delai_rappel", "delai_oublier"):
        adresse = reverse(f"demarches:{nom}", args=[sienne.public_id])
        assert (connectee.get if nom == "delai" else connectee.post)(adresse).status_code == 404


def test_visitors_sign_in_and_agents_have_no_such_page(client):
    assert client.get(DELAIS).url.startswith("/connexion/")
    connecter(client, creer_agent().compte)
    assert client.get(DELAIS).status_code == 404


@pytest.fixture
def en_ligne():
    """Paper claims are treated by the room of the tests."""
    changer(SERVICE, precision="soins-papier")


def test_a_demarche_of_the_account_shows_its_true_state_instead(connectee, lea, en_ligne):
    demarche = envoyer(lea, le=datetime(2026, 11, 20, 15, tzinfo=UTC))
    page = demander(connectee)
    assert "Cette demande est dans votre compte" in page and f"/suivi/{demarche.reference}/" in page
    assert "Traitement estimé" not in page
    assert "Traitement estimé" in demander(connectee, deposee_le="2026-11-19")


def fermer(lea, combien: int, jours: int, **champs) -> None:
    for rang in range(combien):
        le = LUNDI - timedelta(days=40, minutes=rang)
        valeurs = {"etat": Etat.ACCEPTEE, "close_le": le + timedelta(days=jours), **champs}
        envoyer(lea, le=le, **valeurs)


def test_enough_closed_demarches_are_measured_and_both_figures_shown(connectee, lea, en_ligne):
    annoncer(lea)
    fermer(lea, 20, 4)
    fermer(lea, 9, 11)
    fermer(lea, 5, 1, etat=Etat.ANNULEE)
    demander(connectee, deposee_le="2026-11-19")
    fermer(lea, 1, 11, etat=Etat.REFUSEE)
    page = demander(connectee)
    assert "la moitié est traitée en 4 jours au plus, neuf sur dix en 11 jours au plus" in page
    assert "mardi 1 décembre" in page.replace("1er", "1")
    assert list(Estimation.objects.de(lea).order_by("id").values_list("source", "jours", "mediane")) == [
        ("CAISSE", 12, None), ("MESURE", 11, 4),
    ]  # fmt: skip


def test_a_document_that_was_awaited_stops_the_clock_of_the_measure(connectee, lea, en_ligne):
    fermer(lea, 30, 24)
    Demarche.objects.systeme("test").update(temps_suspendu=timedelta(days=12 + 8))
    demander(connectee, deposee_le="2026-11-19")
    faite = Estimation.objects.de(lea).get()
    assert (faite.mediane, faite.jours) == (4, 4)  # 24 less 12, less 8


def test_how_many_are_enough_is_a_setting(connectee, lea, en_ligne, settings):
    settings.DELAIS = {**settings.DELAIS, "assez": 3}
    fermer(lea, 3, 4)
    assert "la moitié est traitée en 4 jours au plus" in demander(connectee, deposee_le="2026-11-19")


def test_what_was_closed_long_ago_or_sent_by_post_is_not_measured(connectee, lea, en_ligne):
    fermer(lea, 30, 4)
    Demarche.objects.systeme("test").update(close_le=LUNDI - timedelta(days=91))
    demander(connectee)
    Demarche.objects.systeme("test").update(close_le=LUNDI - timedelta(days=30))
    demander(connectee, canal="COURRIER", deposee_le="2026-11-18")
    assert set(Estimation.objects.de(lea).values_list("source", flat=True)) == {"NATIONAL"}


def rappel(client, estimation, oui: str):
    return client.post(reverse("demarches:delai_rappel", args=[estimation.public_id]), {"rappel": oui})


def test_who_asked_is_told_once_the_last_day_is_over(connectee, lea, lundi_matin):
    demander(connectee)
    faite = Estimation.objects.de(lea).get()
    assert "Ne plus me prévenir" in lu(connectee.get(rappel(connectee, faite, "oui").url))
    lundi_matin.move_to(datetime(2026, 12, 12, 6, 59, 59, tzinfo=UTC))
    balayer()
    assert not Fil.objects.de(lea).exists()
    lundi_matin.move_to(datetime(2026, 12, 12, 7, tzinfo=UTC))
    for _ in range(2):
        balayer()
    message = Message.objects.de(lea).get()
    assert message.sujet == "Le délai que vous suivez est dépassé" and "Feuille de soins papier" in message.corps


def test_a_withdrawn_reminder_or_a_finished_demarche_says_nothing(connectee, lea, lundi_matin, en_ligne):
    demander(connectee)
    demander(connectee, deposee_le="2026-11-19")
    for faite in Estimation.objects.de(lea):
        rappel(connectee, faite, "oui")
    retiree, suivie = Estimation.objects.de(lea).order_by("-deposee_le")
    rappel(connectee, retiree, "non")
    envoyer(lea, le=datetime(2026, 11, 19, 9, tzinfo=UTC), etat=Etat.ACCEPTEE, close_le=LUNDI)
    lundi_matin.shift(timedelta(days=60))
    balayer()
    assert not Message.objects.de(lea).exists()
    assert not Echeance.objects.filter(genre="delais.rappel", etat="EN_PANNE").exists()


def test_an_estimate_is_forgotten_on_demand_in_time_and_beyond_twenty(connectee, lea, lundi_matin):
    for jour in range(1, 23):
        demander(connectee, deposee_le=f"2026-10-{jour:02}")
    assert Estimation.objects.de(lea).count() == calcul.GARDEES
    premiere = Estimation.objects.de(lea).order_by("-id").first()
    connectee.post(reverse("demarches:delai_oublier", args=[premiere.public_id]))
    assert Estimation.objects.de(lea).count() == calcul.GARDEES - 1
    lundi_matin.shift(timedelta(days=220))
    balayer()
    assert not Estimation.objects.de(lea).exists()


def test_the_last_five_are_listed_and_the_queries_are_known(connectee, lea, en_ligne):
    for jour in range(10, 17):
        demander(connectee, deposee_le=f"2026-11-{jour}")
    connectee.get(DELAIS)
    with requetes() as question:
        page = lu(connectee.get(DELAIS))
    faite = Estimation.objects.de(lea).order_by("-id").first()
    with requetes() as answer:
        connectee.get(reverse("demarches:delai", args=[faite.public_id]))
    assert page.count('class="demarche"') == 5
    assert [len(question), len(answer)] == [4, 8], answer
