"""People for tests, written as the product writes them: NIR of the commune 999 that does not exist, valid IBAN, one serial each.

`lea = creer_assure(); creer_compte(lea); connecter(client, lea.compte)` is a person who is signed in.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from accounts.connexion import conditions
from accounts.connexion.passages import AGENT_VERIFIE
from accounts.dossier import complementaires
from accounts.models import (
    Adresse,
    Agent,
    Assure,
    Beneficiaire,
    Caisse,
    CarteVitale,
    Compte,
    CoordonneesBancaires,
    LiaisonComplementaire,
    Personne,
)
from accounts.securite.session import ouvrir
from ameli.noyau import horloge
from ameli.noyau.journal import auteur

MOT_DE_PASSE = "Marée-basse-1979"
PREMIER_JOUR = datetime(2020, 1, 6, 9, tzinfo=UTC)
DEPARTEMENTS = ("40", *(f"{numero:02}" for numero in range(1, 96) if numero not in (20, 40)))
_suite = itertools.count(101)
_rangs: defaultdict[str, Iterator[int]] = defaultdict(lambda: iter(range(101, 1000)))


def nir_d_essai(
    sexe: str = "F", naissance: date = date(1990, 6, 15), departement: str = "", numero: int | None = None
) -> str:
    """A NIR of 13 characters in the reserved range, never twice the same unless `numero` (100 or less) says so.

    Born in the Landes, then, when their 899 numbers are used up, in other places. Raises LookupError when none is left.
    """
    debut = f"{1 if sexe == 'M' else 2}{naissance:%y%m}"
    for lieu in [departement] if departement else DEPARTEMENTS:
        rang = next(_rangs[f"{debut}{lieu}"], None) if numero is None else numero
        if rang is not None:
            return f"{debut}{lieu:0>2}999{rang:03}"
    raise LookupError(f"no practice number is left for a birth of {naissance:%m/%Y} in {departement or 'France'}")


def iban_d_essai(compte: int | None = None) -> str:
    """A French IBAN with the right key and RIB key, never twice the same unless `compte` says so."""
    banque, guichet, numero = 30004, 123, 80_000_000_000 + (next(_suite) if compte is None else compte)
    cle_rib = 97 - (89 * banque + 15 * guichet + 3 * numero) % 97
    bban = f"{banque:05}{guichet:05}{numero:011}{cle_rib:02}"
    controle = 98 - int(f"{bban}152700") % 97
    return f"FR{controle:02}{bban}"


def serie_d_essai() -> str:
    """A Vitale serial of 10 digits, never twice the same."""
    return f"{1012300000 + next(_suite)}"


def creer_caisse(code: str = "401", nom: str = "CPAM des Landes", **champs: Any) -> Caisse:
    """The caisse of this code: made once, then found."""
    valeurs = {"nom": nom, "departement": code[:2], "adresse": "12 rue des Pins\n40000 MONT-DE-MARSAN", **champs}
    return Caisse.objects.get_or_create(code=code, defaults=valeurs)[0]


def creer_personne(
    prenom: str = "Léa",
    nom: str = "Duprat",
    *,
    nir: str | None = "",
    sexe: str = "F",
    date_naissance: date = date(1990, 6, 15),
    **champs: Any,
) -> Personne:
    """Somebody of the registry, with no file yet. `nir=None`: no number yet."""
    return Personne.objects.create(
        prenoms=prenom,
        nom_naissance=nom,
        nir=nir_d_essai(sexe, date_naissance) if nir == "" else nir,
        sexe=sexe,
        date_naissance=date_naissance,
        **{"lieu_naissance_insee": "40192", **champs},
    )


def creer_carte(
    personne: Personne, serie: str | None = None, etat: str = CarteVitale.Etat.ACTIVE, **champs: Any
) -> CarteVitale:
    """A Vitale card; active unless said otherwise."""
    return CarteVitale.objects.create(
        personne=personne,
        serie=serie or serie_d_essai(),
        etat=etat,
        **{"emise_le": date(2021, 3, 1), "etat_depuis": PREMIER_JOUR, **champs},
    )


def creer_coordonnees(assure: Assure, iban: str | None = None, **champs: Any) -> CoordonneesBancaires:
    """The bank details of a file, in force since `PREMIER_JOUR`."""
    valeurs = {
        "civilite": "MADAME",
        "titulaire": f"{assure.personne.nom} {assure.personne.prenom}".upper().replace("É", "E"),
        "banque": "Banque des Landes",
        "demande_le": PREMIER_JOUR,
        "effet_le": PREMIER_JOUR,
        "origine": CoordonneesBancaires.Origine.PAPIER,
        **champs,
    }
    with auteur("systeme:données d'essai"):
        return CoordonneesBancaires.objects.create(assure=assure, iban=iban or iban_d_essai(), **valeurs)


def creer_assure(
    prenom: str = "Léa",
    nom: str = "Duprat",
    *,
    nir: str | None = "",
    iban: str | None = "",
    serie: str | None = "",
    caisse: Caisse | None = None,
    sexe: str = "F",
    date_naissance: date = date(1990, 6, 15),
    **champs: Any,
) -> Assure:
    """A person with a file: address, bank details and active Vitale card. `iban=None` or `serie=None` leaves one out."""
    valeurs = {"situation": Assure.Situation.SALARIE, "droits_du": date(2010, 1, 1), **champs}
    assure = Assure.objects.create(
        personne=creer_personne(prenom, nom, nir=nir, sexe=sexe, date_naissance=date_naissance),
        caisse=caisse or creer_caisse(),
        **valeurs,
    )
    with auteur("systeme:données d'essai"):
        Adresse.objects.create(
            assure=assure, ligne_1="8 rue des Arènes", code_postal="40100", commune="Dax", effet_le=PREMIER_JOUR
        )
    if iban is not None:
        creer_coordonnees(assure, iban)
    if serie is not None:
        creer_carte(assure.personne, serie)
    return assure


def creer_enfant(
    assure: Assure, prenom: str = "Zoé", *, date_naissance: date = date(2014, 9, 3), nir: str | None = "", **champs: Any
) -> Beneficiaire:
    """A child covered by this file. `nir=None`: a newborn without number."""
    rang = 2 + assure.beneficiaires.count()
    personne = creer_personne(prenom, assure.personne.nom_naissance, nir=nir, date_naissance=date_naissance)
    valeurs = {"lien": Beneficiaire.Lien.ENFANT, "droits_du": date_naissance, **champs}
    return Beneficiaire.objects.create(assure=assure, personne=personne, rang=rang, **valeurs)


def mourir(personne: Personne) -> None:
    """Today, as the civil register says it."""
    personne.date_deces = horloge.aujourdhui()
    with auteur("systeme:test"):
        personne.save(update_fields=["date_deces"])


def creer_complementaire(
    assure: Assure, organisme: str = "Mutuelle des Gaves", *, pour: Beneficiaire | None = None, **champs: Any
) -> LiaisonComplementaire:
    """A cover of the insured person, or of somebody they cover (`pour`), since 2020; `adresse` is that of the organism."""
    qui = complementaires.organisme_nomme(organisme, champs.pop("adresse", ""))
    valeurs = {"du": date(2020, 1, 1), **champs}
    return LiaisonComplementaire.objects.create(assure=assure, beneficiaire=pour, organisme=qui, **valeurs)


@cache
def _hache(mot_de_passe: str) -> str:
    """Of thousands of accounts with one password, the first one pays for its hash."""
    return make_password(mot_de_passe)


def creer_compte(assure: Assure, mot_de_passe: str = MOT_DE_PASSE, *, courriel: str = "", **champs: Any) -> Compte:
    """The account that `assure` opened: address confirmed, password known."""
    compte = Compte.objects.creer_pour(
        assure, courriel=courriel or f"assure{next(_suite)}@exemple.fr", mot_de_passe=None
    )
    valeurs = {
        "password": _hache(mot_de_passe),
        "email_valide_le": PREMIER_JOUR,
        "ouvert_le": PREMIER_JOUR,
        "cgu_version": conditions.VERSION,
        "cgu_acceptees_le": PREMIER_JOUR,
        **champs,
    }
    for champ, valeur in valeurs.items():
        setattr(compte, champ, valeur)
    compte.save(update_fields=list(valeurs))
    return compte


def creer_agent(
    caisse: Caisse | None = None, matricule: str = "", mot_de_passe: str = MOT_DE_PASSE, *, superviseur: bool = True
) -> Agent:
    """An agent of `caisse`, with every permission in the agents' site unless `superviseur` is False."""
    numero = next(_suite)
    compte = Compte.objects.creer_agent(
        matricule or f"A{numero:05}",
        caisse=caisse or creer_caisse(),
        nom="Camille Agent",
        courriel=f"agent{numero}@exemple.fr",
        mot_de_passe=None,
    )
    compte.password, compte.is_superuser = _hache(mot_de_passe), superviseur
    compte.save(update_fields=["password", "is_superuser"])
    return compte.agent


def devenir_formateur(client: Client) -> Client:
    """The browser of a trainer of the practice site, by the link that its start prints. Returns `client`."""
    client.get("/bac-a-sable/formateur/", {"cle": settings.CLE_FORMATEUR})
    return client


def connecter(client: Client, compte: Compte) -> Client:
    """Sign `compte` in without the form, its session as a true sign-in leaves it (an agent's with its key given). Returns `client`."""
    client.force_login(compte)
    session = client.session
    ouvrir(session, horloge.temps_reel())
    session[AGENT_VERIFIE] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def dire_la_raison(guichet: Client, *assures: Assure, raison: str = "appel") -> Client:
    """The agent of `guichet` says why they open these files, as the page asks it. Returns `guichet`."""
    for assure in assures:
        adresse = f"{reverse('admin:accounts_assure_raison')}?dossier={assure.public_id}&next=/agents/"
        assert guichet.post(adresse, {"raison": raison}).status_code == 302
    return guichet
