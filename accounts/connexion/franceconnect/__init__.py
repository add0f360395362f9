"""Way in: FranceConnect (chapter 1 § 3.2), an OpenID Connect provider, through django-allauth.

`client` asks and receives, `jetons` believes nothing that is not signed for us, `identite` decides whose file it is,
`rattachement` ties an identity to an account, `vues` are the pages.
"""
