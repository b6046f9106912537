/** Whether a script has wrapped the browser's `fetch`. */
export const wrapsFetch = () => !/\[native code\]/.test(Function.prototype.toString.call(window.fetch));

/** Where neighbours send the data they collect: the page's own server, which ignores it. */
export const OWN = location.origin;

/** The services for the order, on another origin. */
export const SERVICES = new URLSearchParams(location.search).get('services');
