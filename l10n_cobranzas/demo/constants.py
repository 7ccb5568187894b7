"""What the demo company is and works with."""

SEED = 1916

COMPANY = {
    "name": "Distribuidora Los Aromos S.A.",
    "street": "Bv. Oroño 2145",
    "city": "Rosario",
    "zip": "S2000",
    "phone": "+54 341 555-0100",
    "email": "administracion@losaromos.example",
    "website": "https://www.losaromos.example",
}
#: prefix and number of the tax id, in a range that is not given out
COMPANY_TAX_ID = ("30", "29418306")
COMPANY_STATE = "S"

#: name, login, groups; the password is the login
USERS = (
    ("Martín Ledesma", "collector", ("group_cobranzas_collector",)),
    ("Graciela Ponce", "cashier", ("group_cobranzas_cashier",)),
    ("Silvina Arrieta", "accountant", ("group_cobranzas_accountant", "group_cobranzas_reprint")),
    (
        "Eduardo Bustamante",
        "manager",
        ("group_cobranzas_manager", "group_cobranzas_reprint", "group_cobranzas_credit_override"),
    ),
    # bound by a collection profile
    ("Valeria Ibarra", "mostrador", ("group_cobranzas_cashier",)),
    ("Rubén Acosta", "calle", ("group_cobranzas_cashier",)),
)
#: salespeople are users without a password: they never log in
SALESPEOPLE = (("Lucía Sosa", "lucia.sosa"), ("Matías Vega", "matias.vega"))
TIME_ZONE = "America/Argentina/Buenos_Aires"

#: name, phone, login of the user
COLLECTORS = (
    ("Martín Ledesma", "+54 341 555-0171", "collector"),
    ("Rubén Acosta", "+54 351 555-0172", "calle"),
    ("Norma Figueroa", "+54 11 5555-0173", None),
)

BANKS = (
    "Banco de la Nación Argentina",
    "Banco Galicia",
    "Banco Santander Argentina",
    "BBVA Argentina",
    "Banco Macro",
    "Banco Credicoop",
    "Banco de la Provincia de Buenos Aires",
    "Banco Municipal de Rosario",
    "Banco Patagonia",
    "ICBC Argentina",
)

#: key, name, code, type, currency; the first bank and the first cash box are the chart's, if any
JOURNALS = (
    ("nacion", "Banco Nación", "NACIO", "bank", None),
    ("cash", "Caja", "CAJA", "cash", None),
    ("galicia", "Banco Galicia", "GALIC", "bank", None),
    ("dollars", "Caja en dólares", "CAUSD", "cash", "USD"),
)
#: names of the payment methods, by kind of journal or code
METHOD_NAMES = {
    "cash": "Efectivo",
    "bank": "Transferencia",
    "new_third_party_checks": "Cheque recibido",
    "in_third_party_checks": "Cheque existente",
    "out_third_party_checks": "Cheque entregado",
    "return_third_party_checks": "Cheque devuelto",
}
PORTFOLIO_NAME = "Cheques de terceros"

LEGENDS = ("Recibido por", "Planilla de ruta")

#: key, name, ((percent, days), ...)
TERMS = (
    ("contado", "Contado", ((100, 0),)),
    ("15", "15 días", ((100, 15),)),
    ("30", "30 días", ((100, 30),)),
    ("30/60", "30 y 60 días", ((50, 30), (50, 60))),
    ("60", "60 días", ((100, 60),)),
)

#: currency, pesos a unit 54 weeks ago, growth a week, spread of the noise around it
RATES = (("USD", 1190.0, 0.0042, 0.006), ("EUR", 1385.0, 0.0043, 0.007))
RATE_WEEKS = 54
DOLLAR_SYMBOL = "US$"
#: prices in euros for each dollar
EURO_IN_DOLLARS = 0.87
#: growth a month of the prices in pesos; the table below has today's
INFLATION = 0.019

#: code, name, trades it sells to, price in pesos, VAT, price in dollars
PRODUCTS = (
    ("AL-010", "Aceite de girasol 900 ml (caja x 15)", "food", 43900, 21, 0),
    ("AL-020", "Yerba mate con palo 1 kg (pack x 10)", "food", 46500, 21, 0),
    ("AL-030", "Harina de trigo 000 1 kg (pack x 10)", "food", 11800, 10.5, 0),
    ("AL-040", "Azúcar común tipo A 1 kg (pack x 10)", "food", 13400, 21, 0),
    ("AL-050", "Fideos guiseros 500 g (caja x 20)", "food", 22700, 21, 0),
    ("LI-010", "Detergente concentrado 750 ml (caja x 12)", "cleaning", 31200, 21, 0),
    ("LI-020", "Lavandina 5 l (pack x 4)", "cleaning", 14900, 21, 0),
    ("PE-010", "Alcohol en gel 500 ml (caja x 12)", "care", 38600, 21, 0),
    ("PE-020", "Pañales talle G (bulto x 8)", "care", 96400, 21, 0),
    ("HE-010", "Taladro percutor 13 mm 800 W", "tools", 128900, 21, 84),
    ("HE-020", "Amoladora angular 115 mm 900 W", "tools", 104500, 10.5, 68),
    ("HE-030", "Juego de llaves combinadas (25 piezas)", "tools", 86200, 21, 56),
)
#: what each trade buys
TRADES = {
    "almacen": ("food", "cleaning"),
    "super": ("food", "cleaning", "care"),
    "mayorista": ("food", "cleaning", "care", "tools"),
    "farmacia": ("care", "cleaning"),
    "ferreteria": ("tools",),
}

#: documents made: in pesos, in dollars, in euros
INVOICES, INVOICES_USD, INVOICES_EUR = 271, 25, 4
CREDIT_NOTES = 20
#: every how many of them core applies one at once to the invoice it reverses
CREDIT_NOTES_LINKED = 7
CREDIT_REASONS = (
    "Devolución de mercadería",
    "Bonificación por volumen",
    "Diferencia de precio",
    "Mercadería faltante en la entrega",
)
DEBIT_NOTES = (
    ("Intereses por pago fuera de término", 18400),
    ("Gastos por cheque rechazado", 42750),
    ("Diferencia de cotización", 63200),
    ("Gastos de flete a cargo del cliente", 27300),
)

#: receivable accounts of documents received, and of credit invoices: name, code near which
DOCUMENT_ACCOUNTS = (
    ("Documentos a cobrar", "1.1.3.01.030"),
    ("Facturas de crédito a cobrar", "1.1.3.01.040"),
)
TOLERANCE = 1.0
#: of rounding, gain and loss, beside those of exchange differences: side, name, type
ROUNDING_ACCOUNTS = (
    ("income", "Redondeos a favor", "income_other"),
    ("expense", "Redondeos en contra", "expense"),
)
VOID_REASON = "El cheque vino sin firmar: se devolvió al cliente"
ON_ACCOUNT = ("Entrega a cuenta del próximo pedido", "Anticipo acordado con el vendedor")
