"""« Vérifier un document »: three answers, for whoever holds the code and a name."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import CarteEuropeenne, CertificatProvisoire, Personne
from accounts.models.identifiants import identifiant_public
from ameli.noyau.journal import auteur
from documents import moteur
from documents.editions import attestation_droits, certificat_europeen
from documents.models import Document
from documents.verification import codes
from documents.verification.controle import TOUJOURS_VRAI, Etat, verifier
from paiements.models import Paiement
from tests.documents.papiers import TOUS
from tests.documents.situations import (
    ESSAI,
    MIDI,
    annoncer_une_adresse,
    changer_les_droits,
    changer_les_droits_des_enfants,
)
from tests.fabriques import connecter
from tests.outils.requetes import requetes
from tests.paiements.dossier import payer_des_indemnites, payer_une_consultation

ADRESSE = "/documents/verifier/"


@pytest.fixture
def pdf_court(monkeypatch):
    monkeypatch.setattr(moteur, "rendre_html", lambda html: b"%PDF-1.7 court")


def attester(assure, pour: str = attestation_droits.FAMILLE, instant: datetime = MIDI, avec: bool = False) -> Document:
    dossier = attestation_droits.ouvrir_dossier(assure, instant=instant, jour=instant.date())
    papier = attestation_droits.composer(dossier, pour=pour, avec_exonerations=avec)
    return moteur.produire(papier, assure=assure, acteur="assure:essai", personnes=papier.personnes)


# The code


@given(st.lists(st.text(max_size=8), max_size=4))
def test_the_same_content_has_the_same_code_and_it_is_read_as_it_is_printed(contenu):
    code = codes.code_de("essai", *contenu)
    assert code == codes.code_de("essai", *contenu) != codes.code_de("autre", *contenu)
    assert codes.lire(codes.grouper(code)) == codes.lire(f" {code.upper()}\n") == code


@pytest.mark.parametrize("saisie", ["", "7K3M", "7K3M 92QX 4HTB 8NP0", "7K3M 92QX 4HTB 8NPRR", "é" * 16])
def test_anything_else_is_not_a_code(saisie):
    assert codes.lire(saisie) == ""


def test_each_paper_with_a_code_says_how_to_know_whether_it_holds():
    verifiables = {papier.genre for papier in TOUS.values() if isinstance(papier, codes.Verifiable)}
    assert verifiables == set(TOUJOURS_VRAI)


# The answers


@pytest.mark.usefixtures("pdf_court")
@pytest.mark.django_db
class TestAttestation:
    @pytest.fixture(autouse=True)
    def le_jour(self, le_14_mars):
        return le_14_mars

    @pytest.mark.parametrize(
        "nom", ["Duprat", "DUPRAT", "lafitte", "Léa Duprat", "Lafitte Lea", "Hugo Duprat", "D’UPRAT"]
    )
    def test_it_is_valid_for_a_name_that_it_bears_however_written(self, lea, hugo, nom):
        with auteur(ESSAI):
            Personne.objects.filter(pk=hugo.pk).update(nom_naissance="Duprat")
        assert verifier(attester(lea).code_verif, nom) is Etat.VALIDE

    @pytest.mark.parametrize("nom", ["", "Martin", "Léa", "-"])
    def test_a_wrong_name_is_an_unknown_code(self, lea, nom):
        assert verifier(attester(lea).code_verif, nom) is Etat.INCONNU

    def test_a_code_that_nobody_has_is_unknown(self, lea):
        attester(lea)
        assert verifier(identifiant_public(), "Duprat") is Etat.INCONNU
        assert verifier("", "Duprat") is Etat.INCONNU

    def test_one_made_yesterday_still_holds_beside_the_one_of_today(self, lea):
        ancienne = attester(lea, instant=MIDI - timedelta(days=1))
        nouvelle = attester(lea)
        assert ancienne.code_verif != nouvelle.code_verif
        assert {verifier(une.code_verif, "Duprat") for une in (ancienne, nouvelle)} == {Etat.VALIDE}

    def test_a_new_address_does_not_end_it(self, lea):
        document = attester(lea)
        annoncer_une_adresse(lea, MIDI + timedelta(days=1))
        with time_machine.travel(MIDI + timedelta(days=3), tick=False):
            assert verifier(document.code_verif, "Duprat") is Etat.VALIDE

    def test_it_ends_when_the_rights_close(self, lea):
        document = attester(lea)
        changer_les_droits(lea, droits_au=date(2026, 3, 13))
        lea.refresh_from_db()
        assert verifier(document.code_verif, "Duprat") is Etat.REMPLACE

    def test_it_ends_when_somebody_leaves_it_and_that_of_the_others_goes_on(self, lea, hugo):
        famille, seule = attester(lea), attester(lea, pour=lea.personne.public_id)
        changer_les_droits_des_enfants(lea, droits_au=date(2026, 3, 1))
        assert verifier(famille.code_verif, "Duprat") is Etat.REMPLACE
        assert verifier(seule.code_verif, "Duprat") is Etat.VALIDE

    def test_that_of_a_child_alone_ends_with_the_child_s_rights(self, lea, hugo):
        document = attester(lea, pour=hugo.public_id)
        changer_les_droits_des_enfants(lea, droits_au=date(2026, 3, 1))
        assert verifier(document.code_verif, "Duprat") is Etat.REMPLACE

    def test_it_ends_when_a_name_changes(self, lea):
        document = attester(lea)
        with auteur(ESSAI):
            Personne.objects.filter(pk=lea.personne.pk).update(nom_usage="")
        assert verifier(document.code_verif, "Lafitte") is Etat.REMPLACE

    def test_it_ends_with_its_last_day(self, lea):
        document = attester(lea)
        assert document.valable_au == date(2027, 3, 13)
        for jour, etat in ((13, Etat.VALIDE), (14, Etat.REMPLACE)):
            with time_machine.travel(datetime(2027, 3, jour, 12, tzinfo=MIDI.tzinfo), tick=False):
                assert verifier(document.code_verif, "Duprat") is etat


@pytest.mark.usefixtures("le_14_mars", "pdf_court")
def test_a_certificate_holds_until_its_end_or_that_of_its_card(lea):
    carte = CarteEuropeenne.objects.create(
        personne=lea.personne, demandee_par=lea, numero="80250999401010000007", demandee_le=MIDI, etat_depuis=MIDI, debut=MIDI.date(),
        fin=date(2028, 3, 13),
    )  # fmt: skip
    certificat = CertificatProvisoire.objects.create(
        carte=carte, personne=lea.personne, emis_le=MIDI, debut=MIDI.date(), fin=date(2026, 6, 13)
    )
    papier = certificat_europeen.composer(lea, certificat)
    document = moteur.produire(papier, assure=lea, acteur="assure:essai", personnes=[lea.personne.public_id])
    assert document.code_verif == certificat.code_verif
    assert verifier(certificat.code_verif, "Duprat") is Etat.VALIDE
    CarteEuropeenne.objects.systeme("essai").update(etat=CarteEuropeenne.Etat.ANNULEE)
    assert verifier(certificat.code_verif, "Duprat") is Etat.REMPLACE


# The page


def demander(code: str, nom: str, client: Client | None = None):
    return (client or Client()).post(ADRESSE, {"code": code, "nom": nom})


def test_the_square_opens_the_page_with_the_code_and_nothing_of_the_person(lea, settings, le_14_mars, pdf_court):
    code = attester(lea).code_verif
    adresse = codes.adresse(code)
    assert adresse == f"{settings.URL_PUBLIQUE}{ADRESSE}?code={code}"
    page = Client().get(f"{ADRESSE}?code={code}").content.decode()
    assert f'value="{codes.grouper(code)}"' in page
    assert "Duprat" not in page and "Ce document" not in page


def lire_le_resume(page: str) -> dict[str, str]:
    """What the page gives to compare with the paper."""
    lu = re.sub(r"</?span[^>]*>", "", page.replace("\u00a0", " ").replace("\u202f", " "))
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", lu))


def test_the_page_shows_what_to_compare_with_the_paper_and_nothing_of_the_person(lea, hugo, le_14_mars, pdf_court):
    document = attester(lea)
    page = demander(codes.grouper(document.code_verif), "duprat").content.decode()
    assert "Ce document est valable s’il dit la même chose" in page and "Comparez avec le papier" in page
    assert lire_le_resume(page) == {
        "Document": "Attestation de droits", "Période": "du 14 mars 2026 au 13 mars 2027", "Personnes": "2 personnes",
        "Édité le": "14 mars 2026",
    }  # fmt: skip
    assert not re.search("Léa|Hugo|1990|DAX", page)


class TestPapiersDesPaiements:
    """A décompte, a statement of a month or of a year, an attestation of allowances: the sums are shown, and followed."""

    @pytest.fixture(autouse=True)
    def monde(self, client, lea, le_14_mars, pdf_court):
        self.lea, self.client = lea, connecter(client, lea.compte)
        self.soin = payer_une_consultation(lea, date(2026, 2, 10))
        payer_des_indemnites(lea, date(2025, 3, 4), date(2025, 3, 14), date(2025, 3, 21))

    def produire(self, quoi: str) -> Document:
        if quoi == "decompte":
            self.client.get(reverse("documents:decompte", args=[self.soin.paiement.public_id]))
        elif quoi == "indemnites":
            self.client.post(reverse("documents:indemnites"), {"periode": "2025"})
        else:
            self.client.post(f"/documents/releves/{quoi}/")
        return Document.objects.de(self.lea).order_by("-id")[0]

    @pytest.mark.parametrize(
        ("quoi", "nature", "moment", "total"),
        [
            ("decompte", "Décompte n° 202602-", ("Jour", "10 février 2026"), "19,00 €"),
            ("2026-02", "Relevé mensuel", ("Période", "du 1er février 2026 au 28 février 2026"), "21,00 €"),
            ("2025", "Relevé annuel", ("Période", "du 1er janvier 2025 au 31 décembre 2025"), "354,28 €"),
            ("indemnites", "Attestation de paiement d’indemnités", ("Période", "du 1er janvier 2025 au 31 décembre 2025"), "354,28 €"),
        ],
    )  # fmt: skip
    def test_kind_period_persons_and_total_are_shown(self, quoi, nature, moment, total):
        document = self.produire(quoi)
        lu = lire_le_resume(demander(document.code_verif, "Duprat").content.decode())
        assert lu["Document"].startswith(nature)
        assert lu[moment[0]] == moment[1]
        assert (lu["Personnes"], lu["Total"], lu["Édité le"]) == ("1 personne", total, "14 mars 2026")
        assert verifier(document.code_verif, "Duprat") is Etat.VALIDE

    @pytest.mark.parametrize("quoi", ["decompte", "2026-02"])
    def test_it_ends_when_the_bank_returns_the_transfer_and_still_shows_what_was_printed(self, quoi):
        document = self.produire(quoi)
        Paiement.objects.de(self.lea).filter(pk=self.soin.paiement_id).update(etat=Paiement.Etat.REJETE)
        page = demander(document.code_verif, "Duprat").content.decode()
        assert "Ce document n’est plus valable." in page and "Total" in lire_le_resume(page)

    def test_a_statement_for_taxes_shows_when_it_was_paid_and_ends_with_a_correction(self):
        payer_des_indemnites(self.lea, date(2025, 3, 15), date(2025, 3, 28), date(2025, 4, 2))
        with time_machine.travel(MIDI + timedelta(days=31), tick=False):
            connecter(self.client, self.lea.compte).post(reverse("documents:releve_fiscal"), {"annee": "2025"})
            document = Document.objects.de(self.lea).order_by("-id")[0]
            lu = lire_le_resume(demander(document.code_verif, "Duprat").content.decode())
            assert lu["Document"] == "Relevé fiscal 2025" and lu["Période"] == "du 21 mars 2025 au 2 avril 2025"
            assert (lu["Personnes"], lu["Total"], lu["Édité le"]) == ("1 personne", "830,21 €", "14 avril 2026")
            assert verifier(document.code_verif, "Duprat") is Etat.VALIDE
            Paiement.objects.de(self.lea).filter(famille="IJ").update(etat=Paiement.Etat.REJETE)
            assert verifier(document.code_verif, "Duprat") is Etat.REMPLACE

    def test_a_wrong_name_shows_nothing_at_all(self):
        page = demander(self.produire("decompte").code_verif, "Martin").content.decode()
        assert "Nous ne reconnaissons pas" in page and lire_le_resume(page) == {}

    def test_a_paper_made_by_the_worker_shows_the_same(self):
        from documents.epreuve import relire, tirer

        epreuve = tirer(TOUS["decompte"])
        assert relire(epreuve.ecrire()) == epreuve and epreuve.resume


def test_an_unknown_code_costs_what_a_wrong_name_costs(lea, le_14_mars, pdf_court):
    code = attester(lea).code_verif
    vues = []
    for saisi, nom in ((code, "Martin"), (identifiant_public(), "Duprat")):
        with requetes() as faites:
            reponse = demander(saisi, nom)
        vues.append(re.sub(r"csrfmiddlewaretoken[^>]+|value=\"[^\"]*\"|nonce=\"[^\"]*\"", "", reponse.content.decode()))
    assert vues[0] == vues[1]
    assert "Nous ne reconnaissons pas ce document." in vues[0]
    assert len(faites) <= 5


@pytest.mark.django_db
def test_what_is_missing_is_said_and_what_was_typed_stays():
    page = demander("7K3M", "Duprat").content.decode().replace("\u00a0", " ")
    assert page.count("Le code a 16 lettres et chiffres.") == 2
    assert 'value="7K3M"' in page and 'value="Duprat"' in page


@pytest.mark.django_db
def test_a_code_is_tried_ten_times_an_hour(lea):
    statuts = [demander("7k3m92qx4htb8npr", f"Nom{n}").status_code for n in range(11)]
    assert statuts == [200] * 10 + [429]
