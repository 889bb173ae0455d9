"""Step 3 of 6: the answers. What an answer may be, what applies and what is missing."""
