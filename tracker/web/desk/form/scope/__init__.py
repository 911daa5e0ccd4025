"""Form fields for scopes and acts: trees of terms."""
