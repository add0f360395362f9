"""Chapter 5: where letters go, for the insured person and those who live with them; it may change their caisse."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.dossier import caisses
from accounts.informations import adresse as adresses
from accounts.informations import en_cours
from ameli.noyau.calendrier import heures, jour_de, ouvres
from ameli.noyau.saisie import code_postal
from ameli.noyau.saisie.signes import Illisible
from demarches.catalogue.adresse import courriers, enregistrement, exemples, foyer, geocodage, lecture
from demarches.catalogue.adresse.adresse_en_france import AUCUNE, COMMUNE_A_ECRIRE, PANNE, AdresseEnFrance
from demarches.catalogue.adresse.formulaires import AdresseALEtranger, Pays, QuiDemenage
from demarches.catalogue.adresse.lecture import LISTE, MANUELLE
from demarches.catalogue.adresse.regles import eligibilite, postal, traitement
from demarches.moteur.ancienne import Action, Delai, Etape, Teleservice, valeur
from demarches.moteur.declaration import Bannette, Contexte, Messages, Refus, RefusAction, Rubrique
from demarches.moteur.models import Demarche, Etat

AIDE_PERSONNES = """Une seule demande suffit pour toute la famille.

Une personne décochée garde l’adresse actuelle. Pour un enfant majeur qui part seul, décochez tout le monde sauf lui."""
AIDE_PAYS = """Aucun justificatif n’est demandé.

Vous changez de département ? Votre dossier suit : votre ancienne caisse l’envoie à la nouvelle."""
AIDE_ADRESSE = """Vous êtes hébergé ? Écrivez « chez M. Petit » dans le premier complément.

Vous n’avez pas de logement stable ? Écrivez dans le premier complément le nom de l’organisme qui reçoit votre courrier, et son adresse.

