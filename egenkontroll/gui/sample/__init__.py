"""The parts of the sample screen: the certificate of a draw, and the form for a new one."""
