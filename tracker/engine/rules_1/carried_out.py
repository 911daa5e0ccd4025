"""What version 1 of the rules took for carried out, in lists of what is to come."""

from datetime import date

from tracker.engine.dossier import Dossier
from tracker.engine.rules_1.weight import weigh

__all__ = ["carried_out"]


def carried_out(dossier: Dossier, day: date) -> set[str]:
    """The ids of pledges of which standing evidence says that they were carried out in full, and not once of many."""
    responses = list(dossier.responses)
    return {
        fulfilment.pledge
        for evidence in dossier.evidence
        if evidence.fulfils and not evidence.period.begins_after(day)
        if not weigh(evidence, dossier.sources, responses, day).excluded
        for fulfilment in evidence.fulfils
        if fulfilment.extent == "full" and fulfilment.instance is None and fulfilment.due is None
    }
