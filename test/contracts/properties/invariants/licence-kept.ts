import type { Invariant } from './invariant.js';

/** 7: no more is taken off a licence than it allows, what is left is told right, and each shipment counts once. */
export const licenceKept: Invariant = {
  number: 7,
  says: 'a licence is never over-drawn',
  check: ({ after, books, outcomes }) => [
    ...[...books.licences].flatMap(([reference, { granted, drawn }]) => {
      const sum = [...drawn.values()].flat().reduce((total, quantity) => total + quantity, 0n);
      const record = after.find('licence', [reference]);
      const told = (record?.drawn ?? []).map(({ shipment }) => shipment);
      const problems: string[] = [];
      if (sum > granted) problems.push(`${String(sum)} was taken of ${String(granted)}`);
      if (record?.left?.thousandths !== String(granted - sum))
        problems.push('what is left is wrong');
      if ([...told].sort().join() !== [...drawn.keys()].sort().join())
        problems.push(`${told.join()} was taken, not ${[...drawn.keys()].join()}`);
      const again = [...drawn].filter(([, quantities]) => quantities.length > 1);
      problems.push(...again.map(([shipment]) => `${shipment} was counted again`));
      return problems.map((problem) => `${reference}: ${problem}`);
    }),
    ...outcomes.flatMap(({ sent: { name, command }, code }) => {
      if (name !== 'shipment:Load' || code !== 0 || !('reference' in command)) return [];
      const { reference } = command;
      const { consignment } = after.find('shipment', [String(reference)]) ?? {};
      const { drawn } = books.licences.get(consignment?.licence ?? '') ?? {};
      const [taken = -1n] = drawn?.get(String(reference)) ?? [];
      const enough = BigInt(consignment?.quantity.thousandths ?? 0) <= taken;
      return enough ? [] : [`${String(reference)} was loaded without a licence for it`];
    }),
  ],
};
