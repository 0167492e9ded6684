"""The classes of credentials that the demonstration uses, and who awards which."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from opencredreg.demo.phrases import Phrase, parse_phrase
from opencredreg.demo.specialties import OrganizationKind

__all__ = ["AWARDED_BY", "AWARDS", "Award"]

_K = OrganizationKind


class Award(msgspec.Struct, frozen=True):
    """A class of credentials: what it is called, how long it takes, what it costs, how high it stands.

    ``words`` are the forms of the label that texts use; ``months``, ``credits`` and ``price`` are ranges;
    ``rank`` orders awards from a badge (1) to a doctorate (9).
    """

    term: str
    name: Phrase
    short: Phrase
    words: Mapping[str, Phrase]
    level: str
    rank: int
    months: tuple[int, int]
    credits: tuple[int, int]
    price: tuple[int, int]

    @property
    def family(self) -> str:
        """Which of the texts about kinds of awards fits it."""
        if self.rank == 1:
            return "badge"
        if self.is_renewable:
            return "licensed"
        if self.is_work_based:
            return "trade"
        if "Secondary" in self.level:
            return "school"
        if self.rank > 6:
            return "graduate"
        return "degree" if self.is_degree else "short"

    @property
    def is_degree(self) -> bool:
        """Whether majors, minors and concentrations are declared for it."""
        return "Degree" in self.term and "Specialist" not in self.term

    @property
    def is_renewable(self) -> bool:
        """Whether it ends unless it is renewed."""
        return self.term in {"ceterms:Certification", "ceterms:License"}

    @property
    def is_work_based(self) -> bool:
        """Whether it is earned at work."""
        return self.term in _WORK_BASED


_WORK_BASED = frozenset(
    {
        "ceterms:ApprenticeshipCertificate",
        "ceterms:JourneymanCertificate",
        "ceterms:MasterCertificate",
        "ceterms:PreApprenticeshipCertificate",
        "ceterms:WorkBasedLearningCertificate",
    }
)


def _words(label: str, genders: str) -> Mapping[str, Phrase]:
    english, spanish, french = parse_phrase(label)
    spanish_gender, french_gender = genders[0], genders[1]
    vowel = french[0] in "aeiouéè"
    if french_gender == "m":
        this, the, of = (
            ("cet " if vowel else "ce "),
            ("l'" if vowel else "le "),
            ("de l'" if vowel else "du "),
        )
    else:
        this, the, of = "cette ", ("l'" if vowel else "la "), ("de l'" if vowel else "de la ")
    este, el, del_ = ("este ", "el ", "del ") if spanish_gender == "m" else ("esta ", "la ", "de la ")
    return {
        "kind": (english, spanish, french),
        "this_kind": (f"this {english}", este + spanish, this + french),
        "This_kind": (f"This {english}", este.capitalize() + spanish, this.capitalize() + french),
        "the_kind": (f"the {english}", el + spanish, the + french),
        "of_kind": (f"of the {english}", del_ + spanish, of + french),
    }


def _read_awards(text: str) -> tuple[Award, ...]:
    """The awards of a text in blocks of four lines.

    The first line holds the class, the level, the rank and the ranges of months, credits and price; the
    second the genders in Spanish and French and the label; the third a pattern for names; the last a short
    label.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(_award(*lines[at : at + 4]) for at in range(0, len(lines), 4))


def _award(facts: str, label: str, name: str, short: str) -> Award:
    term, level, rank, months, credits, price = facts.removeprefix("# ").split()
    genders, _, words = label.partition(" ")
    return Award(
        term=f"ceterms:{term}",
        name=parse_phrase(name),
        short=parse_phrase(short),
        words=_words(words, genders),
        level=f"audLevel:{level}",
        rank=int(rank),
        months=_range(months),
        credits=_range(credits),
        price=_range(price),
    )


def _range(text: str) -> tuple[int, int]:
    low, _, high = text.partition("-")
    return int(low), int(high)


