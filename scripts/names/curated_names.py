"""Names of states that no package gives as we need them: reviewed by hand, one line each.

`alpha2 | name | kind | article | valid from | valid to | note`; kinds as in data/names/README.md. Never a code, never
a name that means two states ("Korea", "Congo"). `article` is `the` where running text writes one.
"""

NAMES = """
AF | Islamic State of Afghanistan | historic | the | 1992-04-28 | 2004-01-26 |
AF | Islamic Transitional State of Afghanistan | historic | the | 2002-07-13 | 2004-12-07 |
AF | Islamic Emirate of Afghanistan | curated | the | | | name used by the de facto authorities
AG | Antigua & Barbuda | short | | | |
AU | Commonwealth of Australia | formal | the | | |
BA | Bosnia & Herzegovina | short | | | |
BA | Bosnia-Herzegovina | curated | | | |
BA | Republic of Bosnia and Herzegovina | historic | the | 1992-03-03 | 1995-12-14 |
BA | Bosnia | curated | | | |
BF | Upper Volta | historic | | | 1984-08-04 |
BJ | Dahomey | historic | | | 1975-11-30 |
BN | Brunei | short | | | |
BN | Negara Brunei Darussalam | formal | | | |
BO | Bolivia | short | | | |
BO | Republic of Bolivia | historic | the | | 2009-03-18 |
BW | Bechuanaland | historic | | | 1966-09-30 |
BY | Byelorussia | historic | | | 1991-09-19 |
BY | Byelorussian SSR | historic | the | | 1991-09-19 |
BY | Byelorussian Soviet Socialist Republic | historic | the | | 1991-09-19 |
BZ | British Honduras | historic | | | 1973-06-01 |
CD | DR Congo | short | | | |
CD | D.R. Congo | curated | | | |
CD | Dem. Rep. of the Congo | curated | the | | |
CD | Democratic Republic of Congo | curated | the | | |
CD | DRC | acronym | the | | |
CD | Congo (Democratic Republic of the) | short | | | |
CD | Congo (Kinshasa) | curated | | | |
CD | Zaire | historic | | 1971-10-27 | 1997-05-17 |
CD | Republic of Zaire | historic | the | 1971-10-27 | 1997-05-17 |
CG | Republic of Congo | curated | the | | |
CG | Congo (Republic of the) | short | | | |
CG | Congo-Brazzaville | curated | | | |
CG | Congo (Brazzaville) | curated | | | |
CI | Ivory Coast | curated | the | | |
CN | PRC | acronym | the | | |
CN | P.R. China | curated | | | |
CN | P.R. of China | curated | the | | |
CN | PR China | curated | | | |
CN | People's Republic of China (PRC) | curated | the | | |
CV | Cape Verde | historic | | | 2013-10-24 |
CV | Republic of Cape Verde | historic | the | | 2013-10-24 |
CZ | Czech Republic | short | the | | |
DE | Federal Republic of Germany | formal | the | | |
DO | Dominican Rep. | curated | the | | |
EG | United Arab Republic | historic | the | 1958-02-22 | 1971-09-11 |
EH | Sahrawi Arab Democratic Republic | curated | the | | | as listed by the African Union; the row takes no position on status
EH | Saharawi Arab Democratic Republic | curated | the | | | as listed by the African Union; the row takes no position on status
EH | Sahrawi Republic | curated | the | | | as listed by the African Union; the row takes no position on status
FJ | Fiji Islands | historic | the | 1998-07-27 | 2011-02-04 |
FJ | Republic of the Fiji Islands | historic | the | 1998-07-27 | 2011-02-04 |
FJ | Republic of Fiji Islands | historic | the | 1998-07-27 | 2011-02-04 |
FM | Micronesia | short | | | |
FM | FSM | acronym | the | | |
FM | Federated State of Micronesia | curated | the | | |
GB | United Kingdom | short | the | | |
GB | UK | acronym | the | | |
GB | U.K. | acronym | the | | |
GB | Great Britain | curated | | | |
GB | Britain | curated | | | |
GB | United Kingdom of Great Britain | curated | the | | | as printed, shortened
GB | Great Britain and Northern Ireland | curated | | | |
GH | Gold Coast | historic | the | | 1957-03-06 |
GW | Guinea Bissau | short | | | |
GY | Cooperative Republic of Guyana | formal | the | | |
GY | British Guiana | historic | | | 1966-05-26 |
HK | Hong Kong | short | | | |
HK | Hong Kong, China | short | | | |
HK | Hong Kong SAR, China | curated | | | |
HK | Hong Kong (China) | curated | | | |
HK | Hong Kong (SAR) | curated | | | |
HK | China (Hong Kong SAR) | curated | | | |
HK | China (Hong Kong) | curated | | | |
HK | HKSAR | acronym | the | | |
HK | Hong Kong Special Administrative Region | formal | the | | |
HK | Hong Kong Special Administrative Region of China | formal | the | | |
HK | Hong Kong Special Administrative Region of the People's Republic of China | formal | the | | |
HU | Republic of Hungary | historic | the | 1989-10-23 | 2012-01-01 |
IE | Republic of Ireland | curated | the | | |
IR | Iran | short | | | |
IR | Islamic Republic of Iran | formal | the | | |
IR | I.R. of Iran | curated | the | | |
IR | I.R. Iran | curated | | | |
IR | Iran, Islamic Republic of | short | | | |
IT | Italian Republic | formal | the | | |
JO | Hashemite Kingdom of Jordan | formal | the | | |
KH | Democratic Kampuchea | historic | | 1976-01-05 | 1990-02-03 |
KH | Kampuchea | historic | | 1976-01-05 | 1990-02-03 |
KH | Khmer Republic | historic | the | 1970-10-09 | 1975-12-19 |
KI | Gilbert Islands | historic | the | | 1979-07-12 |
KN | Saint Kitts & Nevis | short | | | |
KN | St. Kitts and Nevis | short | | | |
KN | St Kitts and Nevis | short | | | |
KN | Saint Christopher and Nevis | curated | | | |
KN | Federation of Saint Christopher and Nevis | formal | the | | |
KN | Federation of Saint Kitts and Nevis | formal | the | | |
KP | DPRK | acronym | the | | |
KP | DPR Korea | curated | the | | |
KP | D.P.R. Korea | curated | the | | |
KP | DPR of Korea | curated | the | | |
KP | North Korea | curated | | | |
KP | Korea, Democratic People's Republic of | short | | | |
KP | Korea (Democratic People's Republic of) | short | | | |
KP | People's Democratic Republic of Korea | curated | the | | | as printed, words in another order
KP | Democratic Republic of Korea | curated | the | | | as printed, "People's" missing; not the Republic of Korea, which calls itself otherwise
KR | South Korea | curated | | | |
KR | Korea, Republic of | short | | | |
KR | Korea (Republic of) | short | | | |
KR | Rep. of Korea | curated | the | | |
KR | R.O.K. | acronym | the | | |
LA | Laos | short | | | |
LA | Lao PDR | short | the | | |
LA | Lao P.D.R. | curated | the | | |
LA | Lao People Democratic Republic | curated | the | | |
LA | Lao Peoples' Democratic Republic | curated | the | | | as printed, apostrophe in another place
LB | Republic of Lebanon | formal | the | | |
LC | St. Lucia | short | | | |
LC | St Lucia | short | | | |
LK | Ceylon | historic | | | 1972-05-22 |
LS | Basutoland | historic | | | 1966-10-04 |
LY | Libyan Arab Jamahiriya | historic | the | 1977-03-02 | 2011-09-16 |
LY | Socialist People's Libyan Arab Jamahiriya | historic | the | 1977-03-02 | 2011-09-16 |
LY | Great Socialist People's Libyan Arab Jamahiriya | historic | the | 1986-04-15 | 2011-09-16 |
MD | Moldova | short | | | |
MD | Moldova, Republic of | short | | | |
MD | Moldova (Republic of) | short | | | |
MG | Malagasy Republic | historic | the | 1958-10-14 | 1975-12-30 |
MH | Marshall Islands (Republic of the) | short | | | |
MH | Republic of Marshall Islands | curated | the | | |
MK | former Yugoslav Republic of Macedonia | historic | the | 1993-04-08 | 2019-02-12 |
MK | FYROM | acronym | the | 1993-04-08 | 2019-02-12 |
MK | FYR Macedonia | historic | | 1993-04-08 | 2019-02-12 |
MK | FYR of Macedonia | historic | the | 1993-04-08 | 2019-02-12 |
MK | Macedonia | historic | | 1991-09-08 | 2019-02-12 |
MK | Republic of Macedonia | historic | the | 1991-09-08 | 2019-02-12 |
MM | Burma | historic | | | 1989-06-18 |
MM | Union of Myanmar | historic | the | 1989-06-18 | 2011-03-30 |
MM | Union of Burma | historic | the | 1948-01-04 | 1989-06-18 |
MM | Republic of the Union of Burma | historic | the | 1948-01-04 | 1989-06-18 |
MM | Myanmar (Burma) | curated | | | |
MM | Burma (Myanmar) | curated | | | |
MO | Macao | short | | | |
MO | Macau | short | | | |
MO | Macao, China | short | | | |
MO | Macau, China | short | | | |
MO | Macau SAR | short | | | |
MO | Macao SAR, China | curated | | | |
MO | Macau SAR, China | curated | | | |
MO | Macao (SAR) | curated | | | |
MO | Macau (SAR) | curated | | | |
MO | China (Macao SAR) | curated | | | |
MO | Macao Special Administrative Region | formal | the | | |
MO | Macau Special Administrative Region | formal | the | | |
MO | Macao Special Administrative Region of China | formal | the | | |
MO | Macao Special Administrative Region of the People's Republic of China | formal | the | | |
MV | Republic of the Maldives | curated | the | | |
MV | Maldive Islands | historic | the | | 1969-04-11 |
MW | Nyasaland | historic | | | 1964-07-06 |
NA | South West Africa | historic | | | 1990-03-21 |
NL | Netherlands | short | the | | |
NP | Federal Democratic Republic of Nepal | formal | the | 2008-05-28 | |
NP | Kingdom of Nepal | historic | the | | 2008-05-28 |
NR | Republic of Nauru | formal | the | | |
NR | Naoero | curated | | | | name given by the packages as the present one; the label stays as in the documents
NR | Republic of Naoero | curated | the | | | name given by the packages as the present one
NZ | Aotearoa New Zealand | curated | | | |
PG | PNG | acronym | | | |
PH | Republic of Philippines | curated | the | | |
PS | Palestine | short | | | |
PS | Palestinian Authority | curated | the | 1994-05-04 | |
PS | Palestinian National Authority | curated | the | 1994-05-04 | 2013-01-05 |
PS | Occupied Palestinian Territory | curated | the | | |
PS | Palestinian Territories | curated | the | | |
RU | Russia | short | | | |
RU | Russian Fed. | curated | the | | |
SN | Republic of Sénégal | curated | the | | |
SR | Surinam | historic | | | 1978-01-01 |
SR | Dutch Guiana | historic | | | 1975-11-25 |
SS | Southern Sudan | historic | | | 2011-07-09 |
ST | São Tomé and Príncipe | short | | | |
ST | Sao Tome & Principe | short | | | |
SY | Syria | short | | | |
SY | Syrian Arab Rep. | curated | the | | |
SZ | Swaziland | historic | | | 2018-04-19 |
SZ | Kingdom of Swaziland | historic | the | | 2018-04-19 |
TL | East Timor | historic | | | 2002-05-20 |
TL | Timor Leste | short | | | |
TL | Timor-Lesté | curated | | | | as printed
TL | Democratic Republic of Timor Leste | formal | the | | |
TL | Democratic Republic of East Timor | historic | the | | 2002-05-20 |
TL | Portuguese Timor | historic | | | 1975-11-28 |
TR | Turkiye | short | | | |
TR | Turkey | historic | | | 2022-06-01 |
TR | Republic of Turkey | historic | the | | 2022-06-01 |
TT | Trinidad & Tobago | short | | | |
TV | Ellice Islands | historic | the | | 1978-10-01 |
TW | Chinese Taipei | curated | | | | name in APEC, the WTO and sport
TW | Taiwan (Province of China) | curated | | | | name in United Nations usage; the row takes no position on status
TW | Taiwan Province of China | curated | | | | name in United Nations usage; the row takes no position on status
TW | Taiwan, Province of China | curated | | | | name in United Nations usage; the row takes no position on status
TZ | Tanzania | short | | | |
TZ | Tanzania, United Republic of | short | | | |
TZ | Tanganyika | historic | | | 1964-04-26 |
UA | Ukrainian SSR | historic | the | | 1991-08-24 |
UA | Ukrainian Soviet Socialist Republic | historic | the | | 1991-08-24 |
US | United States | short | the | | |
US | USA | acronym | the | | |
US | U.S.A. | acronym | the | | |
US | US | acronym | the | | |
US | U.S. | acronym | the | | |
UY | Oriental Republic of Uruguay | formal | the | | |
VA | Vatican | curated | the | | |
VA | Vatican City State | curated | the | | |
VC | St. Vincent and the Grenadines | short | | | |
VC | St Vincent and the Grenadines | short | | | |
VC | Saint Vincent & the Grenadines | short | | | |
VC | Saint Vincent and Grenadines | curated | | | |
VE | Venezuela | short | | | |
VE | Republic of Venezuela | historic | the | | 1999-12-20 |
VN | Vietnam | short | | | |
VN | Socialist Republic of Vietnam | formal | the | | |
VN | S.R. Viet Nam | curated | | | |
VN | Socialist Republic of Viet-Nam | formal | the | | |
VU | New Hebrides | historic | the | | 1980-07-30 |
WS | Western Samoa | historic | | | 1997-07-04 |
WS | Independent State of Western Samoa | historic | the | | 1997-07-04 |
XK | Kosovo | short | | | |
XK | Republic of Kosovo | formal | the | 2008-02-17 | |
XK | Kosovo (UNSCR 1244) | curated | | | |
XK | Kosovo/UNSCR 1244 | curated | | | |
XK | Kosovo (UNSCR 1244/99) | curated | | | |
XK | UNMIK/Kosovo | curated | | | |
YE | Yemen Arab Republic | historic | the | | 1990-05-22 |
YE | North Yemen | historic | | | 1990-05-22 |
ZM | Northern Rhodesia | historic | | | 1964-10-24 |
ZW | Southern Rhodesia | historic | | | 1980-04-18 |
ZW | Rhodesia | historic | | | 1980-04-18 |
AE | UAE | acronym | the | | |
AE | U.A.E. | acronym | the | | |
SA | KSA | acronym | the | | |
BQ | Caribbean Netherlands | short | the | | |
FK | Falkland Islands | short | the | | |
FK | Falkland Islands/Malvinas | curated | the | | |
FK | Malvinas | curated | the | | |
FO | Faeroe Islands | short | the | | |
IM | Isle of Man | short | the | | |
JE | Bailiwick of Jersey | formal | the | | |
GG | Bailiwick of Guernsey | formal | the | | |
MP | Commonwealth of the Northern Mariana Islands | formal | the | | |
MP | Commonwealth of Northern Mariana Islands | formal | the | | |
MP | CNMI | acronym | the | | |
NC | New Caledonia (France) | curated | | | |
PF | French Polynesia (France) | curated | | | |
PN | Pitcairn Islands | short | the | | |
PR | Commonwealth of Puerto Rico | formal | the | | |
RE | La Réunion | short | | | |
RE | Réunion Island | short | | | |
RE | Réunion (France) | curated | | | |
SH | Saint Helena, Ascension and Tristan da Cunha | formal | | | |
TC | Turks & Caicos Islands | short | the | | |
VI | U.S. Virgin Islands | short | the | | |
VI | US Virgin Islands | short | the | | |
VI | Virgin Islands of the United States | formal | the | | |
WF | Wallis & Futuna | short | | | |
AX | Åland | short | | | |
CW | Curacao | short | | | |
AX | Aland Islands | short | the | | |
CC | Cocos Islands | short | the | | |
GM | Republic of Gambia | curated | the | | |
GY | Republic of Guyana | curated | the | | |
IS | Republic of Iceland | curated | the | | |
NE | Republic of Niger | curated | the | | |
SD | Republic of Sudan | curated | the | | |
soviet-union | Soviet Union | short | the | | |
soviet-union | USSR | acronym | the | | |
soviet-union | U.S.S.R. | acronym | the | | |
soviet-union | Union of Soviet Socialist Republics | formal | the | | |
yugoslavia | Yugoslavia | short | | | 1992-04-27 |
yugoslavia | Socialist Federal Republic of Yugoslavia | formal | the | | |
yugoslavia | SFRY | acronym | the | | |
yugoslavia | former Yugoslavia | curated | the | | |
serbia-and-montenegro | Serbia and Montenegro | short | | | |
serbia-and-montenegro | State Union of Serbia and Montenegro | formal | the | | |
serbia-and-montenegro | Federal Republic of Yugoslavia | historic | the | 1992-04-27 | 2003-02-04 |
serbia-and-montenegro | Yugoslavia | historic | | 1992-04-27 | 2003-02-04 |
serbia-and-montenegro | FRY | acronym | the | 1992-04-27 | 2003-02-04 |
czechoslovakia | Czechoslovakia | short | | | |
czechoslovakia | Czechoslovak Socialist Republic | formal | the | | |
czechoslovakia | Czech and Slovak Federal Republic | formal | the | | |
czechoslovakia | Czech and Slovak Federative Republic | formal | the | | |
german-democratic-republic | German Democratic Republic | short | the | | |
german-democratic-republic | East Germany | curated | | | |
german-democratic-republic | GDR | acronym | the | | |
democratic-yemen | Democratic Yemen | short | | | |
democratic-yemen | People's Democratic Republic of Yemen | formal | the | | |
democratic-yemen | South Yemen | curated | | | |
south-viet-nam | South Viet Nam | short | | | |
south-viet-nam | South Vietnam | short | | | |
south-viet-nam | Republic of Viet Nam | formal | the | | |
south-viet-nam | Republic of Vietnam | formal | the | | |
netherlands-antilles | Netherlands Antilles | short | the | | |
trust-territory-of-the-pacific-islands | Trust Territory of the Pacific Islands | short | the | | |
"""
