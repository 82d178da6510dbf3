import { z } from 'zod';

/** A carrier's own code, SCAC. */
export const carrierCodeSchema = z
  .string()
  .regex(/^[A-Z]{2,4}$/, 'must be a carrier code of two to four capital letters (SCAC)')
  .meta({ description: 'Carrier code, SCAC' });
