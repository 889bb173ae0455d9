"""The parts of Slå ihop: each section is a screen of its own inside the step's screen."""
