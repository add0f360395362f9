"""What a request for the C2S waits for: the days that count, and what somebody must still say or send."""

from __future__ import annotations

from demarches.catalogue.c2s import consentements, effets, reconnaissance, regles
from demarches.catalogue.c2s.demande import A_LA_MAIN
from demarches.moteur.declaration import Attendu, De, Delai, Genre, SiRien

DELAIS = (
    Delai("alerte", regles.ALERTE, faire=effets.alerter),
    Delai("plus_long", regles.PLUS_LONG, faire=effets.dire_que_c_est_long, libelle="Décision de votre caisse"),
    Delai("veille", regles.VEILLE, faire=effets.veiller, au_depot=False),
    Delai("silence", regles.SILENCE, faire=effets.accorder_par_silence, au_depot=False),
)

ATTENTES = (
    Attendu(
        nom="document",
        libelle="Document",
        de=De.ASSURE,
        genre=Genre.PIECE,
        duree=regles.DOCUMENT,
        rappels=(regles.RAPPEL_DU_DOCUMENT,),
        si_rien=SiRien.CLASSER,
        recue=effets.reprendre_apres,
    ),
    Attendu(
        nom=consentements.OBJECTION,
        libelle="Dire si vous êtes d’accord",
        de=De.TIERS,
        genre=Genre.CONSENTEMENT,
        duree=regles.OBJECTION,
        formulaire=consentements.Objection,
        arrete_les_delais=False,
        si_rien=SiRien.CONTINUER,
        recue=consentements.entendre,
        gabarit="objection",
        discret=True,
    ),
    Attendu(
        nom=A_LA_MAIN,
        libelle="Les douze mois de ressources",
        de=De.ASSURE,
        genre=Genre.REPONSE,
        duree=regles.MOIS_A_LA_MAIN,
        rappels=(regles.RAPPEL_DU_DOCUMENT,),
        formulaire=consentements.MoisALaMain,
        si_rien=SiRien.CLASSER,
        recue=effets.reprendre_apres,
    ),
    Attendu(
        nom=reconnaissance.NUMERO,
        libelle="Le numéro de Sécurité sociale d’une personne du foyer",
        de=De.ASSURE,
        genre=Genre.REPONSE,
        duree=regles.NUMERO,
        rappels=(regles.RAPPEL_DU_NUMERO,),
        formulaire=reconnaissance.Numero,
        arrete_les_delais=False,
        si_rien=SiRien.CONTINUER,
        recue=reconnaissance.entendre,
    ),
)
