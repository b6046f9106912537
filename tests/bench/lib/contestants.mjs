/** The two ways to place an order, and their settings. */
import { OURS, SDK } from './peers.mjs';

export const SCRIPTS = { ours: OURS.script, SDK };
/** The guest user of the vendor's scenario. */
const GUEST = { provider: 'email', authData: [{ marker: 'email_reg', value: 'guest@onnentry.cloud' }, { marker: 'password_reg', value: '12345121334' }] };

/** @param {{ url: string, token: string }} services */
export const settings = (services) => ({ services: services.url, token: services.token, guest: GUEST });
