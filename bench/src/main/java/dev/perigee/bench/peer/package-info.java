/// Message systems beside which Perigee is measured, each started here as a process of its own with data of its own and
/// spoken to in its own protocol, so that no client library adds to its times. Start at `Peer`; a new one is listed in
/// `RoundTripPeer` or `ThroughputPeer`.
@NullMarked
package dev.perigee.bench.peer;

import org.jspecify.annotations.NullMarked;
