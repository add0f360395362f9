"""What a step asks, said as a sentence from the labels of its fields: « Nous vous demandons : le nom du titulaire et l’IBAN. »"""

from __future__ import annotations

from django import forms

from ameli.noyau import formats

# The article of what labels begin with; a label that begins otherwise is quoted as it stands: « Cet enfant vit en résidence alternée ».
ARTICLES = {
    "le\u00a0": "bic code lieu-dit montant motif nom numéro pays prénom recto type verso",
    "la\u00a0": "civilité commune date demande fin nature précision résidence ville",
    "l’": "adresse iban",
    "les\u00a0": "adresses",
}
ARTICLE_DE = {mot: article for article, mots in ARTICLES.items() for mot in mots.split()}
PAROLES = ("je ", "j’", "mon ", "ma ", "mes ")  # what the person says


def phrase(formulaire: type[forms.BaseForm]) -> str:
    """Sentences that say what the form of a step asks; empty when it asks nothing."""
    champs = [c for c in formulaire.base_fields.values() if c.label and not isinstance(c.widget, forms.HiddenInput)]
    choses, besoins, paroles = [], [], []
    for champ in champs:
        libelle = str(champ.label)
        if libelle.endswith("?") or libelle.lower().startswith(PAROLES):
            paroles.append(f"«\u00a0{libelle.rstrip('.')}\u00a0»")
        else:
            (choses if champ.required else besoins).append(_avec_article(libelle))
    suites = (("Nous vous demandons", choses), ("Vous répondez à", paroles), ("Si besoin", besoins))
    return " ".join(f"{debut}\u00a0: {formats.enumerer(liste)}." for debut, liste in suites if liste)


def _avec_article(libelle: str) -> str:
    """« le nom du titulaire »; an acronym keeps its capitals."""
    premier, _, reste = libelle.partition(" ")
    article = ARTICLE_DE.get(premier.lower().rstrip(","))
    if article is None:
        return f"«\u00a0{libelle.rstrip('.')}\u00a0»"
    debut = premier if premier.isupper() and len(premier) > 1 else premier[:1].lower() + premier[1:]
    return f"{article}{debut}{' ' if reste else ''}{reste}"
