import type { IncomingMessage, ServerResponse } from 'node:http';

const phrases = { 302: 'Found', 307: 'Temporary Redirect' } as const;

/** Send a client elsewhere, as a Go server does: with a page that says where, for whoever looks at pages. */
export function redirect(
  { method = '' }: IncomingMessage,
  response: ServerResponse,
  status: keyof typeof phrases,
  location: string,
): void {
  const isSeen = method === 'GET' || method === 'HEAD';
  const type = isSeen ? { 'Content-Type': 'text/html; charset=utf-8' } : {};
  response.writeHead(status, { Location: location, ...type });
  if (method !== 'GET') response.end();
  else response.end(`<a href="${inHtml(location)}">${phrases[status]}</a>.\n\n`);
}

const escapes = { '&': 'amp', '<': 'lt', '>': 'gt', '"': '#34', "'": '#39' } as const;

function inHtml(text: string): string {
  return Object.entries(escapes).reduce(
    (escaped, [sign, name]) => escaped.replaceAll(sign, `&${name};`),
    text,
  );
}
