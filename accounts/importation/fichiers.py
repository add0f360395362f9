"""The registry as CSV files (docs/exploitation/importer.md), in the order in which they are read.

Nothing that the caisse or the person changed here since is ever written over: what is there already is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.connexion.agents.formulaires import FormulaireCaisse, lignes_d_adresse
from accounts.dossier import rattachements
from accounts.importation import formulaires as f
from accounts.importation.ecriture import MOTIF
from accounts.importation.lecture import ORIGINE
from accounts.models import (
    Adresse,
    Assure,
    Beneficiaire,
    Caisse,
    CarteVitale,
    CoordonneesBancaires,
    Exoneration,
    MedecinTraitant,
    Personne,
)
from accounts.models.carte import identite
from ameli.noyau.calendrier import PARIS
from ameli.noyau.chiffrement import empreinte, retrouver
from ameli.noyau.echange.champs import d_un_fichier
from ameli.noyau.echange.fichiers import Fichier, Reference, Valeurs, declarer, egal
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.journal import journaliser, journaliser_pour_tous
from ameli.noyau.saisie import noms

RAISON = "an import reads and writes the files of every caisse"

# Who a line speaks of


def numero(colonne: str) -> Callable[[Valeurs], Hashable | None]:
    """How the person of this column is named: by the fingerprint of their number."""
    return lambda valeurs: empreinte("nir", valeurs[colonne]) if colonne in valeurs else None


def personnes(empreintes: Collection[str]) -> dict[str, int]:
    lignes = Personne.objects.filter(nir_empreinte__in=empreintes)
    return retrouver(empreintes, dict(lignes.values_list("nir_empreinte", "pk")))


def assures(empreintes: Collection[str]) -> dict[str, int]:
    lignes = Assure.objects.systeme(RAISON).filter(personne__nir_empreinte__in=empreintes)
    return retrouver(empreintes, dict(lignes.values_list("personne__nir_empreinte", "pk")))


def _noms(empreintes: Collection[str]) -> dict[str, Personne]:
    """People with what is printed on their card."""
    lus = Personne.objects.filter(nir_empreinte__in=empreintes).only(
        "nom_usage", "nom_naissance", "prenoms", "nir_empreinte"
    )
    return retrouver(empreintes, {une.nir_empreinte: une for une in lus if une.nir_empreinte})


def _caisses(codes: Collection[str]) -> dict[str, int]:
    return dict(Caisse.objects.filter(code__in=codes).values_list("code", "pk"))


PERSONNE = Reference("nir", "personne_id", numero("nir"), personnes, "Aucune personne de ce site n’a ce numéro.")
ASSURE = Reference("nir", "assure_id", numero("nir"), assures, "Aucun assuré de ce site n’a ce numéro.")
DU_DOSSIER = Reference(
    "nir_assure", "assure_id", numero("nir_assure"), assures, "Aucun assuré de ce site n’a ce numéro."
)


def _sans(valeurs: Valeurs, *colonnes: str) -> Valeurs:
    return {nom: valeur for nom, valeur in valeurs.items() if nom not in colonnes}


def _minuit(jour: date) -> datetime:
    return datetime.combine(jour, time(0), PARIS)


def _memes_noms(dit: str, connu: str) -> bool:
    return noms.cle(dit) == noms.cle(connu)


def _tous(modele: Any, **filtre: Any) -> Callable[[], QuerySet]:
    return lambda: modele.objects.systeme(RAISON).filter(**filtre)


def _jours(debut: str, fin: str) -> Callable[[Valeurs], Iterable[tuple[str, str]]]:
    return lambda valeurs: f.dans_l_ordre(valeurs, debut, fin)


# What each file holds


def _journaliser_les_caisses(lignes: list[Caisse], acteur: str) -> None:
    for caisse in lignes:
        journaliser("caisse.ajoutee", acteur=acteur, objet=f"caisse:{caisse.code}")


def _adresse_entiere(valeurs: Valeurs) -> Iterable[tuple[str, str]]:
    try:
        lignes_d_adresse(valeurs["adresse"])
    except ValidationError as faute:
        yield "adresse", faute.message


def _caisse(valeurs: Valeurs) -> Caisse:
    return Caisse(**{**valeurs, "adresse": lignes_d_adresse(valeurs["adresse"])})


CAISSES = Fichier(
    nom="caisses",
    modele=Caisse,
    champs=d_un_fichier(FormulaireCaisse.base_fields, Caisse),
    construire=_caisse,
    cle=("code",),
    accord={"regime": egal, "departement": egal},
    contredit="Une autre caisse de ce site a ce code.",
    verifier=_adresse_entiere,
    apres=_journaliser_les_caisses,
    lignes=Caisse.objects.all,
    sortie={nom: nom for nom in FormulaireCaisse.base_fields},
)

PERSONNES = Fichier(
    nom="personnes",
    modele=Personne,
    champs=d_un_fichier(f.BlocPersonne.base_fields, Personne),
    construire=lambda valeurs: Personne(nir_empreinte=empreinte("nir", valeurs["nir"]), **valeurs),
    cle=("nir_empreinte",),
    accord={"nom_naissance": _memes_noms, "date_naissance": egal},
    contredit="Ce numéro est celui d’une personne d’un autre nom ou d’une autre date de naissance.",
    verifier=_jours("date_naissance", "date_deces"),
    lignes=lambda: Personne.objects.filter(nir__isnull=False),
    sortie={nom: nom for nom in f.BlocPersonne.base_fields},
)


def _journaliser_les_dossiers(lignes: list[Assure], acteur: str) -> None:
    journaliser_pour_tous(
        "dossier.importe", acteur=acteur, assures=[assure.public_id for assure in lignes], motif=MOTIF
    )


ASSURES = Fichier(
    nom="assures",
    modele=Assure,
    champs=d_un_fichier({"nir": f.BlocPersonne.base_fields["nir"], **f.BlocDossier.base_fields}, Assure),
    construire=lambda valeurs: Assure(**_sans(valeurs, "nir", "caisse")),
    references=(
        PERSONNE,
        Reference(
            "caisse", "caisse_id", lambda valeurs: valeurs["caisse"], _caisses, "Aucune caisse de ce site n’a ce code."
        ),
    ),
    cle=("personne_id",),
    contredit="Cette personne a déjà un autre dossier.",
    verifier=_jours("droits_du", "droits_au"),
    apres=_journaliser_les_dossiers,
    lignes=_tous(Assure, personne__nir__isnull=False),
    sortie={
        "nir": "personne__nir",
        **{nom: nom for nom in f.BlocDossier.base_fields},
        "caisse": "caisse__code",
    },
)

ADRESSES = Fichier(
    nom="adresses",
    modele=Adresse,
    champs=d_un_fichier({"nir": f.BlocPersonne.base_fields["nir"], **f.BlocAdresse.base_fields}, Adresse),
    construire=lambda valeurs: Adresse(
        effet_le=_minuit(valeurs["depuis"]), cause=ORIGINE, **_sans(valeurs, "nir", "depuis")
    ),
    references=(ASSURE,),
    cle=("assure_id",),
    en_cours=("beneficiaire_id", "fin_le"),
    contredit="Ce dossier a déjà une autre adresse.",
    verifier=f.au_bon_endroit,
    lignes=_tous(Adresse, beneficiaire=None, fin_le=None, assure__personne__nir__isnull=False),
    sortie={
        "nir": "assure__personne__nir",
        **{nom: nom for nom in f.BlocAdresse.base_fields},
        "depuis": "effet_le",
    },
)


def _compte(valeurs: Valeurs) -> CoordonneesBancaires:
    depuis = _minuit(valeurs["depuis"])
    return CoordonneesBancaires(
        iban_empreinte=empreinte("iban", valeurs["iban"]), demande_le=depuis, effet_le=depuis,
        origine=CoordonneesBancaires.Origine.PAPIER, **_sans(valeurs, "nir", "depuis"),
    )  # fmt: skip


COMPTES = Fichier(
    nom="comptes",
    modele=CoordonneesBancaires,
    champs=d_un_fichier({"nir": f.BlocPersonne.base_fields["nir"], **f.BlocBanque.base_fields}, CoordonneesBancaires),
    construire=_compte,
    references=(ASSURE,),
    cle=("assure_id",),
    en_cours=("fin_le",),
    contredit="Ce dossier a déjà un autre compte.",
    lignes=_tous(CoordonneesBancaires, fin_le=None, assure__personne__nir__isnull=False),
    sortie={
        "nir": "assure__personne__nir",
        **{nom: nom for nom in f.BlocBanque.base_fields},
        "depuis": "effet_le",
    },
)


def _rendre_les_references(lignes: list[Beneficiaire]) -> None:
    """An attachment that is over leaves its place of référent."""
    rattachements.rendre_la_reference(*(un.personne_id for un in lignes if un.parent_referent), jour=aujourdhui())


DEUX_NUMEROS = {"nir_assure": f.BlocPersonne.base_fields["nir"], "nir": f.BlocPersonne.base_fields["nir"]}
DU_DOSSIER_ET_DE_LA_PERSONNE = {"nir_assure": "assure__personne__nir", "nir": "personne__nir"}

BENEFICIAIRES = Fichier(
    nom="beneficiaires",
    modele=Beneficiaire,
    champs=d_un_fichier({**DEUX_NUMEROS, **f.BlocRattachement.base_fields}, Beneficiaire),
    construire=lambda valeurs: Beneficiaire(**_sans(valeurs, *DEUX_NUMEROS)),
    references=(DU_DOSSIER, PERSONNE),
    cle=("assure_id", "personne_id"),
    accord={"lien": egal},
    contredit="Ce rang est déjà pris dans ce dossier, ou cet enfant a déjà un parent référent.",
    verifier=_jours("droits_du", "droits_au"),
    avant=_rendre_les_references,
    lignes=_tous(Beneficiaire, personne__nir__isnull=False, assure__personne__nir__isnull=False),
    sortie={**DU_DOSSIER_ET_DE_LA_PERSONNE, **{nom: nom for nom in f.BlocRattachement.base_fields}},
)

EXONERATIONS = Fichier(
    nom="exonerations",
    modele=Exoneration,
    champs=d_un_fichier({**DEUX_NUMEROS, **f.BlocExoneration.base_fields}, Exoneration),
    construire=lambda valeurs: Exoneration(**_sans(valeurs, *DEUX_NUMEROS)),
    references=(DU_DOSSIER, PERSONNE),
    cle=("assure_id", "personne_id", "nature", "du"),
    contredit="Cette exonération contredit celle qui est là.",
    verifier=_jours("du", "au"),
    lignes=_tous(Exoneration, personne__nir__isnull=False, assure__personne__nir__isnull=False),
    sortie={**DU_DOSSIER_ET_DE_LA_PERSONNE, **{nom: nom for nom in f.BlocExoneration.base_fields}},
)

MEDECINS = Fichier(
    nom="medecins",
    modele=MedecinTraitant,
    champs=d_un_fichier({**DEUX_NUMEROS, **f.BlocMedecin.base_fields}, MedecinTraitant),
    construire=lambda valeurs: MedecinTraitant(**_sans(valeurs, *DEUX_NUMEROS)),
    references=(DU_DOSSIER, PERSONNE),
    cle=("assure_id", "personne_id"),
    contredit="Cette personne a déjà un autre médecin traitant dans ce dossier.",
    lignes=_tous(MedecinTraitant, personne__nir__isnull=False, assure__personne__nir__isnull=False),
    sortie={**DU_DOSSIER_ET_DE_LA_PERSONNE, **{nom: nom for nom in f.BlocMedecin.base_fields}},
)


def _carte(valeurs: Valeurs) -> CarteVitale:
    personne = valeurs["personne"]
    personne.nir = valeurs["nir"]
    return CarteVitale(
        serie_empreinte=empreinte("serie_vitale", valeurs["serie"]), identite_empreinte=identite(personne),
        etat_depuis=_minuit(valeurs["emise_le"]), **_sans(valeurs, "nir"),
    )  # fmt: skip


CARTES = Fichier(
    nom="cartes",
    modele=CarteVitale,
    champs=d_un_fichier({"nir": f.BlocPersonne.base_fields["nir"], **f.BlocCarteVitale.base_fields}, CarteVitale),
    construire=_carte,
    references=(Reference("nir", "personne", numero("nir"), _noms, PERSONNE.faute),),
    cle=("serie_empreinte",),
    accord={"personne_id": egal},
    contredit="Cette personne a déjà une autre carte, ou cette carte est celle d’une autre personne.",
    lignes=lambda: CarteVitale.objects.filter(etat=CarteVitale.Etat.ACTIVE, personne__nir__isnull=False),
    sortie={"nir": "personne__nir", **{nom: nom for nom in f.BlocCarteVitale.base_fields}},
)

declarer(CAISSES, PERSONNES, ASSURES, ADRESSES, COMPTES, BENEFICIAIRES, EXONERATIONS, MEDECINS, CARTES)
