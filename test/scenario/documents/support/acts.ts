import { received } from './acts-after-honour.js';
import { agreed, presented, shipped } from './acts-until-honour.js';
import { namesOf } from './particulars.js';

/** The thirteen acts of a deal, from the application to the credit of the proceeds, by their names. */
export type ActName = keyof ReturnType<typeof dealActs>;

/** Every act of a deal in the order in which they are taken. */
export function dealActs(deal: string) {
  const names = namesOf(deal);
  return { ...agreed(names), ...shipped(names), ...presented(names), ...received(names) };
}
