"""Money that agents move: a notice with its letter and message, money given back, and a second agent above the setting."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Message
from ameli.noyau.horloge import maintenant
from ameli.noyau.models import Entree, Envoi
from paiements.creances import contestation, encaissement
from paiements.models import Avis, EcartCreance, LigneCreance, Mouvement, Paiement, Prestation
from tests.fabriques import connecter, creer_agent, creer_assure, creer_caisse, creer_compte, dire_la_raison
from tests.outils.pdf import texte
from tests.paiements.dossier import creer_avis

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea(db):
    assure = creer_assure()
    creer_compte(assure)
    return assure


@pytest.fixture
def marc(lea):
    return creer_agent(caisse=lea.caisse)


@pytest.fixture
def guichet(client, marc, lea):
    return dire_la_raison(connecter(client, marc.compte), lea)


@pytest.fixture
def collegue(lea):
    return connecter(Client(), creer_agent(caisse=lea.caisse).compte)


def page_pour(assure) -> str:
    return reverse("admin:paiements_mouvement_avis", args=[assure.public_id])


def emettre(guichet, lea, *montants: str, **champs):
    page = guichet.get(page_pour(lea))
    donnees = {
        "nature": "INDU-IJ",
        "cause": "Votre salaire a été corrigé.",
        "cle": page.context["formulaire"]["cle"].value(),
    }
    for rang, montant in enumerate(montants, start=1):
        donnees |= {f"libelle_{rang}": f"Indemnités {rang}", f"montant_{rang}": montant}
    return guichet.post(page_pour(lea), {**donnees, **champs})


def messages_de(assure) -> list[str]:
    return [un.corps for un in Message.objects.de(assure).order_by("id")]


def decider(qui, mouvement, decision: str = "confirmer", **champs):
    return qui.post(reverse("admin:paiements_mouvement_change", args=[mouvement.pk]), {"decision": decision, **champs})


def test_a_small_notice_is_issued_at_once_with_its_message_and_its_letter(guichet, lea, marc):
    reponse = emettre(guichet, lea, "40", "22,50")
    avis = Avis.objects.de(lea).get()
    assert reponse["Location"] == reverse("admin:paiements_avis_change", args=[avis.pk])
    lignes = LigneCreance.objects.de(lea).order_by("rang").values_list("libelle", "montant")
    assert list(lignes) == [("Indemnités 1", Decimal("40.00")), ("Indemnités 2", Decimal("22.50"))]
    (dit,) = messages_de(lea)
    for mot in ("62,50", "Votre salaire a été corrigé.", avis.reference_lisible, "Indemnités 2"):
        assert mot in dit
    lettre = Envoi.objects.get(canal="LETTRE")
    assert avis.reference_lisible in lettre.contenu and "Votre salaire a été corrigé." in lettre.contenu
    assert Entree.objects.get(genre="creance.emise").acteur == marc.compte.acteur
    page = guichet.get(reponse["Location"]).content.decode()
    assert "Votre salaire a été corrigé." in page and "62,50" in page


def test_the_person_finds_the_notice_and_why_and_contests_it(guichet, client, lea):
    emettre(guichet, lea, "40")
    avis = Avis.objects.de(lea).get()
    connecter(client, lea.compte)
    page = client.get(reverse("paiements:creance_avis", args=[avis.public_id])).content.decode()
    assert "Votre salaire a été corrigé." in page
    assert client.get(reverse("paiements:creance_contester", args=[avis.public_id, 1])).status_code == 200


def test_the_letter_of_a_notice_is_a_paper_of_its_person_alone(guichet, client, lea, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    emettre(guichet, lea, "40")
    avis = Avis.objects.de(lea).get()
    adresse = reverse("documents:avis", args=[avis.public_id])
    connecter(client, lea.compte)
    assert adresse in client.get(reverse("paiements:creance_avis", args=[avis.public_id])).content.decode()
    lettre = client.get(adresse, follow=True)
    assert lettre["Content-Type"] == "application/pdf"
    lu = texte(b"".join(lettre) if lettre.streaming else lettre.content)
    for mot in ("Avis de sommes à payer", "Votre salaire a été corrigé.", avis.reference_lisible[:4], "40,00"):
        assert mot in lu
    autre = creer_assure("Tom")
    creer_compte(autre)
    assert connecter(client, autre.compte).get(adresse).status_code == 404


def test_a_form_sent_twice_is_one_notice(guichet, lea):
    page = guichet.get(page_pour(lea))
    donnees = {"nature": "PENAL", "cause": "Essai.", "cle": page.context["formulaire"]["cle"].value(),
               "libelle_1": "Pénalité", "montant_1": "50"}  # fmt: skip
    for _ in range(2):
        assert guichet.post(page_pour(lea), donnees).status_code == 302
    assert Avis.objects.de(lea).count() == Mouvement.objects.de(lea).count() == 1


def test_what_is_missing_is_said_beside_its_field_and_all_that_was_typed_stays(guichet, lea):
    html = emettre(
        guichet, lea, "", nature="", libelle_1="Indemnités", libelle_2="Encore", cause="Gardée."
    ).content.decode()
    for champ in ("nature", "montant_1", "montant_2"):
        assert f'id="id_{champ}_error"' in html
    assert "Gardée." in html and 'value="Encore"' in html
    assert not Avis.objects.de(lea).exists()


def test_above_the_setting_a_second_agent_confirms(guichet, collegue, lea, marc):
    reponse = emettre(guichet, lea, "100", "50,01")
    mouvement = Mouvement.objects.de(lea).get()
    assert reponse["Location"] == reverse("admin:paiements_mouvement_change", args=[mouvement.pk])
    assert not Avis.objects.de(lea).exists() and not messages_de(lea) and not Envoi.objects.exists()
    refus = decider(guichet, mouvement)
    assert "un autre agent doit confirmer" in refus.content.decode()
    assert not Avis.objects.de(lea).exists()
    page = collegue.get(reverse("admin:index")).content.decode()
    assert "Mouvements d’argent à confirmer" in page
    page = collegue.get(reverse("admin:paiements_mouvement_change", args=[mouvement.pk])).content.decode()
    assert "150,01" in page and "Votre salaire a été corrigé." in page and str(marc) in page
    for _ in range(2):
        decider(collegue, mouvement)
    assert Avis.objects.de(lea).count() == len(messages_de(lea)) == 1


def test_the_setting_itself_is_one_agents(guichet, lea, settings):
    settings.MONTANT_A_DEUX = 60
    emettre(guichet, lea, "60")
    assert Avis.objects.de(lea).count() == 1
    emettre(guichet, lea, "60,01")
    assert Avis.objects.de(lea).count() == 1


def test_small_sums_of_one_day_for_one_person_count_together(guichet, collegue, lea):
    emettre(guichet, lea, "100")
    emettre(guichet, lea, "50,01")
    assert Avis.objects.de(lea).count() == 1
    emettre(dire_la_raison(collegue, lea), lea, "150")
    assert Avis.objects.de(lea).count() == 2
    emettre(guichet, lea, "50")
    assert Avis.objects.de(lea).count() == 3


def test_what_two_agents_wanted_does_not_count_and_tomorrow_begins_anew(guichet, collegue, lea):
    emettre(guichet, lea, "400")
    decider(collegue, Mouvement.objects.de(lea).get())
    emettre(guichet, lea, "150")
    assert Avis.objects.de(lea).count() == 2
    Mouvement.objects.de(lea).update(decide_le=maintenant() - timedelta(days=1))
    emettre(guichet, lea, "150")
    assert Avis.objects.de(lea).count() == 3


def test_small_sums_for_many_people_count_together_for_the_agent(guichet, lea, settings):
    settings.MONTANT_D_UN_JOUR_A_DEUX = 200
    voisine = creer_assure("Nina", "Etchegoyen", caisse=lea.caisse)
    dire_la_raison(guichet, voisine)
    emettre(guichet, lea, "150")
    emettre(guichet, voisine, "50")
    emettre(guichet, voisine, "0,01", montant_1="1")
    assert (Avis.objects.de(lea).count(), Avis.objects.de(voisine).count()) == (1, 1)
    assert Mouvement.objects.de(voisine).filter(etat="ATTEND").count() == 1


def test_a_small_contested_line_counts_too_and_what_came_meanwhile_is_read_first(guichet, lea, settings):
    avis = creer_avis(lea, "100.00", nature="INDU-IJ")
    une = contestation.ouvrir(
        avis, contestation.ligne_due(avis, 1), motif="payee", precisions="Déjà payée.", acteur="assure:essai"
    )
    adresse = reverse("admin:paiements_contestation_change", args=[une.pk])
    lu = une.fil.messages.get().pk
    donnees = {"conclusion": "ANNULEE", "texte": "Vous aviez raison.", "vu": lu - 1}
    assert guichet.post(adresse, donnees).status_code == 200
    assert not Mouvement.objects.de(lea).exists()
    guichet.post(adresse, {**donnees, "vu": lu})
    assert Mouvement.objects.de(lea).get().etat == "FAIT" and contestation.ligne_due(avis, 1).reste == 0
    emettre(guichet, lea, "50,01")
    assert Mouvement.objects.de(lea).filter(etat="ATTEND").count() == 1


def test_a_notice_takes_as_many_lines_as_the_debt_has(guichet, lea):
    page = guichet.get(page_pour(lea)).context["formulaire"]
    donnees = {"nature": "", "cause": "Gardée.", "cle": page["cle"].value(), "nombre": "4", "libelle_4": "Encore"}
    plus = guichet.post(page_pour(lea), {**donnees, "plus": "1"})
    html, formulaire = plus.content.decode(), plus.context["formulaire"]
    assert "Gardée." in html and 'value="Encore"' in html and not formulaire.errors
    assert (formulaire["nombre"].value(), formulaire["cle"].value()) == (8, donnees["cle"]) and "id_montant_8" in html
    lignes = {
        f"{nom}_{rang}": dit for rang in range(1, 9) for nom, dit in (("libelle", f"Mars {rang}"), ("montant", "10"))
    }
    guichet.post(page_pour(lea), {**donnees, **lignes, "nature": "INDU-IJ", "nombre": "8"})
    assert LigneCreance.objects.de(lea).count() == 8


@pytest.mark.parametrize("nombre", ["", "-1", "3", "9999", "٤", "1e3", "x"])
def test_the_number_of_lines_is_never_believed(guichet, lea, nombre):
    reponse = guichet.post(page_pour(lea), {"nombre": nombre, "plus": "1"})
    assert reponse.status_code == 200 and 8 <= len(reponse.context["formulaire"].rangs) <= 40


def test_what_is_put_aside_is_not_done_and_says_why(guichet, collegue, lea):
    emettre(guichet, lea, "400")
    mouvement = Mouvement.objects.de(lea).get()
    assert "Dites pourquoi" in decider(collegue, mouvement, "ecarter").content.decode()
    decider(collegue, mouvement, "ecarter", pourquoi="Le salaire était juste")
    assert Entree.objects.get(genre="mouvement.ecarte").motif == "Le salaire était juste"
    assert "déjà décidé" in decider(collegue, mouvement).content.decode()
    assert not Avis.objects.de(lea).exists()


def test_a_notice_is_for_people_of_the_caisse_and_asks_for_a_reason(client, guichet, marc, lea):
    ailleurs = creer_assure("Tom", "Bidart", caisse=creer_caisse("641", "CPAM de Bayonne"))
    assert guichet.get(page_pour(ailleurs)).status_code == guichet.post(page_pour(ailleurs)).status_code == 404
    sans_raison = connecter(Client(), creer_agent(caisse=lea.caisse).compte)
    assert "raison" in sans_raison.get(page_pour(lea))["Location"]


@pytest.fixture
def ecart(lea):
    paiement = encaissement.commencer(
        lea, creer_avis(lea, "400.00", nature="INDU-IJ"), {1: Decimal(300)}, acteur="systeme:essai"
    )
    return EcartCreance.objects.create(
        paiement=paiement, motif="TROP", trop=Decimal("22.50"), ouvert_le=paiement.cree_le
    )


def traiter(qui, ecart, **champs):
    return qui.post(
        reverse("admin:paiements_ecartcreance_change", args=[ecart.pk]), {"texte": "Payé deux fois.", **champs}
    )


def test_money_paid_too_much_is_given_back_with_a_message(guichet, client, ecart, lea):
    accueil = guichet.get(reverse("admin:index")).content.decode()
    assert "Écarts de paiement" in accueil
    page = guichet.get(reverse("admin:paiements_ecartcreance_change", args=[ecart.pk])).content.decode()
    assert 'value="22,50"' in page
    for _ in range(2):
        traiter(guichet, ecart, decision="rendre", combien="22,50")
    paiement = Paiement.objects.de(lea).get()
    assert (paiement.montant, paiement.etat, paiement.objet) == (Decimal("22.50"), "EMIS", "Remboursements de soins")
    assert Prestation.objects.de(lea).get().libelle == "Somme payée en trop, rendue"
    (dit,) = messages_de(lea)
    assert "22,50" in dit and "Payé deux fois." in dit and paiement.iban_masque in dit
    ecart.refresh_from_db()
    assert ecart.clos_le is not None
    chez_elle = connecter(client, lea.compte)
    detail = chez_elle.get(reverse("paiements:detail", args=[paiement.public_id])).content.decode()
    assert "Somme payée en trop, rendue" in detail


def test_more_than_was_paid_is_never_given_back(guichet, ecart, lea):
    html = traiter(guichet, ecart, decision="rendre", combien="300,01").content.decode()
    assert "rendez au plus cette somme" in html and "Payé deux fois." in html
    assert not Paiement.objects.de(lea).exists()


def test_much_money_is_given_back_by_two_agents_once(guichet, collegue, ecart, lea):
    traiter(guichet, ecart, decision="rendre", combien="200")
    assert not Paiement.objects.de(lea).exists()
    page = collegue.get(reverse("admin:paiements_ecartcreance_change", args=[ecart.pk])).content.decode()
    assert "Voir ce qui est proposé" in page and "Enregistrer ma décision" not in page
    for champs in ({"decision": "rendre", "combien": "20"}, {"decision": "expliquer"}):
        assert "Un collègue a" in traiter(collegue, ecart, **champs).content.decode()
    decider(collegue, Mouvement.objects.de(lea).get())
    assert Paiement.objects.de(lea).get().montant == Decimal(200)


def test_no_account_keeps_the_money_until_there_is_one(guichet, ecart, lea):
    lea.coordonnees_bancaires.all().delete()
    traiter(guichet, ecart, decision="rendre", combien="22,50")
    assert Paiement.objects.de(lea).get().etat == "ATTENTE"
    assert "dès que vous en donnez un" in messages_de(lea)[0]


def test_a_large_contested_line_is_given_up_by_two_agents(guichet, collegue, lea, marc):
    avis = creer_avis(lea, "400.00", nature="INDU-IJ")
    due = contestation.ligne_due(avis, 1)
    une = contestation.ouvrir(avis, due, motif="payee", precisions="Déjà payée.", acteur="assure:essai")
    adresse = reverse("admin:paiements_contestation_change", args=[une.pk])
    donnees = {"conclusion": "ANNULEE", "texte": "Vous aviez raison.", "vu": une.fil.messages.get().pk}
    guichet.post(adresse, donnees)
    une.refresh_from_db()
    assert une.conclusion == "" and contestation.ligne_due(avis, 1).reste == Decimal(400)
    assert "déjà proposé" in collegue.post(adresse, donnees).content.decode()
    decider(collegue, Mouvement.objects.de(lea).get())
    une.refresh_from_db()
    assert une.conclusion == "ANNULEE" and contestation.ligne_due(avis, 1).reste == 0
    assert "Vous aviez raison." in messages_de(lea)[-1]


def test_one_page_says_what_was_paid_withheld_and_owed_and_what_waits(guichet, ecart, lea):
    emettre(guichet, lea, "400")
    page = guichet.get(reverse("admin:accounts_assure_change", args=[lea.pk]), {"volet": "argent"}).content.decode()
    assert page_pour(lea) in page
    for mot in ("À traiter par un agent", "attend un second agent", "22,50", "Ce qui est dû"):
        assert mot in page
