/** Pushes a purchase to the data layer: one function per format, with the common mistakes of shops. */
(() => {
  /** Chile uses a dot as the thousands separator. */
  const asText = (amount) => `$ ${String(amount).replace(/\B(?=(\d{3})+$)/g, '.')}`;

  /** @param {{ id: string, lines: { id: string, name: string, variant: string, category: string, price: number, quantity: number }[] }} order */
  window.tellGoogle = ({ id, lines }, switches) => {
    const has = (mistake) => (switches.mistakes ?? []).includes(mistake);
    const amount = (value) => (has('texts') ? asText(value) : value);
    const off = (price) => (has('discount') ? Math.round(price / 10) : 0);
    const value = lines.reduce((sum, { price, quantity }) => sum + (price - off(price)) * quantity, 0);
    const number = has('no-id') ? {} : { transaction_id: id };
    const items = lines.map(({ id: item, name, variant, category, price, quantity }) => ({
      item_id: item, item_name: name, item_variant: variant, item_category: category, price: amount(price), quantity, ...(has('discount') && { discount: off(price) }),
    }));
    const currency = has('no-currency') ? {} : { currency: 'CLP' };
    const ga4 = { ...number, value: amount(value), ...currency, items: has('object') ? { ...items } : items };
    const universal = {
      ecommerce: {
        ...(has('no-currency') ? {} : { currencyCode: 'CLP' }),
        purchase: {
          actionField: { ...(has('no-id') ? {} : { id }), revenue: amount(value) },
          products: lines.map(({ id: item, name, variant, category, price, quantity }) => ({ id: item, name, variant, category, price: amount(price - off(price)), quantity })),
        },
      },
    };
    if (has('replaced')) window.dataLayer = [];
    const layer = window.dataLayer;
    function gtag() {
      layer.push(arguments);
    }
    const shapes = {
      ga4: () => {
        layer.push({ ecommerce: null });
        layer.push({ event: 'purchase', ecommerce: ga4 });
      },
      flat: () => layer.push({ event: 'purchase', ...ga4 }),
      gtag: () => gtag('event', 'purchase', ga4),
      split: () => {
        layer.push({ ecommerce: ga4 });
        layer.push({ event: 'purchase' });
      },
      universal: () => layer.push(universal),
    };
    const tell = shapes[switches.shape] ?? shapes.ga4;
    tell();
    if (has('twice')) tell();
    if (has('beside')) (switches.shape === 'universal' ? shapes.ga4 : shapes.universal)();
  };
})();
