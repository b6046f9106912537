/** Reads the stand-in services from the page's address, and shows the result as the title. */
export function show(checkout) {
  const { services, token } = Object.fromEntries(new URLSearchParams(location.search));
  checkout({ services, token }).then(
    (result) => { document.title = result; },
    (error) => { document.title = String(error); },
  );
}
