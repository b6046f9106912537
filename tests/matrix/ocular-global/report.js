// A page that uses only the vendor's object.
ocularOrderTrack.setBuyOrder({
  external_id: 'ORDER-8454',
  items: [{ name: 'Crema facial', quantity: 2, price: 2990, unit_price: true, currency: 'CLP' }],
}).then(function (answer) {
  document.title = 'reported: ' + answer.message;
});
