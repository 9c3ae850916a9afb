"""What clinicians write short, and the words of the classification behind it.

Each line is `short, other short = words | other words`: the likelier meaning first. Words are
those of code titles, so that what is written short finds what is written out.
"""

from __future__ import annotations

CARDIAC = """
htn, bp high, hbp = hypertension
chf, hf = heart failure
hfref = systolic heart failure
hfpef = diastolic heart failure
cad, ashd, ihd = atherosclerotic heart disease of native coronary artery without angina
mi, ami = acute myocardial infarction unspecified | myocardial infarction
old mi, prior mi, hx of mi, history of mi, previous mi, h/o mi = old myocardial infarction
stemi = st elevation stemi myocardial infarction
nstemi = non st elevation nstemi myocardial infarction
acs = acute coronary syndrome | acute ischemic heart disease
afib, a fib, af = atrial fibrillation
aflutter, a flutter = atrial flutter
svt, psvt = supraventricular tachycardia
vt, v tach, vtach = ventricular tachycardia
vfib, v fib, vf = ventricular fibrillation
pvc = ventricular premature depolarization
pac = atrial premature depolarization
sss = sick sinus syndrome
lbbb = left bundle branch block
rbbb = right bundle branch block
avb, av block = atrioventricular block
dvt = acute embolism and thrombosis of deep veins of lower extremity
pe = pulmonary embolism without acute cor pulmonale | pleural effusion
vte = venous embolism and thrombosis
pvd, pad = peripheral vascular disease
aaa = abdominal aortic aneurysm
taa = thoracic aortic aneurysm
asd = atrial septal defect
vsd = ventricular septal defect
pda = patent ductus arteriosus
pfo = patent foramen ovale atrial septal defect
mr = mitral valve insufficiency
ms = multiple sclerosis | mitral stenosis
mvp = mitral valve prolapse
tr = tricuspid insufficiency
lad = left anterior descending coronary artery
rca = right coronary artery
cabg = aortocoronary bypass graft
ptca, pci = coronary angioplasty
icd, aicd = automatic implantable cardiac defibrillator
lvh = cardiomegaly
pah = pulmonary arterial hypertension
pulm htn = pulmonary hypertension
hocm = obstructive hypertrophic cardiomyopathy
pots = postural orthostatic tachycardia syndrome
tof = tetralogy of fallot
"""

BREATHING = """
copd = chronic obstructive pulmonary disease
aecopd, copd exac = chronic obstructive pulmonary disease with acute exacerbation
pna, cap = pneumonia
vap = ventilator associated pneumonia
uri = acute upper respiratory infection
rsv = respiratory syncytial virus
tb, ptb = tuberculosis of lung | tuberculosis
osa = obstructive sleep apnea
csa = central sleep apnea
ards = acute respiratory distress syndrome
arf = acute respiratory failure | acute kidney failure
sob = shortness of breath
doe = dyspnea
ild = interstitial pulmonary disease
ipf = idiopathic pulmonary fibrosis
cf = cystic fibrosis
ptx = pneumothorax
resp = respiratory
evali = vaping related disorder
bpd = bronchopulmonary dysplasia
pnd = postnasal drip | paroxysmal nocturnal dyspnea
"""

METABOLIC = """
dm = diabetes mellitus
dm2, t2dm, dmii, niddm, dm type 2, type 2 dm = type 2 diabetes mellitus
dm1, t1dm, iddm, dm type 1, type 1 dm = type 1 diabetes mellitus
gdm = gestational diabetes mellitus
dka = diabetes with ketoacidosis without coma
hhs = diabetes with hyperosmolarity
dpn = diabetes with diabetic polyneuropathy
npdr = nonproliferative diabetic retinopathy
pdr = proliferative diabetic retinopathy
hld, hlp = hyperlipidemia
hypertg = hyperglyceridemia
fh = family history | familial hypercholesterolemia
bmi = body mass index
b12 = vitamin b12
vit = vitamin
siadh = inappropriate secretion of antidiuretic hormone
pcos = polycystic ovarian syndrome
men = multiple endocrine neoplasia
hba1c, a1c = abnormal glucose
cushings = cushing syndrome
"""

