"""Everyday and clinical phrases for injuries, encounters and events; see `clinical_phrases`."""

from __future__ import annotations

SKIN_AND_BONES = """
bed sore, bedsore, decubitus ulcer, decubitus, pressure sore, pressure injury = pressure ulcer
hive, hives = urticaria
eczema = dermatitis unspecified
skin rash = rash
itching, itchy skin = pruritus
boil = furuncle
ingrown toenail, ingrown nail = ingrowing nail
hair loss = nonscarring hair loss
sun burn = sunburn
diaper rash = diaper dermatitis
poison ivy = allergic contact dermatitis due to plants
dry skin = xerosis cutis
excess sweating = hyperhidrosis
abscess = cutaneous abscess | abscess
tennis elbow = lateral epicondylitis
golfer elbow = medial epicondylitis
frozen shoulder = adhesive capsulitis of shoulder
rotator cuff tear = rotator cuff tear or rupture not specified as traumatic
bunion = hallux valgus | bunion
plantar fasciitis = plantar fascial fibromatosis
neck pain, pain in neck = cervicalgia
back pain = dorsalgia unspecified | back pain
lower back pain, low back pain, lumbago = low back pain unspecified
knee pain = pain in knee
joint pain = pain in joint
slipped disc, herniated disc, bulging disc = intervertebral disc displacement
degenerative disc disease = intervertebral disc degeneration
lumbar spinal stenosis, lumbar stenosis = spinal stenosis lumbar region without neurogenic \
claudication
degenerative joint disease = osteoarthritis
knee osteoarthritis, osteoarthritis of knee, knee arthritis = unilateral primary osteoarthritis knee
hip osteoarthritis, osteoarthritis of hip = unilateral primary osteoarthritis hip
brittle bones = osteoporosis
osteoporosis = age related osteoporosis without current pathological fracture
muscle pain, muscle ache = myalgia
muscle cramp = cramp and spasm
muscle spasm back, back spasm, back muscle spasm = muscle spasm of back
bone infection = osteomyelitis
club foot = talipes equinovarus
hunchback = kyphosis
broken = fracture
broken wrist, wrist fracture = fracture of unspecified carpal bone wrist
broken hip, hip fracture, fracture hip, fracture of hip = fracture of neck of femur
femoral neck fracture, fracture femoral neck = fracture of unspecified part of neck of femur
broken nose, nasal fracture = fracture of nasal bones
broken ankle, ankle fracture = unspecified fracture of lower leg ankle
broken collarbone, collarbone = clavicle
broken leg = fracture of lower leg
broken arm = fracture of humerus
broken jaw, jaw fracture = fracture of mandible
broken rib, rib fracture = fracture of one rib
distal radius = lower end of radius
proximal humerus = upper end of humerus
distal femur = lower end of femur
proximal tibia = upper end of tibia
distal tibia = lower end of tibia
compression fracture = wedge compression fracture
whiplash = sprain of ligaments of cervical spine
black eye = contusion of eyelid and periocular area
acl tear, torn acl = sprain of anterior cruciate ligament
meniscus tear, torn meniscus = tear of meniscus
corneal abrasion, scratched eye = injury of conjunctiva and corneal abrasion without foreign body
head injury = unspecified injury of head
cut, gash = laceration without foreign body
laceration = laceration without foreign body
sprained, twisted = sprain
dislocated = dislocation
second degree burn, 2nd degree burn = burn of second degree
third degree burn, 3rd degree burn = burn of third degree
first degree burn, 1st degree burn = burn of first degree
bug bite, insect bite = insect bite nonvenomous
bee sting, wasp sting = toxic effect of venom of bees accidental
snake bite = toxic effect of snake venom accidental
heat exhaustion = heat exhaustion unspecified
sun stroke, heat stroke = heatstroke
allergic reaction = allergy unspecified
anaphylaxis, anaphylactic reaction = anaphylactic shock
tylenol, acetaminophen, paracetamol = 4 aminophenol derivatives
tylenol overdose, acetaminophen overdose = poisoning by \
4 aminophenol derivatives accidental
overdose = poisoning accidental
warfarin, coumadin = anticoagulants
carbon monoxide poisoning = toxic effect of carbon monoxide accidental
surgical site infection, wound infection after surgery = infection following a procedure
"""

