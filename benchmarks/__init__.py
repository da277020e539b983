"""How fast clientcare is beside what people would pick instead; one module a table."""
