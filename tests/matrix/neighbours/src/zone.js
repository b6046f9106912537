import 'zone.js';

window.neighbour = { acts: () => String(Promise).includes('ZoneAwarePromise') };
