"""The scripts of the live figures as pages fetch them, and the modules of theirs that are generated."""
