"""Every alert that « Mes alertes » promises leaves, by each channel, on each way that causes it; its mail says what happened."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.connexion.adresse_courriel.vues import PLUS_TARD
from accounts.connexion.cles import trousseau
from accounts.connexion.code_provisoire import codes
from accounts.connexion.franceconnect.rattachement import empreinte_du_sub
from accounts.models import CarteVitale, Compte, LienFranceConnect, MedecinTraitant
from accounts.securite import gel, jetons
from accounts.securite.captcha import defi
from accounts.securite.moyens import MOYENS
from accounts.securite.promesses import TABLE, A, declarer
from ameli.noyau import echeances, horloge
from ameli.noyau.envois.models import Envoi
from demarches.moteur import registre
from demarches.moteur.contestation import USAGE as CONTESTER
from tests.accounts.fournisseur import EMETTEUR, SUB, Faux, faux  # noqa: F401
from tests.accounts.test_cles import ajouter, code_de
from tests.accounts.test_premiere_visite import COMPTE, prouver
from tests.catalogue.adhesion_c2s.test_adhesion import CONNU, EN_LIGNE
from tests.catalogue.iban.parcours import SERIE, Parcours
from tests.catalogue.marche import Marche
from tests.catalogue.perte_carte.test_parcours import Declarant
from tests.catalogue.procuration.acteurs import Mandant, servir
from tests.fabriques import (
    MOT_DE_PASSE,
    PREMIER_JOUR,
    connecter,
    creer_agent,
    creer_assure,
    creer_compte,
    dire_la_raison,
)

pytestmark = pytest.mark.django_db
MOBILE, AUTRE_MOBILE, NEUVE, BON = "0639980021", "0639980088", "neuve@exemple.fr", "Maree-basse-79"
CHOIX = {"mot_de_passe": BON, "confirmation": BON}


class Scene:
    """Léa, her browser, an agent's, and FranceConnect; what left for her."""

    def __init__(self, fc: Faux, voyage: time_machine.Coordinates, reglages, monde: pytest.MonkeyPatch) -> None:
        self.fc, self.voyage, self.reglages, self.monde = fc, voyage, reglages, monde
        self.lea = creer_assure(serie=SERIE)
        self.client = Client()

    def avec_compte(self) -> Compte:
        self.compte = creer_compte(self.lea, telephone=MOBILE)
        medecin = {"nom": "Dr Tisserand", "commune": "Dax", "depuis": date(2020, 1, 1)}
        MedecinTraitant.objects.create(assure=self.lea, personne=self.lea.personne, **medecin)
        self.adresses = {
            A.ADRESSE: self.compte.email,
            A.ANCIENNE: self.compte.email,
            A.NOUVELLE: NEUVE,
            A.MOBILE: MOBILE,
        }
        return self.compte

    @property
    def dedans(self) -> Client:
        """Her browser, signed in."""
        connecter(self.client, self.compte)
        session = self.client.session
        session[PLUS_TARD] = True
        session.save()
        return self.client

    @property
    def guichet(self) -> Client:
        return dire_la_raison(connecter(Client(), creer_agent().compte), self.lea)

    def page(self, nom: str, *args: object) -> str:
        return reverse(f"informations:{nom}", args=args)

    def au_guichet(self, nom: str, **saisie: str) -> None:
        adresse, guichet = reverse(f"admin:accounts_assure_{nom}", args=[self.lea.pk]), self.guichet
        questions = dict.fromkeys(re.findall(r'name="(question_\w+)"', guichet.get(adresse).content.decode()), "juste")
        guichet.post(adresse, {"motif": "essai", **questions, **saisie})

    def mot_de_passe(self, mot: str = MOT_DE_PASSE):
        return self.client.post(reverse("connexion"), {"nir": self.lea.personne.nir, "mot_de_passe": mot})

    def sortir(self) -> None:
        self.client.post(reverse("deconnexion"))
        self.voyage.shift(timedelta(minutes=5))

    def code_par_courriel(self) -> None:
        self.reglages.SECOND_FACTEUR = "inconnu"
        self.mot_de_passe()
        code = re.search(r"\d{3} \d{3}", self.dernier("connexion_code"))[0]
        self.client.post(reverse("second_facteur"), {"code": code, "connaitre": "on"})

    def application(self) -> None:
        secret, _ = ajouter(self.dedans)
        self.client = Client()
        self.reglages.SECOND_FACTEUR = "inconnu"
        self.voyage.shift(timedelta(minutes=5))
        self.mot_de_passe()
        self.client.post(reverse("second_facteur_cle"), {"code": code_de(secret)})

    def cle_d_acces(self) -> None:
        self.ajouter_cle()
        self.client = Client()
        self.reglages.SECOND_FACTEUR = "inconnu"
        self.mot_de_passe()
        self.monde.setattr(trousseau.webauthn, "complete_authentication", lambda compte, reponse: une_cle(compte))
        self.client.post(reverse("second_facteur_cle"), {"credential": "{}"})

    def ajouter_cle(self) -> None:
        """What only a browser with its finger reader can answer is taken as right; the rest is the true way."""
        self.monde.setattr(trousseau.webauthn, "complete_registration", lambda reponse: None)
        self.monde.setattr(trousseau.webauthn.WebAuthn, "add", lambda compte, nom, reponse: une_cle(compte))
        self.dedans.post(self.page("cle_nouvelle"), {"nom": "mon téléphone", "credential": "{}"})

    def franceconnect(self) -> None:
        LienFranceConnect.objects.get_or_create(
            compte=self.compte, emetteur=EMETTEUR, sub_empreinte=empreinte_du_sub(EMETTEUR, SUB), lie_le=PREMIER_JOUR
        )
        self.fc.aller_et_revenir(self.client)

    def code_provisoire(self, saisie: dict[str, str] = CHOIX) -> None:
        _, code = codes.delivrer(self.lea, "ACCUEIL", motif="essai", agent=creer_agent())
        self.client.post(reverse("code_provisoire"), {"nir": self.lea.personne.nir, "code": code})
        self.client.post(reverse("code_provisoire_choisir"), saisie)

    def oubli(self) -> None:
        une = defi.nouveau("oubli")
        donnees = {
            "nir": self.lea.personne.nir,
            "naissance": "15/06/1990",
            "captcha_defi": une.jeton,
            "captcha": une.texte,
        }
        self.client.post(reverse("oubli"), donnees)
        echeances.balayer()
        self.client.post(reverse("oubli_nouveau"), {"jeton": self.jeton("mot_de_passe_oublie"), **CHOIX})

    def nouveau_mobile(self) -> None:
        self.dedans.post(self.page("telephone"), {"telephone": AUTRE_MOBILE})
        code = re.search(r"code est (\d{3} \d{3})", json.loads(self.envois("SMS", a=AUTRE_MOBILE)[0].contenu)["texte"])[
            1
        ]
        self.client.post(self.page("telephone_code"), {"code": code})

    def nouvelle_adresse(self) -> None:
        self.dedans.post(self.page("courriel"), {"courriel": NEUVE, "courriel_bis": NEUVE})
        Client().post(self.page("courriel_confirmer"), {"jeton": self.jeton("courriel_nouveau")})

    def envois(self, canal: str, gabarit: str = "", a: str = "") -> list[Envoi]:
        """The last first; the column of addresses is encrypted."""
        lignes = Envoi.objects.filter(canal=canal.upper(), gabarit=gabarit).order_by("-id")
        return [ligne for ligne in lignes if not a or ligne.destination == a]

    def dernier(self, gabarit: str) -> str:
        return json.loads(self.envois("COURRIEL", gabarit)[0].contenu)["texte"]

    def jeton(self, gabarit: str) -> str:
        return re.search(r"jeton=(\S+)", self.dernier(gabarit))[1]


