import { z } from 'zod';

/** Names as Fabric, certificates and file systems take them. */
export const msp = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9]*MSP$/, 'expected letters and digits ending in MSP');

// The lengths are those of a host name and of its parts: domains stand in certificates.
export const domain = z
  .string()
  .max(200, 'expected at most 200 characters')
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
    'expected a lower-case domain name, such as importer.test',
  );

export const label = z
  .string()
  .regex(
    /^[a-z][a-z0-9]{0,62}$/,
    'expected lower-case letters and digits, beginning with a letter',
  );

/** What a system signs in by, and is certified under. */
export const systemId = z
  .string()
  .max(63, 'expected at most 63 characters')
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'expected lower-case letters and digits, with single dashes between them, beginning with a letter',
  );

/** Processes and their logs are named by it. */
export const organisationName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9]{0,62}$/, 'expected letters and digits, beginning with a letter');

/** Fabric's rule. */
export const channelName = z
  .string()
  .max(249, 'expected at most 249 characters')
  .regex(
    /^[a-z][a-z0-9.-]*$/,
    'expected lower-case letters, digits, dots and dashes, beginning with a letter',
  );

const systemChaincodes: readonly string[] = ['cscc', 'escc', 'lscc', 'qscc', 'vscc'];

/** Fabric's rule. */
export const chaincodeName = z
  .string()
  .regex(
    /^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/,
    'expected letters and digits, with single dashes or underscores between them',
  )
  .refine((name) => !systemChaincodes.includes(name), 'is the name of a system chaincode');

/** Fabric's rule. Names that begin with an underscore are its own: an organisation's implicit collection has one. */
export const collectionName = z
  .string()
  .regex(
    /^[A-Za-z0-9-][A-Za-z0-9_-]*$/,
    'expected letters, digits, dashes and underscores, not beginning with an underscore',
  );

export const profileName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'expected lower-case letters, digits and dashes');
