"""A practice site holds nobody's true numbers: refused wherever they are typed, before anything is kept of them."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.messagerie.themes import THEMES
from accounts.models import Assure, ChangementContact, Connexion, CoordonneesBancaires, Essais
from accounts.models.messagerie import Message
from ameli.bac_a_sable import banque
from ameli.bac_a_sable.installation import installer
from ameli.bac_a_sable.personas import personas
from ameli.bac_a_sable.peuplement import peupler
from ameli.bac_a_sable.vrais_numeros import NIR, PHRASE, SERIE, SIGNES_AU_PLUS, TELEPHONE, TROP_LONG, vrai_numero
from ameli.noyau.formats import iban as en_groupes
from ameli.noyau.saisie import interdits
from ameli.noyau.saisie.champs import ChampCourriel, ChampLigne, ChampMobile, ChampNir, ChampSerie
from demarches.models import Brouillon
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte
from tests.fabriques_iban import iban_francais

PRODUIT = ("accounts", "demarches", "documents", "paiements", "ameli")
VRAIS = {
    "courriel": "prenom.nom@courrier-a-moi.fr",
    "iban": "FR76 3000 6000 0112 3456 7890 189",
    "nir": "2 85 01 78 006 084",
    "telephone": "06 12 34 56 78",
}


@pytest.mark.parametrize(
    "texte",
    [
        "lea@courrier-a-moi.fr", "LEA@EXEMPLE.FR.PIRATE.NET", "lea@exemple.com", "j’écris à marc@poste.net, merci",
        "FR7630006000011234567890189", "fr76 3000-6000.0112 3456 7890 189", "F R76 3000 6000 0112 3456 7890 189",
        "FR12 1234 5123 4512 3456 7890 123", "Mon compte : DE75512108001245126199.", "BE68539007547034",
        "285017800608491", "2 85 01 78 006 084 91", "1.85.02.78.006.084", "2 85 01 2A 004 012", "mon numéro 2850178006084 est faux",
        "0612345678", "06.12.34.56.78", "+33 6 12 34 56 78", "0033612345678", "06-12 34.56 78", "01 42 00 00 00",
        "rappelez-moi au 06 12 34 56 78 ce soir", "+32 471 55 44 33", "+44 20 7946 0958",
        "4012345678", "40 1234 5678", "40123456789",
    ],
)  # fmt: skip
def test_what_looks_like_a_true_number_is_refused(texte: str):
    assert vrai_numero(texte).startswith(PHRASE)


@pytest.mark.parametrize(
    "texte",
    [
        "", "Bonjour", "lea.duprat@exemple.fr", "lea@exemple", "FR76 1333 5000 4008 9701 2345 694", "DE89370400440532013000",
        "2 90 06 40 999 014", "2 90 06 2a 999 014", "06 39 98 12 34", "06 39-98 12.34", "+33 6 39 98 00 01", "05 36 49 00 11", "01 99 00 12 34",
        "02 61 91 00 00", "03 53 01 00 00", "04 65 71 00 00", "+32 470 12 34 56", "1012345678", "10 1234 5678", "2345678", "36 46",
        "le 01-12-2026 10:30", "le 01.12.2026 à 10 h", "12/03/1990", "4012603000001231N", "Reçu 1 234,56 € le 3 mars",
    ],
)  # fmt: skip
def test_practice_numbers_and_ordinary_words_pass(texte: str):
    assert vrai_numero(texte) == ""


def test_a_practice_iban_that_is_mistyped_is_left_to_the_rules_of_ibans():
    """Its owner of the day hears what is wrong, not that it is somebody's."""
    assert vrai_numero("FR76 1333 5000 4008 9701 2345 695") == ""
    assert vrai_numero("FR76 1333 5000 4008 9701 2354 694") == ""


@pytest.mark.django_db
def test_everybody_of_the_practice_site_is_of_practice():
    for une in personas():
        for numero in (une.nir, une.nir_complet, une.serie, une.iban, une.telephone, une.telephone_fixe, une.email):
            assert vrai_numero(numero) == "", une.cle
    for compte in banque.comptes_d_exercice():
        assert vrai_numero(en_groupes(compte["iban"])) == ""