def une_cle(compte: Compte) -> Authenticator:
    return Authenticator.objects.get_or_create(user=compte, type=Authenticator.Type.WEBAUTHN, data={})[0]


@pytest.fixture
def scene(faux, settings, tmp_path, monkeypatch):  # noqa: F811
    settings.SECOND_FACTEUR, settings.MEDIA_ROOT = "jamais", tmp_path
    cache.clear()
    with time_machine.travel(horloge.temps_reel(), tick=False) as voyage:
        yield Scene(faux, voyage, settings, monkeypatch)


def deux_fois(entrer: Callable[[Scene], object]) -> Callable[[Scene], None]:
    """From a device that is known: it came once before."""

    def encore(scene: Scene) -> None:
        scene.mot_de_passe()
        scene.sortir()
        entrer(scene)

    return encore


def _bloquer(scene: Scene) -> None:
    for _ in range(5):
        scene.mot_de_passe("Faux-2026")
    echeances.balayer()


def _borne(scene: Scene) -> None:
    Client().post(reverse("borne"), {"nir": scene.lea.personne.nir, "serie": CarteVitale.objects.get().serie})
    echeances.balayer()


def _lier(scene: Scene) -> None:
    scene.fc.aller_et_revenir(scene.client)
    scene.client.post(reverse("franceconnect_rattacher"), {"nir": scene.lea.personne.nir, "courriel": NEUVE})


