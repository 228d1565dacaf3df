package dev.perigee.store;

import dev.perigee.control.access.OperatorStore;
import dev.perigee.control.audit.AuditStore;
import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.config.ConfigStore;
import dev.perigee.control.event.EventStore;
import dev.perigee.control.fleet.FleetStore;
import dev.perigee.control.fleet.LivenessStore;
import dev.perigee.control.secret.SecretStore;
import dev.perigee.control.webhook.WebhookStore;

/// All that a control plane keeps, in one database, which it has to itself while it is open. Thread-safe.
public interface Stores extends AutoCloseable {
    CommandStore commands();

    BroadcastStore broadcasts();

    FleetStore fleet();

    LivenessStore liveness();

    OperatorStore operators();

    EventStore events();

    ConfigStore configs();

    AuditStore audit();

    WebhookStore webhooks();

    SecretStore secrets();

    /// The end is near: from now on no write waits for a database that is away. What else waits for one can be
    /// interrupted.
    void hurry();

    /// Refuses new work, finishes what was begun, and gives the database free. Closing again does nothing.
    @Override
    void close();
}
