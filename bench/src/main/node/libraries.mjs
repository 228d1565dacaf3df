// The libraries that bench/peers.sh installed, which are not beside these scripts.
import { createRequire } from 'node:module';

export const library = createRequire(`${process.env.PEER_LIBRARIES}/`);
