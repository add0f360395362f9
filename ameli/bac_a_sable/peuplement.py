"""Many more people, realistic enough for benches and lists: seeded, so that the same call on the same base gives the same people.

They share one password, and one Argon2 hash of it: hashing thousands of times would only measure Argon2. Sandbox only.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.connexion import conditions
from accounts.models import (
    Adresse,
    Assure,
    Beneficiaire,
    Caisse,
    CarteVitale,
    Compte,
    CoordonneesBancaires,
    LiaisonComplementaire,
    MedecinTraitant,
    Personne,
)
from accounts.models.compte import empreinte_du_telephone
from ameli.bac_a_sable import identites, organismes
from ameli.bac_a_sable.installation import ACTEUR, minuit, periode_des_droits
from ameli.bac_a_sable.personas import DONNEES, personas
from ameli.noyau import horloge
from ameli.noyau.calendrier import ajouter_mois
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.journal import auteur

TAILLE_LOT = 500
PREMIER_ORDRE = 101  # the first hundred order numbers are the personas'
DERNIER_ORDRE = 999
DEPARTEMENTS = ("40",) * 12 + ("33", "64", "32", "47", "65", "31", "75", "2A", "2B", "99")
SITUATIONS = ("SALARIE",) * 10 + ("DEMANDEUR_EMPLOI", "INDEPENDANT", "SANS_ACTIVITE")
MERE_AU_PLUS = 44  # years of a mother at a birth
AGE_RETRAITE, AGE_ETUDES = 64, 23


class PlageEpuisee(RuntimeError):
    """No order number is left for a month of birth in the reserved commune, or no serial for another card."""


@dataclass(frozen=True)
class Individu:
    """Somebody drawn at random, not yet in the database."""

    prenom: str
    nom: str
    sexe: str
    naissance: date
    departement: str


@dataclass(frozen=True)
class Foyer:
    """An insured person and what hangs on them. `rang` is unique: serials, accounts and mails derive from it."""

    rang: int
    assure: Individu
    situation: str
    adresse: tuple[str, str, str]
    banque: tuple[str, str]
    mutuelle: str
    medecin: str
    avec_photo: bool
    enfants: tuple[Individu, ...] = field(default=())


@cache
def _mots() -> dict[str, Any]:
    return tomllib.loads((DONNEES / "communes.toml").read_text(encoding="utf-8"))


def foyers(graine: int, depart: int, jour: date) -> Iterator[Foyer]:
    """Endless and reproducible: the same `graine`, `depart` (first rank) and `jour` give the same people. Pure."""
    hasard = Random(f"{graine}:{depart}")
    rang = depart
    while True:
        yield _foyer(hasard, rang, jour)
        rang += 1


def _foyer(hasard: Random, rang: int, jour: date) -> Foyer:
    mots = _mots()
    adulte = _individu(hasard, hasard.choice(mots["noms"]), jour, hasard.randint(18 * 365, 92 * 365))
    age = (jour - adulte.naissance).days // 365
    situation = hasard.choice(SITUATIONS)
    if age >= AGE_RETRAITE:
        situation = "RETRAITE"
    elif age < AGE_ETUDES:
        situation = "ETUDIANT"
    nombre = hasard.choice((0, 0, 1, 1, 2, 2, 3)) if 24 <= age <= 55 else 0
    plus_grand = min(17, age - 21)
    plus_petit = max(30, (age - MERE_AU_PLUS) * 365) if adulte.sexe == "F" else 30
    code_postal, commune = hasard.choice(mots["communes"])
    return Foyer(
        rang=rang,
        assure=adulte,
        situation=situation,
        adresse=(f"{hasard.randint(1, 140)} {hasard.choice(mots['voies'])}", code_postal, commune),
        banque=tuple(hasard.choice(mots["banques"])),
        mutuelle=hasard.choice(mots["mutuelles"]) if hasard.random() < 0.8 else "",
        medecin=f"Dr {hasard.choice(mots['noms'])}" if hasard.random() < 0.9 else "",
        avec_photo=age < 75,
        enfants=tuple(
            _individu(hasard, adulte.nom, jour, hasard.randint(plus_petit, plus_grand * 365 + 200))
            for _ in range(nombre)
        ),
    )


def _individu(hasard: Random, nom: str, jour: date, age_en_jours: int) -> Individu:
    sexe = hasard.choice("FM")
    prenom = hasard.choice(_mots()["feminins" if sexe == "F" else "masculins"])
    return Individu(prenom, nom, sexe, jour - timedelta(days=age_en_jours), hasard.choice(DEPARTEMENTS))


def peupler(nombre: int, graine: int = 1, progres: Callable[[int], None] = lambda fait: None) -> int:
    """Add `nombre` insured people of the Landes with account, card, bank details and children; how many persons in all.

    Raises Caisse.DoesNotExist before the installation, PlageEpuisee when the reserved range is full.
    """
    jour = horloge.aujourdhui()
    usine = _Usine(Caisse.objects.get(code="401"), jour, make_password(personas()[0].mot_de_passe))
    flux = foyers(graine, Personne.objects.count(), jour)
    fait = 0
    while fait < nombre:
        lot = list(islice(flux, min(TAILLE_LOT, nombre - fait)))
        if lot[-1].rang >= identites.SERIES_LIBRES:
            raise PlageEpuisee(f"Practice cards end at rank {identites.SERIES_LIBRES - 1}")
        with auteur(ACTEUR, "peuplement"):
            usine.ecrire(lot)
        fait += len(lot)
        progres(fait)
    return usine.personnes


class _Usine:
    """Turns households into rows, in bulk: what `save()` derives (fingerprints) is set here."""

    def __init__(self, caisse: Caisse, jour: date, secret: str) -> None:
        self.caisse, self.jour, self.secret = caisse, jour, secret
        self.depuis: datetime = minuit(ajouter_mois(jour, -24))
        self.droits = periode_des_droits(jour)
        self.ordres: dict[str, int] = {}
        self.personnes = 0
        self.organismes = organismes.installer()

    def ecrire(self, lot: list[Foyer]) -> None:
        individus = [individu for foyer in lot for individu in (foyer.assure, *foyer.enfants)]
        creees = iter(Personne.objects.bulk_create(self._immatriculer(individus)))
        self.personnes += len(individus)
        assures, enfants = [], []
        for foyer in lot:
            personne = next(creees)
            assures.append(self._assure(foyer, personne))
            enfants.append([next(creees) for _ in foyer.enfants])
        Assure.objects.bulk_create(assures)
        rows = list(zip(lot, assures, enfants, strict=True))
        Adresse.objects.bulk_create([self._adresse(f, a) for f, a, _ in rows])
        CoordonneesBancaires.objects.bulk_create([self._banque(f, a) for f, a, _ in rows])
        CarteVitale.objects.bulk_create([self._carte(f, a) for f, a, _ in rows])
        Compte.objects.bulk_create([self._compte(f, a) for f, a, _ in rows])
        MedecinTraitant.objects.bulk_create([self._medecin(f, a) for f, a, _ in rows if f.medecin])
        LiaisonComplementaire.objects.bulk_create([self._mutuelle(f, a) for f, a, _ in rows if f.mutuelle])
        Beneficiaire.objects.bulk_create(
            [self._enfant(a, rang, e) for _, a, petits in rows for rang, e in enumerate(petits, start=2)]
        )

    def _immatriculer(self, individus: list[Individu]) -> list[Personne]:
        """Give each a NIR that nobody has, by the next free order number of their month and place of birth."""
        a_placer, personnes = list(range(len(individus))), [Personne()] * len(individus)
        while a_placer:
            essais = {rang: self._prochain_nir(individus[rang]) for rang in a_placer}
            empreintes = {rang: empreinte("nir", numero) for rang, numero in essais.items()}
            pris = set(
                Personne.objects.filter(nir_empreinte__in=empreintes.values()).values_list("nir_empreinte", flat=True)
            )
            for rang, numero in essais.items():
                personnes[rang] = self._personne(individus[rang], numero, empreintes[rang])
            a_placer = [rang for rang in a_placer if empreintes[rang] in pris]
        return personnes

    def _prochain_nir(self, qui: Individu) -> str:
        racine = identites.nir(qui.sexe, qui.naissance, qui.departement, 1)[:-3]
        ordre = self.ordres.get(racine, PREMIER_ORDRE - 1) + 1
        if ordre > DERNIER_ORDRE:
            raise PlageEpuisee(f"No order number is left for {qui.naissance:%m/%Y}, {qui.departement}")
        self.ordres[racine] = ordre
        return f"{racine}{ordre:03}"

    def _personne(self, qui: Individu, numero: str, cle: str) -> Personne:
        return Personne(
            nom_naissance=qui.nom, prenoms=qui.prenom, sexe=qui.sexe, date_naissance=qui.naissance,
            lieu_naissance_insee=f"{qui.departement}999", nir=numero, nir_empreinte=cle,
        )  # fmt: skip

    def _assure(self, foyer: Foyer, personne: Personne) -> Assure:
        du, au = self.droits
        return Assure(personne=personne, caisse=self.caisse, situation=foyer.situation, droits_du=du, droits_au=au)

    def _adresse(self, foyer: Foyer, assure: Assure) -> Adresse:
        voie, code_postal, commune = foyer.adresse
        return Adresse(
            assure=assure, ligne_1=voie, code_postal=code_postal, commune=commune, effet_le=self.depuis,
            cause="dossier d’origine",
        )  # fmt: skip

    def _banque(self, foyer: Foyer, assure: Assure) -> CoordonneesBancaires:
        iban = identites.iban(*foyer.banque, identites.compte_peuple(foyer.rang))
        qui = foyer.assure
        return CoordonneesBancaires(
            assure=assure, civilite="MADAME" if qui.sexe == "F" else "MONSIEUR", iban=iban,
            iban_empreinte=empreinte("iban", iban), titulaire=identites.sans_accent(f"{qui.nom} {qui.prenom}"),
            demande_le=self.depuis, effet_le=self.depuis, origine=CoordonneesBancaires.Origine.PAPIER,
        )  # fmt: skip

    def _carte(self, foyer: Foyer, assure: Assure) -> CarteVitale:
        serie = identites.serie(foyer.rang)
        return CarteVitale(
            personne=assure.personne, serie=serie, serie_empreinte=empreinte("serie_vitale", serie),
            avec_photo=foyer.avec_photo, emise_le=ajouter_mois(self.jour, -30), etat_depuis=self.depuis,
        )  # fmt: skip

    def _compte(self, foyer: Foyer, assure: Assure) -> Compte:
        mobile = identites.telephone(foyer.rang)
        return Compte(
            assure=assure, email=identites.courriel(foyer.assure.prenom, foyer.assure.nom, foyer.rang),
            email_valide_le=self.depuis, ouvert_le=self.depuis,
            cgu_version=conditions.VERSION, cgu_acceptees_le=self.depuis, telephone=mobile,
            telephone_empreinte=empreinte_du_telephone(mobile), password=self.secret,
        )  # fmt: skip

    def _medecin(self, foyer: Foyer, assure: Assure) -> MedecinTraitant:
        return MedecinTraitant(
            assure=assure, personne=assure.personne, nom=foyer.medecin, commune=foyer.adresse[2],
            depuis=ajouter_mois(self.jour, -20),
        )  # fmt: skip

    def _mutuelle(self, foyer: Foyer, assure: Assure) -> LiaisonComplementaire:
        return LiaisonComplementaire(
            assure=assure,
            organisme=self.organismes[foyer.mutuelle],
            numero=f"N-{foyer.rang}",
            du=ajouter_mois(self.jour, -12),
        )

    def _enfant(self, assure: Assure, rang: int, enfant: Personne) -> Beneficiaire:
        du, au = self.droits
        return Beneficiaire(
            assure=assure, personne=enfant, rang=rang, lien=Beneficiaire.Lien.ENFANT,
            droits_du=max(du, enfant.date_naissance), droits_au=au,
        )  # fmt: skip
