"""Somebody who buys food without gluten and asks for it to be paid back, in the words of their screens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Assure, Personne
from ameli.noyau.horloge import aujourdhui, maintenant
from demarches.catalogue.sans_gluten import accords
from demarches.catalogue.sans_gluten.exemples import TABLE, preparer
from demarches.catalogue.sans_gluten.models import AccordCoeliaque, DemandeSansGluten, ProduitSansGluten
from demarches.models import Brouillon, Demarche
from demarches.moteur.declaration import Contexte
from demarches.moteur.depot import deposer
from demarches.moteur.fichiers_d_exemple import Fichier
from demarches.moteur.parcours import Parcours
from demarches.moteur.registre import celui_de
from tests.fabriques import connecter, creer_compte

GALETTE, PAIN = TABLE[0][0], TABLE[1][0]
ARTICLE = TABLE[0][1]


def produit(code: str, **champs: Any) -> ProduitSansGluten:
    return ProduitSansGluten.objects.create(code=code, designation="Essai", **champs)


class Acheteuse:
    """`assure` with an account, the service on, an agreement of theirs (unless `accord` is False)."""

    def __init__(self, assure: Assure, *, accord: bool = True) -> None:
        self.assure = assure
        self.compte = getattr(assure, "compte", None) or creer_compte(assure)
        preparer(assure)
        if not accord:
            AccordCoeliaque.objects.de(assure).delete()
        self.client = connecter(Client(), self.compte)

    def accorder(self, personne: Personne, du: date, au: date | None = None) -> AccordCoeliaque:
        return accords.ouvrir(
            self.assure, personne, du=du, au=au, medecin="Dr Essai", acteur="systeme:essai", le=maintenant()
        )

    def commencer(self) -> Brouillon:
        self.client.post(reverse("demarches:depart", args=["sans-gluten"]))
        brouillon = Brouillon.objects.de(self.assure).filter(etat="OUVERT", sujet="").latest("id")
        self.envoyer(brouillon, "mode-d-emploi", {})
        return brouillon

    def envoyer(self, brouillon: Brouillon, place: str, saisie: dict[str, Any]) -> Any:
        brouillon.refresh_from_db()
        adresse = reverse("demarches:etape", args=["sans-gluten", brouillon.public_id, place])
        return self.client.post(adresse, {**saisie, "tour": brouillon.tour})

    def choisir(self, brouillon: Brouillon, personne: Personne, mois: date) -> Any:
        return self.envoyer(brouillon, "mois", {"personne": personne.public_id, "mois": f"{mois:%Y-%m-01}"})

    def acheter(self, brouillon: Brouillon, cle: str, **saisie: Any) -> Any:
        return self.envoyer(brouillon, f"produits/{cle}", {"quantite": "1", **saisie})

    def remplir(
        self, achats: Sequence[tuple[str, str, int]], *, personne: Personne | None = None, mois: date | None = None
    ) -> Brouillon:
        """A draft that is ready to be sent: (code, price, how many) for this month, unless another is said."""
        brouillon = self.commencer()
        qui, quand = personne or self.assure.personne, mois or aujourdhui().replace(day=1)
        assert self.choisir(brouillon, qui, quand).status_code == 302
        for rang, (code, prix, quantite) in enumerate(achats):
            cle = f"{'abcdefgh'[rang // 8]}{'abcdefgh'[rang % 8]}cd"
            reponse = self.acheter(brouillon, cle, code=code, prix=prix, quantite=str(quantite))
            assert reponse.status_code == 302, reponse.content.decode()
        assert self.envoyer(brouillon, "produits", {}).status_code == 302
        brouillon.refresh_from_db()
        return brouillon

    def demander(self, *achats: tuple[str, str, int], **options: Any) -> Demarche:
        """Sent as the last button does."""
        return deposer(self.remplir(achats, **options))

    def page(self, brouillon: Brouillon, place: str) -> str:
        adresse = reverse("demarches:etape", args=["sans-gluten", brouillon.public_id, place])
        return self.client.get(adresse).content.decode()

    def suivi(self, demarche: Demarche) -> str:
        return self.client.get(reverse("demarches:detail", args=[demarche.reference])).content.decode()

    def parcours(self, brouillon: Brouillon) -> Parcours:
        return Parcours(celui_de("sans-gluten"), Contexte(self.assure, self.compte, maintenant(), brouillon))


def compte_de(demarche: Demarche) -> Decimal:
    """What this request takes of its month."""
    return DemandeSansGluten.objects.de(demarche.assure).get(demarche=demarche).compte


def dans(jours: int) -> date:
    return aujourdhui() + timedelta(days=jours)


def image(octets: bytes) -> Fichier:
    return Fichier("etiquette.jpg", octets)
