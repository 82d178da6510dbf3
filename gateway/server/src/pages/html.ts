/** HTML that is safe to send: made by `html` alone. */
export class Html {
  private constructor(readonly text: string) {}

  static of(parts: TemplateStringsArray, contents: readonly Content[]): Html {
    const places = placesIn(parts);
    const filled = contents.map((content, index) => put(places[index], content));
    return new Html(parts.map((part, index) => part + (filled[index] ?? '')).join(''));
  }
}

/** Make HTML of a template: html`<p>${text}</p>`. Whatever is put in becomes text, unless it is `Html` itself. Refuses: a value where text
 *  is not enough to be safe: outside of quotes in a tag, in a script or a style, or as an address that `Address` did not make. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return Html.of(parts, contents);
}

/** An address on the same origin, or that of an organisation. */
export class Address {
  private constructor(readonly text: string) {}

  /** A path of this origin, by its parts; what stands in them is nothing but itself. */
  static path(parts: readonly string[], query: Readonly<Record<string, string>> = {}): Address {
    const path = `/${parts.map(encodeURIComponent).join('/')}`;
    const search = new URLSearchParams(query).toString();
    return new Address(search === '' ? path : `${path}?${search}`);
  }

  /** A place on the same page. */
  static place(id: string): Address {
    return new Address(`#${id}`);
  }

  /** Requires: an origin of the configuration. Refuses: another scheme than http and https. */
  static origin(href: string): Address {
    const { protocol, origin } = new URL(href);
    if (protocol !== 'http:' && protocol !== 'https:') throw new TypeError('An origin is http(s)');
    return new Address(`${origin}/`);
  }
}

/** What can be put into a template. */
export type Content = string | number | Html | Address | undefined | readonly Content[];

/** Where a value stands: between tags, or in an attribute. */
type Place = 'text' | { readonly attribute: string };

const known = new WeakMap<TemplateStringsArray, readonly Place[]>();

function placesIn(parts: TemplateStringsArray): readonly Place[] {
  const places = known.get(parts) ?? parts.slice(0, -1).map((_, at) => placeAfter(parts, at));
  known.set(parts, places);
  return places;
}

function placeAfter(parts: readonly string[], at: number): Place {
  const before = parts.slice(0, at + 1).join('');
  if (/<(script|style)\b[^>]*>[^<]*$/i.test(before)) {
    throw new TypeError('Nothing goes into a script or a style');
  }
  const opened = before.slice(before.lastIndexOf('<'));
  if (!opened.startsWith('<') || opened.includes('>')) return 'text';
  const attribute = /\s([a-z-]+)="[^"]*$/.exec(opened)?.[1];
  if (attribute === undefined) throw new TypeError(`A value stands outside of quotes: ${opened}`);
  if (attribute.startsWith('on') || attribute === 'style') {
    throw new TypeError(`${attribute} would be run`);
  }
  if (isAddress(attribute) && !opened.endsWith('="')) {
    throw new TypeError(`${attribute} takes an Address as a whole`);
  }
  return { attribute };
}

function put(place: Place | undefined, content: Content): string {
  if (place === undefined || place === 'text') return textOf(content);
  const { attribute } = place;
  if (isAddress(attribute) !== content instanceof Address || content instanceof Html) {
    throw new TypeError(`${attribute} takes ${isAddress(attribute) ? 'an Address' : 'a text'}`);
  }
  return textOf(content);
}

function isAddress(attribute: string): boolean {
  return ['href', 'src', 'action', 'formaction'].includes(attribute);
}

function textOf(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Html) return content.text;
  if (content instanceof Address) return escaped(content.text);
  if (typeof content === 'object') return content.map(textOf).join('');
  return escaped(String(content));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
