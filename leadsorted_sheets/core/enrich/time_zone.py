"""The time zone of a lead, so that nobody is called at night: from its country, or its region where a country has several."""

from __future__ import annotations


def time_zone(country: str, region: str = "", postcode: str = "") -> str:
    """The IANA name of the zone, or "" where the place does not settle it.

    >>> time_zone("DE"), time_zone("US"), time_zone("US", "CA"), time_zone("US", "TX"), time_zone("ES", postcode="35001")
    ('Europe/Berlin', '', 'America/Los_Angeles', '', 'Atlantic/Canary')
    """
    for prefixes, zone in _ISLANDS.get(country, ()):
        if postcode.startswith(prefixes):
            return zone
    return _OF_REGION.get((country, region), "") or _OF_COUNTRY.get(country, "")


_ISLANDS: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "ES": ((("35", "38"), "Atlantic/Canary"),),
    "PT": ((("95", "96", "97", "98", "99"), "Atlantic/Azores"), (("90", "91", "92", "93", "94"), "Atlantic/Madeira")),
}
# fmt: off
_COUNTRIES: dict[str, str] = {  # countries of one time zone, by the tz database, and those that have another in a far corner only
    "Europe": "AD/Andorra AL/Tirane AT/Vienna AX/Mariehamn BA/Sarajevo BE/Brussels BG/Sofia BY/Minsk CH/Zurich CZ/Prague DE/Berlin DK/Copenhagen EE/Tallinn ES/Madrid FI/Helsinki FR/Paris GB/London GG/Guernsey GI/Gibraltar GR/Athens HR/Zagreb HU/Budapest IE/Dublin IM/Isle_of_Man IT/Rome JE/Jersey LI/Vaduz LT/Vilnius LU/Luxembourg LV/Riga MC/Monaco MD/Chisinau ME/Podgorica MK/Skopje MT/Malta NL/Amsterdam NO/Oslo PL/Warsaw PT/Lisbon RO/Bucharest RS/Belgrade SE/Stockholm SI/Ljubljana SK/Bratislava SM/San_Marino TR/Istanbul UA/Kyiv VA/Vatican",
    "Asia": "AE/Dubai AF/Kabul AM/Yerevan AZ/Baku BD/Dhaka BH/Bahrain BN/Brunei BT/Thimphu CN/Shanghai CY/Nicosia GE/Tbilisi HK/Hong_Kong IL/Jerusalem IN/Kolkata IQ/Baghdad IR/Tehran JO/Amman JP/Tokyo KG/Bishkek KH/Phnom_Penh KP/Pyongyang KR/Seoul KW/Kuwait LA/Vientiane LB/Beirut LK/Colombo MM/Yangon MO/Macau MY/Kuala_Lumpur NP/Kathmandu OM/Muscat PH/Manila PK/Karachi QA/Qatar SA/Riyadh SG/Singapore SY/Damascus TH/Bangkok TJ/Dushanbe TM/Ashgabat TW/Taipei UZ/Tashkent VN/Ho_Chi_Minh YE/Aden",
    "America": "AG/Antigua AI/Anguilla AR/Argentina/Buenos_Aires AW/Aruba BB/Barbados BO/La_Paz BS/Nassau BZ/Belize CO/Bogota CR/Costa_Rica CU/Havana CW/Curacao DM/Dominica DO/Santo_Domingo GD/Grenada GF/Cayenne GP/Guadeloupe GT/Guatemala GY/Guyana HN/Tegucigalpa HT/Port-au-Prince JM/Jamaica KN/St_Kitts KY/Cayman LC/St_Lucia MQ/Martinique MS/Montserrat NI/Managua PA/Panama PE/Lima PM/Miquelon PR/Puerto_Rico PY/Asuncion SR/Paramaribo SV/El_Salvador SX/Lower_Princes TC/Grand_Turk TT/Port_of_Spain UY/Montevideo VC/St_Vincent VE/Caracas VG/Tortola VI/St_Thomas",
    "Africa": "AO/Luanda BF/Ouagadougou BI/Bujumbura BJ/Porto-Novo BW/Gaborone CF/Bangui CG/Brazzaville CI/Abidjan CM/Douala DJ/Djibouti DZ/Algiers EG/Cairo ER/Asmara ET/Addis_Ababa GA/Libreville GH/Accra GM/Banjul GN/Conakry GQ/Malabo GW/Bissau KE/Nairobi LR/Monrovia LS/Maseru LY/Tripoli MA/Casablanca ML/Bamako MR/Nouakchott MW/Blantyre MZ/Maputo NA/Windhoek NE/Niamey NG/Lagos RW/Kigali SD/Khartoum SL/Freetown SN/Dakar SO/Mogadishu SS/Juba ST/Sao_Tome SZ/Mbabane TD/Ndjamena TG/Lome TN/Tunis TZ/Dar_es_Salaam UG/Kampala ZA/Johannesburg ZM/Lusaka ZW/Harare",
    "Pacific": "AS/Pago_Pago CK/Rarotonga FJ/Fiji GU/Guam MP/Saipan NC/Noumea NR/Nauru NZ/Auckland PW/Palau SB/Guadalcanal TO/Tongatapu TV/Funafuti VU/Efate WS/Apia",
    "Atlantic": "BM/Bermuda CV/Cape_Verde FK/Stanley FO/Faroe IS/Reykjavik",
    "Indian": "KM/Comoro MG/Antananarivo MU/Mauritius MV/Maldives RE/Reunion SC/Mahe YT/Mayotte",
}
_REGIONS: dict[str, str] = {  # states and provinces that lie in one zone, but for their edges
    "US America/New_York": "CT DE DC GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV", "US America/Chicago": "AL AR IL IA LA MN MO MS OK WI",
    "US America/Denver": "CO MT NM UT WY", "US America/Phoenix": "AZ", "US America/Los_Angeles": "CA NV WA", "US Pacific/Honolulu": "HI",
    "US America/Puerto_Rico": "PR", "CA America/Edmonton": "AB", "CA America/Winnipeg": "MB", "CA America/Moncton": "NB",
    "CA America/Halifax": "NS PE", "CA America/Regina": "SK", "CA America/Whitehorse": "YT", "CA America/Toronto": "ON QC",
    "CA America/Vancouver": "BC", "AU Australia/Sydney": "ACT NSW", "AU Australia/Darwin": "NT", "AU Australia/Brisbane": "QLD",
    "AU Australia/Adelaide": "SA", "AU Australia/Hobart": "TAS", "AU Australia/Melbourne": "VIC", "AU Australia/Perth": "WA",
    "BR America/Sao_Paulo": "SP RJ MG ES PR SC RS DF GO", "BR America/Bahia": "BA", "BR America/Fortaleza": "CE MA PI RN PB",
    "BR America/Recife": "PE", "BR America/Maceio": "AL SE", "BR America/Cuiaba": "MT", "BR America/Campo_Grande": "MS",
    "BR America/Porto_Velho": "RO", "BR America/Boa_Vista": "RR", "BR America/Belem": "AP", "BR America/Araguaina": "TO", "BR America/Rio_Branco": "AC",
}
# fmt: on
_OF_COUNTRY: dict[str, str] = {
    entry[:2]: f"{area}/{entry[3:]}" for area, entries in _COUNTRIES.items() for entry in entries.split()
}
_OF_REGION: dict[tuple[str, str], str] = {
    (place[:2], region): place[3:] for place, regions in _REGIONS.items() for region in regions.split()
}
