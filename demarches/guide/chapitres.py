"""The guide: the 21 chapters of the catalogue, each screen in its order, written from the declarations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from demarches.accueil.aide import Fiche, fiches
from demarches.moteur import registre


@dataclass(frozen=True)
class Vue:
    """A screen to show. `nom` is that of its picture, `page` the URL name of a page of its own (empty: a step of a téléservice)."""

    nom: str
    titre: str
    texte: str = ""
    page: str = ""


@dataclass(frozen=True)
class Chapitre:
    """A chapter. `services` are codes of the help pages, whose text it takes; `pages` are shown before their screens.

    `nom` is that of a chapter without service, in its address.
    """

    numero: int
    titre: str
    accroche: str = ""
    services: tuple[str, ...] = ()
    pages: tuple[Vue, ...] = ()
    nom: str = ""

    @property
    def fiches(self) -> list[Fiche]:
        par_code = {fiche.code: fiche for fiche in fiches()}
        return [par_code[code] for code in self.services if code in par_code]

    @property
    def vues(self) -> list[tuple[str, list[Vue]]]:
        """Screens under the title of what they belong to: the pages of the chapter, then each of its téléservices."""
        parties = [(self.titre, list(self.pages)), *((fiche.titre, vues_du_service(fiche)) for fiche in self.fiches)]
        return [(titre, vues) for titre, vues in parties if vues]

    @property
    def code(self) -> str:
        """What its address says: the first of its services, or its own name."""
        return self.nom or self.services[0]

    @property
    def lien(self) -> str:
        return reverse("demarches:pas_a_pas", args=[self.code])

    @property
    def en_tete(self) -> str:
        """« 7. Consulter mes paiements »."""
        return f"{self.numero}. {self.titre}"

    @property
    def ancre(self) -> str:
        return f"chapitre-{self.numero}"


# What no step may be called: the screens that the engine adds.
DEPART, VERIFICATION, CONFIRMATION = "avant-de-commencer", "verification", "confirmation"

CHAPITRES = (
    Chapitre(
        1, "Le compte ameli", "Vos remboursements, vos papiers et vos démarches, au même endroit.",
        nom="compte", pages=(
            Vue("accueil-public", "Ouvrir le site", "Vous n’avez rien à installer. Tapez vous-même l’adresse.", "accueil"),
            Vue("connexion", "Se connecter", "Avec votre numéro de Sécurité sociale et votre mot de passe.", "connexion"),
            Vue("premiere-visite", "Créer un compte", "Avec votre carte Vitale et un RIB, en moins de 5\N{NO-BREAK SPACE}minutes.", "premiere_visite"),
            Vue("accueil", "L’accueil", "Ce que vous avez à faire, vos droits, votre dernier paiement, vos raccourcis.", "accueil"),
        ),
    ),
    Chapitre(
        2, "Les mesures de sécurité du compte ameli", "Votre caisse ne demande jamais votre mot de passe ni votre carte bancaire.",
        nom="securite", pages=(
            Vue("securite", "Ma sécurité", "Ce qui est bien réglé, et ce qui ne l’est pas.", "informations:securite"),
            Vue("faux-messages", "Reconnaître un faux message", "Les signes, avec des exemples.", "faux_messages"),
        ),
    ),
    Chapitre(
        3, "Que faire en cas de mot de passe oublié\N{NO-BREAK SPACE}?", "Un lien vous est envoyé par courriel.",
        nom="mot-de-passe-oublie", pages=(
            Vue("oubli", "Mot de passe oublié", "Donnez votre numéro et votre date de naissance.", "oubli"),
            Vue("oubli-envoye", "Regardez vos courriels", "Ouvrez le lien du courriel. Il sert une seule fois, pendant 30\N{NO-BREAK SPACE}minutes."),
            Vue("oubli-choisir", "Choisissez un nouveau mot de passe", "La page dit ce qu’il doit contenir. Écrivez-le deux fois."),
            Vue("oubli-fait", "Votre mot de passe est changé", "Un courriel le confirme. Connectez-vous avec le nouveau."),
        ),
    ),
    Chapitre(
        4, "Télécharger des documents", "Chaque document est prêt tout de suite.",
        services=("attestation-de-droits", "attestation-indemnites-journalieres", "releve-fiscal", "mes-documents"),
        pages=(
            Vue("attestation-droits", "Attestation de droits", "Choisissez les personnes.", "documents:attestation_droits"),
            Vue("attestation-ij", "Attestation de paiement d’indemnités journalières", "Choisissez une année, ou vos dates.", "documents:indemnites"),
            Vue("releve-fiscal", "Relevé fiscal", "Un relevé par année.", "documents:releve_fiscal"),
            Vue("documents", "Mes documents", "Tout ce que vous avez demandé.", "documents:liste"),
        ),
    ),
    Chapitre(5, "Déclarer un changement d’adresse", services=("adresse",)),
    Chapitre(6, "Modifier mes coordonnées bancaires", services=("iban",)),
    Chapitre(
        7, "Consulter mes paiements", "Chaque montant est expliqué, soin par soin.",
        nom="paiements", pages=(
            Vue("paiements", "Mes paiements", "L’année, le prochain versement, puis chaque paiement.", "paiements:liste"),
            Vue("releves", "Mes relevés", "Par mois ou par année, en PDF.", "documents:releves"),
            Vue("retenues", "Participations forfaitaires et franchises", "Ce qui est retenu, et le plafond de l’année.", "paiements:retenues"),
        ),
    ),
    Chapitre(
        8, "Mes délais", services=("mes-delais",),
        pages=(Vue("delais", "Mes délais", "La date à laquelle votre demande devrait être traitée.", "demarches:delais"),),
    ),
    Chapitre(9, "Déclarer la perte, vol ou le dysfonctionnement de ma carte Vitale", services=("perte-carte-vitale",)),
    Chapitre(10, "Commander ma nouvelle carte Vitale", services=("commande-carte-vitale",)),
    Chapitre(11, "Faire ma demande de Complémentaire santé solidaire", services=("c2s", "adhesion-c2s")),
    Chapitre(12, "Choisir mon organisme complémentaire en cas de chevauchement", services=("organisme-complementaire",)),
    Chapitre(13, "Déclarer la naissance de mon enfant", services=("naissance",)),
    Chapitre(14, "Inscrire son enfant sur la carte Vitale de l’autre parent", services=("double-rattachement",)),
    Chapitre(15, "Commander ma Carte européenne d’Assurance Maladie (CEAM)", services=("ceam",)),
    Chapitre(
        16, "Payer une créance", "Ce que vous devez à votre caisse, réglé par carte bancaire.",
        nom="creances", pages=(
            Vue("creances", "Payer une créance", "Recopiez la référence de votre avis, ou payez votre solde.", "paiements:creances"),
            Vue("creances-avis", "Choisir ce que je paie", "Cochez une ligne, plusieurs, ou tout. Une ligne peut être contestée."),
            Vue("creances-kiosque", "Votre paiement", "Vous payez sur le site de notre banque. Nous ne voyons jamais votre carte."),
            Vue("creances-etat", "État de votre paiement", "La page dit si la banque a accepté. Un accusé de réception est dans votre messagerie."),
        ),
    ),
    Chapitre(17, "Transmettre ma demande de prise en charge de produits sans gluten", services=("sans-gluten",)),
    Chapitre(18, "Faire ma demande de pension d’invalidité", services=("pension-invalidite",)),
    Chapitre(19, "Transmettre ma déclaration de ressources invalidité", services=("ressources-invalidite",)),
    Chapitre(20, "Faire ou révoquer une demande de procuration en ligne", services=("procuration",)),
    Chapitre(21, "Faire ma demande de remboursements de soins réalisés à l’étranger", services=("soins-etranger",)),
)  # fmt: skip


def chapitre_de(code: str) -> Chapitre | None:
    """That of a service or of a name; a service that the catalogue has not numbered is one by itself."""
    seuls = (Chapitre(0, fiche.titre, services=(fiche.code,)) for fiche in fiches() if fiche.ecrans)
    return next((un for un in (*CHAPITRES, *seuls) if code == un.nom or code in un.services), None)


def nom_de_l_ecran(code: str, nom: str) -> str:
    """Of the screen `nom` of a téléservice: what its picture is called."""
    return f"{code}--{nom}"


def vues_du_service(fiche: Fiche) -> list[Vue]:
    """The start, each step, the check and the end; none of a paper that is made at once."""
    return list(_vues(fiche)) if fiche.ecrans else []


def _vues(fiche: Fiche) -> Iterator[Vue]:
    teleservice = registre.celui_de(fiche.code)
    yield Vue(
        nom_de_l_ecran(fiche.code, DEPART), fiche.titre, f"{fiche.accroche} {_appuyer(teleservice.libelle_commencer)}"
    )
    for ecran in fiche.ecrans:
        condition = "" if ecran.pour_tous else "Selon vos réponses. "
        demande = ecran.demande or "Lisez cette page, puis continuez."
        yield Vue(nom_de_l_ecran(fiche.code, ecran.nom), ecran.titre, f"{condition}{demande}")
    relire = f"Vous relisez tout. Rien n’est envoyé avant le dernier bouton. {_appuyer(teleservice.libelle_valider)}"
    yield Vue(nom_de_l_ecran(fiche.code, VERIFICATION), "Vérifiez vos informations", relire)
    suivre = "Gardez votre référence. Vous suivez la demande dans «\N{NO-BREAK SPACE}Mes démarches\N{NO-BREAK SPACE}»."
    yield Vue(nom_de_l_ecran(fiche.code, CONFIRMATION), teleservice.titre_confirmation, suivre)


def _appuyer(bouton: str) -> str:
    return f"Appuyez sur «\N{NO-BREAK SPACE}{bouton}\N{NO-BREAK SPACE}»."
