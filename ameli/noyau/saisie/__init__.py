"""The one reader of what people type: one module for each kind of value, pure functions that give it or say what is wrong.

First leaves what is only around a value: signs that nobody sees, spaces, dashes, dots and slashes of any kind, the label of
the paper it was copied from (`signes`). Then come length, alphabet and key. `champs` has the form fields (`champs_dates`, `champs_noms`,
`champs_textes`, `champs_choses`), `requete` reads the address bar, `interdits` is what this site may not hold.
"""
