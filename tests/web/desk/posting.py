"""What a browser would post of a record’s form."""

from werkzeug.datastructures import MultiDict

from tracker.web.desk.form.record_form import walked


def posted(form):
    """The values of all inputs of a form, as a browser sends them: lines end with two signs."""
    values = MultiDict()
    for field, _ in walked(form.form):
        if field.control in ("words", "date", "reference"):
            values.add(field.name, field._value().replace("\n", "\r\n"))
        elif field.control == "choice":
            if field.chosen or field.may_be_empty:
                values.add(field.name, field.chosen)
        elif field.control == "rows":
            values.add(field.marker, str(len(field.entries)))
        elif field.control in ("scope", "terms"):
            for value in tree_values(field):
                values.add(field.name, value)
    return values


def tree_values(field):
    """What the trees of a scope or an act post, whatever can be picked there.

    A topic that uses nothing shows it all.
    """
    yield field.kept
    if field.control == "scope":
        for stray in field.strays():
            yield f"{stray.name}:{stray.label}:{stray.term}"
        return
    for stray in field.strays():
        yield f"{stray.name}:{stray.term}"
