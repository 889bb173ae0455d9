"""The command line: one subcommand for each step. Messages are Swedish, on stderr."""
