/** The stand-in services are named in the page's address; the title tells the result. */
export function show(checkout) {
  const { services, token } = Object.fromEntries(new URLSearchParams(location.search));
  checkout({ services, token }).then(
    (result) => { document.title = result; },
    (error) => { document.title = String(error); },
  );
}