@pytest.mark.django_db
def test_people_drawn_at_random_have_practice_numbers_too():
    installer()
    connus = set(Assure.objects.systeme("essai").values_list("pk", flat=True))
    peupler(20)
    for assure in Assure.objects.systeme("essai").exclude(pk__in=connus).order_by("pk"):
        carte = assure.personne.cartes_vitale.get()
        rib = CoordonneesBancaires.objects.de(assure).get()
        for numero in (assure.personne.nir, carte.serie, rib.iban, assure.compte.email, assure.compte.telephone):
            assert vrai_numero(numero) == ""


def test_each_pupil_may_have_a_new_account_of_their_own():
    for compte in (7_000_000, 7_654_321, 7_999_999):
        iban = iban_francais(30004, 12, compte)
        assert (
            vrai_numero(iban) == ""
            and banque.verifier({"iban": iban, "titulaire": "DUPRAT LEA"})["resultat"] == "concordant"
        )
    assert vrai_numero(iban_francais(30004, 12, 8_000_000)).startswith(PHRASE)


def test_only_the_accounts_of_the_list_agree_with_a_name():
    assert (
        banque.verifier({"iban": "FR7613335000400897012345694", "titulaire": "DUPRAT LEA"})["resultat"] == "concordant"
    )
    assert (
        banque.verifier({"iban": "FR7630006000011234567890189", "titulaire": "DUPRAT LEA"})["resultat"]
        == "non_concordant"
    )


def champs_de_texte(classe: type = forms.BaseForm) -> Iterator[tuple[str, forms.CharField]]:
    """Each text field of each form of the product and of the libraries that it shows."""
    for fille in classe.__subclasses__():
        yield from champs_de_texte(fille)
        for nom, champ in getattr(fille, "base_fields", {}).items():
            if isinstance(champ, forms.CharField) and not isinstance(champ, (forms.JSONField, forms.UUIDField)):
                yield f"{fille.__module__}.{fille.__qualname__}.{nom}", champ


def lit_une_forme(champ: forms.CharField) -> bool:
    """What has not the shape of its kind hears so, whatever other number it looks like."""
    return isinstance(champ, ChampCourriel) or (
        isinstance(champ, ChampLigne) and type(champ).lire is not ChampLigne.lire
    )


def est_pris(champ: forms.CharField, genre: str) -> bool:
    """The number of a paper or the name of an account of agents may look like somebody's; it is no mailbox."""
    return getattr(champ, "de_choses", False) and genre != "courriel"


def test_every_text_field_of_every_form_refuses_them():
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018  every room is imported
    vus, fautes = set(), []
    for nom, champ in champs_de_texte():
        vus.add(nom)
        for genre, vrai in VRAIS.items():
            if est_pris(champ, genre):
                continue
            try:
                champ.clean(vrai)
            except ValidationError as refus:
                if lit_une_forme(champ) or any(une.startswith(PHRASE) for une in refus.messages):
                    continue
            fautes.append(f"{nom} takes a true {genre}")
    du_produit = {nom for nom in vus if nom.startswith(PRODUIT)}
    assert len(du_produit) > 60 and any(nom.startswith("django.contrib.admin") for nom in vus)
    assert not fautes, "\n".join(fautes)


@pytest.mark.parametrize(
    ("champ", "saisie", "phrase"),
    [
        (ChampNir, "2900640999", "Votre numéro a 13 chiffres, ou 15 avec la clé. Vérifiez qu’il est complet."),
        (ChampNir, "06 12 34 56 78", "Votre numéro a 13 chiffres, ou 15 avec la clé. Vérifiez qu’il est complet."),
        (ChampNir, VRAIS["nir"], NIR),
        (
            ChampMobile,
            "4012345678",
            "Écrivez un numéro de mobile\N{NO-BREAK SPACE}: il commence par 06, 07, ou + et le pays.",
        ),
        (ChampMobile, VRAIS["telephone"], TELEPHONE),
        (ChampSerie, VRAIS["nir"], "Le numéro de série a 10 chiffres."),
        (ChampSerie, "4012345678", SERIE),
    ],
)
def test_a_number_that_is_too_short_or_of_another_kind_is_told_so_and_a_true_one_is_told_that(champ, saisie, phrase):
    with pytest.raises(ValidationError) as refus:
        champ().clean(saisie)
    assert refus.value.messages == [phrase]


