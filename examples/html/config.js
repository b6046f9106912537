/** Address and app token of your OneEntry project. The token is public: it is part of every page. */
export const oneEntry = { url: 'https://my-project.oneentry.cloud', token: 'your-app-token' };

/** Leave it empty: the widget's session is found on the page. */
export const ocular = {};
