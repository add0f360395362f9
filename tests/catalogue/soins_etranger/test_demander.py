"""What is asked, said and refused before « Je valide ma demande » (chapter 21; worked cases)."""

from __future__ import annotations

import io
from datetime import date, timedelta
from random import Random

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import Beneficiaire, CoordonneesBancaires
from ameli.noyau.calendrier import jour_de
from ameli.noyau.envois.models import Envoi
from ameli.noyau.journal import auteur
from demarches.catalogue.soins_etranger import apercu
from demarches.catalogue.soins_etranger.reponses import CODE
from demarches.models import Brouillon, Demarche, Relais, Scelle
from demarches.moteur.fichiers_d_exemple import Fichier, piece
from demarches.moteur.relais import service
from documents.models import Piece
from tests.catalogue.soins_etranger.acteurs import (
    arriver,
    assure_avec_un_compte,
    beneficiaire,
    en_jour,
    il_y_a,
    pour,
    publier,
    sejour,
    soin,
    texte,
)
from tests.fabriques import connecter, creer_assure, creer_compte, creer_enfant

pytestmark = pytest.mark.django_db
RECIT = "Une douleur vive au ventre la nuit, les urgences m’ont opéré le matin même."


@pytest.fixture
def chloe():
    return assure_avec_un_compte(date_naissance=date(2004, 7, 30))


@pytest.fixture
def aout():
    """Fifteen days, three months ago."""
    return il_y_a(3, 15), il_y_a(3, 1)


def test_without_a_bank_account_the_account_comes_first_and_the_way_there_is_given():
    assure = creer_assure()
    client = connecter(Client(), creer_compte(assure))
    CoordonneesBancaires.objects.de(assure).delete()
    page = client.get(reverse("demarches:depart", args=[CODE]))
    assert "Donnez d’abord votre compte bancaire" in texte(page)
    assert reverse("demarches:depart", args=["iban"]) in page.content.decode()


def test_the_start_says_honestly_what_may_be_paid_back_and_when(chloe):
    page = texte(connecter(Client(), chloe.compte).get(reverse("demarches:depart", args=[CODE])))
    for phrase in (
        "Je démarre ma demande",
        "Seulement les soins urgents et imprévus",
        "1 à 2 mois",
        "8 à 12 mois",
        "S2",
    ):
        assert phrase in page


def test_a_currency_without_decimals_refuses_them_and_takes_the_rest(chloe, aout):
    marche = pour(chloe, soins=[soin(aout[0], montant="8 500,50", devise="JPY")])
    marche.commencer()
    for nom in ("assure", "beneficiaire"):
        marche.envoyer(nom, marche.saisie(marche.teleservice.etape(nom)))
    page = texte(marche.envoyer("soins/kafe", soin(aout[0], montant="8 500,50", devise="JPY")))
    assert "Cette monnaie n’a pas de centimes : yen japonais" in page
    assert marche.envoyer("soins/kafe", soin(aout[0], montant="8 500", devise="JPY")).status_code == 302


def test_a_care_after_the_end_of_the_stay_is_asked_about_once_and_accepted(chloe, aout):
    lendemain = aout[1] + timedelta(days=1)
    marche = pour(
        chloe, soins=[soin(lendemain)], sejour=sejour(*aout), retard={"retard": "RETARDE"}, tarif={"tarif": "FRANCAIS"}
    )
    assert "Votre départ a-t-il été retardé" in arriver(marche)
    assert marche.envoyer_tout().etat == "DEPOSEE"


def test_within_the_stay_nobody_is_asked_about_it(chloe, aout):
    marche = pour(chloe, soins=[soin(aout[0])], sejour=sejour(*aout))
    assert "retardé" not in arriver(marche)


def test_a_night_in_hospital_asks_its_dates_and_nobody_else_is_asked_for_them(chloe, aout):
    marche = pour(chloe, soins=[soin(aout[0])], sejour=sejour(*aout, hopital="oui"), hopital={})
    marche.commencer()
    while marche.prochaine().nom != "hopital":
        marche.envoyer(marche.prochaine().nom, marche.saisie(marche.prochaine()))
    page = texte(marche.envoyer("hopital", {}))
    assert "Écrivez la date d’entrée à l’hôpital" in page and "Écrivez le nom de l’hôpital" in page


