"""Facts and their invariants: frozen objects that do no I/O and read no clock."""
