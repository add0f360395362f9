"""A code by mail when somebody signs in from a device that their account does not know (chapter 2 § 3)."""
