"""The account of somebody else: whoever holds it signs the mandate, in their account, with a letter, or on paper; nothing opens before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.dossier import c2s_lue
from accounts.models import AccordC2S, Assure, DroitC2S, Message
from accounts.securite import dossier as quel_dossier
from ameli.noyau import horloge
from ameli.noyau.models import Envoi
from demarches.catalogue.adhesion_c2s import lu, papier
from demarches.models import Attente, Brouillon, Demarche, Etat
from demarches.moteur import accords, registre
from demarches.moteur.passages import TransitionInterdite
from paiements.models import TermeC2S
from tests.catalogue.c2s.salle import passer
from tests.catalogue.marche import CERTIFIE, Marche
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte, mourir
from tests.outils.solidaire import accorder
from tests.suivi.lettres import repondre
from tests.suivi.salle import lu as lire_la_page

pytestmark = pytest.mark.django_db
IBAN = "FR7630004001230000123456705"
SIGNE = {"reponse": "oui", "signe_caisse": "on", "signe_banque": "on"}


@pytest.fixture(autouse=True)
def lundi() -> Iterator:
    with time_machine.travel(datetime(2026, 11, 23, 8, 12, tzinfo=UTC)) as instant:
        yield instant


@pytest.fixture
def samir(db) -> Assure:
    """The spouse, in the same foyer, with a file and an account of his own."""
    return _samir()


def _samir(*, compte: bool = True, naissance: date = date(1985, 5, 12)) -> Assure:
    assure = creer_assure("Samir", "Lafitte", sexe="M", date_naissance=naissance)
    if compte:
        creer_compte(assure)
    return assure


def marche(compte: str, *autres: Assure, maniere: str = "en_ligne", **champs: str) -> Marche:
    """Léa and `autres` were granted it with a participation; `compte` pays."""
    une = Marche(
        registre.celui_de("adhesion-c2s"),
        {
            "bulletin": {"maniere": maniere, "adhere": True},
            "mandat": {"compte": compte, "iban": IBAN, "titulaire": "", **champs},
        },
    )
    accorder(une.assure, *autres, gratuite=False, cause=f"D-{une.assure.public_id}")
    return une


def page_du_mandat(une: Marche) -> str:
    une.commencer()
    une.envoyer("bulletin", {"maniere": "en_ligne", "adhere": True})
    return lire_la_page(une.client.get(une.adresse("mandat")))


def question(assure: Assure) -> str:
    attente = Attente.objects.systeme("test").get(tiers=assure, close_le=None)
    return reverse("demarches:tiers", args=[attente.public_id])


def dernier(assure: Assure) -> Message:
    return Message.objects.de(assure).order_by("-id").first()


def etat(demarche: Demarche) -> str:
    return Demarche.objects.systeme("test").get(pk=demarche.pk).etat


def accepter(demarche: Demarche) -> None:
    accords.accepter(demarche, creer_agent(demarche.caisse).compte.acteur)


def test_an_adult_of_the_foyer_signs_in_turn_and_the_right_counts_from_that_day(lundi, samir):
    une = marche(samir.personne.public_id, samir)
    demarche = une.deposer()
    assert etat(demarche) == Etat.A_COMPLETER
    assert "Le titulaire du compte doit signer" in {un.sujet for un in Message.objects.de(une.assure)}
    lundi.move_to(datetime(2026, 12, 2, 9, tzinfo=UTC))
    client = connecter(Client(), samir.compte)
    assert "Un mandat de prélèvement à signer" in lire_la_page(client.get("/"))
    page = lire_la_page(client.get(question(samir)))
    assert "Léa Duprat vous demande de payer" in page and "16,00 € par mois" in page and "FR76 •••• •••• 705" in page
    assert client.post(question(samir), SIGNE).status_code == 302
    assert etat(demarche) == Etat.EN_COURS
    assert c2s_lue.dernier_de(une.assure) is None  # the RIB is still to be read
    accepter(demarche)
    droit = c2s_lue.dernier_de(une.assure)
    assert droit is not None and droit.du == date(2027, 1, 1)
    assert (
        droit.accord.mandat["preuve"].startswith("titulaire:") and droit.accord.mandat["titulaire"] == "Samir Lafitte"
    )
    assert dernier(samir).sujet in ("Vous avez signé un mandat de prélèvement", "Votre Complémentaire santé solidaire")
    compose = papier.composer(droit.accord, le=horloge.aujourdhui())
    assert (compose.titulaire, compose.compte) == ("Samir Lafitte", "FR76 •••• •••• 705")
    assert papier.papiers(demarche)


def test_nobody_accepts_before_the_signature(samir):
    une = marche(samir.personne.public_id, samir)
    demarche = une.deposer()
    assert not papier.papiers(demarche)
    with pytest.raises(TransitionInterdite, match="pas encore signé"):
        accepter(demarche)
    assert etat(demarche) == Etat.A_COMPLETER and not DroitC2S.objects.de(une.assure).exists()


@pytest.mark.parametrize("manque", ["signe_caisse", "signe_banque"])
def test_the_holder_gives_both_signatures_or_is_told_which_one_misses(samir, manque):
    marche(samir.personne.public_id, samir).deposer()
    client = connecter(Client(), samir.compte)
    page = client.post(question(samir), {nom: valeur for nom, valeur in SIGNE.items() if nom != manque})
    assert page.status_code == 200 and "signature" in page.context["form"].errors[manque][0]


def test_a_no_ends_the_adhesion_which_is_awaited_again(samir):
    une = marche(samir.personne.public_id, samir)
    demarche = une.deposer()
    connecter(Client(), samir.compte).post(question(samir), {"reponse": "non"})
    assert etat(demarche) == Etat.REFUSEE
    assert "n’a pas voulu signer" in dernier(une.assure).corps
    attendu = c2s_lue.attendu_de(une.assure)
    assert attendu is not None and (attendu.recue_le, attendu.mandat) == (None, {})


def test_without_an_answer_it_is_reminded_then_to_be_done_again(samir):
    une = marche(samir.personne.public_id, samir)
    demarche = une.deposer()
    passer(8)
    assert "La signature du titulaire est attendue" in {un.sujet for un in Message.objects.de(une.assure)}
    passer(9)
    assert etat(demarche) == Etat.REFUSEE
    assert c2s_lue.attendu_de(une.assure).recue_le is None
    passer(80)
    assert AccordC2S.objects.de(une.assure).latest("id").etat == AccordC2S.Etat.CADUC


def test_who_has_no_account_signs_with_the_number_and_the_code_of_a_letter(samir):
    sans_compte = _samir(compte=False, naissance=date(1990, 1, 2))
    une = marche(sans_compte.personne.public_id, sans_compte)
    demarche = une.deposer()
    lettre = Envoi.objects.get(gabarit="reponse_attendue")
    page = repondre(Client(), lettre, SIGNE)
    assert page.status_code == 200 and etat(demarche) == Etat.EN_COURS
    assert lu.accord_de(demarche).mandat["preuve"].startswith("titulaire:")


def test_somebody_outside_the_foyer_signs_on_paper_and_an_agent_reads_it():
    une = marche("tiers", titulaire="Jeanne Belkacem")
    demarche = une.deposer()
    assert set(demarche.reponses["pieces"]) == {"mandat", "rib"}
    assert [un["code"] for un in demarche.alertes] == ["mandat"]
    accepter(demarche)
    assert TermeC2S.objects.de(une.assure).count() == 12


def test_only_living_adults_of_the_foyer_whom_something_reaches_are_proposed(samir):
    enfant = _samir(naissance=date(2012, 4, 2))
    assert "Le compte de Samir Lafitte" not in page_du_mandat(marche("autre", enfant))
    assert "Le compte de Samir Lafitte" in page_du_mandat(marche("autre", samir))
    mourir(samir.personne)
    assert "Le compte de Samir Lafitte" not in page_du_mandat(marche("autre", samir))


def test_the_file_of_a_protected_address_leads_nobody_to_it(samir):
    une = marche("autre", samir)
    une.assure.adresse_protegee = True
    une.assure.save(update_fields=["adresse_protegee"])
    assert "Le compte de Samir Lafitte" not in page_du_mandat(une)


def test_a_child_cannot_be_named_by_who_changes_the_form(samir):
    enfant = _samir(naissance=date(2012, 4, 2))
    une = marche(enfant.personne.public_id, samir, enfant)
    une.commencer()
    une.envoyer("bulletin", {"maniere": "en_ligne", "adhere": True})
    assert une.envoyer("mandat", une.saisie(une.prochaine())).status_code in (200, 400)
    assert une.prochaine().nom == "mandat"


def test_the_payer_who_dies_before_the_deposit_is_asked_nothing(samir):
    une = marche(samir.personne.public_id, samir)
    une.commencer()
    une.repondre()
    mourir(samir.personne)
    reponse = une.client.post(une.adresse("verification"), CERTIFIE)
    assert reponse.url.startswith(une.adresse("mandat"))
    assert not Demarche.objects.de(une.assure).exists()


def test_another_decision_meanwhile_makes_a_signature_open_nothing(samir):
    une = marche(samir.personne.public_id, samir)
    demarche = une.deposer()
    accorder(une.assure, samir, cause="D-2")
    connecter(Client(), samir.compte).post(question(samir), SIGNE)
    accepter(demarche)
    assert not DroitC2S.objects.de(une.assure).filter(accord__gratuite=False).exists()


class TestPourQuelquUn:
    """Acting for somebody: a mandate of theirs is signed by nobody else."""

    @pytest.fixture
    def agit(self, monkeypatch) -> Any:
        def agir(qui: Assure, pour: Assure) -> Client:
            siens = {qui.compte: pour}
            monkeypatch.setattr(quel_dossier, "choisir", lambda request: siens.get(request.user, request.user.assure))
            return connecter(Client(), qui.compte)

        return agir

    def test_who_acts_for_somebody_is_told_at_the_door_that_the_owner_alone_adheres(self, agit, samir):
        une = marche("connu")
        client = agit(samir, une.assure)
        for page in (client.get(une.porte), client.post(une.porte)):
            assert "Elle seule peut faire cette démarche" in lire_la_page(page)
        assert not Brouillon.objects.de(une.assure).exists()

    def test_who_acts_for_the_holder_does_not_sign_in_their_place(self, agit, samir):
        une = marche(samir.personne.public_id, samir)
        demarche = une.deposer()
        autre = creer_assure("Inès", "Garat")
        creer_compte(autre)
        page = agit(autre, samir).post(question(samir), SIGNE, follow=True)
        assert "Seule la personne elle-même" in lire_la_page(page)
        assert etat(demarche) == Etat.A_COMPLETER
