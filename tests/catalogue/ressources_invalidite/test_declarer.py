"""A declaration as the person makes it: nothing due, the short way, the months, the effect before « Valider », corrections (chapter 19)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal as D

import pytest
from django.urls import reverse

from accounts.informations import coordonnees
from accounts.informations.adresse import actuelle
from accounts.models import Assure
from ameli.noyau.models import Envoi
from demarches.catalogue.ressources_invalidite import suivi
from demarches.models import Brouillon, Demarche, Etat, Invitation
from paiements import pensions
from paiements.models import DeclarationRessources, Paiement, SalaireEmployeur
from paiements.ressources import vie
from tests.catalogue.iban.parcours import texte_de
from tests.catalogue.ressources_invalidite.acteurs import CODE, Pensionne, aller_au, le, signer
from tests.fabriques import connecter, creer_assure, creer_compte, creer_enfant

DECEMBRE = date(2026, 12, 1)


def test_nothing_is_due_and_the_page_says_when_it_will_be(client, db):
    lui = Pensionne(client, date(2027, 3, 9))
    page = lui.depart()
    assert "Rien à déclarer aujourd’hui" in page and "Prochaine déclaration le 9 mars 2027" in page
    agenda = lui.client.get(reverse("demarches:ressources_agenda")).content.decode()
    assert "DTSTART;VALUE=DATE:20270309" in agenda
    assert lui.client.post(reverse("demarches:depart", args=[CODE])).status_code == 200
    assert not DeclarationRessources.objects.de(lui.assure).exists()


def test_the_start_page_says_period_last_day_and_what_happens_without_an_answer(bernard):
    page = bernard.depart()
    assert "Octobre 2025 à septembre 2026" in page and "24 décembre 2026" in page
    assert "rien reçu le 8 janvier 2027, elle sera suspendue à partir du 1er février 2027" in page


def test_its_last_day_goes_into_the_persons_own_calendar(bernard):
    assert (
        reverse("demarches:ressources_agenda")
        in bernard.client.get(reverse("demarches:depart", args=[CODE])).content.decode()
    )
    agenda = bernard.client.get(reverse("demarches:ressources_agenda")).content.decode()
    assert "DTSTART;VALUE=DATE:20261224" in agenda and "dernier jour" in agenda


def test_the_last_declaration_stands_beside_the_one_that_waits(bernard):
    bernard.declarer(salaires="500")
    aller_au(DECEMBRE)
    vie.ouvrir_sans_attendre(bernard.pension, le(date(2027, 1, 20)))
    page = bernard.depart()
    assert "Octobre 2026" in page and "Octobre 2025 à septembre 2026 : 6 000,00 €" in page


def test_what_does_not_count_is_listed_beside_the_months_and_no_document_is_asked(bernard):
    bernard.client.post(reverse("demarches:depart", args=[CODE]))
    page = texte_de(bernard.dire("changement", change="non"))
    assert "rente de prévoyance" in page and "loyers" in page and "ne demande aucun document" in page
    douze = bernard.mois(salaires="500") | {"2026-03__salaires": "0"}
    assert "Valider" in texte_de(bernard.dire("mois", **douze))


def test_a_declaration_that_waits_is_on_home(bernard):
    page = texte_de(bernard.client.get("/"))
    assert "Déclarez vos ressources d’octobre 2025 à septembre 2026" in page
    assert "au plus tard le 24 décembre 2026" in page


def test_the_effect_stands_above_the_last_button_with_each_operand(bernard):
    bernard.client.post(reverse("demarches:depart", args=[CODE]))
    bernard.dire("changement", change="non")
    page = texte_de(bernard.dire("mois", **bernard.mois(salaires="1150")))
    for figure in ("12 411,48 €", "13 800,00 €", "25 735,01 €", "26 211,48 €", "476,47 €", "19,85 €", "1 018,56 €"):
        assert figure in page, figure
    assert "Votre pension de novembre 2026" in page and "un agent la vérifie et la signe" in page
    assert "Payée le 8 décembre 2026" in page


def test_what_was_begun_is_taken_up_again_and_no_other_one_is_offered(bernard):
    depart = reverse("demarches:depart", args=[CODE])
    bernard.client.post(depart)
    bernard.dire("changement", change="non")
    commencee = bernard.brouillon
    page = bernard.depart()
    assert "Reprendre" in page and "Recommencer" in page and "autre demande" not in page
    bernard.client.post(depart)
    assert bernard.brouillon == commencee
    bernard.client.post(reverse("demarches:recommencer", args=[CODE]))
    assert bernard.brouillon != commencee and not bernard.brouillon.contenu
    assert not Brouillon.objects.de(bernard.assure).get(pk=commencee.pk).contenu


def test_the_first_page_shows_what_is_known_read_only_with_the_ways_to_change_it(bernard):
    zoe = creer_enfant(bernard.assure).personne
    bernard.client.post(reverse("demarches:depart", args=[CODE]))
    reponse = bernard.client.get(reverse("demarches:etape", args=[CODE, bernard.brouillon.public_id, "changement"]))
    page, adresse = texte_de(reponse), actuelle(bernard.assure)
    compte = coordonnees.actuelles(bernard.assure)
    for connu in (zoe.prenom, *adresse.lignes, compte.iban_masque):
        assert connu.replace("\u00a0", " ").replace("\u202f", " ") in page, connu
    assert compte.iban not in reponse.content.decode()
    for lien in (
        reverse("informations:accueil"),
        *(reverse("demarches:depart", args=[un]) for un in ("adresse", "iban")),
    ):
        assert f'href="{lien}"' in reponse.content.decode()
    assert [champ.name for champ in reponse.context["form"]] == ["change"], "nothing of it is typed here"


def test_nothing_earned_then_nothing_changed_is_the_short_way(bernard):
    bernard.declarer()
    aller_au(DECEMBRE)
    vie.ouvrir_sans_attendre(bernard.pension, le(date(2027, 1, 20)))
    bernard.client.post(reverse("demarches:depart", args=[CODE]))
    page = texte_de(bernard.dire("changement", change="non"))
    assert "Octobre 2026" in page and "0,00 €" in page and "Valider" in page
    assert bernard.valider().reponses["changement"]["grille"] == "non"


def test_the_last_amounts_are_to_be_confirmed(bernard):
    bernard.declarer(salaires="500")
    aller_au(DECEMBRE)
    vie.ouvrir_sans_attendre(bernard.pension, le(date(2027, 1, 20)))
    bernard.client.post(reverse("demarches:depart", args=[CODE]))
    page = bernard.dire("changement", change="non").content.decode()
    assert len(re.findall(r'value="500[,.]00"', page)) == 2


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({"2026-01__salaires": "100 000,00"}, "99 999,99 € au plus"),
        ({"2026-01__salaires": "-5"}, "Saisissez un montant en euros"),
        ({"2026-01__salaires": "beaucoup"}, "Saisissez un montant en euros"),
        ({"2026-01__salaires": ""}, "0 si vous n’avez rien perçu"),
        ({"rien": "on", "2026-01__salaires": "12"}, "gardez l’un des deux"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_in_words(bernard, saisie, phrase):
    bernard.client.post(reverse("demarches:depart", args=[CODE]))
    bernard.dire("changement", change="non")
    assert phrase in texte_de(bernard.dire("mois", **{**bernard.mois(), **saisie}))


def test_a_change_has_its_day_within_the_period(bernard):
    bernard.client.post(reverse("demarches:depart", args=[CODE]))
    bernard.dire("changement", change="oui")
    dit = {"famille": "SEUL", "activite": "SALARIE"}
    assert "du 1er octobre 2025 au 24 novembre 2026" in texte_de(
        bernard.dire("informations", depuis="30/09/2025", **dit)
    )
    assert "Mes ressources" in texte_de(bernard.dire("informations", depuis="01/10/2025", **dit))


def test_it_is_used_five_working_days_later_and_the_pension_follows(bernard):
    demarche = bernard.declarer()
    aller_au(DECEMBRE, 8)
    assert Demarche.objects.de(bernard.assure).get().etat == Etat.DEPOSEE
    aller_au(DECEMBRE, 11)
    assert Demarche.objects.de(bernard.assure).get().etat == Etat.ACCEPTEE
    sujet, corps = bernard.messages()[-1]
    assert sujet == "Votre déclaration est prise en compte" and "Votre pension ne change pas" in corps
    assert bernard.pension.declaration_le == date(2027, 11, 24)
    assert "Seuil" in bernard.lire("detail", demarche.reference)


def test_mails_name_no_amount_nor_pension(bernard):
    bernard.declarer(salaires="500")
    aller_au(DECEMBRE, 11)
    for courriel in Envoi.objects.filter(canal=Envoi.Canal.COURRIEL):
        assert not re.search(r"€|pension|invalid|ressources", courriel.sujet + courriel.contenu, re.IGNORECASE)


def test_until_it_is_used_it_is_corrected_online(bernard):
    premiere = bernard.declarer(salaires="500")
    page = bernard.client.post(reverse("demarches:corriger", args=[premiere.reference]), follow=True)
    assert "Votre situation a-t-elle changé" in texte_de(page)
    bernard.dire(
        "mois",
        **{
            f"{m:%Y-%m}__{n}": v
            for m in toutes().get().mois
            for n, v in (
                ("salaires", "600"),
                ("indemnites", "0"),
                ("chomage", "0"),
                ("formation", "0"),
                ("independant", "0"),
            )
        },
    )
    seconde = bernard.valider()
    une = toutes().get()
    assert une.demarche == seconde.reference != premiere.reference
    assert {natures["salaires"] for natures in une.ressources.values()} == {"600.00"}
    aller_au(date(2026, 12, 2))
    assert Demarche.objects.de(bernard.assure).get(pk=premiere.pk).etat == Etat.ANNULEE
    assert Demarche.objects.de(bernard.assure).get(pk=seconde.pk).etat == Etat.ACCEPTEE


def test_once_it_is_used_the_same_months_are_declared_again(bernard):
    premiere = bernard.declarer(salaires="500")
    aller_au(DECEMBRE, 11)
    geste = reverse("demarches:geste", args=[premiere.reference, "redeclarer"])
    assert "a déjà servi" in texte_de(bernard.client.get(geste))
    bernard.client.post(geste)
    assert "remplacera celle que vous avez déjà envoyée" in bernard.depart()
    bernard.declarer(salaires="550")
    aller_au(date(2026, 12, 9), 12)
    premiere_, seconde = toutes().order_by("id")
    assert seconde.remplace == premiere_ and seconde.effet_mois == premiere_.effet_mois
    assert "Remplacée par une autre" in bernard.lire("ressources_historique")


def test_months_that_were_paid_are_corrected_by_a_payment_whose_day_is_said(bernard):
    premiere = bernard.declarer(salaires="500")
    aller_au(date(2026, 12, 9))
    bernard.client.post(reverse("demarches:geste", args=[premiere.reference, "redeclarer"]))
    seconde = bernard.declarer(salaires="1150")
    aller_au(date(2026, 12, 17))
    signer(seconde, le(date(2026, 12, 17), 11))
    lu = bernard.messages()[-1][1]
    assert "À partir de novembre 2026, votre pension est réduite de 19,85 €" in lu
    assert "le 8 janvier 2027. Il corrige aussi les mois déjà payés, à partir de novembre 2026" in lu
    aller_au(date(2027, 1, 9))
    (dernier,) = Paiement.objects.de(bernard.assure).filter(emis_le=date(2027, 1, 8))
    assert dernier.montant == D("974.76") - (D("993.76") - D("974.76"))


def test_a_first_reduction_waits_for_the_signature_of_an_agent(bernard):
    demarche = bernard.declarer(salaires="1150")
    aller_au(date(2026, 12, 7))
    demarche.refresh_from_db()
    assert demarche.etat == Etat.EN_COURS and [a["code"] for a in demarche.alertes] == ["premiere_reduction"]
    assert bernard.pension.retenues == {}
    signer(demarche, le(date(2026, 12, 7), 11))
    assert bernard.pension.retenues == {"2026-11-01": "19.85"}
    corps = bernard.messages()[-1][1]
    assert "réduite de 19,85 € par mois" in corps and "recours amiable au plus tard le 8 février 2027" in corps
    assert [p.libelle for p in suivi.papiers(demarche)] == ["Notification du calcul"]


def test_a_reduced_line_of_the_payments_says_why_and_leads_to_the_declaration(bernard):
    demarche = bernard.declarer(salaires="1150")
    aller_au(date(2026, 12, 7))
    signer(demarche, le(date(2026, 12, 7), 11))
    paiement = pensions.verser(bernard.pension.public_id, date(2026, 11, 1), le(date(2026, 12, 8)))
    page = bernard.client.get(reverse("paiements:detail", args=[paiement.public_id]))
    lu = texte_de(page)
    assert "réduite de 19,85 € par mois depuis novembre 2026" in lu and "1 018,56 €" in lu
    assert "revenus déclarés d’octobre 2025 à septembre 2026" in lu and "R. 341-17" in lu
    assert f'href="{reverse("demarches:detail", args=[demarche.reference])}"' in page.content.decode()


def test_a_line_that_nothing_reduces_says_nothing_of_it(bernard):
    bernard.declarer()
    aller_au(DECEMBRE, 11)
    paiement = pensions.verser(bernard.pension.public_id, date(2026, 11, 1), le(date(2026, 12, 8)))
    assert "réduite" not in texte_de(bernard.client.get(reverse("paiements:detail", args=[paiement.public_id])))


def test_nothing_is_left_the_rights_stay_and_the_attestation_says_so(bernard):
    demarche = bernard.declarer(salaires="3400")
    aller_au(date(2026, 12, 7))
    signer(demarche, le(date(2026, 12, 7), 11))
    demarche.refresh_from_db()
    assert [p.libelle for p in suivi.papiers(demarche)][1] == "Attestation de suspension, droits conservés"
    assert "droits conservés" in bernard.lire("detail", demarche.reference)
    for quoi in ("notification", "attestation"):
        pdf = bernard.client.get(reverse("demarches:ressources_papier", args=[demarche.reference, quoi]), follow=True)
        assert b"".join(pdf.streaming_content if pdf.streaming else [pdf.content]).startswith(b"%PDF"), quoi


def test_employers_who_say_otherwise_bring_an_agent_who_asks_and_types_nothing(bernard):
    SalaireEmployeur.objects.create(assure=bernard.assure, mois=date(2026, 9, 1), brut=D(730), recu_le=le(DECEMBRE))
    demarche = bernard.declarer(salaires="500")
    assert [a["code"] for a in demarche.alertes] == ["ecart_employeur"]
    aller_au(date(2026, 12, 7))
    demarche.refresh_from_db()
    assert demarche.etat == Etat.EN_COURS, "the clock does not go on alone"


def test_the_history_keeps_two_years_to_the_day(bernard):
    une = toutes().get()
    for envoyee, vue in ((date(2024, 11, 24), True), (date(2024, 11, 23), False)):
        une.transmise_le = le(envoyee, 12)
        une.save(update_fields=["transmise_le"])
        assert ("Octobre 2025" in bernard.lire("ressources_historique")) is vue


def test_the_history_hangs_under_follow_up_for_who_has_a_pension(bernard, client):
    assert suivi.HISTORIQUE.replace("\u00a0", " ") in texte_de(bernard.client.get("/suivi/"))
    autre = connecter(client.__class__(), creer_compte(creer_assure("Marc", "Autre")))
    assert "Historique" not in texte_de(autre.get("/suivi/"))
    assert autre.get(reverse("demarches:ressources_simuler")).status_code == 404


def test_and_if_i_go_back_to_work_says_it_with_the_same_calculation_and_keeps_nothing(bernard):
    adresse = reverse("demarches:ressources_simuler")
    page = texte_de(bernard.client.post(adresse, {"salaire": "3000", "part": "60"}))
    assert "Avec 1 800,00 € brut par mois" in page and "25 735,01 €" in page
    assert "Écrivez un nombre de 1 à 100" in texte_de(bernard.client.post(adresse, {"salaire": "3000", "part": "0"}))
    assert toutes().get().transmise_le is None


def test_the_person_who_did_not_send_it_is_asked_again(bernard):
    demarche = bernard.declarer(salaires="500")
    vie.rendre(toutes().get(), le=le(DECEMBRE))
    assert toutes().get().transmise_le is None
    assert Invitation.objects.de(bernard.assure).ouvertes().count() == 1
    assert demarche.reference


def test_only_those_with_a_pension_are_offered_it(bernard, client):
    assert "Invalidité : déclarer mes ressources" in texte_de(bernard.client.get("/demarches/"))
    autre = connecter(client.__class__(), creer_compte(creer_assure("Marc", "Autre")))
    assert "déclarer mes ressources" not in texte_de(autre.get("/demarches/"))
    assert bernard.assure.situation == Assure.Situation.INVALIDE


def toutes():
    return DeclarationRessources.objects.systeme("test").select_related("pension__assure", "pension__personne")
