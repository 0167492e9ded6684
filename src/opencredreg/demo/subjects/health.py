"""Fields of health and care."""

from __future__ import annotations

from opencredreg.demo.subjects.field import build_field

__all__ = ["FIELDS"]

FIELDS = (
    build_field(
        "nursing",
        "health",
        "nursing | enfermería | soins infirmiers",
        cip=("51.3801", "Registered Nursing/Registered Nurse"),
        naics=("622110", "General Medical and Surgical Hospitals"),
        roles=(
            ("29-1141.00", "Registered Nurses", "registered nurse | enfermero titulado | infirmier diplômé"),
            (
                "29-2061.00",
                "Licensed Practical and Licensed Vocational Nurses",
                "practical nurse | auxiliar de enfermería | infirmier auxiliaire",
            ),
            (
                "31-1014.00",
                "Nursing Assistants",
                "nursing assistant | asistente de enfermería | aide-soignant",
            ),
        ),
        foci="""
        medical and surgical nursing | enfermería médico-quirúrgica | soins médico-chirurgicaux
        mother and newborn care | cuidado materno y neonatal | soins de la mère et du nouveau-né
        wound care | cuidado de heridas | soin des plaies
        mental health nursing | enfermería de salud mental | soins en santé mentale
        rural community nursing | enfermería comunitaria rural | soins communautaires en milieu rural
        critical care nursing | enfermería de cuidados intensivos | soins intensifs
        """,
        topics="""
        patient assessment | valoración del paciente | évaluation du patient
        medication safety | seguridad de la medicación | sécurité des médicaments
        infection control | control de infecciones | prévention des infections
        care planning | planificación de cuidados | planification des soins
        shift handover | relevo de turno | transmission entre équipes
        patient education | educación del paciente | éducation du patient
        vital signs monitoring | control de signos vitales | surveillance des signes vitaux
        end-of-life comfort | confort al final de la vida | confort en fin de vie
        """,
    ),
    build_field(
        "dental",
        "health",
        "dental care | salud bucodental | soins dentaires",
        cip=("51.0601", "Dental Assisting/Assistant"),
        naics=("621210", "Offices of Dentists"),
        roles=(
            ("31-9091.00", "Dental Assistants", "dental assistant | asistente dental | assistant dentaire"),
            ("29-2021.00", "Dental Hygienists", "dental hygienist | higienista dental | hygiéniste dentaire"),
            (
                "51-9081.00",
                "Dental Laboratory Technicians",
                "dental laboratory technician | técnico de laboratorio dental | prothésiste dentaire",
            ),
        ),
        foci="""
        chairside assisting | asistencia en el sillón | assistance au fauteuil
        preventive dentistry | odontología preventiva | prévention dentaire
        dental imaging | radiología dental | imagerie dentaire
        children's dentistry | odontología infantil | dentisterie pédiatrique
        dental prosthetics | prótesis dentales | prothèse dentaire
        practice reception | recepción de consultas | accueil du cabinet
        """,
        topics="""
        instrument sterilization | esterilización de instrumental | stérilisation des instruments
        radiograph preparation | preparación de radiografías | préparation des radiographies
        impression taking | toma de impresiones | prise d'empreintes
        fluoride treatment | aplicación de flúor | application de fluor
        oral health counselling | asesoramiento en higiene bucal | conseil en hygiène buccale
        appointment scheduling | gestión de citas | gestion des rendez-vous
        charting of findings | registro de hallazgos | relevé des observations
        anxious patient support | apoyo a pacientes con miedo | accompagnement des patients anxieux
        """,
    ),
    build_field(
        "emergency",
        "health",
        "emergency care | atención de urgencias | soins d'urgence",
        cip=("51.0904", "Emergency Medical Technology/Technician (EMT Paramedic)"),
        naics=("621910", "Ambulance Services"),
        roles=(
            (
                "29-2041.00",
                "Emergency Medical Technicians and Paramedics",
                "paramedic | técnico en urgencias | ambulancier paramédical",
            ),
            (
                "53-3011.00",
                "Ambulance Drivers and Attendants, Except Emergency Medical Technicians",
                "ambulance driver | conductor de ambulancia | conducteur d'ambulance",
            ),
            (
                "43-5031.00",
                "Police, Fire, and Ambulance Dispatchers",
                "emergency dispatcher | operador de emergencias | répartiteur d'urgence",
            ),
        ),
        foci="""
        ambulance care | atención en ambulancia | soins en ambulance
        coastal rescue medicine | medicina de rescate costero | médecine de sauvetage côtier
        advanced life support | soporte vital avanzado | réanimation avancée
        community first response | primera respuesta comunitaria | premiers secours communautaires
        emergency dispatch | coordinación de emergencias | régulation des urgences
        disaster medicine | medicina de catástrofes | médecine de catastrophe
        """,
        topics="""
        scene safety | seguridad del lugar | sécurisation des lieux
        airway management | manejo de la vía aérea | gestion des voies aériennes
        trauma care | atención al trauma | prise en charge des traumatismes
        cardiac resuscitation | reanimación cardíaca | réanimation cardiaque
        triage | clasificación de heridos | triage
        patient transport | traslado de pacientes | transport des patients
        radio communication | comunicación por radio | communication radio
        incident reporting | informe de incidentes | compte rendu d'intervention
        """,
    ),
    build_field(
        "pharmacy",
        "health",
        "pharmacy services | servicios de farmacia | services de pharmacie",
        cip=("51.0805", "Pharmacy Technician/Assistant"),
        naics=("456110", "Pharmacies and Drug Retailers"),
        roles=(
            (
                "29-2052.00",
                "Pharmacy Technicians",
                "pharmacy technician | técnico de farmacia | préparateur en pharmacie",
            ),
            ("31-9095.00", "Pharmacy Aides", "pharmacy aide | auxiliar de farmacia | aide en pharmacie"),
            ("29-1051.00", "Pharmacists", "pharmacist | farmacéutico | pharmacien"),
        ),
        foci="""
        hospital pharmacy | farmacia hospitalaria | pharmacie hospitalière
        community pharmacy | farmacia comunitaria | pharmacie d'officine
        sterile compounding | preparación estéril | préparation stérile
        medication records | registros de medicación | dossiers de médication
        pharmacy supply | suministro farmacéutico | approvisionnement pharmaceutique
        herbal and traditional remedies | remedios tradicionales | remèdes traditionnels
        """,
        topics="""
        prescription intake | recepción de recetas | réception des ordonnances
        dosage calculation | cálculo de dosis | calcul des doses
        drug interaction checks | control de interacciones | contrôle des interactions
        cold chain storage | conservación en frío | conservation au froid
        inventory counting | recuento de existencias | inventaire des stocks
        label preparation | preparación de etiquetas | préparation des étiquettes
        customer advice | atención al cliente | conseil à la clientèle
        controlled substance records | registro de sustancias controladas | registre des substances contrôlées
        """,
    ),
    build_field(
        "eldercare",
        "health",
        "home and elder care | atención domiciliaria y de mayores | aide à domicile",
        cip=("51.2602", "Home Health Aide/Home Attendant"),
        naics=("623312", "Assisted Living Facilities for the Elderly"),
        roles=(
            (
                "31-1011.00",
                "Home Health Aides",
                "home health aide | auxiliar de salud a domicilio | auxiliaire de santé à domicile",
            ),
            (
                "39-9021.00",
                "Personal Care Aides",
                "personal care aide | auxiliar de cuidado personal | auxiliaire de vie",
            ),
            (
                "21-1022.00",
                "Healthcare Social Workers",
                "care coordinator | coordinador de cuidados | coordinateur de soins",
            ),
        ),
        foci="""
        home support | apoyo en el hogar | soutien à domicile
        dementia care | cuidado de la demencia | accompagnement de la démence
        care home leadership | dirección de residencias | direction de résidence
        mobility support | apoyo a la movilidad | aide à la mobilité
        nutrition for older adults | nutrición de personas mayores | nutrition des personnes âgées
        family respite | respiro familiar | répit des familles
        """,
        topics="""
        safe lifting | movilización segura | manutention sûre
        daily living support | apoyo en la vida diaria | aide à la vie quotidienne
        meal planning | planificación de comidas | planification des repas
        memory activities | actividades de memoria | activités de mémoire
        family communication | comunicación con la familia | communication avec la famille
        fall prevention | prevención de caídas | prévention des chutes
        medication reminders | recordatorio de medicación | rappel des médicaments
        care diary keeping | diario de cuidados | tenue du carnet de soins
        """,
    ),
    build_field(
        "medlab",
        "health",
        "medical laboratory work | laboratorio clínico | laboratoire médical",
        cip=("51.1004", "Clinical/Medical Laboratory Technician"),
        naics=("621511", "Medical Laboratories"),
        roles=(
            (
                "29-2012.00",
                "Medical and Clinical Laboratory Technicians",
                "laboratory technician | técnico de laboratorio | technicien de laboratoire",
            ),
            (
                "29-2011.00",
                "Medical and Clinical Laboratory Technologists",
                "laboratory scientist | analista clínico | analyste clinique",
            ),
            (
                "15-2041.02",
                "Clinical Data Managers",
                "clinical data manager | gestor de datos clínicos | gestionnaire de données cliniques",
            ),
        ),
        foci="""
        hematology | hematología | hématologie
        microbiology | microbiología | microbiologie
        clinical chemistry | química clínica | chimie clinique
        point-of-care testing | pruebas a pie de cama | analyses au chevet
        tissue preparation | preparación de tejidos | préparation des tissus
        laboratory quality systems | sistemas de calidad del laboratorio | systèmes qualité du laboratoire
        """,
        topics="""
        specimen collection | toma de muestras | prélèvement des échantillons
        microscope work | uso del microscopio | travail au microscope
        analyzer calibration | calibración de analizadores | étalonnage des analyseurs
        culture reading | lectura de cultivos | lecture des cultures
        result validation | validación de resultados | validation des résultats
        reagent handling | manejo de reactivos | manipulation des réactifs
        biosafety | bioseguridad | biosécurité
        quality control charts | gráficos de control | cartes de contrôle
        """,
    ),
    build_field(
        "veterinary",
        "land",
        "animal health | salud animal | santé animale",
        cip=("01.8301", "Veterinary/Animal Health Technology/Technician and Veterinary Assistant"),
        naics=("541940", "Veterinary Services"),
        roles=(
            (
                "29-2056.00",
                "Veterinary Technologists and Technicians",
                "veterinary technician | técnico veterinario | technicien vétérinaire",
            ),
            (
                "31-9096.00",
                "Veterinary Assistants and Laboratory Animal Caretakers",
                "veterinary assistant | auxiliar veterinario | assistant vétérinaire",
            ),
            ("29-1131.00", "Veterinarians", "veterinarian | veterinario | vétérinaire"),
        ),
        foci="""
        small animal practice | clínica de pequeños animales | clinique des petits animaux
        sheep and goat health | salud ovina y caprina | santé ovine et caprine
        seabird rehabilitation | recuperación de aves marinas | soins aux oiseaux marins
        veterinary surgery support | apoyo en cirugía veterinaria | assistance en chirurgie vétérinaire
        animal nutrition | nutrición animal | nutrition animale
        horse care | cuidado de caballos | soins équins
        """,
        topics="""
        animal restraint | sujeción de animales | contention des animaux
        vaccination records | registro de vacunas | suivi des vaccinations
        anaesthesia monitoring | control de anestesia | surveillance de l'anesthésie
        parasite control | control de parásitos | lutte contre les parasites
        kennel hygiene | higiene de perreras | hygiène des chenils
        feeding plans | planes de alimentación | plans d'alimentation
        owner counselling | asesoramiento a dueños | conseil aux propriétaires
        field sampling | muestreo de campo | prélèvements sur le terrain
        """,
    ),
)