LIFE_AND_ENCOUNTERS = """
normal delivery, normal vaginal delivery, vaginal delivery, normal birth = full term \
uncomplicated delivery
miscarriage, spontaneous abortion = spontaneous abortion complete without complication
morning sickness = hyperemesis gravidarum
twins = twin pregnancy
toxemia of pregnancy = pre eclampsia
gestational diabetes = gestational diabetes mellitus in pregnancy
prenatal visit, prenatal care, antenatal visit, pregnancy visit, ob visit = supervision of pregnancy
high risk pregnancy = supervision of high risk pregnancy
heavy period, heavy menstrual bleeding, menorrhagia = excessive and frequent menstruation with \
regular cycle
painful period, menstrual cramp = dysmenorrhea
missed period, no period = amenorrhea
hot flash, hot flush = menopausal and female climacteric states
menopause symptom = menopausal and female climacteric states
premature baby, preemie, premature newborn, premature infant = preterm newborn
newborn jaundice, jaundice newborn = neonatal jaundice unspecified
newborn sepsis, neonatal sepsis = bacterial sepsis of newborn
crib death = sudden infant death syndrome
trisomy 21 = down syndrome
hole in heart = septal defect
undescended testis = undescended testicle
annual physical, annual physical exam, physical exam, annual exam, checkup, check up, wellness \
exam, annual wellness visit = general adult medical examination without abnormal findings
well child check, well child visit, well baby check, well child exam, well child = routine child \
health examination without abnormal findings
gyn exam, well woman exam, pelvic exam = routine gynecological examination without abnormal findings
eye exam = examination of eyes and vision without abnormal findings
flu shot, flu vaccine, vaccination, vaccine, immunizations = encounter for immunization
screening mammogram, mammogram = screening mammogram for malignant neoplasm of breast
screening colonoscopy, colonoscopy screening, colon cancer screening = screening for malignant \
neoplasm of colon
pap smear = screening for malignant neoplasm of cervix
birth control = contraceptive
tubal ligation, vasectomy = sterilization
chemotherapy = antineoplastic chemotherapy
radiation therapy, radiotherapy = antineoplastic radiation therapy
stitches out, suture removal, staple removal = removal of sutures
pacemaker = presence of cardiac pacemaker
knee replacement, total knee replacement, total knee = presence of artificial knee joint
hip replacement, total hip replacement, total hip = presence of artificial hip joint
bypass surgery, heart bypass = aortocoronary bypass graft
below knee amputation, below the knee amputation = acquired absence of leg below knee
above knee amputation = acquired absence of leg above knee
mastectomy = acquired absence of breast
hysterectomy = acquired absence of uterus
on dialysis, dialysis status, hemodialysis, dialysis = dependence on renal dialysis
oxygen dependence, home oxygen, oxygen dependent = dependence on supplemental oxygen
long term insulin use, insulin use = long term current use of insulin
long term use of, chronic use of, long term = long term current use of
blood thinner, on blood thinners = long term current use of anticoagulants
penicillin allergy, allergic to penicillin = allergy status to penicillin
drug allergy = allergy status to drugs
latex allergy = latex allergy status
history of fall, fall history = history of falling
family history of colon cancer, family history colon cancer = family history of malignant \
neoplasm of digestive organs
noncompliance, noncompliant, nonadherence = noncompliance
homeless = homelessness unspecified
comfort care, hospice = palliative care
living will = advance directive
"""

EVENTS = """
dog bite, bitten by dog = bitten by dog
cat bite = bitten by cat
fell, falls, fell on, fell from, fallen, fell off = fall
fell down stair, fall down stair, fell on stair = fall on and from stairs and steps unspecified
fell off ladder, fall off ladder, fell from ladder = fall on and from ladder
fell out of bed, fell from bed = fall from bed
slipped on ice, slip on ice, fell on ice = fall on same level due to ice and snow
slipped, tripped, slip and fall = fall on same level from slipping tripping and stumbling
hit by baseball = struck by baseball
hit by, hit = struck by
hit by car, struck by car = pedestrian injured in collision with car traffic
car accident, car crash, auto accident, motor vehicle accident = car occupant injured in traffic \
accident
motorcycle accident, motorcycle crash = motorcycle rider injured in traffic accident
bike accident, bicycle accident = pedal cyclist injured in traffic accident
stabbed, stabbing, knife assault, stab with knife = assault by knife
gunshot wound, gunshot = firearm discharge
drowning = drowning and submersion
running activity, while running, jogging = activity running
"""

ENCOUNTER_PHRASES = (SKIN_AND_BONES, LIFE_AND_ENCOUNTERS, EVENTS)
"""All of them, by field."""
