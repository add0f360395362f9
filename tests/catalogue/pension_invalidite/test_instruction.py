"""What follows a request: news, silence, the doctor, two agents, the grant and what it changes, the refusal and its appeal (chapter 18)."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP
from decimal import Decimal as D

import pytest
from django.test import Client
from django.urls import reverse

from accounts.informations.adresse import confier
from accounts.models import Assure, Exoneration
from ameli.noyau import formats
from ameli.noyau.calendrier import PARIS, jour_de
from ameli.noyau.envois.models import Envoi
from ameli.noyau.journal import auteur
from demarches.catalogue.pension_invalidite import effets, medecin, regles, transfert
from demarches.catalogue.pension_invalidite.decision import DecisionPension, SalairesIllisibles, lire_les_salaires
from demarches.catalogue.pension_invalidite.guichet import comparaison, connu
from demarches.models import Demarche, Etat, Scelle
from demarches.moteur import accords, passages, registre, scelles
from demarches.moteur.decisions import Decision
from documents.models import Piece
from paiements import pensions, reprises_de_pension
from paiements.models import MoisDePension, Pension
from tests.catalogue.iban.parcours import texte_de
from tests.catalogue.pension_invalidite.acteurs import CODE, accorder, agent, donner_l_avis, formulaire, vivre
from tests.fabriques import connecter, creer_assure, creer_caisse, creer_compte
from tests.fabriques_fichiers import envoi, pdf
from tests.paiements.dossier import payer_des_indemnites


def lire(demarche: Demarche) -> Demarche:
    return Demarche.objects.de(demarche.assure).get(pk=demarche.pk)


# Silence


def test_news_come_after_10_and_40_days_and_agents_are_told_after_45(demandeur):
    demarche = demandeur.demander()
    vivre(demarche, 11)
    assert "Nous attendons l’avis du médecin-conseil" in demandeur.messages()[-1]
    vivre(demarche, 41)
    assert len(demandeur.messages()) == 3
    vivre(demarche, 46)
    assert "réputée refusée" in lire(demarche).alertes[0]["phrase"]


def test_two_months_of_silence_are_a_refusal_that_goes_on_being_examined(demandeur):
    demarche = demandeur.demander()
    assert effets.refusee_le(demarche) == date(2027, 1, 29)
    vivre(demarche, 62)
    relue = lire(demarche)
    assert (relue.etat, relue.jalon) == (Etat.EN_COURS, "reputee_refusee")
    assert "30 mars 2027" in demandeur.messages()[-1] and "30 mars 2027" in demandeur.suivi
    assert "toujours à l’étude" in demandeur.suivi
    combien = len(demandeur.messages())
    vivre(demarche, 66)
    assert len(demandeur.messages()) == combien, "the law has spoken: nobody is told besides that it takes longer"
    assert "plus de temps que prévu" not in demandeur.suivi


def test_the_appeal_is_carried_over_easter_monday():
    assert regles.recours_jusqu_au(date(2027, 1, 29)) == date(2027, 3, 30)


def test_another_request_may_be_sent_then_and_agents_see_both(demandeur):
    premiere = demandeur.demander()
    vivre(premiere, 62)
    seconde = demandeur.demander()
    assert seconde.pk != premiere.pk
    assert ("Autre demande", premiere.reference) in connu(seconde)


def test_a_late_grant_takes_the_place_of_the_refusal(demandeur):
    demarche = demandeur.demander()
    vivre(demarche, 62)
    donner_l_avis(lire(demarche))
    assert accorder(lire(demarche)).etat == Etat.ACCEPTEE


# The doctor


def test_nobody_grants_without_the_doctor_nor_against_them(demandeur):
    demarche = demandeur.demander()
    assert "pas encore donné son avis" in str(formulaire(demarche).errors)
    donner_l_avis(demarche, reduite="non", categorie="", effet="")
    assert "défavorable" in str(formulaire(demarche).errors)


def test_the_request_may_be_withdrawn_until_the_doctor_has_spoken(demandeur):
    demarche = demandeur.demander()
    assert passages.annulable(demarche)
    donner_l_avis(demarche)
    assert not passages.annulable(demarche)


def test_two_teams_read_two_things(demandeur):
    demandeur.aller("avis")
    demandeur.dire("avis", lequel="DERNIER", nom_lu="Castets", avis=envoi("avis.pdf", pdf()))
    demandeur.client.post(
        demandeur.adresse("pieces"), {"medical": envoi("certificat.pdf", pdf()), "tour": demandeur.brouillon.tour}
    )
    demandeur.valider()
    demarche = demandeur.demarche
    docteur, gestion = agent(demandeur.assure, "medical"), agent(demandeur.assure, "invalidite")
    for un, role in ((docteur, "medical"), (gestion, "invalidite")):
        assert [s.role for s in Scelle.objects.pour_agent(un).filter(demarche=demarche)] == [role]
        service = {"medical": "le service médical", "invalidite": "le service invalidité"}[role]
        assert {section["service"] for section in scelles.lire(demarche, un)} == {service}
        assert set(Piece.objects.pour_agent(un).filter(objet=demarche.objet).values_list("scelle", flat=True)) == {role}


# Another caisse


def test_the_request_follows_the_file_to_its_new_caisse_where_it_stands(demandeur):
    demarche, bordeaux = demandeur.demander(), creer_caisse("331", "CPAM de la Gironde")
    donner_l_avis(demarche)
    confier(demandeur.assure, bordeaux, cause="D-ADRESSE")
    suivie = lire(demarche)
    assert (suivie.caisse, suivie.jalon, suivie.prise_par) == (bordeaux, transfert.TRANSFERT, None)
    assert medecin.avis(suivie) is not None and effets.refusee_le(suivie) == date(2027, 1, 29)
    assert "votre nouvelle caisse continue de l’étudier" in demandeur.messages()[-1]
    assert "CPAM de la Gironde" in demandeur.messages()[-1]
    assert Demarche.objects.pour_agent(agent(demandeur.assure)).filter(pk=demarche.pk).exists()
    assert accorder(suivie).etat == Etat.ACCEPTEE


def test_a_request_that_is_over_stays_where_it_was_decided(demandeur):
    demarche = demandeur.demander()
    accords.refuser(demarche, agent(demandeur.assure).compte.acteur, motif="age")
    avant = lire(demarche).caisse
    confier(demandeur.assure, creer_caisse("331", "CPAM de la Gironde"), cause="D-ADRESSE")
    assert lire(demarche).caisse == avant


# The conditions


@pytest.mark.parametrize(
    ("champs", "dit"),
    [
        ({"heures": "599", "salaires_12_mois": "24116,39"}, "24 116,40"),
        ({"affilie_le": "01/12/2025", "arret": "30/11/2026"}, "11 mois d’affiliation au 1er novembre 2026"),
        ({"salaires": "deux mille"}, "ne se lit pas"),
        ({"mois_d_arret": "13"}, "Écrivez un nombre de mois, de 0 à 12"),
        ({"mois_d_arret": ""}, "Écrivez un nombre de mois, de 0 à 12"),
        ({"arret": "12/02/1998"}, "ne sont pas dans les tables"),
        ({"effet": "01/06/2019"}, "ne sont pas dans les tables"),
        ({"effet": "01/06/2041"}, "La retraite commence le 1er mai 2041"),
    ],
)
def test_what_does_not_open_the_right_is_refused_with_its_figures(demandeur, champs, dit):
    demarche = demandeur.demander()
    donner_l_avis(demarche)
    fautes = (
        str(formulaire(demarche, **champs).errors)
        .replace("\N{NO-BREAK SPACE}", " ")
        .replace("\N{NARROW NO-BREAK SPACE}", " ")
    )
    assert dit in fautes
    assert formulaire(demarche, heures="600", salaires_12_mois="0").is_valid()


@pytest.mark.parametrize(
    ("champs", "demande"),
    [
        ({"rfr": "21000"}, True),
        ({"rfr": "21000", "rfr_avant": "20000", "parts_avant": "1"}, False),
        ({"rfr": "21000", "sans_avant": "on"}, False),
        ({"rfr": "17000"}, False),
        ({"annee_rfr": "", "rfr": "", "parts": ""}, False),
    ],
)
def test_a_rate_of_6_6_percent_is_not_applied_before_the_earlier_notice_was_asked_for(demandeur, champs, demande):
    demarche = demandeur.demander()
    donner_l_avis(demarche)
    dit = formulaire(demarche, **champs)
    assert dit.is_valid() is not demande
    assert ("demandez aussi les revenus 2024" in str(dit.errors)) is demande


@pytest.mark.parametrize(
    ("champs", "retenu"),
    [
        ({}, "25800.00"),
        ({"mois_d_arret": "4"}, "38700.00"),
        ({"apprenti": "on", "salaires": "2025 9 000"}, "21621.60"),
        ({"mois_d_arret": "12"}, None),
    ],
)
def test_the_months_of_leave_are_left_out_of_the_wage_that_incomes_are_compared_with(demandeur, champs, retenu):
    demarche = demandeur.demander()
    donner_l_avis(demarche)
    accorder(demarche, **champs)
    avant = pensions.en_cours(demandeur.assure).compare.avant
    assert (avant and avant.retenu) == (D(retenu) if retenu else None)


def test_wages_are_read_as_agents_paste_them():
    assert lire_les_salaires("2024 25 800,00 €\n2025;25800\n\n2023 : 12.5") == {
        2024: D("25800.00"), 2025: D(25800), 2023: D("12.5"),
    }  # fmt: skip
    for faute in ("24 1", "2024", "2024 x", "2024 1\n2024 2", "1999 10"):
        with pytest.raises(SalairesIllisibles):
            lire_les_salaires(faute)


def test_the_form_of_the_grant_shows_what_is_known_as_dates_are_written(demandeur):
    demarche = demandeur.demander()
    assert 'value="12/02/2026"' in str(DecisionPension(demarche=demarche)["arret"])


# Granted


def test_a_grant_opens_the_pension_the_cover_and_the_situation(demandeur):
    demarche = demandeur.demander()
    donner_l_avis(demarche)
    accorder(demarche)
    assure = Assure.objects.systeme("test").get(pk=demandeur.assure.pk)
    pension = Pension.objects.de(assure).get()
    assert (pension.categorie, pension.du, pension.au) == (2, date(2027, 1, 1), date(2041, 4, 30))
    assert pension.mensuel > D("1075.00"), "each year brought to today"
    assert assure.situation == Assure.Situation.INVALIDE
    exoneration = Exoneration.objects.de(assure).get()
    assert (exoneration.nature, exoneration.du, exoneration.condition) == (
        "INVALIDITE",
        date(2027, 1, 1),
        "tous les soins",
    )
    dit = demandeur.messages()[-1]
    assert "2e catégorie, à partir du 1er janvier 2027" in dit and "1er avril 2027" in dit and "1er juillet 2027" in dit
    assert "franchises restent à votre charge" in dit


@pytest.mark.parametrize(
    ("effet", "phrase"),
    [
        ("01/11/2026", "le 1er février 2027, puis le 1er mai 2027"),
        ("01/08/2026", "dès aujourd’hui, puis le 28 février 2027"),
        ("01/03/2026", "dès aujourd’hui :"),
    ],
)
def test_the_days_of_the_first_declarations_are_never_in_the_past(demandeur, effet, phrase):
    demarche = demandeur.demander()
    donner_l_avis(demarche, effet=effet)
    accorder(demarche, effet=effet, annee_rfr="", rfr="", parts="")
    assert f"Vous déclarerez vos ressources {phrase}" in demandeur.messages()[-1]


def test_low_figures_suggest_the_aids_to_the_person_and_to_agents_and_high_ones_nothing(demandeur):
    demarche = demandeur.demander()
    donner_l_avis(demarche, categorie="1")
    accorder(demarche)
    somme = pensions.en_cours(demandeur.assure).mensuel
    for lu in (demandeur.messages()[-1], demandeur.suivi):
        assert "allocation supplémentaire d’invalidité" in lu and "922,18 €" in lu.replace(
            "\N{NARROW NO-BREAK SPACE}", " "
        )
    assert somme < D("922.18") and "montant supposé" in dict(connu(lire(demarche)))["ASI possible"]
    Pension.objects.de(demandeur.assure).update(mensuel=D("1300.00"))
    assert "ASI possible" not in dict(connu(lire(demarche))) and "Autres aides possibles" not in demandeur.suivi


def test_the_average_wage_is_shown_as_a_table_to_the_person_and_the_second_agent(demandeur):
    demarche = demandeur.demander()
    donner_l_avis(demarche)
    dit = formulaire(demarche)
    assert dit.is_valid()
    accords.accepter(demarche, agent(demandeur.assure).compte.acteur, Decision(donnees=dit.a_conserver()))
    assert len(comparaison(lire(demarche))) == 10
    accords.accepter(lire(demarche), agent(demandeur.assure).compte.acteur, Decision(donnees=dit.a_conserver()))
    assert "plafond" in demandeur.suivi.lower() and "47 100,00 €" in demandeur.suivi.replace(
        "\N{NARROW NO-BREAK SPACE}", " "
    ).replace("\N{NO-BREAK SPACE}", " ")


def test_allowances_that_were_paid_are_said_line_by_line_before_anything_is_taken(demandeur):
    payer_des_indemnites(demandeur.assure, date(2026, 12, 20), date(2027, 1, 2), date(2027, 1, 7), journalier="35.34")
    payer_des_indemnites(demandeur.assure, date(2027, 1, 3), date(2027, 1, 16), date(2027, 1, 20), journalier="35.34")
    demarche = demandeur.demander()
    donner_l_avis(demarche)
    accorder(demarche)
    dit = demandeur.messages()[-1]
    assert "du 01/01/2027 au 02/01/2027 : 65,95 €" in dit and "du 03/01/2027 au 16/01/2027 : 461,61 €" in dit
    assert "Vous n’avez rien à rembourser vous-même" in dit
    pension = pensions.en_cours(demandeur.assure)
    assert sum(une.brut for une in reprises_de_pension.de(pension)) == D("565.44")


@pytest.mark.parametrize("quoi", ["notification", "titre"])
def test_the_two_papers_of_a_pension_are_pdfs_of_its_owner_alone(demandeur, quoi):
    demarche = demandeur.demander()
    adresse = reverse("demarches:pension_papier", args=[demarche.reference, quoi])
    assert demandeur.client.get(adresse).status_code == 404, "nothing before the grant"
    donner_l_avis(demarche)
    accorder(demarche)
    papier = demandeur.client.get(adresse, follow=True)
    assert (papier.status_code, papier["Content-Type"]) == (200, "application/pdf")
    autre = creer_assure("Zoé", "Autre")
    creer_compte(autre)
    assert connecter(Client(), autre.compte).get(adresse).status_code == 404


def test_who_has_a_pension_is_not_offered_another(demandeur):
    demarche = demandeur.demander()
    donner_l_avis(demarche)
    accorder(demarche)
    assert "Vous avez déjà une pension" in demandeur.depart()


# Refused


@pytest.mark.parametrize(
    ("motif", "commission"),
    [("medical", "commission médicale de recours amiable"), ("activite", "commission de recours amiable")],
)
def test_the_appeal_is_that_of_the_ground(demandeur, motif, commission):
    demarche = demandeur.demander()
    assert accords.refuser(demarche, agent(demandeur.assure).compte.acteur, motif=motif)
    jusqu_au = formats.jour(regles.recours_jusqu_au(jour_de(lire(demarche).close_le)))
    assert f"Écrivez à la {commission} au plus tard le {jusqu_au}.".replace("\u00a0", " ") in demandeur.messages()[-1]


# Death


def test_the_dead_are_written_to_no_more_and_their_estate_reads_one_letter(demandeur):
    demarche = demandeur.demander()
    recus = len(demandeur.messages())
    demandeur.assure.personne.date_deces = date(2026, 12, 1)
    with auteur("systeme:essai"):
        demandeur.assure.personne.save(update_fields=["date_deces"])
    vivre(demarche, 63)
    assert len(demandeur.messages()) == recus
    assert Envoi.objects.filter(cle=f"{demarche.objet}:deuil").count() == 1


def test_a_grant_after_a_death_writes_to_the_estate_and_pays_the_days_that_were_lived(demandeur):
    demarche = demandeur.demander()
    donner_l_avis(demarche, effet="01/11/2026")
    recus = len(demandeur.messages())
    demandeur.assure.personne.date_deces = date(2026, 11, 15)
    with auteur("systeme:essai"):
        demandeur.assure.personne.save(update_fields=["date_deces"])
    accorder(lire(demarche), effet="01/11/2026", annee_rfr="", rfr="", parts="")
    (lettre,) = Envoi.objects.filter(cle=f"{demarche.objet}:deuil")
    assert "jours vécus" in lettre.contenu and len(demandeur.messages()) == recus
    pension = Pension.objects.de(demandeur.assure).get()
    paye = pensions.verser(pension.public_id, date(2026, 11, 1), datetime.combine(date(2026, 12, 8), time(9), PARIS))
    assert paye.montant == pensions.du_mois(pension.titre, date(2026, 11, 1)).net
    assert MoisDePension.objects.de(demandeur.assure).get().brut == (pension.mensuel / 2).quantize(
        D("0.01"), ROUND_HALF_UP
    )


def test_an_accident_that_somebody_caused_makes_no_letter_leave(demandeur):
    demandeur.aller(situation={"accident": "agent"})
    demandeur.valider()
    demarche = demandeur.demarche
    for jours in (11, 46, 62):
        vivre(demarche, jours)
    assert not Envoi.objects.filter(canal=Envoi.Canal.LETTRE).exists()
    assert all("accident" not in message for message in demandeur.messages())


def test_the_request_is_not_among_the_delays_that_the_caisse_publishes(demandeur):
    demandeur.demander()
    page = texte_de(demandeur.client.get(reverse("demarches:delais")))
    assert "Elle n’est pas dans" in page.partition("Une pension d’invalidité")[2]


def test_the_room_is_where_the_catalogue_puts_it():
    service = registre.celui_de(CODE)
    assert (service.chapitre, service.titre) == (18, "Demander une pension d’invalidité")
    assert str(service.canaux) == "Ordinateur seulement"