def test_neither_tariff_is_chosen_in_silence(chloe, aout):
    marche = pour(chloe, soins=[soin(aout[0])], sejour=sejour(*aout))
    marche.commencer()
    while marche.prochaine().nom != "tarif":
        marche.envoyer(marche.prochaine().nom, marche.saisie(marche.prochaine()))
    page = marche.client.get(marche.adresse("tarif"))
    assert "checked" not in page.content.decode()
    lu = texte(page)
    assert "19,00 €" in lu and "1 à 2 mois" in lu and "8 à 12 mois" in lu
    assert "Choisissez un tarif. Nous ne choisissons pas pour vous." in texte(marche.envoyer("tarif", {}))
    assert marche.client.get(marche.adresse("verification")).status_code == 302


def test_a_night_in_geneva_without_the_card_leads_to_the_tariff_of_the_state(chloe, aout):
    publier("CHF", "1.0712")
    du = aout[0]
    hopital = sejour(
        *aout, pays="CH", ceam="non", hopital="oui",
    )  # fmt: skip
    nuits = {"du": en_jour(du), "au": en_jour(du + timedelta(days=3)), "etablissement": "Hôpital du Lac"}
    marche = pour(
        chloe, soins=[soin(du, nature="HOSPITALISATION", montant="4200", devise="CHF")], sejour=hopital, hopital=nuits
    )
    marche.commencer()
    while marche.prochaine().nom != "tarif":
        marche.envoyer(marche.prochaine().nom, marche.saisie(marche.prochaine()))
    lu = texte(marche.client.get(marche.adresse("tarif")))
    assert "Calculé par un agent" in lu and "le tarif de l’État de séjour est le plus sûr" in lu


def test_a_planned_night_in_belgium_is_agreed_to_by_twenty_days_of_silence(chloe, aout):
    du, soins = aout[0], [soin(aout[0], nature="HOSPITALISATION", montant="900")]
    programme = sejour(
        *aout, pays="BE", motif="SOINS", hopital="oui",
    )  # fmt: skip
    nuit = {"du": en_jour(du), "au": en_jour(du + timedelta(days=1)), "etablissement": "Clinique de Liège"}
    accord = {"lourd": "oui", "s2": "DEMANDE", "s2_demande_le": en_jour(du - timedelta(days=20))}
    page = arriver(
        pour(
            chloe,
            beneficiaire=beneficiaire(chloe.personne, "PROGRAMMES"),
            soins=soins,
            sejour=programme,
            hopital=nuit,
            accord=accord,
        )
    )
    assert apercu.TACITE.replace("\u00a0", " ") in page and "sans doute refusée" not in page


def test_planned_care_in_switzerland_without_a_night_is_told_to_be_hopeless(chloe, aout):
    marche = pour(
        chloe, beneficiaire=beneficiaire(chloe.personne, "PROGRAMMES"), soins=[soin(aout[0])],
        sejour=sejour(*aout, pays="CH", motif="SOINS"), accord={"lourd": "non", "s2": "SANS"},
    )  # fmt: skip
    page = arriver(marche)
    assert "En Suisse et au Royaume-Uni, des soins programmés sans nuit" in page and "Je valide ma demande" in page


def test_a_dentist_in_thailand_is_likely_refused_and_the_button_is_still_there(chloe, aout):
    publier("THB", "0.0261")
    marche = pour(
        chloe, beneficiaire=beneficiaire(chloe.personne, "CONTROLE"),
        soins=[soin(aout[0], nature="DENTAIRE", montant="3200", devise="THB")], sejour=sejour(*aout, pays="TH", ceam="non"),
        recit={"recit": RECIT},
    )  # fmt: skip
    page = arriver(marche)
    assert page.index("sans doute refusée") < page.index("Je valide ma demande")
    assert marche.envoyer_tout().etat == "DEPOSEE"


def test_the_story_of_an_emergency_is_long_enough_and_the_medical_service_alone_reads_it(chloe, aout):
    publier("THB", "0.0261")
    marche = pour(
        chloe, beneficiaire=beneficiaire(chloe.personne, "ACCIDENT"), soins=[soin(aout[0], montant="3200", devise="THB")],
        sejour=sejour(*aout, pays="TH", ceam="non"), recit={"recit": RECIT},
    )  # fmt: skip
    demarche = marche.deposer()
    assert "recit" not in demarche.reponses and RECIT not in str(demarche.recapitulatif)
    assert Scelle.objects.de(chloe).get().contenu["reponses"]["recit"]["recit"] == RECIT


def test_two_years_are_over_for_an_old_care_and_it_is_said(chloe):
    vieux = il_y_a(28)
    page = arriver(pour(chloe, soins=[soin(vieux)], sejour=sejour(vieux, vieux + timedelta(days=5))))
    assert "Le délai de deux ans est passé" in page and "Je valide ma demande" in page


