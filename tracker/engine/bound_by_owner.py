"""Pledges of a company's owners that cover it too: told beside “no pledge” on its own scorecard (OWNER-3)."""

from datetime import date

from tracker.core.scope import Label
from tracker.engine.assessing.owners import SUBSIDIARY, time_owned
from tracker.engine.dossier import Dossier, OwnerPledge
from tracker.engine.in_force import in_force_periods

__all__ = ["owner_sentences"]


def owner_sentences(dossier: Dossier, as_of: date) -> list[str]:
    """A sentence for each pledge of an owner that is in force and does not leave subsidiaries out.

    “Bound by” only where the company was certainly owned, the pledge is certainly in force and names subsidiaries as
    covered; in any doubt it says that the pledge may cover the company.
    """
    sentences = {}
    for bound in dossier.owner_pledges:
        certainty = _certainty(dossier, bound, as_of)
        if certainty:
            title = bound.pledge.title or bound.pledge.id
            key = (bound.ownership.company.id, bound.pledge.id)
            sentences[key] = dossier.wording(
                f"promise.owner-{certainty}", owner=bound.ownership.company.name, pledge=title
            )
    return list(sentences.values())


def _certainty(dossier: Dossier, bound: OwnerPledge, as_of: date) -> str:
    """“certain” or “possible”; empty where the pledge does not reach the company on the day."""
    today, time = as_of.toordinal(), time_owned(bound.ownership.steps)
    if not time.start_earliest <= today <= time.end_latest:
        return ""
    owned = time.start_latest <= today <= time.end_earliest
    for force in reversed(in_force_periods(bound.pledge, dossier.conditions, as_of)):
        state = force.on(as_of)
        if state == "no":
            continue
        actors = dossier.compiled(force.version.scope).by_name.get("actor")
        label = actors.decided(SUBSIDIARY)[0] if actors and SUBSIDIARY in actors.vocabulary else Label.UNCLEAR
        if label in (Label.OUT, Label.EXCEPT):
            return ""
        return "certain" if owned and state == "yes" and label is Label.IN else "possible"
    return ""
