"""Definitions of Dagster; those below defs/dataengos/ are generated."""
