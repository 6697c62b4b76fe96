"""What a lecturer finds for each page, made of the page itself: goals, sheet, key, slides, questions to take away."""
