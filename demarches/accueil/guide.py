"""The guide: the 21 chapters of the catalogue, written from the declarations and shown with pictures of the running product.

Who takes the pictures gives a folder of them; a screen without a picture is told by its words alone.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string

from ameli.noyau.glossaire import MOTS
from demarches.accueil.aide import Fiche, fiches

TYPES = {".png": "image/png", ".jpg": "image/jpeg"}


@dataclass(frozen=True)
class Vue:
    """A screen to show. `nom` is that of its picture, `page` the URL name of a page of its own (empty: a step of a téléservice)."""

    nom: str
    titre: str
    texte: str = ""
    page: str = ""


@dataclass(frozen=True)
class Chapitre:
    """A chapter. `services` are codes of the help pages, whose text it takes; `pages` are shown before their screens."""

    numero: int
    titre: str
    accroche: str = ""
    services: tuple[str, ...] = ()
    pages: tuple[Vue, ...] = ()

    @property
    def fiches(self) -> list[Fiche]:
        par_code = {fiche.code: fiche for fiche in fiches()}
        return [par_code[code] for code in self.services if code in par_code]

    @property
    def en_tete(self) -> str:
        """« 7. Consulter mes paiements »."""
        return f"{self.numero}. {self.titre}"

    @property
    def ancre(self) -> str:
        return f"chapitre-{self.numero}"


CHAPITRES = (
    Chapitre(
        1, "Le compte ameli", "Vos remboursements, vos papiers et vos démarches, au même endroit.",
        pages=(
            Vue("accueil-public", "Ouvrir le site", "Vous n’avez rien à installer. Tapez vous-même l’adresse.", "accueil"),
            Vue("connexion", "Se connecter", "Avec votre numéro de Sécurité sociale et votre mot de passe.", "connexion"),
            Vue("premiere-visite", "Créer un compte", "Avec votre carte Vitale et un RIB, en moins de 5 minutes.", "premiere_visite"),
            Vue("accueil", "L’accueil", "Ce que vous avez à faire, vos droits, votre dernier paiement, vos raccourcis.", "accueil"),
        ),
    ),
    Chapitre(
        2, "Les mesures de sécurité du compte ameli", "Votre caisse ne demande jamais votre mot de passe ni votre carte bancaire.",
        pages=(
            Vue("securite", "Ma sécurité", "Ce qui est bien réglé, et ce qui ne l’est pas.", "informations:securite"),
            Vue("faux-messages", "Reconnaître un faux message", "Les signes, avec des exemples.", "faux_messages"),
        ),
    ),
    Chapitre(
        3, "Que faire en cas de mot de passe oublié\N{NO-BREAK SPACE}?", "Un lien vous est envoyé par courriel.",
        pages=(Vue("oubli", "Mot de passe oublié", "Donnez votre numéro et votre date de naissance.", "oubli"),),
    ),
    Chapitre(
        4, "Télécharger des documents", "Chaque document est prêt tout de suite.",
        services=("attestation-de-droits", "attestation-indemnites-journalieres", "releve-fiscal", "mes-documents"),
        pages=(
            Vue("attestation-droits", "Attestation de droits", "Choisissez les personnes.", "documents:attestation_droits"),
            Vue("attestation-ij", "Attestation d’indemnités journalières", "Choisissez une année, ou vos dates.", "documents:indemnites"),
            Vue("releve-fiscal", "Relevé fiscal", "Un relevé par année.", "documents:releve_fiscal"),
            Vue("documents", "Mes documents", "Tout ce que vous avez demandé.", "documents:liste"),
        ),
    ),
    Chapitre(5, "Déclarer un changement d’adresse", services=("adresse",)),
    Chapitre(6, "Modifier mes coordonnées bancaires", services=("iban",)),
    Chapitre(
        7, "Consulter mes paiements", "Chaque montant est expliqué, soin par soin.",
        pages=(
            Vue("paiements", "Mes paiements", "L’année, le prochain versement, puis chaque paiement.", "paiements:liste"),
            Vue("releves", "Mes relevés", "Par mois ou par année, en PDF.", "documents:releves"),
            Vue("retenues", "Participations et franchises", "Ce qui est retenu, et le plafond de l’année.", "paiements:retenues"),
        ),
    ),
    Chapitre(
        8, "Mes délais", services=("mes-delais",),
        pages=(Vue("delais", "Mes délais", "La date à laquelle votre demande devrait être traitée.", "demarches:delais"),),
    ),
    Chapitre(9, "Déclarer la perte ou le vol de carte Vitale", services=("perte-carte-vitale",)),
    Chapitre(10, "Commander ma nouvelle carte Vitale", services=("commande-carte-vitale",)),
    Chapitre(11, "Faire ma demande de Complémentaire santé solidaire", services=("c2s", "adhesion-c2s")),
    Chapitre(12, "Choisir mon organisme complémentaire en cas de chevauchement", services=("organisme-complementaire",)),
    Chapitre(13, "Déclarer la naissance de mon enfant", services=("naissance",)),
    Chapitre(14, "Inscrire son enfant sur la carte Vitale de l’autre parent", services=("double-rattachement",)),
    Chapitre(15, "Commander ma Carte européenne d’Assurance Maladie (CEAM)", services=("ceam",)),
    Chapitre(
        16, "Payer une créance", "Ce que vous devez à votre caisse, réglé par carte bancaire.",
        pages=(Vue("creances", "Payer une créance", "Chaque avis, ligne par ligne, avec ce qui reste.", "paiements:creances"),),
    ),
    Chapitre(17, "Transmettre ma demande de prise en charge de produits sans gluten", services=("sans-gluten",)),
    Chapitre(18, "Faire ma demande de pension d’invalidité", services=("pension-invalidite",)),
    Chapitre(19, "Transmettre ma déclaration de ressources invalidité", services=("ressources-invalidite",)),
    Chapitre(20, "Faire ou révoquer une demande de procuration en ligne", services=("procuration",)),
    Chapitre(21, "Faire ma demande de remboursements de soins réalisés à l’étranger", services=("soins-etranger",)),
)  # fmt: skip


@dataclass(frozen=True)
class Image:
    """A picture, as the page holds it: its address and what it shows."""

    adresse: str
    alternative: str


def ecrire(images: Path | None = None, numeros: tuple[int, ...] = ()) -> str:
    """The guide as one page of HTML, for `documents.rendu`: every chapter, or those of `numeros`, with the pictures of `images`."""
    chapitres = [
        {"chapitre": un, "ecrans": list(_montrees(un, images))}
        for un in CHAPITRES
        if not numeros or un.numero in numeros
    ]
    entier = len(chapitres) == len(CHAPITRES)
    return render_to_string("documents/guide.html", {"chapitres": chapitres, "entier": entier, "mots": MOTS})


def nom_de_l_image(code: str, nom: str) -> str:
    """Of the screen `nom` of a service, or of a page when `code` is empty; without suffix."""
    return f"{code}--{nom}" if code else nom


def vues_du_service(fiche: Fiche) -> list[Vue]:
    """The start, each screen, and the end."""
    return [
        Vue("depart", "Avant de commencer", fiche.accroche),
        *(Vue(ecran.nom, ecran.titre, ecran.demande) for ecran in fiche.ecrans),
        Vue("verification", "Vérifier, puis envoyer", "Vous relisez tout. Rien n’est envoyé avant le dernier bouton."),
        Vue(
            "confirmation",
            "C’est envoyé",
            "Gardez votre référence. Vous suivez la demande dans «\N{NO-BREAK SPACE}Mes démarches\N{NO-BREAK SPACE}».",
        ),
    ]


def _montrees(chapitre: Chapitre, images: Path | None) -> Iterator[tuple[Vue, Image | None]]:
    for vue in chapitre.pages:
        yield vue, _image(images, nom_de_l_image("", vue.nom), vue)
    for fiche in chapitre.fiches:
        for vue in vues_du_service(fiche) if fiche.ecrans else ():
            yield vue, _image(images, nom_de_l_image(fiche.code, vue.nom), vue)


def _image(images: Path | None, nom: str, vue: Vue) -> Image | None:
    fichiers = [images / f"{nom}{suffixe}" for suffixe in TYPES] if images else []
    trouve = next((fichier for fichier in fichiers if fichier.exists()), None)
    if trouve is None:
        return None
    donnees = base64.b64encode(trouve.read_bytes()).decode()
    return Image(
        f"data:{TYPES[trouve.suffix]};base64,{donnees}", f"Écran «\N{NO-BREAK SPACE}{vue.titre}\N{NO-BREAK SPACE}»"
    )
