"""Heads of columns in German, French and Spanish, by the field that each is recognised for."""

from collections.abc import Mapping

from tracker.core.search.words import fold

__all__ = ["FOREIGN_HEADS"]

_WORDS = {
    "company.name": "Unternehmen|Firma|Firmenname|Konzern|Organisation|Hersteller|Lieferant|Entreprise|Société|"
    "Nom de l'entreprise|Fournisseur|Empresa|Compañía|Nombre de la empresa|Proveedor",
    "company.aliases": "Auch bekannt als|Autres noms|Otros nombres",
    "company.country": "Land|Hauptsitz|Sitz|Sitzland|Pays|Siège|Pays du siège|País|Sede|País de la sede",
    "company.sector": "Branche|Sektor|Wirtschaftszweig|Secteur|Secteur d'activité|Industria|Sector económico",
    "company.website": "Webseite|Internetseite|Site web|Sitio web|Página web",
    "owner.name": "Muttergesellschaft|Mutterkonzern|Eigentümer|Maison mère|Société mère|Propriétaire|Empresa matriz",
    "source.url": "Quelle|Quellen|Beleg|Nachweis|Lien|Liens|Enlace|Fuente|Fuentes|Vínculo",
    "source.title": "Titel der Quelle|Dokument|Titre du document|Título del documento|Documento",
    "source.publisher": "Herausgeber|Medium|Éditeur|Média|Editor|Medio",
    "source.date": "Datum der Quelle|Veröffentlicht am|Date de publication|Publié le|Fecha de publicación",
    "source.retrieved": "Abgerufen am|Geprüft am|Stand|Zuletzt geprüft|Consulté le|Vérifié le|Consultado el",
    "source.author": "Autor|Verfasser|Auteur",
    "source.location": "Aktenzeichen|Numéro de dossier|Número de expediente",
    "pledge.quote": "Wortlaut|Zitat|Wörtlich|Citation|Mots exacts|Cita|Texto literal",
    "pledge.reported": "Zusage|Versprechen|Selbstverpflichtung|Verpflichtung|Zusicherung|Ankündigung|Ziel|Engagement|"
    "Promesse|Objectif|Annonce|Compromiso|Promesa|Objetivo|Anuncio",
    "pledge.title": "Kurztitel|Titel|Titre|Título",
    "pledge.speaker": "Gesagt von|Sprecher|Wer|Porte-parole|Portavoz",
    "pledge.language": "Sprache|Langue|Idioma",
    "pledge.start": "Datum|Datum der Zusage|Seit|Angekündigt am|Datum der Ankündigung|Date de l'engagement|Depuis|"
    "Annoncé le|Fecha|Fecha del compromiso|Desde|Anunciado el",
    "pledge.last_day": "Läuft aus|Gültig bis|Expire le|Valable jusqu'au|Vence el|Válido hasta",
    "pledge.after": "Laufzeit|Dauer|Durée|Duración",
    "pledge.deadline": "Frist|Bis|Bis wann|Umsetzung bis|Zieljahr|Zu erfüllen bis|Fällig am|Échéance|Année cible|Délai|"
    "Plazo|Año objetivo|Fecha límite",
    "pledge.measure": "Messgröße|Indikator|Kennzahl|Indicateur|Indicador",
    "pledge.at_least": "Zielwert|Mindestens|Valeur cible|Au moins|Valor objetivo|Al menos",
    "pledge.at_most": "Höchstens|Au plus|Como máximo",
    "pledge.unit": "Einheit|Unité|Unidad",
    "pledge.baseline": "Ausgangswert|Valeur de référence|Valor de referencia",
    "pledge.baseline_on": "Basisjahr|Année de référence|Año base|Año de referencia",
    "pledge.note": "Bemerkung|Bemerkungen|Anmerkung|Anmerkungen|Kommentar|Hinweis|Remarque|Remarques|Commentaire|"
    "Observaciones|Comentario|Notas",
    "fulfilment.extent": "Erfüllt|Umgesetzt|Eingehalten|Tenu|Réalisé|Respecté|Cumplido",
    "fulfilment.amount": "Erreicht|Istwert|Fortschritt|Atteint|Progrès|Alcanzado|Avance",
    "assessment.value": "Bewertung|Note|Einstufung|Status|Évaluation|Notation|Statut|Calificación|Estado",
    "evidence.title": "Was geschah|Ereignis|Événement|Ce qui s'est passé|Qué pasó|Acontecimiento",
    "evidence.summary": "Beschreibung|Zusammenfassung|Description|Résumé|Descripción|Resumen",
    "evidence.period": "Datum des Ereignisses|Date de l'événement|Fecha del acontecimiento|Spendendatum|Date du don",
    "act.note": "Betrag|Spendenbetrag|Montant|Montant du don|Importe|Monto",
    "act.counterparty": "Empfänger|Bénéficiaire|Destinatario|Beneficiario",
    "initiative.name": "Bündnis|Allianz|Alliance|Mitglied in|Membre de|Miembro de|Iniciativa",
    "response.question": "Frage|Question posée|Pregunta",
    "response.text": "Antwort|Antwort des Unternehmens|Réponse|Respuesta",
}
FOREIGN_HEADS: Mapping[str, tuple[str, ...]] = {
    key: tuple(fold(word) for word in words.split("|")) for key, words in _WORDS.items()
}
"""Folded, as heads are compared."""
