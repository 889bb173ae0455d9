"""Step 5 of 6: the shares. Tally, statistics, comparison and agreement."""
