// Which pages may open a socket here. Pure: headers in, yes or no out.

export interface OriginRule {
  readonly allowed: readonly string[];
  /** Whether a page may also be of the host that it asks, whatever that is called. */
  readonly isOwnHostAllowed: boolean;
}

export interface OriginHeaders {
  readonly origin: string | undefined;
  readonly host: string | undefined;
  readonly secFetchSite: string | undefined;
}

/**
 * Browsers send Origin with every WebSocket and every POST, and with every GET to another origin whose answer the page may
 * read (Fetch standard section 3.2). A GET without it is therefore from our own page or can read nothing.
 */
export function isOriginAllowed(rule: OriginRule, headers: OriginHeaders, needsOrigin: boolean): boolean {
  if (headers.origin === undefined) return !needsOrigin && isOwnFetch(headers.secFetchSite);
  if (rule.allowed.includes(headers.origin)) return true;
  return rule.isOwnHostAllowed && isSameHost(headers.origin, headers.host);
}

/** `https://meet.example:8443`: scheme, host, port and nothing else; null for anything else. Default ports are dropped. */
export function readOrigin(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  const isBare =
    url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  return isBare ? url.origin : null;
}

/** The host name of a Host header without its port, brackets kept (RFC 3986 section 3.2.2); null when it is not one. */
export function hostNameOf(host: string | undefined): string | null {
  if (host === undefined || host.length > 255 || !/^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/iu.test(host))
    return null;
  const text = `http://${host}`;
  return URL.canParse(text) ? new URL(text).hostname : null;
}

function isOwnFetch(secFetchSite: string | undefined): boolean {
  return secFetchSite === undefined || secFetchSite === 'same-origin' || secFetchSite === 'none';
}

/** The scheme may differ: a proxy that ends TLS speaks plain HTTP to us. */
function isSameHost(origin: string, host: string | undefined): boolean {
  const own = readOrigin(origin);
  if (own === null || own !== origin || hostNameOf(host) === null) return false;
  const { protocol, host: originHost } = new URL(own);
  return new URL(`${protocol}//${host}`).host === originHost;
}
