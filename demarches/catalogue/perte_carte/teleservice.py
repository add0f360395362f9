"""Chapter 9: a Vitale card is lost or stolen, and worth nothing at once; or failing, and good until the new one. 4 days to order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from accounts.informations import cartes_vitale
from accounts.models import Opposition, Personne
from accounts.securite import alertes, promesses
from ameli.noyau import formats
from ameli.noyau.calendrier import fin_du_jour, jour_de, jours
from demarches.cartes import declarations, regles, titulaires
from demarches.cartes.regles import Obstacle
from demarches.catalogue.perte_carte import exemples
from demarches.catalogue.perte_carte.formulaires import COMMANDE, Declaration, Engagement, panne
from demarches.catalogue.perte_carte.guichet import GESTES, Guichet
from demarches.moteur import avis, contestation, previsions, refus_communs, transitions
from demarches.moteur.ancienne import Delai, Etape, Teleservice, valeur
from demarches.moteur.declaration import Bannette, Contexte, Issue, Lien, Messages, Papier, Refus, Rubrique
from demarches.moteur.depot import EtapeAReprendre
from demarches.moteur.models import Demarche, Etat
from demarches.moteur.refus_communs import ACCUEIL, APPELER, ECRIRE

COMMANDER = Issue(
    "Carte Vitale - Je commande en ligne ma carte Vitale",
    "Avec une photo et une pièce d’identité.",
    "demarches:depart",
    COMMANDE,
)
AIDE = """Perte : la carte est introuvable. Vol : nous vous conseillons de déposer plainte, ce n’est pas obligatoire.

Si la carte ne marche plus, essayez d’abord de la mettre à jour dans une pharmacie ou à une borne.

La nouvelle carte est gratuite. Toute demande de paiement est une escroquerie."""
AIDE_ENGAGEMENT = """Pendant ce temps, montrez votre attestation de droits. Le professionnel de santé fait une feuille de soins papier.

