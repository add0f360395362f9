"""« Contester cette ligne »: one case for a line of a debt, suspended when its recourse suspends, decided once by an agent."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Fil, Message
from ameli.noyau.horloge import aujourdhui, maintenant
from paiements import suivi
from paiements.calcul.mots import Famille
from paiements.calcul.revenus import indemnites
from paiements.creances import actes, dette, encaissement, regles, solde
from paiements.enregistrement import LigneAPayer, enregistrer
from paiements.models import ActeCreance, Avis, Contestation, Retenue
from tests.fabriques import connecter, creer_agent, creer_assure, creer_caisse, creer_compte
from tests.outils.requetes import requetes
from tests.paiements.dossier import creer_avis, payer_une_consultation

pytestmark = pytest.mark.django_db
ENVOI = {"motif": "payee", "precisions": "J’ai envoyé un chèque en mars."}


@pytest.fixture
def connectee(client, lea):
    return connecter(client, creer_compte(lea))


@pytest.fixture
def indu(lea):
    return creer_avis(lea, "348.17", nature="INDU-IJ")


def adresse(avis: Avis, rang: int = 1, nom: str = "contester") -> str:
    return reverse(f"paiements:creance_{nom}", args=[avis.public_id, rang])


def lignes(avis: Avis) -> str:
    return reverse("paiements:creance_avis", args=[avis.public_id])


def decider(lea, conclusion: str) -> None:
    une = Contestation.objects.de(lea).select_related("fil").get()
    vu = Message.objects.systeme("essai").filter(fil=une.fil).order_by("-id")[0].pk
    guichet = connecter(Client(), creer_agent(lea.caisse).compte)
    page = f"/agents/paiements/contestation/{une.pk}/change/"
    assert "Votre décision" in guichet.get(page).content.decode()
    assert guichet.post(page, {"vu": vu, "conclusion": conclusion, "texte": "Nous avons vérifié."}).status_code == 302


def devoir(assure, *montants: str) -> None:
    for montant in montants:
        soin = payer_une_consultation(assure, aujourdhui())
        Retenue.objects.create(
            assure=assure, personne=assure.personne, prestation=soin, genre="PF", annee=soin.soins_le.year,
            acte_le=soin.soins_le, montant=Decimal(montant),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("nature", "jusqu_au", "suspend"),
    [("INDU-IJ", date(2026, 3, 31), True), ("INDU-SOIN", date(2026, 3, 31), True), ("INDU-INV", date(2026, 3, 31), True),
     ("PENAL", date(2026, 2, 28), False), ("PFFR", None, False)],
)  # fmt: skip
def test_each_nature_has_its_recourse(nature, jusqu_au, suspend):
    assert regles.dernier_jour(nature, date(2026, 1, 31)) == jusqu_au
    assert (nature in regles.SUSPENSIFS) is regles.recours(nature).suspensif is suspend


def test_a_contested_sum_paid_by_mistake_is_suspended_until_the_answer(connectee, lea, indu):
    assert "Non. Cette ligne ne se paie plus" in connectee.get(adresse(indu)).content.decode()
    assert connectee.post(adresse(indu), ENVOI)["Location"] == adresse(indu)
    suivi = connectee.get(adresse(indu)).content.decode()
    assert "Cette ligne est suspendue" in suivi and "Réponse au plus tard le" in suivi
    (due,) = dette.lire(indu)
    assert (due.reste, due.payable) == (Decimal("348.17"), 0)
    page = connectee.get(lignes(indu)).content.decode()
    assert "Contestée" in page and "payer_1" not in page
    with pytest.raises(encaissement.DejaEnCours):
        encaissement.commencer(lea, indu, {1: Decimal(16)}, acteur=lea.compte.acteur)
    connectee.post(adresse(indu), ENVOI)
    assert Contestation.objects.de(lea).count() == Fil.objects.de(lea).count() == 1


def test_a_cancelled_line_asks_for_nothing_more(connectee, lea, indu, settings):
    settings.MONTANT_A_DEUX = 1000  # one agent is enough (test_mouvements has two)
    connectee.post(adresse(indu), ENVOI)
    decider(lea, "ANNULEE")
    (due,) = dette.lire(indu)
    assert (due.reste, due.paye, due.ligne.annule) == (0, 0, Decimal("348.17"))
    assert "348,17 € annulés" in connectee.get(lignes(indu)).content.decode().replace("\u00a0", " ")
    assert "La ligne est annulée" in connectee.get(adresse(indu)).content.decode()
    assert "Nous avons vérifié." in Message.objects.de(lea).order_by("-id")[0].corps


def test_a_line_that_is_kept_is_payable_again_and_is_not_contested_twice(connectee, lea, indu):
    connectee.post(adresse(indu), ENVOI)
    decider(lea, "MAINTENU")
    (due,) = dette.lire(indu)
    assert due.payable == Decimal("348.17")
    assert "La ligne est maintenue" in connectee.post(adresse(indu), ENVOI).content.decode()
    assert Contestation.objects.de(lea).count() == 1


def test_a_complaint_about_participations_suspends_nothing_and_says_so(connectee, lea):
    devoir(lea, "60", "50")
    avis = solde.depuis_le_solde(lea)
    assert "La somme peut toutefois être retenue" in connectee.get(adresse(avis)).content.decode()
    connectee.post(adresse(avis), ENVOI)
    assert dette.lire(avis)[0].payable == 110
    r = indemnites("IJN", aujourdhui() - timedelta(days=20), aujourdhui() - timedelta(days=7), Decimal(40))
    verse = enregistrer(
        lea, [LigneAPayer(r.ligne(1, None), lea.personne, revenu=r)], famille=Famille.IJ, du_le=maintenant()
    )
    assert verse.montant == r.net - 110


def test_a_colleague_who_was_slower_is_told_so_and_keeps_the_words_they_wrote(connectee, lea, indu):
    connectee.post(adresse(indu), ENVOI)
    une = Contestation.objects.de(lea).select_related("fil").get()
    collegue = connecter(Client(), creer_agent(lea.caisse).compte)
    page = f"/agents/paiements/contestation/{une.pk}/change/"
    collegue.get(page)
    decider(lea, "MAINTENU")
    vu = Message.objects.systeme("essai").filter(fil=une.fil).order_by("-id")[0].pk
    retard = collegue.post(page, {"vu": vu, "conclusion": "MAINTENU", "texte": "Rien ne change."}).content.decode()
    assert "Un collègue a déjà répondu." in retard and "Rien ne change.</textarea>" in retard
    assert Message.objects.systeme("essai").filter(fil=une.fil).order_by("-id")[0].pk == vu


def test_what_a_suspending_recourse_holds_is_not_withheld(connectee, lea):
    devoir(lea, "60", "50")
    avis = solde.depuis_le_solde(lea)
    Avis.objects.de(lea).update(nature="INDU-SOIN")
    connectee.post(adresse(avis), ENVOI)
    assert not solde.a_retenir(lea).exists()
    decider(lea, "ANNULEE")
    (due,) = dette.lire(avis)
    assert not solde.en_attente(lea).exists() and due.ligne.annule == 110
    assert {un.etat.split(" le ")[0] for un in actes.lire(due.ligne)} == {"annulé"}


def test_what_was_paid_before_the_caisse_gave_the_rest_up_stays_paid(lea):
    devoir(lea, "60", "50")
    avis = solde.depuis_le_solde(lea)
    (due,) = dette.lire(avis)
    dette.regler(due.ligne, Decimal(75), aujourdhui())
    assert dette.annuler(due.ligne, aujourdhui()) == 35
    faits = sorted((un.etat.split(" le ")[0], un.montant) for un in actes.lire(due.ligne))
    assert faits == [("annulé", Decimal(35)), ("soldé", Decimal(15)), ("soldé", Decimal(60))]
    (elle,) = suivi.suivre(lea, lea.retenues.first().annee)
    assert elle.jauges[0].total == 75


def test_the_notice_of_a_balance_stays_while_one_of_its_lines_is_contested(connectee, lea):
    devoir(lea, "60", "50")
    avis = solde.depuis_le_solde(lea)
    connectee.post(adresse(avis), ENVOI)
    devoir(lea, "20")
    assert solde.depuis_le_solde(lea) == avis
    assert lignes(avis) in connectee.get(reverse("paiements:creances")).content.decode()


def test_after_the_time_for_it_the_page_says_what_is_left_to_do(connectee, lea, indu):
    Avis.objects.de(lea).update(emis_le=aujourdhui() - timedelta(days=70))
    page = connectee.post(adresse(indu), ENVOI).content.decode()
    assert "Le délai s’est terminé le" in page and "écrire à votre caisse" in page
    assert not Contestation.objects.de(lea).exists()
    assert adresse(indu) not in connectee.get(adresse(indu, nom="ligne")).content.decode()


def test_without_a_reason_nothing_is_sent_and_what_was_typed_stays(connectee, lea, indu):
    page = connectee.post(adresse(indu), {"precisions": "Je ne comprends pas."}).content.decode()
    assert "Dites pourquoi vous contestez." in page and "Je ne comprends pas." in page
    assert not Fil.objects.de(lea).exists()


def test_each_line_tells_its_acts_and_gives_them_to_a_spreadsheet(connectee, lea, indu):
    ActeCreance.objects.create(
        ligne=indu.lignes.get(), soins_le=date(2025, 3, 3), pour="Léa", soin="=SOMME(A1)", montant=Decimal("348.17")
    )
    texte = connectee.get(adresse(indu, nom="ligne_csv")).content.decode("utf-8-sig")
    assert texte.splitlines()[1] == "03/03/2025;Léa;'=SOMME(A1);;348,17;"
    devoir(lea, "60", "50")
    avis = solde.depuis_le_solde(lea)
    reponse = connectee.get(adresse(avis, nom="ligne_csv"))
    assert reponse["Content-Type"] == "text/csv; charset=utf-8" and "no-store" in reponse["Cache-Control"]
    rangees = reponse.content.decode("utf-8-sig").splitlines()
    assert len(rangees) == 3 and rangees[1].endswith(";50,00;à payer")
    with requetes() as faites:
        assert "Télécharger ce détail" in connectee.get(adresse(avis, nom="ligne")).content.decode()
    assert len(faites) <= 8, faites


def test_a_debt_of_somebody_else_is_not_found(connectee, lea, indu):
    marc = connecter(Client(), creer_compte(creer_assure("Marc", "Lafitte", sexe="M", caisse=lea.caisse)))
    for nom in ("ligne", "ligne_csv", "contester"):
        assert marc.get(adresse(indu, nom=nom)).status_code == 404
    connectee.post(adresse(indu), ENVOI)
    une = Contestation.objects.de(lea).get()
    ailleurs = connecter(Client(), creer_agent(creer_caisse("331", "CPAM de la Gironde")).compte)
    assert ailleurs.get(f"/agents/paiements/contestation/{une.pk}/change/").status_code == 404
