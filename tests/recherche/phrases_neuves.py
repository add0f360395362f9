"""What older, hurried or upset people type, written without looking at the table of words; with what must come first.

Three sets, one after the other: at first sight 69, 78 and 88 in a hundred were answered rightly. Then the first two taught the table words that it
had not; `TIERCES` taught it nothing, and says what a new phrase meets.
"""

from __future__ import annotations

PREMIERES = {
    "perte-carte-vitale": (
        "on ma voler mon sac a main avec tous mes papiers", "jai perdue ma carte vital",
        "ma carte a été mangée par le chien", "la pharmacienne me dit que la carte est bloquée",
    ),
    "commande-carte-vitale": (
        "jai jamais recu ma carte verte", "mon ado a besoin de sa carte vitale", "comment on fait pour avoir une nouvelle carte verte",
        "il faut une photo d'identité pour la carte",
    ),
    "iban": (
        "jai changer de banque comment vous prevenir", "je suis passé à la banque postale", "vous avez toujours mon ancien rib",
        "envoyer un nouveau RIB svp", "mon livret pour les remboursements",
    ),
    "adresse": (
        "je suis parti en maison de retraite", "on a demenager le mois dernié", "je vis chez ma fille maintenant",
        "changer de département",
    ),
    "attestation-de-droits": (
        "le papier pour l'hopital qui prouve que je suis assuré", "attestation pour la cantine", "papier qui remplace la carte vitale",
        "mon employeur veut une atestation", "certificat de sécu pour le stage",
    ),
    "attestation-indemnites-journalieres": (
        "papier des indemnitées pour pole emplois", "jai été en maladie 3 mois il me faut le justificatif", "attestation IJ pour la banque",
        "preuve que j'étais en arrêt",
    ),
    "c2s": (
        "je n'arrive plus à payer ma mutuelle", "j'ai droit à quoi avec le minimum vieillesse", "je touche le rsa",
        "la complementaire gratuite pour les pauvres", "renouveller ma css",
    ),
    "adhesion-c2s": ("signer le mandat sepa de la css", "bultin d'adhésion c2s"),
    "organisme-complementaire": (
        "ma mutuelle recoit pas mes remboursements", "jai deux complémentaires laquelle choisir", "je quitte la mutuelle du travail",
    ),
    "naissance": ("ma femme a accouché hier", "declaré mon bebe a la secu", "j'ai eu des jumelles"),
    "double-rattachement": ("ma fille doit être sur ma carte aussi", "le père veut l'enfant sur sa carte vitale", "on s'est séparés pour les enfants"),
    "ceam": ("je vais au portugal cet été", "carte pour se soigner en europe", "voyage scolaire en angleterre"),
    "paiements:liste": ("es ce que jai été remboursé", "combien m'a été versé le mois dernier", "le dentiste m'a couté cher combien je récupère"),
    "paiements:creances": ("j'ai reçu un courrier qui me demande de payer", "payer ma dette a la secu par carte bleue"),
    "paiements:retenues": ("pourquoi vous m'enlevez 1 euro", "la franchise sur les medicaments"),
    "sans-gluten": ("mon fils est intolerant au gluten", "farine sans gluten remboursement"),
    "pension-invalidite": ("mon docteur veut me mettre en invalidité", "je suis trop malade pour retravailler"),
    "ressources-invalidite": ("formulaire ressource pour ma pension", "declarer ce que je gagne pension invalidité"),
    "procuration": ("ma fille s'occupe de mes papiers", "que mon fils aille à la sécu pour moi"),
    "soins-etranger": ("jai payé un médecin au maroc", "hospitalisé pendant mes vacances en thailande"),
    "mes-delais": ("ca met combien de temps", "toujours rien reçu depuis un mois"),
    "releve-fiscal": ("combien mettre dans ma feuille d'impot", "declaration impot indemnités"),
    "oubli": ("je me souviens plus de mon code", "mot de passe oublier comment faire"),
    "faux_messages": ("on m'appelle pour me demander ma carte bleue", "sms pour renouveler ma carte vitale c'est vrai"),
}  # fmt: skip

