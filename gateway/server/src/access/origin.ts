/** An organisation's address: scheme, host and port, and nothing after them. */
export interface Origin {
  /** As browsers send it: http://importer.localhost:17000. */
  readonly href: string;
  /** As the header Host has it: importer.localhost:17000. */
  readonly host: string;
  /** Whether cookies may be bound to TLS. */
  readonly isSecure: boolean;
}

/** Refuses: an address with a path, a user or a query. */
export function originOf(text: string): Origin {
  const { origin, host, protocol } = new URL(text);
  if (origin !== text) throw new Error(`${text} is no origin; write ${origin}.`);
  return { href: origin, host, isSecure: protocol === 'https:' };
}
