"""Marking terms of a scope in a form: radio buttons for those of the complete pledge, lists for all others."""


def mark(page, scope, dimension, term, label):
    """Mark a term; ``scope`` is the selector of the scope’s field."""
    value = f"{dimension}:{label}:{term}"
    place = f"{scope}-{dimension}-{term}"
    if page.locator(f"select{place}").count():
        page.locator(place).select_option(value)
    else:
        page.locator(f'{place} input[value="{value}"]').check()


def is_marked(page, scope, dimension, term, label):
    """Whether a term has this mark."""
    value = f"{dimension}:{label}:{term}"
    place = f"{scope}-{dimension}-{term}"
    if page.locator(f"select{place}").count():
        return page.locator(place).input_value() == value
    return page.locator(f'{place} input[value="{value}"]').is_checked()
