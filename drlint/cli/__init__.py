"""The command line: reads files and configuration, calls the other rooms, chooses the exit code."""
