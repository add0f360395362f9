"""What people do on the site, thieves and owners alike. Each gesture says in French where it stopped, empty when it went through."""

from __future__ import annotations

import re
from collections.abc import Callable

from accounts.securite.captcha import defi
from ameli.bac_a_sable.exercice.navigateur import Navigateur, PasDeFormulaire
from ameli.bac_a_sable.exercice.scene import IBAN_DU_VOLEUR, Scene
from ameli.bac_a_sable.personas import Persona

NOUVEAU_MOT_DE_PASSE = "Lune-Rousse-48"
LireUnCode = Callable[[], str]


# Ways in


def se_connecter(nav: Navigateur, qui: Persona, code: LireUnCode | None = None, mot_de_passe: str = "") -> str:
    """NIR and password, then the code of an unknown device when `code` can read it."""
    nav.aller("/connexion/")
    nav.envoyer({"nir": qui.nir, "mot_de_passe": mot_de_passe or qui.mot_de_passe})
    return passer_le_code(nav, code)


def passer_le_code(nav: Navigateur, code: LireUnCode | None) -> str:
    """From the right password to the home page."""
    if nav.page.chemin == "/connexion/verification/":
        if code is None:
            return "arrêté par le code envoyé par courriel"
        nav.envoyer({"code": code()})
    if nav.page.chemin == "/connexion/":
        return "arrêté par le mot de passe"
    if "compte-gele" in nav.page.chemin:
        return "arrêté par le gel du compte"
    return "" if est_entre(nav) else f"refusé : {nav.page.titre}"


def est_entre(nav: Navigateur) -> bool:
    """Does the home page open? Reminders in between are put off."""
    nav.aller("/")
    if nav.page.chemin == "/connexion/conditions/":
        nav.envoyer(bouton="accepte")
        nav.aller("/")
    if nav.page.chemin == "/connexion/adresse/rappel/":
        nav.envoyer(bouton="Plus tard")
        nav.aller("/")
    return nav.page.chemin == "/" and nav.page.statut == 200


def oublier_le_mot_de_passe(nav: Navigateur, qui: Persona) -> str:
    """Ask for the link of the forgotten password: whoever knows number and birth date may."""
    nav.aller("/connexion/mot-de-passe-oublie/")
    nav.envoyer({"nir": qui.nir, "naissance": f"{qui.naissance:%d/%m/%Y}"})
    defis = [v for formulaire in nav.page.formulaires for n, v in formulaire.valeurs if n == "captcha_defi"]
    if defis:  # the image is read as a person reads it: the sandbox shares its keys with this command
        lu = defi.lire(defis[0])
        nav.envoyer({"nir": qui.nir, "naissance": f"{qui.naissance:%d/%m/%Y}", "captcha": lu.texte if lu else ""})
    return "" if nav.page.chemin.endswith("/envoye/") else f"refusé : {nav.page.titre}"


def choisir_un_mot_de_passe(nav: Navigateur) -> str:
    """On the page that is open: the link was followed, the code was right."""
    try:
        nav.envoyer({"mot_de_passe": NOUVEAU_MOT_DE_PASSE, "confirmation": NOUVEAU_MOT_DE_PASSE})
    except PasDeFormulaire:
        return f"refusé : {nav.page.titre}"
    return ""


def entrer_par_franceconnect(nav: Navigateur, qui: Persona, code: LireUnCode | None = None) -> str:
    """With the identity of `qui` at the practice provider, and their number when it is asked for the first time."""
    nav.aller("/connexion/")
    nav.envoyer(bouton="FranceConnect")
    nav.suivre("chez=facteur")
    try:
        nav.envoyer({"identite": qui.cle})
        nav.envoyer(bouton="Continuer")
        if nav.page.chemin == "/connexion/franceconnect/rattacher/":
            nav.envoyer({"nir": qui.nir})
    except PasDeFormulaire:
        return f"refusé : {nav.page.titre}"
    return passer_le_code(nav, code)


# The theft itself


def demander_un_iban(nav: Navigateur, *, code: LireUnCode | None = None, serie: str = "") -> str:
    """« Modifier mes coordonnées bancaires », to the account of the thief."""
    nav.aller("/demarches/iban/")
    try:
        nav.envoyer(bouton="Commencer")
    except PasDeFormulaire:
        return "changement d’IBAN refusé d’emblée"
    nav.envoyer({"nom": _propose(nav, "nom"), "prenom": _propose(nav, "prenom")})
    nav.envoyer({"iban": IBAN_DU_VOLEUR})
    if code is None:
        return "IBAN saisi, arrêté par le code de sécurité"
    nav.envoyer({"code": code(), "serie": serie or "1000000001"})
    if nav.page.chemin.endswith("/securite/"):
        return "IBAN saisi, arrêté par le numéro de série de la carte" if not serie else f"refusé : {nav.page.titre}"
    nav.envoyer({"honneur": "on"})
    return "" if nav.page.chemin.startswith("/suivi/") else f"refusé : {nav.page.titre}"


def _propose(nav: Navigateur, nom: str) -> str:
    return next((valeur for champ, valeur in nav.page.formulaire(nom).valeurs if champ == nom), "")


