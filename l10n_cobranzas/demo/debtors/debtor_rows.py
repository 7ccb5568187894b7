"""The debtors of the demo company and how each of them pays, as tables."""

#: name and comment; the members are the first debtors below, four to a group
GROUPS = (
    ("Supermercados Don Aurelio", "La casa central paga por todas las sucursales."),
    ("Familia Bianchi", "Cada local paga lo suyo; los cheques los firma Osvaldo Bianchi."),
    ("Farmacias del Litoral", "Orden de pago los jueves, con transferencia."),
    ("Grupo Ferretero Oeste", "Compra en dólares; pide el saldo conjunto a fin de mes."),
    ("Hermanos Quiroga", "Tres hermanos, cuatro almacenes y una sola chequera."),
    ("Cooperativa La Esperanza", "Comercios de la cooperativa de consumo de Villa María."),
)
GROUP_SIZE = 4

#: what is noted on some members: row of the debtor, comment
MEMBER_COMMENTS = {
    0: "Hablar con Susana, tesorería",
    4: "Paga en el local, de 8 a 12",
    8: "Órdenes de pago: Dr. Peralta",
    12: "Encargado de compras: Julio",
    16: "La chequera la tiene Ramón",
    20: "Administración central de la cooperativa",
}

#: city: province, postal code, area code, collector (row of the table of collectors)
CITIES = {
    "Rosario": ("S", "S2000", "341", 0),
    "Santa Fe": ("S", "S3000", "342", 0),
    "Rafaela": ("S", "S2300", "3492", 0),
    "Venado Tuerto": ("S", "S2600", "3462", 0),
    "San Nicolás": ("B", "B2900", "336", 0),
    "Paraná": ("E", "E3100", "343", 0),
    "Córdoba": ("X", "X5000", "351", 1),
    "Villa María": ("X", "X5900", "353", 1),
    "Río Cuarto": ("X", "X5800", "358", 1),
    "Morón": ("B", "B1708", "11", 2),
    "Buenos Aires": ("C", "C1084", "11", 2),
}

