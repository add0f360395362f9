"""Payments as CSV files (docs/exploitation/importer.md): what left, then its lines, which tell for whom and for what.

Allowances and pensions are made of more than a line says: they do not come so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import Any

from django import forms

from accounts.importation import formulaires as f
from accounts.importation.fichiers import ASSURE, PERSONNE
from accounts.models import Assure, Beneficiaire
from accounts.models.identifiants import ALPHABET
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.echange.champs import d_un_fichier
from ameli.noyau.echange.fichiers import Fichier, Reference, Valeurs, declarer, egal
from ameli.noyau.masquage import POINT, masquer_iban
from ameli.noyau.saisie.champs import ChampLigne
from ameli.noyau.saisie.champs_choses import ChampNumero
from paiements.calcul.mots import MotifRetenue, MotifTaux
from paiements.models import Paiement, Prestation, Retenue, Tiers
from paiements.prestations import ActeInconnu, tarif

RAISON = "an import reads and writes the payments of every caisse"
LONGUEUR = 16
FAMILLES = (Paiement.Famille.SOINS, Paiement.Famille.TIERS)
TIERS = ("genre", "nom", "specialite", "commune")
SOINS = {"famille__in": FAMILLES, "etat": Paiement.Etat.EMIS, "remplace": None}


def identifiant(reference: str) -> str:
    """The public id of the payment that its caisse calls `reference`: always the same, guessed by nobody.

    One that is already an identifier of this product (an export) stays as it is.
    """
    if len(reference) == LONGUEUR and set(reference) <= set(ALPHABET):
        return reference
    nombre, signes = int(empreinte("paiement", reference).premiere, 16), []
    for _ in range(LONGUEUR):
        nombre, reste = divmod(nombre, len(ALPHABET))
        signes.append(ALPHABET[reste])
    return "".join(signes)


# Who was paid, who gave the care


def _champs_du_tiers(qui: str) -> dict[str, forms.Field]:
    """Four columns about the same one, none of which is required."""
    champs = forms.fields_for_model(Tiers, TIERS)
    for champ in champs.values():
        champ.required = False
    return {qui if nom == "nom" else f"{qui}_{nom}": champ for nom, champ in champs.items()}


def _sortie_du_tiers(qui: str) -> dict[str, str]:
    return {qui if nom == "nom" else f"{qui}_{nom}": f"{qui}__{nom}" for nom in TIERS}


def _cle_du_tiers(qui: str) -> Callable[[Valeurs], Hashable | None]:
    def cle(valeurs: Valeurs) -> Hashable | None:
        genre = valeurs.get(f"{qui}_genre", Tiers.Genre.PROFESSIONNEL)
        dits = (genre, valeurs.get(qui), valeurs.get(f"{qui}_specialite", ""), valeurs.get(f"{qui}_commune", ""))
        return dits if qui in valeurs else None

    return cle


def _tiers(dits: Collection[tuple[str, str, str, str]]) -> dict[Any, int]:
    """Those that nobody knew yet are added."""
    Tiers.objects.bulk_create(
        [Tiers(**dict(zip(TIERS, un, strict=True))) for un in sorted(dits)], ignore_conflicts=True
    )
    lus = Tiers.objects.filter(nom__in={nom for _, nom, _, _ in dits}).values_list("genre", "nom", "commune", "pk")
    connus = {(genre, nom, commune): pk for genre, nom, commune, pk in lus}
    return {un: connus[un[0], un[1], un[3]] for un in dits}


def _un_tiers(qui: str) -> Reference:
    return Reference(qui, f"{qui}_id", _cle_du_tiers(qui), _tiers, "Ce tiers n’est pas connu.")


# What left


def _destinataire(valeurs: Valeurs) -> Iterable[tuple[str, str]]:
    if valeurs["famille"] == Paiement.Famille.TIERS and "destinataire" not in valeurs:
        yield "destinataire", "Dites qui a été payé à la place de l’assuré."


def _paiement(valeurs: Valeurs) -> Paiement:
    compte = valeurs.get("compte", "")
    return Paiement(
        public_id=identifiant(valeurs["reference"]), assure_id=valeurs["assure_id"], emis_le=valeurs["emis_le"],
        montant=valeurs["montant"], famille=valeurs["famille"], destinataire_id=valeurs.get("destinataire_id"),
        iban_masque=compte if POINT in compte else compte and masquer_iban(compte), rangs=0, postes=0,
    )  # fmt: skip


PAIEMENTS = Fichier(
    nom="paiements",
    modele=Paiement,
    champs=d_un_fichier(
        {
            "reference": ChampNumero(max_length=60),
            "nir": f.BlocPersonne.base_fields["nir"],
            "emis_le": f.DatePassee(),
            "montant": forms.DecimalField(min_value=0, max_digits=10, decimal_places=2),
            "famille": forms.ChoiceField(choices=[(une.value, une.label) for une in FAMILLES]),
            "compte": ChampLigne(max_length=34, required=False),
            **_champs_du_tiers("destinataire"),
        },
        Paiement,
    ),
    construire=_paiement,
    references=(ASSURE, _un_tiers("destinataire")),
    cle=("public_id",),
    accord={"assure_id": egal, "emis_le": egal, "montant": egal},
    contredit="Cette référence est celle d’un autre paiement.",
    verifier=_destinataire,
    lignes=lambda: Paiement.objects.systeme(RAISON).filter(assure__personne__nir__isnull=False, **SOINS),
    sortie={
        "reference": "public_id", "nir": "assure__personne__nir", "emis_le": "emis_le", "montant": "montant",
        "famille": "famille", "compte": "iban_masque", **_sortie_du_tiers("destinataire"),
    },
)  # fmt: skip


# Its lines


def _paiements(identifiants: Collection[str]) -> dict[str, Paiement]:
    lus = Paiement.objects.systeme(RAISON).filter(public_id__in=identifiants)
    return {un.public_id: un for un in lus.only("public_id", "assure_id", "emis_le", "rangs", "postes")}


def _rangs(paires: Collection[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """The rank of each person in each file: 1 for the insured person."""
    dossiers = {assure for assure, _ in paires}
    siens = Assure.objects.systeme(RAISON).filter(pk__in=dossiers).values_list("pk", "personne_id")
    autres = Beneficiaire.objects.systeme(RAISON).filter(assure__in=dossiers)
    return {
        **{(assure, personne): rang for assure, personne, rang in autres.values_list("assure", "personne", "rang")},
        **dict.fromkeys(siens, 1),
    }


def _acte_connu(valeurs: Valeurs) -> Iterable[tuple[str, str]]:
    try:
        tarif(valeurs["code"], valeurs["soins_le"])
    except ActeInconnu:
        yield "code", "Aucun tarif de cet acte n’est connu ici le jour des soins."


def _prestation(valeurs: Valeurs) -> Prestation:
    colonnes = {champ.attname for champ in Prestation._meta.concrete_fields} - {"paiement_id"}
    une = Prestation(paiement=valeurs["ce_paiement"], **{nom: v for nom, v in valeurs.items() if nom in colonnes})
    une.rang_du_soigne = valeurs["rang_du_soigne"]
    return une


def _resumer(lignes: list[Prestation], acteur: str) -> None:
    """What the list of payments reads is in the payment; what was withheld counts for the year's ceilings."""
    resumes, retenues = {}, []
    for ligne in lignes:
        paiement, acte = ligne.paiement, tarif(ligne.code, ligne.soins_le)
        paiement.rangs |= 1 << (ligne.rang_du_soigne - 1)
        paiement.postes |= int(acte.poste)
        resumes[paiement.pk] = paiement
        if ligne.retenue and acte.retenue is not None:
            retenues.append(
                Retenue(
                    assure_id=paiement.assure_id, personne_id=ligne.personne_id, prestation=ligne, genre=acte.retenue,
                    annee=ligne.soins_le.year, acte_le=ligne.soins_le, montant=ligne.retenue, paiement=paiement,
                    recupere_le=paiement.emis_le,
                )
            )  # fmt: skip
    Paiement.objects.systeme(RAISON).bulk_update(list(resumes.values()), ["rangs", "postes"])
    Retenue.objects.bulk_create(retenues)


