// The services of this run, from the page's address.
const { services, token } = Object.fromEntries(new URLSearchParams(location.search));
export const oneEntry = { url: services, token };
export const ocular = { baseUrl: `${services}/api/product-management/v1`, sessionId: '1536' };