#: name, trade, tax status (ri registered, mono small taxpayer, ex exempt), street, city,
#: terms, size (1 to 3), habit of payment
DEBTORS = (
    ("Súper Don Aurelio Centro", "super", "ri", "San Martín 1240", "Rosario", "30", 3, "prompt"),
    ("Súper Don Aurelio Norte", "super", "ri", "Av. Alberdi 865", "Rosario", "30", 3, "prompt"),
    ("Súper Don Aurelio Oeste", "super", "ri", "Av. Perón 8420", "Rosario", "30", 2, "usual"),
    ("Don Aurelio San Nicolás", "super", "ri", "Mitre 310", "San Nicolás", "30", 2, "usual"),
    ("Almacén Bianchi", "almacen", "mono", "Urquiza 2230", "Rosario", "15", 1, "usual"),
    ("Despensa Los Bianchi", "almacen", "mono", "Ovidio Lagos 3310", "Rosario", "15", 1, "slow"),
    ("Bianchi e Hijos S.R.L.", "almacen", "ri", "Pellegrini 4015", "Rosario", "30", 2, "usual"),
    ("Mayorista Bianchi", "mayorista", "ri", "Maipú 743", "Venado Tuerto", "30/60", 3, "prompt"),
    ("Farmacia del Litoral", "farmacia", "ri", "San Martín 2510", "Santa Fe", "30", 2, "prompt"),
    ("Litoral Costanera", "farmacia", "ri", "Almirante Brown 5620", "Santa Fe", "30", 1, "prompt"),
    ("Farmacia del Litoral Paraná", "farmacia", "ri", "Urquiza 1045", "Paraná", "30", 2, "usual"),
    ("Farmacia del Litoral Rafaela", "farmacia", "ri", "Lehmann 420", "Rafaela", "30", 1, "usual"),
    ("Ferretería Oeste", "ferreteria", "ri", "Rivadavia 17850", "Morón", "30/60", 3, "usual"),
    ("Bulonera del Oeste S.R.L.", "ferreteria", "ri", "Brown 1120", "Morón", "30", 2, "usual"),
    ("Ferretería El Tornillo", "ferreteria", "ri", "Belgrano 236", "Morón", "30", 2, "slow"),
    ("Herramientas Oeste S.A.", "ferreteria", "ri", "Vergara 2905", "Morón", "60", 3, "prompt"),
    ("Almacén Quiroga Hnos.", "almacen", "ri", "Colón 780", "Río Cuarto", "30", 2, "slow"),
    ("Almacén La Quiroga", "almacen", "mono", "Sobremonte 1412", "Río Cuarto", "15", 1, "slow"),
    ("Autoservicio Quiroga", "super", "ri", "Av. España 66", "Río Cuarto", "30", 2, "bad"),
    ("Despensa Quiroga", "almacen", "mono", "Alvear 905", "Río Cuarto", "15", 1, "usual"),
    ("Proveeduría La Esperanza", "super", "ex", "Mendoza 1530", "Villa María", "30", 2, "prompt"),
    ("Almacén Cooperativo", "almacen", "ex", "La Rioja 2248", "Villa María", "30", 1, "usual"),
    ("Farmacia Cooperativa", "farmacia", "ex", "Catamarca 1105", "Villa María", "30", 1, "prompt"),
    ("Ferretería Cooperativa", "ferreteria", "ri", "Tucumán 460", "Villa María", "30", 2, "usual"),
    ("Almacén El Ceibo", "almacen", "mono", "Corrientes 1877", "Rosario", "contado", 1, "prompt"),
    ("Almacén Doña Petrona", "almacen", "mono", "Pasco 943", "Rosario", "contado", 1, "usual"),
    ("Kiosco La Esquina", "almacen", "mono", "Mendoza 4102", "Rosario", "contado", 1, "usual"),
    ("Supermercado El Trébol S.R.L.", "super", "ri", "Francia 3371", "Rosario", "30", 3, "usual"),
    ("Autoservicio La Familia", "super", "ri", "Provincias Unidas 480", "Rosario", "15", 2, "slow"),
    ("Distribuidora del Paraná", "mayorista", "ri", "Newbery 2750", "Paraná", "30/60", 3, "usual"),
    ("Sierras Chicas S.R.L.", "mayorista", "ri", "Av. Colón 5120", "Córdoba", "30/60", 3, "slow"),
    ("Supermercados Cordobeses S.A.", "super", "ri", "San Juan 610", "Córdoba", "60", 3, "prompt"),
    ("Farmacia Santa Rita", "farmacia", "ri", "Dean Funes 284", "Córdoba", "15", 1, "prompt"),
    ("Ferretería Alta Córdoba", "ferreteria", "ri", "Fragueiro 1715", "Córdoba", "30", 2, "bad"),
    ("Ferretería Constitución", "ferreteria", "ri", "Lima 1288", "Buenos Aires", "60", 3, "usual"),
    ("Farmacia Nueva Callao", "farmacia", "ri", "Callao 1432", "Buenos Aires", "30", 2, "prompt"),
    ("Mercadito Los Andes", "almacen", "mono", "Directorio 3865", "Buenos Aires", "15", 1, "bad"),
    ("Nuevo Milenio S.R.L.", "super", "ri", "J. B. Alberdi 5910", "Buenos Aires", "30", 2, "slow"),
    ("Puente Alsina S.A.", "mayorista", "ri", "Sáenz 1102", "Buenos Aires", "30/60", 3, "bad"),
    ("Ferretería San Cayetano", "ferreteria", "ri", "Nación 455", "San Nicolás", "30", 1, "usual"),
)

#: prefixes of the tax ids by status, used by turns, and the range of their numbers, none of which
#: is given out: the row of the debtor follows
TAX_IDS = {
    "ri": (("30",), "295001"),
    "ex": (("30",), "295001"),
    "mono": (("20", "27"), "984122"),
}

#: days from the due date to the payment, at least and at most; and for whom stopped paying,
#: how many days ago
HABITS = {
    "prompt": (-2, 6, None),
    "usual": (5, 24, None),
    "slow": (28, 75, None),
    "bad": (50, 100, 230),
}
