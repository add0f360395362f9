"""The exercise of piracy: thieves try to be paid in the place of a practice person, over HTTP, on the running sandbox."""
