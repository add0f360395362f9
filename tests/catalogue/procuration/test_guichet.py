"""At the desk: a paper is checked by its number and a name, its use is told at once, and what it does not allow is refused."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Assure, Compte, Message
from ameli.noyau import horloge
from ameli.noyau.envois.models import Envoi
from ameli.noyau.journal import auteur
from ameli.noyau.journal.types import phrase_de
from ameli.noyau.models import Entree
from demarches.catalogue.procuration import guichet
from demarches.catalogue.procuration.models import Procuration, UsageProcuration
from documents.models import Piece
from tests.catalogue.iban.parcours import texte_de
from tests.catalogue.procuration.acteurs import Accueil
from tests.fabriques import creer_agent, creer_caisse
from tests.fabriques_fichiers import envoi, photo

pytestmark = pytest.mark.django_db


def lu(page) -> str:
    return texte_de(page).replace("\u00a0", " ")


@pytest.fixture
def donnee(mandant):
    return mandant.donner(etendue="certaines", objets=["IJ", "C2S"])


class TestVerifier:
    @pytest.mark.parametrize("ecrit", [
        lambda p: p.reference, lambda p: p.reference.lower(), lambda p: p.code_verif, lambda p: f"{p.code_verif[:4]} {p.code_verif[4:]}".lower(),
    ])  # fmt: skip
    def test_the_reference_or_the_code_and_the_name_find_it(self, accueil, donnee, ecrit):
        page = lu(accueil.verifier(ecrit(donnee), "D ALMEIDA"))
        assert "Valable" in page and "Monsieur Paul D’Almeida, né(e) le 14 mars 1985" in page
        assert "Jamais les revenus du foyer" in page

    def test_another_name_is_answered_like_another_code(self, accueil, donnee):
        assert "Aucune procuration" in lu(accueil.verifier(donnee.reference, "Martin"))
        assert "Aucune procuration" in lu(accueil.verifier("P-2222-2222", "D’Almeida"))

    def test_five_wrong_ones_close_the_page_for_a_while(self, accueil, donnee, dimanche):
        for _ in range(5):
            page = accueil.verifier("P-2222-2222")
        assert "Cinq fois, le numéro ou le nom n’était pas le bon. Réessayez à" in lu(page)
        assert "Valable" not in lu(accueil.verifier(donnee.reference))
        dimanche.shift(timedelta(minutes=16))
        assert "Valable" in lu(Accueil(accueil.agent).verifier(donnee.reference))

    def test_its_page_opens_only_after_the_paper_was_checked(self, accueil, donnee):
        adresse = reverse("admin:demarches_procuration_controle", args=[donnee.public_id])
        assert accueil.client.get(adresse).url == reverse("admin:demarches_procuration_verifier")
        accueil.noter(donnee)
        assert not UsageProcuration.objects.de(donnee.assure).exists()

    def test_a_revoked_one_says_only_that_it_is_not_valid_any_more(self, accueil, mandant, donnee):
        mandant.revoquer(donnee)
        page = lu(accueil.verifier(donnee.reference))
        assert "Révoquée" in page and "Cette procuration n’est plus valable" in page
        assert "D’Almeida" not in page and "Noter l’usage" not in page

    def test_shown_on_the_morning_after_its_last_day_it_has_ended(self, donnee, dimanche):
        dimanche.shift(timedelta(days=30, hours=13, minutes=25))  # 30 December, 0.05 in Paris
        assert "Terminée" in lu(Accueil(creer_agent(donnee.assure.caisse)).verifier(donnee.reference))

    def test_another_departement_sees_its_validity_and_no_file(self, donnee):
        gironde = Accueil(creer_agent(creer_caisse("331", "CPAM de la Gironde")))
        page = lu(gironde.verifier(donnee.reference))
        assert "Valable" in page and "autre caisse" in page
        assert "Labat" not in page and "Noter l’usage" not in page
        gironde.noter(donnee)
        assert not UsageProcuration.objects.de(donnee.assure).exists()

    def test_the_person_reads_that_it_was_shown(self, accueil, mandant, donnee):
        accueil.verifier(donnee.reference)
        assert "procuration montrée à l’accueil" in mandant.lire(reverse("informations:consultations"))


class TestUtiliser:
    def test_its_use_is_written_and_told_at_once_by_message_mail_and_sms(self, accueil, mandant, donnee):
        accueil.verifier(donnee.reference)
        assert "Usage noté" in lu(accueil.noter(donnee, "IJ"))
        usage = UsageProcuration.objects.de(donnee.assure).get()
        assert (usage.demarche, usage.agent, usage.caisse) == ("IJ", accueil.agent, accueil.agent.caisse)
        message = Message.objects.de(donnee.assure).order_by("-id")[0]
        assert "Indemnités journalières" in message.corps and "Révoquez" in message.corps
        courriel = json.loads(Envoi.objects.get(gabarit="procuration_usage").contenu)["texte"]
        assert "M.\u00a0D. a utilisé votre procuration" in courriel and "jeton=" in courriel
        sms = Envoi.objects.get(canal=Envoi.Canal.SMS)
        assert "Révoquez-la" in json.loads(sms.contenu)["texte"]
        assert "Utilisée à l’accueil" in mandant.suivi

    def test_it_serves_several_times_and_each_is_told(self, accueil, donnee, dimanche):
        accueil.verifier(donnee.reference)
        for quoi in ("IJ", "C2S"):
            dimanche.shift(timedelta(minutes=3))
            accueil.noter(donnee, quoi)
        assert UsageProcuration.objects.de(donnee.assure).count() == 2
        assert Envoi.objects.filter(gabarit="procuration_usage").count() == 2

    def test_the_identity_document_must_have_been_seen(self, accueil, donnee):
        accueil.verifier(donnee.reference)
        adresse = reverse("admin:demarches_procuration_controle", args=[donnee.public_id])
        assert "Vérifiez d’abord sa pièce d’identité" in lu(accueil.client.post(adresse, {"quoi": "IJ"}))
        assert not UsageProcuration.objects.de(donnee.assure).exists()

    def test_revoked_while_the_agent_has_the_page_open_nothing_is_written(self, accueil, mandant, donnee):
        accueil.verifier(donnee.reference)
        mandant.revoquer(donnee)
        assert "n’est plus valable" in lu(accueil.noter(donnee))
        assert not UsageProcuration.objects.de(donnee.assure).exists()
        assert not Envoi.objects.filter(gabarit="procuration_usage").exists()

    def test_the_effect_itself_refuses_what_was_revoked_a_moment_before(self, mandant, donnee, accueil):
        mandant.revoquer(donnee)
        with pytest.raises(guichet.PlusValable):
            guichet.enregistrer(donnee, accueil.agent, "IJ", horloge.maintenant())

    @pytest.mark.parametrize("quoi", ["code", "iban", "contact", "autre", "ARRET"])
    def test_what_is_not_in_the_list_is_not_possible_and_the_person_reads_it(self, accueil, mandant, donnee, quoi):
        accueil.verifier(donnee.reference)
        assert "Ce n’est pas possible" in lu(accueil.noter(donnee, quoi))
        assert not UsageProcuration.objects.de(donnee.assure).exists()
        entree = Entree.objects.filter(genre=guichet.REFUSEE, assure_ref=donnee.assure.public_id).get()
        assert "refusée à l’accueil" in phrase_de(entree)
        assert "refusée à l’accueil" in mandant.lire(reverse("informations:consultations"))


class TestPapier:
    def saisie(self, assure, **champs):
        return {
            "nir": assure.personne.nir, "civilite": "MADAME", "nom": "Nguyễn", "prenom": "Thị", "naissance": "01/02/1970",
            "objets": ["IJ"], "fichiers": envoi("lettre.jpg", photo()), **champs,
        }  # fmt: skip

    def enregistrer(self, accueil, assure, **champs):
        adresse = reverse("admin:demarches_procuration_papier")
        return accueil.client.post(adresse, self.saisie(assure, **champs), follow=True)

    def test_it_is_recorded_with_its_scan_and_the_person_is_told(self, accueil, odette, mandant):
        page = lu(self.enregistrer(accueil, odette))
        donnee = Procuration.objects.de(odette).get()
        assert f"Procuration {donnee.reference} enregistrée" in page
        assert Piece.objects.de(odette).get(objet=donnee.objet).libelle == "Procuration sur papier"
        assert "sur papier" in Message.objects.de(odette).get().sujet
        assert "est révoquée" in lu(mandant.revoquer(donnee)), "the person revokes it like any other"

    def test_without_a_scan_nothing_is_recorded(self, accueil, odette):
        self.enregistrer(accueil, odette, fichiers="")
        assert not Procuration.objects.de(odette).exists()

    @pytest.mark.parametrize("preparer", [
        lambda a: Assure.objects.de(a).update(majeur_protege=True),
        lambda a: None,
    ])  # fmt: skip
    def test_it_is_refused_for_who_may_not_give_one_and_while_one_runs(self, accueil, odette, mandant, preparer):
        with auteur("systeme:essai"):
            fait = preparer(odette)
        if fait is None:
            mandant.donner()
        avant = Procuration.objects.de(odette).count()
        self.enregistrer(accueil, odette)
        assert Procuration.objects.de(odette).count() == avant

    def test_a_file_of_another_caisse_does_not_exist(self, odette):
        gironde = Accueil(creer_agent(creer_caisse("331", "CPAM de la Gironde")))
        assert "Aucun dossier de votre caisse" in lu(self.enregistrer(gironde, odette))

    def test_who_has_no_account_is_served_all_the_same(self, accueil, odette, mandant):
        Compte.objects.filter(assure=odette).delete()
        self.enregistrer(accueil, odette)
        donnee = Procuration.objects.de(odette).get()
        accueil.verifier(donnee.reference, "nguyen")
        assert "Usage noté" in lu(accueil.noter(donnee, "IJ"))
