"""What happens without an answer: reminders by every channel, a suspension that cannot surprise, its end (chapter 19)."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.informations import coordonnees
from ameli.noyau import horloge
from ameli.noyau.journal import auteur
from ameli.noyau.models import Envoi
from demarches.models import Demarche, Etat, Invitation
from demarches.moteur import invitations
from paiements.models import DeclarationRessources, Paiement, Prestation
from paiements.ressources import vie
from tests.catalogue.iban.parcours import texte_de
from tests.catalogue.ressources_invalidite.acteurs import Pensionne, aller_au, demander, le
from tests.fabriques import connecter, creer_agent, dire_la_raison, iban_d_essai
from tests.paiements.dossier import payer

OUVERTURE, MI_CHEMIN, LIMITE, FIN = date(2026, 11, 24), date(2026, 12, 9), date(2026, 12, 24), date(2027, 1, 9)


def sujets(lui: Pensionne) -> list[str]:
    return [sujet for sujet, _ in lui.messages()]


def lettres() -> list[Envoi]:
    return list(Envoi.objects.filter(canal=Envoi.Canal.LETTRE).order_by("id"))


def toutes():
    return DeclarationRessources.objects.systeme("test")


def test_each_step_is_told_before_it_happens(bernard):
    adresser(bernard)
    assert sujets(bernard) == ["Une déclaration vous attend"]
    aller_au(MI_CHEMIN)
    assert sujets(bernard)[1:] == ["Rappel : une déclaration vous attend"]
    aller_au(LIMITE)
    assert sujets(bernard)[2:] == ["Dernier rappel avant la suspension"]
    assert (
        "Si nous ne l’avons pas reçue le 8 janvier 2027, votre pension sera suspendue à partir du 1er février 2027"
        in bernard.messages()[-1][1]
    )
    aller_au(date(2027, 1, 8), 23, 58)
    assert bernard.pension.suspendu_le is None
    aller_au(FIN)
    assert bernard.pension.suspendu_le is not None
    assert sujets(bernard)[3:] == ["Votre déclaration n’est pas arrivée"]
    assert "suspendue à partir du 1er février 2027" in bernard.messages()[-1][1]
    assert [une.gabarit for une in lettres()] == ["ressources_retard"], (
        "who reads mail is written of a suspension alone"
    )


def test_a_suspension_stops_the_next_month_and_ends_with_the_declaration(bernard):
    aller_au(FIN)
    assert toutes().get().suspendue_le is not None
    assert "Votre pension est suspendue" in bernard.depart()
    aller_au(date(2027, 3, 9))
    payes = [un.emis_le.isoformat() for un in Paiement.objects.de(bernard.assure).order_by("emis_le")]
    assert payes == ["2026-12-08", "2027-01-08", "2027-02-08"], "January was begun: it is paid, February is not"
    bernard.declarer()
    assert bernard.pension.suspendu_le is None
    assert "La suspension de votre pension s’arrête" in bernard.messages()[-1][1]
    assert "Les mois non versés arrivent avec le paiement du 8 avril 2027" in bernard.messages()[-1][1]
    aller_au(date(2027, 4, 9))
    assert [un.emis_le.month for un in Paiement.objects.de(bernard.assure).order_by("emis_le")] == [12, 1, 2, 4]
    assert Invitation.objects.de(bernard.assure).ouvertes().count() == 0


def test_home_says_that_it_is_late_then_that_the_pension_is_suspended_and_never_a_day_that_has_passed(bernard):
    def accueil() -> str:
        return texte_de(bernard.client.get("/"))

    assert "À envoyer au plus tard le 24 décembre 2026" in accueil() and "en retard" not in accueil()
    aller_au(date(2026, 12, 26))
    invitations.revoir_tous(horloge.maintenant())
    lu = accueil()
    assert "en retard" in lu and "Vous pouvez encore éviter une suspension" in lu and "jusqu’au 24" not in lu
    aller_au(date(2027, 1, 9))
    assert "votre pension est suspendue. Envoyez-la" in accueil()
    bernard.declarer()
    assert "suspendue" not in accueil()


def test_a_pension_that_is_suspended_already_is_not_suspended_again_in_words(bernard):
    aller_au(MI_CHEMIN)
    demander(bernard.pension, date(2026, 10, 1), le(date(2026, 12, 20)))
    aller_au(date(2027, 1, 21))
    assert "Votre pension est déjà suspendue. Cette déclaration est attendue aussi" in bernard.messages()[-1][1]
    aller_au(date(2027, 2, 8))
    sujet, corps = bernard.messages()[-1]
    assert sujet == "Votre déclaration n’est pas arrivée" and "déjà suspendue" in corps and "à partir du" not in corps
    assert bernard.pension.suspendu_le == toutes().order_by("ouverte_le")[0].suspendue_le


def test_a_pension_that_two_declarations_suspend_stays_so_until_both_have_come(bernard):
    aller_au(MI_CHEMIN)
    demander(bernard.pension, date(2026, 10, 1), le(date(2026, 12, 20)))
    aller_au(date(2027, 2, 8))
    bernard.declarer()
    assert bernard.pension.suspendu_le is not None
    corps = bernard.messages()[-1][1]
    assert "Une autre déclaration manque encore : votre pension reste suspendue" in corps and "s’arrête" not in corps
    bernard.declarer()
    assert bernard.pension.suspendu_le is None
    assert "La suspension de votre pension s’arrête" in bernard.messages()[-1][1]


def test_what_is_late_is_accepted_and_marked(bernard):
    aller_au(date(2026, 12, 25))
    bernard.declarer()
    assert toutes().get().tardive
    assert "arrivée après la date limite : elle est acceptée" in bernard.messages()[-1][1]


def test_who_has_no_account_is_written_to_on_paper(client, db):
    lui = Pensionne(client, OUVERTURE, compte=False)
    adresser(lui)
    aller_au(FIN)
    assert [une.gabarit for une in lettres()] == [
        "ressources_ouverte", "ressources_rappel", "ressources_dernier_rappel", "ressources_retard",
    ]  # fmt: skip
    assert all("€" not in une.contenu for une in lettres())


def test_a_guardian_reads_each_step_on_paper_and_an_agent_looks_before_any_suspension(bernard):
    adresser(bernard)
    with auteur("agent:X"):
        bernard.assure.majeur_protege = True
        bernard.assure.save(update_fields=["majeur_protege"])
    aller_au(FIN)
    assert bernard.pension.suspendu_le is None
    assert toutes().get().a_voir == DeclarationRessources.AVoir.PROTEGE
    assert len(lettres()) == 3 and all("Au tuteur ou curateur de" in une.destination for une in lettres())
    assert "Un agent étudie votre situation" in bernard.messages()[-1][1]


@pytest.mark.parametrize(("geste", "suspendue"), [("suspendre", True), ("attendre", False)])
def test_the_agent_who_looks_suspends_it_or_waits_and_the_person_is_told(bernard, geste, suspendue):
    adresser(bernard)
    with auteur("agent:X"):
        bernard.assure.majeur_protege = True
        bernard.assure.save(update_fields=["majeur_protege"])
    aller_au(FIN)
    une, agent = toutes().get(), connecter(Client(), creer_agent(bernard.assure.caisse).compte)
    assert "Déclarations de ressources sans réponse" in agent.get(reverse("admin:index")).content.decode()
    dire_la_raison(agent, bernard.assure)
    liste = reverse("admin:paiements_declarationressources_changelist")
    assert str(une.pension.personne) in agent.get(liste).content.decode()
    fiche = agent.get(reverse("admin:paiements_declarationressources_change", args=[une.pk])).content.decode()
    assert "La personne a un tuteur" in fiche
    adresse = reverse("admin:paiements_declarationressources_geste", args=[une.pk, geste])
    vu = re.search(r'name="vu" value="([^"]*)"', agent.get(adresse).content.decode())
    saisie = {"vu": vu[1] if vu else ""}
    assert "Écrivez pourquoi" in agent.post(adresse, saisie).content.decode()
    avant = len(lettres())
    agent.post(adresse, {**saisie, "motif": "Le tuteur a répondu par téléphone."}, follow=True)
    une = toutes().get()
    assert (une.suspendue_le is not None, bernard.pension.suspendu_le is not None) == (suspendue, suspendue)
    assert une.a_voir == "" and (une.limite_le > horloge.maintenant()) != suspendue
    assert len(lettres()) == avant + 1
    texte = bernard.messages()[-1][1]
    assert ("La pension est suspendue" in texte or "est suspendue" in texte) == suspendue
    assert "sans réponse" not in agent.get(reverse("admin:index")).content.decode()
    assert agent.get(adresse).status_code == 302


def test_somebody_in_hospital_is_not_suspended_before_an_agent_has_looked(bernard):
    _sejour(bernard, date(2026, 12, 20))
    aller_au(FIN)
    assert bernard.pension.suspendu_le is None and toutes().get().a_voir == DeclarationRessources.AVoir.HOPITAL
    assert "Un agent étudie votre situation avant toute suspension" in bernard.messages()[-1][1]
    agente = creer_agent(bernard.assure.caisse)
    liste = reverse("admin:paiements_declarationressources_changelist")
    page = connecter(Client(), agente.compte).get(liste).content.decode()
    assert "La personne est à l’hôpital" in page


def test_a_stay_that_is_over_for_long_stops_no_suspension(bernard):
    _sejour(bernard, date(2026, 11, 20))
    aller_au(FIN)
    assert bernard.pension.suspendu_le is not None and not toutes().get().a_voir


def _sejour(lui: Pensionne, jour: date) -> None:
    """A day in hospital."""
    paiement = payer(lui.assure, jour)
    Prestation.objects.create(
        paiement=paiement,
        rang=1,
        code="FJ",
        soins_le=jour,
        personne=lui.assure.personne,
        paye=0,
        verse=0,
        motif_taux="FOR",
    )


def test_a_new_account_holds_the_payment_and_changes_nothing_of_the_declaration(bernard):
    demarche = bernard.declarer()
    aller_au(date(2026, 12, 7))
    coordonnees.remplacer(
        bernard.assure, iban=iban_d_essai(), titulaire="BERNARD SAINT-LOUBERT", civilite="M", effet=le(date(2026, 12, 7), 9),
        cause="D-COMPTE",
    )  # fmt: skip
    aller_au(date(2026, 12, 8))
    (paiement,) = Paiement.objects.de(bernard.assure)
    assert (paiement.etat, paiement.disponible_le) == (Paiement.Etat.RETENU, date(2026, 12, 10))
    assert Demarche.objects.de(bernard.assure).get(pk=demarche.pk).etat == Etat.ACCEPTEE
    assert (bernard.pension.suspendu_le, bernard.pension.declaration_le) == (None, date(2027, 11, 24))
    aller_au(date(2026, 12, 11))
    paiement.refresh_from_db()
    assert paiement.etat == Paiement.Etat.EMIS


@pytest.mark.parametrize("deja", [False, True])
def test_the_dead_are_written_nothing(bernard, deja):
    if deja:
        aller_au(MI_CHEMIN)
    avant = len(bernard.messages())
    with auteur("agent:X"):
        bernard.assure.personne.date_deces = date(2026, 12, 1)
        bernard.assure.personne.save(update_fields=["date_deces"])
    aller_au(FIN)
    assert len(bernard.messages()) == avant and bernard.pension.suspendu_le is None


def test_two_are_open_and_the_second_waits_for_the_first(bernard):
    aller_au(MI_CHEMIN)
    pension = bernard.pension
    from paiements.ressources import agenda

    agenda.planifier(pension, date(2026, 12, 20), le=le(MI_CHEMIN))
    aller_au(date(2026, 12, 21))
    page = bernard.depart()
    assert "Octobre 2025 à septembre 2026" in page and "Une autre déclaration attend, d’octobre 2026" in page
    bernard.declarer()
    assert "Octobre 2026" in bernard.depart()
    assert vie.ouvrir(pension.public_id, le(date(2026, 12, 21))) is None


def adresser(lui: Pensionne) -> None:
    from accounts.models import Adresse

    if not Adresse.objects.de(lui.assure).exists():
        Adresse.objects.create(
            assure=lui.assure, ligne_1="6 chemin du Moulin", code_postal="40500", commune="Saint-Sever",
            effet_le=le(date(2020, 1, 1)), cause="essai",
        )  # fmt: skip
