"""The organizations of the demonstration: which there are, where they sit, what they are called.

About three in five teach, employ, govern or license; the others accredit, certify, organize apprenticeships,
keep schools, museums and departments.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import msgspec

from opencredreg.demo.dice import Names, mix
from opencredreg.demo.phrases import Phrase, parse_phrases, title_case, with_de
from opencredreg.demo.plan import Kind, Plan
from opencredreg.demo.region import SURNAMES, TOWNS, Town
from opencredreg.demo.specialties import OWN_FIELDS, OrganizationKind
from opencredreg.demo.subjects import FIELDS

__all__ = ["Organization", "Roster", "build_roster"]


class Organization(msgspec.Struct, frozen=True):
    """One organization; ``rank`` counts within its kind, ``languages`` index the members of a phrase.

    ``field`` is the key of the field it is about, empty when it covers many; ``parent`` is the index of the
    organization it is part of, or -1.
    """

    index: int
    kind: OrganizationKind
    rank: int
    ctid: str
    name: Phrase
    slug: str
    languages: tuple[int, ...]
    town: Town
    field: str
    parent: int

    @property
    def called(self) -> str:
        """Its name in its own first language."""
        return self.name[self.languages[0]]


class Roster(msgspec.Struct, frozen=True):
    """All organizations in order, and the same by kind."""

    everyone: tuple[Organization, ...]
    by_kind: Mapping[OrganizationKind, tuple[Organization, ...]]


_K = OrganizationKind

# The first organizations are fixed, so that the smallest demonstration has all kinds in sensible languages.
_FIRST: tuple[tuple[OrganizationKind, tuple[int, ...]], ...] = (
    (_K.AGENCY, (0, 1, 2)),
    (_K.UNIVERSITY, (0,)),
    (_K.COLLEGE, (0, 1)),
    (_K.ACCREDITOR, (0,)),
    (_K.BOARD, (0,)),
    (_K.ASSOCIATION, (0,)),
    (_K.TECHNICAL, (0,)),
    (_K.PROVIDER, (1,)),
    (_K.EMPLOYER, (0,)),
    (_K.UNION, (0,)),
    (_K.SCHOOL, (0, 1)),
    (_K.MUSEUM, (0, 2)),
    (_K.ACCREDITOR, (0, 2)),
    (_K.EMPLOYER, (0,)),
    (_K.PROVIDER, (0,)),
    (_K.COLLEGE, (0,)),
    (_K.DEPARTMENT, (0,)),
    (_K.ACCREDITOR, (0,)),
    (_K.EMPLOYER, (2,)),
    (_K.BOARD, (0,)),
    (_K.UNIVERSITY, (0, 1)),
    (_K.PROVIDER, (0,)),
)
_CYCLE = (
    _K.COLLEGE,
    _K.EMPLOYER,
    _K.PROVIDER,
    _K.ASSOCIATION,
    _K.UNIVERSITY,
    _K.EMPLOYER,
    _K.SCHOOL,
    _K.PROVIDER,
    _K.ACCREDITOR,
    _K.TECHNICAL,
    _K.EMPLOYER,
    _K.DEPARTMENT,
    _K.BOARD,
    _K.PROVIDER,
    _K.UNION,
    _K.COLLEGE,
    _K.ACCREDITOR,
    _K.EMPLOYER,
    _K.MUSEUM,
    _K.DEPARTMENT,
)
_LANGUAGES: tuple[tuple[int, ...], ...] = (
    ((0,),) * 5 + ((0, 1),) + ((0,),) * 4 + ((1,), (0, 2)) + ((0,),) * 4 + ((0, 1), (2,), (0,), (0, 1))
)


_PATTERNS: Mapping[OrganizationKind, tuple[Phrase, ...]] = {
    _K.AGENCY: parse_phrases(
        "Halvora Department of Work and Learning | Departamento de Trabajo y Aprendizaje de Halvora |"
        " Ministère halvorien du Travail et de la Formation"
    ),
    _K.UNIVERSITY: parse_phrases(
        """
        University of {town} | Universidad de {town} | Université {de_town}
        {surname} University | Universidad {surname} | Université {surname}
        {surname} University of {town} | Universidad {surname} de {town} | Université {surname} {de_town}
        {town} Maritime University | Universidad Marítima de {town} | Université maritime {de_town}
        """
    ),
    _K.COLLEGE: parse_phrases(
        """
        {town} Community College | Colegio Comunitario de {town} | Collège communautaire {de_town}
        {county} County College | Colegio del Condado de {county} | Collège du comté {de_county}
        {surname} Community College | Colegio Comunitario {surname} | Collège communautaire {surname}
        {surname} College of {town} | Colegio {surname} de {town} | Collège {surname} {de_town}
        """
    ),
    _K.TECHNICAL: parse_phrases(
        """
        {town} Technical Institute | Instituto Técnico de {town} | Institut technique {de_town}
        {surname} Polytechnic | Politécnico {surname} | École polytechnique {surname}
        {surname} Institute of Technology, {town} | Instituto Tecnológico {surname}, {town} |\
 Institut de technologie {surname}, {town}
        """
    ),
    _K.PROVIDER: parse_phrases(
        """
        {town} Learning Centre | Centro de Aprendizaje de {town} | Centre d'apprentissage {de_town}
        {surname} Skills Academy | Academia de Oficios {surname} | Académie des métiers {surname}
        {surname} & Daughters Training | {surname} e Hijas Formación | {surname} et filles formation
        {town} Adult Education Trust | Fundación de Educación de Adultos de {town} |\
 Fondation pour l'éducation des adultes {de_town}
        {surname} Workshop School, {town} | Escuela Taller {surname}, {town} | École-atelier {surname}, {town}
        """
    ),
    _K.EMPLOYER: parse_phrases(
        """
        {surname} and Partners | {surname} y Asociados | {surname} et associés
        {town} {works} | {works} de {town} | {works} {de_town}
        {surname} {works} | {works} {surname} | {works} {surname}
        {surname} {works} of {town} | {works} {surname} de {town} | {works} {surname} {de_town}
        """
    ),
    _K.BOARD: parse_phrases(
        """
        Halvora Board of {field} | Junta de {field} de Halvora | Ordre halvorien : {field}
        {county} County Board of {field} | Junta de {field} del Condado de {county} |\
 Ordre du comté {de_county} : {field}
        {town} Board of {field} Examiners | Junta Examinadora de {field} de {town} |\
 Jury {de_town} : {field}
        """
    ),
    _K.ACCREDITOR: parse_phrases(
        """
        Island Commission for Higher Learning | Comisión Insular de Enseñanza Superior |\
 Commission insulaire de l'enseignement supérieur
        Ambry Council on Workforce Quality | Consejo Ambry de Calidad Laboral |\
 Conseil Ambry de la qualité professionnelle
        Atlantic Register of Skills Assurance | Registro Atlántico de Competencias |\
 Registre atlantique des compétences
        {surname} Institute for Program Review | Instituto {surname} de Evaluación de Programas |\
 Institut {surname} d'évaluation des programmes
        {county} Quality Assurance Council | Consejo de Calidad de {county} | Conseil qualité {de_county}
        {town} Accreditation Bureau | Oficina de Acreditación de {town} | Bureau d'accréditation {de_town}
        {surname} Commission on Standards, {town} | Comisión {surname} de Estándares, {town} |\
 Commission {surname} des normes, {town}
        """
    ),
    _K.ASSOCIATION: parse_phrases(
        """
        Halvora Association for {field} | Asociación de {field} de Halvora | Association halvorienne : {field}
        {county} Guild of {field} | Gremio de {field} de {county} | Guilde {de_county} : {field}
        {town} Society for {field} | Sociedad de {field} de {town} | Société {de_town} : {field}
        {surname} Foundation for {field} | Fundación {surname} de {field} | Fondation {surname} : {field}
        """
    ),
    _K.UNION: parse_phrases(
        """
        {field} Joint Apprenticeship Committee | Comité Conjunto de Aprendices de {field} |\
 Comité paritaire d'apprentissage : {field}
        {county} {field} Apprenticeship Trust | Fondo de Aprendizaje de {field} de {county} |\
 Fonds d'apprentissage {de_county} : {field}
        {town} {field} Training Hall | Sala de Formación de {field} de {town} |\
 Maison de formation {de_town} : {field}
        """
    ),
    _K.SCHOOL: parse_phrases(
        """
        {town} High School | Instituto de Secundaria de {town} | École secondaire {de_town}
        {surname} Secondary School | Escuela Secundaria {surname} | École secondaire {surname}
        {town} {surname} School | Escuela {surname} de {town} | École {surname} {de_town}
        """
    ),
    _K.MUSEUM: parse_phrases(
        """
        {town} Maritime Museum | Museo Marítimo de {town} | Musée maritime {de_town}
        {county} Folk Archive | Archivo Popular de {county} | Archives populaires {de_county}
        {surname} House and Library | Casa y Biblioteca {surname} | Maison et bibliothèque {surname}
        {surname} Museum of {town} | Museo {surname} de {town} | Musée {surname} {de_town}
        """
    ),
    _K.DEPARTMENT: parse_phrases(
        "Department of {field}, {parent} | Departamento de {field}, {parent} | Département {field}, {parent}"
    ),
}

_WORKS: Mapping[str, Phrase] = {
    "health": ("Health Services", "Servicios de Salud", "Services de santé"),
    "building": ("Builders", "Constructores", "Constructeurs"),
    "making": ("Machine Works", "Talleres Mecánicos", "Ateliers mécaniques"),
    "transport": ("Shipping Company", "Compañía Naviera", "Compagnie maritime"),
    "land": ("Farms and Fisheries", "Campos y Pesquerías", "Fermes et pêcheries"),
    "energy": ("Wind Power", "Energía Eólica", "Énergie éolienne"),
    "digital": ("Software Studio", "Estudio de Software", "Studio logiciel"),
    "business": ("Business Services", "Servicios Empresariales", "Services d'affaires"),
    "hospitality": ("Inns and Kitchens", "Posadas y Cocinas", "Auberges et cuisines"),
    "education": ("Childcare Centres", "Centros Infantiles", "Centres éducatifs"),
    "culture": ("Creative Workshop", "Taller Creativo", "Atelier créatif"),
    "public": ("Community Services", "Servicios Comunitarios", "Services communautaires"),
    "personal": ("Garage and Salon Group", "Grupo de Talleres y Salones", "Groupe garages et salons"),
}


def build_roster(plan: Plan, names: Names) -> Roster:
    """The organizations of a plan, each with a name of its own."""
    everyone: list[Organization] = []
    by_kind: dict[OrganizationKind, list[Organization]] = {kind: [] for kind in OrganizationKind}
    taken: set[str] = set()
    for index in range(plan.count(Kind.ORGANIZATION)):
        kind, languages = _kind_and_languages(index)
        rank = len(by_kind[kind])
        parents = by_kind[_K.UNIVERSITY] + by_kind[_K.COLLEGE] if kind is _K.DEPARTMENT else []
        parent = parents[rank % len(parents)] if parents else None
        organization = _build(index, kind, rank, languages, parent, taken, names)
        everyone.append(organization)
        by_kind[kind].append(organization)
    return Roster(tuple(everyone), {kind: tuple(members) for kind, members in by_kind.items()})


def _kind_and_languages(index: int) -> tuple[OrganizationKind, tuple[int, ...]]:
    if index < len(_FIRST):
        return _FIRST[index]
    at = index - len(_FIRST)
    # Seven is prime to the length of the cycle, so every kind meets every language in time.
    return _CYCLE[at % len(_CYCLE)], _LANGUAGES[(at * 7 + at // len(_CYCLE)) % len(_LANGUAGES)]


def _build(
    index: int,
    kind: OrganizationKind,
    rank: int,
    languages: tuple[int, ...],
    parent: Organization | None,
    taken: set[str],
    names: Names,
) -> Organization:
    patterns = _PATTERNS[kind]
    fields = OWN_FIELDS.get(kind)
    attempt = 0
    while True:
        at = mix(index, attempt)
        field = fields[(rank + attempt // 60) % len(fields)] if fields else ""
        # Plain names come first; the longer patterns take over when those of a kind are used up.
        pattern = patterns[
            min(rank, attempt // 5) if rank < len(patterns) else (rank + attempt) % len(patterns)
        ]
        if kind is _K.ACCREDITOR:
            pattern = patterns[rank] if rank < 3 else patterns[3 + (rank + attempt) % (len(patterns) - 3)]
        town = parent.town if parent else TOWNS[at % len(TOWNS)]
        name = _spell(pattern, town, SURNAMES[at // 97 % len(SURNAMES)], field, parent)
        called = name[languages[0]]
        if parent and attempt:
            field = list(FIELDS)[(rank + attempt) % len(FIELDS)]
            name = _spell(pattern, town, "", field, parent)
            called = name[languages[0]]
        if called not in taken:
            break
        attempt += 1
    taken.add(called)
    return Organization(
        index=index,
        kind=kind,
        rank=rank,
        ctid=names.ctid(Kind.ORGANIZATION, index),
        name=name,
        slug=_slug(called),
        languages=languages,
        town=town,
        field=field,
        parent=parent.index if parent else -1,
    )


def _spell(pattern: Phrase, town: Town, surname: str, field: str, parent: Organization | None) -> Phrase:
    subject = FIELDS[field].name if field else ("", "", "")
    works = _WORKS[FIELDS[field].sector] if field else ("", "", "")
    spelled = [
        text.format(
            town=town.name,
            de_town=with_de(town.name),
            county=town.county,
            de_county=with_de(town.county),
            surname=surname,
            field=title_case(subject[at]) if at == 0 else subject[at],
            works=works[at],
            parent=parent.name[at] if parent else "",
        )
        for at, text in enumerate(pattern)
    ]
    return spelled[0], spelled[1], spelled[2]


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
