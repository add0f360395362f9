"""The pension of invalidity, from what opens it to what is paid of it each month (chapters 18 and 19). Pure, on dated tables."""
