import { X509Certificate } from 'node:crypto';
import { staffRoleAttribute } from '@argosy/domain/shared/staff-roles';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import { decode } from '@argosy/protocol/wire';
import { z } from 'zod';

/** 1.2.3.4.5.6.7.8.1, under which Fabric's authorities write attributes, and the OCTET STRING that follows. */
const attributesExtension = Buffer.from('06082a0304050607080104', 'hex');
const attributesSchema = z.object({ attrs: z.record(z.string(), z.string()) });

/** What contracts read in the certificate of whoever created a transaction: the staff role; undefined where there is none. */
export function staffRoleOf(creator: Uint8Array): string | undefined {
  try {
    const { raw } = new X509Certificate(decode(SerializedIdentity, creator).idBytes);
    const found = raw.indexOf(attributesExtension);
    if (found < 0) return undefined;
    const content = octets(raw, found + attributesExtension.length);
    return attributesSchema.parse(JSON.parse(content.toString('utf8'))).attrs[staffRoleAttribute];
  } catch {
    return undefined;
  }
}

/** The content of an OCTET STRING whose length stands here, in DER. */
function octets(bytes: Buffer, at: number): Buffer {
  const first = bytes.readUInt8(at);
  if (first < 0x80) return bytes.subarray(at + 1, at + 1 + first);
  const size = first & 0x7f;
  const start = at + 1 + size;
  return bytes.subarray(start, start + bytes.readUIntBE(at + 1, size));
}
