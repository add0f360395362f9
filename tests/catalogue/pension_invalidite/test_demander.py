"""The request: four questions that nothing keeps, the screens, what each refuses, what nobody asks (chapter 18)."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Adresse
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import auteur
from demarches.catalogue.pension_invalidite import regles
from demarches.catalogue.pension_invalidite.avis_imposition import annee_du_dernier
from demarches.models import Brouillon, Demarche, Scelle
from documents.models import Piece
from tests.catalogue.iban.parcours import texte_de
from tests.catalogue.pension_invalidite.acteurs import CODE, Demandeur
from tests.fabriques_fichiers import envoi, pdf, photo
from tests.noyau.mauvais_fichiers import verrouille
from tests.outils.requetes import requetes
from tests.paiements.dossier import payer_des_indemnites

TOUT_OUI = dict.fromkeys(("age", "affilie", "employeur", "cause"), "oui")


def question(demandeur: Demandeur, **reponses: str) -> str:
    return texte_de(demandeur.client.post(reverse("demarches:pension_questions"), {**TOUT_OUI, **reponses}))


def naitre(demandeur: Demandeur, le: date) -> None:
    demandeur.assure.personne.date_naissance = le
    with auteur("systeme:essai"):
        demandeur.assure.personne.save(update_fields=["date_naissance"])


def test_the_four_questions_keep_nothing_and_say_where_to_go(demandeur):
    assert "Vous pouvez faire votre demande" in question(demandeur)
    assert "lassuranceretraite.fr" in question(demandeur, age="non")
    assert "12 mois d’affiliation" in question(demandeur, affilie="non")
    assert "rente" in question(demandeur, cause="non")
    assert not Brouillon.objects.de(demandeur.assure).exists()


def test_two_employers_stop_before_any_typing_with_the_paper_filled_in(demandeur):
    assert "S4150" in question(demandeur, employeur="non")
    papier = demandeur.client.get(reverse("demarches:pension_s4150"), follow=True)
    assert (papier.status_code, papier["Content-Type"]) == (200, "application/pdf")


def test_the_start_promises_a_day_and_the_last_screen_keeps_it(demandeur):
    assert "29 janvier 2027" in demandeur.depart()
    demandeur.demander()
    assert "29 janvier 2027" in demandeur.suivi
    assert "avant le 29 janvier 2027" in demandeur.messages()[0]


def test_the_buttons_are_those_of_the_catalogue(demandeur):
    assert "Je démarre ma demande" in demandeur.depart()
    demandeur.aller("controle")
    page = texte_de(demandeur.client.get(demandeur.adresse("controle")))
    assert "Tout est bon" in page and "Scierie des Landes" in page
    demandeur.dire("controle")
    assert "Je valide ma demande" in texte_de(demandeur.client.get(demandeur.adresse("avis")))
    demandeur.dire("avis")
    assert "Tout est bon" in texte_de(demandeur.client.get(demandeur.adresse("verification")))


def test_no_page_asks_for_a_diagnosis(demandeur):
    demandeur.aller("avis")
    for etape in ("informations", "situation", "salariee", "controle", "avis"):
        page = texte_de(demandeur.client.get(demandeur.adresse(etape))).lower()
        assert "diagnostic" not in page and "de quoi souffrez" not in page


@pytest.mark.parametrize(
    ("siret", "juste"),
    [("73282932000074", True), ("732 829 320 00074", True), ("73282932000075", False), ("7328293200007", False)],
)
def test_a_siret_has_14_digits_and_the_key_of_luhn(demandeur, siret, juste):
    assert regles.siret_juste("".join(siret.split())) is juste
    demandeur.aller("salariee")
    reponse = demandeur.dire("salariee", siret=siret)
    assert ("Ce numéro SIRET n’est pas juste" in texte_de(reponse)) is not juste


def test_a_leave_before_the_hiring_is_a_mistake(demandeur):
    demandeur.aller("salariee")
    assert "avant celle du début" in texte_de(demandeur.dire("salariee", arret="01/03/2014"))


def test_a_permit_that_is_over_warns_and_stops_nobody(demandeur):
    titre = {"nationalite": "MA", "titre": "RESIDENT", "titre_numero": "9942001", "titre_fin": "12/05/2020"}
    demandeur.aller(informations=titre)
    page = texte_de(demandeur.client.get(demandeur.adresse("verification")))
    assert "Ce titre est terminé" in page
    assert "Votre demande est envoyée" in texte_de(demandeur.valider())


def test_from_outside_the_union_the_permit_is_asked_for(demandeur):
    demandeur.commencer()
    assert "Choisissez votre titre de séjour" in texte_de(demandeur.dire("informations", nationalite="MA"))
    assert demandeur.dire("informations", nationalite="PT").redirect_chain


# The tax notice


def test_the_notice_is_a_pdf_that_opens_and_an_image_with_its_name_is_not(demandeur):
    demandeur.aller("avis")
    refus = texte_de(demandeur.dire("avis", lequel="DERNIER", nom_lu="CASTETS Thomas", avis=envoi("avis.pdf", photo())))
    assert "Ce fichier est une image" in refus
    ferme = envoi("avis.pdf", pdf(**verrouille("secret")))
    assert "mot de passe" in texte_de(demandeur.dire("avis", lequel="DERNIER", nom_lu="CASTETS Thomas", avis=ferme))
    assert demandeur.dire(
        "avis", lequel="DERNIER", nom_lu="CASTETS Thomas", avis=envoi("avis.pdf", pdf())
    ).redirect_chain


@pytest.mark.parametrize(
    ("nom", "phrase"),
    [
        ("M. Thomas CASTETS", "Votre demande"),
        ("M OU MME CASTETS", "Votre demande"),
        ("Castet Thomas", "un agent le compare"),
        ("Léa Duprat", "au nom d’une autre personne"),
        ("", "Écrivez votre nom"),
    ],
)
def test_the_notice_of_somebody_else_is_refused_and_a_name_that_is_nearly_theirs_is_looked_at(demandeur, nom, phrase):
    demandeur.aller("avis")
    page = texte_de(demandeur.dire("avis", lequel="DERNIER", nom_lu=nom, avis=envoi("avis.pdf", pdf())))
    assert (phrase in page or phrase == "Votre demande") and ("un agent le compare" in page) is ("compare" in phrase)
    demandeur.valider()
    acceptee = Demarche.objects.de(demandeur.assure).exists()
    assert acceptee is (nom not in ("Léa Duprat", ""))


def test_without_a_notice_the_price_is_said(demandeur):
    demandeur.aller()
    assert "9,1 % de retenues" in texte_de(demandeur.client.get(demandeur.adresse("verification")))


def test_the_notice_of_another_year_is_a_warning(demandeur):
    demandeur.aller("avis")
    demandeur.dire("avis", lequel="AVANT", nom_lu="Castets", avis=envoi("avis.pdf", pdf()))
    page = texte_de(demandeur.client.get(demandeur.adresse("verification")))
    assert "Il ne règle pas les retenues de 2027" in page and "celui de 2026" in page


@pytest.mark.parametrize(
    ("jour", "annee"), [(date(2026, 11, 29), 2026), (date(2027, 7, 31), 2026), (date(2027, 8, 1), 2027)]
)
def test_the_last_notice_is_that_of_the_year_once_it_has_come(jour, annee):
    assert annee_du_dernier(jour) == annee


def test_the_notice_is_sealed_for_the_team_that_counts(demandeur):
    demandeur.aller("avis")
    demandeur.dire("avis", lequel="DERNIER", nom_lu="CASTETS Thomas", avis=envoi("avis.pdf", pdf()))
    demandeur.valider()
    demarche = demandeur.demarche
    assert "avis" not in demarche.reponses
    assert Scelle.objects.de(demandeur.assure).get(demarche=demarche).role == "invalidite"
    assert set(Piece.objects.de(demandeur.assure).values_list("scelle", flat=True)) == {"invalidite"}


# Who may


@pytest.mark.parametrize(
    ("naissance", "dit", "ouverte"),
    [
        (date(1964, 11, 29), "1er décembre 2026", True),
        (date(1964, 11, 30), "1er décembre 2026", True),
        (date(1964, 12, 1), "1er décembre 2026", True),
        (date(1963, 11, 28), "62 ans", False),
    ],
)
def test_at_62_the_retirement_is_said_and_a_year_is_left_for_what_began_before(demandeur, naissance, dit, ouverte):
    naitre(demandeur, naissance)
    assert dit in demandeur.depart()
    assert ("Je démarre ma demande" in demandeur.depart()) is ouverte


def test_abroad_under_protection_or_frozen_the_refusal_is_that_of_everybody(demandeur):
    assure = demandeur.assure
    with auteur("systeme:essai"):
        Adresse.objects.de(assure).update(pays="PT")
    assert "Vous habitez à l’étranger" in demandeur.depart()
    with auteur("systeme:essai"):
        Adresse.objects.de(assure).update(pays="FR")
        assure.majeur_protege = True
        assure.save(update_fields=["majeur_protege"])
    refus = demandeur.client.get(reverse("demarches:depart", args=[CODE])).content.decode()
    assert "mesure de protection" in refus and reverse("demarches:pension_s4150") in refus, "their guardian needs it"
    papier = demandeur.client.get(reverse("demarches:pension_s4150"), follow=True)
    assert (papier.status_code, papier["Content-Type"]) == (200, "application/pdf")
    with auteur("systeme:essai"):
        assure.majeur_protege = False
        assure.save(update_fields=["majeur_protege"])
        assure.compte.gele_le = maintenant()
        assure.compte.save(update_fields=["gele_le"])
    assert "Je démarre ma demande" not in demandeur.depart()


def test_a_second_request_waits_for_the_end_of_the_first(demandeur):
    demandeur.demander()
    demandeur.client.post(reverse("demarches:depart", args=[CODE]))
    assert Demarche.objects.de(demandeur.assure).count() == 1
    assert "Une demande est déjà en cours" in demandeur.depart()


def test_the_simulation_shows_the_ten_years_and_the_net_and_keeps_nothing(demandeur):
    salaires = {f"salaire_{annee}": "25800" for annee in range(2016, 2026)}
    page = texte_de(
        demandeur.client.post(reverse("demarches:pension_estimer"), {**salaires, "rfr": "16533", "parts": "1,5"})
    )
    page = page.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "net par mois" in page and "2016" in page and "47 100,00 €" in page and "revenus 2024" in page
    assert not Brouillon.objects.de(demandeur.assure).exists()


@pytest.mark.parametrize(("depuis", "lignes"), [("01/01/2027", ["13/01/2027"]), ("20/01/2027", [])])
def test_the_simulation_says_when_allowances_would_stop_and_what_would_be_taken_back(demandeur, depuis, lignes):
    payer_des_indemnites(demandeur.assure, date(2026, 12, 31), date(2027, 1, 13), date(2027, 1, 14), journalier="35.34")
    envoyes = {"salaire_2025": "25800", "depuis": depuis}
    page = texte_de(demandeur.client.post(reverse("demarches:pension_estimer"), envoyes)).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    veille = {"01/01/2027": "31 décembre 2026", "20/01/2027": "19 janvier 2027"}[depuis]
    assert f"Elles s’arrêteraient le {veille}" in page
    assert ("Du 01/01/2027 au 13/01/2027 : 428,64 €" in page) is bool(lignes)
    assert ("rien ne serait repris" in page) is not lignes


def test_the_start_page_costs_what_it_costs(demandeur):
    with requetes() as lues:
        demandeur.client.get(reverse("demarches:depart", args=[CODE]))
    assert len(lues) == 8, lues
