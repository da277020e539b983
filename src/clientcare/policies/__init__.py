"""Pure decision rules, one question a module: facts and rules in, explained decisions out."""
