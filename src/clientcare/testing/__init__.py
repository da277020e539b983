"""What authors of adapters and policies install to test their own work."""
