"""Fields of the sea, the land, energy and the environment."""

from __future__ import annotations

from opencredreg.demo.subjects.field import build_field

__all__ = ["FIELDS"]

FIELDS = (
    build_field(
        "wind",
        "energy",
        "wind and solar energy | energía eólica y solar | énergies éolienne et solaire",
        cip=("15.1704", "Wind Energy Technology/Technician"),
        naics=("221115", "Wind Electric Power Generation"),
        roles=(
            (
                "49-9081.00",
                "Wind Turbine Service Technicians",
                "wind turbine technician | técnico eólico | technicien éolien",
            ),
            (
                "47-2231.00",
                "Solar Photovoltaic Installers",
                "solar installer | instalador fotovoltaico | installateur photovoltaïque",
            ),
            (
                "11-9199.09",
                "Wind Energy Operations Managers",
                "wind farm manager | jefe de parque eólico | responsable de parc éolien",
            ),
        ),
        foci="""
        offshore wind service | mantenimiento eólico marino | maintenance éolienne en mer
        rooftop solar | energía solar en cubiertas | solaire en toiture
        blade repair | reparación de palas | réparation de pales
        energy storage | almacenamiento de energía | stockage d'énergie
        small island grids | redes insulares | réseaux insulaires
        site assessment | evaluación de emplazamientos | évaluation de sites
        """,
        topics="""
        rope access | acceso por cuerda | accès sur cordes
        turbine inspection | inspección de turbinas | inspection des turbines
        bolt tensioning | tensado de pernos | serrage des boulons
        inverter setup | configuración de inversores | configuration d'onduleurs
        weather windows | ventanas meteorológicas | fenêtres météo
        battery safety | seguridad de baterías | sécurité des batteries
        yield monitoring | control de producción | suivi de production
        grid connection | conexión a la red | raccordement au réseau
        """,
    ),
    build_field(
        "seamanship",
        "transport",
        "seamanship | náutica | navigation maritime",
        cip=("49.0309", "Marine Science/Merchant Marine Officer"),
        naics=("483111", "Deep Sea Freight Transportation"),
        roles=(
            ("53-5011.00", "Sailors and Marine Oilers", "deckhand | marinero | matelot"),
            ("53-5021.01", "Ship and Boat Captains", "ship captain | capitán de barco | capitaine de navire"),
            ("53-5031.00", "Ship Engineers", "marine engineer | maquinista naval | mécanicien de marine"),
        ),
        foci="""
        coastal navigation | navegación costera | navigation côtière
        deck operations | operaciones de cubierta | opérations de pont
        engine room watchkeeping | guardia de máquinas | quart à la machine
        ferry service | servicio de transbordadores | service de traversier
        harbour pilotage | practicaje portuario | pilotage portuaire
        sail training | vela de instrucción | voile école
        """,
        topics="""
        chart work | trabajo con cartas | travail sur cartes
        watchkeeping | servicio de guardia | tenue du quart
        mooring | amarre | amarrage
        stability checks | control de estabilidad | contrôle de stabilité
        survival at sea | supervivencia en el mar | survie en mer
        cargo securing | trincaje de la carga | arrimage de la cargaison
        radio procedures | procedimientos de radio | procédures radio
        engine maintenance | mantenimiento de motores | entretien des moteurs
        """,
    ),
    build_field(
        "aquaculture",
        "land",
        "aquaculture and fisheries | acuicultura y pesca | aquaculture et pêche",
        cip=("01.0303", "Aquaculture"),
        naics=("112512", "Shellfish Farming"),
        roles=(
            ("45-3011.00", "Fishers and Related Fishing Workers", "fisher | pescador | pêcheur"),
            (
                "11-9013.03",
                "Aquacultural Managers",
                "fish farm manager | gerente acuícola | responsable aquacole",
            ),
            (
                "51-3022.00",
                "Meat, Poultry, and Fish Cutters and Trimmers",
                "fish processor | procesador de pescado | préparateur de poisson",
            ),
        ),
        foci="""
        oyster and mussel farming | cultivo de ostras y mejillones | culture d'huîtres et de moules
        hatchery work | trabajo en criaderos | travail en écloserie
        seaweed cultivation | cultivo de algas | culture d'algues
        line fishing | pesca con línea | pêche à la ligne
        fish processing | procesado de pescado | transformation du poisson
        stock monitoring | seguimiento de poblaciones | suivi des stocks
        """,
        topics="""
        water quality testing | análisis de agua | analyse de l'eau
        net and gear repair | reparación de redes | réparation des filets
        feeding schedules | programas de alimentación | programmes d'alimentation
        disease recognition | detección de enfermedades | détection des maladies
        catch handling | manejo de capturas | traitement des prises
        harvest planning | planificación de la cosecha | planification de la récolte
        food safety plans | planes de seguridad alimentaria | plans de sécurité alimentaire
        boat handling | manejo de embarcaciones | conduite de bateau
        """,
    ),
    build_field(
        "horticulture",
        "land",
        "horticulture | horticultura | horticulture",
        cip=("01.0603", "Ornamental Horticulture"),
        naics=("111421", "Nursery and Tree Production"),
        roles=(
            ("45-2092.01", "Nursery Workers", "nursery worker | viverista | pépiniériste"),
            (
                "11-9013.01",
                "Nursery and Greenhouse Managers",
                "greenhouse manager | jefe de invernadero | responsable de serre",
            ),
            ("37-3011.00", "Landscaping and Groundskeeping Workers", "gardener | jardinero | jardinier"),
        ),
        foci="""
        greenhouse growing | cultivo en invernadero | culture en serre
        fruit orchards | huertos frutales | vergers
        landscape gardening | jardinería paisajista | aménagement paysager
        seed production | producción de semillas | production de semences
        vineyard care | cuidado de viñedos | conduite de la vigne
        urban growing | horticultura urbana | agriculture urbaine
        """,
        topics="""
        soil preparation | preparación del suelo | préparation du sol
        plant propagation | propagación de plantas | multiplication des plantes
        irrigation scheduling | programación del riego | programmation de l'irrigation
        pruning | poda | taille
        pest scouting | seguimiento de plagas | surveillance des ravageurs
        compost making | compostaje | compostage
        harvest handling | manejo de la cosecha | manutention des récoltes
        market sales | venta en mercados | vente sur les marchés
        """,
    ),
    build_field(
        "forestry",
        "land",
        "forestry | silvicultura | foresterie",
        cip=("03.0511", "Forest Technology/Technician"),
        naics=("113310", "Logging"),
        roles=(
            (
                "19-4093.00",
                "Forest and Conservation Technicians",
                "forest technician | técnico forestal | technicien forestier",
            ),
            (
                "45-4022.00",
                "Logging Equipment Operators",
                "harvester operator | operador forestal | conducteur d'engin forestier",
            ),
            ("19-1032.00", "Foresters", "forester | ingeniero de montes | forestier"),
        ),
        foci="""
        woodland management | gestión de bosques | gestion des boisements
        timber harvesting | aprovechamiento maderero | récolte du bois
        wildfire prevention | prevención de incendios | prévention des feux
        tree nursery work | viveros forestales | pépinières forestières
        trail building | construcción de senderos | aménagement de sentiers
        urban tree care | arboricultura urbana | arboriculture urbaine
        """,
        topics="""
        tree identification | identificación de árboles | identification des arbres
        chainsaw use | uso de la motosierra | conduite de tronçonneuse
        stand measurement | medición de masas | mesure des peuplements
        habitat protection | protección de hábitats | protection des habitats
        replanting | repoblación | reboisement
        map and compass work | mapa y brújula | carte et boussole
        machine checks | revisión de máquinas | vérification des machines
        visitor guidance | atención a visitantes | accueil des visiteurs
        """,
    ),
    build_field(
        "environment",
        "land",
        "environmental science | ciencias ambientales | sciences de l'environnement",
        cip=("03.0104", "Environmental Science"),
        naics=("541620", "Environmental Consulting Services"),
        roles=(
            (
                "19-4091.00",
                "Environmental Science and Protection Technicians, Including Health",
                "environmental technician | técnico ambiental | technicien en environnement",
            ),
            (
                "19-2041.00",
                "Environmental Scientists and Specialists, Including Health",
                "environmental scientist | científico ambiental | scientifique en environnement",
            ),
            (
                "13-1041.01",
                "Environmental Compliance Inspectors",
                "environmental inspector | inspector ambiental | inspecteur en environnement",
            ),
        ),
        foci="""
        coastal ecology | ecología costera | écologie côtière
        river restoration | restauración de ríos | restauration des rivières
        waste and recycling | residuos y reciclaje | déchets et recyclage
        climate adaptation | adaptación al clima | adaptation au climat
        drinking water protection | protección del agua potable | protection de l'eau potable
        environmental law | derecho ambiental | droit de l'environnement
        """,
        topics="""
        field surveys | estudios de campo | relevés de terrain
        species counts | censos de especies | comptage des espèces
        water sampling | muestreo de agua | échantillonnage de l'eau
        mapping | cartografía | cartographie
        impact statements | informes de impacto | études d'impact
        public consultation | consulta pública | consultation du public
        emission accounting | cálculo de emisiones | bilan des émissions
        permit review | revisión de permisos | examen des permis
        """,
    ),
    build_field(
        "civil",
        "building",
        "civil engineering | ingeniería civil | génie civil",
        cip=("14.0801", "Civil Engineering, General"),
        naics=("237310", "Highway, Street, and Bridge Construction"),
        roles=(
            ("17-2051.00", "Civil Engineers", "civil engineer | ingeniero civil | ingénieur civil"),
            (
                "17-3022.00",
                "Civil Engineering Technicians",
                "civil engineering technician | técnico en obra civil | technicien en génie civil",
            ),
            ("17-1022.00", "Surveyors", "surveyor | topógrafo | géomètre"),
        ),
        foci="""
        bridges and structures | puentes y estructuras | ponts et structures
        coastal protection works | obras de protección costera | ouvrages de protection côtière
        road design | diseño de carreteras | conception routière
        water supply networks | redes de abastecimiento | réseaux d'adduction d'eau
        land surveying | topografía | topographie
        soil and foundations | suelos y cimentaciones | sols et fondations
        """,
        topics="""
        load analysis | análisis de cargas | analyse des charges
        concrete testing | ensayo de hormigón | essais de béton
        site surveying | levantamiento topográfico | levé de terrain
        drainage design | diseño de drenaje | conception du drainage
        drawing standards | normas de dibujo | normes de dessin
        quantity take-off | mediciones de obra | métré
        asset inspection | inspección de infraestructuras | inspection d'ouvrages
        contract administration | administración de contratos | administration de contrats
        """,
    ),
)
