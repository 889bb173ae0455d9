"""Speed, as ratios measured within one run, and pictures of every screen."""