def _delier(scene: Scene) -> None:
    scene.franceconnect()
    scene.client.post(scene.page("liens"))


def _retirer(scene: Scene) -> None:
    ajouter(scene.dedans)
    scene.client.post(scene.page("cle_retirer", trousseau.cles_de(scene.compte)[0].pk))


def _nouveaux_codes(scene: Scene) -> None:
    ajouter(scene.dedans)
    scene.client.post(scene.page("cles_codes"))


def _geler_par_le_contact(scene: Scene) -> None:
    scene.nouveau_mobile()
    Client().post(scene.page("contact_annuler"), {"jeton": scene.jeton("contact_change"), "geler": "on"})


def _geler_par_la_demarche(scene: Scene) -> None:
    demarche = Declarant(scene.lea).declarer()
    jeton = jetons.creer(scene.compte, CONTESTER, demarche.reference, timedelta(hours=48))
    Client().post(reverse("demarches:contester"), {"jeton": jeton})


def _degeler(scene: Scene, entrer: Callable[[Scene], object]) -> None:
    gel.geler(scene.compte, "essai", "essai")
    entrer(scene)


def _mot_de_passe_neuf(scene: Scene) -> None:
    scene.dedans.post(scene.page("mot_de_passe"), {"actuel": MOT_DE_PASSE, **CHOIX})


def _premiere_visite(scene: Scene) -> None:
    prouver(scene.lea, scene.client)
    scene.client.post(reverse("premiere_visite_compte"), COMPTE)


