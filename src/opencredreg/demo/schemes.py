"""The concept schemes and progression models that are written out, in three languages."""

from __future__ import annotations

import msgspec

from opencredreg.demo.phrases import Phrase, parse_phrase, parse_phrases

__all__ = ["MODELS", "SCHEMES", "Scheme"]


class Scheme(msgspec.Struct, frozen=True):
    """A small vocabulary: its name, what it is for, and its concepts with their definitions in turn."""

    name: Phrase
    description: Phrase
    concepts: tuple[tuple[Phrase, Phrase], ...]


def _scheme(name: str, description: str, concepts: str) -> Scheme:
    lines = parse_phrases(concepts)
    return Scheme(
        parse_phrase(name), parse_phrase(description), tuple(zip(lines[::2], lines[1::2], strict=True))
    )


SCHEMES: tuple[Scheme, ...] = (
    _scheme(
        "workplace conditions | condiciones de trabajo | conditions de travail",
        "Conditions that people should know about before they choose an occupation."
        " | Condiciones que conviene conocer antes de elegir una ocupación."
        " | Conditions à connaître avant de choisir un métier.",
        """
        heights | alturas | hauteurs
        Work on ladders, masts, roofs or towers. | Trabajo en escaleras, mástiles, tejados o torres. |\
 Travail sur échelles, mâts, toits ou tours.
        noise | ruido | bruit
        Work where hearing protection is needed. | Trabajo que exige protección auditiva. |\
 Travail qui exige une protection auditive.
        cold and wet | frío y humedad | froid et humidité
        Work outdoors in all weather or in cold stores. | Trabajo a la intemperie o en cámaras frías. |\
 Travail par tous les temps ou en chambre froide.
        night shifts | turnos de noche | travail de nuit
        Regular work between ten and six. | Trabajo regular entre las diez y las seis. |\
 Travail régulier entre dix heures et six heures.
        lifting | levantamiento de cargas | port de charges
        Frequent lifting of more than ten kilograms. | Levantar a menudo más de diez kilos. |\
 Port fréquent de plus de dix kilos.
        screen work | trabajo con pantallas | travail sur écran
        More than half of the day at a screen. | Más de media jornada ante una pantalla. |\
 Plus de la moitié du temps devant un écran.
        contact with the public | atención al público | contact avec le public
        Work that means talking to strangers all day. | Trabajo que exige hablar con desconocidos. |\
 Travail en contact constant avec des inconnus.
        work at sea | trabajo en el mar | travail en mer
        Days or weeks aboard a vessel. | Días o semanas a bordo de un barco. |\
 Des jours ou des semaines à bord d'un navire.
        """,
    ),
    _scheme(
        "ways of showing skill | formas de demostrar competencia | façons de montrer ses compétences",
        "Kinds of evidence that island schools and employers accept."
        " | Tipos de evidencia que aceptan escuelas y empresas de la isla."
        " | Types de preuves acceptés par les écoles et employeurs de l'île.",
        """
        observed task | tarea observada | tâche observée
        Somebody competent watches the work. | Alguien competente observa el trabajo. |\
 Une personne compétente observe le travail.
        finished product | producto terminado | produit fini
        The result is examined afterwards. | El resultado se examina después. |\
 Le résultat est examiné après coup.
        conversation | conversación | entretien
        Questions and answers about real cases. | Preguntas y respuestas sobre casos reales. |\
 Questions et réponses sur des cas réels.
        written test | prueba escrita | épreuve écrite
        Tasks solved on paper or screen. | Tareas resueltas en papel o pantalla. |\
 Tâches résolues sur papier ou à l'écran.
        portfolio | portafolio | portfolio
        A chosen collection of work with comments. | Una selección comentada de trabajos. |\
 Un choix de travaux commentés.
        testimony | testimonio | témoignage
        A signed statement of a customer or supervisor. | Declaración firmada de un cliente o jefe. |\
 Déclaration signée d'un client ou d'un responsable.
        simulation | simulación | simulation
        A task in conditions that imitate work. | Tarea en condiciones que imitan el trabajo. |\
 Tâche dans des conditions qui imitent le travail.
        diary | diario | journal
        Notes kept over some time. | Notas llevadas durante un tiempo. | Notes tenues sur une période.
        """,
    ),
)
"""Schemes with eight concepts each; the first four of each are broader than the last four, pair by pair."""

MODELS: tuple[Scheme, ...] = (
    _scheme(
        "terms of a two-year program | semestres de un programa de dos años |"
        " semestres d'un programme de deux ans",
        "The order of terms that pathways refer to. | El orden de los semestres de los itinerarios. |"
        " L'ordre des semestres des parcours.",
        """
        first term | primer semestre | premier semestre
        Orientation and foundations. | Orientación y fundamentos. | Orientation et bases.
        second term | segundo semestre | deuxième semestre
        Core subjects and first placement. | Materias centrales y primeras prácticas. |\
 Matières centrales et premier stage.
        third term | tercer semestre | troisième semestre
        Specialities. | Especialidades. | Spécialités.
        fourth term | cuarto semestre | quatrième semestre
        Final project and first job. | Proyecto final y primer empleo. | Projet final et premier emploi.
        """,
    ),
    _scheme(
        "stages of proficiency | etapas de dominio | étapes de maîtrise",
        "Four stages from first steps to teaching others."
        " | Cuatro etapas, de los primeros pasos a enseñar a otros."
        " | Quatre étapes, des premiers pas à l'enseignement.",
        """
        starting | inicio | début
        Works step by step under guidance. | Trabaja paso a paso con guía. | Travaille pas à pas, guidé.
        practising | práctica | pratique
        Does usual tasks alone. | Hace solo las tareas habituales. | Fait seul les tâches usuelles.
        skilled | pericia | habileté
        Handles unusual situations. | Resuelve situaciones poco comunes. | Gère les situations inhabituelles.
        guiding | guía | guidance
        Improves methods and teaches others. | Mejora los métodos y enseña a otros. |\
 Améliore les méthodes et enseigne.
        """,
    ),
    _scheme(
        "years of an apprenticeship | años de aprendizaje | années d'apprentissage",
        "Pay and responsibility grow with each year. | Salario y responsabilidad crecen cada año. |"
        " Salaire et responsabilité croissent chaque année.",
        """
        first year | primer año | première année
        Workshop and safety. | Taller y seguridad. | Atelier et sécurité.
        second year | segundo año | deuxième année
        Work beside a journey worker. | Trabajo junto a un oficial. | Travail aux côtés d'un compagnon.
        third year | tercer año | troisième année
        Own tasks on site. | Tareas propias en obra. | Tâches propres sur le chantier.
        fourth year | cuarto año | quatrième année
        Final piece and examination. | Obra final y examen. | Pièce finale et examen.
        """,
    ),
)
"""Progression models with four levels each."""
