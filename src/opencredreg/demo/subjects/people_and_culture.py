"""Fields of hospitality, teaching, culture and public service."""

from __future__ import annotations

from opencredreg.demo.subjects.field import build_field

__all__ = ["FIELDS"]

FIELDS = (
    build_field(
        "culinary",
        "hospitality",
        "culinary arts | artes culinarias | arts culinaires",
        cip=("12.0503", "Culinary Arts/Chef Training"),
        naics=("722511", "Full-Service Restaurants"),
        roles=(
            ("35-2014.00", "Cooks, Restaurant", "cook | cocinero | cuisinier"),
            ("35-1011.00", "Chefs and Head Cooks", "chef | chef | chef cuisinier"),
            ("51-3011.00", "Bakers", "baker | panadero | boulanger"),
        ),
        foci="""
        seafood cooking | cocina del mar | cuisine de la mer
        bread and pastry | panadería y pastelería | boulangerie et pâtisserie
        institutional cooking | cocina para colectividades | cuisine de collectivité
        plant-based cooking | cocina vegetal | cuisine végétale
        restaurant leadership | dirección de restaurantes | direction de restaurant
        cheese and preserves | quesos y conservas | fromages et conserves
        """,
        topics="""
        knife skills | manejo de cuchillos | taille au couteau
        kitchen hygiene | higiene de cocina | hygiène en cuisine
        menu planning | planificación de menús | élaboration de menus
        stock rotation | rotación de existencias | rotation des stocks
        allergen control | control de alérgenos | maîtrise des allergènes
        plating | emplatado | dressage
        dough preparation | preparación de masas | préparation des pâtes
        cost per portion | coste por ración | coût par portion
        """,
    ),
    build_field(
        "tourism",
        "hospitality",
        "tourism and hotel service | turismo y hotelería | tourisme et hôtellerie",
        cip=("52.0904", "Hotel/Motel Administration/Management"),
        naics=("561510", "Travel Agencies"),
        roles=(
            (
                "43-4081.00",
                "Hotel, Motel, and Resort Desk Clerks",
                "hotel receptionist | recepcionista de hotel | réceptionniste d'hôtel",
            ),
            ("39-7011.00", "Tour Guides and Escorts", "tour guide | guía turístico | guide touristique"),
            ("11-9081.00", "Lodging Managers", "hotel manager | director de hotel | directeur d'hôtel"),
        ),
        foci="""
        front desk service | recepción | réception
        nature guiding | guía de naturaleza | guide de nature
        small hotel management | gestión de pequeños hoteles | gestion de petits hôtels
        cruise visitor service | atención a cruceristas | accueil des croisiéristes
        cultural tourism | turismo cultural | tourisme culturel
        accessible travel | turismo accesible | tourisme accessible
        """,
        topics="""
        guest welcome | acogida de huéspedes | accueil des clients
        reservation systems | sistemas de reservas | systèmes de réservation
        storytelling | narración | art du récit
        complaint handling | gestión de quejas | traitement des plaintes
        group safety | seguridad de grupos | sécurité des groupes
        housekeeping standards | normas de limpieza | normes d'entretien
        local history | historia local | histoire locale
        price setting | fijación de precios | fixation des prix
        """,
    ),
    build_field(
        "childhood",
        "education",
        "early childhood education | educación infantil | petite enfance",
        cip=("19.0709", "Child Care Provider/Assistant"),
        naics=("624410", "Child Care Services"),
        roles=(
            (
                "39-9011.00",
                "Childcare Workers",
                "childcare worker | cuidador infantil | éducateur en garderie",
            ),
            (
                "25-2011.00",
                "Preschool Teachers, Except Special Education",
                "preschool teacher | maestro de preescolar | enseignant de maternelle",
            ),
            (
                "11-9031.00",
                "Education Administrators, Preschool and Childcare Center/Program",
                "childcare centre director | director de centro infantil | directeur de garderie",
            ),
        ),
        foci="""
        infant and toddler care | cuidado de bebés | soins aux tout-petits
        play-based learning | aprendizaje por el juego | apprentissage par le jeu
        inclusive childcare | atención infantil inclusiva | garderie inclusive
        outdoor kindergarten | jardín al aire libre | jardin d'enfants en plein air
        centre leadership | dirección de centros | direction d'établissement
        bilingual early learning | educación infantil bilingüe | éveil bilingue
        """,
        topics="""
        child observation | observación infantil | observation de l'enfant
        activity planning | planificación de actividades | planification d'activités
        safe play areas | zonas de juego seguras | aires de jeu sûres
        language development | desarrollo del lenguaje | développement du langage
        family partnership | colaboración con familias | partenariat avec les familles
        first aid for children | primeros auxilios infantiles | premiers secours pédiatriques
        healthy meals | comidas saludables | repas équilibrés
        transition support | apoyo en las transiciones | accompagnement des transitions
        """,
    ),
    build_field(
        "teaching",
        "education",
        "teaching | docencia | enseignement",
        cip=("13.1202", "Elementary Education and Teaching"),
        naics=("611110", "Elementary and Secondary Schools"),
        roles=(
            (
                "25-2021.00",
                "Elementary School Teachers, Except Special Education",
                "primary teacher | maestro de primaria | enseignant du primaire",
            ),
            ("25-9041.00", "Teacher Assistants", "teacher assistant | auxiliar docente | aide-enseignant"),
            (
                "25-3011.00",
                "Adult Basic and Secondary Education and Literacy Teachers and Instructors",
                "adult educator | educador de adultos | formateur d'adultes",
            ),
        ),
        foci="""
        primary teaching | enseñanza primaria | enseignement primaire
        adult literacy | alfabetización de adultos | alphabétisation des adultes
        vocational teaching | enseñanza profesional | enseignement professionnel
        special needs support | apoyo a necesidades especiales | soutien aux besoins particuliers
        science teaching | enseñanza de ciencias | enseignement des sciences
        online instruction | enseñanza en línea | enseignement en ligne
        """,
        topics="""
        lesson planning | planificación de clases | préparation des cours
        classroom dialogue | diálogo en el aula | dialogue en classe
        formative assessment | evaluación formativa | évaluation formative
        reading instruction | enseñanza de la lectura | enseignement de la lecture
        differentiated tasks | tareas diferenciadas | tâches différenciées
        parent meetings | reuniones con padres | rencontres avec les parents
        digital classroom tools | herramientas digitales | outils numériques
        peer observation | observación entre colegas | observation entre pairs
        """,
    ),
    build_field(
        "translation",
        "culture",
        "languages and translation | lenguas y traducción | langues et traduction",
        cip=("16.0103", "Language Interpretation and Translation"),
        naics=("541930", "Translation and Interpretation Services"),
        roles=(
            ("27-3091.00", "Interpreters and Translators", "translator | traductor | traducteur"),
            (
                "25-3021.00",
                "Self-Enrichment Education Teachers",
                "language teacher | profesor de idiomas | professeur de langues",
            ),
            (
                "43-6012.00",
                "Legal Secretaries",
                "legal secretary | secretario jurídico | secrétaire juridique",
            ),
        ),
        foci="""
        community interpreting | interpretación comunitaria | interprétation communautaire
        legal translation | traducción jurídica | traduction juridique
        medical interpreting | interpretación médica | interprétation médicale
        subtitling | subtitulación | sous-titrage
        maritime English | inglés marítimo | anglais maritime
        sign language | lengua de signos | langue des signes
        """,
        topics="""
        terminology research | investigación terminológica | recherche terminologique
        note taking | toma de notas | prise de notes
        text revision | revisión de textos | révision de textes
        professional ethics | ética profesional | déontologie
        sight translation | traducción a la vista | traduction à vue
        glossary building | creación de glosarios | création de glossaires
        remote interpreting | interpretación a distancia | interprétation à distance
        client briefing | consulta con el cliente | entretien avec le client
        """,
    ),
    build_field(
        "design",
        "culture",
        "graphic and media design | diseño gráfico y medios | design graphique et médias",
        cip=("50.0409", "Graphic Design"),
        naics=("541430", "Graphic Design Services"),
        roles=(
            ("27-1024.00", "Graphic Designers", "graphic designer | diseñador gráfico | graphiste"),
            (
                "27-1026.00",
                "Merchandise Displayers and Window Trimmers",
                "display designer | escaparatista | étalagiste",
            ),
            (
                "25-9031.01",
                "Instructional Designers and Technologists",
                "instructional designer | diseñador instruccional | concepteur pédagogique",
            ),
        ),
        foci="""
        visual identity | identidad visual | identité visuelle
        editorial design | diseño editorial | design éditorial
        exhibition graphics | gráfica de exposiciones | graphisme d'exposition
        motion graphics | animación gráfica | animation graphique
        packaging design | diseño de envases | design d'emballage
        accessible design | diseño accesible | design accessible
        """,
        topics="""
        typography | tipografía | typographie
        colour management | gestión del color | gestion des couleurs
        sketching | bocetado | esquisse
        layout grids | retículas | grilles de mise en page
        image editing | edición de imágenes | retouche d'images
        print preparation | preparación para imprenta | préparation à l'impression
        client presentation | presentación al cliente | présentation au client
        portfolio building | creación de portafolios | constitution de portfolio
        """,
    ),
    build_field(
        "heritage",
        "culture",
        "museums and heritage | museos y patrimonio | musées et patrimoine",
        cip=("30.1401", "Museology/Museum Studies"),
        naics=("712110", "Museums"),
        roles=(
            (
                "25-4013.00",
                "Museum Technicians and Conservators",
                "museum technician | técnico de museos | technicien de musée",
            ),
            ("25-4012.00", "Curators", "curator | conservador | conservateur"),
            ("25-4011.00", "Archivists", "archivist | archivero | archiviste"),
        ),
        foci="""
        object conservation | conservación de objetos | conservation des objets
        maritime history | historia marítima | histoire maritime
        visitor programs | programas para visitantes | programmes pour visiteurs
        oral history | historia oral | histoire orale
        archive care | cuidado de archivos | gestion d'archives
        traditional crafts | artesanías tradicionales | métiers d'art traditionnels
        """,
        topics="""
        object handling | manejo de objetos | manipulation des objets
        catalogue records | fichas de catálogo | notices de catalogue
        display lighting | iluminación de vitrinas | éclairage des vitrines
        interview recording | grabación de entrevistas | enregistrement d'entretiens
        climate control | control climático | contrôle climatique
        guided visits | visitas guiadas | visites guidées
        loan agreements | acuerdos de préstamo | conventions de prêt
        digitization | digitalización | numérisation
        """,
    ),
    build_field(
        "fire",
        "public",
        "fire and rescue | bomberos y rescate | incendie et secours",
        cip=("43.0203", "Fire Science/Fire-fighting"),
        naics=("922160", "Fire Protection"),
        roles=(
            ("33-2011.01", "Municipal Firefighters", "firefighter | bombero | pompier"),
            (
                "33-2021.01",
                "Fire Inspectors",
                "fire inspector | inspector de incendios | inspecteur en incendie",
            ),
            (
                "33-2011.02",
                "Forest Firefighters",
                "forest firefighter | bombero forestal | pompier forestier",
            ),
        ),
        foci="""
        structural firefighting | extinción en edificios | lutte contre les feux de bâtiment
        ship firefighting | extinción a bordo | lutte contre l'incendie à bord
        water rescue | rescate acuático | sauvetage aquatique
        fire inspection | inspección de incendios | inspection en incendie
        hazardous materials response | respuesta a materiales peligrosos | intervention matières dangereuses
        volunteer crew leadership | mando de voluntarios | encadrement de volontaires
        """,
        topics="""
        hose operations | manejo de mangueras | manœuvres de lances
        breathing apparatus | equipos de respiración | appareils respiratoires
        ladder work | trabajo con escaleras | manœuvres d'échelles
        search methods | métodos de búsqueda | méthodes de recherche
        fire behaviour | comportamiento del fuego | comportement du feu
        incident command | mando de incidentes | commandement des opérations
        building inspection | inspección de edificios | inspection de bâtiments
        community safety talks | charlas de seguridad | séances de prévention
        """,
    ),
    build_field(
        "socialwork",
        "public",
        "social work | trabajo social | travail social",
        cip=("44.0701", "Social Work"),
        naics=("624190", "Other Individual and Family Services"),
        roles=(
            (
                "21-1021.00",
                "Child, Family, and School Social Workers",
                "social worker | trabajador social | travailleur social",
            ),
            (
                "21-1023.00",
                "Mental Health and Substance Abuse Social Workers",
                "mental health social worker | trabajador social en salud mental |"
                " travailleur social en santé mentale",
            ),
            (
                "21-1092.00",
                "Probation Officers and Correctional Treatment Specialists",
                "probation officer | agente de libertad vigilada | agent de probation",
            ),
        ),
        foci="""
        child and family services | servicios de infancia y familia | services à l'enfance
        housing support | apoyo a la vivienda | aide au logement
        recovery support | apoyo a la recuperación | accompagnement du rétablissement
        youth outreach | trabajo de calle con jóvenes | intervention jeunesse
        newcomer services | servicios para recién llegados | accueil des nouveaux arrivants
        school social work | trabajo social escolar | travail social scolaire
        """,
        topics="""
        needs assessment | evaluación de necesidades | évaluation des besoins
        case notes | notas de caso | notes de dossier
        crisis intervention | intervención en crisis | intervention de crise
        group work | trabajo con grupos | travail de groupe
        benefit advice | asesoramiento en prestaciones | conseil sur les prestations
        safeguarding | protección de menores | protection des personnes
        home visits | visitas a domicilio | visites à domicile
        interagency meetings | reuniones interinstitucionales | réunions interservices
        """,
    ),
    build_field(
        "cosmetology",
        "personal",
        "cosmetology | cosmetología | esthétique et coiffure",
        cip=("12.0401", "Cosmetology/Cosmetologist, General"),
        naics=("812112", "Beauty Salons"),
        roles=(
            (
                "39-5012.00",
                "Hairdressers, Hairstylists, and Cosmetologists",
                "hairdresser | peluquero | coiffeur",
            ),
            ("39-5092.00", "Manicurists and Pedicurists", "manicurist | manicurista | manucure"),
            (
                "39-9099.00",
                "Personal Care and Service Workers, All Other",
                "spa attendant | auxiliar de spa | employé de spa",
            ),
        ),
        foci="""
        hair cutting and styling | corte y peinado | coupe et coiffage
        colour services | coloración | coloration
        skin care | cuidado de la piel | soins de la peau
        nail care | cuidado de uñas | soin des ongles
        stage make-up | maquillaje escénico | maquillage de scène
        salon ownership | gestión de salones | gestion de salon
        """,
        topics="""
        client consultation | consulta con el cliente | consultation du client
        tool disinfection | desinfección de herramientas | désinfection des outils
        colour mixing | mezcla de tintes | mélange des couleurs
        scissor techniques | técnicas de tijera | techniques aux ciseaux
        allergy testing | pruebas de alergia | tests d'allergie
        product advice | consejo de productos | conseil produits
        booking management | gestión de reservas | gestion des réservations
        salon safety | seguridad del salón | sécurité du salon
        """,
    ),
    build_field(
        "quality",
        "education",
        "quality in education | calidad educativa | qualité de la formation",
        cip=("13.0601", "Educational Evaluation and Research"),
        naics=("923110", "Administration of Education Programs"),
        roles=(
            (
                "11-9033.00",
                "Education Administrators, Postsecondary",
                "academic administrator | gestor académico | gestionnaire universitaire",
            ),
            (
                "25-9031.00",
                "Instructional Coordinators",
                "instructional coordinator | coordinador pedagógico | coordonnateur pédagogique",
            ),
            (
                "13-1041.00",
                "Compliance Officers",
                "compliance officer | responsable de cumplimiento | agent de conformité",
            ),
        ),
        foci="""
        program accreditation | acreditación de programas | accréditation de programmes
        institutional review | evaluación institucional | évaluation institutionnelle
        assessment quality | calidad de la evaluación | qualité de l'évaluation
        online learning quality | calidad del aprendizaje en línea | qualité de la formation en ligne
        workplace training quality | calidad de la formación en la empresa |\
 qualité de la formation en entreprise
        student success measures | indicadores de éxito estudiantil | mesures de la réussite
        """,
        topics="""
        self-study reports | informes de autoestudio | rapports d'autoévaluation
        site visits | visitas de evaluación | visites d'évaluation
        evidence mapping | organización de evidencias | cartographie des preuves
        outcome data review | revisión de resultados | examen des résultats
        reviewer training | formación de evaluadores | formation des évaluateurs
        improvement plans | planes de mejora | plans d'amélioration
        standards writing | redacción de estándares | rédaction de normes
        public reporting | informes públicos | information du public
        """,
    ),
)