TELEPHONE = {"canal": "TELEPHONE"}
CAS: dict[tuple[str, str], Callable[[Scene], object]] = {
    ("compte_ouvert", "premiere_visite"): _premiere_visite,
    ("compte_ouvert", "code_provisoire"): lambda s: s.code_provisoire(COMPTE),
    ("compte_ouvert", "franceconnect"): _lier,
    ("connexion_appareil_inconnu", "mot_de_passe"): Scene.mot_de_passe,
    ("connexion_appareil_inconnu", "franceconnect"): Scene.franceconnect,
    ("connexion_appareil_inconnu", "code_provisoire"): Scene.code_provisoire,
    ("connexion_appareil_inconnu", "code_par_courriel"): Scene.code_par_courriel,
    ("connexion_appareil_inconnu", "cle_d_acces"): Scene.cle_d_acces,
    ("connexion_appareil_inconnu", "application_de_codes"): Scene.application,
    ("connexion", "mot_de_passe"): deux_fois(Scene.mot_de_passe),
    ("connexion", "franceconnect"): deux_fois(Scene.franceconnect),
    ("connexion", "code_provisoire"): deux_fois(Scene.code_provisoire),
    ("compte_bloque", "mot_de_passe"): _bloquer,
    ("mot_de_passe_modifie", "mes_informations"): _mot_de_passe_neuf,
    ("mot_de_passe_modifie", "oubli"): Scene.oubli,
    ("mot_de_passe_modifie", "code_provisoire"): Scene.code_provisoire,
    ("adresse_modifiee", "mes_informations"): Scene.nouvelle_adresse,
    ("mobile_modifie", "mes_informations"): Scene.nouveau_mobile,
    ("code_provisoire", "accueil"): lambda s: s.au_guichet("code_provisoire", canal="ACCUEIL", piece="on"),
    ("code_provisoire", "telephone"): lambda s: s.au_guichet("code_provisoire", **TELEPHONE),
    ("code_provisoire", "borne"): _borne,
    ("code_provisoire_ailleurs", "telephone"): lambda s: s.au_guichet(
        "code_provisoire", **TELEPHONE, nouveau_mobile=AUTRE_MOBILE, contre_verification="rappel du fixe"
    ),
    ("cles", "ajout_application"): lambda s: ajouter(s.dedans),
    ("cles", "ajout_cle"): Scene.ajouter_cle,
    ("cles", "retrait"): _retirer,
    ("cles", "nouveaux_codes"): _nouveaux_codes,
    ("franceconnect", "franceconnect"): _lier,
    ("franceconnect_delie", "mes_informations"): _delier,
    ("compte_gele", "mes_informations"): lambda s: s.dedans.post(s.page("geler")),
    ("compte_gele", "lien_de_contact"): _geler_par_le_contact,
    ("compte_gele", "lien_de_demarche"): _geler_par_la_demarche,
    ("compte_gele", "agent"): lambda s: s.au_guichet("geler"),
    ("compte_degele", "agent"): lambda s: _degeler(s, lambda s: s.au_guichet("rouvrir")),
    ("compte_degele", "accueil"): lambda s: _degeler(s, Scene.code_provisoire),
    ("compte_ferme", "mes_informations"): lambda s: s.dedans.post(s.page("fermer")),
    ("iban", "demarche"): lambda s: Parcours(s.client, s.lea).deposer(),
    ("perte_carte", "demarche"): lambda s: Declarant(s.lea).declarer(),
    ("adhesion_c2s", "demarche"): lambda s: Marche(
        registre.celui_de("adhesion-c2s"), {**EN_LIGNE, **CONNU}, assure=s.lea
    ).deposer(),
    ("procuration", "demarche"): lambda s: Mandant(s.client, s.lea).donner(),
    ("procuration_usage", "accueil"): lambda s: servir(Mandant(s.client, s.lea).donner()),
}  # fmt: skip


def test_every_way_of_every_alert_has_its_case():
    assert set(CAS) == {(alerte.code, chemin) for alerte in TABLE.values() for chemin in alerte.chemins}


@pytest.mark.parametrize(("code", "chemin"), CAS)
def test_a_promised_alert_leaves_by_each_channel(scene, code, chemin):
    if code != "compte_ouvert":
        scene.avec_compte()
    CAS[code, chemin](scene)
    for avis in TABLE[code].avis:
        a = scene.adresses[avis.a] if code != "compte_ouvert" else ""
        assert scene.envois(avis.canal, avis.gabarit, a), f"nothing left: {avis}"


@pytest.mark.parametrize(("code", "chemin"), [cas for cas in CAS if cas[0].startswith("connexion")])
def test_a_sign_in_is_told_with_the_means_that_opened_it_and_no_other(scene, code, chemin):
    scene.avec_compte()
    CAS[code, chemin](scene)
    texte = scene.dernier(code)
    assert f", {MOYENS[chemin].avec}." in texte
    assert MOYENS[chemin].doute in texte
    connait = "connaît votre mot de passe" in texte
    assert connait is (chemin not in ("franceconnect", "code_provisoire"))


