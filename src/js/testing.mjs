/** Entry `order-bridge/testing`: stand-in services for the tests of pages that use order-bridge. Shares no code with it. */
export { createFakeWidget, createStandIn, FAULTS, REFUSALS, ROUTES, samples, WIDGET_BEHAVIOURS } from './standin/index.mjs';
