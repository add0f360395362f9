"""Chapter 11, after a decision with participation: bulletin, mandate signed twice, account; three months to do it."""

from __future__ import annotations

from demarches.catalogue.adhesion_c2s import effets, exemples, papier, regles, reponses, signature
from demarches.catalogue.adhesion_c2s.formulaires import Bulletin, Mandat
from demarches.moteur.conditions import COMPTE_SAIN, JOIGNABLE
from demarches.moteur.declaration import (
    Alerte,
    Bannette,
    Besoin,
    Condition,
    Conservation,
    Contexte,
    Delai,
    Effets,
    Etape,
    EtapeDePreuve,
    Messages,
    Preuve,
    Public,
    Rubrique,
    Teleservice,
    moi,
)
from demarches.moteur.models import Etat

AIDE_BULLETIN = """La participation de chacun dépend de son âge au 1er janvier de l’année d’ouverture.

Pas d’imprimante ? Signez en ligne : le code que nous vous envoyons vaut signature."""
AIDE_MANDAT = """Un mandat de prélèvement porte deux signatures : l’une autorise votre caisse, l’autre autorise votre banque. Le titulaire du compte les donne.

Vous pouvez demander à votre banque le remboursement d’un prélèvement pendant 8 semaines."""

CODE = EtapeDePreuve(
    "code",
    "Signez avec votre code",
    si=reponses.signe_en_ligne,
    depend_de=("bulletin", "mandat"),
    exigee=Preuve(
        "adhesion_c2s", "adhesion_c2s_code", reponses.a_signer, sms="vous signez l’adhésion à la Complémentaire santé solidaire"
    ),
)  # fmt: skip


def _envoyer_le_code(contexte: Contexte) -> None:
    """Only who signs online is sent one."""
    if reponses.signe_en_ligne(contexte):
        CODE.envoyer(contexte)


SERVICE = Teleservice(
    code="adhesion-c2s",
    chapitre=11,
    titre="Adhérer à la Complémentaire santé solidaire",
    accroche="Elle vous est accordée avec participation : signez le bulletin et le mandat de prélèvement.",
    rubrique=Rubrique.EFFECTUER,
    repond_a=(Besoin.ADHERER_A_LA_C2S,),
    ordre=31,
    icone="adhesion",
    reponses=reponses.Adhesion,
    pour_qui=("Votre demande de Complémentaire santé solidaire a été acceptée, avec une participation.",),
    avantages=(
        "Rien à imprimer si vous signez en ligne.",
        "Le compte de vos remboursements peut servir : pas de RIB à envoyer.",
        "Un proche peut payer : il signe de chez lui.",
        "Vous suivez chaque prélèvement dans « Mes paiements ».",
    ),
    a_preparer=("Un RIB, si vous payez depuis un autre compte.", "L’accès à vos courriels, ou à votre mobile."),
    duree="5 minutes",
    suites=reponses.SUITES,
    suites_pour=reponses.suites,
    prochaine="Ouverture le 1er du mois",
    gabarit_depart="adhesion_c2s/depart.html",
    libelle_commencer="J’adhère",
    au_depart=reponses.au_depart,
    ouvert_a=(COMPTE_SAIN, JOIGNABLE, Condition(reponses.attendue)),
    public=Public(mandataire=False),
    sujets=moi,
    etapes=(
        Etape("bulletin", "Le bulletin d’adhésion", Bulletin, aide=AIDE_BULLETIN, gabarit="adhesion_c2s/bulletin.html"),
        Etape(
            "mandat",
            "Le mandat de prélèvement",
            Mandat,
            depend_de=("bulletin",),
            aide=AIDE_MANDAT,
            apres=_envoyer_le_code,
            gabarit="adhesion_c2s/mandat.html",
        ),
        CODE,
    ),
    pieces=reponses.pieces,
    honneur="J’atteste sur l’honneur que ces informations sont exactes.",
    libelle_valider="Je signe et j’adhère",
    titre_confirmation="Votre adhésion est reçue",
    alerte=Alerte(
        "adhesion_c2s",
        "Adhésion à la Complémentaire santé solidaire, avec un lien pour l’arrêter.",
        "adhesion_c2s_alerte",
    ),
    delais=(Delai("lecture", regles.LECTURE, faire=effets.attendre_encore, au_depot=False, libelle="Papiers lus"),),
    attentes=(signature.ATTENTE,),
    etats={
        Etat.DEPOSEE: "Adhésion reçue",
        Etat.EN_COURS: "Un conseiller lit vos papiers",
        Etat.A_COMPLETER: "Nous attendons une réponse",
        Etat.ACCEPTEE: "Adhésion complète",
        Etat.REFUSEE: "Adhésion à refaire",
        Etat.ANNULEE: "Adhésion annulée",
    },
    messages=Messages(
        depot="recu",
        acceptee="acceptee",
        refusee="refusee",
        annulee="",
        sujets={
            "recu": "Votre adhésion est reçue",
            "acceptee": "Votre adhésion est complète",
            "refusee": "Votre adhésion est à refaire",
            "signature_demande": "Le titulaire du compte doit signer",
            "signature_rappel": "La signature du titulaire est attendue",
            "signature_recue": "Le titulaire du compte a répondu",
        },
    ),
    accuse=reponses.accuse,
    pour_message=effets.pour_message,
    papiers=papier.papiers,
    en_vie=effets.en_vie,
    effets=Effets(depot=effets.deposer, decision=effets.decider, contestee=effets.contester),
    agents=Bannette("Adhésions à la C2S", motifs=regles.MOTIFS),
    conservation=Conservation(close=regles.CONSERVATION),
    apres_contestation="La Complémentaire santé solidaire de votre foyer est fermée, et rien de plus n’est prélevé.",
    exemples=exemples.TOUS,
)
