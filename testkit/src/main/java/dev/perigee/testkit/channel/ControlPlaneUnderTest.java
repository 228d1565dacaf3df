package dev.perigee.testkit.channel;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.satellite.link.Link;

/// A running control plane, as a channel's contract needs it.
public interface ControlPlaneUnderTest extends AutoCloseable {
    /// The key of a registered satellite that nothing else uses.
    SatelliteKey registered();

    CommandId submit(Submission submission);

    CommandState state(CommandId command);

    void cancel(CommandId command);

    /// A link over the channel under test that shows `key`.
    Link link(SatelliteKey key);

    /// Stops the control plane as a SIGTERM does.
    void drain();

    @Override
    void close();
}
