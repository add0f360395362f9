"""« Payer une créance » (chapter 16): from the reference of a letter to a debt that is paid, once."""