def test_production_refuses_nothing_of_this(monkeypatch):
    monkeypatch.setattr(interdits, "_controles", [])
    assert forms.CharField().clean(VRAIS["iban"]) == VRAIS["iban"]


def lire(reponse) -> str:
    return reponse.content.decode().replace("\xa0", " ")


@pytest.mark.django_db
def test_a_true_number_at_sign_in_is_said_beside_the_field_and_above_and_counts_for_nothing(client: Client):
    page = lire(client.post(reverse("connexion"), {"nir": VRAIS["nir"], "mot_de_passe": "peu importe"}))
    assert page.count(PHRASE) == 2 and 'href="#id_nir"' in page and 'id="id_nir_error"' in page
    assert not Essais.objects.exists() and not Connexion.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("adresse", "champs"),
    [
        ("oubli", {"nir": VRAIS["nir"]}),
        ("premiere_visite", {"nir": VRAIS["nir"]}),
        ("code_provisoire", {"nir": VRAIS["nir"]}),
        ("borne", {"nir": VRAIS["nir"], "serie": "4012345678"}),
    ],
)
def test_each_way_in_refuses_a_true_number(client: Client, adresse: str, champs: dict[str, str]):
    assert PHRASE in lire(client.post(reverse(adresse), champs))
    assert not Essais.objects.exists()


@pytest.mark.django_db
def test_contacts_of_a_true_person_are_never_kept(client: Client):
    compte = creer_compte(creer_assure())
    connecter(client, compte)
    for adresse, champs in (
        ("informations:courriel", {"courriel": VRAIS["courriel"], "courriel_bis": VRAIS["courriel"]}),
        ("informations:telephone", {"telephone": VRAIS["telephone"]}),
        ("informations:fixe", {"telephone": "01 42 00 00 00"}),
    ):
        assert PHRASE in lire(client.post(reverse(adresse), champs)), adresse
    assert not ChangementContact.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("vrai", VRAIS.values(), ids=VRAIS)
def test_a_message_to_the_caisse_holds_none(client: Client, vrai: str):
    connecter(client, creer_compte(creer_assure()))
    adresse = reverse("messagerie:ecrire_sur", args=[next(iter(THEMES))])
    reponse = client.post(adresse, {"sujet": "Question", "texte": f"Bonjour, voici : {vrai}."})
    assert reponse.status_code == 200 and PHRASE in lire(reponse)
    assert not Message.objects.systeme("essai").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("bouton", [{}, {"action": "retour"}])
def test_a_draft_never_holds_one_not_even_by_going_back(client: Client, bouton: dict[str, str]):
    lea = creer_assure()
    connecter(client, creer_compte(lea))
    client.post("/demarches/iban/")
    brouillon = Brouillon.objects.de(lea).get()
    client.post(
        f"/demarches/iban/{brouillon.public_id}/titulaire/", {"civilite": "MADAME", "nom": "DUPRAT", "prenom": "LEA"}
    )
    client.post(f"/demarches/iban/{brouillon.public_id}/compte/", {"iban": VRAIS["iban"], "bic": "", **bouton})
    brouillon.refresh_from_db()
    assert "30006" not in str(brouillon.contenu)


@pytest.mark.django_db
def test_agents_do_not_look_a_true_person_up(client: Client):
    connecter(client, creer_agent().compte)
    adresse = reverse("admin:accounts_assure_trouver")
    assert PHRASE in lire(client.post(adresse, {"nir": VRAIS["nir"]}))


@pytest.mark.parametrize(
    "motif", ["A", "1 ", "AB12 ", "FR76", "a@", "a.", "+33 ", "+33", "2 90-", "A-", "- ", ".", " ", "\t\n"]
)
def test_no_text_however_long_keeps_the_site_busy(motif):
    """Patterns that go back over what they have read take minutes of a text of 100 000 signs: these take one second or so."""
    avant = time.perf_counter()
    for debut in ("", "+33", "@", "a"):
        vrai_numero(debut + motif * (SIGNES_AU_PLUS // len(motif) - 4))
    assert time.perf_counter() - avant < 10
    assert vrai_numero(motif * 100_000) == TROP_LONG
