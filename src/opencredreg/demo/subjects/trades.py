"""Fields of building, making and repairing."""

from __future__ import annotations

from opencredreg.demo.subjects.field import build_field

__all__ = ["FIELDS"]

FIELDS = (
    build_field(
        "welding",
        "making",
        "welding | soldadura | soudage",
        cip=("48.0508", "Welding Technology/Welder"),
        naics=("332710", "Machine Shops"),
        roles=(
            ("51-4121.06", "Welders, Cutters, and Welder Fitters", "welder | soldador | soudeur"),
            (
                "51-4122.00",
                "Welding, Soldering, and Brazing Machine Setters, Operators, and Tenders",
                "welding machine operator | operador de soldadura | opérateur de soudage",
            ),
            ("47-2152.00", "Plumbers, Pipefitters, and Steamfitters", "pipefitter | tubero | tuyauteur"),
        ),
        foci="""
        pipe welding | soldadura de tuberías | soudage de tuyauterie
        structural steel welding | soldadura estructural | soudage de charpente métallique
        shipyard welding | soldadura naval | soudage naval
        robotic welding | soldadura robotizada | soudage robotisé
        weld inspection | inspección de soldaduras | inspection des soudures
        artistic metalwork | metalistería artística | ferronnerie d'art
        """,
        topics="""
        joint preparation | preparación de juntas | préparation des joints
        blueprint reading | lectura de planos | lecture de plans
        arc control | control del arco | maîtrise de l'arc
        heat distortion control | control de deformaciones | maîtrise des déformations
        shielding gas selection | selección de gas protector | choix du gaz de protection
        visual weld testing | examen visual de soldaduras | examen visuel des soudures
        hot work safety | seguridad en trabajos en caliente | sécurité des travaux à chaud
        procedure records | registro de procedimientos | suivi des modes opératoires
        """,
    ),
    build_field(
        "electrical",
        "building",
        "electrical installation | instalaciones eléctricas | électricité du bâtiment",
        cip=("46.0302", "Electrician"),
        naics=("238210", "Electrical Contractors and Other Wiring Installation Contractors"),
        roles=(
            ("47-2111.00", "Electricians", "electrician | electricista | électricien"),
            (
                "47-3013.00",
                "Helpers--Electricians",
                "electrician's assistant | ayudante de electricista | aide-électricien",
            ),
            (
                "49-9051.00",
                "Electrical Power-Line Installers and Repairers",
                "line worker | instalador de líneas | monteur de lignes",
            ),
        ),
        foci="""
        residential wiring | instalaciones domésticas | câblage résidentiel
        industrial control wiring | cableado de control industrial | câblage de commande industrielle
        lighting design and installation | iluminación | éclairage
        vehicle charging stations | puntos de recarga de vehículos | bornes de recharge
        marine electrical systems | sistemas eléctricos marinos | électricité marine
        building automation | automatización de edificios | domotique
        """,
        topics="""
        circuit planning | planificación de circuitos | conception des circuits
        cable routing | tendido de cables | pose des câbles
        lockout procedures | bloqueo y etiquetado | consignation électrique
        fault finding | localización de averías | recherche de pannes
        panel assembly | montaje de cuadros | assemblage de tableaux
        earthing and bonding | puesta a tierra | mise à la terre
        installation testing | verificación de instalaciones | essais d'installation
        code compliance | cumplimiento normativo | conformité aux normes
        """,
    ),
    build_field(
        "plumbing",
        "building",
        "plumbing | fontanería | plomberie",
        cip=("46.0503", "Plumbing Technology/Plumber"),
        naics=("238220", "Plumbing, Heating, and Air-Conditioning Contractors"),
        roles=(
            ("47-2152.02", "Plumbers", "plumber | fontanero | plombier"),
            (
                "47-3015.00",
                "Helpers--Pipelayers, Plumbers, Pipefitters, and Steamfitters",
                "plumber's assistant | ayudante de fontanero | aide-plombier",
            ),
            (
                "47-4099.02",
                "Solar Thermal Installers and Technicians",
                "solar thermal installer | instalador solar térmico | installateur solaire thermique",
            ),
        ),
        foci="""
        domestic plumbing | fontanería doméstica | plomberie domestique
        rainwater harvesting | recogida de agua de lluvia | récupération d'eau de pluie
        medical gas piping | tuberías de gases medicinales | réseaux de gaz médicaux
        drainage systems | sistemas de desagüe | réseaux d'évacuation
        solar hot water | agua caliente solar | chauffe-eau solaire
        ship piping | tuberías navales | tuyauterie navale
        """,
        topics="""
        pipe sizing | dimensionado de tuberías | dimensionnement des conduites
        soldered joints | uniones soldadas | joints soudés
        pressure testing | pruebas de presión | essais de pression
        leak detection | detección de fugas | détection de fuites
        fixture installation | instalación de aparatos | pose d'appareils
        backflow prevention | prevención de reflujo | protection antirefoulement
        trench safety | seguridad en zanjas | sécurité en tranchée
        cost estimates | elaboración de presupuestos | établissement de devis
        """,
    ),
    build_field(
        "hvac",
        "building",
        "heating and refrigeration | climatización y refrigeración | froid et climatisation",
        cip=(
            "47.0201",
            "Heating, Air Conditioning, Ventilation and Refrigeration Maintenance Technology/Technician",
        ),
        naics=("238220", "Plumbing, Heating, and Air-Conditioning Contractors"),
        roles=(
            (
                "49-9021.01",
                "Heating and Air Conditioning Mechanics and Installers",
                "heating technician | técnico en climatización | technicien en chauffage",
            ),
            (
                "49-9021.00",
                "Heating, Air Conditioning, and Refrigeration Mechanics and Installers",
                "refrigeration mechanic | mecánico frigorista | frigoriste",
            ),
            ("13-1199.01", "Energy Auditors", "energy auditor | auditor energético | auditeur énergétique"),
        ),
        foci="""
        heat pumps | bombas de calor | pompes à chaleur
        cold store refrigeration | refrigeración de cámaras | réfrigération d'entrepôts
        fishing vessel refrigeration | refrigeración de buques pesqueros | froid à bord des bateaux de pêche
        ventilation and air quality | ventilación y calidad del aire | ventilation et qualité de l'air
        energy audits | auditorías energéticas | audits énergétiques
        district heating | calefacción urbana | chauffage urbain
        """,
        topics="""
        refrigerant handling | manejo de refrigerantes | manipulation des fluides frigorigènes
        load calculation | cálculo de cargas | calcul des charges
        duct fitting | montaje de conductos | montage de conduits
        thermostat programming | programación de termostatos | programmation de thermostats
        compressor service | mantenimiento de compresores | entretien des compresseurs
        airflow balancing | equilibrado de caudales | équilibrage des débits
        seasonal maintenance | mantenimiento estacional | maintenance saisonnière
        customer handover | entrega al cliente | remise au client
        """,
    ),
    build_field(
        "carpentry",
        "building",
        "carpentry | carpintería | charpenterie",
        cip=("46.0201", "Carpentry/Carpenter"),
        naics=("238130", "Framing Contractors"),
        roles=(
            ("47-2031.01", "Construction Carpenters", "carpenter | carpintero | charpentier"),
            ("51-7011.00", "Cabinetmakers and Bench Carpenters", "cabinetmaker | ebanista | ébéniste"),
            ("47-2031.02", "Rough Carpenters", "framer | encofrador | coffreur"),
        ),
        foci="""
        timber framing | estructuras de madera | ossature bois
        furniture making | fabricación de muebles | fabrication de meubles
        wooden boat building | construcción de barcos de madera | construction navale en bois
        heritage restoration | restauración patrimonial | restauration du patrimoine
        stairs and joinery | escaleras y ebanistería | escaliers et menuiserie
        roofing structures | estructuras de cubierta | charpentes de toiture
        """,
        topics="""
        measuring and setting out | medición y replanteo | mesurage et traçage
        timber selection | selección de maderas | choix des bois
        joint cutting | corte de ensambles | taille d'assemblages
        power tool safety | seguridad con herramientas eléctricas | sécurité des outils électriques
        scaffold work | trabajo en andamios | travail sur échafaudage
        moisture protection | protección contra la humedad | protection contre l'humidité
        finishing | acabados | finitions
        site coordination | coordinación de obra | coordination de chantier
        """,
    ),
    build_field(
        "automotive",
        "personal",
        "vehicle service | mecánica de vehículos | mécanique automobile",
        cip=("47.0604", "Automobile/Automotive Mechanics Technology/Technician"),
        naics=("811111", "General Automotive Repair"),
        roles=(
            (
                "49-3023.02",
                "Automotive Specialty Technicians",
                "vehicle technician | técnico de vehículos | technicien automobile",
            ),
            (
                "49-3023.01",
                "Automotive Master Mechanics",
                "master mechanic | maestro mecánico | maître mécanicien",
            ),
            ("49-3021.00", "Automotive Body and Related Repairers", "body repairer | chapista | carrossier"),
        ),
        foci="""
        electric vehicle service | mantenimiento de vehículos eléctricos | entretien des véhicules électriques
        brake and steering systems | frenos y dirección | freins et direction
        farm vehicle repair | reparación de maquinaria agrícola | réparation d'engins agricoles
        bus fleet maintenance | mantenimiento de autobuses | maintenance de bus
        body and paint | chapa y pintura | carrosserie et peinture
        diagnostic electronics | electrónica de diagnóstico | électronique de diagnostic
        """,
        topics="""
        diagnostic reading | lectura de diagnósticos | lecture de diagnostics
        high-voltage safety | seguridad en alta tensión | sécurité haute tension
        battery care | cuidado de baterías | entretien des batteries
        suspension alignment | alineación de la suspensión | réglage de la suspension
        parts ordering | pedido de repuestos | commande de pièces
        fluid disposal | gestión de fluidos | élimination des fluides
        road testing | prueba en carretera | essai sur route
        service records | registros de servicio | carnet d'entretien
        """,
    ),
    build_field(
        "machining",
        "making",
        "precision machining | mecanizado de precisión | usinage de précision",
        cip=("48.0501", "Machine Tool Technology/Machinist"),
        naics=("333517", "Machine Tool Manufacturing"),
        roles=(
            ("51-4041.00", "Machinists", "machinist | tornero fresador | usineur"),
            (
                "51-4012.00",
                "Computer Numerically Controlled Machine Tool Programmers, Metal and Plastic",
                "CNC programmer | programador CNC | programmeur CNC",
            ),
            (
                "49-2094.00",
                "Electrical and Electronics Repairers, Commercial and Industrial Equipment",
                "equipment repairer | técnico de equipos | réparateur d'équipements",
            ),
        ),
        foci="""
        CNC milling | fresado CNC | fraisage CNC
        turning | torneado | tournage
        tool and die making | matricería | outillage
        instrument parts | piezas para instrumentos | pièces d'instruments
        metrology | metrología | métrologie
        additive manufacturing | fabricación aditiva | fabrication additive
        """,
        topics="""
        drawing interpretation | interpretación de dibujos | interprétation de dessins
        workholding | sujeción de piezas | bridage des pièces
        cutting data selection | selección de parámetros de corte | choix des paramètres de coupe
        program editing | edición de programas | édition de programmes
        tolerance checks | control de tolerancias | contrôle des tolérances
        tool wear monitoring | control del desgaste | suivi de l'usure des outils
        coolant care | cuidado de refrigerantes | entretien des lubrifiants
        first piece approval | aprobación de la primera pieza | validation de la première pièce
        """,
    ),
    build_field(
        "mechatronics",
        "making",
        "mechatronics | mecatrónica | mécatronique",
        cip=("15.0403", "Electromechanical/Electromechanical Engineering Technology/Technician"),
        naics=("333922", "Conveyor and Conveying Equipment Manufacturing"),
        roles=(
            (
                "17-3024.01",
                "Robotics Technicians",
                "robotics technician | técnico en robótica | technicien en robotique",
            ),
            (
                "17-2199.05",
                "Mechatronics Engineers",
                "mechatronics engineer | ingeniero mecatrónico | ingénieur mécatronicien",
            ),
            (
                "17-3023.03",
                "Electrical Engineering Technicians",
                "automation technician | técnico en automatización | automaticien",
            ),
        ),
        foci="""
        packaging lines | líneas de envasado | lignes de conditionnement
        industrial robots | robots industriales | robots industriels
        sensor systems | sistemas de sensores | systèmes de capteurs
        hydraulic and pneumatic drives | hidráulica y neumática | hydraulique et pneumatique
        fish processing machinery | maquinaria de procesado de pescado | machines de transformation du poisson
        predictive maintenance | mantenimiento predictivo | maintenance prédictive
        """,
        topics="""
        controller programming | programación de autómatas | programmation d'automates
        sensor adjustment | ajuste de sensores | réglage des capteurs
        machine commissioning | puesta en marcha | mise en service
        failure analysis | análisis de fallos | analyse de défaillances
        motion control | control de movimiento | commande de mouvement
        guarding and interlocks | resguardos y enclavamientos | protecteurs et verrouillages
        spare part planning | planificación de repuestos | gestion des pièces de rechange
        line balancing | equilibrado de líneas | équilibrage de lignes
        """,
    ),
)
