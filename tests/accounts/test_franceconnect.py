"""Signing in with FranceConnect: departure, the number asked once, accounts opened, screens, sign-out, switches."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.connexion import voies
from accounts.connexion.franceconnect.ecrans import ECRANS
from accounts.connexion.franceconnect.rattachement import empreinte_du_sub
from accounts.models import Compte, Connexion, LienFranceConnect, Personne, Voie
from accounts.securite import gel
from ameli.noyau.journal import auteur
from ameli.noyau.models import Entree, Envoi
from tests.accounts.fournisseur import CLIENT, EMETTEUR, LEA, SUB, Faux, faux  # noqa: F401
from tests.fabriques import (
    PREMIER_JOUR,
    connecter,
    creer_agent,
    creer_assure,
    creer_compte,
    devenir_formateur,
    nir_d_essai,
)
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db


def lier(assure) -> None:
    LienFranceConnect.objects.create(
        compte=assure.compte, emetteur=EMETTEUR, sub_empreinte=empreinte_du_sub(EMETTEUR, SUB), lie_le=PREMIER_JOUR
    )


def donner_le_numero(client: Client, nir: str, **plus: str):
    return client.post(reverse("franceconnect_rattacher"), {"nir": nir, **plus})


def est_connecte(client: Client) -> bool:
    return "_auth_user_id" in client.session


def motif(reponse) -> str:
    assert reponse.status_code == 302
    return reponse["Location"].removeprefix("/connexion/franceconnect/").rstrip("/")


def test_the_departure_asks_for_what_is_needed_and_no_more(client, faux: Faux):  # noqa: F811
    demande = faux.partir(client)
    assert demande["acr_values"] == "eidas1"
    assert demande["code_challenge_method"] == "S256"
    assert demande["client_id"] == CLIENT
    assert demande["redirect_uri"] == "http://testserver/connexion/franceconnect/retour/"
    assert set(demande["scope"].split()) == {
        "openid", "family_name", "given_name", "birthdate", "gender", "birthplace", "birthcountry", "email",
    }  # fmt: skip
    assert min(len(demande["state"]), len(demande["nonce"]), len(demande["code_challenge"])) >= 43
    assert demande["state"] != faux.partir(client)["state"]


def test_the_departure_is_a_post_with_its_token(faux: Faux):  # noqa: F811
    assert Client().get(reverse("franceconnect")).status_code == 405
    assert Client(enforce_csrf_checks=True).post(reverse("franceconnect")).status_code == 403


def test_the_first_time_asks_for_the_number_then_ties_the_identity(client, lea, faux: Faux):  # noqa: F811
    assert faux.aller_et_revenir(client)["Location"] == reverse("franceconnect_rattacher")
    page = client.get(reverse("franceconnect_rattacher")).content.decode()
    assert "Bonjour Léa" in page
    assert "Adresse électronique" not in page
    assert donner_le_numero(client, lea.personne.nir)["Location"] == "/"
    assert int(client.session["_auth_user_id"]) == lea.compte.pk
    lien = LienFranceConnect.objects.get()
    assert (lien.compte_id, lien.emetteur) == (lea.compte.pk, EMETTEUR)
    assert SUB not in str(LienFranceConnect.objects.values().get())
    assert Entree.objects.filter(genre="franceconnect.rattache", assure_ref=lea.public_id).exists()
    assert Envoi.objects.filter(gabarit="franceconnect").count() == 1


def test_the_next_time_leads_straight_in_as_any_sign_in(client, lea, faux: Faux):  # noqa: F811
    lier(lea)
    faux.informations.update(family_name="Autre", email="ailleurs@exemple.fr")
    assert faux.aller_et_revenir(client)["Location"] == "/"
    connexion = Connexion.objects.get()
    assert (connexion.voie, connexion.resultat, connexion.compte_id) == ("franceconnect", "REUSSIE", lea.compte.pk)
    assert Envoi.objects.filter(gabarit="connexion_appareil_inconnu").count() == 1
    assert client.cookies["appareil"].value


def test_the_session_key_changes_and_the_page_asked_for_is_found_again(client, lea, faux: Faux):  # noqa: F811
    lier(lea)
    demande = faux.partir(client, next="/messagerie/")
    avant = client.session.session_key
    retour = client.get(reverse("franceconnect_retour"), {"code": "code", "state": demande["state"]})
    assert retour["Location"] == "/messagerie/"
    assert client.session.session_key != avant


@pytest.mark.parametrize(
    "ailleurs", ["https://mechant.example/", "//mechant.example", "/agents/", "javascript:x", "demain"]
)
def test_the_return_never_leads_elsewhere(client, lea, faux: Faux, ailleurs: str):  # noqa: F811
    lier(lea)
    demande = faux.partir(client, next=ailleurs)
    retour = client.get(reverse("franceconnect_retour"), {"code": "code", "state": demande["state"]})
    assert retour["Location"] == "/"


def test_who_has_no_account_opens_one(client, faux: Faux):  # noqa: F811
    hugo = creer_assure()
    faux.aller_et_revenir(client)
    page = client.get(reverse("franceconnect_rattacher")).content.decode()
    assert 'value="lea.fc@exemple.fr"' in page
    assert donner_le_numero(client, hugo.personne.nir, courriel="Lea.Perso@exemple.fr")["Location"] == "/"
    compte = Compte.objects.get(assure=hugo)
    assert compte.email == "lea.perso@exemple.fr"
    assert compte.email_valide_le is None
    assert not compte.has_usable_password()
    assert Entree.objects.filter(genre="compte.ouvert_franceconnect").exists()
    client.post(reverse("deconnexion"))
    assert faux.aller_et_revenir(client)["Location"] == "/"


def test_a_new_account_does_not_take_the_address_of_another(client, faux: Faux):  # noqa: F811
    creer_compte(creer_assure("Marc", "Lafitte"), courriel="pris@exemple.fr")
    hugo = creer_assure()
    faux.aller_et_revenir(client)
    reponse = donner_le_numero(client, hugo.personne.nir, courriel="PRIS@exemple.fr")
    assert reponse.status_code == 302
    assert Compte.objects.get(assure=hugo).email_valide_le is None
    assert Envoi.objects.filter(gabarit="adresse_deja_prise").count() == 1
    assert not Envoi.objects.filter(gabarit="adresse_a_confirmer").exists()


def test_the_email_of_the_provider_finds_nobody(client, faux: Faux):  # noqa: F811
    marc = creer_assure("Marc", "Lafitte", sexe="M", date_naissance=date(1985, 5, 12))
    creer_compte(marc, courriel=LEA["email"])
    assert motif(faux.aller_et_revenir(client)) == "sans-dossier"


def test_homonyms_have_their_own_screen_even_when_one_has_an_account(client, lea, faux: Faux):  # noqa: F811
    creer_assure()
    assert motif(faux.aller_et_revenir(client)) == "homonymes"
    assert not est_connecte(client)


def test_an_unknown_day_of_birth_matches_nobody(client, lea, faux: Faux):  # noqa: F811
    faux.informations["birthdate"] = "1990-00-00"
    assert motif(faux.aller_et_revenir(client)) == "sans-dossier"


def test_the_dead_match_nobody(client, lea, faux: Faux):  # noqa: F811
    with auteur("systeme:essai"):
        Personne.objects.update(date_deces=date(2025, 1, 1))
    assert motif(faux.aller_et_revenir(client)) == "sans-dossier"


def test_who_has_no_number_yet_opens_no_account_and_no_number_is_theirs(client, faux: Faux):  # noqa: F811
    sans_numero = creer_assure(nir=None)
    assert motif(faux.aller_et_revenir(client)) == "sans-dossier"
    with auteur("systeme:essai"):
        sans_numero.personne.nir = nir_d_essai()
        sans_numero.personne.save()
    faux.aller_et_revenir(client)
    with auteur("systeme:essai"):
        Personne.objects.update(nir=None, nir_empreinte=None)
    assert "Ce numéro" in donner_le_numero(client, sans_numero.personne.nir, courriel="lea@exemple.fr").content.decode()
    assert not Compte.objects.filter(assure=sans_numero).exists()


def test_an_account_opens_at_sixteen(client, faux: Faux):  # noqa: F811
    creer_assure(date_naissance=date(2012, 6, 15))
    faux.informations["birthdate"] = "2012-06-15"
    assert motif(faux.aller_et_revenir(client)) == "trop-jeune"


def test_a_second_identity_for_one_account_is_a_question_for_an_agent(client, lea, faux: Faux):  # noqa: F811
    lier(lea)
    faux.jeton["sub"] = faux.informations["sub"] = "une autre identite"
    assert motif(faux.aller_et_revenir(client)) == "deja-rattache"


def test_two_identities_that_race_for_one_account_leave_one(client, lea, faux: Faux):  # noqa: F811
    faux.aller_et_revenir(client)
    second = Client()
    faux.jeton["sub"] = faux.informations["sub"] = "une autre identite"
    faux.aller_et_revenir(second)
    assert donner_le_numero(client, lea.personne.nir)["Location"] == "/"
    assert motif(donner_le_numero(second, lea.personne.nir)) == "deja-rattache"
    assert LienFranceConnect.objects.count() == 1
    assert not est_connecte(second)


def test_a_wrong_number_is_told_and_the_fifth_ends_it(client, lea, faux: Faux):  # noqa: F811
    autre = creer_assure("Marc", "Lafitte", sexe="M").personne.nir
    faux.aller_et_revenir(client)
    for _ in range(4):
        reponse = donner_le_numero(client, autre)
        assert "n’est pas celui du dossier" in reponse.content.decode()
    assert motif(donner_le_numero(client, autre)) == "trop-d-essais"
    faux.aller_et_revenir(client)
    assert motif(donner_le_numero(client, lea.personne.nir)) == "trop-d-essais"
    assert not est_connecte(client)


def test_the_page_of_the_number_closes_after_ten_minutes(client, lea, faux: Faux):  # noqa: F811
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False):
        faux.aller_et_revenir(client)
    with time_machine.travel(datetime(2026, 11, 23, 9, 11, tzinfo=UTC), tick=False):
        assert motif(client.get(reverse("franceconnect_rattacher"))) == "trop-tard"
    assert motif(Client().get(reverse("franceconnect_rattacher"))) == "trop-tard"


def test_the_session_keeps_neither_number_nor_civil_status(client, lea, faux: Faux):  # noqa: F811
    faux.aller_et_revenir(client)
    garde = str(dict(client.session.items()))
    for secret in (lea.personne.nir, "DUPRAT", "1990", "40192", SUB):
        assert secret not in garde.replace(client.session["franceconnect_rattachement"]["jeton"], "")


def test_who_gives_up_reads_so(client, lea, faux: Faux):  # noqa: F811
    assert motif(faux.aller_et_revenir(client, code=..., error="access_denied")) == "annule"
    assert motif(faux.aller_et_revenir(client, code=..., error="server_error")) == "refuse"


def test_a_frozen_account_stays_closed(client, lea, faux: Faux):  # noqa: F811
    lier(lea)
    gel.geler(lea.compte, "demande suspecte", "essai")
    assert faux.aller_et_revenir(client)["Location"] == reverse("compte_gele")
    assert not est_connecte(client)
    assert Connexion.objects.get().voie == "franceconnect"


def test_a_closed_account_has_its_own_screen(client, lea, faux: Faux):  # noqa: F811
    lier(lea)
    Compte.objects.update(is_active=False)
    assert faux.aller_et_revenir(client)["Location"] == reverse("compte_ferme")


def test_sign_out_ends_the_session_of_franceconnect_too(client, lea, faux: Faux):  # noqa: F811
    lier(lea)
    faux.aller_et_revenir(client)
    reponse = client.post(reverse("deconnexion"))
    fin = urlsplit(reponse["Location"])
    valeurs = {nom: v[0] for nom, v in parse_qs(fin.query).items()}
    assert f"{fin.scheme}://{fin.netloc}{fin.path}" == f"{EMETTEUR}/session/end"
    assert valeurs["id_token_hint"].count(".") == 2
    assert valeurs["post_logout_redirect_uri"] == "http://testserver/connexion/"
    assert len(valeurs["state"]) >= 32
    assert not est_connecte(client)
    assert "Vous êtes déconnecté" in client.get("/connexion/?state=x").content.decode()


def test_sign_out_of_a_password_stays_here(client, lea, faux: Faux):  # noqa: F811
    connecter(client, lea.compte)
    assert client.post(reverse("deconnexion"))["Location"] == "/connexion/"


def test_who_is_signed_in_is_led_home(client, lea, faux: Faux):  # noqa: F811
    connecter(client, lea.compte)
    assert client.post(reverse("franceconnect"))["Location"] == "/"
    assert client.get(reverse("franceconnect_rattacher"))["Location"] == "/"


def test_a_provider_that_is_down_is_told_before_anybody_leaves(client, faux: Faux):  # noqa: F811
    faux.pannes["/.well-known/openid-configuration"] = requests.ConnectionError()
    page = client.get(faux.partir(client)["ecran"])
    assert page.status_code == 503
    assert "FranceConnect ne répond pas" in page.content.decode()


def test_the_return_costs_few_queries(client, lea, faux: Faux):  # noqa: F811
    lier(lea)
    demande = faux.partir(client)
    with requetes() as vues:
        client.get(reverse("franceconnect_retour"), {"code": "code", "state": demande["state"]})
    assert len(vues) <= 20, vues


@pytest.mark.parametrize("nom", ECRANS)
def test_each_screen_says_what_to_do(client, nom: str):
    page = client.get(reverse("franceconnect_ecran", args=[nom]))
    assert page.status_code == ECRANS[nom].statut
    assert "Que faire" in page.content.decode()


def test_an_unknown_screen_is_not_found(client):
    assert client.get(reverse("franceconnect_ecran", args=["autre"])).status_code == 404


# Switches


def test_closing_franceconnect_takes_the_button_away_and_refuses_at_once(client, lea, faux: Faux):  # noqa: F811
    assert "S’identifier avec FranceConnect" in client.get("/connexion/").content.decode()
    demande = faux.partir(client)
    voies.basculer("franceconnect", False, acteur="systeme:essai", motif="panne annoncée")
    assert "S’identifier avec FranceConnect" not in client.get("/connexion/").content.decode()
    assert faux.partir(client)["ecran"].endswith("/suspendu/")
    assert motif(client.get(reverse("franceconnect_retour"), {"code": "code", "state": demande["state"]})) == "suspendu"
    voies.basculer("franceconnect", True, acteur="systeme:essai", motif="fin de panne")
    assert "S’identifier avec FranceConnect" in client.get("/connexion/").content.decode()
    assert [e.genre for e in Entree.objects.filter(genre__startswith="voie.").order_by("id")] == [
        "voie.fermee", "voie.ouverte",
    ]  # fmt: skip


def test_without_configuration_there_is_no_button(client, settings):
    settings.FRANCECONNECT = {**settings.FRANCECONNECT, "emetteur": ""}
    assert "FranceConnect" not in client.get("/connexion/").content.decode()
    assert motif(client.post(reverse("franceconnect"))) == "suspendu"


def test_closing_the_password_leaves_franceconnect(client, lea, faux: Faux):  # noqa: F811
    voies.basculer("mot_de_passe", False, acteur="systeme:essai", motif="attaque en cours")
    page = client.get("/connexion/").content.decode()
    assert "suspendue" in page
    assert 'name="mot_de_passe"' not in page
    assert client.post("/connexion/", {"nir": lea.personne.nir, "mot_de_passe": "x"}).status_code == 503
    lier(lea)
    assert faux.aller_et_revenir(client)["Location"] == "/"


def test_an_operator_flips_a_switch_from_a_terminal():
    sortie = StringIO()
    call_command("voies", "fermer", "franceconnect", "--motif", "essai", stdout=sortie)
    assert "franceconnect  fermée" in sortie.getvalue()
    assert not voies.ouverte("franceconnect")
    call_command("voies", "fermer", "franceconnect", "--motif", "essai", stdout=sortie)
    assert "Rien à changer" in sortie.getvalue()
    call_command("voies", "ouvrir", "franceconnect", "--motif", "essai", stdout=sortie)
    assert voies.ouverte("franceconnect")
    with pytest.raises(CommandError):
        call_command("voies", "fermer", "franceconnect", stdout=sortie)


def test_an_operator_flips_a_switch_in_the_agents_site(client):
    connecter(devenir_formateur(client), creer_agent().compte)
    adresse = reverse("admin:accounts_voie_add")
    assert client.get(adresse).status_code == 200
    client.post(adresse, {"code": "franceconnect", "motif": "attaque en cours"})
    assert not voies.ouverte("franceconnect")
    change = reverse("admin:accounts_voie_change", args=[Voie.objects.get().pk])
    assert client.get(change).status_code == 200
    assert client.get(reverse("admin:accounts_voie_changelist")).status_code == 200
    client.post(change, {"ouverte": "on", "motif": "attaque finie"})
    assert voies.ouverte("franceconnect")
    assert Entree.objects.filter(genre__startswith="voie.").count() == 2


def test_an_ordinary_agent_has_no_switch(client):
    connecter(client, creer_agent(superviseur=False).compte)
    assert client.get(reverse("admin:accounts_voie_changelist")).status_code == 403
