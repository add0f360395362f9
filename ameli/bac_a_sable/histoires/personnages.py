"""Two years of care and eight of allowances and pensions for each person of the practice population, true to what
`personas.toml` says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from accounts.models import Assure
from ameli.bac_a_sable.histoires import protections
from ameli.bac_a_sable.histoires.copie import Copie, ranger
from ameli.bac_a_sable.histoires.fichiers import RAISON, Fichier, foyer_de, lire
from ameli.bac_a_sable.histoires.profils import Arret, Foyer, Habitudes, Membre, ouvertes_par
from ameli.bac_a_sable.histoires.recit import Recit, raconter
from ameli.bac_a_sable.histoires.suite import mois_payes, poursuivre
from ameli.noyau.calendrier import ALSACE_MOSELLE, ajouter_mois
from paiements.calcul.invalidite.mensualites import Titre
from paiements.calcul.mots import Protection
from paiements.calcul.patient import Periode
from paiements.models import MoisDePension
from paiements.models import Pension as Servie

MOIS, MOIS_DE_REVENUS = 24, 96
DEPUIS_LONGTEMPS = timedelta(days=290)
ENCORE = timedelta(days=60)  # together less than the most without a long illness: 360 days paid in three years
ACCIDENT, REPRISE = timedelta(days=65), timedelta(days=20)
DROITS_FERMES = timedelta(days=95)
# What somebody may pay online: a balance of 100 to 150 € (chapter 16).
SOLDE_A_PAYER = (Decimal(105), Decimal(145))
BLOQUES = 5  # décomptes that two covers block (chapter 12)


def installer_paiements(assures: Mapping[str, Assure], jour: date) -> int:
    """Write the payments of these files, by the key of their persona; how many rows. In the caller's transaction."""
    cles = {assure.pk: cle for cle, assure in assures.items()}
    pensions = {
        une.assure_id: une for une in Servie.objects.systeme(RAISON).filter(clos_le=None).select_related("personne")
    }
    mois: list[MoisDePension] = []
    ont_leur_dossier = {assure.personne_id for assure in assures.values()}
    au_dossier = protections.lire(ont_leur_dossier)
    copie = Copie()
    for fichier in lire(sorted(cles)):
        cle = cles[fichier.assure.pk]
        enfants = tuple(
            (rang, naissance)
            for rang, naissance in fichier.enfants
            if fichier.titulaire.personnes[rang] not in ont_leur_dossier
        )
        fichier = replace(fichier, enfants=enfants)
        pension = pensions.get(fichier.assure.pk)
        siennes = au_dossier.get(fichier.assure.personne_id, ())
        foyer, recit, fin = histoire(cle, fichier, siennes, jour, pension and pension.titre)
        protections.inscrire(fichier.titulaire, foyer)
        copie.ajouter(fichier.titulaire, recit, cle, fin)
        poursuivre(fichier.assure, foyer, recit)
        if pension is not None:
            mois += mois_payes(pension, recit)
    copie.ecrire()
    MoisDePension.objects.bulk_create(mois)
    ranger()
    return copie.lignes


def histoire(
    cle: str, fichier: Fichier, siennes: tuple[Periode, ...], jour: date, titre: Titre | None
) -> tuple[Foyer, Recit, date]:
    """Who one persona is, what they lived until `jour`, and the last day of it."""
    fin = jour - DROITS_FERMES if cle == "kevin" else jour
    debut, depuis = ajouter_mois(jour, -MOIS), ajouter_mois(jour, -MOIS_DE_REVENUS)
    foyer = replace(_foyer(cle, fichier, siennes, depuis, fin), titre=titre)
    for essai in count():  # drawn again until the story has what this person is there to show
        recit = raconter(replace(foyer, graine=f"{cle}:{essai}"), debut, fin, revenus_depuis=depuis)
        if _montre(cle, recit, fin):
            return foyer, recit, fin
    raise AssertionError("count() never ends")


def _montre(cle: str, recit: Recit, fin: date) -> bool:
    """Patrick: a balance that may be paid online. Léa: a transfer that left again, and care paid twice then taken back.
    Sylvie: décomptes that no cover was told of since hers overlap."""
    match cle:
        case "patrick":
            return SOLDE_A_PAYER[0] <= sum(dette.montant for dette in recit.dettes) <= SOLDE_A_PAYER[1]
        case "lea":
            reparti = any(un.reverse_le is not None and un.reverse_le <= fin for un in recit.versements)
            return reparti and any(ligne.code == "IND" for un in recit.versements for ligne in un.virement.lignes)
        case "sylvie":
            depuis = ajouter_mois(fin.replace(day=1), -2)
            return sum(un.annonce and un.virement.le >= depuis for un in recit.versements) >= BLOQUES
        case _:
            return True


