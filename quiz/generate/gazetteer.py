"""Small lists of names that English texts are full of: countries with their adjectives, cities, first names, titles."""

from __future__ import annotations

from quiz.generate.wordlists import parted, words

_COUNTRIES = """
Afghanistan=Afghan; Albania=Albanian; Algeria=Algerian; Andorra; Angola=Angolan; Argentina=Argentine;
Armenia=Armenian; Australia=Australian; Austria=Austrian; Azerbaijan=Azerbaijani; Bahamas; Bahrain=Bahraini;
Bangladesh=Bangladeshi; Barbados; Belarus=Belarusian; Belgium=Belgian; Belize; Benin; Bhutan=Bhutanese;
Bolivia=Bolivian; Bosnia and Herzegovina=Bosnian; Botswana; Brazil=Brazilian; Brunei; Bulgaria=Bulgarian; Burkina
Faso; Burundi; Cambodia=Cambodian; Cameroon=Cameroonian; Canada=Canadian; Cape Verde; Central African Republic;
Chad=Chadian; Chile=Chilean; China=Chinese; Colombia=Colombian; Comoros; Congo=Congolese; Costa Rica=Costa Rican;
Croatia=Croatian; Cuba=Cuban; Cyprus=Cypriot; Czech Republic=Czech; Denmark=Danish; Djibouti; Dominica; Dominican
Republic; Ecuador=Ecuadorian; Egypt=Egyptian; El Salvador=Salvadoran; England=English; Eritrea=Eritrean;
Estonia=Estonian; Ethiopia=Ethiopian; Fiji=Fijian; Finland=Finnish; France=French; Gabon; Gambia; Georgia=Georgian;
Germany=German; Ghana=Ghanaian; Greece=Greek; Grenada; Guatemala=Guatemalan; Guinea; Guyana; Haiti=Haitian;
Honduras=Honduran; Hungary=Hungarian; Iceland=Icelandic; India=Indian; Indonesia=Indonesian; Iran=Iranian; Iraq=Iraqi;
Ireland=Irish; Israel=Israeli; Italy=Italian; Ivory Coast; Jamaica=Jamaican; Japan=Japanese; Jordan=Jordanian;
Kazakhstan=Kazakh; Kenya=Kenyan; Kosovo=Kosovar; Kuwait=Kuwaiti; Kyrgyzstan=Kyrgyz; Laos=Laotian; Latvia=Latvian;
Lebanon=Lebanese; Lesotho; Liberia=Liberian; Libya=Libyan; Liechtenstein; Lithuania=Lithuanian; Luxembourg;
Madagascar=Malagasy; Malawi; Malaysia=Malaysian; Maldives; Mali; Malta=Maltese; Mauritania; Mauritius; Mexico=Mexican;
Moldova=Moldovan; Monaco; Mongolia=Mongolian; Montenegro; Morocco=Moroccan; Mozambique; Myanmar=Burmese;
Namibia=Namibian; Nepal=Nepalese; Netherlands=Dutch; New Zealand; Nicaragua=Nicaraguan; Niger; Nigeria=Nigerian; North
Korea=North Korean; North Macedonia; Norway=Norwegian; Oman=Omani; Pakistan=Pakistani; Palau; Panama=Panamanian; Papua
New Guinea; Paraguay=Paraguayan; Peru=Peruvian; Philippines=Filipino; Poland=Polish; Portugal=Portuguese;
Qatar=Qatari; Romania=Romanian; Russia=Russian; Rwanda=Rwandan; Samoa=Samoan; Saudi Arabia=Saudi; Scotland=Scottish;
Senegal=Senegalese; Serbia=Serbian; Seychelles; Sierra Leone; Singapore=Singaporean; Slovakia=Slovak;
Slovenia=Slovenian; Somalia=Somali; South Africa=South African; South Korea=South Korean; South Sudan; Soviet
Union=Soviet; Spain=Spanish; Sri Lanka=Sri Lankan; Sudan=Sudanese; Suriname; Sweden=Swedish; Switzerland=Swiss;
Syria=Syrian; Taiwan=Taiwanese; Tajikistan=Tajik; Tanzania=Tanzanian; Thailand=Thai; Togo; Tonga; Trinidad and Tobago;
Tunisia=Tunisian; Turkey=Turkish; Türkiye; Turkmenistan=Turkmen; Uganda=Ugandan; Ukraine=Ukrainian; United Arab
Emirates=Emirati; United Kingdom=British; United States=American; Uruguay=Uruguayan; Uzbekistan=Uzbek; Vanuatu;
Vatican City; Venezuela=Venezuelan; Vietnam=Vietnamese; Wales=Welsh; Yemen=Yemeni; Zambia=Zambian;
Zimbabwe=Zimbabwean; US; U.S.; UK; U.K.; USA; Britain; America; Yugoslavia=Yugoslav; Czechoslovakia; Prussia=Prussian;
Ottoman Empire=Ottoman; Roman Empire=Roman; Byzantine Empire=Byzantine; Persia=Persian
"""