AWARDS: tuple[Award, ...] = _read_awards(
    """
    # Badge BeginnerLevel 1 1-2 0-1 0-60
    fm badge | insignia | badge
    {focus} badge | insignia de {focus} | badge : {focus}
    badge | insignia | badge
    # OpenBadge BeginnerLevel 1 1-2 0-1 0-40
    fm open badge | insignia abierta | badge ouvert
    {topic} open badge | insignia abierta de {topic} | badge ouvert : {topic}
    open badge | insignia abierta | badge ouvert
    # DigitalBadge IntermediateLevel 1 1-3 0-2 0-90
    fm digital badge | insignia digital | badge numérique
    {topic} specialist badge | insignia de especialista en {topic} | badge de spécialiste : {topic}
    digital badge | insignia digital | badge numérique
    # CertificateOfParticipation BeginnerLevel 1 1-1 0-1 20-150
    mf certificate of participation | certificado de participación | attestation de participation
    {topic} certificate of participation | certificado de participación en {topic} |\
 attestation de participation : {topic}
    attendance certificate | constancia | attestation
    # CertificateOfCompletion BeginnerLevel 2 2-6 3-9 200-1400
    mf certificate of completion | certificado de finalización | attestation de réussite
    {focus} certificate of completion | certificado de finalización de {focus} |\
 attestation de réussite : {focus}
    completion certificate | certificado | attestation
    # MicroCredential IntermediateLevel 2 1-4 2-6 150-900
    ff micro-credential | microcredencial | microcertification
    micro-credential in {topic} | microcredencial de {topic} | microcertification en {topic}
    micro-credential | microcredencial | microcertification
    # GeneralEducationDevelopment UpperSecondary 2 6-12 0-0 0-120
    fm general education credential | credencial de educación general | titre d'études générales
    general education credential with {topic} | credencial de educación general con {topic} |\
 titre d'études générales : {topic}
    second chance credential | credencial | titre
    # SecondaryEducationCertificate UpperSecondary 2 9-18 0-0 0-100
    mm secondary certificate | certificado de secundaria | certificat secondaire
    secondary certificate in {focus} | certificado de secundaria en {focus} |\
 certificat secondaire en {focus}
    secondary certificate | certificado | certificat
    # SecondarySchoolDiploma UpperSecondary 3 36-48 0-0 0-0
    mm high school diploma | bachillerato | diplôme secondaire
    high school diploma, {field} track | bachillerato, especialidad de {field} |\
 diplôme secondaire, profil {field}
    diploma | bachillerato | diplôme
    # PreApprenticeshipCertificate BeginnerLevel 2 2-6 0-6 0-200
    mm pre-apprenticeship certificate | certificado de preaprendizaje | certificat de préapprentissage
    pre-apprenticeship in {focus} | preaprendizaje de {focus} | préapprentissage en {focus}
    pre-apprenticeship | preaprendizaje | préapprentissage
    # WorkBasedLearningCertificate IntermediateLevel 3 3-12 0-12 0-100
    mm work-based certificate | certificado de aprendizaje en el trabajo | certificat en milieu de travail
    work-based certificate in {focus} | certificado de trabajo en {focus} |\
 certificat en milieu de travail : {focus}
    work certificate | certificado | certificat
    # Certificate PostSecondaryLevel 3 6-12 16-36 900-4200
    mm certificate | certificado | certificat
    certificate in {focus} | certificado en {focus} | certificat en {focus}
    certificate | certificado | certificat
    # BasicTechnicalCertificate BeginnerLevel 3 3-6 6-16 500-1800
    mm basic technical certificate | certificado técnico básico | certificat technique de base
    basic technical certificate in {focus} | certificado técnico básico en {focus} |\
 certificat technique de base en {focus}
    technical certificate | certificado técnico | certificat technique
    # TechnicalLevel1Certificate BeginnerLevel 3 4-8 10-20 700-2200
    mm technical certificate, level 1 | certificado técnico de nivel 1 | certificat technique de niveau 1
    technical certificate 1: {focus} | certificado técnico 1: {focus} | certificat technique 1 : {focus}
    level 1 | nivel 1 | niveau 1
    # TechnicalLevel2Certificate IntermediateLevel 4 8-14 20-36 1400-4200
    mm technical certificate, level 2 | certificado técnico de nivel 2 | certificat technique de niveau 2
    technical certificate 2: {focus} | certificado técnico 2: {focus} | certificat technique 2 : {focus}
    level 2 | nivel 2 | niveau 2
    # TechnicalLevel3Certificate AdvancedLevel 5 12-18 30-48 2600-6000
    mm technical certificate, level 3 | certificado técnico de nivel 3 | certificat technique de niveau 3
    technical certificate 3: {focus} | certificado técnico 3: {focus} | certificat technique 3 : {focus}
    level 3 | nivel 3 | niveau 3
    # ProficiencyCertificate IntermediateLevel 3 1-6 0-6 120-700
    mm proficiency certificate | certificado de dominio | certificat de compétence
    certificate of proficiency in {topic} | certificado de dominio de {topic} |\
 certificat de compétence en {topic}
    proficiency certificate | certificado | certificat
    # ProfessionalCertificate ProfessionalLevel 5 4-12 8-24 900-5200
    mm professional certificate | certificado profesional | certificat professionnel
    professional certificate in {focus} | certificado profesional en {focus} |\
 certificat professionnel en {focus}
    professional certificate | certificado | certificat
    # Certification ProfessionalLevel 5 1-6 0-0 180-900
    ff certification | certificación | certification
    certified specialist in {focus} | certificación profesional: {focus} |\
 certification professionnelle : {focus}
    certification | certificación | certification
    # License ProfessionalLevel 5 2-6 0-0 80-420
    fm license | licencia | permis
    license in {focus} | licencia profesional de {focus} | permis d'exercer : {focus}
    license | licencia | permis
    # ApprenticeshipCertificate IntermediateLevel 4 24-48 0-30 0-400
    mm apprenticeship certificate | certificado de aprendizaje | certificat d'apprentissage
    apprenticeship in {focus} | aprendizaje: {focus} | apprentissage : {focus}
    apprenticeship | aprendizaje | apprentissage
    # JourneymanCertificate AdvancedLevel 5 6-24 0-0 100-500
    mm journey worker certificate | certificado de oficial | certificat de compagnon
    journey worker in {focus} | oficial de {focus} | compagnon : {focus}
    journey worker | oficial | compagnon
    # MasterCertificate AdvancedLevel 6 12-24 0-0 400-1800
    mm master craft certificate | certificado de maestría | brevet de maîtrise
    master of the craft in {focus} | maestría de oficio en {focus} | maîtrise artisanale en {focus}
    master craft | maestría | maîtrise
    # Diploma PostSecondaryLevel 4 12-24 40-70 2400-7800
    mm diploma | diploma | diplôme
    diploma in {focus} | diploma en {focus} | diplôme en {focus}
    diploma | diploma | diplôme
    # AssociateDegree AssociatesDegreeLevel 5 20-24 60-66 4800-11800
    mm associate degree | título de asociado | grade d'associé
    associate degree in {focus} | título de asociado en {focus} | grade d'associé en {focus}
    associate degree | asociado | associé
    # AssociateOfAppliedScienceDegree AssociatesDegreeLevel 5 20-24 60-68 5200-12400
    mm associate of applied science degree | título de asociado en ciencias aplicadas |\
 grade d'associé en sciences appliquées
    associate of applied science in {focus} | asociado en ciencias aplicadas: {focus} |\
 associé en sciences appliquées : {focus}
    AAS | ACA | ASA
    # AssociateOfArtsDegree AssociatesDegreeLevel 5 20-24 60-64 4400-10800
    mm associate of arts degree | título de asociado en letras | grade d'associé ès arts
    associate of arts in {focus} | asociado en letras: {focus} | associé ès arts : {focus}
    AA | AL | AA
    # AssociateOfScienceDegree AssociatesDegreeLevel 5 20-24 60-64 4600-11200
    mm associate of science degree | título de asociado en ciencias | grade d'associé ès sciences
    associate of science in {focus} | asociado en ciencias: {focus} | associé ès sciences : {focus}
    AS | AC | AS
    # AcademicCertificate UndergraduateLevel 4 6-12 12-30 1800-5200
    mm academic certificate | certificado académico | certificat universitaire
    academic certificate in {focus} | certificado académico en {focus} | certificat universitaire en {focus}
    academic certificate | certificado | certificat
    # BachelorDegree BachelorsDegreeLevel 6 36-48 120-128 14000-36000
    mf bachelor's degree | título de grado | licence
    bachelor of {field}: {focus} | grado en {field}: {focus} | licence en {field} : {focus}
    bachelor's degree | grado | licence
    # BachelorOfScienceDegree BachelorsDegreeLevel 6 36-48 120-128 15000-38000
    mf bachelor of science degree | grado en ciencias | licence de sciences
    bachelor of science in {focus} | grado en ciencias: {focus} | licence de sciences : {focus}
    BSc | GC | LSc
    # BachelorOfArtsDegree BachelorsDegreeLevel 6 36-48 120-124 13000-34000
    mf bachelor of arts degree | grado en letras | licence de lettres
    bachelor of arts in {focus} | grado en letras: {focus} | licence de lettres : {focus}
    BA | GL | LL
    # PostBaccalaureateCertificate GraduateLevel 7 6-12 12-24 3200-9800
    mm post-baccalaureate certificate | certificado de posgrado | certificat de cycle supérieur
    post-baccalaureate certificate in {focus} | certificado de posgrado en {focus} |\
 certificat de cycle supérieur en {focus}
    graduate certificate | posgrado | cycle supérieur
    # MasterDegree MastersDegreeLevel 8 12-24 30-60 9000-28000
    mm master's degree | máster | master
    master of {field}: {focus} | máster en {field}: {focus} | master en {field} : {focus}
    master's degree | máster | master
    # MasterOfScienceDegree MastersDegreeLevel 8 12-24 30-60 10000-29000
    mm master of science degree | máster en ciencias | master de sciences
    master of science in {focus} | máster en ciencias: {focus} | master de sciences : {focus}
    MSc | MC | MSc
    # MasterOfArtsDegree MastersDegreeLevel 8 12-24 30-60 9000-26000
    mm master of arts degree | máster en letras | master de lettres
    master of arts in {focus} | máster en letras: {focus} | master de lettres : {focus}
    MA | ML | ML
    # PostMasterCertificate GraduateLevel 8 6-12 12-24 4200-11000
    mm post-master's certificate | certificado de posmáster | certificat postmaster
    post-master's certificate in {focus} | certificado de posmáster en {focus} |\
 certificat postmaster en {focus}
    post-master's certificate | posmáster | postmaster
    # SpecialistDegree GraduateLevel 8 12-24 30-40 9000-22000
    mm specialist degree | título de especialista | grade de spécialiste
    specialist in {focus} | especialista en {focus} | spécialiste en {focus}
    specialist | especialista | spécialiste
    # DoctoralDegree DoctoralDegreeLevel 9 36-60 60-90 12000-40000
    mm doctoral degree | doctorado | doctorat
    doctorate in {field}: {focus} | doctorado en {field}: {focus} | doctorat en {field} : {focus}
    doctorate | doctorado | doctorat
    # ResearchDoctorate DoctoralDegreeLevel 9 36-60 60-90 12000-40000
    mm research doctorate | doctorado de investigación | doctorat de recherche
    doctor of philosophy in {focus} | doctorado de investigación en {focus} |\
 doctorat de recherche en {focus}
    PhD | doctorado | doctorat
    # ProfessionalDoctorate DoctoralDegreeLevel 9 36-48 60-90 15000-42000
    mm professional doctorate | doctorado profesional | doctorat professionnel
    professional doctorate in {focus} | doctorado profesional en {focus} | doctorat professionnel en {focus}
    professional doctorate | doctorado | doctorat
    # QualityAssuranceCredential ProfessionalLevel 5 6-18 0-0 1200-9000
    mf quality recognition | reconocimiento de calidad | reconnaissance de qualité
    {focus}: recognition of quality | {focus}: reconocimiento de calidad |\
 {focus} : reconnaissance de qualité
    quality mark | sello de calidad | label de qualité
    """
)
"""All awards."""

