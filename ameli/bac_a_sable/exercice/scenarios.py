"""The thirteen stories. Each thief has what its title says and nothing else; `arrive` tells how far they came.

The victim reacts within three days: that is what the site promises to make worth while.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ameli.bac_a_sable.exercice import gestes
from ameli.bac_a_sable.exercice.scene import MACHINE_DU_VOLEUR, TELEPHONE, Scene

DANS_LE_COMPTE = "dans le compte"
DEMANDE_DEPOSEE = "demande d’IBAN déposée"


@dataclass(frozen=True)
class Scenario:
    titre: str
    jouer: Callable[[Scene], None]

    @property
    def histoire(self) -> str:
        """What the thief has and does."""
        return " ".join((self.jouer.__doc__ or "").split())


TOUS: list[Scenario] = []


def scenario(titre: str) -> Callable[[Callable[[Scene], None]], Callable[[Scene], None]]:
    def inscrire(jouer: Callable[[Scene], None]) -> Callable[[Scene], None]:
        TOUS.append(Scenario(titre, jouer))
        return jouer

    return inscrire


@scenario("Mot de passe hameçonné")
def mot_de_passe_hameconne(scene: Scene) -> None:
    """A false site took number and password. The thief tries them from a machine never seen; the mail of the code warns the owner."""
    scene.arrive(gestes.se_connecter(scene.voleur(), scene.victime) or DANS_LE_COMPTE)
    scene.attendre("2h")
    gestes.changer_de_mot_de_passe(scene)


@scenario("Mot de passe hameçonné, sur le même réseau")
def mot_de_passe_hameconne_sur_le_meme_reseau(scene: Scene) -> None:
    """A neighbour or a flatmate: same address, same make of browser. An address proves nothing: only the cookie of a device does."""
    scene.arrive(gestes.se_connecter(scene.proprietaire(), scene.victime) or DANS_LE_COMPTE)
    scene.attendre("9h")
    gestes.changer_de_mot_de_passe(scene)


@scenario("Boîte de courriel volée")
def boite_volee(scene: Scene) -> None:
    """The thief reads the mailbox, knows number and birth date: a new password, a code of sign-in, then the serial of a card is asked."""
    voleur = scene.voleur()
    gestes.oublier_le_mot_de_passe(voleur, scene.victime)
    voleur.aller(scene.lien("Votre demande"))
    gestes.choisir_un_mot_de_passe(voleur)
    entre = gestes.se_connecter(voleur, scene.victime, scene.code_de_connexion, gestes.NOUVEAU_MOT_DE_PASSE)
    scene.arrive(entre or gestes.demander_un_iban(voleur, code=scene.code_de_l_iban) or DEMANDE_DEPOSEE)
    scene.attendre("30h")
    gestes.aller_a_la_caisse(scene)


@scenario("Numéro de série de la carte connu")
def serie_connue(scene: Scene) -> None:
    """A photo of the card: number and serial. Without password the door stays shut; the first visit refuses who has an account."""
    voleur = scene.voleur()
    scene.arrive(gestes.se_connecter(voleur, scene.victime, mot_de_passe="Vacances-2026") or DANS_LE_COMPTE)
    scene.attendre("24h")
    scene.reagit("rien à faire")


@scenario("Boîte, numéro de série et mot de passe volés")
def tout_ce_qui_est_en_ligne(scene: Scene) -> None:
    """Everything that can be stolen online. The request goes through and the thief deletes the mails; three days stand before the first payment."""
    voleur = scene.voleur()
    entre = gestes.se_connecter(voleur, scene.victime, scene.code_de_connexion)
    scene.arrive(
        entre
        or gestes.demander_un_iban(voleur, code=scene.code_de_l_iban, serie=scene.victime.serie)
        or DEMANDE_DEPOSEE
    )
    scene.attendre("70h")
    gestes.aller_a_la_caisse(scene)


@scenario("Code de l’IBAN relayé au téléphone")
def code_relaye(scene: Scene) -> None:
    """« Here is your bank, read me the codes »: the victim reads both codes and the serial aloud, then sees the mail of the alert."""
    voleur = scene.voleur()
    entre = gestes.se_connecter(voleur, scene.victime, scene.code_de_connexion)
    scene.arrive(
        entre
        or gestes.demander_un_iban(voleur, code=scene.code_de_l_iban, serie=scene.victime.serie)
        or DEMANDE_DEPOSEE
    )
    scene.attendre("20h")
    gestes.contester(scene)


@scenario("Cookie de session volé")
def session_volee(scene: Scene) -> None:
    """A program on the computer copies the cookies of an open session. The thief is in, but each change asks for what a cookie does not hold."""
    victime, voleur = scene.proprietaire(), scene.voleur()
    gestes.se_connecter(victime, scene.victime, scene.code_de_connexion)
    voleur.voler_la_session_de(victime)
    scene.arrive(gestes.demander_un_iban(voleur) if gestes.est_entre(voleur) else "cookie refusé")
    scene.attendre("5h")
    gestes.changer_de_mot_de_passe(scene)


@scenario("Téléphone volé, déverrouillé")
def telephone_vole(scene: Scene) -> None:
    """Session, mailbox and SMS are in the hand of the thief. The serial is on a card that stayed in the wallet."""
    telephone = scene.proprietaire(TELEPHONE)
    gestes.se_connecter(telephone, scene.victime, scene.code_de_connexion)
    scene.arrive(gestes.demander_un_iban(telephone, code=scene.code_de_l_iban) or DEMANDE_DEPOSEE)
    scene.attendre("6h")
    gestes.appeler(scene)


@scenario("Lien de mot de passe oublié volé")
def lien_vole(scene: Scene) -> None:
    """The link alone, read over a shoulder, not the mailbox. A password is chosen; the code of sign-in goes to the owner."""
    voleur = scene.voleur()
    gestes.oublier_le_mot_de_passe(scene.proprietaire(), scene.victime)
    voleur.aller(scene.lien("Votre demande"))
    gestes.choisir_un_mot_de_passe(voleur)
    scene.arrive(gestes.se_connecter(voleur, scene.victime, mot_de_passe=gestes.NOUVEAU_MOT_DE_PASSE) or DANS_LE_COMPTE)
    scene.attendre("3h")
    gestes.changer_de_mot_de_passe(scene)


@scenario("Adresse de courriel changée, puis IBAN")
def courriel_change_puis_iban(scene: Scene) -> None:
    """Inside once, the thief moves the mails to an address of theirs, then asks for the money. A contact that is too fresh proves nothing."""
    voleur = scene.voleur(MACHINE_DU_VOLEUR)
    entre = gestes.se_connecter(voleur, scene.victime, scene.code_de_connexion)
    change = entre or gestes.changer_de_courriel(voleur, "nouvelle.adresse@exemple.fr", scene.victime.mot_de_passe)
    if not change:
        voleur.aller(scene.lien_a("nouvelle.adresse@exemple.fr", "Confirmez votre nouvelle adresse"))
        voleur.envoyer(vers="/mes-informations/courriel/confirmer/")
    demande = gestes.demander_un_iban(voleur, code=scene.code_de_l_iban, serie=scene.victime.serie)
    scene.arrive(change or f"adresse changée, {demande or DEMANDE_DEPOSEE}")
    scene.attendre("26h")
    gestes.annuler_le_contact(scene)


@scenario("Code provisoire demandé par un imposteur")
def code_provisoire_par_un_imposteur(scene: Scene) -> None:
    """Somebody calls, knows the answers of the file by heart. The code leaves by SMS to the mobile that the caisse knows: not theirs."""
    agent = gestes.agent_connecte(scene)
    gestes.donner_un_code_au_telephone(agent, scene.victime)
    scene.arrive("identité crue, code parti sur le mobile de la victime")
    scene.attendre("4h")
    gestes.appeler(scene)


@scenario("Agent malhonnête, seul")
def agent_malhonnete(scene: Scene) -> None:
    """An agent pretends that the person is at the desk: the code shows on the screen and opens the account. The code of an IBAN
    goes to the owner, who is told at once; each look at the file is in the journal that the owner reads."""
    agent, voleur = gestes.agent_connecte(scene), scene.voleur()
    code = gestes.donner_un_code_a_l_accueil(agent, scene.victime)
    entre = gestes.entrer_par_code_provisoire(voleur, scene.victime, code)
    scene.arrive(entre or f"dans le compte, {gestes.demander_un_iban(voleur) or DEMANDE_DEPOSEE}")
    scene.attendre("12h")
    gestes.changer_de_mot_de_passe(scene)


@scenario("Identité FranceConnect volée")
def franceconnect_vole(scene: Scene) -> None:
    """The thief holds the victim's account at an identity provider and knows the number. The account may open; its money asks for more."""
    voleur = scene.voleur()
    entre = gestes.entrer_par_franceconnect(voleur, scene.victime)
    scene.arrive(entre or f"dans le compte, {gestes.demander_un_iban(voleur) or DEMANDE_DEPOSEE}")
    scene.attendre("18h")
    gestes.geler_son_compte(scene)
