"""How the sample book comes about; `clientcare.testing.sample_book` writes it."""
