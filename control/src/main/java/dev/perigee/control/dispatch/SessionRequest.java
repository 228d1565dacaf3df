package dev.perigee.control.dispatch;

import dev.perigee.protocol.CommandId;
import java.util.Set;

/// What a satellite opens a session with: the name it gives it, how many deliveries it may take (none: it is only told
/// what to cancel), and which cancellations it knows of already.
public record SessionRequest(String session, int credit, Set<CommandId> cancelling) {
    public SessionRequest {
        cancelling = Set.copyOf(cancelling);
    }
}
