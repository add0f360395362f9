"""A new password: the rules of chapter 3 § 4, what it may not contain, and what a change leaves."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.connexion import choix_mot_de_passe
from accounts.connexion.choix_mot_de_passe import FormulaireChoixMotDePasse, changer, identite_de
from accounts.connexion.regles_mot_de_passe import ADMIS, SPECIAUX, Identite, fautes
from accounts.models import AncienMotDePasse, Essais
from ameli.noyau.models import Envoi
from tests.fabriques import MOT_DE_PASSE, connecter, creer_assure, creer_compte
from tests.gardes.test_code_sur import GABARITS, MODULES, RACINE, appels

LEA = Identite(("Duprat", "Martin-Élan", "Léa Noémie"), date(1990, 6, 15), "2900640999101")
BON = "Marée".replace("é", "e") + "-basse-79"


def test_a_good_password_has_no_fault():
    assert fautes(BON, LEA) == []
    assert fautes("Camelia-Amelie-74", LEA) == [], "names that only look like a word of the site"


@pytest.mark.parametrize(
    ("mot", "dit"),
    [
        ("Ab1-xyg", "8 à 64"),
        ("Ab1-" * 17, "8 à 64"),
        ("MAREE-BASSE-7", "minuscule"),
        ("maree-basse-7", "majuscule"),
        ("MareeBasseDouce", "chiffre ou un signe"),
        ("Maree basse 7", "pas accepté"),
        ("Marée-basse-7", "pas accepté"),
        ("Maree#basse7", "pas accepté"),
        ("Mareee-basse7", "trois fois"),
        ("Maree-1234-x", "suites"),
        ("Maree-4321-x", "suites"),
        ("Maree-Azerty", "suites"),
        ("Duprat-jolie-7", "ni votre nom"),
        ("Elan-jolie-74", "ni votre nom"),
        ("N0emie-Noemie-7", "ni votre nom"),
        ("Jolie-15061990", "ni votre nom"),
        ("Jolie-15-06-90", "ni votre nom"),
        ("Jolie-2900640x", "ni votre nom"),
        ("Ameli-jolie-74", "mots du site"),
        ("Compte2Ameli74", "mots du site"),
        ("CompteAmeli-74", "mots du site"),
        ("Carte-Vitale-74", "mots du site"),
        ("Mot-De-Passe-74", "mots du site"),
    ],
)
def test_each_rule_says_what_to_do(mot, dit):
    assert any(dit in faute for faute in fautes(mot, LEA)), fautes(mot, LEA)


@given(st.text(alphabet="abcdefgABCDEFG2468" + SPECIAUX, min_size=8, max_size=64))
def test_the_signs_of_the_kiosks_are_accepted(mot):
    assert not any("pas accepté" in faute for faute in fautes(mot, Identite()))


@given(st.text(min_size=1, max_size=70))
def test_no_password_that_a_kiosk_cannot_type_is_accepted(mot):
    if not fautes(mot, LEA):
        assert ADMIS.fullmatch(mot)
        assert 8 <= len(mot) <= 64


@pytest.fixture
def compte(db):
    return creer_compte(creer_assure())


def saisir(compte, mot: str, encore: str | None = None) -> FormulaireChoixMotDePasse:
    identite = identite_de(compte.assure.personne)
    donnees = {"mot_de_passe": mot, "confirmation": mot if encore is None else encore}
    return FormulaireChoixMotDePasse(donnees, identite=identite, compte=compte)


def test_a_common_password_is_refused_offline(compte):
    assert "Passw0rd".lower() in choix_mot_de_passe.COURANTS.passwords
    assert saisir(compte, "Passw0rd").errors["mot_de_passe"] == [
        "Ce mot de passe est trop courant. Choisissez-en un autre."
    ]


def test_three_thousand_common_passwords_that_keep_the_rules_are_refused():
    """The list counts for what it holds within our own rules: as people write them, one letter in capitals."""
    ecrits = (
        mot[:i] + mot[i:].capitalize() for mot in sorted(choix_mot_de_passe.COURANTS.passwords) for i in (0, 1, 2)
    )
    permis = {mot for mot in ecrits if not fautes(mot, Identite())}
    assert len({mot.lower() for mot in permis}) >= 3000
    for mot in permis:
        formulaire = FormulaireChoixMotDePasse({"mot_de_passe": mot, "confirmation": mot}, identite=Identite())
        assert formulaire.has_error("mot_de_passe", "courant"), mot


def test_every_new_password_goes_through_these_rules():
    """First visit, reset, provisional code, an agent's link, a change: one form has the field, one door writes it."""
    ecrits = {str(lu.relative_to(RACINE)) for lu in (*MODULES, *GABARITS) if "new-password" in lu.read_text("utf-8")}
    assert ecrits == {"accounts/connexion/choix_mot_de_passe.py"}
    poses = {ou.rpartition(":")[0] for ou, _, nom in appels() if nom.endswith(".set_password")}
    assert poses == {"accounts/connexion/choix_mot_de_passe.py", "accounts/models/compte.py"}


