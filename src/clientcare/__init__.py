"""clientcare: the domain model and the decision rules of customer care."""
