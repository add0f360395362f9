"""Agreements, products and requests of practice people, for food without gluten: on paper, and one that is paid and controlled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Sum

from accounts.informations import parametres
from accounts.models import Assure, Beneficiaire, Personne
from ameli.bac_a_sable.personas import personas
from ameli.bac_a_sable.produits import produits
from ameli.noyau import horloge
from ameli.noyau.calendrier import ajouter_mois, jour_de, jours
from demarches.catalogue.sans_gluten import accords, controle, effets, regles
from demarches.catalogue.sans_gluten.models import DemandeSansGluten, ProduitSansGluten
from demarches.models import Brouillon
from demarches.moteur import registre, transitions
from demarches.moteur.depot import deposer
from paiements.calcul.sans_gluten import ACTE
from paiements.models import Prestation

ACTEUR, AGENT = "systeme:bac à sable", "agent:LANDES-01"
CONTROLEE = "sabine"
ENVOYEE, DEMANDES = 21, 3  # days ago: her request, the control
ACHATS = (("biscuits", "3.60", "2"), ("pain", "4.20", "3"), ("pates", "3.45", "2"))  # family, price, how many


def installer(assures: Mapping[str, Assure], jour: date) -> None:
    """In the caller's transaction, once payments are there."""
    ProduitSansGluten.objects.bulk_create(
        ProduitSansGluten(
            code=un.code, article=un.article, marque=un.marque, designation=un.designation, famille=un.famille,
            grammes=un.grammes, agrement=un.agrement,
        )
        for un in produits()
        if un.connu
    )  # fmt: skip
    for une in personas():
        assure = assures[une.cle]
        if une.accord_sans_gluten:
            _accorder(assure, assure.personne, une.accord_sans_gluten, jour)
            _sur_papier(assure)
        if any(enfant.accord_sans_gluten for enfant in une.enfants):
            rattaches = Beneficiaire.objects.de(assure).select_related("personne").order_by("rang")
            for rattache, enfant in zip(rattaches, une.enfants, strict=False):
                if enfant.accord_sans_gluten:
                    _accorder(assure, rattache.personne, enfant.accord_sans_gluten, jour)
    _controler(assures[CONTROLEE], horloge.maintenant())


def _accorder(assure: Assure, personne: Personne, accord: Mapping[str, int], jour: date) -> None:
    accords.ouvrir(
        assure, personne, du=ajouter_mois(jour, accord["mois_de_debut"]), au=jour + timedelta(days=accord["jours_de_fin"]),
        medecin="Dr Jean Sourbié", acteur=ACTEUR, le=horloge.maintenant(),
    )  # fmt: skip


def _sur_papier(assure: Assure) -> None:
    """What was paid for requests on paper takes its place in its month."""
    lignes = Prestation.objects.de(assure).filter(code=ACTE).order_by("paiement", "personne", "soins_le")
    for une in lignes.values("paiement", "personne", "soins_le").annotate(total=Sum("verse")):
        DemandeSansGluten.objects.create(
            assure=assure, personne_id=une["personne"], mois=une["soins_le"].replace(day=1), compte=une["total"],
            regle=une["total"], paiement_id=une["paiement"],
        )  # fmt: skip


def _controler(assure: Assure, le: datetime) -> None:
    """What she asked for is paid; an agent asks for its labels and receipts."""
    parametres.regler(assure.compte, regles.PREFERENCE, actif=True)
    demarche = deposer(_brouillon(assure, le - timedelta(days=ENVOYEE)), le=le - timedelta(days=ENVOYEE))
    assert demarche.prevue_le is not None
    effets.payer(demarche, demarche.prevue_le)
    geste, quand = controle.GESTE_DEMANDER, le - timedelta(days=DEMANDES)
    ligne = transitions.noter(
        demarche, geste.nom, acteur=AGENT, le=quand, motif=controle.TIRAGE, meme_close=True, statut=geste.statut
    )
    geste.faire(ligne, AGENT, {"motif": controle.TIRAGE}, quand)


def _brouillon(assure: Assure, le: datetime) -> Brouillon:
    personne = assure.personne
    lues: dict[str, Any] = {
        "mode-d-emploi": {},
        "mois": {
            "personne": personne.public_id, "mois": f"{regles.premier_du_mois(jour_de(le))}", "prenom": personne.prenom,
            "naissance": f"{personne.date_naissance}",
        },
        "produits": {"items": [chr(ord("a") + rang) * 4 for rang in range(len(ACHATS))]},
    }  # fmt: skip
    for cle, (famille, prix, quantite) in zip(lues["produits"]["items"], ACHATS, strict=True):
        un = ProduitSansGluten.objects.filter(famille=famille).order_by("id")[0]
        lues[f"produits/{cle}"] = {
            "code": un.code, "prix": prix, "quantite": quantite, "favori": "", "photo": [], "nom": str(un), "famille": famille,
            "grammes": un.grammes,
        }  # fmt: skip
    return Brouillon.objects.create(
        assure=assure, compte=assure.compte, teleservice=regles.CODE, version=registre.celui_de(regles.CODE).version,
        contenu={"reponses": lues, "saisies": {}, "tours": {}}, commence_le=le, enregistre_le=le, expire_le=jours(30).apres(le),
    )  # fmt: skip
