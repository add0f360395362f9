"""Chapter 6: the account on which the caisse pays. It changes 48 hours after the person's last word."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from accounts.informations import cartes_vitale, coordonnees, en_cours
from accounts.informations.contacts.regles import stable_le, trop_recent
from accounts.models import CoordonneesBancaires, Personne
from accounts.securite import alertes, promesses, signaux
from ameli.noyau.calendrier import ouvres
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import temps_reel
from ameli.noyau.masquage import masquer_iban
from ameli.noyau.saisie.noms import Reponse
from demarches.catalogue.iban import banque, double_controle, exemples
from demarches.catalogue.iban.formulaires import Compte, Securite, Titulaire, holders_de
from demarches.catalogue.iban.regles import banques, controle, eligibilite, titulaires
from demarches.catalogue.iban.regles import iban as regles_iban
from demarches.moteur import avis, contestation, previsions, transitions
from demarches.moteur.ancienne import Action, Delai, Etape, Teleservice, valeur
from demarches.moteur.declaration import Bannette, Contexte, Messages, Refus, Rubrique
from demarches.moteur.models import Demarche, Etat, Evenement

SUJET = "coordonnees_bancaires"
ANCIEN_COMPTE = "D’ici là, nous payons sur l’ancien compte."
PREMIER_COMPTE = "D’ici là, vos remboursements attendent : nous ne connaissons pas encore de compte à votre nom."
AIDE_TITULAIRE = """Recopiez les noms de votre RIB.

Le compte doit être à votre nom, ou joint à votre nom. Le compte d’un proche ou d’une société n’est pas accepté en ligne.

Un tiret ou une apostrophe ne pose pas de problème. Nous retirons les accents pour vous."""
AIDE_COMPTE = """L’IBAN est sur votre RIB. Demandez-le à votre banque ou cherchez-le dans son application.

Une banque d’un autre pays de la zone SEPA est acceptée. Un conseiller vérifie alors le compte : comptez 5 jours ouvrés.