def _countries() -> tuple[frozenset[str], dict[str, str]]:
    pairs = [entry.strip().partition("=") for entry in _COUNTRIES.replace("\n", " ").split(";")]
    return frozenset(name for name, _, _ in pairs), {adjective: name for name, _, adjective in pairs if adjective}


COUNTRIES, DEMONYMS = _countries()
"""Countries by name, and adjectives with their country."""
ALIASES = {
    "US": "United States", "U.S.": "United States", "USA": "United States", "America": "United States",
    "UK": "United Kingdom", "U.K.": "United Kingdom", "Britain": "United Kingdom", "Great Britain": "United Kingdom",
    "Türkiye": "Turkey", "EU": "European Union", "UN": "United Nations", "U.N.": "United Nations",
}  # fmt: skip
"""Names that are one thing."""
WITHIN = {
    "England": "United Kingdom", "Scotland": "United Kingdom", "Wales": "United Kingdom", "Russia": "Soviet Union",
    "Ukraine": "Soviet Union", "Prussia": "Germany", "Persia": "Iran",
}  # fmt: skip
"""Countries that are or were a part of another, or its name: who offers both offers one thing twice."""
CITIES = parted(
    """
    Amsterdam|Ankara|Athens|Atlanta|Auckland|Baghdad|Baku|Bangkok|Barcelona|Beijing|Beirut|Belfast|Belgrade|Berlin|
    Birmingham|Bogotá|Bologna|Bordeaux|Boston|Bremen|Brussels|Bucharest|Budapest|Buenos Aires|Cairo|Calcutta|
    Cape Town|Caracas|Casablanca|Chicago|Cologne|Constantinople|Copenhagen|Dallas|Damascus|Delhi|Denver|Detroit|
    Doha|Dresden|Dubai|Dublin|Düsseldorf|Edinburgh|Florence|Frankfurt|Geneva|Genoa|Glasgow|Gothenburg|Hague|
    Hamburg|Hanoi|Havana|Helsinki|Hong Kong|Houston|Istanbul|Jakarta|Jerusalem|Johannesburg|Kabul|Karachi|Kharkiv|
    Kiev|Kyiv|Kyoto|Lagos|Leipzig|Lima|Lisbon|Liverpool|London|Los Angeles|Lyon|Madrid|Manchester|Manila|Marseille|
    Melbourne|Mexico City|Miami|Milan|Minsk|Montreal|Moscow|Mumbai|Munich|Nairobi|Naples|New Delhi|New York|
    New York City|Odessa|Osaka|Oslo|Oxford|Cambridge|Paris|Philadelphia|Prague|Rabat|Riga|Rio de Janeiro|Rome|
    Rotterdam|Saint Petersburg|St. Petersburg|Salzburg|San Francisco|Santiago|São Paulo|Sarajevo|Seattle|Seoul|
    Shanghai|Singapore|Sofia|Stockholm|Stuttgart|Sydney|Tallinn|Tbilisi|Tehran|Tel Aviv|Tokyo|Toronto|Toulouse|
    Tunis|Turin|Vancouver|Venice|Versailles|Vienna|Vilnius|Warsaw|Washington|Yerevan|Zagreb|Zurich|Zürich|
    Göttingen|Heidelberg|Basel|Bern|Antwerp|Bruges|Ghent|Kraków|Gdańsk
    """
)
CONTINENTS = frozenset(("Africa", "Asia", "Europe", "Antarctica", "Oceania"))
"""Places so large that to ask for them tells nothing."""
REGIONS = parted(
    """
    Africa|Asia|Europe|North America|South America|Central Asia|Antarctica|Oceania|Middle East|Caucasus|
    South Caucasus|Balkans|Scandinavia|Siberia|Eurasia|Latin America|Southeast Asia|East Asia|Western Europe|
    Eastern Europe|Central Europe|Mediterranean|Caribbean|Crimea|Kosovo|Nagorno-Karabakh|Abkhazia|Kashmir|
    Bavaria|Saxony|Tuscany|Sicily|Catalonia|Andalusia|
    Provence|Brittany|Normandy|Flanders|Alaska|Arizona|California|Colorado|Florida|Hawaii|Illinois|Massachusetts|
    Michigan|Minnesota|Nevada|New Jersey|Ohio|Oregon|Pennsylvania|Texas|Utah|Virginia|Wisconsin|Ontario|Quebec|
    British Columbia|Hokkaido|Java|Sumatra|Borneo
    """
)
FIRST_NAMES = words(
    """
    Aaron Adam Adele Adolf Agnes Ahmed Alan Albert Alejandro Alexander Alexandra Alexei Alfred Ali Alice Amanda
    Amelia Amy Andrea Andreas Andrew Andrey Angela Anna Anne Anthony Antoine Antonio Arthur Astrid August Barack
    Barbara Beatrice Ben Benjamin Bernard Bertha Bill Boris Brian Bruce Carl Carlo Carlos Caroline Catherine
    Charles Charlotte Chris Christian Christine Christopher Clara Claude Claudia Daniel David Deborah Denis
    Diana Diego Dmitri Donald Dorothy Edgar Edith Edmund Edward Edwin Efgan Eleanor Elena Elizabeth Ella Emil
    Emily Emma Eric Ernest Ernst Eugene Eva Felix Ferdinand Fiona Florence Francis Francisco Frank Franklin
    Franz Fred Frederick Friedrich Fritz Gabriel Galileo George Gerald Gerard Giovanni Giuseppe Gordon Grace
    Graham Gregory Gustav Guy Hannah Hans Harold Harriet Harry Heinrich Helen Henri Henrietta Henry Herbert
    Herman Hugh Hugo Ian Ibrahim Ida Igor Ilham Immanuel Ingrid Irene Isaac Isabel Ivan Jack Jacob Jacques James
    Jan Jane Janet Jason Jean Jennifer Jeremy Jim Joan Joe Johann Johannes John Jonathan Jorge José Josef Joseph
    Joshua Juan Judith Jules Julia Julian Julius Junaid Karen Karl Kate Katherine Keith Kenneth Kevin Kim Klaus
    Konrad Lars Laura Lawrence Leo Leon Leonard Leonardo Leonhard Lewis Lisa Lise Louis Louise Lucy Ludwig Luigi
    Luis Luke Magnus Marco Margaret Maria Marie Mario Mark Martha Martin Mary Matilda Matthew Maurice Max Mehmet
    Michael Michel Michelle Miguel Mikhail Mohamed Mohammed Muhammad Nadira Nancy Nathan Nelson Nicholas Nicolas
    Niels Nikol Nikola Nikolai Nina Noah Nora Olga Oliver Olivia Oscar Otto Pablo Patricia Patrick Paul Pavel
    Pedro Peter Philip Pierre Rachel Ralph Raymond Rebecca Rene Ricardo Richard Robert Roberto Roger Roland
    Ronald Rosa Rosalind Rose Ruth Samuel Sandra Sara Sarah Sergei Sigmund Simon Sofia Sophie Stefan Stephen
    Steve Steven Susan Taylor Theodore Theresa Thomas Tim Timothy Tom Tony Ursula Usha Vera Victor Victoria
    Vincent Virginia Vladimir Walter Werner Wilhelm William Winston Wolfgang Yuri Zoe
    """
)
TITLES = words(
    """
    president minister chancellor king queen prince princess emperor empress senator governor mayor secretary
    general admiral colonel captain sir lord lady pope bishop archbishop professor dr mr mrs ms judge justice
    chairman chairwoman chief director ambassador premier sultan tsar duke duchess count countess saint engineer
    architect
    """
)
ORGANISATION = words(
    """
    academy agency association authority bank board bureau center centre club college commission committee
    company congress corporation council court department federation foundation government group inc institute
    institution laboratories laboratory league library ltd ministry museum navy office organization organisation
    parliament party press senate service society times tribune union university force post telegraph
    broadcasting railway airlines
    """
)
PLACE_NOUNS = {
    "river": "river", "lake": "lake", "sea": "sea", "ocean": "ocean", "bay": "bay", "gulf": "gulf", "strait": "strait",
    "haven": "harbour",
    "canal": "canal", "island": "island", "islands": "group of islands", "mountain": "mountain", "mountains":
    "mountain range",
    "valley": "valley", "desert": "desert", "park": "park", "bridge": "bridge", "street": "street", "square": "square",
    "palace": "palace", "castle": "castle", "cathedral": "cathedral", "airport": "airport", "station": "station",
    "port": "port", "province": "province", "county": "county", "district": "district", "state": "state", "region":
    "region",
    "peninsula": "peninsula", "volcano": "volcano", "forest": "forest", "basin": "basin", "corridor": "corridor",
    "memorial": "memorial", "dam": "dam", "base": "base", "enclave": "enclave", "exclave": "exclave", "tower":
    "tower", "plant": "plant",
}  # fmt: skip
"""Last words of names of places, and how a question calls such a thing."""
THING_NOUNS = {
    "agreement": "agreement", "treaty": "treaty", "act": "act", "accord": "accord", "charter": "charter", "convention":
    "convention", "protocol": "protocol", "war": "war", "battle": "battle", "revolution": "revolution", "prize":
    "prize",
    "award": "award", "program": "program", "programme": "programme", "project": "project", "route": "route",
    "empire": "empire", "dynasty": "dynasty", "conference": "conference", "olympics": "games", "cup": "cup", "law":
    "law",
    "time": "time", "meridian": "meridian", "medal": "medal", "telescope": "telescope", "theorem": "theorem", "effect":
    "effect", "day": "day",
    "regulation": "regulation", "policy": "policy", "plan": "plan", "license": "license", "licence": "licence",
}  # fmt: skip
"""Last words of names of agreements, events and the like."""
