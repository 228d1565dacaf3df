/// What happened, on the wire: CloudEvents 1.0 in JSON, in batches, with the payload of each type. Start at `Event`;
/// `EventData` has the types.
@NullMarked
package dev.perigee.protocol.event;

import org.jspecify.annotations.NullMarked;