def changer_de_courriel(nav: Navigateur, adresse: str, mot_de_passe: str) -> str:
    """Ask for another address; the password is asked again when it is old."""
    nav.aller("/mes-informations/courriel/")
    if nav.page.chemin == "/connexion/confirmer/":
        if not mot_de_passe:
            return "arrêté par le mot de passe demandé de nouveau"
        nav.envoyer({"mot_de_passe": mot_de_passe})
    try:
        nav.envoyer({"courriel": adresse, "courriel_bis": adresse})
    except PasDeFormulaire:
        return f"changement d’adresse refusé : {nav.page.titre}"
    return ""


# What the owner does


def contester(scene: Scene) -> None:
    """The link of the alert, without signing in: the request stops, the account freezes."""
    scene.reagit("par le lien du courriel d’alerte")
    nav = scene.proprietaire()
    nav.aller(scene.lien("Changement de vos coordonnées bancaires"))
    nav.envoyer(vers="/suivi/contester/")


def annuler_le_contact(scene: Scene) -> None:
    """The link sent to the old address, ten days: the address comes back, the account freezes."""
    scene.reagit("par le lien envoyé à l’ancienne adresse")
    nav = scene.proprietaire()
    nav.aller(scene.lien("Un de vos contacts"))
    nav.envoyer({"geler": "on"}, vers="/mes-informations/contact/annuler/")


def changer_de_mot_de_passe(scene: Scene) -> None:
    """« Mot de passe oublié ? »: whoever holds the mailbox chooses another one; every session ends."""
    scene.reagit("choisit un nouveau mot de passe")
    nav = scene.proprietaire()
    oublier_le_mot_de_passe(nav, scene.victime)
    nav.aller(scene.lien("Votre demande"))
    choisir_un_mot_de_passe(nav)


def geler_son_compte(scene: Scene) -> None:
    """« Geler mon compte », from the account: nobody enters any more, by any way."""
    scene.reagit("gèle son compte")
    nav = scene.proprietaire()
    se_connecter(nav, scene.victime, scene.code_de_connexion)
    nav.aller("/mes-informations/securite/geler/")
    nav.envoyer(vers="/mes-informations/securite/geler/")


def appeler(scene: Scene) -> None:
    """The number that every mail gives: an agent freezes the account while the victim is on the phone."""
    scene.reagit("appelle le 36 46, qui gèle le compte")
    agent = agent_connecte(scene)
    agent.aller(f"{ouvrir_le_dossier(agent, scene.victime, 'appel')}geler/")
    agent.envoyer({"motif": "la personne ne reconnaît pas une connexion"})


def aller_a_la_caisse(scene: Scene) -> None:
    """At the desk with an identity paper: a code is given, the former account is put back."""
    scene.reagit("va à sa caisse avec une pièce d’identité")
    scene.au_guichet()


# What an agent does


def agent_connecte(scene: Scene) -> Navigateur:
    """The browser of the agent, signed in once a story: the code of an application serves once."""
    if scene.poste is None:
        scene.poste = Navigateur(scene.site, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/131.0")
        scene.poste.aller("/agents/login/?next=/agents/")
        scene.poste.envoyer({"username": scene.agent.matricule, "password": scene.agent.mot_de_passe})
        scene.poste.envoyer({"code": scene.agent.code})
    return scene.poste


def ouvrir_le_dossier(nav: Navigateur, qui: Persona, raison: str) -> str:
    """The path of the file in the agents' site; why it is opened is asked the first time."""
    nav.aller("/agents/accounts/assure/trouver/")
    nav.envoyer({"nir": qui.nir})
    if "raison" in {nom for formulaire in nav.page.formulaires for nom in formulaire.noms}:
        nav.envoyer({"raison": raison})
    trouve = re.search(r"/agents/accounts/assure/\d+/", nav.page.chemin)
    return trouve[0] if trouve else ""


def donner_un_code_au_telephone(nav: Navigateur, qui: Persona) -> None:
    """All three answers were right: the code leaves by SMS."""
    nav.aller(f"{ouvrir_le_dossier(nav, qui, 'appel')}code-provisoire/")
    questions = {nom: "juste" for nom in nav.page.formulaire("canal").noms if nom.startswith("question_")}
    nav.envoyer({"canal": "TELEPHONE", "motif": "mot de passe perdu", **questions})


def donner_un_code_a_l_accueil(nav: Navigateur, qui: Persona) -> str:
    """The agent says to have seen the paper; the code is shown once."""
    nav.aller(f"{ouvrir_le_dossier(nav, qui, 'accueil')}code-provisoire/")
    nav.envoyer({"canal": "ACCUEIL", "piece": "on", "motif": "mot de passe perdu"})
    trouve = re.search(r"\b(\d ?\d ?\d ?\d)\b", nav.page.texte)
    return trouve[1].replace(" ", "") if trouve else ""


def entrer_par_code_provisoire(nav: Navigateur, qui: Persona, code: str) -> str:
    """Number and code, a password, then the code of an unknown device."""
    nav.aller("/connexion/code-provisoire/")
    nav.envoyer({"nir": qui.nir, "code": code})
    return choisir_un_mot_de_passe(nav) or passer_le_code(nav, None)
