/** The orders that result from a widget's calls. With an external id, an order is created or edited; without one, it is always new. */

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
    /** Without an external id, the state applies to the newest order. */
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
