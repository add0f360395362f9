"""« Mes délais » (chapter 8): when a request sent on a day should be treated, and what to do once that day is over."""