@pytest.mark.parametrize("chemin", ["mes_informations", "oubli", "code_provisoire"])
def test_a_new_password_is_told_with_the_way_it_was_changed(scene, chemin):
    scene.avec_compte()
    CAS["mot_de_passe_modifie", chemin](scene)
    dits = {
        "mes_informations": "l’ancien mot de passe",
        "oubli": "reçu par courriel",
        "code_provisoire": "code provisoire",
    }
    assert dits[chemin] in scene.dernier("mot_de_passe_modifie")


@pytest.mark.parametrize(
    ("code", "chemin", "phrase"),
    [
        ("code_provisoire", "accueil", "à l’accueil de votre caisse"),
        ("code_provisoire", "telephone", "à votre mobile"),
        ("code_provisoire", "borne", "lue par une borne"),
        ("code_provisoire_ailleurs", "telephone", "à un autre numéro que le vôtre"),
    ],
)
def test_a_provisional_code_is_told_with_where_it_went(scene, code, chemin, phrase):
    scene.avec_compte()
    CAS[code, chemin](scene)
    texte = scene.dernier("code_provisoire")
    assert phrase in texte
    assert MOBILE not in texte and AUTRE_MOBILE not in texte


@pytest.mark.parametrize(("chemin", "preuve"), [
    ("premiere_visite", "la fin de votre IBAN"), ("code_provisoire", "un code provisoire"), ("franceconnect", "FranceConnect"),
])  # fmt: skip
def test_the_letter_says_how_the_account_was_opened(scene, chemin, preuve):
    CAS["compte_ouvert", chemin](scene)
    assert f"avec {preuve}" in json.loads(scene.envois("LETTRE", "compte_ouvert")[0].contenu)["texte"].replace(
        "avec le numéro de votre carte Vitale et ", "avec "
    )


@pytest.mark.parametrize(("code", "chemin"), [
    cas for cas in CAS if cas[0] in ("mobile_modifie", "code_provisoire", "iban", "compte_gele", "compte_ferme")
    and cas[1] not in ("lien_de_contact", "lien_de_demarche")
])  # fmt: skip
def test_an_address_that_nobody_confirmed_hears_of_nothing(scene, code, chemin):
    compte = scene.avec_compte()
    if code == "iban":  # its code goes to the address too: it loses its proof afterwards
        parcours = Parcours(scene.client, scene.lea)
        parcours.jusqu_au_code()
        parcours.prouver()
        Compte.objects.filter(pk=compte.pk).update(email_valide_le=None)
        parcours.valider()
    else:
        Compte.objects.filter(pk=compte.pk).update(email_valide_le=None)
        compte.refresh_from_db()
        CAS[code, chemin](scene)
    gabarits = {avis.gabarit for avis in TABLE[code].avis} - {""}
    assert not [envoi for gabarit in gabarits for envoi in scene.envois("COURRIEL", gabarit)]


def test_the_page_of_alerts_promises_what_the_table_holds(scene):
    scene.avec_compte()
    html = scene.dedans.get(scene.page("notifications")).content.decode()
    assert all(f"<li>{alerte.promesse}</li>" in html for alerte in TABLE.values())
    assert html.count("<li>") >= len(TABLE)


def test_each_sign_in_is_told_unless_one_a_day_was_chosen(scene):
    compte = scene.avec_compte()
    scene.voyage.shift(timedelta(hours=1))  # begun before midnight, all of it happens on one day
    for _ in range(4):
        scene.mot_de_passe()
        scene.sortir()
    assert len(scene.envois("COURRIEL", "connexion")) == 3
    connecter(scene.client, compte).post(scene.page("notifications"), {"notifier_les_messages": "on"})
    scene.sortir()
    for _ in range(3):
        scene.mot_de_passe()
        scene.sortir()
    assert len(scene.envois("COURRIEL", "connexion")) == 4


def test_an_alert_is_declared_once():
    with pytest.raises(ValueError, match="declared already"):
        declarer("compte_gele", "Encore.", par=("agent",))
