"""Put the practice population in the database, once; or take everything away and put it back (`remettre`)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db import OperationalError, connection, transaction

from accounts.connexion import conditions
from accounts.connexion.agents import roles
from accounts.informations.cartes_europeennes import nouveau_numero
from accounts.models import (
    Adresse,
    Agent,
    Assure,
    Beneficiaire,
    Caisse,
    CarteEuropeenne,
    CarteVitale,
    Compte,
    CoordonneesBancaires,
    Exoneration,
    MedecinTraitant,
    Opposition,
    Personne,
)
from accounts.models.carte import identite
from ameli.bac_a_sable import (
    chevauchements,
    creances,
    declarations_de_ressources,
    delais,
    demandes_c2s,
    demandes_de_pension,
    mandats_c2s,
    modeles_de_reponse,
    naissances,
    organismes,
    procurations,
    produits_sans_gluten,
    rattachements,
    soins_etranger,
    solidaires,
)
from ameli.bac_a_sable.histoires.personnages import installer_paiements
from ameli.bac_a_sable.personas import Enfant, Persona, agents, caisses, personas
from ameli.noyau import horloge
from ameli.noyau.calendrier import PARIS, ajouter_mois
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.journal import auteur
from demarches.cartes.regles import limite_de_commande

ACTEUR = "systeme:bac à sable"
VERROU = 26355  # an advisory lock: two installations at once are one
ESSAIS_DE_REMISE = 5

# What a fresh start keeps: Django's own registers, the journal (append-only, its chain must go on), the clock's row.
CONSERVES = {
    "contenttypes.contenttype",
    "auth.permission",
    "auth.group",
    "auth.group_permissions",
    "noyau.entree",
    "noyau.maillon",
    "noyau.decalage",
    "noyau.battement",
    "bac_a_sable.modesimulateur",
}


def installee() -> bool:
    """One query. Installation is one transaction, so the last persona stands for all."""
    return Personne.objects.filter(nir_empreinte=empreinte("nir", personas()[-1].nir)).exists()


class PopulationAncienne(RuntimeError):
    """The practice people of an earlier version are here: those of this one cannot join them."""


def installer() -> bool:
    """Install the practice population; False, after one query, when it is there already. Raises PopulationAncienne."""
    if installee():
        return False
    with auteur(ACTEUR, "installation"):
        with connection.cursor() as curseur:
            curseur.execute("SELECT pg_advisory_xact_lock(%s)", [VERROU])
        if installee():
            return False
        if Personne.objects.filter(nir_empreinte=empreinte("nir", personas()[0].nir)).exists():
            raise PopulationAncienne
        _installer()
    return True


def remettre() -> None:
    """Empty every business table, bring the clock back to the true time and install again.

    Keys go on from where they were: a session opened before never becomes somebody else's.
    """
    for essai in range(ESSAIS_DE_REMISE):
        try:
            with transaction.atomic():
                _vider()
                horloge.remettre_a_l_heure()
                installer()
            break
        except OperationalError:  # a sweep or a page held a table: let it finish
            if essai == ESSAIS_DE_REMISE - 1:
                raise
    cache.clear()


def tables_a_vider() -> list[str]:
    """Every table of ours and of Django's that holds business rows or sessions."""
    modeles = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    return sorted(m._meta.db_table for m in modeles if m._meta.label_lower not in CONSERVES)


def _vider() -> None:
    noms = ", ".join(connection.ops.quote_name(table) for table in tables_a_vider())
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL lock_timeout = '3s'")
        curseur.execute(f"TRUNCATE {noms}")
        curseur.execute("SET LOCAL lock_timeout = '0'")


