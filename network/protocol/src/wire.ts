/**
 * Protocol buffers as Fabric's Go peers read and write them.
 *
 * A flag in a block can depend on what a decoder accepts, so decoding is as strict and as lenient as Go's: invalid UTF-8 in a
 * string is an error, a singular sub-message that occurs twice is merged, a known field number with another wire type and an
 * unknown field are kept aside. Byte fields are views of the input, so that what was signed can be hashed without re-encoding.
 */
export { decode } from './wire/decode.js';
export { encode } from './wire/encode.js';
export { WireError } from './wire/error.js';
export type { Decoded, Encodable, MessageType } from './wire/schema.js';
