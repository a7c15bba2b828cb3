"""Words of English that the stages know: verbs with their forms, what hedges, what judges, what points at a time."""

from __future__ import annotations

import re
from functools import cache

from quiz.generate.wordlists import words

_IRREGULAR = """
be was been;become became become;begin began begun;bear bore borne;bind bound bound;blow blew blown;break broke broken;
breed bred bred;bring brought brought;build built built;buy bought bought;catch caught caught;choose chose chosen;
come came come;cut cut cut;deal dealt dealt;do did done;draw drew drawn;drive drove driven;eat ate eaten;fall fell
fallen;
feed fed fed;feel felt felt;fight fought fought;find found found;flee fled fled;fly flew flown;forbid forbade forbidden;
freeze froze frozen;get got got;give gave given;go went gone;grow grew grown;have had had;hear heard heard;
hide hid hidden;hit hit hit;hold held held;keep kept kept;know knew known;lay laid laid;lead led led;leave left left;
lend lent lent;let let let;lie lay lain;lose lost lost;make made made;mean meant meant;meet met met;pay paid paid;
overcome overcame overcome;oversee oversaw overseen;override overrode overridden;overthrow overthrew overthrown;
prove proved proven;put put put;read read read;rebuild rebuilt rebuilt;ride rode ridden;rise rose risen;run ran run;
say said said;see saw seen;seek sought sought;sell sold sold;send sent sent;set set set;shake shook shaken;
shoot shot shot;show showed shown;shut shut shut;sing sang sung;sink sank sunk;sit sat sat;speak spoke spoken;
spend spent spent;split split split;spread spread spread;stand stood stood;steal stole stolen;stick stuck stuck;
strike struck struck;swear swore sworn;swim swam swum;take took taken;teach taught taught;tell told told;
think thought thought;throw threw thrown;undergo underwent undergone;understand understood understood;
undertake undertook undertaken;win won won;wear wore worn;withdraw withdrew withdrawn;write wrote written;
rewrite rewrote rewritten;upset upset upset;cost cost cost;cast cast cast;hurt hurt hurt;shed shed shed
"""
_REGULAR = """
abandon abolish absorb accept access accompany accomplish account accuse achieve acknowledge acquire act activate adapt
add address adjust administer admit adopt advance advise affect afford agree aid aim allocate allow alter amend amount
analyze announce annex answer apologize appear apply appoint appreciate approach approve argue arrange arrest arrive ask
assemble assert assess assign assist assume assure attach attack attempt attend attract authorize award back balance ban
base bear believe belong benefit block board boost border borrow broker cache calculate call cancel capture care carry
cause celebrate center change charge check cite claim classify clean clear close coin collapse collect combine command
commend comment commit compare compete compile complain complete compose comprise compute concern conclude condemn
conduct configure confirm connect conquer consider consist consolidate constitute construct consult consume contain
contest continue contribute control convert convey convict cool cooperate coordinate copy correct count cover create
credit criticize cross crown cultivate damage date debate declare decline decorate decrease dedicate defeat defend
define delay delete deliver demand demolish demonstrate denote deny depart depend deploy deposit describe design
designate destroy detach detect determine develop devote die differ direct disable disappear discard disclose discover
discuss dismiss displace display dispose dissolve distribute divide document dominate donate double draft drain drop
earn edit educate elect eliminate emerge emit emphasize employ enable encode encourage encompass end endorse enforce
engage enhance enjoy enlarge ensure enter equal erect erupt escape establish estimate evacuate evaluate evolve examine
exceed exchange exclude execute exempt exist expand expect expel expire explain explode explore export expose express
extend extract face facilitate fail favor feature file fill filter finance finish fix flow focus follow force foresee
form formalize found free fuel fulfill function fund gain gather generate govern grant greet guarantee guard guide
handle happen head help highlight hire honor host identify ignore illustrate imagine implement imply import impose
improve include increase indicate induce inform inherit initiate inject insert insist inspect inspire install
institute instruct integrate intend interpret introduce invade invent invest investigate invite invoke involve issue
join judge justify kill label lack land last launch learn level liberate license lift limit link list live load locate
lock log look lower maintain manage manufacture map mark marry match matter measure melt mention merge migrate mix
modify monitor mount move name negotiate note notify number obey object obtain occupy occur offer open operate oppose
order organize originate outline overlook own pack paint parse participate pass perform permit persuade pioneer place
plan plant play please point populate portray position possess post pour praise precede predict prefer prepare present
preserve press prevent print proceed process proclaim produce program prohibit project promise promote prompt propose
protect protest provide publish pull purchase pursue push qualify quote raise range rank reach react realize reassess
recall receive recognize recommend record recover recruit reduce refer refine reflect reform refrain refuse regain
regard register regulate reject relate release rely remain remember remove rename render renew renounce repair repeat
replace reply report represent republish request require rescue research resemble reserve reset reside resign resolve
respect respond rest restart restore restrict result resume retain retire retrieve return reveal reverse review revise
revolt rotate rule sail sample save scan schedule score seal search secure select separate serve settle shape share
shift ship sign signal signify single skip solve span specialize specify stabilize start state station stay stem step
stop store strengthen stress structure study submit substitute succeed suffer suggest suit supersede supervise supply
support suppress surpass surrender surround survive suspend sustain switch tackle target tend terminate test threaten
tie time tolerate total touch tour trace track trade train transfer transform transit translate transmit transport
travel treat trigger truncate try turn type underline underscore unify unite unveil update upgrade uphold urge use
validate value vary verify view violate visit vote wait walk want warn wash waste watch water weaken weigh welcome
widen wish witness work worry wound wrap yield behave comply cease dispatch enroll entitle escort forward freeze
empty refill unplug plug rinse wipe dry tighten loosen pour boil heat swallow descale screw unscrew tap swipe click drag
scroll squeeze flush unlock reattach rub soak scrub mop dilute email phone trim dismount unpack unfold switch charge
grade graduate inaugurate incorporate indent invoke iterate nominate overlap pledge postpone protrude quit reappear
regret reinforce relocate reopen repay rescind reshape sanction shelter sponsor subscribe testify topple uncover undo
"""
_OF_LIVES = """
survey commission voyage progress round climb circumnavigate anchor embark disembark venture conquer besiege assault
storm raid plunder loot ambush pillage baptize christen betroth divorce bequeath apprentice enlist volunteer desert
steer navigate chart sight coast moor wreck provision resupply restock barter ransom imprison execute behead exile
banish pardon ally accuse betray murder assassinate poison stab compose paint sculpt sketch debut tour lecture preach
ordain crown abdicate reign depose annex liberate retreat march parade campaign matriculate patent devise
pioneer formulate devote befriend correspond spark spearhead emigrate immigrate race premiere star endow excavate
unearth colonize inherit adopt bury marry father captain command propose persuade convince petition intend attempt
discover encounter name rename baptise bribe confiscate confront defy dismiss dispute distrust dread escape excuse
hoist inspect land launch loan massacre mourn ambush navigate negotiate obey oppose outfit outlive outlaw
perish pilot recruit rejoin repel rescue resolve revenge revolt row scout scuttle shipwreck slaughter smuggle
starve summon threaten torture transport tutor vow winter wrest blame boast mentor sponsor befriend captivate
clash coin collaborate compile conceive congratulate contemplate criticise decline dedicate demolish denounce depict
dissolve distinguish dominate dub edit educate enjoy evacuate exhibit expire finance flourish foster fund grant
guard illustrate impress influence instruct intervene invest isolate journey knight lament lease mediate migrate mint
narrate neglect orphan orbit patronise photograph plead postpone praise prosper publicise qualify rank rehearse
reconcile reminisce remodel renounce restrain reunite sack shelve solicit stage stroll supplant translate unify
"""
"""Verbs of what people did, of which many are nouns as well: known only by their past."""
_DOUBLED = words(
    """
    plan ban stop commit admit permit refer occur transfer ship drop map log skip set cut run begin control
    compel prefer equip expel scan step submit regret tip pin tag trim split wrap program propel overlap rebel
    patrol cancel
    """
)


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + verb[-1] + "ed" if verb in _DOUBLED and verb != "cancel" else verb + "ed"


