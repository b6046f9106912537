/** The orders that a widget has after its calls: with an external id created or edited, without one always new. */

export function createOrderBook() {
  /** @type {{ external_id: string | null, items: unknown[] | null, payment_status: number | null, session: string | number, reports: number, updatedAt: string }[]} */
  let orders = [];
  const newest = (session, id) => orders.filter((order) => order.session === session && (id === null || order.external_id === id)).at(-1);

  return {
    setBuyOrder({ external_id: id = null, items }, session, at) {
      const known = id === null ? undefined : newest(session, id);
      if (known) Object.assign(known, { items, reports: known.reports + 1, updatedAt: at });
      else orders.push({ external_id: id, items, payment_status: null, session, reports: 1, updatedAt: at });
    },
    /** Without an external id the newest order is meant. */
    setBuyOrderState({ external_id: id = null, payment_status }, session, at) {
      const known = newest(session, id);
      if (known) Object.assign(known, { payment_status, updatedAt: at });
      else if (id !== null) orders.push({ external_id: id, items: null, payment_status, session, reports: 0, updatedAt: at });
    },
    list: () => orders.map((order) => ({ ...order })),
    clear() {
      orders = [];
    },
  };
}