Après cette étape, nous envoyons un code par courriel."""

promesses.declarer(
    "iban", "Demande de changement de compte bancaire, avec un lien pour l’arrêter.",
    promesses.courriel("iban_alerte"), par=("demarche",),
)  # fmt: skip


class CoordonneesBancairesTeleservice(Teleservice):
    """« Modifier mes coordonnées bancaires »."""

    code, version, chapitre = "iban", 1, 6
    titre = "Modifier mes coordonnées bancaires"
    accroche = (
        "Indiquez le compte sur lequel nous versons vos remboursements : le vôtre, ou un compte joint à votre nom."
    )
    rubrique, ordre, icone = Rubrique.EN_DEUX_CLICS, 20, "banque"
    pour_qui = (
        "Vous changez de compte bancaire, pour un compte à votre nom.",
        "Vous voulez être payé sur un compte joint dont vous êtes cotitulaire.",
        "Votre caisse ne connaît encore aucun compte à votre nom.",
    )
    avantages = (
        "Aucun courrier à envoyer : rien ne peut se perdre.",
        "Votre IBAN est contrôlé pendant que vous l’écrivez.",
        "Deux preuves protègent votre compte : un code reçu par courriel et votre carte Vitale.",
        "Vous suivez votre demande et vous pouvez l’arrêter.",
    )
    a_preparer = (
        "Un RIB du nouveau compte.",
        "Votre carte Vitale : nous demandons son numéro de série.",
        "L’accès à vos courriels : nous y envoyons un code de sécurité.",
    )
    suites = (
        "Nous vérifions le compte auprès de la banque.",
        "Le nouveau compte est enregistré sous 48 heures. Pour une banque à l’étranger, comptez 5 jours ouvrés.",
        ANCIEN_COMPTE,
        "Le premier versement sur le nouveau compte attend 3 jours de plus : c’est une protection contre le vol.",
        "Un message vous prévient dans votre messagerie.",
    )
    exclusive = True

    etapes = (
        Etape("titulaire", "Le titulaire du compte", Titulaire, aide=AIDE_TITULAIRE),
        Etape("compte", "Le nouveau compte", Compte, aide=AIDE_COMPTE),
        Etape(
            "securite",
            "Confirmez que c’est bien vous",
            Securite,
            depend_de=("compte",),
            au_recapitulatif=False,
            preuve=True,
            gabarit="iban/securite.html",
            actions=(Action("renvoyer_le_code", "Renvoyer le code"),),
        ),
    )
    honneur = "J’atteste sur l’honneur que ces informations sont exactes et que je suis titulaire de ce compte."
    titre_confirmation = "Votre demande est envoyée"

    jalons = {avis.ACCORD: "Premier contrôle fait, un second conseiller confirme"}
    delais = (Delai("enregistrement", controle.DELAI, libelle="Nouveau compte enregistré"),)
    annulable_jusqu_a = "enregistrement"
    etats = {
        Etat.DEPOSEE: "En vérification",
        Etat.EN_COURS: "Vérification par un conseiller",
        Etat.ACCEPTEE: "Compte enregistré",
        Etat.REFUSEE: "Demande refusée",
        Etat.ANNULEE: "Demande annulée",
    }
    messages = Messages(
        depot="recu",
        acceptee="enregistre",
        refusee="refuse",
        annulee="annule",
        sujets={
            "recu": "Votre demande de changement de coordonnées bancaires",
            "controle": "Vérification plus longue de vos coordonnées bancaires",
            "enregistre": "Vos coordonnées bancaires sont enregistrées",
            "refuse": "Vos coordonnées bancaires ne changent pas",
            "annule": "Votre changement de coordonnées bancaires est annulé",
        },
    )
    agents = Bannette("RIB à contrôler", alerte=ouvres(2), motifs=controle.MOTIFS_DE_REFUS)
    exemples = exemples.TOUS

    def refus(self, contexte: Contexte) -> Refus | None:
        cartes = cartes_vitale.actives(contexte.assure.personne_id)
        return eligibilite.refus(replace(self._situation(contexte), carte_active=cartes.exists()))

    def a_premiere_vue(self, contexte: Contexte) -> Refus | None:
        return eligibilite.refus(self._situation(contexte))

    def _situation(self, contexte: Contexte) -> eligibilite.Situation:
        """What is known without a query."""
        return eligibilite.Situation(
            courriel_valide=contexte.compte.email_valide_le is not None,
            majeur_protege=contexte.assure.majeur_protege,
            compte_gele=contexte.compte.gele_le is not None,
            contacts_stables_le=stable_le(contexte.compte.contact_change_le)
            if trop_recent(contexte.compte.contact_change_le, contexte.le)
            else None,
        )

    def suites_pour(self, contexte: Contexte) -> tuple[str, ...]:
        premier = contexte.reponses.get("compte", {}).get("premier")
        if premier is None:
            premier = coordonnees.actuelles(contexte.assure) is None
        if not premier:
            return self.suites
        return tuple(PREMIER_COMPTE if suite == ANCIEN_COMPTE else suite for suite in self.suites)

    def initiales(self, etape: str, contexte: Contexte) -> dict[str, Any]:
        """Whoever asks is most often the only holder."""
        if etape != "titulaire":
            return {}
        personne = contexte.assure.personne
        return {
            "civilite": "MADAME" if personne.sexe == Personne.Sexe.FEMME else "MONSIEUR",
            "nom": titulaires.ecrire(personne.nom),
            "prenom": titulaires.ecrire(personne.prenom),
        }

    # The two proofs

    def apres_compte(self, contexte: Contexte) -> None:
        double_controle.envoyer_si_besoin(contexte)

    def renvoyer_le_code(self, contexte: Contexte) -> str:
        double_controle.envoyer(contexte)
        return "Un nouveau code vient de partir. L’ancien ne vaut plus rien."

    def preuve_valable(self, etape: str, contexte: Contexte) -> bool:
        return double_controle.tient_encore(contexte)

    # From the deposit to the registration

    def a_la_validation(self, demarche: Demarche) -> None:
        holders = holders_de(demarche.reponses["titulaire"])
        for alerte in self._alertes(demarche):
            demarche.signaler(alerte, controle.ALERTES[alerte].phrase)
        self._annoncer(demarche, controle.delai_annonce(demarche.alertes).apres(demarche.deposee_le))
        noms = [f"{h.nom} {h.prenom}" for h in holders]
        banque.interroger(demarche, noms[0], noms[1] if len(noms) > 1 else "")
        self._alerter(demarche)

    def enregistrement(self, demarche: Demarche, le: datetime) -> None:
        """The 48 hours have run: registered, unless a person must look first."""
        if not banque.a_repondu(demarche):
            demarche.signaler("banque_indisponible", controle.ALERTES["banque_indisponible"].phrase)
        if not demarche.alertes:
            transitions.passer(demarche, "accepter", acteur="horloge", le=le)
            return
        if demarche.prevue_le is None or demarche.prevue_le <= le:  # a longer delay has not been told yet
            self._annoncer(demarche, controle.DELAI_CONTROLE.apres(le))
            transitions.prevenir(demarche, "controle", le=le)
        if demarche.etat == Etat.DEPOSEE:
            transitions.passer(demarche, "prendre", acteur="horloge", le=le)

    def a_la_decision(self, demarche: Demarche, evenement: str, le: datetime) -> None:
        """Accepted by the clock or by an agent, the account serves from `le`; otherwise the former one stays."""
        if evenement == "accepter":
            self._enregistrer(demarche, le)
        en_cours.lever(demarche.assure, SUJET, demarche.reference)

    def pour_message(self, demarche: Demarche) -> dict[str, Any]:
        numero = demarche.reponses["compte"]["iban"]
        return {
            "iban_masque": masquer_iban(numero),
            "banque": banques.nommer(numero),
            "controle": bool(demarche.alertes),
            "sans_ancien": (actuelles := coordonnees.actuelles(demarche.assure)) is None,
            "premier_paiement_le": actuelles.premier_paiement_le if actuelles is not None else None,
        }

    def score(self, demarche: Demarche) -> str:
        """Low, medium or high, from the weights of the alerts; nothing when there are none."""
        if not demarche.alertes:
            return ""
        return controle.niveau(alerte["code"] for alerte in demarche.alertes if alerte["code"] in controle.ALERTES)

    def accords(self, demarche: Demarche) -> int:
        return controle.accords(alerte["code"] for alerte in demarche.alertes if alerte["code"] in controle.ALERTES)

    def _alertes(self, demarche: Demarche) -> list[str]:
        """What the deposit itself shows; the bank adds its own."""
        numero = demarche.reponses["compte"]["iban"]
        holders = holders_de(demarche.reponses["titulaire"])
        rang = titulaires.concordance(holders, demarche.assure.personne.identite)
        constats = {
            "etranger": not regles_iban.francais(numero),
            "titulaire_proche": rang is not Reponse.MEME,
            "partage": self._sert_a_un_autre(demarche, numero, holders),
        }
        faits = signaux.lire(demarche.compte, demarche.deposee_le, temps_reel()).presents
        return controle.a_examiner([*(code for code, vrai in constats.items() if vrai), *faits])

    def _sert_a_un_autre(self, demarche: Demarche, numero: str, holders: list[titulaires.Titulaire]) -> bool:
        """True when somebody is paid on this account who is not one of its holders: a couple may share theirs."""
        autres = (
            CoordonneesBancaires.objects.systeme("is this account shared?")
            .filter(iban_empreinte=empreinte("iban", numero), fin_le=None)
            .exclude(assure_id=demarche.assure_id)
            .select_related("assure__personne")
        )
        return any(
            titulaires.concordance(holders, autre.assure.personne.identite) is not Reponse.MEME for autre in autres
        )

    def _annoncer(self, demarche: Demarche, jusqu_a: datetime) -> None:
        previsions.promettre(demarche, jusqu_a)
        en_cours.annoncer(
            demarche.assure, SUJET, demarche.reference, jusqu_a=jusqu_a, depuis=demarche.deposee_le,
            apercu=masquer_iban(demarche.reponses["compte"]["iban"]),
        )  # fmt: skip

    def _alerter(self, demarche: Demarche) -> None:
        """Tell the confirmed address, whoever asked: with the link that stops everything."""
        alertes.alerter(
            demarche.compte, "iban", demarche.objet,
            {
                "le": alertes.en_toutes_lettres(demarche.deposee_le),
                "fin": demarche.reponses["compte"]["iban"][-4:],
                "lien": contestation.creer_lien(demarche, controle.DUREE_DU_LIEN),
                "heures": controle.HEURES_DU_LIEN,
            },
            assure_ref=demarche.assure.public_id,
        )  # fmt: skip

    def _enregistrer(self, demarche: Demarche, le: datetime) -> None:
        titulaire, compte = demarche.reponses["titulaire"], demarche.reponses["compte"]
        noms = [f"{h.nom} {h.prenom}" for h in holders_de(titulaire)]
        decision = Evenement.objects.de(demarche.assure).filter(demarche=demarche).order_by("-id").first()
        coordonnees.remplacer(
            demarche.assure, iban=compte["iban"], bic=compte["bic"] or "", banque=banques.nommer(compte["iban"]),
            civilite=titulaire["civilite"], titulaire=noms[0], second_titulaire=noms[1] if len(noms) > 1 else "",
            demande_le=demarche.deposee_le, effet=le, cause=demarche.reference,
            acteur=decision.auteur if decision else "horloge",
        )  # fmt: skip


SERVICE = valeur(CoordonneesBancairesTeleservice)
