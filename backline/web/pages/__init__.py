"""The pages, a module for each. Made on the server; they read well without scripts."""