def _foyer(cle: str, fichier: Fichier, siennes: tuple[Periode, ...], debut: date, fin: date) -> Foyer:
    malade = any(une.nature is Protection.ALD and une.taux == 100 for une in siennes)
    foyer = foyer_de(fichier, cle, debut, fin, malade=malade)
    chef, *autres = foyer.membres
    maternites = (une for une in chef.protections if une.nature is Protection.MATERNITE)
    chef = replace(chef, protections=(*maternites, *siennes), ald=malade)
    local = fichier.assure.caisse.departement in ALSACE_MOSELLE
    membres = (_membre(cle, chef), *autres)
    rangs = {rang for rang, _ in fichier.enfants} | {1}
    membres = tuple(
        replace(membre, regime_local=local, rang=rang) for membre, rang in zip(membres, sorted(rangs), strict=True)
    )
    naissances = tuple(arret for arret in foyer.arrets if arret.code in ("IJM", "IJP"))
    foyer = replace(foyer, membres=membres, arrets=naissances, pensions=(), employeur="", salaire=Decimal(2150))
    foyer = _au_travail(cle, foyer, siennes, fin)
    chef, *autres = foyer.membres
    ouvertes = tuple(
        une for une in ouvertes_par(foyer.arrets, foyer.pensions)
        if not any(deja.nature is une.nature and deja.vaut(une.du) for deja in siennes)
    )  # fmt: skip
    return replace(foyer, membres=(replace(chef, protections=(*chef.protections, *ouvertes)), *autres))


def _au_travail(cle: str, foyer: Foyer, siennes: tuple[Periode, ...], fin: date) -> Foyer:
    """Leaves, pensions and employers of this person, and what else makes their payments their own."""

    def arret(code: str, il_y_a: int, jours: int, **autres: Any) -> Arret:
        """A leave of `jours` days that began `il_y_a` days ago."""
        return Arret(code, fin - timedelta(days=il_y_a), fin - timedelta(days=il_y_a - jours + 1), **autres)

    match cle:
        case "lea":
            return replace(foyer, incidents=0.05)
        case "thomas":
            anciens = (arret("IJN", 2680, 21), arret("IJN", 1890, 75), arret("IJN", 1300, 12))
            return replace(foyer, arrets=(*anciens, Arret("IJN", fin - DEPUIS_LONGTEMPS, fin + ENCORE)))
        case "bernard":
            depuis = next(une.du for une in siennes if une.nature is Protection.INVALIDITE)
            return replace(foyer, arrets=(Arret("IJN", depuis - timedelta(days=340), depuis - timedelta(days=1)),))
        case "sylvie":
            return replace(foyer, arrets=(arret("IJN", 213, 34),), employeur="Thermes de l’Adour")
        case "cedric":
            anciens = (arret("IJN", 2510, 15), arret("IJA", 1795, 40))
            return replace(foyer, arrets=(*anciens, Arret("IJA", fin - ACCIDENT, fin + REPRISE)))
        case "valerie":
            anciens = (arret("IJN", 2200, 12, subroge=False), arret("IJN", 1100, 20))
            return replace(foyer, arrets=(*anciens, arret("IJN", 120, 45)), employeur="Conserverie de l’Adour")
        case "camille":
            return replace(foyer, sans_gluten=True)
        case "marc" | "simone":
            return replace(foyer, incidents=0)
    return foyer


def _membre(cle: str, chef: Membre) -> Membre:
    match cle:
        case "odette":
            habitudes = Habitudes(9, 4, 5, 1.2, 1, 0.4, 6, 1, 6, 4, 0, 0.3, 0.75, 0.3)
            return replace(chef, habitudes=habitudes)
        case "patrick":
            habitudes = Habitudes(5, 1, 1.5, 0.5, 0, 0.3, 3, 0, 0.3, 0, 0, 0, direct=1, secteur_2=0)
            return replace(chef, habitudes=habitudes)
        case "sylvie":
            return replace(chef, habitudes=replace(chef.habitudes, kine=1.5))
        case "marc":
            return replace(chef, habitudes=replace(chef.habitudes, kine=0.8))
    return chef
