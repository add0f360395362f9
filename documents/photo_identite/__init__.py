"""The identity photo and the identity document, looked at by the server before an agent does (chapter 10 § 3 and § 4).

`regles` and `piece` hold the figures and the sentences, and are pure; `mesures` reads a picture; `visage` finds faces when
the optional detector is installed; `controle` is what a step of a téléservice calls.
"""
