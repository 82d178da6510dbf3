const BLOCK = /-----BEGIN ([^-\r\n]*)-----\r?\n([A-Za-z0-9+/=\s]*?)-----END \1-----/;

/** The content of the first PEM block, as Go's `pem.Decode` finds it: text around it and its label do not matter. */
export function firstPemBlock(text: Uint8Array): Buffer | undefined {
  const match = BLOCK.exec(
    Buffer.from(text.buffer, text.byteOffset, text.length).toString('latin1'),
  );
  return match?.[2] === undefined ? undefined : Buffer.from(match[2], 'base64');
}
