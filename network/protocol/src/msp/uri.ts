import { ipVersion } from './ip-address.js';
import { DerError } from './der.js';

/** The host of a URI with its port, as Go's net/url reads it; empty where there is none. Throws DerError for what it does not read. */
export function readUriHost(text: string): string {
  const [whole = '', ...fragment] = text.split('#');
  if (hasControl(whole)) throw new DerError('a URI with a control character');
  checkEscapes(fragment.join('#'));
  return whole === '*' ? '' : hostWithin(whole);
}

function hostWithin(whole: string): string {
  const scheme = schemeOf(whole);
  const [rest = ''] = (scheme === '' ? whole : whole.slice(scheme.length + 1)).split('?');
  if (!rest.startsWith('/')) return relative(rest, scheme);
  // Three slashes are a host of no characters after a scheme, and a path without one.
  const [, authority = '', path = rest] = /^\/\/([^/]*)(.*)$/s.exec(rest) ?? [];
  if (authority === '' && scheme === '') {
    checkEscapes(rest);
    return '';
  }
  checkEscapes(path);
  return hostOf(authority, scheme.toLowerCase());
}

// eslint-disable-next-line no-control-regex -- Control characters are what is looked for.
const hasControl = (text: string): boolean => /[\x00-\x1f\x7f]/.test(text);

/** The scheme, or nothing. A URI does not begin with a colon. */
function schemeOf(text: string): string {
  if (text.startsWith(':')) throw new DerError('a URI without a scheme');
  return /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1] ?? '';
}

function relative(rest: string, scheme: string): string {
  if (scheme !== '') return '';
  if (rest.split('/')[0]?.includes(':') === true) throw new DerError('a URI that begins badly');
  checkEscapes(rest);
  return '';
}

function checkEscapes(text: string): void {
  if (/%(?![0-9a-f]{2})/i.test(text)) throw new DerError('a URI with a bad escape');
}

function hostOf(authority: string, scheme: string): string {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  if (!/^[\w\-.:~!$&'()*+,;=%@]*$/.test(user)) throw new DerError('a URI with a bad user');
  checkEscapes(user);
  const host = authority.slice(at + 1);
  const bracket = host.lastIndexOf('[');
  if (bracket > 0) throw new DerError('a URI with a bad address');
  return bracket === 0 ? literalHost(host) : namedHost(host, scheme);
}

/** An IPv6 address in brackets. */
function literalHost(host: string): string {
  const [, address = '', port = ''] = /^\[(.*)\](.*)$/.exec(host) ?? [];
  const bare = unescapeHost(address.replace(/%25.+$/, ''));
  if (ipVersion(bare) !== 6 || !/^(?::\d*)?$/.test(port))
    throw new DerError('a URI with a bad address');
  return `[${bare}]${port}`;
}

function namedHost(host: string, scheme: string): string {
  const web = scheme === 'http' || scheme === 'https';
  const colon = web ? host.indexOf(':') : host.lastIndexOf(':');
  if (colon >= 0 && !/^:\d*$/.test(host.slice(colon))) throw new DerError('a URI with a bad port');
  return unescapeHost(host);
}

/** In a host only a percent sign and what is not ASCII may be escaped, and few characters need not be. */
function unescapeHost(host: string): string {
  if (!/^(?:[\w\-.~!"$&'()*+,;<=>:[\]]|%25|%[89a-f][0-9a-f])*$/i.test(host))
    throw new DerError('a URI with a bad host');
  return host.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