MIND_AND_NERVES = """
cva = cerebral infarction | stroke
tia = transient cerebral ischemic attack
ich = nontraumatic intracerebral hemorrhage
sah = subarachnoid hemorrhage
sdh = subdural hemorrhage
tbi = intracranial injury
loc = loss of consciousness
ams = altered mental status
cp = chest pain | cerebral palsy
ha = headache
lbp = low back pain
cts = carpal tunnel syndrome
als = amyotrophic lateral sclerosis
gbs = guillain barre syndrome
rls = restless legs syndrome
pd = parkinson disease without dyskinesia without fluctuations
ad = alzheimer disease
nph = normal pressure hydrocephalus
bppv = benign paroxysmal vertigo
mdd = major depressive disorder
gad = generalized anxiety disorder
ptsd = post traumatic stress disorder
ocd = obsessive compulsive disorder
adhd, add = attention deficit hyperactivity disorder
odd = oppositional defiant disorder
si = suicidal ideations
etoh = alcohol
aud = alcohol dependence
oud = opioid dependence
sud = psychoactive substance use
dts = alcohol dependence with withdrawal delirium
crps, rsd = complex regional pain syndrome
tn = trigeminal neuralgia
sz = seizure | unspecified convulsions
"""

BELLY = """
gerd = gastro esophageal reflux disease
gi = gastrointestinal
gib, gi bleed, gi bleeding = gastrointestinal hemorrhage unspecified
ugib, lgib = gastrointestinal hemorrhage
pud = peptic ulcer
ibs = irritable bowel syndrome
ibd = noninfective gastroenteritis and colitis
uc = ulcerative colitis
cd = crohn disease
sbo = intestinal obstruction
n/v, nv = nausea with vomiting
n/v/d = nausea with vomiting diarrhea
c diff, cdiff, c difficile = clostridium difficile not recurrent
nash = nonalcoholic steatohepatitis
nafld = fatty change of liver
hcv, hep c = viral hepatitis c
hbv, hep b = viral hepatitis b
hav, hep a = hepatitis a
eoe = eosinophilic esophagitis
egd = upper gastrointestinal
rlq = right lower quadrant
llq = left lower quadrant
ruq = right upper quadrant
luq = left upper quadrant
abd = abdominal
sbp = spontaneous bacterial peritonitis
h pylori, hpylori = helicobacter pylori
"""

KIDNEY_AND_SEX = """
uti = urinary tract infection site not specified
aki = acute kidney failure unspecified
ckd = chronic kidney disease
ckd3, ckd iii = chronic kidney disease stage 3
ckd4, ckd iv = chronic kidney disease stage 4
ckd5, ckd v = chronic kidney disease stage 5
esrd = end stage renal disease
atn = acute kidney failure with tubular necrosis
bph = benign prostatic hyperplasia
luts = lower urinary tract symptoms
ed = erectile dysfunction
psa = prostate specific antigen
pid = female pelvic inflammatory disease unspecified
dub, aub = abnormal uterine and vaginal bleeding
pms = premenstrual tension syndrome
pmdd = premenstrual dysphoric disorder
bv = acute vaginitis
std, sti = sexually transmitted disease
hsv = herpes simplex
hpv = papillomavirus
iud = intrauterine contraceptive device
rcc = malignant neoplasm of kidney except renal pelvis
cauti = infection due to indwelling urethral catheter
vur = vesicoureteral reflux
oab = overactive bladder
iugr = poor fetal growth
svd, nsvd, vaginal birth = full term uncomplicated delivery
prom = premature rupture of membranes
pprom = preterm premature rupture of membranes
vbac = vaginal delivery following previous cesarean delivery
c section, csection, cs = cesarean delivery
pih = gestational hypertension
pph = postpartum hemorrhage
hellp = hellp syndrome
ttn = transient tachypnea of newborn
rds = respiratory distress syndrome of newborn
lbw = low birth weight newborn
"""

