"""What an adhesion is made of: bulletin, mandate with two signatures, bank account (chapter 11). Pure."""

from __future__ import annotations

from ameli.noyau.calendrier import annees, jours, ouvres

EN_LIGNE, PAPIER = "en_ligne", "papier"
CONNU, AUTRE, TIERS = "connu", "autre", "tiers"
LECTURE = ouvres(10)  # for somebody at the caisse to read papers (hypothesis)
EN_CODE, TITULAIRE = "code", "titulaire"  # how a mandate was signed online, before « : » and what proves it
SIGNATURE, RAPPEL_DE_SIGNATURE = jours(15), jours(7)  # for the holder of the account to sign in their turn (hypothesis)
CONSERVATION = annees(
    2
)  # the year of the right, and one more to contest a direct debit (hypothesis; 13 months by the SEPA rules)
CREANCIER = "FR00ZZZ000000"  # the caisse as banks name it: an identifier that does not exist
PHRASE_CAISSE = (
    "J’autorise ma caisse à envoyer à ma banque des ordres de prélèvement, pour la participation de mon foyer."
)
PHRASE_BANQUE = "J’autorise ma banque à débiter mon compte selon ces ordres."
ADHESION = "J’adhère à la Complémentaire santé solidaire avec participation, pour les personnes de cette liste."
PAS_SIGNE = "Le titulaire du compte n’a pas voulu signer le mandat. Choisissez un autre compte."
MOTIFS = {
    "signature": "Une signature manque sur le bulletin ou sur le mandat.",
    "rib": "Le RIB ne se lit pas, ou n’est pas au nom du titulaire indiqué.",
    "mandat": "Le mandat n’est pas rempli en entier.",
}