def test_rights_closed_on_the_day_of_care_are_said_and_accepted(aout):
    kevin = assure_avec_un_compte("Kévin", "Lesbats", droits_du=date(2020, 1, 1), droits_au=il_y_a(4))
    marche = pour(kevin, soins=[soin(aout[0])], sejour=sejour(*aout))
    assert "Les droits n’étaient pas ouverts le jour d’un soin" in arriver(marche)
    demarche = marche.envoyer_tout()
    assert "droits" in [alerte["code"] for alerte in demarche.alertes]


def test_rights_open_then_and_closed_today_are_no_matter(aout):
    kevin = assure_avec_un_compte("Kévin", "Lesbats", droits_du=date(2020, 1, 1), droits_au=il_y_a(1))
    marche = pour(kevin, soins=[soin(aout[0])], sejour=sejour(*aout))
    assert "Les droits n’étaient pas ouverts" not in arriver(marche)
    assert marche.envoyer_tout().alertes == []


def test_twenty_bills_are_kept_and_the_twenty_first_is_refused(chloe, aout):
    marche = pour(chloe, soins=[soin(aout[0])], sejour=sejour(*aout))
    arriver(marche)
    for rang in range(19):
        assert marche.joindre_une("factures", Fichier(f"facture-{rang}.jpg", piece())).status_code == 200
    refus = marche.joindre_une("factures", Fichier("de-trop.jpg", piece()))
    assert refus.status_code != 200 and "20" in refus.content.decode()
    kept = marche.brouillon.contenu["reponses"]["pieces"]["factures"]
    assert len(kept) == 20 and Piece.objects.de(chloe).filter(public_id__in=kept).count() == 20


def test_a_phone_sends_the_documents_of_the_check_page_and_reads_nothing_else(chloe, aout):
    marche = pour(chloe, soins=[soin(aout[0])], sejour=sejour(*aout))
    arriver(marche)
    assert "Continuer sur mon téléphone" in texte(marche.client.get(marche.adresse("verification")))
    telephone, etape = connecter(Client(), chloe.compte), reverse("demarches:telephone_etape")
    attente = marche.envoyer("pieces", {"action": "telephone"}).url
    telephone.post(reverse("demarches:telephone"), {"code": service.code_de(Relais.objects.de(chloe).get())})
    page = texte(telephone.get(etape))
    assert "Factures acquittées" in page and "Preuves de paiement" in page and "60,00" not in page
    assert telephone.post(etape, {"champ": "factures", "fichier": Fichier("facture.jpg", lourde())}).status_code == 200
    assert telephone.post(etape, {"paiement": Fichier("ticket.jpg", piece())}).url == etape
    assert "revenir à votre ordinateur" in texte(telephone.get(etape))
    assert marche.client.get(attente).url == marche.adresse("verification")
    lues = marche.brouillon.contenu["reponses"]["pieces"]
    assert len(lues["factures"]) == len(lues["paiement"]) == 2  # one came by the computer before


def lourde() -> bytes:
    """A photo of six million bytes, as a good telephone takes it."""
    sortie, hasard = io.BytesIO(), Random(21)
    Image.frombytes("RGB", (2400, 2000), hasard.randbytes(2400 * 2000 * 3)).save(sortie, "JPEG", quality=96)
    assert 6_000_000 < sortie.tell() < 10_000_000, sortie.tell()
    return sortie.getvalue()


def test_one_file_may_show_two_things_but_never_one_that_is_sealed(chloe, aout):
    du = aout[0]
    nuit = {"du": en_jour(du), "au": en_jour(du), "etablissement": "Hôpital"}
    marche = pour(chloe, soins=[soin(du)], sejour=sejour(*aout, hopital="oui"), hopital=nuit)
    marche.commencer()
    while (etape := marche.prochaine()) is not None:
        marche.envoyer(etape.nom, marche.saisie(etape))
    marche.joindre_une("factures", Fichier("facture-et-ticket.jpg", piece()))
    place = marche.parcours.des_pieces
    proposes = {
        nom: bool(getattr(champ.widget, "autres", None))
        for nom, champ in place.remplir(
            marche.parcours.contexte, initial=marche.brouillon.contenu["reponses"]["pieces"]
        ).fields.items()
    }
    assert proposes["paiement"] and not proposes["hopital"]