def _installer() -> None:
    aujourdhui = horloge.aujourdhui()
    par_code = {caisse.code: caisse for caisse in Caisse.objects.all()}
    for valeurs in caisses():
        if valeurs["code"] not in par_code:
            par_code[valeurs["code"]] = Caisse.objects.create(**valeurs)
    organismes.installer()
    secrets = {mot: make_password(mot) for mot in {personas()[0].mot_de_passe, agents()[0].mot_de_passe}}
    assures: dict[str, Assure] = {}
    for une in personas():
        assures[une.cle] = _installer_un_dossier(une, par_code[une.caisse], aujourdhui, secrets[une.mot_de_passe])
    for une in personas():
        for rang, enfant in enumerate(une.enfants, start=2):
            _rattacher(assures[une.cle], rang, enfant, assures, aujourdhui)
            if enfant.carte_europeenne is not None:
                petit = Personne.objects.get(nir_empreinte=empreinte("nir", enfant.nir))
                _installer_la_carte_europeenne(
                    assures[une.cle], petit, aujourdhui, enfant.carte_europeenne, CarteEuropeenne.Etat.ACTIVE
                )
    for agent in agents():
        compte = Compte.objects.create(
            identifiant=agent.matricule, email=agent.email, is_staff=True,
            password=secrets[agent.mot_de_passe], email_valide_le=minuit(aujourdhui), ouvert_le=minuit(aujourdhui),
        )  # fmt: skip
        Agent.objects.create(
            compte=compte, caisse=par_code[agent.caisse], nom=agent.nom, matricule=agent.matricule, equipe=agent.equipe
        )
        TOTP.activate(compte, agent.secret)
        roles.donner(compte, agent.roles)
    modeles_de_reponse.installer(aujourdhui)
    delais.installer(par_code.values(), aujourdhui)
    solidaires.installer(assures, aujourdhui)
    declarations_de_ressources.installer(assures)
    installer_paiements(assures, aujourdhui)
    creances.installer(assures, aujourdhui)
    naissances.installer(assures)
    procurations.installer(assures, aujourdhui)
    chevauchements.installer(assures)
    rattachements.installer(assures)
    demandes_c2s.installer(assures, aujourdhui)
    mandats_c2s.installer(assures)
    demandes_de_pension.installer(assures)
    produits_sans_gluten.installer(assures, aujourdhui)
    soins_etranger.installer(assures)


def _installer_un_dossier(une: Persona, caisse: Caisse, jour: date, secret: str) -> Assure:
    personne = Personne.objects.create(
        nom_naissance=une.nom, nom_usage=une.nom_usage, prenoms=une.prenoms, sexe=une.sexe,
        date_naissance=une.naissance, lieu_naissance_insee=f"{une.departement}999", nir=une.nir,
    )  # fmt: skip
    droits_du, droits_au = periode_des_droits(jour, fermes=une.droits == "fermes")
    assure = Assure.objects.create(
        personne=personne, caisse=caisse, situation=une.situation, affilie_le=une.affilie_le, code_gestion=une.code_gestion,
        droits_du=droits_du, droits_au=droits_au, majeur_protege=une.protege, adresse_protegee=une.adresse_protegee,
    )  # fmt: skip
    depuis = minuit(ajouter_mois(jour, -30))
    voie, code_postal, commune = une.adresse
    Adresse.objects.create(
        assure=assure, ligne_1=voie, code_postal=code_postal, commune=commune, effet_le=depuis, cause="dossier d’origine"
    )  # fmt: skip
    if une.iban:
        CoordonneesBancaires.objects.create(
            assure=assure, civilite=une.civilite.upper(), titulaire=une.titulaire, iban=une.iban, banque=une.banque,
            demande_le=depuis, effet_le=depuis, origine=CoordonneesBancaires.Origine.PAPIER,
        )  # fmt: skip
    _installer_la_carte(une, assure, personne, jour)
    if une.carte_europeenne is not None:
        _installer_la_carte_europeenne(assure, personne, jour, une.carte_europeenne, une.carte_europeenne_etat)
    _installer_les_droits(une, assure, personne, jour)
    organismes.couvrir(assure, None, une.mutuelles, jour)
    if une.compte:
        Compte.objects.create(
            assure=assure, email=une.email, telephone=une.telephone, telephone_fixe=une.telephone_fixe,
            password=secret, ouvert_le=depuis,
            email_valide_le=depuis if une.courriel_valide else None,
            cgu_version=conditions.VERSION, cgu_acceptees_le=depuis,
        )  # fmt: skip
    return assure