def third(verb: str) -> str:
    """Return the form of a verb that follows one thing in the present."""
    if verb in ("be", "have", "do", "go"):
        return {"be": "is", "have": "has", "do": "does", "go": "goes"}[verb]
    if verb.endswith(("s", "x", "z", "ch", "sh")):
        return verb + "es"
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2:-1] not in "aeiou" else verb + "s"


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Return the verbs by their forms: past, present (third person), participle, ing, base."""
    made: dict[str, dict[str, str]] = {"past": {}, "third": {}, "participle": {}, "base": {}, "ing": {}}
    triples = [entry.split() for entry in _IRREGULAR.replace("\n", " ").split(";") if entry.strip()]
    known = {t[0] for t in triples}
    triples += [[v, _past(v), _past(v)] for v in _REGULAR.split() if v not in known]
    for base, past, participle in triples:
        made["past"].setdefault(past, base)
        made["participle"].setdefault(participle, base)
        made["third"].setdefault(third(base), base)
        made["base"].setdefault(base, base)
        ing = base[:-1] if base.endswith("e") and not base.endswith(("ee", "ye")) else base
        made["ing"].setdefault((ing + base[-1] if base in _DOUBLED else ing) + "ing", base)
    for verb in _OF_LIVES.split():
        for name in ("past", "participle"):
            made[name].setdefault(_past(verb), verb)
    for verb in ("travel", "signal", "label", "model", "quarrel", "rival", "counsel", "enrol", "level", "fuel"):
        for name in ("past", "participle"):
            made[name].setdefault(f"{verb}led", verb)
    for spelling in (
        "analyse",
        "organise",
        "recognise",
        "emphasise",
        "realise",
        "authorise",
        "criticise",
        "stabilise",
        "colonise",
        "baptise",
        "apologise",
        "specialise",
        "symbolise",
    ):
        for name, form in (("past", spelling + "d"), ("participle", spelling + "d"), ("third", spelling + "s")):
            made[name].setdefault(form, spelling)
        made["base"].setdefault(spelling, spelling)
    return made


def base_of(word: str, form: str) -> str:
    """Return the base of a verb in a form (`past`, `third`, `participle`, `base`, `ing`); empty when unknown."""
    return _forms()[form].get(word.casefold(), "")


def is_verb_form(word: str, form: str) -> bool:
    """Tell whether a word is a known verb in a form."""
    return word.casefold() in _forms()[form]


BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re"])
HAVE = frozenset(["has", "have", "had", "having"])
DO = frozenset(["do", "does", "did"])
MODALS = frozenset(["will", "would", "can", "could", "may", "might", "must", "shall", "should", "cannot"])
AUXILIARIES = frozenset(["is", "are", "was", "were", "has", "have", "had", "do", "does", "did"]) | MODALS
PRONOUNS = words(
    """
    he she it they him her them his hers its their theirs himself herself itself themselves this these those
    that such we us our ours i me my mine you your yours here there one ones
    """
)
DETERMINERS = words(
    """
    the a an this that these those its his her their our my your some any no every each all both
    """
)
PREPOSITIONS = words(
    """
    in on at to from by for with of into onto over under against between among through during after before since
    until within without about above below across along around behind beside beyond despite inside near off out
    outside past per throughout toward towards up upon via as like than till amid
    """
)
SUBORDINATORS = words(
    """
    which who whom whose that when where while because if although though unless whereas whether so why how what
    """
)
ADVERBS = words(
    """
    also already again always almost away back even ever far here instead just later maybe more most much never
    not now often once only perhaps quite rather soon still then there thus today together too very well yet
    nearly first
    """
)
ADJECTIVES = words(
    """
    new old big small large great high low long short early late young main major minor good bad best worst
    first second third last next own other same several many few military political economic national
    international public private strategic nuclear civil civilian common general special different important
    local foreign free full open single final total annual official royal federal central northern southern
    eastern western modern ancient digital physical territorial regional initial joint natural critical personal
    sensitive available necessary responsible
    """
)
SAYING = words(
    """
    say says said state states stated claim claims claimed argue argues argued believe believes believed
    announce announces announced add adds added report reports reported note notes noted explain explains
    explained declare declares declared tell tells told suggest suggests suggested insist insists insisted warn
    warns warned estimate estimates estimated write writes wrote expect expects expected tweet tweeted comment commented
    remark remarked reply replied stress stresses stressed emphasise emphasised emphasize emphasized confirm confirms
    confirmed acknowledge acknowledged conclude concludes concluded testify testified predict predicts predicted recall
    recalls recalled
    """
)
WANTING = words(
    """
    want wants wanted seek seeks sought demand demands demanded call calls called urge urges urged support
    supports supported oppose opposes opposed reject rejects rejected insist insists insisted hope hopes hoped
    stress stresses stressed favor favors favored
    """
)
HOLDING = words(
    """
    include includes included contain contains contained comprise comprises comprised cover covers covered span
    spans spanned consist consists consisted focus focuses focused encompass encompasses provide provides
    provided commit commits committed call calls
    """
)
JOINING = words(
    """
    link links linked connect connects connected join joins joined separate separates separated border borders
    bordered divide divides divided tie ties tied cross crosses crossed unite unites united
    """
)

_EVALUATIVE = """
ambitious amazing beautiful best better brilliant clear clearly compelling consequential controversial crucial critical
dangerous decisive deeply difficult disappointing dramatic durable easy effective elegant encouraging essential
excellent
exciting extraordinary famous fascinating fortunately fragile fraught fundamental genuine great hard highly historic
huge iconic important importantly impressive inevitable incredible interesting interestingly key landmark legendary loud
magnificent meaningful mere merely milestone momentum notable notably obvious obviously outstanding perfect poor popular
powerful pragmatic promising proud quiet remarkable renowned rich sacred sensitive serious shining significant
significantly simply spectacular striking strong stunning successful surprisingly terrible tragic transformative truly
unfortunately unique unprecedented unthinkable valuable vibrant vital well-known wonderful worse worst worth testament
legacy resonates enduring reminder showcase
"""
EVALUATIVE = frozenset(_EVALUATIVE.split())
"""Words by which a writer judges; a sentence that holds one is an opinion unless it names whose."""
FORECAST = re.compile(
    r"\b(will|would|could|might|may|is likely|are likely|expected to|set to|going to|plans? to|aims? to|promises? to"
    r"|hopes? to|poised|if)\b",
    re.IGNORECASE,
)
FORECAST_STRICT = re.compile(r"\b(could|might|is likely|are likely|poised|perhaps|possibly|if)\b", re.IGNORECASE)
RELATIVE_TIME = re.compile(
    r"\b(today|tonight|yesterday|tomorrow|recent(?:ly)?|currently|nowadays|now|soon|ago|lately|so far|to date|earlier"
    r"|later|previously|formerly|already|still|yet|next day|day (?:after|before)"
    r"|(?:this|last|next|previous|past|following|coming) (?:week|month|year|day|decade|century|summer|winter|spring"
    r"|autumn|fall"
    r"|night|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:s|['’]s)?)\b",
    re.IGNORECASE,
)
ONE_OF_ITS = words(
    """
    government population country nation capital legislature parliament economy constitution monarchy crown throne
    king queen president army navy militia patriots ceremony awards family centre center opening premiere negotiations
    press insignia mission crew astronauts animals island peninsula county city church congregation orchestra music
    orchestration score independence revolution rebellion abdication legislature electorate parliamentarians treasury
    """
)
"""What a text on one thing speaks of as its own: beside the name of the document it is known which is meant."""
BACK_REFERENCE = re.compile(
    r"\b(also|too|another|the other|others|the former|the latter|the trio|the pair|the two|the three"
    r"|the previous|preceding|both(?! [^.?]{1,60} and )|such(?! as\b)|same"
    r"|these|those|this|above|below|following(?! (?:the|an?|his|her|its|[A-Z]))|aforementioned|respectively|latter"
    r"|instead|however|therefore|thus|hence"
    r"|moreover|furthermore|thereby|thereafter|thereupon|in addition|additional"
    r"|additionally|as well(?! as\b)|similarly|likewise|otherwise|then|there"
    r"|here|again)\b",
    re.IGNORECASE,
)
ITSELF = re.compile(
    r"\b[Tt]his (policy|document|manual|agreement|licen[cs]e|guide|handbook|code of conduct|specification|standard)\b"
)
"""How a policy or manual speaks of itself."""
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
WEEKDAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
ABBREVIATIONS = words(
    """
    mr mrs ms messrs dr prof st sr jr rev gen gov sen rep lt col capt sgt maj brig cmdr adm cpl pvt supt hon
    pres no nos vs etc inc ltd co corp
    dept est fig figs eq vol vols ed eds pp p jan feb mar apr jun jul aug sep sept oct nov dec mt ft approx art
    arts sec ch cf al e.g i.e a.m p.m a.d b.c u.s u.k u.n e.u ph.d d.c u.s.a viz op cit ca c approx min max tel
    """
)
STARTERS = words(
    """
    the a an this that these those it he she they we i you in on at for from by with as after before when while
    if since although however but and or so yet its his her their our there here many some most all each every
    no not today
    """
)
