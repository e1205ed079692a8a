"""Adjectives of states, by alpha-2 code; `/` separates several. Those that mean two states are left out:
"Korean", "Congolese", "Guinean", "Samoan", "Dominican", "Netherlands Antillean", "Virgin Islander".
"""

DEMONYMS = """
AF Afghan | AL Albanian | DZ Algerian | AD Andorran | AO Angolan | AG Antiguan | AR Argentine/Argentinian/Argentinean | AM Armenian
AU Australian | AT Austrian | AZ Azerbaijani/Azeri | BS Bahamian | BH Bahraini | BD Bangladeshi | BB Barbadian | BY Belarusian/Belarussian
BE Belgian | BZ Belizean | BJ Beninese | BT Bhutanese | BO Bolivian | BA Bosnian/Bosnian-Herzegovinian | BW Botswanan | BR Brazilian | BN Bruneian
BG Bulgarian | BF Burkinabe/Burkinabé | BI Burundian | KH Cambodian | CM Cameroonian | CA Canadian | CV Cabo Verdean/Cape Verdean
CF Central African | TD Chadian | CL Chilean | CN Chinese | CO Colombian | KM Comorian/Comoran | CR Costa Rican | CI Ivorian
HR Croatian | CU Cuban | CY Cypriot | CZ Czech | DK Danish | DJ Djiboutian | EC Ecuadorian/Ecuadorean | EG Egyptian
SV Salvadoran/Salvadorean | GQ Equatorial Guinean/Equatoguinean | ER Eritrean | EE Estonian | SZ Swazi | ET Ethiopian | FJ Fijian | FI Finnish
FR French | GA Gabonese | GM Gambian | GE Georgian | DE German | GH Ghanaian | GR Greek | GD Grenadian | GT Guatemalan
GW Bissau-Guinean | GY Guyanese | HT Haitian | HN Honduran | HU Hungarian | IS Icelandic | IN Indian | ID Indonesian | IR Iranian
IQ Iraqi | IE Irish | IL Israeli | IT Italian | JM Jamaican | JP Japanese | JO Jordanian | KZ Kazakh/Kazakhstani | KE Kenyan
KI I-Kiribati | KP North Korean | KR South Korean | KW Kuwaiti | KG Kyrgyz/Kyrgyzstani | LA Lao/Laotian | LV Latvian | LB Lebanese
LR Liberian | LY Libyan | LT Lithuanian | LU Luxembourgish | MG Malagasy | MW Malawian
MY Malaysian | MV Maldivian | ML Malian | MT Maltese | MH Marshallese | MR Mauritanian | MU Mauritian | MX Mexican | FM Micronesian
MD Moldovan | MC Monegasque | MN Mongolian | ME Montenegrin | MA Moroccan | MZ Mozambican | MM Burmese/Myanma | NA Namibian
NR Nauruan | NP Nepalese/Nepali | NL Dutch | NZ New Zealander | NI Nicaraguan | NE Nigerien | NG Nigerian | NU Niuean
MK Macedonian/North Macedonian | NO Norwegian | OM Omani | PK Pakistani | PW Palauan | PS Palestinian | PA Panamanian | PG Papua New Guinean
PY Paraguayan | PE Peruvian | PH Philippine/Filipino | PL Polish | PT Portuguese | QA Qatari | RO Romanian | RU Russian | RW Rwandan
LC Saint Lucian | VC Vincentian | KN Kittitian | SM Sammarinese | ST Sao Tomean | SA Saudi/Saudi Arabian | SN Senegalese
RS Serbian | SC Seychellois | SL Sierra Leonean | SG Singaporean | SK Slovak/Slovakian | SI Slovenian/Slovene | SO Somali/Somalian | ZA South African
SS South Sudanese | ES Spanish | LK Sri Lankan | SR Surinamese | SE Swedish | CH Swiss | SY Syrian | TJ Tajik/Tajikistani | TZ Tanzanian
TH Thai | TL Timorese/East Timorese | TG Togolese | TO Tongan | TT Trinidadian | TN Tunisian | TR Turkish | TM Turkmen | TV Tuvaluan
UG Ugandan | UA Ukrainian | AE Emirati | GB British | US American | UY Uruguayan | UZ Uzbek/Uzbekistani | VU Ni-Vanuatu
VE Venezuelan | VN Vietnamese | YE Yemeni | ZM Zambian | ZW Zimbabwean | XK Kosovar/Kosovan | TW Taiwanese | CK Cook Islander | SB Solomon Islander
soviet-union Soviet | yugoslavia Yugoslav | czechoslovakia Czechoslovak | german-democratic-republic East German
GL Greenlandic | FO Faroese | PR Puerto Rican | GU Guamanian | BM Bermudian | TK Tokelauan | NC New Caledonian | SD Sudanese | LS Basotho
"""
