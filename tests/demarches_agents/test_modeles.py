"""Reply templates: known fields only, offered where they fit, filled without script, written by those who may."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Fil, Message, PieceJointe
from ameli.noyau.models import Entree
from demarches.models import ModeleReponse
from demarches.moteur.reponses_types import CHAMPS, exiger_des_champs_connus
from tests.demarches_agents.salle import caches, deposer, remplir, sur
from tests.fabriques import connecter, creer_caisse
from tests.fabriques_fichiers import envoi, pdf

pytestmark = pytest.mark.django_db
AJOUT = "admin:demarches_modelereponse_add"


def modele(titre="Relance", texte="Bonjour {prenom}, « {demarche} » : réponse le {delai}. {caisse}", **champs):
    return ModeleReponse.objects.create(titre=titre, texte=texte, **{"debut_le": date(2020, 1, 1), **champs})


@pytest.fixture
def redacteur(agent, guichet):
    droits = Permission.objects.filter(codename__in=("add_modelereponse", "change_modelereponse"))
    agent.compte.user_permissions.add(*droits)
    return guichet


@pytest.mark.parametrize("texte", ["{nir}", "{prenom.real}", "{prenom!r}", "{prenom:>9}", "{}", "{0}", "{prenom", "}"])
def test_a_field_outside_the_list_is_refused_in_words(texte):
    with pytest.raises(ValidationError, match="Champs possibles|Écrivez un champ"):
        exiger_des_champs_connus(texte)


def test_every_field_of_the_list_is_filled():
    rempli = modele(texte=" ".join(f"{{{champ}}}" for champ in CHAMPS)).rempli(deposer())
    assert rempli.startswith("Léa Duprat Modifier mes coordonnées d’essai D-") and rempli.endswith("CPAM des Landes")
    assert "{" not in rempli and "25\u00a0novembre 2026" in rempli


def test_a_template_fills_the_form_and_nothing_is_sent_until_the_agent_says_so(guichet):
    demarche, choisi = deposer(), modele()
    html = guichet.get(sur("repondre", demarche)).content.decode()
    assert "Utiliser ce modèle" in html and "Relance" in html
    saisies = {**caches(html), "modele": choisi.pk, "texte": "", "utiliser": "oui"}
    html = guichet.post(sur("repondre", demarche), saisies).content.decode()
    assert "Bonjour Léa, « Modifier mes coordonnées d’essai »" in html and "errorlist" not in html
    assert not Message.objects.de(demarche.assure).exists()


def test_what_was_typed_before_the_template_stays(guichet):
    demarche, choisi = deposer(), modele(texte="Cordialement, {caisse}")
    page = guichet.get(sur("refuser", demarche)).content.decode()
    saisies = {**caches(page), "modele": choisi.pk, "precision": "Mon mot.", "motif": "nom", "utiliser": "oui"}
    html = guichet.post(sur("refuser", demarche), saisies).content.decode()
    assert "Mon mot.\n\nCordialement, CPAM des Landes" in html.replace("\r", "")
    assert '<option value="nom" selected>' in html


@pytest.mark.parametrize(
    "champs",
    [
        {"actif": False},
        {"debut_le": date(2999, 1, 1)},
        {"fin_le": date(2021, 1, 1)},
        {"teleservice": "iban"},
    ],
)
def test_a_template_is_offered_only_where_and_when_it_fits(guichet, champs):
    modele(**champs)
    assert "Relance" not in guichet.get(sur("demander", deposer())).content.decode()


def test_a_template_of_another_caisse_is_not_offered_and_does_not_exist(redacteur):
    ailleurs = modele(caisse=creer_caisse("331", "CPAM de la Gironde"))
    assert "Relance" not in redacteur.get(sur("demander", deposer())).content.decode()
    adresse = reverse("admin:demarches_modelereponse_change", args=[ailleurs.pk])
    assert redacteur.get(adresse).status_code == redacteur.post(adresse, {}).status_code == 404


def test_whether_a_template_serves_is_said_in_words_in_the_list_and_where_nothing_can_be_changed(redacteur):
    partage = modele(caisse=None)
    modele(actif=False)
    liste = redacteur.get(reverse("admin:demarches_modelereponse_changelist")).content.decode()
    assert re.findall(r'class="field-actif">(\w+)<', liste) == ["oui", "non"]
    page = redacteur.get(reverse("admin:demarches_modelereponse_change", args=[partage.pk])).content.decode()
    assert '<div class="readonly">oui</div>' in page
    assert "/icon-" not in liste + page


def test_a_reply_is_one_message_in_the_thread_however_often_the_button_is_pressed(guichet):
    demarche = deposer()
    saisies = {**caches(guichet.get(sur("repondre", demarche)).content.decode()), "texte": "Votre dossier avance."}
    for _ in range(2):
        assert guichet.post(sur("repondre", demarche), saisies).status_code == 302
    message = Message.objects.de(demarche.assure).select_related("fil").get()
    assert message.fil.demarche_reference == demarche.reference and "Votre dossier avance." in message.corps
    page = guichet.get(sur("change", demarche)).content.decode()
    assert "Votre dossier avance." in page and "Message envoyé à la personne" in page


def test_a_reply_on_a_demarche_brings_its_files_to_the_mailbox(guichet, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    demarche = deposer()
    page = guichet.get(sur("repondre", demarche)).content.decode()
    assert 'enctype="multipart/form-data"' in page
    for _ in range(2):  # the second one is the same message, with the same file
        saisies = {**caches(page), "texte": "Voici le formulaire.", "fichiers": envoi("formulaire.pdf", pdf())}
        assert guichet.post(sur("repondre", demarche), saisies).status_code == 302
    piece = PieceJointe.objects.de(demarche.assure).get()
    assert "Joint\N{NO-BREAK SPACE}: formulaire.pdf" in guichet.get(sur("change", demarche)).content.decode()
    chez_elle = connecter(client, demarche.assure.compte)
    fil = Fil.objects.de(demarche.assure).get(demarche_reference=demarche.reference)
    adresse = reverse("messagerie:piece", args=[fil.public_id, piece.public_id])
    assert adresse in chez_elle.get(reverse("messagerie:fil", args=[fil.public_id])).content.decode()
    assert chez_elle.get(adresse).status_code == 200


def test_a_file_that_is_none_comes_back_with_the_words(guichet):
    demarche = deposer()
    page = guichet.get(sur("repondre", demarche)).content.decode()
    saisies = {**caches(page), "texte": "Voici le formulaire.", "fichiers": envoi("formulaire.pdf", b"rien")}
    html = guichet.post(sur("repondre", demarche), saisies).content.decode()
    assert "Voici le formulaire." in html and 'id="id_fichiers_error"' in html
    assert not Message.objects.de(demarche.assure).exists()


def test_a_template_for_messages_knows_no_demarche(redacteur, agent):
    saisies = {"titre": "Accueil", "texte": "Bonjour {reference}", "theme": "tous", "teleservice": "", "actif": "on",
               "debut_le": "01/11/2026"}  # fmt: skip
    assert "Le champ {reference} n’existe pas" in redacteur.post(reverse(AJOUT), saisies).content.decode()
    deux = redacteur.post(reverse(AJOUT), {**saisies, "texte": "Bonjour", "teleservice": "iban"}).content.decode()
    assert "pas les deux" in deux
    redacteur.post(reverse(AJOUT), {**saisies, "texte": "Bonjour {prenom}"})
    assert ModeleReponse.objects.pour_agent(agent).get().theme == "tous"
    assert "Tous les messages" in redacteur.get(reverse("admin:demarches_modelereponse_changelist")).content.decode()


def test_a_reply_that_comes_back_changed_is_another_message(guichet):
    demarche = deposer()
    saisies = caches(guichet.get(sur("repondre", demarche)).content.decode())
    for texte in ("Votre dossier avance.", "Il sera fini jeudi."):
        assert guichet.post(sur("repondre", demarche), {**saisies, "texte": texte}).status_code == 302
    assert Message.objects.de(demarche.assure).count() == 2


def test_an_agent_with_the_right_writes_for_their_caisse(redacteur, agent):
    saisies = {
        "titre": "Accueil",
        "texte": "Bonjour {prenom}",
        "teleservice": "",
        "actif": "on",
        "debut_le": "01/11/2026",
    }
    faute = redacteur.post(reverse(AJOUT), {**saisies, "texte": "Bonjour {iban}"}).content.decode()
    assert "Le champ {iban} n’existe pas" in faute
    tard = redacteur.post(reverse(AJOUT), {**saisies, "fin_le": "31/10/2026"}).content.decode()
    assert "La date de fin précède la date de début." in tard
    assert redacteur.post(reverse(AJOUT), saisies).status_code == 302
    ecrit = ModeleReponse.objects.pour_agent(agent).get()
    assert (ecrit.titre, ecrit.caisse) == ("Accueil", agent.caisse)
    adresse = reverse("admin:demarches_modelereponse_change", args=[ecrit.pk])
    assert redacteur.get(adresse).status_code == 200
    redacteur.post(adresse, {**saisies, "actif": ""})
    ecrit.refresh_from_db()
    assert not ecrit.actif
    assert Entree.objects.filter(genre="modele.ecrit").count() == 2


def test_common_templates_are_read_by_all_and_written_by_none(redacteur):
    commun = modele()
    adresse = reverse("admin:demarches_modelereponse_change", args=[commun.pk])
    assert redacteur.get(adresse).status_code == 200
    assert redacteur.post(adresse, {"titre": "Autre"}).status_code == 403


def test_without_the_right_nobody_writes(guichet):
    assert guichet.get(reverse(AJOUT)).status_code == 403
    assert guichet.get(reverse("admin:demarches_modelereponse_changelist")).status_code == 200


def test_asking_for_a_document_is_done_from_the_page_and_the_clock_waits(guichet, agent):
    demarche = deposer()
    html = remplir(guichet, "demander", demarche, libelle="", motif="").content.decode()
    assert 'id="id_libelle_error"' in html and 'id="id_motif_error"' in html
    remplir(guichet, "demander", demarche, libelle="Acte de naissance", motif="Votre nom a changé.")
    page = guichet.get(sur("change", demarche)).content.decode()
    assert "attend la personne" in page and "Demander un document" not in page and "Document demandé" in page
    demarche.refresh_from_db()
    assert demarche.prise_par == agent
