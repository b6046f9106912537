/** The shop's products. Prices are in units of the currency with at most two decimals. */
const rows = [
  [1, 'Enamel cup', 18.5, 'CUP-1', 40],
  [2, 'Dotted notebook', 9.99, 'NOTE-2', 120],
  [3, 'Desk lamp', 79, 'LAMP-3', 14],
  [10, 'Linen tote bag', 24.9, 'BAG-10', 60],
  [12, 'Wool blanket', 129.95, 'BLANKET-12', 9],
  [20, 'Home delivery', 4.99, null, 100_000],
  [99, 'Brass compass', 64, 'COMPASS-99', 0],
  [146, 'Mug', 150, 'MUG-1', 7],
  [147, 'Tea pot', 210.1, 'TEA-147', 5],
];

export const products = rows.map(([id, title, price, sku, stock], index) => ({
  id, title, price, sku, stock, position: index + 1,
}));
