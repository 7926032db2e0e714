"""Attempts to turn the detector against honest filers, or to hide from it, each as a market."""
