/** Whether a script has put itself before the browser's own `fetch`. */
export const wrapsFetch = () => !/\[native code\]/.test(Function.prototype.toString.call(window.fetch));

/** Where neighbours send what they collect: the page's own server, which has nothing there. */
export const OWN = location.origin;

/** The services of the order: another origin. */
export const SERVICES = new URLSearchParams(location.search).get('services');
