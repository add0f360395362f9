"""Chapter 9: a Vitale card is lost or stolen, and worth nothing at once; or failing, and good until the new one. 4 days to order."""

from __future__ import annotations

from ameli.noyau.calendrier import jours
from demarches.cartes import regles
from demarches.catalogue.perte_carte import effets, exemples, reponses
from demarches.catalogue.perte_carte.formulaires import Declaration, Engagement
from demarches.catalogue.perte_carte.guichet import GESTES
from demarches.moteur import avis
from demarches.moteur.conditions import COMPTE_SAIN, droits_ouverts
from demarches.moteur.declaration import (
    Alerte,
    Bannette,
    Besoin,
    Condition,
    Delai,
    Effets,
    Etape,
    Messages,
    Rubrique,
    Teleservice,
)
from demarches.moteur.models import Etat

AIDE = """Perte : la carte est introuvable. Vol : nous vous conseillons de déposer plainte, ce n’est pas obligatoire.

Si la carte ne marche plus, essayez d’abord de la mettre à jour dans une pharmacie ou à une borne.

La nouvelle carte est gratuite. Toute demande de paiement est une escroquerie."""
AIDE_ENGAGEMENT = """Pendant ce temps, montrez votre attestation de droits. Le professionnel de santé fait une feuille de soins papier.

Votre numéro de Sécurité sociale ne change pas : il n’y a rien à dire à votre mutuelle."""

SERVICE = Teleservice(
    code="perte-carte-vitale",
    chapitre=9,
    titre="Déclarer la perte ou le vol de carte Vitale",
    accroche="Votre carte est perdue, volée ou ne marche plus : déclarez-le, puis commandez la nouvelle.",
    rubrique=Rubrique.EFFECTUER,
    ordre=10,
    icone="opposition",
    reponses=reponses.Perte,
    prerempli=reponses.pour_qui,
    repond_a=(Besoin.DECLARER_UNE_PERTE,),
    pour_qui=(
        "Votre carte Vitale est perdue, volée, ou ne fonctionne plus.",
        "C’est celle d’un enfant de 12 à 17 ans inscrit sur votre dossier.",
    ),
    avantages=(
        "La déclaration est prise en compte immédiatement.",
        "La carte perdue ou volée est invalidée automatiquement.",
        "Vous commandez la nouvelle carte dans la foulée.",
        "Un accusé de réception arrive dans votre messagerie.",
    ),
    a_preparer=("La date de la perte ou du vol, si vous la connaissez.",),
    duree="2 minutes",
    suites=reponses.SUITES,
    suites_pour=reponses.suites,
    prochaine="Nouvelle carte commandée",
    etapes=(
        Etape("declaration", "La carte et le motif", Declaration, aide=AIDE, gabarit="perte_carte/declaration.html"),
        Etape(
            "engagement",
            "Votre engagement",
            Engagement,
            depend_de=("declaration",),
            aide=AIDE_ENGAGEMENT,
            libelle_suivant="Continuer",
            gabarit="perte_carte/engagement.html",
        ),
    ),
    ouvert_a=(
        COMPTE_SAIN,
        droits_ouverts("La carte prouve des droits : elle ne peut pas être remplacée."),
        Condition(reponses.carte_a_declarer),
    ),
    honneur="J’atteste sur l’honneur l’exactitude de cette déclaration.",
    titre_confirmation="Votre déclaration est prise en compte",
    delais=(
        Delai("premier_rappel", jours(2), faire=effets.premier_rappel, au_depot=False),
        Delai("second_rappel", jours(3), faire=effets.second_rappel, au_depot=False),
        Delai(
            "limite",
            jours(regles.JOURS_POUR_COMMANDER),
            faire=effets.finir_l_attente,
            au_depot=False,
            libelle="Fin de la commande en ligne",
        ),
    ),
    etats={
        Etat.DEPOSEE: "Nouvelle carte à commander",
        Etat.EN_COURS: "Nouvelle carte à commander",
        Etat.ACCEPTEE: "Déclaration terminée",
        Etat.REFUSEE: "Déclaration annulée par votre caisse",
    },
    jalons={
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
    },
    messages=Messages(
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
    ),
    accuse=effets.accuse,
    pour_message=effets.pour_message,
    papiers=effets.papiers,
    a_suivre=effets.a_suivre,
    alerte=Alerte(
        "perte_carte",
        "Carte Vitale déclarée perdue, volée ou en panne, avec un lien pour le contester.",
        "perte_carte_alerte",
        contexte=effets.pour_l_alerte,
    ),
    effets=Effets(depot=effets.declarer, decision=effets.decider),
    agents=Bannette(
        "Pertes et vols de cartes Vitale",
        motifs={
            "erreur": "La carte a été déclarée par erreur.",
            "autre_personne": "La déclaration n’a pas été faite par vous.",
        },
        refus="Annuler la déclaration, lever l’opposition",
        refus_a_deux=("erreur", "autre_personne"),
    ),
    gestes=GESTES,
    apres_contestation="Une carte déclarée perdue ou volée reste invalide, par prudence. Si vous l’avez encore, deux agents peuvent la remettre en service.",
    exemples=exemples.TOUS,
)
