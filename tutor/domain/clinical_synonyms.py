"""Words that may stand for one another, beside what was typed.

`word = same | same` holds in one direction only, `word ~ word ~ word` in all; several words on
one side belong together.
"""

from __future__ import annotations

SAME = """
kidney ~ renal
heart ~ cardiac
liver ~ hepatic
lung ~ pulmonary
stomach ~ gastric
brain ~ cerebral ~ intracranial
bowel ~ intestinal ~ intestine
bladder ~ vesical
skin ~ cutaneous
bone ~ osseous
nose ~ nasal
tooth ~ dental
eye ~ ocular
breast ~ mammary
spine ~ spinal ~ vertebra
womb ~ uterus ~ uterine
testicle ~ testis ~ testicular
prostate ~ prostatic
ovary ~ ovarian
thyroid ~ thyroid gland
vein ~ venous
artery ~ arterial
pancreas ~ pancreatic
cervix ~ cervical
jaw ~ mandible ~ mandibular
stone ~ calculus
bleeding ~ hemorrhage ~ bleed
clot ~ thrombosis
swelling ~ edema
bruise ~ contusion
inflammation = inflammatory
newborn ~ neonatal ~ infant
childhood ~ juvenile
diabetic ~ diabetes
hypertensive ~ hypertension
alcoholic ~ alcohol
allergic ~ allergy
asthmatic ~ asthma
epileptic ~ epilepsy
arthritic ~ arthritis
infected ~ infection
infectious ~ infection
viral ~ virus
bacterial ~ bacteria
fungal ~ mycosis
fractured ~ fracture
dislocated ~ dislocation
sprained ~ sprain
lacerated ~ laceration
burned ~ burn
ruptured ~ rupture
torn ~ tear ~ rupture
ulcerated ~ ulcer
obstructed ~ obstruction ~ obstructive
obese ~ obesity
anemic ~ anemia
depressed ~ depression ~ depressive
anxious ~ anxiety
pregnant ~ pregnancy
gestational ~ gestation
menstrual ~ menstruation
urinary ~ urine
retention ~ retained
bloody ~ blood
painful ~ pain
chronic ~ long term
benign ~ nonmalignant
cancer ~ malignant neoplasm
tumor ~ neoplasm
cancerous = malignant
carcinoma = malignant neoplasm
leg = lower limb | lower leg
legs = lower limb
arm = upper limb | upper arm
calf = lower leg
shin = lower leg
belly = abdominal | abdomen
abdomen ~ abdominal
groin ~ inguinal
armpit ~ axilla
tailbone = coccyx
kneecap = patella
shinbone = tibia
thighbone = femur
collarbone = clavicle
breastbone = sternum
hip = femur | hip
wrist = wrist | carpal
distal = lower end
proximal = upper end
femoral = femur
tibial = tibia
humeral = humerus
radial = radius
nasal bone = nasal bones
lumbar = lumbar region | lumbosacral
cervical spine = cervical region
thoracic = thoracic region
bilateral = both
both = bilateral
low ~ lower
high ~ elevated
elevated = abnormal | raised
l1 = first lumbar vertebra
l2 = second lumbar vertebra
l3 = third lumbar vertebra
l4 = fourth lumbar vertebra
l5 = fifth lumbar vertebra
t12 = eleventh twelfth thoracic vertebra
c1 = first cervical vertebra
c2 = second cervical vertebra
c3 = third cervical vertebra
c4 = fourth cervical vertebra
c5 = fifth cervical vertebra
c6 = sixth cervical vertebra
c7 = seventh cervical vertebra
replacement = artificial
amputation = acquired absence
amputated = acquired absence
prosthesis ~ artificial
shot = immunization
struck ~ hit
car ~ automobile
exposure = contact
flare ~ exacerbation
delivery ~ delivered
vaginal ~ vagina ~ vaginally
sacrum ~ sacral
coccyx ~ coccygeal
pelvis ~ pelvic
clavicle ~ clavicular
esophagus ~ esophageal
duodenum ~ duodenal
colon ~ colonic
rectum ~ rectal
anus ~ anal
ureter ~ ureteral
urethra ~ urethral
vulva ~ vulvar
cornea ~ corneal
retina ~ retinal
larynx ~ laryngeal
pharynx ~ pharyngeal
tonsil ~ tonsillar
spleen ~ splenic
pleura ~ pleural
peritoneum ~ peritoneal
umbilicus ~ umbilical
aorta ~ aortic
face ~ facial
mouth ~ oral
gum ~ gingival
joint ~ articular
muscle ~ muscular
lymph ~ lymphatic
appendix ~ appendiceal
"""
"""Words and what may stand for them."""