_BY_TERM = {award.term: award for award in AWARDS}


def _named(names: str) -> tuple[Award, ...]:
    return tuple(_BY_TERM[f"ceterms:{name}"] for name in names.split())


AWARDED_BY: Mapping[OrganizationKind, tuple[Award, ...]] = {
    _K.UNIVERSITY: _named(
        "BachelorDegree MasterDegree DoctoralDegree BachelorOfScienceDegree PostBaccalaureateCertificate"
        " MicroCredential BachelorOfArtsDegree MasterOfScienceDegree ResearchDoctorate AcademicCertificate"
        " MasterOfArtsDegree ProfessionalDoctorate BachelorOfScienceDegree PostMasterCertificate"
        " SpecialistDegree"
    ),
    _K.COLLEGE: _named(
        "Certificate AssociateDegree MicroCredential CertificateOfCompletion AssociateOfAppliedScienceDegree"
        " AssociateOfArtsDegree Certificate AssociateOfScienceDegree BasicTechnicalCertificate OpenBadge"
        " Diploma"
    ),
    _K.TECHNICAL: _named(
        "TechnicalLevel1Certificate Diploma TechnicalLevel2Certificate AssociateOfAppliedScienceDegree"
        " TechnicalLevel3Certificate Certificate MicroCredential"
    ),
    _K.PROVIDER: _named(
        "CertificateOfCompletion MicroCredential OpenBadge Certificate CertificateOfParticipation"
        " CertificateOfCompletion Badge ProficiencyCertificate"
    ),
    _K.EMPLOYER: _named(
        "DigitalBadge WorkBasedLearningCertificate MicroCredential CertificateOfCompletion OpenBadge"
    ),
    _K.BOARD: _named("License Certification License License Certification"),
    _K.ASSOCIATION: _named(
        "Certification ProfessionalCertificate DigitalBadge ProficiencyCertificate Certification"
        " MicroCredential ProfessionalCertificate"
    ),
    _K.UNION: _named(
        "ApprenticeshipCertificate PreApprenticeshipCertificate JourneymanCertificate MasterCertificate"
        " ApprenticeshipCertificate WorkBasedLearningCertificate"
    ),
    _K.SCHOOL: _named(
        "SecondarySchoolDiploma SecondaryEducationCertificate GeneralEducationDevelopment OpenBadge"
        " SecondarySchoolDiploma Badge"
    ),
    _K.MUSEUM: _named("Badge CertificateOfParticipation OpenBadge DigitalBadge MicroCredential"),
    _K.ACCREDITOR: _named(
        "QualityAssuranceCredential ProfessionalCertificate QualityAssuranceCredential"
        " QualityAssuranceCredential CertificateOfParticipation"
    ),
}
"""Which awards an organization of a kind gives, in the order in which its bundles use them."""
