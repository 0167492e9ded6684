"""The English texts of the demonstration."""

from __future__ import annotations

from opencredreg.demo.texts.template import parse_templates

__all__ = ["TEMPLATES"]

TEMPLATES = parse_templates(
    """
    # organization.agency
    {org} looks after training, work and the recognition of skills on the island of Halvora.
    --
    It keeps the list of approved programs, publishes outcome data and advises people who change trades.
    --
    Its counters are open in every county seat, in English, Spanish and French.

    # organization.university
    {org} is a public university in {town}, founded in {year}.
    Founded in {year}, {org} teaches and does research above the harbour of {town}.
    {org} grew out of a teachers' seminary that opened in {town} in {year}.
    --
    About {students} students follow programs from the bachelor's to the doctoral level.
    Its {students} students can study by day, in the evening or partly online.
    --
    Research concentrates on the sea, on health in small places and on languages in contact.
    Much of its research is done with firms and clinics of {county} County.
    Graduates stay in touch through a mentoring circle that pairs them with first-year students.

    # organization.college
    {org} is a two-year college that serves {county} County from its campus in {town}.
    {org} opened in {year} in a former cannery and is the college of {county} County.
    Since {year}, {org} has offered open admission to everyone who lives in {county} County.
    --
    Students earn certificates and associate degrees, and many go on to a university on the island.
    Evening and weekend classes make up a third of the timetable.
    --
    A nursery, a tool library and a bus pass come with enrolment.
    Its {students} students range in age from sixteen to eighty-one.
    Workshops are shared with local employers, who lend machines and instructors.

    # organization.technical
    {org} trains technicians for the workshops, ships and power stations of Halvora.
    {org} in {town} is known for small classes and long hours in the workshop.
    --
    Most programs last one or two years and end with a project for a real customer.
    Every program includes at least eight weeks with an employer.
    --
    Founded in {year}, it moved to its present buildings beside the Ambry in 2009.
    The institute repairs equipment for the county, so that students learn on real work.

    # organization.provider
    {org} runs short courses for adults who want to start, change or refresh a trade.
    {org} teaches practical skills in small groups in {town} and the villages around it.
    --
    Courses start every month and can be paid in instalments.
    People without a job usually pay nothing.
    Tutors come from the trades they teach.
    --
    It has worked with more than {students} learners since {year}.
    Founded in {year} by two retired teachers, it is still owned by the people who work there.

    # organization.employer
    {org} is an employer in {town} that works in {field}.
    {org} has been in the business of {field} since {year}.
    A family firm from {town}, {org} employs {staff} people in {field}.
    --
    New staff learn on the job with a mentor and earn badges for what they master.
    The firm trains apprentices every year and keeps most of them.
    --
    Half of its staff have worked there for more than ten years.
    Customers come from all nine counties and increasingly from overseas.

    # organization.board
    {org} licenses people who practise {field} in Halvora and protects those who rely on them.
    {org} sets the requirements for practising {field}, holds examinations and hears complaints.
    --
    Its members are appointed for four years; two of them represent the public.
    The register of licence holders is open to everyone.
    --
    The board was set up by law in {year}.
    .

    # organization.accreditor
    {org} reviews colleges, training providers and their programs and publishes what it finds.
    {org} is an independent body that assures the quality of education and training.
    --
    Reviews are done by peers, include learners and are repeated every six years.
    Each decision comes with a public report and a plan for improvement.
    --
    It has worked on the island since {year}.
    Its standards are revised in the open every five years.

    # organization.association
    {org} brings together people who work in {field}.
    {org} is a professional body for {field} with about {students} members.
    --
    It certifies practitioners, runs examinations and keeps a code of conduct.
    Members meet in {town} every spring to agree on the standards of the profession.
    --
    Founded in {year}, it is run by its members.
    A solidarity fund pays examination fees for people on low incomes.

    # organization.union
    {org} is run jointly by employers and unions and trains apprentices in {field}.
    {org} organizes apprenticeships in {field} for {county} County and beyond.
    --
    Apprentices earn while they learn, with four pay steps from the first year to the last.
    Class weeks alternate with work under an experienced journey worker.
    --
    The first group of apprentices finished in {year}.
    More than {students} people have completed their time since {year}.

    # organization.school
    {org} is the secondary school of {town}, with about {students} pupils.
    {org} prepares young people of {county} County for work, study and citizenship.
    --
    Pupils can take college courses and earn industry badges before they graduate.
    Lessons are held in two languages, and every pupil plays an instrument or mends a net.
    --
    The school has stood in its orchard since {year}.
    .

    # organization.museum
    {org} collects and explains the seafaring past of {town} and its neighbours.
    {org} keeps boats, songs and papers of {county} County and teaches the crafts behind them.
    --
    Volunteers earn badges for guiding, cataloguing and conservation.
    Its workshops are open to schools during the week and to everyone on Sundays.
    --
    The collection began in {year} with a chest of harbour records.
    .

    # organization.department
    {org} teaches and does research in {field}.
    The department is responsible for all programs in {field} of its parent institution.
    --
    Its staff supervise student projects with partners in {county} County.
    Teaching laboratories are open to local schools twice a year.

    # organization.purpose
    To help people of all ages learn what work and life on the island ask of them.
    To make skills visible, trusted and portable.
    To connect learning with good work in every county.
    To give everyone a second chance to learn.

    # organization.support
    Learners find advice, tutoring and practical help in one place; the first talk is free.
    A support team helps with study skills, money worries, childcare and the search for work.

    # organization.transfer
    Learning done elsewhere is reviewed within four weeks and counts whenever it fits a program.
    We recognize learning from work, military service and other schools, and publish the rules for it.

    # credential.description
    This {kind} is for people who want to work in {focus}.
    This {kind} shows that its holder can work in {focus} with confidence.
    This {kind} brings together what beginners and experienced workers need in {focus}.
    People earn this {kind} when they have shown solid skills in {focus}.
    Designed with employers of {county} County, this {kind} covers the core of {focus}.
    --
    It covers {topics}.
    The main subjects are {topics}.
    Special weight lies on {topics}.
    Holders have proved themselves in {topics}.
    Learners spend most of their time on {topics}.
    --
    Practice comes first: every part is tied to a task from daily work.
    Assessment is based on real work, observed and discussed.
    Groups are small, and a mentor accompanies each learner.
    It can be earned in stages, beside a job or a family.
    Experience gained at work is recognized wherever possible.
    --
    Holders often work as {a_role} or in a similar position.
    It leads to jobs such as that of {a_role}.
    Employers in {town} ask for it when they hire {a_role}.
    Many holders go on to more advanced study in {field}.
    .

    # credential.quality.description
    This recognition is given to programs in {focus} that meet the published standards of {org}.
    {org} awards this recognition to institutions after a full review of {focus}.
    --
    The review looks at {topics}.
    It rests on a self-study, a visit and talks with learners, with attention to {topics}.
    --
    It is valid for six years, with a short report in the third year.
    The decision and the report are public.

    # award.degree
    Lectures and seminars lead to a final paper on a question from {county} County.
    Students choose two electives and spend one term with a partner of the school.
    The final project is presented in public in {town}.
    Half of the courses can be taken in the evening.
    The degree follows the credit rules that all schools of the island share.

    # award.graduate
    A thesis or a larger project completes the studies.
    Participants usually bring several years of work in {field} with them.
    Research seminars connect {topic} with current questions of the island.
    Teaching is concentrated in blocks, so that work can continue.

    # award.badge
    The badge can be shared online and shows what its holder did to earn it.
    It takes a weekend and one piece of evidence from practice.
    Several badges together count toward a larger credential.

    # award.licensed
    It is valid for a limited time and has to be renewed.
    The register of holders can be searched by everyone.
    Practice without it is not allowed in {county} County or anywhere else on the island.
    Candidates take a practical and a written examination.

    # award.trade
    Most of the learning happens on the job, under an experienced {role}.
    Wages rise with every completed stage.
    Class weeks in {town} alternate with work in the firm.
    The final piece of work is judged by three masters of the trade.

    # award.school
    Pupils combine general subjects with a taste of working life.
    It opens the way to colleges, apprenticeships and public service.
    A third of the time goes into projects with firms and associations of {county} County.

    # award.short
    Courses start twice a year and fill quickly.
    It can be completed beside a full-time job.
    Credit counts toward longer programs in {field}.
    Units can be taken in any order, except for the last one.
    The first unit is free, so that people can see whether it suits them.

    # credential.alternate
    {focus} {short}
    {short} in {focus}

    # condition.requires.name
    Requirements for {name}
    What it takes to earn {name}

    # condition.requires
    Candidates complete the training, pass the assessment and show the listed competencies.
    All of the following have to be met before the {kind} is awarded.
    The {kind} is awarded to those who finish the program and show what they have learned.

    # condition.text
    Complete all required units with a passing grade
    Attend at least nine tenths of the practical classes
    Submit a portfolio with three pieces of work
    Agree to the code of conduct of {org}
    Hold a valid first aid card
    Show proof of a supervised placement
    Pass the safety briefing before the first workshop

    # condition.alternative.study
    Complete the program with {org} or an equivalent one elsewhere.

    # condition.alternative.experience
    Show {years} years of experience in {focus}, confirmed by an employer.

    # condition.recommends
    Some experience in {focus} makes the start easier.
    Good reading and basic mathematics help with {topic}.
    Taking part in an information evening is a good idea.

    # condition.renewal
    Holders renew by completing {hours} hours of continuing education in {field}.
    Renewal asks for proof of recent practice and {hours} hours of further learning.

    # condition.corequisite
    Learners work or volunteer in {focus} while they prepare for this {kind}.

    # condition.preparation
    Holders can continue with {other}.
    This is a good basis for {other}.

    # condition.prepared
    It builds on {other}.
    People who hold {other} start with an advantage.

    # revocation
    {org} may withdraw the {kind} after serious breaches of its code of conduct.
    The {kind} ends when renewal is missed by more than one year or safety rules are broken.

    # cost.tuition
    Tuition for the whole {kind}.
    Tuition, charged per term.

    # cost.fee
    Charged once, with the application.
    Covers registration and identity check.

    # cost.exam
    Fee for the examination, including one repeat.

    # cost.materials
    Tools, protective clothing and learning materials.

    # cost.payment
    Payable in {months} monthly instalments
    Payable in two parts, at the start and at half time

    # aid.name
    {county} County learning grant
    Harbour Fund scholarship
    Second Start grant

    # aid
    Covers part of the cost for people with a low household income.
    For residents who have been out of work or schooling for more than a year.

    # delivery
    Evening groups meet on two days a week, with a practice day each month.
    Theory is taught online, practice in the workshop in {town}.
    Classes meet in {town} by day; recordings stay available.

    # method
    Learners alternate between short inputs, supervised practice and reflection.
    Teaching starts from problems that practitioners bring along.
    Small projects with local partners tie the parts together.

    # course.name.0
    introduction to {focus}
    foundations of {focus}
    {focus} for beginners

    # course.name.1
    {topic} in {focus}
    {topic} for {field}
    practice of {topic}

    # course.name.2
    {topic} and {topic2}
    applied {topic}
    {topic} laboratory

    # course.name.3
    advanced {topic}
    special problems of {focus}
    {focus} project

    # course.name.4
    seminar on {topic}
    {topic} in the workplace
    {focus}: {topic}

    # course.description
    The course introduces {topics} as they are practised in {focus}.
    Participants learn {topics} step by step.
    A practical course on {topics} for people who work in {focus} or plan to.
    Starting from cases, the course deals with {topics}.
    --
    Exercises use material from companies and services in {county} County.
    Half of the time is spent in the workshop or the field.
    Weekly tasks are discussed in pairs before they are handed in.
    A short diary documents what has been learned.
    --
    At the end each learner presents a finished piece of work.
    A practical test concludes the course.
    Credit is given for a project report of ten pages.
    .

    # program.name.0
    {focus} program

    # program.name.1
    {field} program: {focus}

    # program.name.2
    {focus} and {topic} training

    # program.description
    The program prepares for work in {focus}, from first steps to independent practice.
    A program for people who want to make {focus} their profession.
    In this program, learners combine {focus} with a broad base in {field}.
    --
    Its courses deal with {topics}.
    Learners take courses on {topics} and choose two electives.
    --
    A placement of {weeks} weeks with a partner in {county} County is part of it.
    The last term is reserved for a project with an employer.
    It can be studied full-time in {months} months or part-time in about double that time.
    --
    Graduates work as {a_role} or go on to further study.
    A typical first job is that of {a_role}.
    .

    # learning.name.0
    {focus} workshop

    # learning.name.1
    {focus} internship

    # learning.name.2
    {topic} boot camp

    # learning.name.3
    evening series on {topic}

    # learning.description
    A short offer for people who want to try out {focus} or refresh what they know.
    Three intensive weeks with practitioners, centred on {topics}.
    Participants work beside an experienced {role} and keep a learning diary.
    --
    No previous knowledge is needed.
    It is open to job seekers free of charge.
    Places are limited to twelve.
    --
    Those who attend every time receive a confirmation.
    .

    # offering.name
    {course}, {season} {year}

    # offering.description
    {season} group of the course, taught in {town} on {days}.
    The course as offered in {season} {year}, with classes on {days} in {town}.

    # assessment.name.0
    {focus} practical examination

    # assessment.name.1
    {focus} written examination

    # assessment.name.2
    {focus} portfolio review

    # assessment.name.3
    {topic} skills demonstration

    # assessment.description
    The assessment shows whether candidates can handle {topics} in {focus}.
    Candidates demonstrate {topics} under conditions close to daily work.
    An assessment of {focus} with tasks on {topics}.
    --
    It lasts {hours} hours and is held several times a year.
    Two assessors observe, ask questions and agree on the result.
    Tasks are drawn from a bank that practitioners keep up to date.
    --
    Candidates receive written feedback within two weeks.
    It may be repeated once without a new fee.
    .

    # assessment.method
    Practical tasks are observed with a checklist, followed by a talk.
    Multiple-choice and short-answer questions are combined with a case.
    A portfolio is rated by two people who do not know the candidate.

    # assessment.output
    A signed record with a level for each competency.
    A score report and a list of strengths and gaps.

    # assessment.scoring
    Each task counts equally; seventy percent are needed to pass.
    Every safety item has to be passed, and two thirds of the others.

    # assessment.example
    A sample task with comments can be tried before registration.

    # framework.name
    {focus} competency framework
    skills standard for {focus}
    what practitioners in {focus} know and do

    # framework.description
    The framework describes what people who work in {focus} need to know and be able to do.
    A set of competencies for {focus}, written with practitioners, teachers and learners.
    --
    It is arranged by subject, from {topic} to {topic2}.
    It serves course design, assessment and recognition of prior learning.
    --
    Comments are welcome and lead to a new edition every third year.
    .

    # catalogue.name
    Halvora skills catalogue

    # catalogue.description
    The catalogue lists the skills that work on the island asks for, field by field.
    --
    Colleges, employers and advisers use it as a common language for programs, jobs and badges.

    # framework.rights
    May be used and adapted by anyone who names the source.

    # competency.field
    Work responsibly in {field} and keep learning

    # competency.focus
    Apply the knowledge and methods of {focus}

    # competency.area
    Plan and carry out {topic} in {focus}

    # competency.0
    Explain the importance of {topic} in {focus} and describe its main steps

    # competency.1
    Select and prepare the tools and materials for {topic}

    # competency.2
    Carry out {topic} safely and to the agreed standard

    # competency.3
    Check and record the results of {topic}

    # competency.4
    Recognize and correct common faults in {topic}

    # competency.5
    Adapt {topic} to the conditions of {focus}

    # competency.6
    Cooperate with colleagues and customers during {topic}

    # competency.7
    Plan the time and resources for {topic}

    # competency.8
    Apply current rules and guidance to {topic}

    # competency.9
    Improve {topic} with the help of data and feedback

    # competency.10
    Introduce beginners to {topic}

    # competency.11
    Judge when {topic} calls for the advice of a specialist

    # competency.comment
    Evidence from work counts as much as evidence from class.
    Often assessed together with the neighbouring competencies.

    # category.knowledge
    knowledge

    # category.skill
    skill

    # category.practice
    practice

    # scheme.glossary.name
    {field} glossary

    # scheme.glossary.description
    Terms used in {field}, with short explanations for learners and advisers.

    # scheme.glossary.speciality
    A speciality of {field}.

    # scheme.glossary.topic
    A subject that belongs to the training for {other}.

    # rubric.name
    rubric for {topic}
    {topic} scoring guide

    # rubric.description
    The rubric helps assessors and learners to judge work on {topic} in {focus} in the same way.
    It describes three levels of performance in {topic} for each criterion.

    # rubric.criterion.0
    quality of {topic}

    # rubric.criterion.1
    safety and care

    # rubric.criterion.2
    communication about {topic}

    # rubric.criterion.description
    Looks at what the learner does, not at how it is described afterwards.

    # rubric.level.0
    beginning

    # rubric.level.1
    proficient

    # rubric.level.2
    outstanding

    # rubric.benchmark.0
    Works with help and needs reminders.

    # rubric.benchmark.1
    Works independently and meets the standard.

    # rubric.benchmark.2
    Works independently, foresees problems and helps others.

    # occupation.description
    People who work as {a_role} deal with {topics} and are found all over the island.
    The work of the {role} centres on {topics}.
    --
    Usual workplaces are firms and services for {field}.
    Work is often done in small teams, sometimes outdoors and in shifts.
    --
    A certificate or degree in {field} is the usual way in.
    Many start as assistants and qualify later.

    # occupation.special.name
    {role}, {focus}

    # job.name
    {role}
    junior {role}
    {role}, {focus}
    senior {role}

    # job.description
    {org} employs people in this position to work on {topics}.
    In this position at {org}, {topics} make up most of the day.
    --
    Work is done in {town} and, when needed, with customers in {county} County.
    The team has between five and fifteen people.
    --
    A mentor helps during the first six months.
    Further training is paid by the firm.
    .

    # job.pay
    Yearly pay before tax, with a regular raise.

    # role.name
    {focus} lead
    {topic} coordinator
    {focus} practitioner

    # role.description
    The role combines responsibility for {topics}.
    People in this role look after {topics} and pass on what they know.

    # task.name.0
    {topic}

    # task.name.1
    preparation for {topic}

    # task.name.2
    records of {topic}

    # task.description.0
    Plan, carry out and conclude {topic} in {focus}.

    # task.description.1
    Prepare people, place and material before {topic} starts.

    # task.description.2
    Document {topic} so that others can continue the work.

    # industry.description
    {story}

    # industry.field.description
    Firms, services and people on the island whose main business is {field}.

    # pathway.name
    becoming {a_role}
    {role} career pathway

    # pathway.description
    The pathway shows how people come to work as {a_role}, with a choice of courses and a placement.
    A map of the steps that lead to work in {focus}, from the first course to the first job.
    --
    Steps can be taken in a different order if a counsellor agrees.
    Learning done elsewhere may replace single steps.

    # component.description
    One step of the pathway; details are on the page of what it stands for.

    # component.course
    course: {name}

    # component.assessment
    assessment: {name}

    # component.competency
    competency: {name}

    # component.credential
    goal: {name}

    # component.job
    first job as {a_role}

    # component.experience
    placement in {focus}

    # component.basic
    meeting with a career adviser

    # component.cocurricular
    skills competition in {field}

    # component.extracurricular
    voluntary work in the community

    # component.condition.all
    Everything listed here has to be done.

    # component.condition.choice
    At least {number} of the steps listed here have to be done.

    # component.constraint
    The course has to be at the intermediate level.

    # pathway.set.name
    career pathways in {field}

    # pathway.set.description
    Pathways in {field} that start from the same first year.

    # transfer.name
    {name}: credit at {other}

    # transfer.exam.name
    Credit by examination: {name}

    # transfer.description
    People who have completed {name} receive credit toward {other}.
    {name} is accepted toward {other}, without a further examination.

    # transfer.evidence
    Comparison of outcomes

    # transfer.evidence.description
    Two teachers compared content, level and assessment and agreed on the credit.

    # transfer.credit
    Credit is entered in the transcript without a grade.

    # intermediary.name
    Island course equivalents: {focus}

    # intermediary.description
    Courses in {focus} that the schools of the island accept for each other.

    # agreement.name
    Transfer agreement: {org} and {other}

    # agreement.description
    {org} and {other} recognize each other's programs in {field} and share advising.

    # agreement.statement.purpose
    Purpose

    # agreement.statement.purpose.text
    Learners move from one school to the other without losing time or credit.

    # agreement.statement.guarantee
    Guaranteed admission

    # agreement.statement.guarantee.text
    Graduates of the sending program are admitted to the third year of the receiving program.

    # policy.name
    Recognition of prior learning at {org}

    # policy.description
    The policy explains how {org} recognizes learning from work, service and self-study.

    # policy.statement
    How to apply

    # policy.statement.text
    Applicants bring a portfolio or take an examination; the answer comes within four weeks.

    # collection.name
    {field}: recommended credentials
    in-demand skills in {field}

    # collection.description
    A selection of credentials and occupations in {field} that advisers show to newcomers.
    What employers in {county} County currently ask for in {field}.

    # collection.member
    Included because {topic} is in short supply.

    # collection.condition
    Members are reviewed every year by a panel of employers and teachers.

    # support.0
    career advising

    # support.1
    childcare during classes

    # support.2
    mathematics and writing tutoring

    # support.3
    transport to class

    # support.4
    laptop lending

    # support.5
    counselling

    # support.description
    A service of {org} for all learners: {name}.
    {org} offers {name} so that more people can finish what they start.
    --
    Appointments can be made online or at the front desk.
    It is free, and nobody needs to give reasons.

    # dataset.name
    outcomes of {name}

    # dataset.description
    Completion and earnings of people who took part in {name}.
    --
    The figures join records of the school with anonymous wage records.

    # dataset.metric.completion
    Completion rate

    # dataset.metric.completion.description
    Share of those who started in a year and finished within one and a half times the planned time.

    # dataset.metric.earnings
    Median earnings

    # dataset.metric.earnings.description
    Median yearly earnings in the second year after completion, in full-time work.

    # dataset.dimension
    Credential awarded

    # dataset.suppression
    Groups of fewer than ten people are not shown.

    # dataset.subject
    Everyone who enrolled in the reported years and agreed to the use of their data.

    # aggregate.name
    Results of recent years

    # aggregate.description
    Summary of what holders did in the two years after completion.

    # aggregate.jobs
    Holders who found work in the region.

    # action.accredit.name
    Accreditation of {name}

    # action.accredit.description
    {org} accredited {name} after a review with a site visit.

    # action.demand.name
    Workers wanted: {role}

    # action.demand.description
    {org} finds that the island needs more people who work as {a_role}.

    # conditions.name
    general admission conditions
    conditions for all programs in {field}

    # conditions.description
    Conditions that hold for all credentials of {org} in {field}.

    # conditions.entry
    Applicants are at least {age} years old and have basic reading and number skills.

    # costs.name
    fees for {field}

    # costs.description
    Fees that {org} charges for all programs in {field}.

    # process.development
    Content is developed with practitioners and tested with a first group of learners.

    # process.review
    Every {years} years a panel reviews content, results and feedback.

    # process.appeal
    Decisions can be appealed in writing within thirty days; a committee answers.

    # process.administration
    Staff who do not teach the group supervise the assessment.

    # process.frequency
    Every {years} years

    # standards
    Follows the quality standards that the colleges of the island share.

    # jurisdiction.region
    Valid on the whole island of Halvora.

    # jurisdiction.county
    Recognized in {county} County.

    # outside.organization
    Northern Ocean Credential Alliance
    Federation of Island Trade Schools
    Atlantic Harbours Training League

    # outside.organization.description
    An association overseas that recognizes training from small islands.

    # outside.course
    {focus}, taught at a partner school overseas

    # outside.course.description
    A course of a partner school that does not publish its own description here.

    # contact.main
    main office

    # contact.admissions
    advice and admission

    # campus
    main building
    harbour campus
    hill campus

    # season.0
    spring

    # season.1
    autumn

    # days.0
    Mondays and Wednesdays

    # days.1
    Tuesdays and Thursdays

    # days.2
    Saturdays

    # experience
    Work in {focus}, paid or unpaid, confirmed in writing.
    """
)
