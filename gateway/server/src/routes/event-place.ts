import { z } from 'zod';
import type { Place } from '../indexer/reads.js';

/** How far somebody has read, by channel. Of a channel that is not in it nothing was read. */
export type EventPlace = ReadonlyMap<string, Place>;

/** Where the ledger begins: everything is after it. */
export const beginning: Place = { block: 0, index: 0 };

const one = '[a-z][a-z0-9.-]{0,248}:[0-9]{1,15}\\.[0-9]{1,9}';

export const eventPlaceSchema = z
  .string()
  .max(8_000)
  .regex(
    new RegExp(`^(?:start|${one}(?:,${one})*)$`),
    'must be the id of an event, such as border:5.1,trade:12.0, or start',
  );

/** The place as the id of an event: `border:5.1,trade:12.0`, its channels in alphabetical order. */
export function placeText(place: EventPlace): string {
  return [...place]
    .map(([channel, { block, index }]) => `${channel}:${block}.${index}`)
    .sort()
    .join(',');
}

/** Requires: the form of `eventPlaceSchema`. */
export function placeIn(text: string): EventPlace {
  if (text === 'start') return new Map();
  return new Map(
    text.split(',').map((part) => {
      const [channel = '', at = ''] = part.split(':');
      const [block = 0, index = 0] = at.split('.').map(Number);
      return [channel, { block, index }];
    }),
  );
}