Votre rue est nouvelle ? Saisissez-la à la main : un conseiller vérifie."""


def _en_france(contexte: Contexte) -> bool:
    return contexte.reponses.get("pays", {}).get("pays") != "autre"


def _a_l_etranger(contexte: Contexte) -> bool:
    return not _en_france(contexte)


def _a_plusieurs(contexte: Contexte) -> bool:
    return len(foyer.lire(contexte.assure, contexte.le).choix()) > 1


class ChangementAdresse(Teleservice):
    """« Changement d’adresse »."""

    code, version, chapitre = "adresse", 1, 5
    titre = "Changement d’adresse"
    accroche = "Donnez votre nouvelle adresse, en France ou à l’étranger, pour vous et ceux qui vivent avec vous."
    rubrique, ordre, icone = Rubrique.SITUATION, 10, "lieu"
    pour_qui = (
        "Vous déménagez, en France ou à l’étranger, seul ou avec votre famille.",
        "Un bénéficiaire de votre dossier change d’adresse, avec vous ou sans vous.",
    )
    avantages = (
        "Une seule demande pour vous et pour vos bénéficiaires.",
        "Aucun justificatif à envoyer.",
        "Vous changez de département ? Votre dossier vous suit, vous n’avez rien à demander.",
        "Vous suivez votre demande, et chaque étape est datée.",
    )
    a_preparer = (
        "Votre nouvelle adresse complète.",
        "La date de votre déménagement. Aucun justificatif n’est demandé.",
    )
    duree = "3 minutes"
    suites = (
        "Nous enregistrons votre adresse en 2 à 3 jours ouvrés en moyenne. Si vous changez de caisse, comptez 5 à 7 jours ouvrés ; à l’étranger, 10 à 15.",
        "Un message vous prévient. Vous pourrez alors télécharger une attestation de droits à jour.",
        "Mettez votre carte Vitale à jour, en pharmacie ou sur une borne.",
        "Vous vous éloignez ? Choisissez un médecin traitant près de chez vous.",
        "Prévenez votre mutuelle : si votre caisse change, son lien avec nous est à refaire.",
        "Prévenez votre employeur et les autres administrations : service-public.fr le fait en une fois.",
    )
    suites_sans_transfert = (*suites[1:4], "Prévenez votre mutuelle.", suites[-1])
    exclusive = True

    etapes = (
        Etape("personnes", "Qui déménage ?", QuiDemenage, si=_a_plusieurs, aide=AIDE_PERSONNES),
        Etape("pays", "France ou autre pays", Pays, aide=AIDE_PAYS),
        Etape(
            "adresse",
            "Votre nouvelle adresse",
            AdresseEnFrance,
            si=_en_france,
            aide=AIDE_ADRESSE,
            libelle_suivant="Valider",
            gabarit="adresse/adresse.html",
            actions=(
                Action("rechercher", "Rechercher l’adresse"),
                Action(
                    "saisir_a_la_main",
                    "Aucune adresse proposée ou l’adresse proposée n’est pas exacte ? Je clique ici",
                ),
                Action("proposer_les_communes", "Choisir la commune"),
                Action("revenir_a_la_recherche", "Revenir à la recherche d’adresses"),
            ),
        ),
        Etape(
            "etranger",
            "Votre nouvelle adresse à l’étranger",
            AdresseALEtranger,
            si=_a_l_etranger,
            libelle_suivant="Valider",
            gabarit="adresse/etranger.html",
        ),
    )
    libelle_valider = "C’est bien ça !"
    titre_confirmation = "Votre changement d’adresse est pris en compte"

    delais = (
        Delai(
            "enregistrement",
            traitement.Situation.MEME_CAISSE.delais.au_plus_tard,
            au_depot=False,
            libelle="Adresse enregistrée, si votre caisse reste la même",
        ),
        Delai("transfert", traitement.JUSQU_AU_TRANSFERT, au_depot=False),
        Delai("accueil", traitement.APRES_LE_TRANSFERT, au_depot=False),
        Delai("emmenagement", heures(0), au_depot=False),
    )
    annulable_jusqu_a = "enregistrement"
    jalons = {"transfert": "Dossier transféré à votre nouvelle caisse"}
    etats = {
        Etat.DEPOSEE: "Demande reçue",
        Etat.EN_COURS: "En cours de traitement",
        Etat.ACCEPTEE: "Adresse enregistrée",
        Etat.REFUSEE: "Demande refusée",
        Etat.ANNULEE: "Demande annulée",
    }
    messages = Messages(
        depot="recu",
        acceptee="enregistre",
        refusee="refuse",
        annulee="annule",
        sujets={
            "recu": "Votre demande de changement d’adresse",
            "controle": "Votre changement d’adresse est en vérification",
            "transfert": "Votre dossier change de caisse",
            "enregistre": "Votre adresse est enregistrée",
            "refuse": "Votre adresse ne change pas",
            "annule": "Votre changement d’adresse est annulé",
        },
    )
    agents = Bannette("Changements d’adresse", alerte=ouvres(3), motifs=traitement.MOTIFS_DE_REFUS)
    exemples = exemples.TOUS

    def refus(self, contexte: Contexte) -> Refus | None:
        return self.a_premiere_vue(contexte)

    def a_premiere_vue(self, contexte: Contexte) -> Refus | None:
        return eligibilite.refus(
            eligibilite.Situation(
                majeur_protege=contexte.assure.majeur_protege,
                compte_gele=contexte.compte.gele_le is not None,
            )
        )

    def initiales(self, etape: str, contexte: Contexte) -> dict[str, Any]:
        """Everybody moves, today, in France: what is most often true."""
        if etape == "personnes":
            return {"personnes": [code for code, _ in foyer.lire(contexte.assure, contexte.le).choix()]}
        if etape == "pays":
            return {"pays": "france", "date": jour_de(contexte.le)}
        return {}

    # The extra buttons of the step « adresse »

    def rechercher(self, contexte: Contexte) -> str:
        """Show what the service finds as radio buttons: the way without a script."""
        texte = contexte.saisie.get("recherche") or ""
        if len(postal.serrer(texte)) < postal.RECHERCHE_MINIMUM:
            raise RefusAction(f"Écrivez au moins {postal.RECHERCHE_MINIMUM} caractères, puis recherchez.")
        contexte.saisie.update(mode=LISTE, choix="")
        try:
            propositions = geocodage.proposer(texte)
        except geocodage.Indisponible as panne:
            raise RefusAction(PANNE) from panne
        if not propositions:
            raise RefusAction(AUCUNE)
        return ""

    def saisir_a_la_main(self, contexte: Contexte) -> str:
        contexte.saisie["mode"] = MANUELLE
        return ""

    def proposer_les_communes(self, contexte: Contexte) -> str:
        """Show the communes of the postal code as radio buttons: the way without a script."""
        try:
            if geocodage.communes(code_postal.lire(contexte.saisie.get("code_postal") or "")):
                return ""
        except Illisible as faute:
            raise RefusAction("Écrivez d’abord le code postal : 5 chiffres.") from faute
        except geocodage.Indisponible as panne:
            raise RefusAction(COMMUNE_A_ECRIRE) from panne
        raise RefusAction(COMMUNE_A_ECRIRE)

    def revenir_a_la_recherche(self, contexte: Contexte) -> str:
        contexte.saisie["mode"] = ""
        return ""

    def suites_pour(self, contexte: Contexte) -> tuple[str, ...]:
        """The delay of this case only, once the address is known."""
        if not {"adresse", "etranger"} & set(contexte.reponses):
            return self.suites
        nouvelle = lecture.lire(contexte.reponses)
        cas = lecture.situation_de(nouvelle, contexte.reponses, contexte.assure.caisse, contexte.le)
        if cas is traitement.Situation.ETRANGER:
            delai = f"Un conseiller étudie votre départ : comptez {cas.delais.annonce}."
        elif not nouvelle.normalisee:
            delai = f"{traitement.CONTROLEE}."
        else:
            delai = f"Nous enregistrons votre adresse en {cas.delais.annonce} en moyenne."
        transferts = self.suites[1:] if cas is traitement.Situation.AUTRE_CAISSE else self.suites_sans_transfert
        return (delai, *transferts)

    # From the deposit to the registration

    def a_la_validation(self, demarche: Demarche) -> None:
        enregistrement.recevoir(demarche)

    def transfert(self, demarche: Demarche, le: datetime) -> None:
        enregistrement.transferer(demarche, le)

    def enregistrement(self, demarche: Demarche, le: datetime) -> None:
        enregistrement.conclure(demarche, le)

    def accueil(self, demarche: Demarche, le: datetime) -> None:
        enregistrement.conclure(demarche, le)

    def emmenagement(self, demarche: Demarche, le: datetime) -> None:
        enregistrement.conclure(demarche, le)

    def a_la_decision(self, demarche: Demarche, evenement: str, le: datetime) -> None:
        if evenement == "accepter":
            enregistrement.appliquer(demarche, le)
        en_cours.lever(demarche.assure, enregistrement.SUJET, demarche.reference)

    def encore_annulable(self, demarche: Demarche) -> bool:
        """As long as nobody works on it: a file on its way to another caisse does not turn round (chapter 5 § 5.1)."""
        return demarche.etat == Etat.DEPOSEE

    # What people read

    def pour_message(self, demarche: Demarche) -> dict[str, Any]:
        nouvelle, cas = lecture.lire(demarche.reponses), enregistrement.situation(demarche)
        cible = enregistrement.caisse_cible(demarche)
        return {
            "adresse": nouvelle.en_ligne,
            "personnes": self._noms(demarche),
            "demenagement": lecture.date_du_demenagement(demarche.reponses),
            "delai": cas.delais.annonce,
            "etranger": nouvelle.etranger,
            "controle": bool(demarche.alertes),
            "nouvelle_caisse": cible,
            "transfere": enregistrement.transfere(demarche),
            "courriers": lambda: courriers.en_chemin(demarche.assure) if foyer.partants(demarche.reponses).moi else [],
            "a_partir_du": lecture.debut(demarche.reponses),
        }

    def comparaison(self, demarche: Demarche) -> list[tuple[str, str, str]]:
        nouvelle, assure = lecture.lire(demarche.reponses), demarche.assure
        commune, distinctes = adresses.actuelles(assure, demarche.deposee_le)
        qui = foyer.partants(demarche.reponses)
        anciennes = [(str(assure.personne), commune)] if qui.moi else []
        anciennes += [(str(b.personne), distinctes.get(b.pk, commune)) for b in qui.beneficiaires(assure)]
        lignes = [(f"Adresse de {nom}", lecture.en_mots(ancienne), nouvelle.en_ligne) for nom, ancienne in anciennes]
        code = lecture.caisse_cible(nouvelle, demarche.reponses, assure.caisse, demarche.deposee_le)
        if code:
            table = caisses.table(jour_de(demarche.deposee_le))
            avant = lecture.caisse_d_une_adresse(commune, demarche.deposee_le) or assure.caisse.code
            noms = [table.organismes[c].nom if c in table.organismes else c for c in (avant, code)]
            lignes.append(("Caisse", noms[0], noms[1]))
        return lignes

    def _noms(self, demarche: Demarche) -> list[str]:
        qui = foyer.partants(demarche.reponses)
        moi = [str(demarche.assure.personne)] if qui.moi else []
        return moi + [str(b.personne) for b in qui.beneficiaires(demarche.assure)]


SERVICE = valeur(ChangementAdresse)
