"""A person’s own profile: name, password, second factor, sessions."""
