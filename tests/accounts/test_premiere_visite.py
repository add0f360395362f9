"""Opening an account with the card and the bank details: one yes, one no, and nobody learns why."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.connexion import conditions, voies
from accounts.connexion.premiere_visite import ouverture
from accounts.informations import coordonnees
from accounts.models import CarteVitale, Compte
from accounts.securite.captcha import defi
from ameli.noyau import horloge
from ameli.noyau.journal import auteur
from ameli.noyau.models import Envoi
from tests.fabriques import connecter, creer_assure, creer_compte, nir_d_essai
from tests.outils.requetes import requetes

MOT = "Maree-basse-79"
ADRESSE = "lea@exemple.fr"


# The screens


@pytest.fixture
def lea(db):
    return creer_assure()


def identite_de(assure, **plus: str) -> dict[str, str]:
    personne = assure.personne
    return {
        "nir": personne.nir_complet, "nom": personne.nom_naissance.upper(), "naissance": f"{personne.date_naissance:%d/%m/%Y}",
        "code_postal": "40100", **plus,
    }  # fmt: skip


def preuve_de(assure, **plus: str) -> dict[str, str]:
    une = defi.nouveau("premiere_visite")
    carte = CarteVitale.objects.filter(personne=assure.personne).first()
    banque = coordonnees.actuelles(assure)
    return {
        "serie": carte.serie[-7:] if carte else "1234567", "iban": banque.iban[-7:] if banque else "3456705",
        "captcha_defi": une.jeton, "captcha": une.texte, **plus,
    }  # fmt: skip


COMPTE = {
    "courriel": ADRESSE, "courriel_bis": ADRESSE, "mot_de_passe": MOT, "confirmation": MOT, "telephone": "+33 6 39 98 00 77",
    "conditions": "on",
}  # fmt: skip


def prouver(assure, client: Client, identite: dict | None = None, preuve: dict | None = None):
    client.post(reverse("premiere_visite"), identite_de(assure, **(identite or {})))
    return client.post(reverse("premiere_visite_preuve"), preuve_de(assure, **(preuve or {})))


def ouvrir(assure, client: Client, **plus: str):
    prouver(assure, client)
    return client.post(reverse("premiere_visite_compte"), {**COMPTE, **plus})


def lien() -> str:
    envoi = Envoi.objects.filter(gabarit="adresse_a_confirmer").order_by("-id")[0]
    return re.search(r"jeton=(\S+)", json.loads(envoi.contenu)["texte"])[1]


def test_from_the_first_screen_to_a_complete_account(lea):
    client = Client()
    assert ouvrir(lea, client)["Location"] == reverse("premiere_visite_courriel")
    page = client.get(reverse("premiere_visite_courriel")).content.decode()
    assert "Vérifiez votre messagerie" in page
    assert ADRESSE not in page
    compte = Compte.objects.get(assure=lea)
    assert compte.email == ADRESSE
    assert compte.telephone == "0639980077"
    assert compte.cgu_version == conditions.VERSION
    assert compte.email_valide_le is None
    jeton = lien()
    for _ in range(2):
        assert Client().get(f"{reverse('adresse_confirmer')}?jeton={jeton}").status_code == 200
    assert (
        "Votre adresse est confirmée" in Client().post(reverse("adresse_confirmer"), {"jeton": jeton}).content.decode()
    )
    compte.refresh_from_db()
    assert compte.email_valide_le is not None
    assert Envoi.objects.filter(gabarit="bienvenue").count() == 1
    assert Client().post(reverse("adresse_confirmer"), {"jeton": jeton}).status_code == 404


def test_the_true_owner_is_told_by_letter(lea):
    ouvrir(lea, Client())
    lettre = Envoi.objects.get(gabarit="compte_ouvert")
    assert "40100 DAX" in lettre.destination
    assert "Appelez tout de suite le 36 46" in json.loads(lettre.contenu)["texte"]


def test_the_first_screen_judges_nothing_but_the_shape(db):
    inconnue = {"nir": nir_d_essai(numero=33), "nom": "Personne", "naissance": "15/06/1990", "code_postal": "40100"}
    assert Client().post(reverse("premiere_visite"), inconnue)["Location"] == reverse("premiere_visite_preuve")
    fausse = Client().post(reverse("premiere_visite"), {**inconnue, "code_postal": "4010", "naissance": "hier"})
    assert set(fausse.context["form"].errors) == {"code_postal", "naissance"}
    assert 'value="Personne"' in fausse.content.decode()


REFUS = {
    "wrong name": lambda lea: {"identite": {"nom": "Durand"}},
    "wrong birth date": lambda lea: {"identite": {"naissance": "16/06/1990"}},
    "wrong post code": lambda lea: {"identite": {"code_postal": "33000"}},
    "unknown number": lambda lea: {"identite": {"nir": nir_d_essai(numero=44)}},
    "wrong serial": lambda lea: {"preuve": {"serie": "7654321"}},
    "wrong iban": lambda lea: {"preuve": {"iban": "7654321"}},
}


def _perdue(lea):
    CarteVitale.objects.filter(personne=lea.personne).update(etat=CarteVitale.Etat.PERDUE)


def _decede(lea):
    with auteur("systeme:essai"):
        type(lea.personne).objects.filter(pk=lea.personne.pk).update(date_deces=date(2026, 1, 1))


def _mineur(lea):
    with auteur("systeme:essai"):
        type(lea.personne).objects.filter(pk=lea.personne.pk).update(date_naissance=date(2012, 6, 15))


ETATS = {"card in opposition": _perdue, "dead": _decede, "too young": _mineur, "has an account": creer_compte}


def _refuser(lea, cas: str) -> tuple[int, str, int]:
    """Status, text (without what changes each time) and number of queries of the refusal."""
    client = Client(REMOTE_ADDR=f"203.0.113.{[*REFUS, *ETATS, ''].index(cas)}")
    plus = REFUS[cas](lea) if cas in REFUS else {}
    if cas in ETATS:
        ETATS[cas](lea)
    if cas == "too young":
        plus = {"identite": {"naissance": "15/06/2012"}}
    client.post(reverse("premiere_visite"), identite_de(lea, **plus.get("identite", {})))
    donnees = preuve_de(lea, **plus.get("preuve", {}))
    with requetes() as faites:
        reponse = client.post(reverse("premiere_visite_preuve"), donnees)
    texte = reponse.content.decode()
    for variable in (donnees["serie"], donnees["iban"]):
        texte = texte.replace(f'value="{variable}"', "")
    texte = re.sub(r"(captcha/|value=\")[\w-]{40,}", "", texte)
    return reponse.status_code, texte, len(faites)


@pytest.mark.django_db
def test_every_refusal_has_the_same_status_text_and_queries():
    vus = {cas: _refuser(creer_assure(), cas) for cas in (*REFUS, *ETATS)}
    sans_banque = creer_assure(iban=None)
    vus["no bank details"] = _refuser(sans_banque, "")
    assert "Nous ne pouvons pas ouvrir de compte avec ces informations." in vus["wrong name"][1]
    assert len(set(vus.values())) == 1, {cas: (statut, n) for cas, (statut, _, n) in vus.items()}


def test_a_provisional_number_is_refused(db):
    assure = creer_assure(nir="7900640999055")
    assert "Nous ne pouvons pas ouvrir" in prouver(assure, Client()).content.decode()


def test_three_refusals_close_the_door_of_a_number_until_the_next_day(lea):
    client = Client()
    statuts = [prouver(lea, client, preuve={"serie": "7654321"}).status_code for _ in range(3)]
    assert statuts == [200, 200, 429]
    assert prouver(lea, Client()).status_code == 429
    with time_machine.travel(horloge.temps_reel() + timedelta(hours=25)):
        assert prouver(lea, Client()).status_code == 302


def test_a_wrong_captcha_takes_no_try(lea):
    for _ in range(5):
        assert prouver(lea, Client(), preuve={"captcha": "ZZZZZZ"}).status_code == 200
    assert prouver(lea, Client()).status_code == 302


def test_no_screen_opens_before_the_one_before(lea):
    assert Client().get(reverse("premiere_visite_preuve"))["Location"] == reverse("premiere_visite")
    assert Client().post(reverse("premiere_visite_compte"), COMPTE)["Location"] == reverse("premiere_visite")
    assert Client().get(reverse("premiere_visite_courriel"))["Location"] == reverse("connexion")
    assert not Compte.objects.exists()


def test_a_proof_waits_twenty_minutes(lea):
    client = Client()
    prouver(lea, client)
    with time_machine.travel(horloge.temps_reel() + timedelta(minutes=21)):
        renvoi = client.post(reverse("premiere_visite_compte"), COMPTE)["Location"]
        assert renvoi == reverse("premiere_visite")
        assert "nous avons effacé le reste" in client.get(renvoi).content.decode()


def test_the_session_holds_no_number_in_clear(lea):
    client = Client()
    client.post(reverse("premiere_visite"), identite_de(lea))
    assert lea.personne.nir not in str(dict(client.session))
    assert "Duprat" not in str(dict(client.session))


def test_going_back_finds_what_was_typed(lea):
    client = Client()
    client.post(reverse("premiere_visite"), identite_de(lea))
    assert 'value="DUPRAT"' in client.get(reverse("premiere_visite")).content.decode()


def test_mistakes_of_the_third_screen_keep_the_rest(lea):
    reponse = ouvrir(
        lea, Client(), courriel_bis="autre@exemple.fr", mot_de_passe="court", telephone="12", conditions=""
    )
    assert set(reponse.context["form"].errors) == {"courriel_bis", "mot_de_passe", "telephone", "conditions"}
    assert f'value="{ADRESSE}"' in reponse.content.decode()
    assert "court" not in reponse.content.decode().split("<main")[1].split("criteres")[0]


def test_two_clicks_open_one_account(lea):
    premier, second = Client(), Client()
    for client in (premier, second):
        prouver(lea, client)
    reponses = [client.post(reverse("premiere_visite_compte"), COMPTE)["Location"] for client in (premier, second)]
    assert reponses == [reverse("premiere_visite_courriel"), reverse("connexion")]
    assert Compte.objects.filter(assure=lea).count() == 1


def test_an_account_opened_meanwhile_says_so_to_the_caller(lea):
    with transaction.atomic():
        creer_compte(lea)
    with pytest.raises(ouverture.DejaOuvert):
        ouverture.ouvrir(lea, courriel=ADRESSE, mot_de_passe=MOT, voie="essai")


def test_the_address_of_another_account_is_told_only_to_who_reads_it(lea):
    creer_compte(creer_assure("Marc", "Lafitte"), courriel=ADRESSE)
    client = Client()
    assert ouvrir(lea, client)["Location"] == reverse("premiere_visite_courriel")
    assert "Vérifiez votre messagerie" in client.get(reverse("premiere_visite_courriel")).content.decode()
    assert not Envoi.objects.filter(gabarit="adresse_a_confirmer").exists()
    assert Envoi.objects.get(gabarit="adresse_deja_prise").destination == ADRESSE


def test_of_two_who_hope_for_an_address_the_first_to_confirm_has_it(lea):
    marc = creer_assure("Marc", "Lafitte")
    ouvrir(lea, Client())
    premier = lien()
    ouvrir(marc, Client())
    second = lien()
    Client().post(reverse("adresse_confirmer"), {"jeton": second})
    assert (
        "sert déjà à un autre compte"
        in Client().post(reverse("adresse_confirmer"), {"jeton": premier}).content.decode()
    )
    assert Compte.objects.get(assure=lea).email_valide_le is None


def test_the_link_waits_seven_days(lea):
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as voyage:
        ouvrir(lea, Client())
        jeton = lien()
        voyage.shift(timedelta(days=7, seconds=1))
        assert Client().post(reverse("adresse_confirmer"), {"jeton": jeton}).status_code == 404


def test_the_mail_is_sent_again_and_only_the_last_works(lea):
    client = Client()
    ouvrir(lea, client)
    premier = lien()
    assert "Un nouveau courriel vient de partir." in client.post(reverse("premiere_visite_renvoyer")).content.decode()
    assert Client().post(reverse("adresse_confirmer"), {"jeton": premier}).status_code == 404
    assert Client().post(reverse("adresse_confirmer"), {"jeton": lien()}).status_code == 200
    statuts = [client.post(reverse("premiere_visite_renvoyer")).status_code for _ in range(5)]
    assert statuts[-1] == 429


def test_the_address_can_be_corrected_after_signing_in(lea):
    client = Client()
    ouvrir(lea, client)
    perdu = lien()
    client.post(reverse("connexion"), {"nir": lea.personne.nir, "mot_de_passe": MOT})
    rappel = client.get("/mes-informations/")["Location"]
    assert rappel == "/connexion/adresse/rappel/?next=/mes-informations/"
    neuve = {"courriel": "lea.duprat@exemple.fr", "courriel_bis": "lea.duprat@exemple.fr", "next": "/"}
    assert "Un courriel vient de partir." in client.post(reverse("adresse_a_confirmer"), neuve).content.decode()
    assert Client().post(reverse("adresse_confirmer"), {"jeton": perdu}).status_code == 404
    assert Client().post(reverse("adresse_confirmer"), {"jeton": lien()}).status_code == 200
    assert client.get("/mes-informations/").status_code == 200


def test_the_reminder_may_wait_until_the_next_sign_in(lea):
    client = Client()
    ouvrir(lea, client)
    client.post(reverse("connexion"), {"nir": lea.personne.nir, "mot_de_passe": MOT})
    assert client.post(reverse("adresse_plus_tard"), {"next": "/mes-informations/"})["Location"] == "/mes-informations/"
    assert client.get("/mes-informations/").status_code == 200


def test_new_terms_are_accepted_before_anything_else(lea):
    compte = creer_compte(lea, cgu_version="2020-01-01")
    client = connecter(Client(), compte)
    for page in ("/messagerie/", reverse("informations:cles")):
        assert client.get(page)["Location"] == f"/connexion/conditions/?next={page}"
    assert "ont changé" in client.get("/connexion/conditions/?next=/messagerie/").content.decode()
    assert client.get("/conditions/").status_code == 200
    assert client.post("/connexion/conditions/accepter/", {"next": "/messagerie/"})["Location"] == "/messagerie/"
    assert client.get("/messagerie/").status_code == 200
    compte.refresh_from_db()
    assert compte.cgu_version == conditions.VERSION


def test_a_closed_way_says_so(lea):
    voies.basculer(voies.PREMIERE_VISITE, False, acteur="systeme:essai", motif="essai")
    assert Client().get(reverse("premiere_visite")).status_code == 503
    assert prouver(lea, Client()).status_code == 503
    assert "Créer un compte" not in Client().get(reverse("connexion")).content.decode()


def test_who_is_signed_in_has_an_account_already(lea, client):
    client.force_login(creer_compte(lea))
    assert client.get(reverse("premiere_visite"))["Location"] == "/"
