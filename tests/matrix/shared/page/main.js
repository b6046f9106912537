import { checkout } from './checkout.js';
import { show } from './page.js';

show(checkout);
