"""`make mutants`: change the code a little, and see whether a test notices (docs/testing.md)."""