Votre numéro de Sécurité sociale ne change pas : il n’y a rien à dire à votre mutuelle."""

promesses.declarer(
    "perte_carte", "Carte Vitale déclarée perdue, volée ou en panne, avec un lien pour le contester.",
    promesses.courriel("perte_carte_alerte"), par=("demarche",),
)  # fmt: skip


class PerteCarteVitale(Guichet, Teleservice):
    """« Déclarer la perte ou le vol de carte Vitale »."""

    code, version, chapitre = "perte-carte-vitale", 1, 9
    titre = "Déclarer la perte ou le vol de carte Vitale"
    accroche = "Votre carte est perdue, volée ou ne marche plus : déclarez-le, puis commandez la nouvelle."
    rubrique, ordre, icone = Rubrique.EFFECTUER, 10, "carte"
    pour_qui = (
        "Votre carte Vitale est perdue, volée, ou ne fonctionne plus.",
        "C’est celle d’un enfant de 12 à 17 ans inscrit sur votre dossier.",
    )
    avantages = (
        "La déclaration est prise en compte immédiatement.",
        "La carte perdue ou volée est invalidée automatiquement.",
        "Vous commandez la nouvelle carte dans la foulée.",
        "Un accusé de réception arrive dans votre messagerie.",
    )
    a_preparer = ("La date de la perte ou du vol, si vous la connaissez.",)
    duree = "2 minutes"
    suites = (
        "Une carte perdue ou volée ne vaut plus rien dès la validation. Une carte en panne reste valable.",
        "Vous avez 4 jours pour commander la nouvelle carte en ligne.",
        "En attendant, montrez votre attestation de droits.",
    )
    prochaine = "Nouvelle carte commandée"
    etapes = (
        Etape(
            "declaration", "La carte et le motif", Declaration, aide=AIDE, gabarit="perte_carte/declaration.html"
        ),
        Etape(
            "engagement", "Votre engagement", Engagement, depend_de=("declaration",), aide=AIDE_ENGAGEMENT, libelle_suivant="Continuer",
            gabarit="perte_carte/engagement.html",
        ),
    )  # fmt: skip
    honneur = "J’atteste sur l’honneur l’exactitude de cette déclaration."
    titre_confirmation = "Votre déclaration est prise en compte"
    delais = (
        Delai("premier_rappel", jours(2), au_depot=False),
        Delai("second_rappel", jours(3), au_depot=False),
        Delai("limite", jours(regles.JOURS_POUR_COMMANDER), au_depot=False, libelle="Fin de la commande en ligne"),
    )
    etats = {
        Etat.DEPOSEE: "Nouvelle carte à commander",
        Etat.EN_COURS: "Nouvelle carte à commander",
        Etat.ACCEPTEE: "Déclaration terminée",
        Etat.REFUSEE: "Déclaration annulée par votre caisse",
    }
    jalons = {
        "invalidee": "Carte invalidée",
        "panne": "Panne déclarée, carte encore valable",
        "commandee": "Nouvelle carte commandée",
        "remplacee": "Remplacée par une nouvelle déclaration",
        "delai_depasse": "Délai pour commander en ligne dépassé",
        avis.REFUS: "Annulation demandée, un second conseiller confirme",
        f"{avis.PREFIXE}lever": "Annulation demandée, un second conseiller confirme",
        "lever": "Déclaration annulée, carte de nouveau valable",
        "prolonger": "Délai pour commander en ligne prolongé",
        "restitution": "Ancienne carte rendue à votre caisse",
        "formulaire": "Formulaire papier envoyé par la poste",
    }
    messages = Messages(
        depot="recu",
        acceptee="",
        refusee="levee",
        annulee="",
        sujets={
            "recu": "Votre carte Vitale est invalidée",
            "recu_panne": "Votre carte Vitale en panne est à remplacer",
            "rappel": "Commandez votre nouvelle carte Vitale",
            "delai_depasse": "Votre nouvelle carte Vitale n’est pas commandée",
            "levee": "Votre déclaration est annulée",
            "prolongee": "Vous avez plus de temps pour commander",
            "formulaire": "Le formulaire de carte Vitale part par la poste",
            "restituee": "Votre ancienne carte Vitale est rendue",
        },
    )
    agents = Bannette(
        "Pertes et vols de cartes Vitale",
        motifs={
            "erreur": "La carte a été déclarée par erreur.",
            "autre_personne": "La déclaration n’a pas été faite par vous.",
        },
        refus="Annuler la déclaration, lever l’opposition",
        refus_a_deux=("erreur", "autre_personne"),
        gestes=GESTES,
    )
    apres_contestation = "Une carte déclarée perdue ou volée reste invalide, par prudence. Si vous l’avez encore, deux agents peuvent la remettre en service."
    exemples = exemples.TOUS

    def refus(self, contexte: Contexte) -> Refus | None:
        vu = self.a_premiere_vue(contexte)
        if vu is not None:
            return vu
        famille = titulaires.lire(contexte.assure, contexte.le)
        obstacles = [titulaire.obstacle for titulaire in famille]
        if None in obstacles:
            return None
        if Obstacle.A_COMMANDER in obstacles:
            return Refus(
                "Cette carte est déjà déclarée : elle ne vaut plus rien. Commandez maintenant la nouvelle.",
                titre="Votre carte est déjà déclarée",
                issues=(COMMANDER, APPELER, ECRIRE),
            )  # fmt: skip
        if Obstacle.EN_CHEMIN in obstacles:
            return Refus(
                "Une nouvelle carte est déjà commandée.",
                titre="Votre carte est déjà remplacée",
                issues=(refus_communs.SUIVRE, APPELER, ECRIRE),
            )
        return Refus(
            "Aucune carte Vitale valable n’est à votre nom, ni à celui d’un enfant de 12 à 17 ans de votre dossier.",
            jusqu_a="Si vous n’avez jamais eu de carte, commandez-la.",
            issues=(COMMANDER, APPELER, ACCUEIL),
        )  # fmt: skip

    def a_premiere_vue(self, contexte: Contexte) -> Refus | None:
        if contexte.compte.gele_le is not None:
            return refus_communs.compte_gele()
        if not contexte.assure.droits_ouverts(jour_de(contexte.le)):
            return refus_communs.droits_fermes("La carte prouve des droits : elle ne peut pas être remplacée.")
        return None

    def suites_pour(self, contexte: Contexte) -> tuple[str, ...]:
        if "declaration" not in contexte.reponses:
            return self.suites
        if not panne(contexte.reponses):
            return ("La carte ne vaut plus rien dès la validation.", *self.suites[1:])
        return (
            "La carte en panne reste valable jusqu’à l’arrivée de la nouvelle.",
            self.suites[1],
            "Si un professionnel ne peut pas la lire, montrez votre attestation de droits.",
        )

    def accuse(self, demarche: Demarche) -> str:
        return "recu_panne" if panne(demarche.reponses) else "depot"

    # The card is declared at the deposit; then somebody waits for the order

    def a_la_validation(self, demarche: Demarche) -> None:
        reponses, le = demarche.reponses["declaration"], demarche.deposee_le
        titulaire = titulaires.choisi(titulaires.lire(demarche.assure, le), reponses["personne"])
        if titulaire is None:
            raise EtapeAReprendre("declaration")
        try:
            cartes_vitale.opposer(
                demarche.assure, titulaire.personne, carte=reponses["carte"], motif=reponses["motif"], le=le,
                commander_avant=regles.limite_de_commande(le), cause=demarche.reference, acteur=demarche.compte.acteur,
            )  # fmt: skip
        except cartes_vitale.DejaOpposee as course:
            raise EtapeAReprendre("declaration") from course
        if titulaire.possession.opposition is not None:
            declarations.clore(titulaire.possession.opposition, "remplacee", le)
        jalon = "panne" if panne(demarche.reponses) else "invalidee"
        transitions.noter(demarche, jalon, le=le, acteur=demarche.compte.acteur)
        if titulaire.possession.commande is not None:  # the new card is on its way: nothing is left to order
            transitions.noter(demarche, "commandee", le=le)
            demarche.etat = transitions.passer(demarche, "accepter", acteur="horloge", le=le).etat
        else:
            self._attendre_la_commande(demarche, le)
        self._alerter(demarche)

    def _attendre_la_commande(self, demarche: Demarche, le: datetime) -> None:
        previsions.promettre(demarche, regles.limite_de_commande(le))
        transitions.programmer(demarche, "premier_rappel", depuis=le)
        transitions.programmer(demarche, "second_rappel", depuis=le)
        transitions.programmer(demarche, "limite", depuis=fin_du_jour(le))

    def premier_rappel(self, demarche: Demarche, le: datetime) -> None:
        self._rappeler(demarche, le, ":1")

    def second_rappel(self, demarche: Demarche, le: datetime) -> None:
        self._rappeler(demarche, le, ":2")

    def limite(self, demarche: Demarche, le: datetime) -> None:
        """Four days, nothing ordered: the ways out. When an agent has given more time, it is waited for."""
        opposition = self._opposition(demarche)
        if opposition is not None and opposition.commander_avant > le:
            transitions.reporter(demarche, "limite", au=opposition.commander_avant)
            previsions.promettre(demarche, opposition.commander_avant)
            return
        transitions.noter(demarche, "delai_depasse", le=le)
        transitions.prevenir(demarche, "delai_depasse", le=le)
        transitions.passer(demarche, "accepter", acteur="horloge", le=le)

    def a_la_decision(self, demarche: Demarche, evenement: str, le: datetime) -> None:
        """Refused by two agents: the card was declared by mistake, or not by its holder. A contested one waits for them."""
        if evenement == "refuser":
            cartes_vitale.lever(demarche.assure, demarche.reference, le=le, acteur=f"systeme:{evenement}")

    def a_suivre(self, demarche: Demarche, le: datetime) -> Lien | None:
        """« Continuer »: to the order, while it can be made online."""
        opposition = self._opposition(demarche)
        if not demarche.ouverte or opposition is None or not opposition.ouvre_une_commande(le):
            return None
        limite = opposition.commander_avant
        return Lien(
            "Continuer : commander la carte Vitale",
            reverse("demarches:depart", args=[COMMANDE]),
            f"Il vous reste {formats.reste(limite, le)} pour commander la nouvelle carte en ligne : "
            f"jusqu’au {formats.jour(limite)} inclus.",
            titre="Commander la nouvelle carte Vitale",
        )

    def papiers(self, demarche: Demarche) -> tuple[Papier, ...]:
        """What replaces the card meanwhile."""
        if demarche.etat == Etat.REFUSEE:
            return ()
        return (Papier("Obtenir mon attestation de droits", reverse("documents:attestation_droits")),)

    def pour_message(self, demarche: Demarche) -> dict[str, Any]:
        opposition = self._opposition(demarche)
        personne = Personne.objects.get(public_id=demarche.reponses["declaration"]["personne"])
        return {
            "prenom": personne.prenom,
            "limite": opposition.commander_avant if opposition else regles.limite_de_commande(demarche.deposee_le),
            "carte_rendue": opposition is not None and opposition.levee_le is not None,
            "panne": panne(demarche.reponses),
            "commandee": not demarche.ouverte,
        }

    def _opposition(self, demarche: Demarche) -> Opposition | None:
        return cartes_vitale.opposition_de(demarche.assure, demarche.reference)

    def _alerter(self, demarche: Demarche) -> None:
        """Tell the confirmed address, whoever declared: with the link that says « ce n’est pas moi »."""
        alertes.alerter(
            demarche.compte, "perte_carte", demarche.objet,
            {
                "le": alertes.en_toutes_lettres(demarche.deposee_le),
                "panne": panne(demarche.reponses),
                "suite": self._a_faire(demarche),
                "lien": contestation.creer_lien(demarche),
                "heures": contestation.VIE_DU_LIEN // timedelta(hours=1),
            },
            assure_ref=demarche.assure.public_id,
        )  # fmt: skip

    def _a_faire(self, demarche: Demarche) -> str:
        """What is left to do by whoever has just declared the card, in a sentence."""
        lien = self.a_suivre(demarche, demarche.deposee_le)
        if lien is None:
            return "La nouvelle carte est déjà commandée : vous n’avez rien à faire."
        return f"{lien.phrase} Dans votre compte : « Mes démarches », puis « {COMMANDER.libelle} »."

    def _rappeler(self, demarche: Demarche, le: datetime, suite: str) -> None:
        """Once more, unless there is nothing to order any more."""
        opposition = self._opposition(demarche)
        if opposition is None or not opposition.ouvre_une_commande(le):
            return
        restants = regles.jours_restants(opposition.commander_avant, le)
        transitions.prevenir(demarche, "rappel", le=le, suite=suite, contexte={"restants": restants})


SERVICE = valeur(PerteCarteVitale)