def _installer_la_carte(une: Persona, assure: Assure, personne: Personne, jour: date) -> None:
    if not une.serie:
        return
    active = une.carte == CarteVitale.Etat.ACTIVE
    depuis = ajouter_mois(jour, -50) if active else jour - timedelta(days=une.carte_depuis)
    carte = CarteVitale(
        personne=personne, serie=une.serie, avec_photo=une.avec_photo, etat=une.carte,
        emise_le=ajouter_mois(jour, -50 if une.avec_photo else -200), etat_depuis=minuit(depuis),
    )  # fmt: skip
    if une.carte_au_nom:
        carte.identite_empreinte = identite(Personne(nom_naissance=une.carte_au_nom, prenoms=une.prenoms, nir=une.nir))
    carte.save()
    if not active:
        Opposition.objects.create(
            carte=carte, personne=personne, declaree_par=assure, motif=Opposition.Motif.PERTE, le=minuit(depuis),
            commander_avant=limite_de_commande(minuit(depuis)), cause="déclarée à l’accueil",
        )  # fmt: skip


def _installer_la_carte_europeenne(assure: Assure, personne: Personne, jour: date, reste: int, etat: str) -> None:
    """A card that still has `reste` days; one that was lost was so three days ago."""
    fin = jour + timedelta(days=reste)
    debut = ajouter_mois(fin, -24) + timedelta(days=1)
    depuis = debut if etat == CarteEuropeenne.Etat.ACTIVE else jour - timedelta(days=3)
    CarteEuropeenne.objects.create(
        personne=personne, demandee_par=assure, motif=CarteEuropeenne.Motif.PREMIERE, debut=debut, fin=fin,
        numero=nouveau_numero(assure.caisse.code), etat=etat, demandee_le=minuit(debut - timedelta(days=10)),
        etat_depuis=minuit(depuis),
    )  # fmt: skip


def _installer_les_droits(une: Persona, assure: Assure, personne: Personne, jour: date) -> None:
    if une.medecin:
        nom, commune = une.medecin
        MedecinTraitant.objects.create(
            assure=assure, personne=personne, nom=nom, commune=commune, depuis=ajouter_mois(jour, -36)
        )
    for exoneration in une.exonerations:
        siennes: dict[str, Any] = {**exoneration}
        siennes["du"] = ajouter_mois(jour.replace(day=1), siennes.pop("mois_de_debut", -14))
        if "mois_de_fin" in siennes:
            siennes["au"] = ajouter_mois(jour.replace(day=1), siennes.pop("mois_de_fin")) - timedelta(days=1)
        Exoneration.objects.create(assure=assure, personne=personne, **siennes)


def _rattacher(assure: Assure, rang: int, enfant: Enfant, assures: dict[str, Assure], jour: date) -> None:
    if enfant.identique_a:
        personne = assures[enfant.identique_a].personne
    else:
        personne = Personne.objects.create(
            nom_naissance=enfant.nom, prenoms=enfant.prenoms, sexe=enfant.sexe, date_naissance=enfant.naissance,
            lieu_naissance_insee=f"{enfant.departement}999", nir=enfant.nir,
        )  # fmt: skip
    assert assure.droits_du is not None
    rattachement = Beneficiaire.objects.create(
        assure=assure, personne=personne, rang=rang, lien=Beneficiaire.Lien.ENFANT,
        droits_du=max(assure.droits_du, enfant.naissance), droits_au=assure.droits_au,
    )  # fmt: skip
    organismes.couvrir(assure, rattachement, enfant.mutuelles, jour)


def periode_des_droits(jour: date, *, fermes: bool = False) -> tuple[date, date]:
    """The sliding year of rights around `jour`, or one that ended three months before."""
    debut = ajouter_mois(jour.replace(day=1), -15 if fermes else -2)
    return debut, ajouter_mois(debut, 12) - timedelta(days=1)


def minuit(jour: date) -> datetime:
    """The beginning of the day in Paris."""
    return datetime.combine(jour, time(0), PARIS)
