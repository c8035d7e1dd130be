"""The sandbox's own tests: they go with the folder."""
