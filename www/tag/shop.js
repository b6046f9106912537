/** A plain shop without any code of order-bridge. The cart is kept in sessionStorage, and every page is drawn from it. */
(() => {
  const PRODUCTS = [
    { id: 'CREMA-01', name: 'Crema facial', variant: '50 ml', category: 'Rostro', price: 24990 },
    { id: 'SERUM-02', name: 'Sérum de vitamina C', variant: '30 ml', category: 'Rostro', price: 18990 },
    { id: 'LABIAL-03', name: 'Labial', variant: 'Rojo 05', category: 'Maquillaje', price: 8990 },
    { id: 'PERFUME-04', name: 'Perfume de azahar', variant: '100 ml', category: 'Perfumes', price: 39990 },
  ];
  const byId = (id) => document.getElementById(id);
  const recall = (key, otherwise) => JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? otherwise;
  const keep = (key, value) => sessionStorage.setItem(key, JSON.stringify(value));
  const money = (amount) => new Intl.NumberFormat('es-CL', { style: 'currency', currency: 'CLP' }).format(amount);
  const switches = recall('tag-demo:switches', {});

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }
  const picture = (id) => make('img', { src: `/pictures/${id}.svg`, alt: '', width: 64, height: 64 });
  const described = ({ name, variant }) => make('span', {}, make('b', {}, name), make('br', {}), make('span', { class: 'soft' }, variant));
  const cart = () => recall('tienda:carrito', {});
  const linesOf = (counts) => PRODUCTS.filter(({ id }) => counts[id]).map((product) => ({ ...product, quantity: counts[product.id] }));
  const totalOf = (lines) => lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0);

  function drawLines(list, lines) {
    list.replaceChildren(...lines.map((line) => make('li', {}, picture(line.id), described(line), make('span', { class: 'price' }, `${line.quantity} × ${money(line.price)}`))));
  }

  const pages = {
    product() {
      byId('products').replaceChildren(...PRODUCTS.map((product) => {
        const button = make('button', { type: 'button', 'aria-label': `Agregar ${product.name}` }, 'Agregar');
        button.addEventListener('click', () => {
          const counts = cart();
          keep('tienda:carrito', { ...counts, [product.id]: (counts[product.id] ?? 0) + 1 });
          byId('status').textContent = `${product.name}: en el carrito.`;
          showCount();
        });
        const row = make('span', {}, described(product), make('br', {}), make('span', { class: 'price' }, money(product.price)));
        return make('li', {}, picture(product.id), row, button);
      }));
    },
    cart() {
      const lines = linesOf(cart());
      drawLines(byId('lines'), lines);
      byId('empty').hidden = lines.length > 0;
      byId('pay').hidden = lines.length === 0;
      byId('total').textContent = money(totalOf(lines));
      // The widget adds its hidden input to the cart's form shortly after the page has loaded.
      if (switches.attention !== false) setTimeout(attend, 300);
      // The payment page is on another host, as with real providers.
      const host = location.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
      const order = `T-${1001 + recall('tienda:pedidos', []).length}`;
      const back = `${location.origin}/tag/thanks.html?pedido=${order}`;
      byId('pay').href = `${location.protocol}//${host}:${location.port}/tag/payment.html?total=${encodeURIComponent(money(totalOf(lines)))}&back=${encodeURIComponent(back)}`;
    },
    payment() {
      const query = new URLSearchParams(location.search);
      byId('total').textContent = query.get('total') ?? '';
      const back = new URL(query.get('back') ?? '/tag/thanks.html', location.href);
      if (['localhost', '127.0.0.1'].includes(back.hostname)) byId('paid').href = back.href;
    },
    thanks() {
      const id = new URLSearchParams(location.search).get('pedido') ?? '';
      const orders = recall('tienda:pedidos', []);
      const known = orders.find((order) => order.id === id);
      const order = known ?? { id, lines: linesOf(cart()) };
      if (!known && order.lines.length > 0) {
        keep('tienda:pedidos', [...orders, order]);
        keep('tienda:carrito', {});
      }
      byId('number').textContent = id;
      drawLines(byId('lines'), order.lines);
      byId('total').textContent = money(totalOf(order.lines));
      if (order.lines.length === 0) return;
      const tell = () => window.tellGoogle(order, switches);
      if (switches.when === 'after') addEventListener('load', () => setTimeout(tell, 1000));
      else tell();
    },
    account() {
      const orders = recall('tienda:pedidos', []);
      byId('none').hidden = orders.length > 0;
      byId('orders').replaceChildren(...orders.map(({ id, lines }) => make('li', {}, picture(lines[0].id), make('b', {}, id), make('span', { class: 'price' }, money(totalOf(lines))))));
      window.dataLayer?.push({ event: 'view_account', orders: orders.length });
    },
  };

  /** Simulates the widget during a video attention: a bubble with the agent, and the hidden input in the cart's form. */
  function attend() {
    byId('video').hidden = false;
    byId('cart').append(make('input', { type: 'hidden', name: 'ocular_session_id', value: switches.session || '1536' }));
  }

  function showCount() {
    const count = Object.values(cart()).reduce((sum, one) => sum + one, 0);
    if (byId('count')) byId('count').textContent = count ? ` (${count})` : '';
  }

  pages[document.body.dataset.page]();
  showCount();
})();
