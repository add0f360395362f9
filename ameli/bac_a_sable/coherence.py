"""Does the practice world say one thing? Each control gives sentences about what contradicts itself; none when all is well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from django.db.models import F, Q

from accounts.models import Beneficiaire
from ameli.bac_a_sable.coherence_revenus import (
    mois_de_pension_manquants,
    montants_faux,
    pensions_sans_paiement,
    revenus_en_double,
    revenus_sans_droit,
)
from ameli.bac_a_sable.histoires import protections
from ameli.bac_a_sable.models import CourrierRecu
from paiements.calcul.mots import Genre, Protection
from paiements.models import Avis, LigneCreance, Prestation, Retenue
from paiements.suivi import LIBELLES

RAISON = "the practice world looks at itself"
MERE = range(14, 47)  # years, at a birth
PROTEGES = {une.value: une for une in Protection}


def taux_sans_droit() -> Iterator[str]:
    """Care paid for a reason that the file does not give on that day."""
    for personne, motif, nombre in _sans_protection("motif_taux"):
        yield f"personne {personne} : {nombre} soins payés au titre {motif}, sans exonération au dossier"


def exemptions_sans_droit() -> Iterator[str]:
    """Care from which nothing is withheld for a reason that the file does not give on that day."""
    for personne, motif, nombre in _sans_protection("motif_retenue"):
        yield f"personne {personne} : {nombre} soins sans retenue au titre {motif}, sans exonération au dossier"


def _sans_protection(champ: str) -> Iterator[tuple[int, str, int]]:
    """Whose care, for which reason and how often, among the lines whose `champ` names a protection."""
    lignes = Prestation.objects.systeme(RAISON).filter(**{f"{champ}__in": PROTEGES}).order_by("pk")
    valeurs = list(lignes.values_list("personne", champ, "soins_le").distinct())
    au_dossier = protections.lire({personne for personne, _, _ in valeurs})
    fautes: dict[tuple[int, str], list[date]] = defaultdict(list)
    for personne, motif, le in valeurs:
        siennes = [une for une in au_dossier.get(personne, ()) if une.nature is PROTEGES[motif] and une.vaut(le)]
        if champ == "motif_taux":  # a part that an organism manages is not ours to pay
            siennes = [une for une in siennes if une.par_la_caisse]
        if not siennes:
            fautes[personne, motif].append(le)
    yield from ((personne, motif, len(jours)) for (personne, motif), jours in sorted(fautes.items()))


def dettes_en_double() -> Iterator[str]:
    """Care that a notice asks for and that the balance counts too: one debt told twice."""
    attente = {
        (assure, annee, Genre(genre).compteur)
        for assure, annee, genre in Retenue.objects.systeme(RAISON)
        .filter(recupere_le=None)
        .order_by("pk")
        .values_list("assure", "annee", "genre")
    }
    lignes = LigneCreance.objects.systeme(RAISON).filter(
        avis__nature=Avis.Nature.PFFR, avis__etat=Avis.Etat.A_PAYER, avis__spontane=False, retenues=None,
        montant__gt=F("regle") + F("annule"),
    )  # fmt: skip
    for une in lignes.select_related("avis").order_by("pk"):
        for compteur, libelle in LIBELLES.items():
            if une.libelle.startswith(libelle) and (une.avis.assure_id, une.annee, compteur) in attente:
                yield f"avis {une.avis_id} : « {une.libelle} » est aussi dans le solde"


def avis_sans_lettre() -> Iterator[str]:
    """A notice whose reference nobody can read: its letter is in no box. That of an unpaid participation is told in a message."""
    lettres = list(
        CourrierRecu.objects.filter(canal=CourrierRecu.Canal.LETTRE).order_by("pk").values_list("texte", flat=True)
    )
    ecrits = Avis.objects.systeme(RAISON).filter(spontane=False).exclude(nature=Avis.Nature.C2S)
    for avis in ecrits.order_by("pk"):
        if not any(avis.reference_lisible in texte for texte in lettres):
            yield f"avis {avis.pk} : sa lettre n’est dans aucune boîte"


def annonces_en_double() -> Iterator[str]:
    """Care told again to a cover when it was paid a second time. (Of a transfer that left again PostgreSQL sees to it.)"""
    annonces = Q(paiement__transmis_le__isnull=False) | Q(paiement__a_transmettre=True)
    doubles = Prestation.objects.systeme(RAISON).filter(annonces, origine__isnull=False, base__isnull=False)
    for paiement, soin in doubles.order_by("pk").values_list("paiement", "origine"):
        yield f"paiement {paiement} : le soin {soin} est annoncé deux fois à la complémentaire"


def ages_des_meres() -> Iterator[str]:
    """Births at an age that makes people smile."""
    enfants = (
        Beneficiaire.objects.systeme(RAISON)
        .filter(lien=Beneficiaire.Lien.ENFANT, assure__personne__sexe="F")
        .select_related("personne", "assure__personne")
    )
    for un in enfants.order_by("pk"):
        mere, naissance = un.assure.personne.date_naissance, un.personne.date_naissance
        age = naissance.year - mere.year - ((naissance.month, naissance.day) < (mere.month, mere.day))
        if age not in MERE:
            yield f"dossier {un.assure_id} : une naissance à {age} ans"


CONTROLES: tuple[Callable[[], Iterator[str]], ...] = (
    taux_sans_droit,
    exemptions_sans_droit,
    revenus_sans_droit,
    revenus_en_double,
    mois_de_pension_manquants,
    pensions_sans_paiement,
    montants_faux,
    dettes_en_double,
    avis_sans_lettre,
    annonces_en_double,
    ages_des_meres,
)


def contradictions() -> list[str]:
    """All of them, in French, for whoever keeps the practice world."""
    return [faute for controle in CONTROLES for faute in controle()]
