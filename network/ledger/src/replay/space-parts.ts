/** The part of the world state that a space is. */
export interface SpaceParts {
  readonly kind: 'public' | 'hashed' | 'clear';
  readonly namespace: string;
  readonly collection?: string;
}

const kinds = { h: 'hashed', p: 'clear' } as const;

/** Whose part of the world state a space is: the inverse of `hashedSpace` and `clearSpace`. */
export function spaceParts(space: string): SpaceParts {
  const [, namespace = '', letter, collection = ''] = /^(.*?)\$\$([hp])(.*)$/su.exec(space) ?? [];
  if (letter !== 'h' && letter !== 'p') return { kind: 'public', namespace: space };
  return { kind: kinds[letter], namespace, collection };
}
