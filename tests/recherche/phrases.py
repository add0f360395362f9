"""What people type when they look for something, and what must come first: a service by its code, a page by its URL name, a message by its theme."""

from __future__ import annotations

PHRASES = {
    "perte-carte-vitale": (
        "j'ai perdu ma carte", "on m'a volé mon portefeuille avec ma carte vitale",
        "ma carte vitale ne passe plus à la pharmacie", "carte vital cassée", "perte carte", "ma carte ne marche plus",
        "carte vitale perdue que faire", "vol de ma carte dans le bus", "la machine ne lit plus ma carte",
        "carte vitale hs", "je ne retrouve pas ma carte vitale", "carte vitale tombée en panne", "déclarer un vol",
        "la puce de ma carte est abimée", "ma carte vitale a été volée", "carte vitale défectueuse",
        "pharmacien dit que ma carte ne passe pas",
    ),
    "commande-carte-vitale": (
        "commander une nouvelle carte vitale", "je voudrais refaire ma carte vitale", "photo pour la carte vitale",
        "carte vitale pour ma fille de 16 ans", "obtenir une carte vitale", "je n'ai pas encore de carte vitale",
        "duplicata carte vitale", "changer la photo de ma carte", "comment avoir une carte vitale",
        "ma première carte", "carte vitale expirée", "commande carte vital", "envoyer une photo d'identité",
    ),
    "iban": (
        "rib", "changer mon rib", "changemant de banque", "nouveau compte bancaire", "IBAN",
        "je veux modifier mes coordonées bancaires", "mettre a jour mon rib", "j'ai changé de banque",
        "numero de compte", "ou sont versés mes remboursements", "changement iban", "compte joint",
        "changement de rib", "le rib de ma femme", "ma banque a fermé", "changer mes coordonnées bancaire",
        "modifier rib", "banque en ligne",
    ),
    "organisme-complementaire": (
        "mutuelle", "j'ai changé de mutuelle", "j'ai deux mutuelles", "mutuele", "déclarer ma mutuelle",
        "ajouter ma mutuelle", "ma mutuelle n'est pas à jour", "télé transmission mutuelle", "résilier mutuelle",
        "ma nouvelle mutuelle", "noemie", "changement mutuelle",
    ),
    "c2s": (
        "cmu", "la cmu", "demander la css", "aide pour payer ma mutuelle", "complémentaire santé solidaire",
        "je n'ai pas les moyens de payer une mutuelle", "mutuelle gratuite", "renouveler ma c2s",
        "demande de cmu complémentaire", "renouvellement complémentaire santé", "je gagne peu comment payer mes soins",
        "aide mutuelle rsa", "css participation", "complementaire sante solidair", "avoir la cmu",
        "est ce que j'ai droit à la c2s", "aide complémentaire", "mutuelle etat", "C.M.U.",
    ),
    "message:autre": (
        "cure", "cure thermale",
    ),
    "attestation-indemnites-journalieres": (
        "arrêt", "arret de travail", "arret maladie", "attestation indemnités journalières",
        "attestation pour france travail", "attestation ijss", "indemnité journalière", "mes ij",
        "attestation journalière", "paiement arrêt maladie", "indemnites journaliere arret travail",
        "attestation pour pole emploi", "indemnités",
    ),
    "attestation-de-droits": (
        "attestation", "atestation de droits", "attestation de sécu", "atestation carte vitale",
        "télécharger attestation sécurité sociale", "attestation de sécurité social", "justificatif pour le lycée",
        "certificat de droits", "une attestation pour l'employeur", "imprimer attestation", "attestion de droit",
        "attestation vitale", "preuve que je suis assuré",
    ),
    "ceam": (
        "je suis en vacances en espagne", "carte européene", "je pars en voyage en italie", "carte pour l'europe",
        "carte assurance maladie européenne", "se faire soigner en europe", "vacances en grèce",
        "je pars à l'étranger", "demander la carte européenne", "voyage portugal", "carte verte européenne",
        "europe carte vitale", "partir en angleterre",
    ),
    "adresse": (
        "j'ai déménagé", "changement d'adresse", "changer d'adress", "déménagement", "modifier mon adresse",
        "je change de logement", "nouvelle adresse", "demenagé a toulouse", "j'ai changé d'adresse",
        "signaler un déménagement", "changer adresse postale", "déménager à l'étranger",
    ),
    "naissance": (
        "mon bébé est né", "déclarer une naissance", "inscrire mon nouveau né", "naissance de ma fille",
        "je viens d'accoucher", "ajouter mon bebe", "nouveau-né", "bébé", "on a eu un enfant", "accouchement",
        "déclaration naissance enfant",
    ),
    "double-rattachement": (
        "mettre mon enfant sur la carte de son père", "rattacher mon fils à mon ex", "garde alternée",
        "enfant sur carte du papa", "je suis séparé mon fils n'est pas sur ma carte", "rattacher mon enfant",
        "mettre les enfants sur les deux cartes vitales",
    ),
    "pension-invalidite": (
        "pension d'invalidité", "invalidité", "je ne peux plus travailler", "demander une pension", "handicap",
        "pension invalidité catégorie 2", "inapte au travail", "demande d'invalidité",
    ),
    "procuration": (
        "procuration", "donner procuration à ma soeur", "quelqu'un peut venir à ma place", "mandater quelqu'un",
        "procuration pour ma mère",
    ),
    "releve-fiscal": (
        "impots", "combien déclarer aux impôts", "relevé fiscal", "papier pour les impots", "montant imposable",
        "déclaration d'impot", "relevé pour les impots 2025",
    ),
    "mes-delais": (
        "délai", "combien de temps pour être remboursé", "quand serai-je remboursé", "c'est trop long",
        "délais de traitement", "retard de remboursement",
    ),
    "paiements:liste": (
        "remboursement", "mes remboursements", "combien j'ai touché", "remboursement lunettes", "mes paiements",
        "virement cpam", "remboursement dentiste", "argent sur mon compte", "remboursement médecin",
        "derniers remboursements", "kine remboursement",
    ),
    "informations:accueil": (
        "médecin traitant", "changer de médecin traitant", "déclarer un medecin traitant", "mon numéro de sécu",
        "qui est mon médecin traitant", "medcin traitant",
    ),
    "oubli": (
        "mot de passe oublié", "j'ai oublié mon mot de passe", "mdp oublié", "mot de passe perdu",
        "code confidentiel oublié", "mot de passe oublier",
    ),
    "informations:mot_de_passe": (
        "changer mon mot de passe",
    ),
    "informations:courriel": (
        "changer d'adresse mail", "modifier mon mail", "nouvelle adresse mail",
    ),
    "informations:telephone": (
        "nouveau numéro de téléphone", "changer de numéro de portable", "j'ai changé de téléphone",
        "changer de numéro de téléphone",
    ),
    "faux_messages": (
        "j'ai reçu un sms bizarre", "arnaque", "faux message ameli", "sms carte vitale frauduleux",
        "c'est une arnaque", "sms suspect", "hameconage",
    ),
    "informations:geler": (
        "mon compte a été piraté", "je crois qu'on m'a piraté", "bloquer mon compte", "compte hacké",
    ),
    "paiements:retenues": (
        "franchise médicale", "participation forfaitaire", "50 centimes par boite", "pourquoi 2 euros en moins",
        "franchises", "participation de 2 euros",
    ),
    "paiements:creances": (
        "payer une dette", "je dois de l'argent à la cpam", "trop percu", "rembourser un indu",
        "payer en plusieurs fois", "payer ce que je dois", "facture cpam", "rembourser une dette",
    ),
    "demarches:suivi": (
        "où en est mon dossier", "suivre ma demande", "où en est ma demande", "pas de nouvelles de ma demande",
        "annuler une demande", "suivi de dossier",
    ),
    "documents:releves": (
        "décompte de remboursement", "relevé de mutuelle", "relevé de remboursement", "relevé mensuel",
        "mes décomptes",
    ),
    "messagerie:ecrire": (
        "contacter un conseiller", "prendre rendez vous", "feuille de soins", "parler à un conseiller",
        "envoyer une feuille de soin", "mari décédé", "rdv", "contact", "poser une question à ma caisse",
    ),
    "message:maternite": (
        "congé maternité", "je suis enceinte",
    ),
    "message:invalidite": (
        "accident du travail",
    ),
    "informations:fermer": (
        "supprimer mon compte",
    ),
    "premiere_visite": (
        "créer un compte",
    ),
    "ressources-invalidite": ("déclarer mes ressources", "déclaration de ressource", "dsr", "ressources pension invalidité"),
    "sans-gluten": ("gluten", "sans glutten", "maladie coeliaque", "remboursement produits sans gluten"),
}  # fmt: skip
