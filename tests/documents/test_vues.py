"""Asking for an attestation, finding it ready, downloading it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from documents import moteur
from documents.models import Document, Edition
from tests.documents.situations import annoncer_une_adresse, changer_les_droits, changer_les_droits_des_enfants
from tests.fabriques import connecter, creer_agent
from tests.outils.pdf import texte, verifier_structure
from tests.outils.requetes import requetes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("le_14_mars")]
DEMANDE = "/documents/attestation-de-droits/"


@pytest.fixture
def connectee(client, lea, hugo):
    connecter(client, lea.compte)
    return client


@pytest.fixture
def pdf_court(monkeypatch):
    monkeypatch.setattr(moteur, "rendre_html", lambda html: b"%PDF-1.7 court")


def telechargement(page) -> str:
    return re.search(r'href="(/documents/\w+/telecharger/)"', page.content.decode())[1]


def document_de(assure) -> Document:
    return Document.objects.de(assure).latest("id")


def test_the_address_has_a_name():
    assert reverse("documents:attestation_droits") == DEMANDE


def test_a_visitor_is_sent_to_sign_in(client, db):
    assert client.get(DEMANDE).url.startswith("/connexion/")


def test_from_the_form_to_the_pdf(connectee, lea, hugo):
    page = connectee.post(DEMANDE, {"pour": "famille"}, follow=True)
    assert page.status_code == 200
    assert "Attestation de droits – toute la famille – PDF, " in page.content.decode()
    pdf = connectee.get(telechargement(page))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"] == 'attachment; filename="attestation-droits_2026-03-14.pdf"'
    assert "no-store" in pdf["Cache-Control"]
    assert verifier_structure(pdf.content) == []
    assert "LAFITTE Hugo" in texte(pdf.content)


def test_the_form_offers_each_person_and_the_family_with_the_insured_first(connectee, lea, hugo):
    champ = connectee.get(DEMANDE).context["form"]["pour"]
    assert [valeur for valeur, _ in champ.field.choices] == [lea.personne.public_id, hugo.public_id, "famille"]
    assert champ.value() == lea.personne.public_id


def test_somebody_alone_is_not_asked_about_a_family(client, voisin):
    connecter(client, voisin.compte)
    assert len(client.get(DEMANDE).context["form"]["pour"].field.choices) == 1


def test_the_button_has_the_words_of_the_catalogue_and_the_exemption_is_unticked(connectee):
    page = connectee.get(DEMANDE).content.decode()
    assert re.search(r"<button[^>]*>\s*Valider\s*</button>", page)
    assert "checked" not in re.search(r'<input[^>]*name="exoneration"[^>]*>', page)[0]


def test_an_unticked_exemption_is_not_printed_and_a_ticked_one_is(connectee, lea):
    for donnees, attendu in (({}, False), ({"exoneration": "on"}, True)):
        page = connectee.post(DEMANDE, {"pour": lea.personne.public_id, **donnees}, follow=True)
        assert ("Exonération" in texte(connectee.get(telechargement(page)).content)) is attendu


@pytest.mark.parametrize(
    ("pour", "message"), [("", "Choisissez la personne"), ("inconnue", "Choisissez une personne de la liste")]
)
def test_a_wrong_choice_is_explained_and_nothing_is_made(connectee, lea, pour, message):
    page = connectee.post(DEMANDE, {"pour": pour})
    assert page.content.decode().count(message) == 2
    assert "<title>Erreur : " in page.content.decode()
    assert not Document.objects.de(lea).exists()


def test_nobody_gets_a_paper_on_somebody_elses_child(client, voisin, hugo):
    connecter(client, voisin.compte)
    assert "Choisissez une personne de la liste" in client.post(DEMANDE, {"pour": hugo.public_id}).content.decode()


def test_closed_rights_show_the_reason_and_the_way_out_instead_of_the_form(connectee, lea):
    changer_les_droits(lea, droits_au=date(2026, 1, 31))
    for page in (connectee.get(DEMANDE), connectee.post(DEMANDE, {"pour": "famille"})):
        html = page.content.decode().replace("\u00a0", " ")
        assert "fermés depuis le 1er février 2026" in html
        assert "36 46" in html
        assert 'name="pour"' not in html
    assert not Document.objects.de(lea).exists()


def test_a_coming_address_is_announced(connectee, lea):
    annoncer_une_adresse(lea, datetime(2026, 3, 20, tzinfo=UTC))
    html = connectee.get(DEMANDE).content.decode().replace("\u00a0", " ")
    assert "Modification en cours" in html
    assert "à partir du 20 mars 2026" in html


def test_the_address_that_will_be_printed_is_shown_with_its_age(connectee):
    html = connectee.get(DEMANDE).content.decode().replace("\u00a0", " ")
    assert "8 rue des Arènes, 40100 DAX" in html
    assert "depuis le 6 janvier 2020" in html


def test_those_who_are_not_on_the_paper_are_named_with_the_reason(connectee, lea, hugo):
    changer_les_droits_des_enfants(lea, droits_au=date(2026, 1, 31))
    html = connectee.get(DEMANDE).content.decode()
    assert "Ne figurent pas sur l’attestation" in html
    assert "<strong>Hugo</strong>" in html


def test_a_failed_edition_gives_a_reference_and_the_button_again(connectee, lea, monkeypatch):
    def echouer(html: str) -> bytes:
        raise moteur.EchecRendu("the layout failed")

    monkeypatch.setattr(moteur, "rendre_html", echouer)
    page = connectee.post(DEMANDE, {"pour": "famille"})
    assert page.status_code == 503
    assert re.search(r"référence [2-9A-Z]{8}", page.content.decode())
    assert "Valider" in page.content.decode()


def test_the_second_download_makes_nothing(connectee, lea, monkeypatch):
    premiere = connectee.post(DEMANDE, {"pour": "famille"}, follow=True)
    pdf = connectee.get(telechargement(premiere)).content

    def interdit(html: str) -> bytes:
        raise AssertionError("made twice")

    monkeypatch.setattr(moteur, "rendre_html", interdit)
    seconde = connectee.post(DEMANDE, {"pour": "famille"}, follow=True)
    assert telechargement(seconde) == telechargement(premiere)
    assert connectee.get(telechargement(seconde)).content == pdf
    gestes = Edition.objects.filter(document=document_de(lea)).order_by("id").values_list("geste", flat=True)
    assert list(gestes) == ["PRODUIT", "TELECHARGE", "REDEMANDE", "TELECHARGE"]


def test_each_download_is_traced_with_its_author(connectee, lea, pdf_court):
    page = connectee.post(DEMANDE, {"pour": "famille"}, follow=True)
    connectee.get(telechargement(page))
    assert Edition.objects.latest("id").acteur == f"assure:{lea.compte.public_id}"


def test_somebody_elses_document_does_not_exist(client, connectee, lea, voisin, pdf_court):
    page = connectee.post(DEMANDE, {"pour": "famille"}, follow=True)
    document = document_de(lea)
    connecter(client, voisin.compte)
    assert client.get(telechargement(page)).status_code == 404
    assert client.get(f"{DEMANDE}{document.public_id}/").status_code == 404
    assert client.get(f"/documents/{'a' * 16}/telecharger/").status_code == 404


def test_an_agent_has_no_attestation_and_no_document_by_this_way(client, connectee, lea, pdf_court):
    page = connectee.post(DEMANDE, {"pour": "famille"}, follow=True)
    connecter(client, creer_agent().compte)
    assert client.get(DEMANDE).status_code == 404
    assert client.get(telechargement(page)).status_code == 404


def test_a_lost_or_altered_file_is_a_page_that_does_not_exist(connectee, lea, pdf_court, settings):
    page = connectee.post(DEMANDE, {"pour": "famille"}, follow=True)
    fichier = settings.MEDIA_ROOT / document_de(lea).fichier.name
    octets = fichier.read_bytes()
    fichier.write_bytes(octets[:-1] + bytes([octets[-1] ^ 1]))
    assert connectee.get(telechargement(page)).status_code == 404
    fichier.unlink()
    assert connectee.get(telechargement(page)).status_code == 404
    assert not Edition.objects.filter(geste="TELECHARGE").exists()


def test_no_page_title_holds_a_name(connectee, lea, hugo, pdf_court):
    for page in (connectee.get(DEMANDE), connectee.post(DEMANDE, {"pour": hugo.public_id}, follow=True)):
        titre = re.search(r"<title>(.*?)</title>", page.content.decode(), re.DOTALL)[1]
        assert not re.search("Hugo|Léa|Duprat|Lafitte", titre)


def test_former_attestations_can_be_downloaded_again_from_the_form(connectee, lea, pdf_court):
    connectee.post(DEMANDE, {"pour": "famille"})
    assert document_de(lea).get_absolute_url() in connectee.get(DEMANDE).content.decode()


def test_former_attestations_are_not_offered_once_the_rights_are_closed(connectee, lea, pdf_court):
    connectee.post(DEMANDE, {"pour": "famille"})
    changer_les_droits(lea, droits_au=date(2026, 1, 31))
    assert document_de(lea).get_absolute_url() not in connectee.get(DEMANDE).content.decode()


def test_pages_are_not_kept_by_the_browser(connectee, pdf_court):
    assert "no-store" in connectee.get(DEMANDE)["Cache-Control"]
    assert "no-store" in connectee.post(DEMANDE, {"pour": "famille"}, follow=True)["Cache-Control"]


def test_queries_of_the_whole_way(connectee, lea, pdf_court):
    connectee.get(DEMANDE)
    with requetes() as demande:
        connectee.get(DEMANDE)
    with requetes() as envoi:
        suite = connectee.post(DEMANDE, {"pour": "famille", "exoneration": "on"})
    with requetes() as prete:
        page = connectee.get(suite.url)
    with requetes() as fichier:
        connectee.get(telechargement(page))
    assert [len(vues) for vues in (demande, envoi, prete, fichier)] == [7, 12, 3, 4]
