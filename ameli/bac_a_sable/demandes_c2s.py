"""Practice people of the request for the C2S, as the product would have done it: one whose RSA the caisse knows, an owner who was refused, one
whose companion an agent must recognise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from accounts.dossier.revenus_lus import A_NOTRE_FACON
from accounts.models import Assure, ConsentementRevenus, MinimumSocial
from ameli.bac_a_sable import revenus
from ameli.noyau.calendrier import ajouter_mois, jours
from ameli.noyau.envois import retirer_les_appels
from ameli.noyau.horloge import maintenant
from demarches.catalogue.c2s.teleservice import SERVICE
from demarches.models import Brouillon, Demarche
from demarches.moteur import decisions, registre, transitions
from demarches.moteur.declaration import Contexte, Teleservice
from demarches.moteur.depot import deposer
from demarches.moteur.fichiers_d_exemple import piece
from demarches.moteur.pieces_du_brouillon import FormulaireDePieces

ACTEUR = "agent:LANDES-01"
DEMANDEE, REFUSEE, A_RECONNAITRE = timedelta(days=20), timedelta(days=6), timedelta(days=12)
COMPAGNON = "h7k2m9qx"  # his place in the request
SEULE: dict[str, Any] = {
    "situation": {"familiale": "VEUF", "logement": "PROPRIETAIRE", "aide": None, "minimum": "", "etranger": False},
    "autres": {"items": []},
    "organisme": {"gestion": "CAISSE", "organisme": "", "contrat": "AUCUN", "contrat_fin": None},
    "consentement": {"moi__accord": "oui"},
    "revenus": {"items": []},
}
A_DEUX: dict[str, Any] = {
    **SEULE,
    "situation": {"familiale": "CONCUBIN", "logement": "LOCATAIRE", "aide": None, "minimum": "", "etranger": False},
    "autres": {"items": [COMPAGNON]},
    f"autres/{COMPAGNON}": {
        "lien": "CONJOINT", "nom": "Ferrand", "prenoms": "Hugo", "naissance": "1996-12-05", "nir": "", "alternee": False,
    },
    "consentement": {"moi__accord": "oui", f"{COMPAGNON}__accord": "oui"},
}  # fmt: skip


def installer(assures: Mapping[str, Assure], jour: date) -> None:
    """In the caller's transaction."""
    MinimumSocial.objects.create(assure=assures["samia"], nature=MinimumSocial.Nature.RSA, du=ajouter_mois(jour, -14))
    _repondre(_demander(assures["noemie"], A_DEUX, A_RECONNAITRE))
    demarche = _demander(assures["yvette"], SEULE, DEMANDEE)
    _repondre(demarche)
    phrase = decisions.phrase(demarche, "plafond")
    transitions.prendre(demarche, acteur=ACTEUR, le=maintenant() - REFUSEE)
    transitions.passer(
        demarche, "refuser", acteur=ACTEUR, motif=phrase, le=maintenant() - REFUSEE,
        decision=decisions.Decision(motif="plafond", version=demarche.version),
    )  # fmt: skip


def _demander(assure: Assure, reponses: dict[str, Any], il_y_a: timedelta) -> Demarche:
    le = maintenant() - il_y_a
    return envoyer(commencer(SERVICE, assure, le), reponses, "avis", le)


def commencer(service: Teleservice, assure: Assure, le: datetime) -> Brouillon:
    """A draft without answers."""
    return Brouillon.objects.create(
        assure=assure, compte=assure.compte, teleservice=service.code, version=service.version, commence_le=le, enregistre_le=le,
        contenu={"reponses": {}, "saisies": {}, "tours": {}}, expire_le=jours(30).apres(maintenant()),
    )  # fmt: skip


def envoyer(brouillon: Brouillon, reponses: dict[str, Any], demandee: str, le: datetime) -> Demarche:
    """The draft with these answers and the document that is asked for, sent."""
    etape = registre.celui_de(brouillon.teleservice).des_pieces
    assert etape is not None
    fichiers = MultiValueDict({demandee: [SimpleUploadedFile("photo.jpg", piece(demandee.upper()), "image/jpeg")]})
    contexte = Contexte(brouillon.assure, brouillon.compte, le, brouillon, reponses)
    formulaire = etape.remplir(contexte, MultiValueDict(), fichiers)
    assert isinstance(formulaire, FormulaireDePieces) and formulaire.is_valid(), formulaire.errors
    brouillon.contenu["reponses"] = {**reponses, etape.nom: formulaire.garder(le)}
    brouillon.save(update_fields=["contenu"])
    return deposer(brouillon, le=le)


def _repondre(demarche: Demarche) -> None:
    """What the practice service knows came on the day that it was asked; nothing of somebody whom nobody has recognised."""
    for un in (
        ConsentementRevenus.objects.de(demarche.assure).filter(cause=demarche.reference).select_related("personne")
    ):
        if un.personne is None:
            un.etat = ConsentementRevenus.Etat.INCONNU
        else:
            un.etat = ConsentementRevenus.Etat.RECU
            un.recu = {
                "montants": [
                    {"organisme": organisme, "nature": A_NOTRE_FACON[nature], "mois": f"{mois}", "montant": montant}
                    for mois in un.mois
                    for organisme, nature, montant in revenus.sources_de(un.personne)
                ],
                "absents": [],
            }  # fmt: skip
        un.lu_le = demarche.deposee_le
        un.save(update_fields=["recu", "etat", "lu_le"])
        retirer_les_appels(un.objet)
