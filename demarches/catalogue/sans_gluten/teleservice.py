"""Chapter 17: food without gluten is paid back, product by product, from a code and a price."""

from __future__ import annotations

from accounts.informations.parametres import Parametre, declarer
from ameli.noyau.calendrier import ouvres
from demarches.catalogue.sans_gluten import controle, effets, exemples, guichet, rectification, regles, reponses, suivi
from demarches.catalogue.sans_gluten.etapes import ETAPES
from demarches.moteur.conditions import COMPTE_SAIN, active, jusqu_a_la_fin
from demarches.moteur.declaration import (
    Attendu,
    Bannette,
    Canaux,
    Condition,
    Conservation,
    Correction,
    De,
    Delai,
    Effets,
    Genre,
    Issue,
    Messages,
    Rubrique,
    SiRien,
    Teleservice,
)
from demarches.moteur.models import Etat

declarer(
    Parametre(
        regles.PREFERENCE,
        "Mes prises en charge de la maladie cœliaque",
        "Pour demander le remboursement d’aliments sans gluten, si vous ou un bénéficiaire avez un accord.",
    )
)

SERVICE = Teleservice(
    code=regles.CODE,
    chapitre=17,
    titre="Prise en charge de la maladie cœliaque",
    titre_discret="Prise en charge de produits",
    accroche="Faites rembourser vos aliments sans gluten : photographiez leurs étiquettes, écrivez leurs prix.",
    rubrique=Rubrique.EFFECTUER,
    ordre=70,
    icone="ble",
    canaux=Canaux(ordinateur=True, mobile=True),
    reponses=reponses.SansGluten,
    pour_qui=(
        "Vous, ou un de vos bénéficiaires, avez une maladie cœliaque confirmée et un accord de prise en charge.",
        "Vous avez acheté des farines, des pains, des pâtes ou des biscuits sans gluten qui portent une étiquette à détacher.",
    ),
    avantages=(
        "Une réduction du délai de traitement.",
        "Pas de frais d’envoi des pièces.",
        "Possibilité de transmettre plusieurs demandes dans le mois.",
        "Vous voyez avant d’envoyer ce qui sera remboursé, et ce qu’il reste du mois.",
    ),
    a_preparer=(
        "Les étiquettes à détacher des emballages : leur code n’est pas celui de l’article.",
        "Le ticket de caisse, pour le prix de chaque produit.",
    ),
    duree="5 minutes",
    suites=(
        "Votre demande compte tout de suite dans le plafond du mois.",
        "Un produit que nous ne connaissons pas est regardé par un conseiller. Les autres n’attendent personne.",
        "Le remboursement part 5 jours ouvrés après. Votre complémentaire santé en est prévenue.",
        "Gardez vos étiquettes et vos tickets pendant 3 ans : votre caisse peut vous les demander.",
    ),
    precision="sans-gluten",
    prochaine="Remboursement",
    ouvert_a=(COMPTE_SAIN, active(regles.PREFERENCE), Condition(reponses.avec_un_accord)),
    sujets=reponses.personne_et_mois,
    etapes=ETAPES,
    apercu=reponses.jauge,
    honneur=regles.HONNEUR,
    titre_confirmation="Votre demande est bien prise en compte",
    confirmee_a_l_accueil=True,
    delais=(Delai("paiement", regles.PAIEMENT, faire=effets.payer, libelle="Remboursement"),),
    attentes=(
        Attendu(
            nom="document",
            libelle="Étiquettes et tickets du mois",
            de=De.ASSURE,
            genre=Genre.PIECE,
            duree=regles.ETIQUETTES,
            si_rien=SiRien.CLASSER,
        ),
        controle.ATTENDU,
    ),
    annulable=jusqu_a_la_fin,
    trop_tard="Cette demande est déjà payée : elle ne s’annule plus. Pour un prix faux, signalez une erreur.",
    correction=Correction(possible=effets.pas_payee),
    gestes=(rectification.RECTIFIER, controle.GESTE_DEMANDER, controle.GESTE_CONCLURE),
    jalons={
        "rectifier": "Prix corrigé après le paiement",
        controle.DEMANDER: "Étiquettes et tickets demandés",
        controle.CONCLURE: "Contrôle terminé",
    },
    voir_aussi=(
        Issue("Mes mois", "Ce qui est compté, ce qui reste, l’export d’une année.", "demarches:sans_gluten_mois"),
    ),
    etats={
        Etat.DEPOSEE: "Demande prise en compte",
        Etat.EN_COURS: "À l’étude",
        Etat.ACCEPTEE: "Remboursée",
        Etat.REFUSEE: "Refusée",
        Etat.ANNULEE: "Annulée",
    },
    messages=Messages(
        depot="recu",
        acceptee="acceptee",
        refusee="refusee",
        annulee="annulee",
        sujets={
            "recu": "Votre demande est bien prise en compte",
            "acceptee": "Votre demande est remboursée",
            "refusee": "Votre demande n’est pas remboursée",
            "annulee": "Votre demande est annulée",
            "controle_demande": "Votre caisse vous demande des justificatifs",
            "controle_rappel": "Rappel : votre caisse attend des justificatifs",
            "controle_recue": "Nous avons reçu vos justificatifs",
            "controle_conclu": "Votre contrôle est terminé",
        },
    ),
    pour_message=effets.pour_message,
    encart=suivi.encart,
    effets=Effets(depot=effets.deposer, decision=effets.decider),
    agents=Bannette(
        "Produits sans gluten",
        retard=ouvres(5),
        motifs=regles.MOTIFS,
        a_juger=guichet.a_juger,
        verdict=guichet.VerdictProduit,
        connu=guichet.connu,
    ),
    conservation=Conservation(close=regles.CONSERVATION),
    exemples=exemples.TOUS,
)
