"""« J'ai un code provisoire » (chapters 1 § 3.3, 3 § 5): how it is given, tried and used up; the kiosk that gives one."""
