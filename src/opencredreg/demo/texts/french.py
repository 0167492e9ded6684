"""The French texts of the demonstration."""

from __future__ import annotations

from opencredreg.demo.texts.template import parse_templates

__all__ = ["TEMPLATES"]

TEMPLATES = parse_templates(
    """
    # organization.agency
    {org} veille à la formation, au travail et à la reconnaissance des compétences sur l'île de Halvora.
    --
    Il tient la liste des programmes agréés, publie les résultats et conseille ceux qui changent de métier.
    --
    Ses guichets sont ouverts dans chaque chef-lieu, en anglais, en espagnol et en français.

    # organization.university
    {org} est une université publique située à {town}, fondée en {year}.
    --
    Quelque {students} personnes y étudient, de la licence au doctorat.
    --
    La recherche porte sur la mer, la santé dans les petits lieux et les langues en contact.

    # organization.college
    {org} offre des études de deux ans aux habitants du comté {de_county}, sur son campus de {town}.
    --
    On y obtient certificats et grades d'associé, et beaucoup poursuivent à l'université.
    --
    L'inscription comprend la garderie, la bibliothèque d'outils et l'abonnement de bus.

    # organization.technical
    {org} forme des techniciens pour les ateliers, les navires et les centrales de Halvora.
    --
    La plupart des programmes durent un ou deux ans et finissent par un projet réel.
    --
    Fondé en {year}, il occupe ses bâtiments au bord de l'Ambry depuis 2009.

    # organization.provider
    {org} donne des cours brefs aux adultes qui veulent apprendre, changer ou rafraîchir un métier.
    --
    Les cours commencent chaque mois et peuvent être payés par mensualités.
    --
    Plus de {students} personnes y ont appris depuis {year}.

    # organization.employer
    {org} est une entreprise de {town} active dans le domaine {de_field}.
    --
    Le nouveau personnel apprend au poste avec un mentor et obtient des badges.
    --
    La clientèle vient des neuf comtés et, de plus en plus, d'outre-mer.

    # organization.board
    {org} délivre les permis d'exercer dans le domaine {de_field} et protège le public.
    --
    Ses membres sont nommés pour quatre ans ; deux représentent le public.
    --
    L'ordre a été créé par la loi en {year}.

    # organization.accreditor
    {org} évalue les établissements et leurs programmes et publie ses conclusions.
    --
    Les évaluations sont faites par des pairs et reprises tous les six ans.
    --
    L'organisme travaille sur l'île depuis {year}.

    # organization.association
    {org} réunit les personnes qui travaillent dans le domaine {de_field}.
    --
    Elle certifie des praticiens, organise des examens et tient un code de conduite.
    --
    Fondée en {year}, elle est dirigée par ses membres.

    # organization.union
    {org} est géré par les employeurs et les syndicats et forme des apprentis.
    --
    Les apprentis sont payés pendant la formation, avec quatre paliers de salaire.
    --
    Le premier groupe a terminé en {year}.

    # organization.school
    {org} est l'école secondaire de {town}, avec environ {students} élèves.
    --
    Les élèves peuvent suivre des cours supérieurs et gagner des badges avant le diplôme.
    --
    L'école se tient dans son verger depuis {year}.

    # organization.museum
    {org} rassemble et raconte le passé marin de {town} et de ses voisins.
    --
    Les bénévoles obtiennent des badges pour l'accueil, le catalogage et la conservation.
    --
    La collection a commencé en {year} par un coffre d'archives du port.

    # organization.department
    {org} assure l'enseignement et la recherche dans le domaine {de_field}.
    --
    Le personnel encadre des projets d'étudiants avec des partenaires du comté {de_county}.

    # organization.purpose
    Aider chacun, à tout âge, à apprendre ce que demandent le travail et la vie sur l'île.
    Rendre les compétences visibles et dignes de confiance.

    # organization.support
    Conseil, tutorat et aide pratique en un seul lieu ; le premier entretien est gratuit.

    # organization.transfer
    Les acquis d'ailleurs sont examinés en quatre semaines et comptent s'ils entrent dans un programme.

    # credential.description
    {This_kind} s'adresse à ceux qui veulent travailler dans le domaine suivant : {focus}.
    {This_kind} montre que son titulaire travaille avec assurance dans le domaine suivant : {focus}.
    --
    Les sujets principaux sont : {topics}.
    Le programme comprend : {topics}.
    --
    La pratique vient d'abord : chaque partie est liée à une tâche du quotidien.
    Les groupes sont petits et chaque personne a un mentor.
    --
    Les titulaires travaillent souvent comme {role} ou dans un poste semblable.
    Beaucoup poursuivent des études plus avancées.
    .

    # credential.quality.description
    Cette reconnaissance est accordée aux programmes qui satisfont aux normes de {org} : {focus}.
    --
    L'examen porte sur : {topics}.
    --
    Elle vaut six ans, avec un bref rapport la troisième année.

    # award.degree
    Cours et séminaires mènent à un travail final sur une question du comté {de_county}.
    La moitié des cours se donne aussi le soir.

    # award.graduate
    Un mémoire ou un grand projet achève les études.
    L'enseignement est concentré en blocs pour permettre de travailler.

    # award.badge
    Le tout se partage en ligne et montre ce qui a été fait.
    Plusieurs badges comptent pour un titre plus grand.

    # award.licensed
    La validité est limitée et doit être renouvelée.
    Le registre des titulaires est public.

    # award.trade
    L'essentiel s'apprend au poste de travail.
    Les semaines de cours à {town} alternent avec le travail en entreprise.

    # award.school
    Les élèves combinent matières générales et vie professionnelle.
    La voie s'ouvre vers les études, l'apprentissage et le service public.

    # award.short
    Les cours commencent deux fois par an.
    On peut suivre la formation à côté d'un emploi à plein temps.
    Les crédits comptent pour des programmes plus longs.

    # credential.alternate
    {short} : {focus}

    # condition.requires.name
    Conditions : {name}

    # condition.requires
    Il faut suivre la formation, réussir l'évaluation et montrer les compétences indiquées.

    # condition.text
    Réussir toutes les unités obligatoires
    Assister à neuf dixièmes des séances pratiques
    Remettre un portfolio de trois travaux
    Accepter le code de conduite de {org}
    Détenir une carte de secourisme valide

    # condition.alternative.study
    Terminer le programme de {org} ou un programme équivalent ailleurs.

    # condition.alternative.experience
    Justifier de {years} ans d'expérience confirmés par un employeur ({focus}).

    # condition.recommends
    Une première expérience facilite le début ({focus}).

    # condition.renewal
    Le renouvellement demande {hours} heures de formation continue.

    # condition.corequisite
    Il faut travailler ou aider dans le domaine pendant la préparation ({focus}).

    # condition.preparation
    On peut continuer avec : {other}.

    # condition.prepared
    S'appuie sur : {other}.

    # revocation
    {org} peut retirer {the_kind} en cas de faute grave contre son code de conduite.

    # cost.tuition
    Frais de scolarité complets.

    # cost.fee
    Perçus une fois, avec la demande.

    # cost.exam
    Frais d'examen, avec une reprise.

    # cost.materials
    Outils, vêtements de protection et matériel.

    # cost.payment
    Payable en {months} mensualités

    # aid.name
    Bourse de formation du comté {de_county}
    Bourse Nouveau Départ

    # aid
    Couvre une partie des frais pour les personnes à faible revenu.

    # delivery
    Groupes du soir deux jours par semaine et une journée pratique par mois.
    Théorie en ligne, pratique à l'atelier de {town}.

    # method
    Brefs exposés, pratique encadrée et réflexion alternent.

    # course.name.0
    introduction : {focus}
    bases : {focus}

    # course.name.1
    {topic} : application ({focus})

    # course.name.2
    {topic} : atelier appliqué

    # course.name.3
    {topic} : niveau avancé
    projet : {focus}

    # course.name.4
    séminaire : {topic}

    # course.description
    Le cours présente {topics}, tels qu'on les pratique au quotidien ({focus}).
    Un cours pratique qui porte sur {topics}.
    --
    Les exercices utilisent du matériel d'entreprises et de services du comté {de_county}.
    La moitié du temps se passe à l'atelier ou sur le terrain.
    --
    À la fin, chacun présente un travail achevé.
    .

    # program.name.0
    programme : {focus}

    # program.name.1
    programme {de_field} : {focus}

    # program.name.2
    formation : {focus} et {topic}

    # program.description
    Le programme prépare au métier, des premiers pas à la pratique autonome ({focus}).
    --
    Les cours portent sur : {topics}.
    --
    Un stage de {weeks} semaines dans le comté {de_county} en fait partie.
    On peut l'étudier en {months} mois à temps plein.
    --
    Les diplômés travaillent comme {role} ou poursuivent leurs études.

    # learning.name.0
    atelier : {focus}

    # learning.name.1
    stage : {focus}

    # learning.name.2
    cours intensif : {topic}

    # learning.name.3
    soirées : {topic}

    # learning.description
    Une offre brève pour découvrir le domaine ou rafraîchir ses acquis ({focus}).
    Trois semaines intensives avec des praticiens, autour de : {topics}.
    --
    Aucune connaissance préalable n'est requise.
    --
    Une attestation est remise à ceux qui suivent toutes les séances.
    .

    # offering.name
    {course}, {season} {year}

    # offering.description
    Le cours tel qu'il est offert ({season} {year}), les {days}, à {town}.

    # assessment.name.0
    examen pratique : {focus}

    # assessment.name.1
    examen écrit : {focus}

    # assessment.name.2
    examen de portfolio : {focus}

    # assessment.name.3
    démonstration : {topic}

    # assessment.description
    L'évaluation montre si la personne maîtrise {topics} ({focus}).
    --
    Elle dure {hours} heures et a lieu plusieurs fois par an.
    Deux évaluateurs observent, posent des questions et s'accordent sur le résultat.
    --
    Elle peut être reprise une fois sans nouveaux frais.
    .

    # assessment.method
    Des tâches pratiques sont observées avec une grille, suivies d'un entretien.

    # assessment.output
    Un procès-verbal signé avec un niveau par compétence.

    # assessment.scoring
    Chaque tâche compte autant ; il faut soixante-dix pour cent.

    # assessment.example
    Une tâche commentée peut être essayée avant l'inscription.

    # framework.name
    référentiel de compétences : {focus}

    # framework.description
    Le référentiel décrit ce que savent et font les personnes du domaine ({focus}).
    --
    Il est ordonné par sujets, de « {topic} » à « {topic2} ».
    --
    Les remarques sont bienvenues.
    .

    # catalogue.name
    Catalogue halvorien des compétences

    # catalogue.description
    Le catalogue énumère, domaine par domaine, les compétences que demande le travail sur l'île.
    --
    Écoles, employeurs et conseillers en font une langue commune.

    # framework.rights
    Chacun peut l'utiliser et l'adapter en citant la source.

    # competency.field
    Travailler de façon responsable et continuer d'apprendre ({field})

    # competency.focus
    Appliquer les connaissances et méthodes du domaine ({focus})

    # competency.area
    Planifier et réaliser : {topic} ({focus})

    # competency.0
    Expliquer l'importance {de_topic} et décrire les étapes ({focus})

    # competency.1
    Choisir et préparer les outils et le matériel : {topic}

    # competency.2
    Assurer en sécurité et selon la norme convenue : {topic}

    # competency.3
    Vérifier et consigner les résultats : {topic}

    # competency.4
    Reconnaître et corriger les défauts courants en matière {de_topic}

    # competency.5
    Adapter aux conditions du terrain : {topic} ({focus})

    # competency.6
    Coopérer avec collègues et clients en matière {de_topic}

    # competency.7
    Planifier le temps et les ressources : {topic}

    # competency.8
    Appliquer les règles en vigueur en matière {de_topic}

    # competency.9
    Améliorer le travail à l'aide de données et de retours : {topic}

    # competency.10
    Initier des débutants : {topic}

    # competency.11
    Juger quand consulter un spécialiste en matière {de_topic}

    # competency.comment
    Les preuves du travail comptent autant que celles de la classe.

    # category.knowledge
    connaissance

    # category.skill
    habileté

    # category.practice
    pratique

    # scheme.glossary.name
    glossaire : {field}

    # scheme.glossary.description
    Termes du domaine, expliqués aux étudiants et aux conseillers ({field}).

    # scheme.glossary.speciality
    Une spécialité du domaine ({field}).

    # scheme.glossary.topic
    Un sujet de la formation : {other}.

    # rubric.name
    grille d'évaluation : {topic}

    # rubric.description
    La grille aide à juger de la même façon le travail ({topic}, {focus}).

    # rubric.criterion.0
    qualité : {topic}

    # rubric.criterion.1
    sécurité et soin

    # rubric.criterion.2
    communication : {topic}

    # rubric.criterion.description
    Considère ce que fait la personne, non la façon dont elle le raconte.

    # rubric.level.0
    débutant

    # rubric.level.1
    compétent

    # rubric.level.2
    remarquable

    # rubric.benchmark.0
    Travaille avec de l'aide et des rappels.

    # rubric.benchmark.1
    Travaille de façon autonome et respecte la norme.

    # rubric.benchmark.2
    Travaille de façon autonome, prévoit les problèmes et aide les autres.

    # occupation.description
    Qui travaille comme {role} s'occupe de ces sujets : {topics}.
    --
    Les lieux de travail habituels sont des entreprises et services du domaine.
    --
    Un certificat ou un diplôme du domaine est la voie habituelle.

    # occupation.special.name
    {role}, {focus}

    # job.name
    {role}
    {role}, {focus}

    # job.description
    {org} emploie à ce poste des personnes chargées de ces sujets : {topics}.
    --
    Le travail se fait à {town} et, au besoin, chez des clients du comté {de_county}.
    --
    Un mentor accompagne les six premiers mois.
    .

    # job.pay
    Salaire annuel brut, avec augmentation régulière.

    # role.name
    responsable : {focus}
    coordination : {topic}

    # role.description
    La fonction réunit la responsabilité de plusieurs sujets : {topics}.

    # task.name.0
    {topic}

    # task.name.1
    préparation : {topic}

    # task.name.2
    consignation : {topic}

    # task.description.0
    Planifier, réaliser et conclure : {topic} ({focus}).

    # task.description.1
    Préparer personnes, lieu et matériel : {topic}.

    # task.description.2
    Documenter pour que d'autres puissent continuer : {topic}.

    # industry.description
    {story}

    # industry.field.description
    Entreprises, services et personnes de l'île actifs dans le domaine {de_field}.

    # pathway.name
    parcours vers le métier : {role}

    # pathway.description
    Le parcours montre comment on devient {role}, avec un choix de cours et un stage.
    --
    Des acquis d'ailleurs peuvent remplacer des étapes.

    # component.description
    Une étape du parcours ; les détails sont à la page de ce qu'elle représente.

    # component.course
    cours : {name}

    # component.assessment
    évaluation : {name}

    # component.competency
    compétence : {name}

    # component.credential
    but : {name}

    # component.job
    premier emploi : {role}

    # component.experience
    stage : {focus}

    # component.basic
    entretien d'orientation

    # component.cocurricular
    concours des métiers ({field})

    # component.extracurricular
    bénévolat dans la communauté

    # component.condition.all
    Tout ce qui est indiqué doit être accompli.

    # component.condition.choice
    Au moins {number} des étapes indiquées doivent être accomplies.

    # component.constraint
    Le cours doit être de niveau intermédiaire.

    # pathway.set.name
    parcours professionnels : {field}

    # pathway.set.description
    Parcours du domaine qui partagent la première année ({field}).

    # transfer.name
    {name} : crédits auprès de {other}

    # transfer.exam.name
    Crédits par examen : {name}

    # transfer.description
    Qui a terminé {name} reçoit des crédits pour {other}.

    # transfer.evidence
    Comparaison des résultats

    # transfer.evidence.description
    Deux enseignants ont comparé contenu, niveau et évaluation et fixé les crédits.

    # transfer.credit
    Les crédits figurent au relevé sans note.

    # intermediary.name
    Cours équivalents de l'île : {focus}

    # intermediary.description
    Cours que les écoles de l'île se reconnaissent entre elles ({focus}).

    # agreement.name
    Accord de transfert : {org} et {other}

    # agreement.description
    {org} et {other} reconnaissent leurs programmes et partagent l'orientation ({field}).

    # agreement.statement.purpose
    But

    # agreement.statement.purpose.text
    On passe d'une école à l'autre sans perdre ni temps ni crédits.

    # agreement.statement.guarantee
    Admission garantie

    # agreement.statement.guarantee.text
    Qui termine le programme d'origine entre en troisième année du programme d'accueil.

    # policy.name
    Reconnaissance des acquis : {org}

    # policy.description
    La politique explique comment {org} reconnaît les acquis du travail, du service et de l'étude.

    # policy.statement
    Comment faire la demande

    # policy.statement.text
    On remet un portfolio ou passe un examen ; la réponse vient en quatre semaines.

    # collection.name
    {field} : titres recommandés

    # collection.description
    Un choix de titres et de métiers pour ceux qui débutent ({field}).

    # collection.member
    Figure ici parce qu'on en manque : {topic}.

    # collection.condition
    Employeurs et enseignants revoient le choix chaque année.

    # support.0
    orientation professionnelle

    # support.1
    garderie pendant les cours

    # support.2
    tutorat de mathématiques et d'écriture

    # support.3
    transport vers les cours

    # support.4
    prêt d'ordinateurs

    # support.5
    écoute et conseil

    # support.description
    Un service de {org} pour tous les apprenants : {name}.
    --
    Il est gratuit et personne n'a à se justifier.

    # dataset.name
    résultats : {name}

    # dataset.description
    Réussite et revenus des personnes qui ont suivi : {name}.
    --
    Les chiffres relient les données de l'école à des données salariales anonymes.

    # dataset.metric.completion
    Taux de réussite

    # dataset.metric.completion.description
    Part des inscrits d'une année qui ont terminé en une fois et demie le temps prévu.

    # dataset.metric.earnings
    Revenu médian

    # dataset.metric.earnings.description
    Revenu annuel médian la deuxième année, à temps plein.

    # dataset.dimension
    Titre décerné

    # dataset.suppression
    Les groupes de moins de dix personnes ne sont pas montrés.

    # dataset.subject
    Toutes les personnes inscrites qui ont accepté l'usage de leurs données.

    # aggregate.name
    Résultats des dernières années

    # aggregate.description
    Résumé de ce qu'ont fait les titulaires dans les deux années suivantes.

    # aggregate.jobs
    Titulaires qui ont trouvé un emploi dans la région.

    # action.accredit.name
    Accréditation : {name}

    # action.accredit.description
    {org} a accrédité {name} après un examen avec visite.

    # action.demand.name
    Métier recherché : {role}

    # action.demand.description
    {org} constate que l'île manque de personnes travaillant comme {role}.

    # conditions.name
    conditions générales d'admission

    # conditions.description
    Conditions valables pour tous les titres de {org} ({field}).

    # conditions.entry
    Il faut avoir au moins {age} ans et savoir lire et calculer.

    # costs.name
    frais : {field}

    # costs.description
    Frais que {org} demande pour tous les programmes du domaine ({field}).

    # process.development
    Le contenu est élaboré avec des praticiens et essayé avec un premier groupe.

    # process.review
    Tous les {years} ans, un comité revoit contenu, résultats et avis.

    # process.appeal
    On peut faire appel par écrit dans les trente jours ; un comité répond.

    # process.administration
    L'évaluation est surveillée par des personnes qui n'enseignent pas au groupe.

    # process.frequency
    Tous les {years} ans

    # standards
    Suit les normes de qualité communes aux écoles de l'île.

    # jurisdiction.region
    Valable sur toute l'île de Halvora.

    # jurisdiction.county
    Reconnu dans le comté {de_county}.

    # outside.organization
    Alliance des titres de l'océan Nord
    Fédération des écoles de métiers insulaires

    # outside.organization.description
    Une association d'outre-mer qui reconnaît la formation des petites îles.

    # outside.course
    {focus}, dans une école partenaire d'outre-mer

    # outside.course.description
    Cours d'une école partenaire qui ne publie pas ici sa propre description.

    # contact.main
    bureau principal

    # contact.admissions
    orientation et admission

    # campus
    bâtiment principal
    campus du port

    # season.0
    printemps

    # season.1
    automne

    # days.0
    lundis et mercredis

    # days.1
    mardis et jeudis

    # days.2
    samedis

    # experience
    Travail dans le domaine, payé ou non, confirmé par écrit ({focus}).
    """
)