def test_the_two_must_be_the_same(compte):
    assert list(saisir(compte, BON, "Autre-chose-7").errors) == ["confirmation"]


def test_none_of_the_last_three_comes_back(compte):
    mots = [f"Maree-haute-{n}x" for n in (2, 4, 6, 8)]
    for mot in mots:
        assert saisir(compte, mot).is_valid()
        changer(compte, mot, acteur=compte.acteur, motif="code provisoire")
        compte.refresh_from_db()
    assert all("déjà utilisé" in saisir(compte, mot).errors["mot_de_passe"][0] for mot in mots[1:])
    assert saisir(compte, mots[0]).is_valid()
    assert AncienMotDePasse.objects.filter(compte=compte).count() == 2


def test_a_change_ends_the_other_sessions_and_tells_the_owner(compte):
    ici, ailleurs = connecter(Client(), compte), connecter(Client(), compte)
    adresse = reverse("informations:mot_de_passe")
    reponse = ici.post(adresse, {"actuel": MOT_DE_PASSE, "mot_de_passe": BON, "confirmation": BON})
    assert reponse.status_code == 302, reponse.context["form"].errors
    assert "Votre mot de passe est changé." in ici.get(reverse("informations:accueil")).content.decode()
    assert ailleurs.get(reverse("informations:accueil"))["Location"].startswith("/connexion/")
    courriel = Envoi.objects.get(gabarit="mot_de_passe_modifie")
    assert "heure de Paris" in json.loads(courriel.contenu)["texte"]
    compte.refresh_from_db()
    assert compte.check_password(BON)


def test_three_wrong_current_passwords_end_the_session(compte):
    client, adresse = connecter(Client(), compte), reverse("informations:mot_de_passe")
    donnees = {"actuel": "Faux-faux-7", "mot_de_passe": BON, "confirmation": BON}
    assert [client.post(adresse, donnees).status_code for _ in range(3)] == [200, 200, 302]
    page = client.get(f"{reverse('connexion')}?confirmation=1").content.decode()
    assert "Trois mots de passe étaient faux." in page
    assert client.get(adresse)["Location"].startswith("/connexion/")
    compte.refresh_from_db()
    assert compte.check_password(MOT_DE_PASSE)


def test_a_mistake_elsewhere_takes_no_try(compte):
    client, adresse = connecter(Client(), compte), reverse("informations:mot_de_passe")
    for _ in range(5):
        client.post(adresse, {"actuel": "Faux-faux-7", "mot_de_passe": "court", "confirmation": "court"})
    assert not Essais.objects.filter(cle__startswith="confirmation").exists()


def test_an_account_without_password_chooses_its_first(compte):
    compte.set_unusable_password()
    compte.save()
    client = connecter(Client(), compte)
    reponse = client.post(reverse("informations:mot_de_passe"), {"mot_de_passe": BON, "confirmation": BON})
    assert reponse.status_code == 302
    compte.refresh_from_db()
    assert compte.check_password(BON)
