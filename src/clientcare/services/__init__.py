"""Read, decide, record: what a host does with the policies; a store is always handed in."""
