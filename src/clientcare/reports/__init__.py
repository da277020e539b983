"""What people and programs look at: reviews as text and as JSON."""
