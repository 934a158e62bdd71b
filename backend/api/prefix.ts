/** Where all routes are but health and documentation. */
export const PREFIX = 'api/v1';
