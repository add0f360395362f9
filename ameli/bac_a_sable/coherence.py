"""Does the practice world say one thing? Each control gives sentences about what contradicts itself; none when all is well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from accounts.models import Beneficiaire
from ameli.bac_a_sable.histoires import protections
from ameli.bac_a_sable.models import CourrierRecu
from paiements.calcul.mots import Protection
from paiements.models import Avis, Paiement, Prestation

RAISON = "the practice world looks at itself"
MERE = range(14, 47)  # years, at a birth
PROTEGES = {une.value: une for une in Protection}


def taux_sans_droit() -> Iterator[str]:
    """Care paid for a reason that the file does not give on that day."""
    lignes = Prestation.objects.systeme(RAISON).filter(motif_taux__in=PROTEGES).order_by("pk")
    valeurs = list(lignes.values_list("personne", "motif_taux", "soins_le").distinct())
    au_dossier = protections.lire({personne for personne, _, _ in valeurs})
    fautes: dict[tuple[int, str], list[date]] = defaultdict(list)
    for personne, motif, le in valeurs:
        if not any(une.nature is PROTEGES[motif] and une.vaut(le) for une in au_dossier.get(personne, ())):
            fautes[personne, motif].append(le)
    for (personne, motif), jours in sorted(fautes.items()):
        yield f"personne {personne} : {len(jours)} soins payés au titre {motif}, sans exonération au dossier"


def avis_sans_lettre() -> Iterator[str]:
    """A notice whose reference nobody can read: its letter is in no box."""
    lettres = list(
        CourrierRecu.objects.filter(canal=CourrierRecu.Canal.LETTRE).order_by("pk").values_list("texte", flat=True)
    )
    for avis in Avis.objects.systeme(RAISON).filter(spontane=False).order_by("pk"):
        if not any(avis.reference_lisible in texte for texte in lettres):
            yield f"avis {avis.pk} : sa lettre n’est dans aucune boîte"


def annonces_en_double() -> Iterator[str]:
    """Care told again to a cover when its transfer left a second time."""
    doubles = (
        Paiement.objects.systeme(RAISON).filter(remplace__isnull=False).exclude(transmis_le=None, a_transmettre=False)
    )
    for pk in doubles.order_by("pk").values_list("pk", flat=True):
        yield f"paiement {pk} : annoncé deux fois à la complémentaire"


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
    avis_sans_lettre,
    annonces_en_double,
    ages_des_meres,
)


def contradictions() -> list[str]:
    """All of them, in French, for whoever keeps the practice world."""
    return [faute for controle in CONTROLES for faute in controle()]
