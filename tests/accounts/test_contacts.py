"""Changing an e-mail or a telephone: proved on the new channel, told on the old one, undone for ten days."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.informations.contacts import changements, regles
from accounts.informations.dossier import lire as lire_le_dossier
from accounts.informations.historique import CONTACTS
from accounts.models import ChangementContact, Compte, JetonSecurite, Message
from accounts.securite import jetons
from ameli.noyau import horloge
from ameli.noyau.formats import date_courte
from ameli.noyau.models import Entree, Envoi
from ameli.noyau.saisie import interdits
from tests.fabriques import connecter, creer_assure, creer_compte

pytestmark = pytest.mark.django_db
ANCIENNE, NEUVE, VOLEUR = "lea@exemple.fr", "lea.duprat@exemple.fr", "voleur@exemple.fr"


@pytest.fixture
def lea():
    assure = creer_assure()
    creer_compte(assure, courriel=ANCIENNE, telephone="0639980021")
    return assure


@pytest.fixture
def client(lea):
    return connecter(Client(), lea.compte)


def demander(client: Client, adresse: str = NEUVE, encore: str | None = None):
    donnees = {"courriel": adresse, "courriel_bis": adresse if encore is None else encore}
    return client.post(reverse("informations:courriel"), donnees)


def envoyes(a: str, **criteres: str) -> list[Envoi]:
    """What left for this address or number, the last first; the column is encrypted."""
    return [envoi for envoi in Envoi.objects.filter(**criteres).order_by("-id") if envoi.destination == a]


def lien(gabarit: str, a: str) -> str:
    envoi = envoyes(a, gabarit=gabarit)[0]
    return re.search(r"jeton=(\S+)", json.loads(envoi.contenu)["texte"])[1]


def confirmer(jeton: str):
    return Client().post(reverse("informations:courriel_confirmer"), {"jeton": jeton})


def annuler(jeton: str, **plus: str):
    return Client().post(reverse("informations:contact_annuler"), {"jeton": jeton, **plus})


def changer(client: Client, avant: str = ANCIENNE, apres: str = NEUVE) -> str:
    """Change the address; the token that the old one received."""
    demander(client, apres)
    assert confirmer(lien("courriel_nouveau", apres)).status_code == 200
    return lien("contact_change", avant)


def adresse_de(lea) -> str:
    return Compte.objects.get(assure=lea).email


def test_the_old_address_serves_until_the_link_of_the_new_one_is_followed(client, lea):
    assert demander(client, NEUVE.upper())["Location"] == reverse("informations:courriel")
    assert NEUVE in client.get(reverse("informations:courriel")).content.decode()
    assert adresse_de(lea) == ANCIENNE
    jeton = lien("courriel_nouveau", NEUVE)
    for _ in range(2):
        assert Client().get(f"{reverse('informations:courriel_confirmer')}?jeton={jeton}").status_code == 200
    assert adresse_de(lea) == ANCIENNE
    assert "est enregistrée" in confirmer(jeton).content.decode()
    assert adresse_de(lea) == NEUVE
    assert confirmer(jeton).status_code == 404


def test_both_addresses_are_told_and_the_messagerie_too(client, lea):
    changer(client)
    assert len(envoyes(ANCIENNE, gabarit="contact_change")) == 1
    assert len(envoyes(NEUVE, gabarit="contact_change_nouveau")) == 1
    message = Message.objects.de(lea).get()
    assert NEUVE not in message.corps
    assert Entree.objects.filter(genre="contact.change", assure_ref=lea.public_id).count() == 1


def test_the_mail_to_the_new_address_does_not_hold_the_way_back(client):
    changer(client)
    envoi = Envoi.objects.get(gabarit="contact_change_nouveau")
    assert "jeton=" not in json.dumps(json.loads(envoi.contenu))


def test_the_owner_takes_the_address_back_without_signing_in(client, lea):
    jeton = changer(client, apres=VOLEUR)
    for _ in range(2):
        page = Client().get(f"{reverse('informations:contact_annuler')}?jeton={jeton}")
        assert page.status_code == 200
    assert VOLEUR not in page.content.decode()
    assert adresse_de(lea) == VOLEUR
    assert "Le changement est annulé" in annuler(jeton).content.decode()
    assert adresse_de(lea) == ANCIENNE
    assert client.get("/mes-informations/")["Location"].startswith("/connexion/")
    assert annuler(jeton).status_code == 404


def test_taking_back_freezes_when_asked(client, lea):
    jeton = changer(client, apres=VOLEUR)
    assert "Votre compte est gelé" in annuler(jeton, geler="on").content.decode()
    assert Compte.objects.get(assure=lea).gele_le is not None


def test_the_way_back_lasts_ten_days(client, lea):
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as voyage:
        connecter(client, lea.compte)
        jeton = changer(client)
        voyage.shift(timedelta(days=10) - timedelta(seconds=1))
        assert Client().get(f"{reverse('informations:contact_annuler')}?jeton={jeton}").status_code == 200
        voyage.shift(timedelta(seconds=1))
        assert annuler(jeton).status_code == 404


def test_a_thief_who_changes_twice_cannot_undo_the_owner(client, lea):
    du_proprietaire = changer(client, apres=VOLEUR)
    du_voleur = changer(client, avant=VOLEUR, apres="voleur2@exemple.fr")
    annuler(du_proprietaire)
    assert adresse_de(lea) == ANCIENNE
    assert annuler(du_voleur).status_code == 404
    assert adresse_de(lea) == ANCIENNE


def test_the_links_of_a_forgotten_password_die_with_the_change_that_is_taken_back(client, lea):
    jeton = changer(client, apres=VOLEUR)
    autre = jetons.creer(lea.compte, "mot_de_passe_oublie", "x", timedelta(minutes=30))
    annuler(jeton)
    assert jetons.lire(autre, "mot_de_passe_oublie") is None


def test_an_address_that_somebody_else_took_meanwhile_freezes_instead(client, lea):
    jeton = changer(client, apres=VOLEUR)
    creer_compte(creer_assure("Marc", "Lafitte"), courriel=ANCIENNE)
    annuler(jeton)
    assert Compte.objects.get(assure=lea).gele_le is not None


def test_the_address_of_another_account_is_told_only_to_who_reads_it(client, lea):
    creer_compte(creer_assure("Marc", "Lafitte"), courriel=NEUVE)
    assert demander(client)["Location"] == reverse("informations:courriel")
    assert "Il reste à ouvrir le lien." in client.get(reverse("informations:courriel")).content.decode()
    assert not Envoi.objects.filter(gabarit="courriel_nouveau").exists()
    assert Envoi.objects.get(gabarit="adresse_deja_prise").destination == NEUVE


def test_of_two_who_hope_for_an_address_the_first_has_it(client, lea):
    demander(client)
    jeton = lien("courriel_nouveau", NEUVE)
    creer_compte(creer_assure("Marc", "Lafitte"), courriel=NEUVE)
    assert "sert déjà à un autre compte" in confirmer(jeton).content.decode()
    assert adresse_de(lea) == ANCIENNE


@pytest.mark.parametrize(
    ("une", "deux", "champ"),
    [
        (ANCIENNE, ANCIENNE, "courriel"),
        ("lea", "lea", "courriel"),
        (NEUVE, "autre@exemple.fr", "courriel_bis"),
        ("", "", "courriel"),
    ],
)
def test_bad_addresses_get_a_sentence_and_stay_typed(client, une, deux, champ):
    reponse = demander(client, une, deux)
    assert champ in reponse.context["form"].errors
    if une:
        assert f'value="{une}"' in reponse.content.decode()
    assert not ChangementContact.objects.exists()


@pytest.mark.parametrize("adresse", ["lea@yopmail.com", "lea@x.mailinator.com"])
def test_an_address_that_others_may_read_is_refused(client, monkeypatch, adresse):
    monkeypatch.setattr(interdits, "_controles", [])  # as where people are real: practice refuses it for another reason
    reponse = demander(client, adresse, adresse)
    assert "Cette adresse est temporaire" in reponse.context["form"].errors["courriel"][0]
    assert not ChangementContact.objects.exists()


def test_a_second_request_kills_the_first_link_and_giving_up_kills_the_last(client):
    demander(client)
    premier = lien("courriel_nouveau", NEUVE)
    demander(client, "autre@exemple.fr")
    assert confirmer(premier).status_code == 404
    client.post(reverse("informations:courriel_abandonner"))
    assert confirmer(lien("courriel_nouveau", "autre@exemple.fr")).status_code == 404


def test_three_changes_a_day(client):
    statuts = [demander(client, f"lea{n}@exemple.fr").status_code for n in range(4)]
    assert statuts == [302, 302, 302, 200]


@pytest.mark.parametrize("nom", ["courriel", "telephone", "telephone_code", "fixe"])
def test_each_page_asks_the_password_again_after_ten_minutes(client, nom):
    with time_machine.travel(horloge.temps_reel() + timedelta(minutes=11)):
        assert client.get(reverse(f"informations:{nom}"))["Location"].startswith("/connexion/confirmer/?next=")


def sms(a: str) -> str:
    return json.loads(envoyes(a, canal="SMS")[0].contenu)["texte"]


def test_a_new_mobile_is_proved_by_a_code_and_the_old_one_is_told(client, lea):
    assert client.post(reverse("informations:telephone"), {"telephone": "+33 6 39 98 00 77"}).status_code == 302
    code = re.search(r"votre code est (\d{3} \d{3})", sms("0639980077"))[1]
    page = reverse("informations:telephone_code")
    assert (
        "Il vous reste 2 essais."
        in client.post(page, {"code": "000000" if code != "000 000" else "111111"}).content.decode()
    )
    assert client.post(page, {"code": code})["Location"] == reverse("informations:accueil")
    compte = Compte.objects.get(assure=lea)
    assert compte.telephone == "0639980077"
    assert "a été remplacé" in sms("0639980021")
    annuler(lien("contact_change", ANCIENNE))
    compte.refresh_from_db()
    assert compte.telephone == "0639980021"


@pytest.mark.parametrize("numero", ["", "12", "05 36 49 00 01", "0639980021"])
def test_what_is_not_another_mobile_gets_a_sentence(client, numero):
    assert client.post(reverse("informations:telephone"), {"telephone": numero}).context["form"].errors["telephone"]


def test_a_fixed_line_changes_at_once_and_can_be_removed(client, lea):
    client.post(reverse("informations:fixe"), {"telephone": "05 36 49 00 01"})
    assert Compte.objects.get(assure=lea).telephone_fixe == "0536490001"
    client.post(reverse("informations:fixe"), {"telephone": ""})
    assert Compte.objects.get(assure=lea).telephone_fixe == ""


def test_a_contact_changed_less_than_seven_days_ago_cannot_confirm_an_iban(client, lea):
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as voyage:
        connecter(client, lea.compte)
        changer(client)
        depart = reverse("demarches:depart", args=["iban"])
        page = client.get(depart).content.decode()
        assert "moins de 7 jours" in page
        assert "30 novembre" in page.replace("\xa0", " ")
        voyage.shift(regles.STABLE)
        lea.compte.refresh_from_db()
        connecter(client, lea.compte)
        assert "moins de 7 jours" not in client.get(depart).content.decode()


def test_mes_informations_leads_to_each_change(client):
    page = client.get(reverse("informations:accueil")).content.decode()
    for nom in ("courriel", "telephone", "fixe"):
        assert f'href="{reverse(f"informations:{nom}")}"' in page


def test_what_waits_in_the_database_is_encrypted(client):
    demander(client)
    with connection.cursor() as curseur:
        curseur.execute("SELECT ancien, nouveau FROM accounts_changementcontact")
        assert all(NEUVE.encode() not in bytes(valeur) for ligne in curseur.fetchall() for valeur in ligne)
    assert JetonSecurite.objects.count() == 1


class TestHistorique:
    """« Mes informations » tells each change of contact, masked."""

    def lignes(self, assure) -> list[tuple[str, str, str, str]]:
        dossier = lire_le_dossier(assure)
        contacts = [c for c in dossier.changements if c.sujet in CONTACTS.values()]
        return [(c.sujet, c.valeur, c.par, c.etat) for c in contacts]

    def test_mail_mobile_and_fixed_line_are_told_masked_and_each_new_value_ends_the_former(self, client, lea):
        demander(client)
        confirmer(lien("courriel_nouveau", NEUVE))
        changements.remplacer_fixe(lea.compte, "0558000001")
        changements.remplacer_fixe(lea.compte, "")
        jour = date_courte(horloge.maintenant())
        assert set(self.lignes(lea)) == {
            ("Adresse de courriel", "l•••@exemple.fr", "vous", "en vigueur"),
            ("Téléphone fixe", "aucun", "vous", "en vigueur"),
            ("Téléphone fixe", "05 •• •• •• 01", "vous", f"jusqu’au {jour}"),
        }
        html = client.get(reverse("informations:accueil")).content.decode()
        assert "Téléphone fixe" in html.split('id="historique"')[1]
        assert "0558000001" not in html

    def test_what_waits_for_its_proof_is_no_change(self, client, lea):
        demander(client)
        assert self.lignes(lea) == []

    def test_a_change_taken_back_says_so_and_ends_what_came_after(self, client, lea):
        premier = changer(client, apres=VOLEUR)
        changer(client, avant=VOLEUR, apres="second@exemple.fr")
        annuler(premier)
        jour = date_courte(horloge.maintenant())
        assert {(valeur, etat) for _, valeur, _, etat in self.lignes(lea)} == {
            ("s•••@exemple.fr", f"jusqu’au {jour}"),
            ("v•••@exemple.fr", f"annulé le {jour}"),
        }
