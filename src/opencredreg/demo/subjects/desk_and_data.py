"""Fields of computing, business and logistics."""

from __future__ import annotations

from opencredreg.demo.subjects.field import build_field

__all__ = ["FIELDS"]

FIELDS = (
    build_field(
        "accounting",
        "business",
        "accounting | contabilidad | comptabilité",
        cip=("52.0301", "Accounting"),
        naics=("541211", "Offices of Certified Public Accountants"),
        roles=(
            (
                "43-3031.00",
                "Bookkeeping, Accounting, and Auditing Clerks",
                "bookkeeper | auxiliar contable | aide-comptable",
            ),
            ("13-2011.01", "Accountants", "accountant | contable | comptable"),
            ("13-2011.02", "Auditors", "auditor | auditor | auditeur"),
        ),
        foci="""
        small business accounting | contabilidad de pequeñas empresas | comptabilité des petites entreprises
        payroll | nóminas | paie
        public sector accounting | contabilidad pública | comptabilité publique
        cooperative finance | finanzas cooperativas | finances coopératives
        auditing | auditoría | audit
        tax preparation | preparación de impuestos | préparation fiscale
        """,
        topics="""
        ledger keeping | llevanza de libros | tenue des livres
        bank reconciliation | conciliación bancaria | rapprochement bancaire
        invoice control | control de facturas | contrôle des factures
        budget planning | planificación presupuestaria | planification budgétaire
        cost analysis | análisis de costes | analyse des coûts
        year-end closing | cierre del ejercicio | clôture de l'exercice
        internal controls | controles internos | contrôles internes
        spreadsheet modelling | modelos en hojas de cálculo | modèles sur tableur
        """,
    ),
    build_field(
        "software",
        "digital",
        "software development | desarrollo de software | développement logiciel",
        cip=("11.0201", "Computer Programming/Programmer, General"),
        naics=("541511", "Custom Computer Programming Services"),
        roles=(
            (
                "15-1132.00",
                "Software Developers, Applications",
                "software developer | desarrollador de software | développeur de logiciels",
            ),
            (
                "15-1199.01",
                "Software Quality Assurance Engineers and Testers",
                "software tester | probador de software | testeur de logiciels",
            ),
            (
                "15-1133.00",
                "Software Developers, Systems Software",
                "systems developer | desarrollador de sistemas | développeur de systèmes",
            ),
        ),
        foci="""
        web applications | aplicaciones web | applications web
        mobile apps | aplicaciones móviles | applications mobiles
        embedded systems | sistemas embebidos | systèmes embarqués
        test automation | automatización de pruebas | automatisation des tests
        accessible interfaces | interfaces accesibles | interfaces accessibles
        cloud services | servicios en la nube | services en nuage
        """,
        topics="""
        requirements analysis | análisis de requisitos | analyse des besoins
        data modelling | modelado de datos | modélisation des données
        unit testing | pruebas unitarias | tests unitaires
        code review | revisión de código | revue de code
        version control | control de versiones | gestion de versions
        interface design | diseño de interfaces | conception d'interfaces
        release planning | planificación de entregas | planification des livraisons
        user support | soporte a usuarios | assistance aux utilisateurs
        """,
    ),
    build_field(
        "cybersecurity",
        "digital",
        "networks and cybersecurity | redes y ciberseguridad | réseaux et cybersécurité",
        cip=("11.1003", "Computer and Information Systems Security/Auditing/Information Assurance"),
        naics=("541512", "Computer Systems Design Services"),
        roles=(
            (
                "15-1122.00",
                "Information Security Analysts",
                "security analyst | analista de seguridad | analyste en sécurité",
            ),
            (
                "15-1142.00",
                "Network and Computer Systems Administrators",
                "network administrator | administrador de redes | administrateur réseau",
            ),
            (
                "15-1152.00",
                "Computer Network Support Specialists",
                "network support specialist | técnico de soporte de redes | technicien support réseau",
            ),
        ),
        foci="""
        network support | soporte de redes | support réseau
        security monitoring | supervisión de seguridad | surveillance de sécurité
        industrial system security | seguridad de sistemas industriales | sécurité des systèmes industriels
        identity and access | identidad y acceso | identité et accès
        digital forensics | informática forense | informatique légale
        security awareness | concienciación en seguridad | sensibilisation à la sécurité
        """,
        topics="""
        router configuration | configuración de enrutadores | configuration de routeurs
        log analysis | análisis de registros | analyse de journaux
        vulnerability scanning | análisis de vulnerabilidades | recherche de vulnérabilités
        incident response | respuesta a incidentes | réponse aux incidents
        backup and recovery | copias y recuperación | sauvegarde et restauration
        access control | control de accesos | contrôle d'accès
        risk assessment | evaluación de riesgos | évaluation des risques
        cable testing | comprobación de cables | test de câbles
        """,
    ),
    build_field(
        "data",
        "digital",
        "data analysis | análisis de datos | analyse de données",
        cip=("30.7001", "Data Science, General"),
        naics=(
            "518210",
            "Computing Infrastructure Providers, Data Processing, Web Hosting, and Related Services",
        ),
        roles=(
            (
                "15-1141.00",
                "Database Administrators",
                "database administrator | administrador de datos | administrateur de données",
            ),
            ("15-2041.00", "Statisticians", "statistician | estadístico | statisticien"),
            (
                "43-9111.00",
                "Statistical Assistants",
                "data assistant | asistente de datos | assistant statistique",
            ),
        ),
        foci="""
        business reporting | informes de gestión | rapports de gestion
        applied statistics | estadística aplicada | statistiques appliquées
        geographic data | datos geográficos | données géographiques
        machine learning | aprendizaje automático | apprentissage automatique
        data stewardship | custodia de datos | gouvernance des données
        official statistics | estadística oficial | statistique officielle
        """,
        topics="""
        data cleaning | depuración de datos | nettoyage des données
        survey design | diseño de encuestas | conception d'enquêtes
        query writing | redacción de consultas | rédaction de requêtes
        chart design | diseño de gráficos | conception de graphiques
        model evaluation | evaluación de modelos | évaluation de modèles
        privacy protection | protección de la privacidad | protection de la vie privée
        dashboard building | creación de paneles | création de tableaux de bord
        data documentation | documentación de datos | documentation des données
        """,
    ),
    build_field(
        "logistics",
        "transport",
        "logistics | logística | logistique",
        cip=("52.0203", "Logistics, Materials, and Supply Chain Management"),
        naics=("541614", "Process, Physical Distribution, and Logistics Consulting Services"),
        roles=(
            ("13-1081.00", "Logisticians", "logistician | especialista en logística | logisticien"),
            (
                "13-1081.02",
                "Logistics Analysts",
                "logistics analyst | analista logístico | analyste logistique",
            ),
            ("13-1199.03", "Customs Brokers", "customs broker | agente de aduanas | courtier en douane"),
        ),
        foci="""
        port logistics | logística portuaria | logistique portuaire
        cold chain logistics | logística en frío | logistique du froid
        warehouse operations | operaciones de almacén | exploitation d'entrepôt
        customs procedures | trámites aduaneros | procédures douanières
        last-mile delivery | reparto de última milla | livraison du dernier kilomètre
        purchasing | compras | achats
        """,
        topics="""
        route planning | planificación de rutas | planification d'itinéraires
        stock control | control de existencias | contrôle des stocks
        freight documents | documentos de transporte | documents de transport
        forklift safety | seguridad con carretillas | sécurité des chariots
        demand forecasting | previsión de la demanda | prévision de la demande
        supplier communication | comunicación con proveedores | communication avec les fournisseurs
        load securing | sujeción de la carga | arrimage
        returns handling | gestión de devoluciones | gestion des retours
        """,
    ),
    build_field(
        "projects",
        "business",
        "project management | gestión de proyectos | gestion de projet",
        cip=("52.0211", "Project Management"),
        naics=("561110", "Office Administrative Services"),
        roles=(
            (
                "15-1199.09",
                "Information Technology Project Managers",
                "project manager | jefe de proyecto | chef de projet",
            ),
            (
                "43-1011.00",
                "First-Line Supervisors of Office and Administrative Support Workers",
                "office supervisor | supervisor de oficina | superviseur administratif",
            ),
            (
                "43-6011.00",
                "Executive Secretaries and Executive Administrative Assistants",
                "executive assistant | asistente ejecutivo | adjoint de direction",
            ),
        ),
        foci="""
        community projects | proyectos comunitarios | projets communautaires
        construction projects | proyectos de construcción | projets de construction
        agile teamwork | trabajo ágil en equipo | travail agile
        event organization | organización de eventos | organisation d'événements
        grant management | gestión de subvenciones | gestion de subventions
        office leadership | dirección de oficinas | direction de bureau
        """,
        topics="""
        scope definition | definición del alcance | définition du périmètre
        scheduling | programación de plazos | planification des délais
        stakeholder meetings | reuniones con interesados | réunions des parties prenantes
        progress reporting | informes de avance | rapports d'avancement
        risk registers | registros de riesgos | registres de risques
        team facilitation | dinamización de equipos | animation d'équipe
        budget tracking | seguimiento del presupuesto | suivi budgétaire
        lessons learned | lecciones aprendidas | retour d'expérience
        """,
    ),
)