COLONNES = (
    "rang",
    "code",
    "soins_le",
    "unites",
    "paye",
    "base",
    "taux",
    "verse",
    "motif_taux",
    "retenue",
    "motif_retenue",
)
PRESTATIONS = Fichier(
    nom="prestations",
    modele=Prestation,
    champs=d_un_fichier(
        {
            "paiement": ChampNumero(max_length=60),
            "nir": f.BlocPersonne.base_fields["nir"],
            **forms.fields_for_model(Prestation, COLONNES),
            "motif_taux": forms.ChoiceField(choices=[(un.value, un.name) for un in MotifTaux]),
            "motif_retenue": forms.ChoiceField(choices=[(un.value, un.name) for un in MotifRetenue], required=False),
            **_champs_du_tiers("professionnel"),
        },
        Prestation,
    ),
    construire=_prestation,
    references=(
        Reference(
            "paiement", "ce_paiement", lambda valeurs: identifiant(valeurs["paiement"]), _paiements,
            "Aucun paiement de ce site n’a cette référence.",
        ),
        PERSONNE,
        Reference(
            "nir", "rang_du_soigne", lambda valeurs: (valeurs["ce_paiement"].assure_id, valeurs["personne_id"]), _rangs,
            "Cette personne n’est pas du dossier de ce paiement.",
        ),
        _un_tiers("professionnel"),
    ),
    cle=("paiement_id", "rang"),
    accord={"code": egal, "soins_le": egal, "personne_id": egal, "verse": egal},
    contredit="Une autre ligne de ce paiement a ce rang.",
    verifier=_acte_connu,
    apres=_resumer,
    lignes=lambda: Prestation.objects.systeme(RAISON).filter(
        personne__nir__isnull=False, paiement__assure__personne__nir__isnull=False,
        **{f"paiement__{nom}": valeur for nom, valeur in SOINS.items()},
    ),
    sortie={
        "paiement": "paiement__public_id", "nir": "personne__nir", **{nom: nom for nom in COLONNES},
        **_sortie_du_tiers("professionnel"),
    },
)  # fmt: skip

declarer(PAIEMENTS, PRESTATIONS)