def test_a_document_that_is_not_asked_for_any_more_goes_and_the_page_says_which(chloe, aout):
    marche = pour(chloe, soins=[soin(aout[0], prescrit="oui")], sejour=sejour(*aout))
    assert "Prescriptions" in arriver(marche)
    item = next(iter(marche.parcours.items(marche.teleservice.etape("soins")))).nom
    marche.envoyer(item, soin(aout[0], prescrit="non"))
    page = marche.client.post(marche.adresse("soins"), {"tour": marche.brouillon.tour}, follow=True)
    assert "Prescriptions" in texte(page)
    gardees = marche.brouillon.contenu["reponses"]["pieces"]
    assert "factures" in gardees and Piece.objects.de(chloe).filter(libelle="Prescriptions").count() == 0


def test_one_open_request_for_a_person_and_a_country_and_another_country_takes_up_what_is_common(chloe, aout):
    marche = pour(chloe, soins=[soin(aout[0])], sejour=sejour(*aout))
    premiere = marche.deposer()
    marche.commencer()
    commun = marche.brouillon.contenu["saisies"]
    assert commun["assure"]["telephone"] == premiere.reponses["assure"]["telephone"] and "sejour" not in commun
    while (etape := marche.prochaine()) is not None and etape.nom != "sejour":
        marche.envoyer(etape.nom, marche.saisie(etape))
    meme = marche.client.post(marche.adresse("sejour"), {**sejour(*aout), "tour": marche.brouillon.tour}, follow=True)
    assert "Vous avez déjà envoyé cette demande pour Chloé, Espagne" in texte(meme)
    autre = marche.client.post(
        marche.adresse("sejour"), {**sejour(*aout, pays="PT"), "tour": marche.brouillon.tour}, follow=True
    )
    assert "déjà envoyé" not in texte(autre)


def test_the_bills_of_one_parent_hold_nothing_of_the_other_ones(aout):
    lea, marc = assure_avec_un_compte("Léa", "Duprat"), assure_avec_un_compte("Marc", "Duprat")
    zoe = creer_enfant(lea, "Zoé", date_naissance=date(2014, 3, 9)).personne
    Beneficiaire.objects.create(
        assure=marc, personne=zoe, rang=2, lien="ENFANT", droits_du=date(2020, 1, 1), parent_referent=False
    )
    for parent in (lea, marc):
        marche = pour(parent, beneficiaire=beneficiaire(zoe), soins=[soin(aout[0])], sejour=sejour(*aout))
        page = arriver(marche)
        assert "déjà" not in page.split("Vos documents")[0].split("Zoé")[0]
        assert marche.envoyer_tout().assure == parent


def test_somebody_who_died_may_still_be_chosen(chloe, aout):
    enfant = creer_enfant(chloe, "Tom", date_naissance=date(2015, 1, 1)).personne
    enfant.date_deces = il_y_a(2)
    with auteur("systeme:test", "deces"):
        enfant.save(update_fields=["date_deces"])
    marche = pour(chloe, beneficiaire=beneficiaire(enfant), soins=[soin(aout[0])], sejour=sejour(*aout))
    assert marche.deposer().soins_etranger.personne == enfant


def test_no_recourse_letter_leaves_when_a_third_party_may_be_at_fault(chloe, aout):
    marche = pour(
        chloe, beneficiaire=beneficiaire(chloe.personne, "ACCIDENT", "oui"), soins=[soin(aout[0])], sejour=sejour(*aout)
    )
    demarche = marche.deposer()
    assert "tiers" in [alerte["code"] for alerte in demarche.alertes]
    assert not Envoi.objects.filter(canal="LETTRE").exists()


def test_the_promise_is_that_of_mes_delais_or_of_the_state_of_stay(chloe, aout):
    premiere = pour(chloe, soins=[soin(aout[0])], sejour=sejour(*aout), tarif={"tarif": "FRANCAIS"}).deposer()
    assert (
        55 <= (jour_de(premiere.prevue_le) - jour_de(premiere.deposee_le)).days <= 67
    )  # two months, then a day at work
    autre = pour(chloe, soins=[soin(aout[0])], sejour=sejour(*aout, pays="PT"), tarif={"tarif": "ETAT"})
    autre.commencer()
    autre.repondre()
    autre.client.post(autre.adresse("verification"), {"honneur": "on", "tour": autre.brouillon.tour})
    seconde = Demarche.objects.de(chloe).order_by("-id")[0]
    assert (jour_de(seconde.prevue_le) - jour_de(seconde.deposee_le)).days >= 364
    assert not Brouillon.objects.de(chloe).filter(etat="OUVERT").exists()
