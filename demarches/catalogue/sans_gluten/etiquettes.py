"""Which product a label is: by its code, typed or read on a photo. One that the table does not know is kept for an agent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.televersement import codes_barres
from demarches.catalogue.sans_gluten.models import LigneSansGluten, ProduitSansGluten

FAVORIS = 12
LIGNE = LigneSansGluten
VIVANTES = ("DEPOSEE", "EN_COURS", "A_COMPLETER", "ACCEPTEE")
RIEN = "Envoyez une photo de l’étiquette, ou recopiez les chiffres écrits sous le code-barres."
ILLISIBLE = (
    "Nous ne lisons pas de code sur cette photo. Reprenez-la de plus près et sans reflet, ou recopiez les chiffres."
)
ARTICLE = "Ce code est celui du magasin. Cherchez l’étiquette autocollante à détacher : elle a son propre code."
INCONNU = (
    "Ce produit n’est pas encore dans notre liste. Ajoutez une photo de son étiquette : un conseiller la regardera."
)
DEUX_FOIS = "Cette photo est déjà dans une de vos demandes. Pour deux produits identiques, changez la quantité."


class Refusee(Exception):
    """A label that cannot be taken: the field that it is said at, and a French sentence."""

    def __init__(self, champ: str, phrase: str) -> None:
        super().__init__(phrase)
        self.champ, self.phrase = champ, phrase


@dataclass(frozen=True)
class Trouve:
    """A code, and what the table says of it; without `famille` an agent looks."""

    code: str
    nom: str = ""
    famille: str = ""
    grammes: int | None = None


def reconnaitre(code: str, octets: bytes | None, avec_photo: bool) -> Trouve:
    """The product of `code`, or of the one code that the photo (`octets`) shows. One query. Raises Refusee."""
    codes = [code] if code else codes_barres.lire(octets) if octets is not None else []
    if not codes:
        raise Refusee("code", ILLISIBLE if avec_photo else RIEN)
    produits = list(ProduitSansGluten.objects.filter(code__in=codes))
    if len(produits) == 1:
        une = produits[0]
        return Trouve(une.code, str(une), une.famille, une.grammes)
    articles = set(ProduitSansGluten.objects.filter(article__in=codes).values_list("article", flat=True))
    inconnus = [un for un in codes if un not in articles]
    if not produits and not inconnus:
        raise Refusee("code", ARTICLE)
    if len(produits) > 1 or len(inconnus) > 1:
        raise Refusee(
            "code", f"Il y a plusieurs codes sur cette photo ({formats.enumerer(codes)}). Recopiez celui de ce produit."
        )
    if not avec_photo:
        raise Refusee("photo", INCONNU)
    return Trouve(inconnus[0])


def empreinte_de(octets: bytes) -> str:
    """A keyed fingerprint of a photo: the same file gives the same."""
    return empreinte("etiquette", sha256(octets).hexdigest())


def exiger_nouvelle(octets: bytes, siennes: Iterable[bytes], assure: Assure, sauf: int | None) -> None:
    """Raises Refusee for a photo that is among `siennes`, or that this file sent before; `sauf` is the démarche that is corrected."""
    deja = LIGNE.objects.de(assure).filter(photo=empreinte_de(octets)).exclude(etat=LIGNE.Etat.REFUSEE)
    deja = deja.filter(demande__demarche__etat__in=VIVANTES)
    if octets in siennes or deja.exclude(demande__demarche=sauf).exists():
        raise Refusee("photo", DEUX_FOIS)


def favoris(assure: Assure) -> list[tuple[str, str]]:
    """The products that this file asked for last, each once, with their last price. One query."""
    lignes = LIGNE.objects.de(assure).exclude(produit=None).select_related("produit").order_by("-id")[: FAVORIS * 4]
    vus: dict[str, str] = {}
    for une in lignes:
        assert une.produit is not None
        if une.produit.actif:
            vus.setdefault(une.produit.code, f"{une.produit} ({formats.montant(une.prix)} la dernière fois)")
    return list(vus.items())[:FAVORIS]