INFECTION_AND_BLOOD = """
mrsa = methicillin resistant staphylococcus aureus infection
mssa = methicillin susceptible staphylococcus aureus infection
hiv, aids = human immunodeficiency virus hiv
hiv positive, hiv+ = asymptomatic human immunodeficiency virus infection status
e coli, ecoli = escherichia coli e coli
vre = resistance to vancomycin
esbl = extended spectrum beta lactamase resistance
sirs = systemic inflammatory response syndrome
cmv = cytomegaloviral
ebv, mono = infectious mononucleosis unspecified
strep = streptococcal
staph = staphylococcus
covid, covid19, sars cov 2 = covid 19
hfmd = enteroviral vesicular stomatitis with exanthem
ida = iron deficiency anemia
scd = sickle cell disease
itp = immune thrombocytopenic purpura
ttp = thrombotic thrombocytopenic purpura
dic = disseminated intravascular coagulation
mds = myelodysplastic syndrome
cll = chronic lymphocytic leukemia of b cell type
aml = acute myeloblastic leukemia
cml = chronic myeloid leukemia bcr abl positive
nhl = non hodgkin lymphoma
dlbcl = diffuse large b cell lymphoma
mgus = monoclonal gammopathy
dcis = intraductal carcinoma in situ of breast
lcis = lobular carcinoma in situ of breast
bcc = basal cell carcinoma of skin
scc = squamous cell carcinoma of skin
ca = malignant neoplasm | carcinoma
hcc = liver cell carcinoma
nsclc, sclc = malignant neoplasm of bronchus or lung
gist = gastrointestinal stromal tumor
mets, met = secondary malignant neoplasm
chemo = antineoplastic chemotherapy
xrt, rt therapy = antineoplastic radiation therapy
wbc = white blood cell count
rbc = red blood cell
plt = platelet
fuo = fever unspecified
"""

BONES_AND_INJURY = """
fx, fxs, frx = fracture
oa, djd = osteoarthritis
ra = rheumatoid arthritis unspecified
ddd = intervertebral disc degeneration
hnp = intervertebral disc displacement
sle = systemic lupus erythematosus
pmr = polymyalgia rheumatica
jra, jia = juvenile rheumatoid arthritis
acl = anterior cruciate ligament
pcl = posterior cruciate ligament
mcl = medial collateral ligament
lcl = lateral collateral ligament
tmj = temporomandibular joint disorder
rtc = rotator cuff
si joint = sacroiliac joint
avn = idiopathic aseptic necrosis
lac, lacs = laceration without foreign body
fb = foreign body
mva, mvc = car occupant injured in collision traffic accident | motor vehicle accident
gsw = firearm discharge
od = poisoning accidental
co poisoning = toxic effect of carbon monoxide
tka, tkr = presence of artificial knee joint
tha, thr = presence of artificial hip joint
bka = acquired absence of leg below knee
aka = acquired absence of leg above knee
orif = internal fixation
ulc = ulcer
dfu = diabetes with foot ulcer
dip, pip = interphalangeal joint
mcp = metacarpophalangeal joint
sc joint = sternoclavicular joint
ac joint = acromioclavicular joint
"""

CHARTING = """
lt, l = left
rt, r = right
bilat, b/l, bil, both sides, both = bilateral
s/p, status post, post op status = presence | status | acquired absence
h/o, hx of, hx, history of, pmh, personal hx = personal history of | history
fhx, family hx, fam hx, fam history = family history of
w/o = without
f/u, fu = follow up examination
r/o = observation for suspected condition ruled out
sx = symptoms
abn = abnormal
unsp, unspec, nos = unspecified
acute on chr = acute on chronic
chr = chronic
exac = exacerbation
dz = disease
synd = syndrome
inf = infection
preg, iup = pregnancy
nb = newborn
le = lower limb
ue = upper limb
lle = left lower limb
rle = right lower limb
lue = left upper limb
rue = right upper limb
le edema = localized edema
immun, vacc = immunization
dnr = do not resuscitate
o2 = supplemental oxygen
htn urgency = hypertensive urgency
htn emergency, htn crisis = hypertensive emergency
ekg, ecg = electrocardiogram
lft, lfts = liver function
cxr = diagnostic imaging of lung
pap = cytological cervix
nkda = allergy
pcn = penicillin
asa = aspirin
nsaid, nsaids = non steroidal anti inflammatories
ppm = cardiac pacemaker
hd = renal dialysis
tob = tobacco
"""

ABBREVIATIONS = (
    CARDIAC,
    BREATHING,
    METABOLIC,
    MIND_AND_NERVES,
    BELLY,
    KIDNEY_AND_SEX,
    INFECTION_AND_BLOOD,
    BONES_AND_INJURY,
    CHARTING,
)
"""All of them, by field."""
