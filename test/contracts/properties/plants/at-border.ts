import { atBorder, domain } from './plant.js';
import type { Plant } from './plant.js';

/** What is wrong with licences. */
export const plantsAtBorder: readonly Plant[] = [
  {
    name: 'what is drawn is not taken off the licence',
    ...atBorder(domain('licence/draw-down'), 7),
    with: ({ drawDownLicence }) => ({
      drawDownLicence: (...[licence, ...others]: Parameters<typeof drawDownLicence>) => {
        const left = licence.grant?.quantity;
        return drawDownLicence({ ...licence, ...(left && { left }) }, ...others);
      },
    }),
  },
  {
    name: 'a licence is drawn down for a shipment again',
    ...atBorder(domain('licence/draw-down'), 7),
    with: ({ drawDownLicence }) => ({
      drawDownLicence: (...[licence, command, call]: Parameters<typeof drawDownLicence>) => {
        const drawn = licence.drawn.filter(({ shipment }) => shipment !== command.shipment);
        return drawDownLicence({ ...licence, drawn }, command, call);
      },
    }),
  },
  {
    name: 'a shipment is loaded whatever its licence says',
    ...atBorder(domain('shipment/licence-cover'), 7),
    with: () => ({ refuseWithoutLicence: () => undefined }),
  },
];
