"""The parts of the review screen: cases at the left, questions in the middle, guidance right."""
