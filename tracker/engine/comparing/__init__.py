"""Two results side by side: days, companies, scopes, a pledge and the one it restates."""
