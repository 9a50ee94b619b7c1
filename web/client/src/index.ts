/** A client of Powow. docs/protocol.md describes the calls, destinations and events. */

export { Connection, type ConnectionOptions, type Receipt, type Status } from './connection.js';
export { codeOf, http, problemOf, Refused, Unreachable, type Http, type HttpOptions, type Problem } from './http.js';
export { newKey } from './key.js';
export { networkOfThisDevice, type Network } from './network.js';
export { isLasting, Renewal, type Around, type Renewed, type Session, type Tokens } from './renewal.js';
export { Resume } from './resume.js';
export { inMemory, signIn, signUp, tokensOf, type Credentials, type SessionStore } from './sessions.js';
export type * from './protocol.js';
