/** The shop's products. Prices are in units of the currency with at most two decimals. */
const rows = [
  [1, 'Enamel cup', 18.5, 'CUP-1', 40, 'Taza esmaltada', 'Caneca esmaltada'],
  [2, 'Dotted notebook', 9.99, 'NOTE-2', 120, 'Cuaderno de puntos', 'Caderno pontilhado'],
  [3, 'Desk lamp', 79, 'LAMP-3', 14, 'Lámpara de mesa', 'Luminária de mesa'],
  [10, 'Linen tote bag', 24.9, 'BAG-10', 60, 'Bolso de lino', 'Sacola de linho'],
  [12, 'Wool blanket', 129.95, 'BLANKET-12', 9, 'Manta de lana', 'Manta de lã'],
  [20, 'Home delivery', 4.99, null, 100_000, 'Envío a domicilio', 'Entrega em casa'],
  [99, 'Brass compass', 64, 'COMPASS-99', 0, 'Brújula de latón', 'Bússola de latão'],
  [146, 'Mug', 150, 'MUG-1', 7, 'Jarra', 'Caneca'],
  [147, 'Tea pot', 210.1, 'TEA-147', 5, 'Tetera', 'Bule de chá'],
];

export const products = rows.map(([id, title, price, sku, stock, es, pt], index) => ({
  id, title, titles: { es, pt }, price, sku, stock, position: index + 1,
}));
