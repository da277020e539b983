"""Stores that ship with the library; each module imports only its own driver."""
