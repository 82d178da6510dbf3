import { z } from 'zod';
import { sha256Schema } from '../shared/text.js';
import { collectionSchema } from './reference.js';

/** The member of the transient data that holds the terms; they are nowhere else in a proposal. */
export const transientMember = 'confidential';

/** What stands openly in the proposal: where the terms go, and the SHA-256 of their canonical encoding. */
export const recordConfidentialSchema = z.strictObject({
  collection: collectionSchema,
  sha256: sha256Schema,
});