SECONDES = {
    "perte-carte-vitale": ("j'ai laissé ma carte vitale dans le train", "carte vitale passée à la machine a laver", "le lecteur refuse ma carte"),
    "commande-carte-vitale": ("ma carte vitale est trop vieille", "comment recevoir sa premiere carte", "refaire la carte de mon fils de 13 ans"),
    "iban": ("je ne suis plus au credit agricole", "mettre le compte de ma femme pour les virements", "nouveau numero de compte a la banque"),
    "adresse": ("j'habite plus au même endroit", "je viens d'emmenager a bordeaux"),
    "attestation-de-droits": ("document qui dit que je suis a la secu", "mon patron demande l'attestation", "attestation vitale pour la fac"),
    "attestation-indemnites-journalieres": ("indemnités de mon arret pour la caf", "il me faut mes ij de mars"),
    "c2s": ("mutuelle pour les petits revenu", "est ce que la cmu existe encore", "avoir une mutuelle quand on est au rsa"),
    "organisme-complementaire": ("vous avez mon ancienne mutuelle", "changer la mutuelle sur mon compte"),
    "naissance": ("mon petit est né dimanche", "inscrire des jumeaux"),
    "double-rattachement": ("mes enfants sont sur la carte de mon ex mari", "mettre les petits sur ma carte vitale"),
    "ceam": ("on part en belgique une semaine", "carte pour les vacances en europe"),
    "soins-etranger": ("je me suis cassé la jambe au ski en autriche", "ordonnance payée aux etats unis"),
    "paiements:liste": ("avez vous remboursé mon docteur", "combien jai recu cette année"),
    "paiements:retenues": ("pourquoi je suis pas remboursé en entier un euro en moins",),
    "paiements:creances": ("vous me reclamez 200 euros", "regler un trop perçu"),
    "pension-invalidite": ("je suis handicapé je peux plus travailler",),
    "ressources-invalidite": ("le questionnaire pour ma pension d'invalidité",),
    "procuration": ("je veux que ma soeur fasse les démarches à ma place",),
    "sans-gluten": ("pain sans gluten",),
    "releve-fiscal": ("montant des indemnités pour les impots",),
    "mes-delais": ("ça traine mon remboursement combien de jours",),
    "oubli": ("j'ai perdu le mot de passe du site",),
}  # fmt: skip

TIERCES = {
    "perte-carte-vitale": ("j'ai égaré ma carte", "plus moyen de mettre la main sur ma carte vitale", "ma carte est coupée en deux"),
    "commande-carte-vitale": ("je me suis mariée il me faut une carte a mon nom", "ma fille a 12 ans sa carte vitale", "ou envoyer ma photo"),
    "iban": ("je change pour boursorama", "modifier le compte ou vous me payez", "mon compte est clôturé à la banque"),
    "adresse": ("je quitte paris pour la bretagne j'ai déménagé", "mettre a jour mon domicile", "nouveau appart"),
    "attestation-de-droits": ("attestation pour le club de foot", "imprimer mon atestation de secu", "justifier de mes droits a l'hopital"),
    "attestation-indemnites-journalieres": ("combien d'indemnités pendant mon arrêt attestation", "papier ij pour ma prévoyance"),
    "c2s": ("pas assez d'argent pour une mutuelle", "refaire ma demande de css", "étudiant sans le sou mutuelle"),
    "organisme-complementaire": ("ma mutuelle ne marche plus en automatique", "mettre ma nouvelle mutuelle"),
    "naissance": ("je viens d'avoir un bebe", "ma petite fille est née que faire"),
    "double-rattachement": ("je veux mes enfants sur ma carte et pas que sur celle de leur mère", "divorcé comment avoir ma fille sur ma carte"),
    "ceam": ("je vais en vacances en croatie", "il me faut la carte de l'europe vite"),
    "soins-etranger": ("malade en tunisie j'ai tout payé", "remboursement d'une opération en turquie"),
    "paiements:liste": ("mon remboursement d'opticien", "voir ce que la secu m'a remboursé"),
    "paiements:retenues": ("c'est quoi la participation forfaitaire", "les franchises de cette année"),
    "paiements:creances": ("j'ai eu une relance pour une dette", "vous m'avez trop payé comment rendre"),
    "pension-invalidite": ("demander l'invalidité a 55 ans",),
    "procuration": ("mon père ne peut pas se déplacer à la caisse",),
    "sans-gluten": ("étiquettes de mes pâtes sans gluten",),
    "releve-fiscal": ("il me faut un papier pour déclarer aux impots",),
    "mes-delais": ("combien de jours pour traiter mon dossier",),
    "oubli": ("impossible de rentrer mot de passe perdu",),
}  # fmt: skip
