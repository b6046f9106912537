orderBridge.then(function (bridge) {
  return bridge.guestCheckout.placeOrder({
    storage: 'guest_orders',
    formIdentifier: 'guest_order',
    paymentAccountIdentifier: 'cash',
    formData: [
      { marker: 'guest_name', type: 'string', value: 'Christina Thomas' },
      { marker: 'guest_phone', type: 'string', value: '+18005000500' },
      { marker: 'guest_email', type: 'string', value: 'guest@yourmail.com' },
    ],
    products: [{ productId: 10, quantity: 1 }],
  });
}).then(function (result) {
  return reported.then(function (answer) { document.title = result.outcome + ', reported: ' + answer.message; });
}).catch(function (error) { document.title = String(error); });
