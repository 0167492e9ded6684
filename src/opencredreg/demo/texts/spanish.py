"""The Spanish texts of the demonstration."""

from __future__ import annotations

from opencredreg.demo.texts.template import parse_templates

__all__ = ["TEMPLATES"]

TEMPLATES = parse_templates(
    """
    # organization.agency
    {org} se ocupa de la formación, el trabajo y el reconocimiento de competencias en la isla de Halvora.
    --
    Mantiene la lista de programas aprobados, publica datos de resultados y asesora a quien cambia de oficio.
    --
    Atiende en todas las capitales de condado, en inglés, español y francés.

    # organization.university
    {org} es una universidad pública con sede en {town}, fundada en {year}.
    Fundada en {year}, {org} enseña e investiga sobre el puerto de {town}.
    --
    Unos {students} estudiantes siguen programas de grado, máster y doctorado.
    --
    Su investigación se centra en el mar, la salud en lugares pequeños y las lenguas en contacto.
    Quienes se gradúan acompañan a los estudiantes de primer año.

    # organization.college
    {org} ofrece estudios de dos años al condado de {county} desde su campus de {town}.
    Desde {year}, {org} admite a todas las personas que viven en el condado de {county}.
    --
    Sus estudiantes obtienen certificados y títulos de asociado, y muchos siguen en la universidad.
    --
    La matrícula incluye guardería, biblioteca de herramientas y abono de autobús.
    Los talleres se comparten con empresas de la zona.

    # organization.technical
    {org} forma técnicos para los talleres, barcos y centrales de Halvora.
    --
    La mayoría de los programas dura uno o dos años y termina con un proyecto real.
    --
    Fundado en {year}, ocupa sus edificios actuales junto al río Ambry desde 2009.

    # organization.provider
    {org} imparte cursos breves para adultos que quieren empezar, cambiar o actualizar un oficio.
    {org} enseña habilidades prácticas en grupos pequeños en {town} y sus aldeas.
    --
    Los cursos empiezan cada mes y se pueden pagar a plazos.
    Quien no tiene trabajo normalmente no paga nada.
    --
    Ha trabajado con más de {students} personas desde {year}.

    # organization.employer
    {org} es una empresa de {town} que trabaja en {field}.
    {org} se dedica a {field} desde {year}.
    --
    El personal nuevo aprende en el puesto con un tutor y obtiene insignias por lo que domina.
    --
    Sus clientes vienen de los nueve condados y cada vez más del extranjero.

    # organization.board
    {org} concede licencias para ejercer en {field} y protege a quienes confían en ello.
    --
    Sus miembros se nombran por cuatro años; dos representan al público.
    --
    La junta se creó por ley en {year}.

    # organization.accreditor
    {org} evalúa centros de formación y sus programas y publica sus conclusiones.
    --
    Las evaluaciones las hacen colegas, incluyen a estudiantes y se repiten cada seis años.
    --
    Trabaja en la isla desde {year}.

    # organization.association
    {org} reúne a quienes trabajan en {field}.
    --
    Certifica profesionales, organiza exámenes y mantiene un código de conducta.
    --
    Fundada en {year}, la dirigen sus propios miembros.

    # organization.union
    {org} lo dirigen empresas y sindicatos y forma aprendices en {field}.
    --
    Los aprendices cobran mientras aprenden, con cuatro escalones de salario.
    --
    El primer grupo terminó en {year}.

    # organization.school
    {org} es el centro de secundaria de {town}, con unos {students} alumnos.
    --
    El alumnado puede seguir cursos superiores y ganar insignias antes de graduarse.
    --
    La escuela está en su huerto desde {year}.

    # organization.museum
    {org} reúne y explica el pasado marinero de {town} y sus vecinos.
    --
    Los voluntarios obtienen insignias por guiar, catalogar y conservar.
    --
    La colección empezó en {year} con un arcón de papeles del puerto.

    # organization.department
    {org} enseña e investiga en {field}.
    --
    Su personal dirige proyectos estudiantiles con entidades del condado de {county}.

    # organization.purpose
    Ayudar a personas de todas las edades a aprender lo que pide la vida en la isla.
    Hacer visibles y fiables las competencias.
    Unir aprendizaje y buen trabajo en cada condado.

    # organization.support
    Orientación, tutoría y ayuda práctica en un solo lugar; la primera cita es gratuita.

    # organization.transfer
    El aprendizaje hecho en otro lugar se revisa en cuatro semanas y cuenta si encaja en un programa.

    # credential.description
    {This_kind} es para quienes quieren trabajar en {focus}.
    {This_kind} muestra que su titular puede trabajar con seguridad en {focus}.
    {This_kind} reúne lo que necesita quien trabaja en {focus}.
    --
    Abarca {topics}.
    Los temas principales son {topics}.
    --
    La práctica es lo primero: cada parte se liga a una tarea del trabajo diario.
    Los grupos son pequeños y cada persona tiene un tutor.
    Se puede obtener por etapas, junto al trabajo o la familia.
    --
    Sus titulares suelen trabajar como {role} o en puestos parecidos.
    Muchos siguen estudios más avanzados de {field}.
    .

    # credential.quality.description
    Este reconocimiento se otorga a programas de {focus} que cumplen las normas de {org}.
    --
    La revisión atiende a {topics}.
    --
    Vale seis años, con un informe breve en el tercero.

    # award.degree
    Clases y seminarios llevan a un trabajo final sobre una cuestión del condado de {county}.
    La mitad de los cursos se puede hacer por la tarde.

    # award.graduate
    Una tesis o un proyecto mayor completa los estudios.
    La docencia se concentra en bloques para poder seguir trabajando.

    # award.badge
    Se puede compartir en línea y muestra lo que hizo su titular.
    Varias insignias cuentan para una credencial mayor.

    # award.licensed
    Vale por un tiempo limitado y hay que renovarla.
    El registro de titulares es público.

    # award.trade
    Casi todo se aprende en el puesto de trabajo.
    Las semanas de clase en {town} alternan con el trabajo en la empresa.

    # award.school
    El alumnado combina materias generales con la vida laboral.
    Abre el camino a estudios superiores, aprendizajes y servicio público.

    # award.short
    Los cursos empiezan dos veces al año.
    Se puede completar junto a un trabajo a tiempo completo.
    Los créditos cuentan para programas más largos.

    # credential.alternate
    {short} de {focus}

    # condition.requires.name
    Requisitos de {name}

    # condition.requires
    La persona completa la formación, aprueba la evaluación y demuestra las competencias indicadas.
    Se deben cumplir todos los puntos antes de recibir {the_kind}.

    # condition.text
    Completar todas las unidades obligatorias con calificación suficiente
    Asistir al menos a nueve décimas partes de las prácticas
    Entregar un portafolio con tres trabajos
    Aceptar el código de conducta de {org}
    Tener un carné de primeros auxilios vigente

    # condition.alternative.study
    Completar el programa en {org} o uno equivalente en otro lugar.

    # condition.alternative.experience
    Acreditar {years} años de experiencia en {focus}, confirmados por una empresa.

    # condition.recommends
    Algo de experiencia en {focus} facilita el comienzo.

    # condition.renewal
    Se renueva con {hours} horas de formación continua en {field}.

    # condition.corequisite
    Mientras se prepara {this_kind}, se trabaja o colabora en {focus}.

    # condition.preparation
    Después se puede seguir con {other}.

    # condition.prepared
    Se basa en {other}.

    # revocation
    {org} puede retirar {the_kind} por faltas graves a su código de conducta.

    # cost.tuition
    Matrícula completa {of_kind}.

    # cost.fee
    Se cobra una vez, con la solicitud.

    # cost.exam
    Tasa de examen, con una repetición incluida.

    # cost.materials
    Herramientas, ropa de protección y materiales.

    # cost.payment
    Pagadero en {months} mensualidades

    # aid.name
    Beca de formación del condado de {county}
    Beca Segundo Comienzo

    # aid
    Cubre parte del coste a personas con pocos ingresos.

    # delivery
    Grupos de tarde dos días por semana y un día de práctica al mes.
    La teoría se imparte en línea y la práctica en el taller de {town}.

    # method
    Se alternan explicaciones breves, práctica supervisada y reflexión.
    Se parte de problemas que traen los profesionales.

    # course.name.0
    introducción: {focus}
    fundamentos de {focus}

    # course.name.1
    {topic}: aplicación en {focus}

    # course.name.2
    {topic} y más: taller aplicado

    # course.name.3
    {topic}: nivel avanzado
    proyecto de {focus}

    # course.name.4
    seminario de {topic}

    # course.description
    El curso presenta {topics} tal como se practican en {focus}.
    Un curso práctico sobre {topics} para quien trabaja o quiere trabajar en {focus}.
    --
    Los ejercicios usan material de empresas y servicios del condado de {county}.
    La mitad del tiempo se pasa en el taller o en el terreno.
    --
    Al final cada participante presenta un trabajo terminado.
    El curso concluye con una prueba práctica.
    .

    # program.name.0
    programa de {focus}

    # program.name.1
    programa de {field}: {focus}

    # program.name.2
    formación en {focus} y {topic}

    # program.description
    El programa prepara para trabajar en {focus}, desde los primeros pasos hasta la práctica autónoma.
    En este programa se combina {focus} con una base amplia de {field}.
    --
    Sus cursos tratan {topics}.
    --
    Incluye una práctica de {weeks} semanas en el condado de {county}.
    Se puede estudiar en {months} meses a tiempo completo.
    --
    Los egresados trabajan como {role} o siguen estudiando.
    .

    # learning.name.0
    taller de {focus}

    # learning.name.1
    prácticas de {focus}

    # learning.name.2
    curso intensivo de {topic}

    # learning.name.3
    tardes de {topic}

    # learning.description
    Una oferta breve para probar {focus} o refrescar lo aprendido.
    Tres semanas intensivas con profesionales, centradas en {topics}.
    --
    No se necesitan conocimientos previos.
    Hay doce plazas.
    --
    Quien asiste a todas las sesiones recibe una constancia.
    .

    # offering.name
    {course}, {season} de {year}

    # offering.description
    El curso tal como se ofrece en {season} de {year}, {days}, en {town}.

    # assessment.name.0
    examen práctico de {focus}

    # assessment.name.1
    examen escrito de {focus}

    # assessment.name.2
    revisión de portafolio de {focus}

    # assessment.name.3
    demostración de {topic}

    # assessment.description
    La evaluación muestra si la persona domina {topics} en {focus}.
    Se demuestran {topics} en condiciones cercanas al trabajo diario.
    --
    Dura {hours} horas y se celebra varias veces al año.
    Dos evaluadores observan, preguntan y acuerdan el resultado.
    --
    Se puede repetir una vez sin nueva tasa.
    .

    # assessment.method
    Se observan tareas prácticas con una lista y sigue una conversación.

    # assessment.output
    Un acta firmada con un nivel por competencia.

    # assessment.scoring
    Cada tarea cuenta igual; se necesita el setenta por ciento.

    # assessment.example
    Antes de inscribirse se puede probar una tarea comentada.

    # framework.name
    marco de competencias de {focus}
    norma de competencias de {focus}

    # framework.description
    El marco describe lo que saben y hacen las personas que trabajan en {focus}.
    --
    Se ordena por temas, desde {topic} hasta {topic2}.
    --
    Los comentarios son bienvenidos.
    .

    # catalogue.name
    Catálogo de competencias de Halvora

    # catalogue.description
    El catálogo enumera, campo por campo, las competencias que pide el trabajo en la isla.
    --
    Centros, empresas y orientadores lo usan como lengua común.

    # framework.rights
    Puede usarlo y adaptarlo cualquiera que cite la fuente.

    # competency.field
    Trabajar con responsabilidad en {field} y seguir aprendiendo

    # competency.focus
    Aplicar los conocimientos y métodos de {focus}

    # competency.area
    Planificar y realizar {topic} en {focus}

    # competency.0
    Explicar la importancia de {topic} en {focus} y describir sus pasos

    # competency.1
    Elegir y preparar herramientas y materiales para {topic}

    # competency.2
    Realizar {topic} con seguridad y según la norma acordada

    # competency.3
    Comprobar y registrar los resultados de {topic}

    # competency.4
    Reconocer y corregir fallos frecuentes en {topic}

    # competency.5
    Adaptar {topic} a las condiciones de {focus}

    # competency.6
    Cooperar con colegas y clientes durante {topic}

    # competency.7
    Planificar tiempo y recursos para {topic}

    # competency.8
    Aplicar las normas vigentes a {topic}

    # competency.9
    Mejorar {topic} con ayuda de datos y comentarios

    # competency.10
    Iniciar a principiantes en {topic}

    # competency.11
    Decidir cuándo {topic} requiere consultar a un especialista

    # competency.comment
    La evidencia del trabajo cuenta tanto como la del aula.

    # category.knowledge
    conocimiento

    # category.skill
    habilidad

    # category.practice
    práctica

    # scheme.glossary.name
    glosario de {field}

    # scheme.glossary.description
    Términos de {field}, explicados para estudiantes y orientadores.

    # scheme.glossary.speciality
    Una especialidad de {field}.

    # scheme.glossary.topic
    Un tema de la formación en {other}.

    # rubric.name
    rúbrica de {topic}

    # rubric.description
    La rúbrica ayuda a valorar de la misma manera el trabajo de {topic} en {focus}.

    # rubric.criterion.0
    calidad de {topic}

    # rubric.criterion.1
    seguridad y cuidado

    # rubric.criterion.2
    comunicación sobre {topic}

    # rubric.criterion.description
    Atiende a lo que se hace, no a cómo se cuenta después.

    # rubric.level.0
    inicial

    # rubric.level.1
    competente

    # rubric.level.2
    sobresaliente

    # rubric.benchmark.0
    Trabaja con ayuda y necesita recordatorios.

    # rubric.benchmark.1
    Trabaja con autonomía y cumple la norma.

    # rubric.benchmark.2
    Trabaja con autonomía, prevé problemas y ayuda a otros.

    # occupation.description
    Quien trabaja como {role} se ocupa de {topics} y se encuentra en toda la isla.
    --
    Los lugares de trabajo habituales son empresas y servicios de {field}.
    --
    Lo habitual es empezar con un certificado o título de {field}.

    # occupation.special.name
    {role}, {focus}

    # job.name
    {role}
    {role}, {focus}

    # job.description
    {org} emplea en este puesto a personas que se ocupan de {topics}.
    --
    Se trabaja en {town} y, si hace falta, con clientes del condado de {county}.
    --
    Un tutor acompaña los primeros seis meses.
    .

    # job.pay
    Salario anual bruto, con subidas regulares.

    # role.name
    responsable de {focus}
    coordinación de {topic}

    # role.description
    La función reúne la responsabilidad de {topics}.

    # task.name.0
    {topic}

    # task.name.1
    preparación: {topic}

    # task.name.2
    registros: {topic}

    # task.description.0
    Planificar, realizar y concluir {topic} en {focus}.

    # task.description.1
    Preparar personas, lugar y material antes de {topic}.

    # task.description.2
    Documentar {topic} para que otros puedan continuar.

    # industry.description
    {story}

    # industry.field.description
    Empresas, servicios y personas de la isla dedicadas a {field}.

    # pathway.name
    itinerario hacia {role}

    # pathway.description
    El itinerario muestra cómo se llega a trabajar como {role}, con cursos a elegir y prácticas.
    --
    El aprendizaje hecho en otro lugar puede sustituir pasos.

    # component.description
    Un paso del itinerario; los detalles están en la página de lo que representa.

    # component.course
    curso: {name}

    # component.assessment
    evaluación: {name}

    # component.competency
    competencia: {name}

    # component.credential
    meta: {name}

    # component.job
    primer empleo como {role}

    # component.experience
    prácticas en {focus}

    # component.basic
    cita con orientación profesional

    # component.cocurricular
    concurso de oficios de {field}

    # component.extracurricular
    voluntariado en la comunidad

    # component.condition.all
    Hay que cumplir todo lo indicado.

    # component.condition.choice
    Hay que cumplir al menos {number} de los pasos indicados.

    # component.constraint
    El curso debe ser de nivel intermedio.

    # pathway.set.name
    itinerarios profesionales de {field}

    # pathway.set.description
    Itinerarios de {field} que comparten el primer año.

    # transfer.name
    {name}: créditos en {other}

    # transfer.exam.name
    Créditos por examen: {name}

    # transfer.description
    Quien ha completado {name} recibe créditos para {other}.

    # transfer.evidence
    Comparación de resultados

    # transfer.evidence.description
    Dos docentes compararon contenido, nivel y evaluación y acordaron los créditos.

    # transfer.credit
    Los créditos constan en el expediente sin nota.

    # intermediary.name
    Cursos equivalentes de la isla: {focus}

    # intermediary.description
    Cursos de {focus} que los centros de la isla se reconocen entre sí.

    # agreement.name
    Acuerdo de transferencia: {org} y {other}

    # agreement.description
    {org} y {other} reconocen sus programas de {field} y comparten la orientación.

    # agreement.statement.purpose
    Finalidad

    # agreement.statement.purpose.text
    Se pasa de un centro a otro sin perder tiempo ni créditos.

    # agreement.statement.guarantee
    Admisión garantizada

    # agreement.statement.guarantee.text
    Quien termina el programa de origen entra en el tercer año del programa de destino.

    # policy.name
    Reconocimiento de aprendizajes previos en {org}

    # policy.description
    La norma explica cómo {org} reconoce el aprendizaje del trabajo, el servicio y el estudio propio.

    # policy.statement
    Cómo solicitarlo

    # policy.statement.text
    Se presenta un portafolio o un examen; la respuesta llega en cuatro semanas.

    # collection.name
    {field}: credenciales recomendadas

    # collection.description
    Una selección de credenciales y ocupaciones de {field} para quienes empiezan.

    # collection.member
    Se incluye porque escasea {topic}.

    # collection.condition
    Un grupo de empresas y docentes revisa la selección cada año.

    # support.0
    orientación profesional

    # support.1
    guardería durante las clases

    # support.2
    tutoría de matemáticas y escritura

    # support.3
    transporte a clase

    # support.4
    préstamo de ordenadores

    # support.5
    asesoramiento personal

    # support.description
    Un servicio de {org} para todo el alumnado: {name}.
    --
    Es gratuito y nadie tiene que dar explicaciones.

    # dataset.name
    resultados de {name}

    # dataset.description
    Finalización e ingresos de quienes participaron en {name}.
    --
    Las cifras unen datos del centro con registros salariales anónimos.

    # dataset.metric.completion
    Tasa de finalización

    # dataset.metric.completion.description
    Parte de quienes empezaron un año y terminaron en una vez y media el tiempo previsto.

    # dataset.metric.earnings
    Mediana de ingresos

    # dataset.metric.earnings.description
    Mediana de ingresos anuales en el segundo año, a jornada completa.

    # dataset.dimension
    Credencial otorgada

    # dataset.suppression
    No se muestran grupos de menos de diez personas.

    # dataset.subject
    Todas las personas matriculadas en los años indicados que aceptaron el uso de sus datos.

    # aggregate.name
    Resultados de los últimos años

    # aggregate.description
    Resumen de lo que hicieron los titulares en los dos años siguientes.

    # aggregate.jobs
    Titulares que encontraron trabajo en la región.

    # action.accredit.name
    Acreditación de {name}

    # action.accredit.description
    {org} acreditó {name} tras una revisión con visita.

    # action.demand.name
    Se busca personal: {role}

    # action.demand.description
    {org} constata que la isla necesita más personas que trabajen como {role}.

    # conditions.name
    condiciones generales de admisión
    condiciones de los programas de {field}

    # conditions.description
    Condiciones válidas para todas las credenciales de {org} en {field}.

    # conditions.entry
    Se admite a personas de al menos {age} años con lectura y cálculo básicos.

    # costs.name
    tasas de {field}

    # costs.description
    Tasas que {org} cobra en todos los programas de {field}.

    # process.development
    El contenido se desarrolla con profesionales y se prueba con un primer grupo.

    # process.review
    Cada {years} años un grupo revisa contenido, resultados y opiniones.

    # process.appeal
    Se puede recurrir por escrito en treinta días; responde un comité.

    # process.administration
    Supervisa la evaluación personal que no da clase al grupo.

    # process.frequency
    Cada {years} años

    # standards
    Sigue las normas de calidad que comparten los centros de la isla.

    # jurisdiction.region
    Válido en toda la isla de Halvora.

    # jurisdiction.county
    Reconocido en el condado de {county}.

    # outside.organization
    Alianza de Credenciales del Océano Norte
    Federación de Escuelas de Oficios Insulares

    # outside.organization.description
    Una asociación de ultramar que reconoce la formación de islas pequeñas.

    # outside.course
    {focus}, en una escuela asociada de ultramar

    # outside.course.description
    Curso de una escuela asociada que no publica aquí su propia descripción.

    # contact.main
    oficina principal

    # contact.admissions
    orientación y admisión

    # campus
    edificio principal
    campus del puerto

    # season.0
    primavera

    # season.1
    otoño

    # days.0
    lunes y miércoles

    # days.1
    martes y jueves

    # days.2
    sábados

    # experience
    Trabajo en {focus}, pagado o no, confirmado por escrito.
    """
)
