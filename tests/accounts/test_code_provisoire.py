"""A provisional code: given by an agent or a kiosk, four digits, 48 hours, three tries, one use."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.admin import codes_provisoires
from accounts.connexion import voies
from accounts.connexion.code_provisoire import codes
from accounts.models import (
    Appareil,
    Beneficiaire,
    CarteVitale,
    CodeProvisoire,
    Compte,
    Connexion,
    MedecinTraitant,
    Personne,
)
from accounts.securite import alertes, gel
from accounts.securite.moyens import MOYENS
from ameli.noyau import echeances
from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.journal import auteur
from ameli.noyau.models import Entree, Envoi
from tests.fabriques import (
    connecter,
    creer_agent,
    creer_assure,
    creer_caisse,
    creer_compte,
    creer_enfant,
    dire_la_raison,
    nir_d_essai,
)
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
BON = "Maree-basse-79"
CHOIX = {"mot_de_passe": BON, "confirmation": BON}


@pytest.fixture
def lea():
    assure = creer_assure()
    creer_compte(assure, telephone="0639980021")
    MedecinTraitant.objects.create(
        assure=assure, personne=assure.personne, nom="Dr Tisserand", commune="Dax", depuis=date(2020, 1, 1)
    )
    return assure


@pytest.fixture
def agent():
    return creer_agent()


@pytest.fixture
def guichet(agent, lea):
    return dire_la_raison(connecter(Client(), agent.compte), lea)


def donner(assure, canal: str = "ACCUEIL", **plus) -> str:
    return codes.delivrer(assure, canal, motif="essai", agent=None if canal == "BORNE" else creer_agent(), **plus)[1]


def entrer(nir: str, code: str, client: Client | None = None):
    return (client or Client()).post(reverse("code_provisoire"), {"nir": nir, "code": code})


def faux(code: str) -> str:
    return f"{(int(code) + 1) % 10_000:04}"


def sms() -> str:
    return json.loads(Envoi.objects.filter(canal="SMS").order_by("-id")[0].contenu)["texte"]


# The way in


def test_number_and_code_lead_to_a_new_password_and_into_the_account(lea):
    client, code = Client(), donner(lea)
    assert entrer(lea.personne.nir_complet, f"{code[:2]} {code[2:]}", client)["Location"] == reverse(
        "code_provisoire_choisir"
    )
    assert "Bonjour Léa" in client.get(reverse("code_provisoire_choisir")).content.decode()
    assert client.get("/mes-informations/")["Location"].startswith("/connexion/")
    assert client.post(reverse("code_provisoire_choisir"), CHOIX)["Location"] == "/"
    assert client.get("/mes-informations/").status_code == 200
    lea.compte.refresh_from_db()
    assert lea.compte.check_password(BON)
    assert Envoi.objects.filter(gabarit="mot_de_passe_modifie").count() == 1
    assert Connexion.objects.get(resultat="REUSSIE").voie == "code_provisoire"


def test_a_code_serves_once(lea):
    premier, second, code = Client(), Client(), donner(lea)
    entrer(lea.personne.nir, code, premier)
    entrer(lea.personne.nir, code, second)
    assert premier.post(reverse("code_provisoire_choisir"), CHOIX)["Location"] == "/"
    autre = {"mot_de_passe": "Maree-haute-24", "confirmation": "Maree-haute-24"}
    renvoi = second.post(reverse("code_provisoire_choisir"), autre)["Location"]
    assert renvoi == f"{reverse('code_provisoire')}?servi=1"
    assert "Votre code a déjà servi" in second.get(renvoi).content.decode()
    assert entrer(lea.personne.nir, code).status_code == 200
    lea.compte.refresh_from_db()
    assert lea.compte.check_password(BON)


def test_the_fourth_try_is_refused_even_when_right(lea):
    code = donner(lea)
    essai = code
    for _ in range(3):
        essai = faux(essai)
        assert "ne vont pas ensemble" in entrer(lea.personne.nir, essai).content.decode()
    assert "ne vont pas ensemble" in entrer(lea.personne.nir, code).content.decode()
    assert entrer(lea.personne.nir, code, Client(REMOTE_ADDR="203.0.113.7")).status_code == 302


def test_the_right_code_may_be_typed_left_and_typed_again_however_often(lea):
    code, client = donner(lea), Client()
    for _ in range(2 * codes.ESSAIS):
        assert entrer(lea.personne.nir, code, client)["Location"] == reverse("code_provisoire_choisir")
        client.get(reverse("connexion"))
    assert (lea.codes_provisoires.get().essais, lea.codes_provisoires.get().lieux) == (0, {})


def test_the_same_wrong_code_sent_again_is_one_wrong_code(lea):
    code = donner(lea)
    for _ in range(codes.ESSAIS):
        entrer(lea.personne.nir, faux(code))
    entrer(lea.personne.nir, faux(faux(code)))
    assert lea.codes_provisoires.get().essais == 2
    assert entrer(lea.personne.nir, code).status_code == 302


@pytest.mark.parametrize(
    ("duree", "statut"), [(timedelta(hours=48) - timedelta(seconds=1), 302), (timedelta(hours=48), 200)]
)
def test_a_code_lives_48_hours_to_the_second(lea, duree, statut):
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as voyage:
        code = donner(lea)
        voyage.shift(duree)
        assert entrer(lea.personne.nir, code).status_code == statut


def test_a_new_code_kills_the_former(lea):
    premier, second = donner(lea), donner(lea)
    if premier != second:
        assert entrer(lea.personne.nir, premier).status_code == 200
    assert entrer(lea.personne.nir, second).status_code == 302


def test_the_refusal_is_the_same_with_a_code_without_one_and_for_an_unknown_number(lea):
    sans_code, code = creer_assure(), donner(lea)
    vus = []
    for nir in (lea.personne.nir, sans_code.personne.nir, nir_d_essai(numero=55)):
        with requetes() as faites:
            reponse = entrer(nir, faux(code))
        texte = reponse.content.decode().replace(nir, "")
        vus.append((reponse.status_code, re.sub(r'csrfmiddlewaretoken" value="\w+"', "", texte)))
        assert len(faites) <= 8
    assert len(set(vus)) == 1


def test_other_sessions_end_and_a_blocked_account_opens(lea):
    voleur = connecter(Client(), lea.compte)
    for _ in range(5):
        Client().post(reverse("connexion"), {"nir": lea.personne.nir, "mot_de_passe": "Faux-faux-7"})
    client, code = Client(), donner(lea)
    entrer(lea.personne.nir, code, client)
    client.post(reverse("code_provisoire_choisir"), CHOIX)
    assert voleur.get("/")["Location"].startswith("/connexion/")
    assert Client().post(reverse("connexion"), {"nir": lea.personne.nir, "mot_de_passe": BON}).status_code == 302


def test_a_closed_account_opens_again(lea):
    Compte.objects.filter(pk=lea.compte.pk).update(is_active=False)
    client = Client()
    entrer(lea.personne.nir, donner(lea), client)
    assert client.post(reverse("code_provisoire_choisir"), CHOIX)["Location"] == "/"
    assert client.get("/mes-informations/").status_code == 200


@pytest.mark.parametrize(("canal", "statut"), [("ACCUEIL", 302), ("TELEPHONE", 200), ("BORNE", 200)])
def test_a_frozen_account_opens_only_for_who_came_to_the_desk(lea, canal, statut):
    gel.geler(lea.compte, "essai", "essai")
    client, code = Client(), donner(lea, canal)
    assert entrer(lea.personne.nir, code, client).status_code == statut
    if statut == 302:
        client.post(reverse("code_provisoire_choisir"), CHOIX)
        lea.compte.refresh_from_db()
        assert lea.compte.gele_le is None


def test_who_has_no_account_opens_one(db):
    assure = creer_assure()
    client = Client()
    entrer(assure.personne.nir, donner(assure), client)
    assert "Votre compte s’ouvre" in client.get(reverse("code_provisoire_choisir")).content.decode()
    donnees = {
        **CHOIX,
        "courriel": "neuf@exemple.fr",
        "courriel_bis": "neuf@exemple.fr",
        "telephone": "",
        "conditions": "on",
    }
    assert client.post(reverse("code_provisoire_choisir"), donnees)["Location"] == reverse("premiere_visite_courriel")
    assert Compte.objects.get(assure=assure).check_password(BON)
    assert CodeProvisoire.objects.systeme("essai").get().utilise_le is not None


def test_a_code_of_the_kiosk_opens_no_account(db):
    assure = creer_assure()
    assert entrer(assure.personne.nir, donner(assure, "BORNE")).status_code == 200


def test_the_owner_is_told_by_mail_that_a_code_was_given(lea):
    donner(lea)
    assert Envoi.objects.get(gabarit="code_provisoire").sujet == "Un code provisoire a été demandé"


@pytest.mark.parametrize(
    ("canal", "telephone", "sms_a"),
    [
        ("ACCUEIL", "", set()),
        ("BORNE", "0639980021", {"0639980021"}),
        ("TELEPHONE", "0639980021", {"0639980021"}),
        ("TELEPHONE", "0639980088", {"0639980088", "0639980021"}),
    ],
)
def test_whatever_way_a_code_takes_its_owner_is_told_by_mail_and_on_the_mobile_that_it_did_not_go_to(
    lea, canal, telephone, sms_a
):
    code = donner(lea, canal, telephone=telephone)
    assert Envoi.objects.get(gabarit="code_provisoire").destination == lea.compte.email
    partis = {envoi.destination: json.loads(envoi.contenu)["texte"] for envoi in Envoi.objects.filter(canal="SMS")}
    assert set(partis) == sms_a
    for numero, texte in partis.items():
        assert (code in texte) is (numero == telephone)
        assert ("à un autre numéro que le vôtre" in texte) is (numero != telephone)


def test_two_alerts_of_one_instant_never_share_a_key(lea):
    """Whatever alert is sent with the same name for its cause, none takes the place of another."""
    le = maintenant()
    alertes.blocage(lea.compte, le, "cause")
    donner(lea)
    alertes.gel(lea.compte, le, "cause")
    alertes.degel(lea.compte, le, "cause")
    assert Envoi.objects.count() == 4


def test_sign_ins_of_one_day_on_one_device_are_one_mail_unless_each_is_asked_for(lea):
    matin = datetime(2026, 11, 23, 9, tzinfo=UTC)
    appareil = Appareil.objects.create(
        compte=lea.compte, empreinte="0" * 64, resume="Firefox", vu_premier=matin, vu_dernier=matin
    )
    for chacune, attendus in ((False, 1), (True, 3)):
        lea.compte.alerte_chaque_connexion = chacune
        for minutes in (0, 7):
            alertes.connexion(
                lea.compte, appareil, matin + timedelta(minutes=minutes), connu=True, moyen=MOYENS["mot_de_passe"]
            )
        assert Envoi.objects.filter(gabarit="connexion").count() == attendus


def test_the_code_is_kept_nowhere_in_clear(lea):
    code = donner(lea)
    ligne = CodeProvisoire.objects.systeme("essai").values().get()
    assert code not in {str(valeur) for valeur in ligne.values()}
    assert all(code not in json.dumps(entree.donnees) + entree.motif for entree in Entree.objects.all())


def test_an_address_tries_twenty_times_an_hour(db):
    statuts = [entrer(nir_d_essai(numero=300 + n), "1234").status_code for n in range(21)]
    assert statuts == [200] * 20 + [429]


def test_no_page_opens_before_the_code(db):
    assert Client().get(reverse("code_provisoire_choisir"))["Location"] == reverse("code_provisoire")


@pytest.mark.parametrize("code", ["", "123", "12345", "12a4", "١٢٣٤"])
def test_what_is_not_four_digits_gets_a_sentence_and_takes_no_try(lea, code):
    vrai = donner(lea)
    for _ in range(4):
        assert entrer(lea.personne.nir, code).context["form"].errors["code"]
    assert entrer(lea.personne.nir, vrai).status_code == 302


def test_a_closed_way_says_so(lea):
    voies.basculer(voies.CODE_PROVISOIRE, False, acteur="systeme:essai", motif="essai")
    assert entrer(lea.personne.nir, donner(lea)).status_code == 503


# The kiosk


def a_la_borne(nir: str, serie: str):
    reponse = Client().post(reverse("borne"), {"nir": nir, "serie": serie})
    echeances.balayer()
    return reponse


def serie_de(assure) -> str:
    return CarteVitale.objects.get(personne=assure.personne).serie


def test_the_kiosk_sends_a_code_by_sms_to_the_known_mobile(lea):
    a_la_borne(lea.personne.nir_complet, serie_de(lea))
    envoi = Envoi.objects.get(canal="SMS")
    assert envoi.destination == "0639980021"
    code = re.search(r"code provisoire est (\d{4})", sms())[1]
    assert entrer(lea.personne.nir, code).status_code == 302
    assert "Duprat" not in sms() and "Léa" not in sms()


def test_the_kiosk_answers_the_same_to_everybody_and_writes_to_nobody_else(lea):
    sans_compte, sans_mobile = creer_assure(), creer_assure()
    creer_compte(sans_mobile)
    cas = [
        (lea.personne.nir, "1012399999"), (sans_compte.personne.nir, serie_de(sans_compte)),
        (sans_mobile.personne.nir, serie_de(sans_mobile)), (nir_d_essai(numero=66), "1012399998"),
    ]  # fmt: skip
    pages = set()
    for nir, serie in cas:
        texte = a_la_borne(nir, serie).content.decode()
        pages.add(re.sub(r'csrfmiddlewaretoken" value="\w+"', "", texte))
    assert len(pages) == 1
    assert not CodeProvisoire.objects.systeme("essai").exists()


def test_a_card_in_opposition_gets_no_code(lea):
    CarteVitale.objects.filter(personne=lea.personne).update(etat="VOLEE")
    a_la_borne(lea.personne.nir, serie_de(lea))
    assert not CodeProvisoire.objects.systeme("essai").exists()


def test_a_number_asks_the_kiosk_three_times_a_day(lea):
    statuts = [a_la_borne(lea.personne.nir, serie_de(lea)).status_code for _ in range(4)]
    assert statuts == [200, 200, 200, 429]


def test_a_closed_kiosk_says_so(lea):
    voies.basculer(voies.BORNE, False, acteur="systeme:essai", motif="essai")
    assert a_la_borne(lea.personne.nir, serie_de(lea)).status_code == 503


# The agents


def adresse(assure) -> str:
    return reverse("admin:accounts_assure_code_provisoire", args=[assure.pk])


def au_telephone(page: str, juste: str = "juste", **plus: str) -> dict[str, str]:
    posees = dict.fromkeys(re.findall(r'name="(question_\w+)"', page), "juste")
    posees[next(iter(posees))] = juste
    return {"canal": "TELEPHONE", "motif": "mot de passe perdu", **posees, **plus}


def test_the_caller_is_asked_about_those_who_are_in_the_file_today(db):
    lea, hier = creer_assure(iban=None, serie=None), aujourdhui() - timedelta(days=1)
    creer_enfant(lea, "Tom")
    creer_enfant(lea, "Nino", droits_au=hier)
    mort = creer_enfant(lea, "Paul").personne
    with auteur("systeme:essai"):
        Personne.objects.filter(pk=mort.pk).update(date_deces=hier)
    proches = next(q for q in codes_provisoires.questions(lea) if q.cle == "proches")
    assert "Tom Duprat" in proches.reponse
    assert "Nino" not in proches.reponse and "Paul" not in proches.reponse


def test_at_the_desk_the_code_is_shown_once_after_the_paper_was_seen(lea, guichet, agent):
    sans_piece = guichet.post(adresse(lea), {"canal": "ACCUEIL", "motif": "perdu"}).content.decode()
    assert "Sans pièce d’identité, ne donnez pas de code" in sans_piece
    page = guichet.post(adresse(lea), {"canal": "ACCUEIL", "piece": "on", "motif": "mot de passe perdu"})
    code = re.search(r'code-donne">(\d{4})<', page.content.decode())[1]
    assert "no-store" in page["Cache-Control"]
    assert code not in guichet.get(adresse(lea)).content.decode()
    assert entrer(lea.personne.nir, code).status_code == 302
    entree = Entree.objects.get(genre="code_provisoire.delivre")
    assert (entree.acteur, entree.assure_ref) == (agent.compte.acteur, lea.public_id)
    assert "mot de passe perdu" in entree.phrase


def test_no_code_is_given_to_who_has_no_number_yet(guichet, agent):
    sans_numero = creer_assure(nir=None, caisse=agent.caisse)
    dire_la_raison(guichet, sans_numero)
    page = guichet.post(adresse(sans_numero), {"canal": "ACCUEIL", "piece": "on", "motif": "perdu"}).content.decode()
    assert "en cours d’attribution" in page
    assert not CodeProvisoire.objects.systeme("essai").exists()


def test_over_the_phone_three_right_answers_send_an_sms_that_the_agent_does_not_see(lea, guichet):
    page = guichet.get(adresse(lea)).content.decode()
    assert len(set(re.findall(r'name="(question_\w+)"', page))) == 3
    assert "06 •• •• •• 21" in page.replace("\xa0", " ")
    donnee = guichet.post(adresse(lea), au_telephone(page)).content.decode()
    code = re.search(r"code provisoire est (\d{4})", sms())[1]
    assert f">{code}<" not in donnee
    assert "Le SMS part au" in donnee
    assert entrer(lea.personne.nir, code).status_code == 302


def test_the_answers_shown_to_the_agent_are_in_the_journal_of_the_person(lea, guichet):
    guichet.get(adresse(lea))
    assert Entree.objects.filter(genre="code_provisoire.controle", assure_ref=lea.public_id).count() == 1


def test_one_wrong_answer_gives_nothing_and_the_second_failure_closes_the_day(lea, guichet):
    page = guichet.get(adresse(lea)).content.decode()
    for _ in range(2):
        refus = guichet.post(adresse(lea), au_telephone(page, "fausse")).content.decode()
        assert "L’identité n’est pas prouvée" in refus
    assert not CodeProvisoire.objects.systeme("essai").exists()
    assert "a échoué deux fois" in guichet.get(adresse(lea)).content.decode()
    assert "a échoué deux fois" in guichet.post(adresse(lea), au_telephone(page)).content.decode()
    assert not CodeProvisoire.objects.systeme("essai").exists()
    assert Entree.objects.filter(genre="code_provisoire.refuse").count() == 2


def test_a_new_mobile_needs_a_second_check(lea, guichet):
    page = guichet.get(adresse(lea)).content.decode()
    sans = guichet.post(adresse(lea), au_telephone(page, nouveau_mobile="06 39 98 00 88")).content.decode()
    assert "Dites comment vous avez vérifié" in sans
    guichet.post(
        adresse(lea), au_telephone(page, nouveau_mobile="06 39 98 00 88", contre_verification="rappel du fixe connu")
    )
    assert "0639980088" in {envoi.destination for envoi in Envoi.objects.filter(canal="SMS")}


def test_the_code_of_a_frozen_account_is_given_at_the_desk_only(lea, guichet):
    gel.geler(lea.compte, "essai", "essai")
    page = guichet.get(adresse(lea)).content.decode()
    assert "un code ne l’ouvre qu’à l’accueil" in guichet.post(adresse(lea), au_telephone(page)).content.decode()
    assert not CodeProvisoire.objects.systeme("essai").exists()


def test_the_same_questions_are_asked_all_day(lea, guichet):
    creer_enfant(lea)
    pages = [re.findall(r'name="(question_\w+)"', guichet.get(adresse(lea)).content.decode()) for _ in range(3)]
    assert pages[0] == pages[1] == pages[2]
    assert Beneficiaire.objects.de(lea).exists()


def test_nothing_that_serves_to_find_a_file_serves_to_prove_who_calls(lea, guichet):
    """A stranger who knows a name, a birth date, a post code and so the caisse must not come closer."""
    page = guichet.get(adresse(lea)).content.decode()
    assert not {"question_naissance", "question_caisse"} & set(re.findall(r'name="(question_\w+)"', page))
    assert "15\N{NO-BREAK SPACE}juin 1990" not in page


def test_a_file_that_cannot_be_asked_three_questions_gets_its_code_at_the_desk(guichet):
    inconnue = creer_assure("Inès", iban=None, serie=None)
    donnees = {"canal": "TELEPHONE", "motif": "perdu", "question_adresse": "juste", "nouveau_mobile": "0639980088"}
    page = dire_la_raison(guichet, inconnue).post(adresse(inconnue), donnees).content.decode()
    assert "Le dossier ne permet pas trois questions" in page
    assert (
        "code-donne"
        in guichet.post(adresse(inconnue), {"canal": "ACCUEIL", "piece": "on", "motif": "x"}).content.decode()
    )


def test_an_agent_takes_a_code_back(lea, guichet):
    page = guichet.post(adresse(lea), {"canal": "ACCUEIL", "piece": "on", "motif": "perdu"}).content.decode()
    code = re.search(r'code-donne">(\d{4})<', page)[1]
    annuler = re.search(r'action="([^"]+annuler/)"', page)[1]
    guichet.post(annuler)
    assert entrer(lea.personne.nir, code).status_code == 200
    assert Entree.objects.filter(genre="code_provisoire.annule").count() == 1


def test_an_agent_of_another_caisse_finds_nothing(lea):
    ailleurs = connecter(Client(), creer_agent(creer_caisse("331", "CPAM de la Gironde")).compte)
    assert ailleurs.get(adresse(lea)).status_code == 404
    assert ailleurs.post(adresse(lea), {"canal": "ACCUEIL", "piece": "on", "motif": "x"}).status_code == 404


@pytest.mark.parametrize("cas", ["dead", "provisional", "young"])
def test_some_files_get_no_code(guichet, cas):
    assure = creer_assure(nir="7900640999066" if cas == "provisional" else None)
    with auteur("systeme:essai"):
        if cas == "dead":
            type(assure.personne).objects.filter(pk=assure.personne.pk).update(date_deces=date(2026, 1, 1))
        elif cas == "young":
            type(assure.personne).objects.filter(pk=assure.personne.pk).update(date_naissance=date(2013, 1, 1))
    dire_la_raison(guichet, assure)
    page = guichet.post(adresse(assure), {"canal": "ACCUEIL", "piece": "on", "motif": "x"}).content.decode()
    assert "Aucun code ne peut être donné." in page
    assert not CodeProvisoire.objects.systeme("essai").exists()


def test_an_agent_finds_a_file_by_name_birth_date_and_post_code(lea, guichet):
    trouver = reverse("admin:accounts_assure_trouver")
    juste = {"nom": "DUPRAT", "naissance": "15/06/1990", "code_postal": "40100"}
    assert guichet.post(trouver, juste)["Location"] == reverse("admin:accounts_assure_change", args=[lea.pk])
    assert "Aucun dossier" in guichet.post(trouver, {**juste, "code_postal": "33000"}).content.decode()
    assert "Donnez le numéro" in guichet.post(trouver, {"nom": "Duprat"}).content.decode()
    creer_assure()
    assert "Plusieurs dossiers" in guichet.post(trouver, juste).content.decode()
